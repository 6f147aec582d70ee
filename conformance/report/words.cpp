#include "conformance/report/words.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string_view>

#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;

constexpr int depth_max = 3;  // of arguments; what lies deeper is shown as plain JSON

template <class... Args>
std::string format(const char* pattern, Args... args) {
  std::array<char, 96> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), pattern, args...);
  return {buffer.data(), length < 0 ? 0u : static_cast<std::size_t>(length)};
}

std::string value_text(const json& value, int depth);

// Members as "name: value", separated by commas.
std::string members_text(const json& object, int depth) {
  std::string out;
  for (const auto& [name, value] : object.items()) {
    if (!out.empty()) out += ", ";
    out += name + ": " + value_text(value, depth);
  }
  return out;
}

std::string value_text(const json& value, int depth) {
  if (value.is_object() && depth < depth_max) return "{" + members_text(value, depth + 1) + "}";
  return dump(value);
}

// A member of an object when it is a string, else nothing.
std::string string_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string args_text(const json& payload) {
  const auto args = payload.is_object() ? payload.find("args") : payload.end();
  if (!payload.is_object() || args == payload.end() || args->is_null()) return {};
  return args->is_object() ? members_text(*args, 0) : value_text(*args, 0);
}

std::string outcome_text(const json& payload) {
  if (!payload.is_object()) return "?";
  if (const auto error = payload.find("error"); error != payload.end()) {
    const std::string text = string_of(payload, "text");
    return value_text(*error, 0) + (text.empty() ? "" : " " + text);
  }
  for (const char* key : {"value", "return"})
    if (const auto value = payload.find(key); value != payload.end() && !value->is_null())
      return "ok " + value_text(*value, 0);
  return "ok";
}

// Members of a server event that say something, but for the connection's number.
std::string server_text(const json& payload) {
  if (!payload.is_object()) return payload.is_null() ? "" : " " + dump(payload);
  std::string who = string_of(payload, "device");
  if (who.empty()) who = string_of(payload, "user");
  std::string out = who.empty() ? "" : " " + who;
  if (const auto detail = payload.find("detail"); detail != payload.end() && !detail->empty())
    out += " " + value_text(*detail, 0);
  return out;
}

// What a request carries; its command is the event's name.
std::string wire_text(const json& payload) {
  json detail = payload.is_object() ? payload.value("detail", json()) : payload;
  if (detail.is_object()) detail.erase("command");
  if (detail.is_object() && detail.size() == 1 && detail.contains("payload")) detail = json(detail["payload"]);
  return detail.empty() ? "" : " " + value_text(detail, 0);
}

std::string raw_text(const check::Event& event) {
  switch (event.channel) {
    case check::Channel::call:
    case check::Channel::callback:
      return event.name + "(" + args_text(event.payload) + ")";
    case check::Channel::result:
      return event.name + " -> " + outcome_text(event.payload);
    case check::Channel::wire:
      return event.name + wire_text(event.payload);
    case check::Channel::server:
      return event.name + server_text(event.payload);
    case check::Channel::network:
      return event.name + (event.payload.empty() ? "" : " " + value_text(event.payload, 0));
    case check::Channel::step:
      return event.name;
  }
  return event.name;
}

}  // namespace

std::string time_text(runtime::Duration since_start) {
  const auto micros = since_start.count();
  const auto millis = micros / 1000;
  const auto seconds = static_cast<double>(millis % 60'000) / 1000.0;
  if (millis < 60'000) return format("%.3f s", seconds);
  const long long minutes = millis / 60'000;
  if (minutes < 60) return format("%lld m %06.3f s", minutes, seconds);
  return format("%lld h %02lld m %06.3f s", minutes / 60, minutes % 60, seconds);
}

std::string took_text(std::chrono::microseconds wall) {
  const auto millis = wall.count() / 1000;
  if (millis < 1000) return format("%lld ms", static_cast<long long>(millis));
  if (millis < 100'000) return format("%.1f s", static_cast<double>(millis) / 1000.0);
  return format("%lld min %02lld s", static_cast<long long>(millis / 60'000),
                static_cast<long long>(millis / 1000 % 60));
}

std::string iso_text(std::int64_t unix_seconds) {
  if (unix_seconds == 0) return {};
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(unix_seconds)));
  const std::chrono::year_month_day date(day);
  const auto second = unix_seconds - std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count();
  return format("%04d-%02u-%02uT%02lld:%02lld:%02lldZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<long long>(second / 3600), static_cast<long long>(second / 60 % 60),
                static_cast<long long>(second % 60));
}

std::string event_text(const check::Event& event) { return printable(raw_text(event)); }

int error_code_of(const check::Event& event) {
  const json& payload = event.payload;
  const auto code = [](const json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
  };
  if (event.channel == check::Channel::result) return code(payload, "error");
  if (event.channel != check::Channel::callback || !payload.is_object() || !payload.contains("args")) return 0;
  for (const char* key : {"errorCode", "error_code", "code", "error"})
    if (const int found = code(payload["args"], key); found != 0) return found;
  return 0;
}

}  // namespace chatproof::report
