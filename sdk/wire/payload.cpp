#include "sdk/wire/payload.hpp"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

namespace chatproof::wire {
namespace {

using nlohmann::json;

// The members of a payload that is a JSON object. They end where this thread reads the next payload.
std::optional<simdjson::dom::object> members_of(std::string_view payload) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::object members;
  if (parser.parse(payload.data(), payload.size()).get(members) != simdjson::SUCCESS) return std::nullopt;
  return members;
}

std::optional<std::int64_t> integer(const simdjson::dom::object& members, std::string_view name) {
  std::int64_t value = 0;
  return members.at_key(name).get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
}

std::string text(const simdjson::dom::object& members, std::string_view name) {
  std::string_view value;
  return members.at_key(name).get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

// An object of numbers and texts, member by member: a tree would cost a load generator more than all else of a login.
class Writer {
 public:
  explicit Writer(std::size_t about) { out_.reserve(about); }

  Writer& number(std::string_view name, std::int64_t value) {
    begin(name);
    out_ += std::to_string(value);
    return *this;
  }
  // Ids and tickets come from outside: bytes that are not UTF-8 must not throw, the server will refuse them.
  Writer& text(std::string_view name, std::string_view value) {
    begin(name);
    const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (std::all_of(value.begin(), value.end(), plain)) {
      out_.append("\"").append(value).append("\"");
    } else {
      out_ += json(value).dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return *this;
  }
  [[nodiscard]] std::string done() {
    out_ += '}';
    return std::move(out_);
  }

 private:
  void begin(std::string_view name) { out_.append(out_.empty() ? "{\"" : ",\"").append(name).append("\":"); }
  std::string out_;
};

constexpr std::size_t names_and_numbers = 80;  // of any of these requests, at most

}  // namespace

std::string write(const HelloRequest& request) {
  return Writer(names_and_numbers + request.device_id.size() + request.platform.size() + request.version.size())
      .text("deviceID", request.device_id)
      .text("platform", request.platform)
      .number("sdkAppID", request.sdk_app_id)
      .text("version", request.version)
      .done();
}

std::string write(const LoginRequest& request) {
  return Writer(names_and_numbers + request.user_id.size() + request.user_sig.size())
      .number("cursor", request.cursor)
      .text("userID", request.user_id)
      .text("userSig", request.user_sig)
      .done();
}

std::string write(const ResumeRequest& request) {
  return Writer(names_and_numbers + request.user_id.size() + request.token.size())
      .number("cursor", request.cursor)
      .text("token", request.token)
      .text("userID", request.user_id)
      .done();
}

std::optional<ReplyHead> read_reply_head(std::string_view payload) {
  // Nearly every reply; of a success nothing else is looked at.
  constexpr std::string_view success = R"({"code":0)";
  if (payload.starts_with(success) && payload.size() > success.size() &&
      (payload[success.size()] == ',' || payload[success.size()] == '}'))
    return ReplyHead{};
  const auto members = members_of(payload);
  const auto code = members ? integer(*members, "code") : std::nullopt;
  if (!code || *code < std::numeric_limits<int>::min() || *code > std::numeric_limits<int>::max()) return std::nullopt;
  if (*code == 0) return ReplyHead{};
  return ReplyHead{static_cast<int>(*code), text(*members, "text")};
}

std::optional<HelloReply> read_hello_reply(std::string_view payload) {
  const auto members = members_of(payload);
  if (!members) return std::nullopt;
  return HelloReply{integer(*members, "time"), integer(*members, "heartbeat")};
}

std::optional<LoginReply> read_login_reply(std::string_view payload) {
  const auto members = members_of(payload);
  if (!members) return std::nullopt;
  return LoginReply{text(*members, "token"), integer(*members, "expires").value_or(0)};
}

ThrownOut read_thrown_out(std::string_view payload) {
  const auto members = members_of(payload);
  if (!members) return {};
  return {text(*members, "userID"), text(*members, "reason")};
}

std::optional<std::uint16_t> read_goaway_port(std::string_view payload) {
  const auto members = members_of(payload);
  const std::int64_t port = members ? integer(*members, "port").value_or(0) : 0;
  if (port < 1 || port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

std::string write_goaway_port(std::uint16_t port) { return Writer(names_and_numbers).number("port", port).done(); }

std::optional<std::int64_t> read_pong(std::string_view payload) {
  if (payload.size() != sizeof(std::int64_t)) return std::nullopt;
  std::uint64_t bits = 0;
  for (const char c : payload) bits = bits << 8 | static_cast<std::uint8_t>(c);
  return static_cast<std::int64_t>(bits);
}

std::string write_pong(std::int64_t time_ms) {
  std::string bytes(sizeof time_ms, '\0');
  auto bits = static_cast<std::uint64_t>(time_ms);
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, bits >>= 8) *at = static_cast<char>(bits & 0xff);
  return bytes;
}

}  // namespace chatproof::wire
