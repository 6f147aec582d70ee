#include "sdk/wire/payload.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>

namespace chatproof::wire {
namespace {

using nlohmann::json;

// Reports the scalar members of the outermost object. The visitor answers whether it wants more.
class TopLevel final : public nlohmann::json_sax<json> {
 public:
  using OnInteger = std::function<bool(std::string_view key, std::int64_t value)>;
  using OnString = std::function<bool(std::string_view key, std::string& value)>;
  TopLevel(OnInteger on_integer, OnString on_string)
      : on_integer_(std::move(on_integer)), on_string_(std::move(on_string)) {}

  [[nodiscard]] bool failed() const { return failed_ || !object_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t value) override { return depth_ != 1 || on_integer_(key_, value); }
  bool number_unsigned(number_unsigned_t value) override {
    constexpr auto most = static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max());
    return depth_ != 1 || value > most || on_integer_(key_, static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t& value) override { return depth_ != 1 || on_string_(key_, value); }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    if (depth_++ == 0) object_ = true;
    return true;
  }
  bool key(string_t& name) override {
    if (depth_ == 1) key_ = name;
    return true;
  }
  bool end_object() override { return --depth_, true; }
  bool start_array(std::size_t) override {
    ++depth_;
    return object_;  // an array on the outside is no payload
  }
  bool end_array() override { return --depth_, true; }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    failed_ = true;
    return false;
  }

 private:
  OnInteger on_integer_;
  OnString on_string_;
  std::string key_;
  int depth_ = 0;
  bool object_ = false;
  bool failed_ = false;
};

// False when the payload is not a JSON object. A visitor that stopped early has what it wanted.
bool visit(std::string_view payload, TopLevel::OnInteger on_integer, TopLevel::OnString on_string) {
  TopLevel handler(std::move(on_integer), std::move(on_string));
  (void)json::sax_parse(payload, &handler);
  return !handler.failed();
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
  ReplyHead head;
  bool has_code = false;
  bool has_text = false;
  const bool is_object = visit(
      payload,
      [&](std::string_view key, std::int64_t value) {
        if (key != "code") return true;
        if (value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) return true;
        head.code = static_cast<int>(value);
        has_code = true;
        return head.code != 0 && !has_text;
      },
      [&](std::string_view key, std::string& value) {
        if (key != "text") return true;
        head.text = std::move(value);
        has_text = true;
        return !has_code;
      });
  if (!is_object || !has_code) return std::nullopt;
  if (head.code == 0) head.text.clear();
  return head;
}

std::optional<HelloReply> read_hello_reply(std::string_view payload) {
  HelloReply reply;
  const bool is_object = visit(
      payload,
      [&](std::string_view key, std::int64_t value) {
        if (key == "time") reply.time_ms = value;
        if (key == "heartbeat") reply.heartbeat_s = value;
        return true;
      },
      [](std::string_view, std::string&) { return true; });
  return is_object ? std::optional(reply) : std::nullopt;
}

std::optional<LoginReply> read_login_reply(std::string_view payload) {
  LoginReply reply;
  const bool is_object = visit(
      payload,
      [&](std::string_view key, std::int64_t value) {
        if (key == "expires") reply.expires_s = value;
        return true;
      },
      [&](std::string_view key, std::string& value) {
        if (key == "token") reply.token = std::move(value);
        return true;
      });
  return is_object ? std::optional(std::move(reply)) : std::nullopt;
}

ThrownOut read_thrown_out(std::string_view payload) {
  ThrownOut out;
  (void)visit(
      payload, [](std::string_view, std::int64_t) { return true; },
      [&](std::string_view key, std::string& value) {
        if (key == "reason") {
          out.reason = std::move(value);
        } else if (key == "userID") {
          out.user_id = std::move(value);
        }
        return true;
      });
  return out;
}

std::optional<std::uint16_t> read_goaway_port(std::string_view payload) {
  std::int64_t port = 0;
  (void)visit(
      payload,
      [&](std::string_view key, std::int64_t value) {
        if (key == "port") port = value;
        return true;
      },
      [](std::string_view, std::string&) { return true; });
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
