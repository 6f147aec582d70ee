#include "bench/load/wire_text.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace chatproof::load {
namespace {

// Nothing that JSON would write in another way.
constexpr std::string_view mark = "chatproof-load ";

template <class Integer>
bool take_integer(std::string_view& text, Integer& into) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const auto result = std::from_chars(text.data(), text.data() + text.size(), into);
  if (result.ec != std::errc{}) return false;
  text.remove_prefix(static_cast<std::size_t>(result.ptr - text.data()));
  return true;
}

std::optional<std::int64_t> cursor_of(const nlohmann::json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  const auto cursor = value.get<std::int64_t>();  // what is beyond its range becomes negative
  return cursor < 0 || cursor > cursor_max ? std::nullopt : std::optional(cursor);
}

std::string text_of(const nlohmann::json& message) {
  const auto elements = message.find("elements");
  if (elements == message.end() || !elements->is_array() || elements->empty()) return {};
  const auto& first = elements->front();
  if (!first.is_object() || !first.contains("text") || !first["text"].is_string()) return {};
  return first["text"].get<std::string>();
}

}  // namespace

std::string message_text(const Marker& marker, int bytes) {
  std::string text(mark);
  for (const std::uint64_t value : {static_cast<std::uint64_t>(marker.stream.kind), std::uint64_t{marker.stream.from},
                                    std::uint64_t{marker.stream.to}, marker.number,
                                    static_cast<std::uint64_t>(marker.intended.time_since_epoch().count())})
    text += std::to_string(value) + ' ';
  if (text.size() < static_cast<std::size_t>(bytes)) text.append(static_cast<std::size_t>(bytes) - text.size(), 'x');
  return text;
}

std::optional<Marker> find_marker(std::string_view payload) {
  const std::size_t at = payload.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  payload.remove_prefix(at + mark.size());
  Marker marker;
  std::int64_t intended = 0;
  unsigned kind = 0;
  if (!take_integer(payload, kind) || kind > static_cast<unsigned>(MessageKind::pong) ||
      !take_integer(payload, marker.stream.from) || !take_integer(payload, marker.stream.to) ||
      !take_integer(payload, marker.number) || !take_integer(payload, intended))
    return std::nullopt;
  marker.stream.kind = static_cast<MessageKind>(kind);
  marker.intended = runtime::Instant(runtime::Duration(intended));
  return marker;
}

std::optional<std::int64_t> cursor_at(std::string_view payload) {
  constexpr std::string_view quoted = R"("cursor":)";
  const std::size_t at = payload.find(quoted);
  if (at == std::string_view::npos) return 0;
  payload.remove_prefix(at + quoted.size());
  std::int64_t value = 0;
  if (!take_integer(payload, value) || value < 0 || value > cursor_max) return std::nullopt;
  if (!payload.empty() && (payload.front() == '.' || payload.front() == 'e' || payload.front() == 'E'))
    return std::nullopt;
  return value;
}

std::optional<Page> read_page(std::string_view payload) {
  const auto body = nlohmann::json::parse(payload, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  Page page;
  if (const auto cursor = body.find("cursor"); cursor != body.end()) {
    page.cursor = cursor_of(*cursor);
    if (!page.cursor) return std::nullopt;
  }
  if (const auto complete = body.find("complete"); complete != body.end()) {
    if (!complete->is_boolean()) return std::nullopt;
    page.complete = complete->get<bool>();
  }
  const auto messages = body.find("messages");
  if (messages == body.end()) return page;
  if (!messages->is_array()) return std::nullopt;
  for (const auto& message : *messages) {
    if (!message.is_object() || !message.contains("cursor")) return std::nullopt;
    const auto cursor = cursor_of(message["cursor"]);
    if (!cursor) return std::nullopt;
    page.messages.push_back({*cursor, text_of(message)});
  }
  return page;
}

bool is_last_empty_page(std::string_view payload) {
  return payload.find(R"("messages":[])") != std::string_view::npos &&
         payload.find(R"("complete":true)") != std::string_view::npos;
}

std::string send_payload(std::string_view to, std::string_view text, std::uint32_t random, std::int64_t client_time_s,
                         bool online_only) {
  std::string out;
  out.reserve(to.size() + text.size() + 140);
  out.append(R"({"to":")").append(to).append(R"(","message":{"random":)").append(std::to_string(random));
  out.append(R"(,"clientTime":)").append(std::to_string(client_time_s));
  out.append(R"(,"elements":[{"type":1,"text":")").append(text).append(R"("}]},"onlineOnly":)");
  out.append(online_only ? "true}" : "false}");
  return out;
}

}  // namespace chatproof::load
