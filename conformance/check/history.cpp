#include "conformance/check/history.hpp"

#include <array>
#include <cstdio>

namespace chatproof::check {

std::string_view to_string(Channel channel) {
  static constexpr std::array<std::string_view, 7> names = {"call",   "callback", "result", "wire",
                                                            "server", "network",  "step"};
  return names[static_cast<std::size_t>(channel)];
}

namespace {

using nlohmann::json;

bool says_nothing(const json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  return value.is_null() || value == false || value == 0 || (value.is_structured() && value.empty());
}

// An object without the members that are as they always are.
json compact(const json& value) {
  if (!value.is_structured()) return value;
  json out = value.is_array() ? json::array() : json::object();
  for (const auto& [name, member] : value.items()) {
    json small = compact(member);
    if (value.is_array()) {
      out.push_back(std::move(small));
    } else if (!says_nothing(small)) {
      out[name] = std::move(small);
    }
  }
  return out;
}

std::string head_of(const Event& event) {
  const auto us = event.at.time_since_epoch().count();
  char time[32];
  std::snprintf(time, sizeof time, "%5lld.%06llds", static_cast<long long>(us / 1'000'000),
                static_cast<long long>(us % 1'000'000));
  return std::string(time) + " " + event.actor + " " + std::string(to_string(event.channel)) + " " + event.name;
}

std::string dumped(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

// Not in the middle of a character.
std::string cut(std::string text, std::size_t longest) {
  if (text.size() <= longest) return text;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xc0u) == 0x80u) --longest;
  text.resize(longest);
  return text + "...";
}

}  // namespace

std::string to_line(const Event& event) {
  return event.payload.is_null() ? head_of(event) : head_of(event) + " " + dumped(event.payload);
}

std::string to_short_line(const Event& event) {
  constexpr std::size_t longest = 240;
  json payload = event.payload;
  if (payload.is_object())
    for (const char* same_for_all : {"call", "listener", "thread", "connection"}) payload.erase(same_for_all);
  payload = compact(payload);
  if (payload.is_object() && payload.size() == 1 && payload.contains("args")) payload = json(payload["args"]);
  return says_nothing(payload) ? head_of(event) : head_of(event) + " " + cut(dumped(payload), longest);
}

}  // namespace chatproof::check
