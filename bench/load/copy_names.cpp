#include "bench/load/copy_names.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace chatproof::load {
namespace {

using nlohmann::json;

constexpr std::string_view mark = ".copy";
constexpr std::string_view c2c = "c2c_";
// Members of calls, messages, server actions and fault rules.
constexpr auto keys = std::to_array<std::string_view>(
    {"conversationID", "device", "from", "receiver", "sender", "to", "user", "userID", "userIDList", "users"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool names_somebody(std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

CopyNames::CopyNames(std::uint64_t number) : mark_(std::string(mark) + std::to_string(number)) {}

std::string CopyNames::outwards(const std::string& name) const { return name.empty() ? name : name + mark_; }

json CopyNames::outwards(json value) const {
  if (value.is_array())
    for (json& one : value) one = outwards(std::move(one));
  if (!value.is_object()) return value;
  for (const auto& [key, member] : value.items()) {
    if (!names_somebody(key)) {
      member = outwards(std::move(member));
    } else if (member.is_string()) {
      const auto name = member.get<std::string>();
      if (key != "conversationID" || name.starts_with(c2c)) member = outwards(name);
    } else if (member.is_array()) {
      for (json& one : member)
        if (one.is_string()) one = outwards(one.get<std::string>());
    }
  }
  return value;
}

// A copy's mark inside a longer number is another copy's.
std::string CopyNames::inwards(std::string text) const {
  for (std::size_t at = text.find(mark_); at != std::string::npos; at = text.find(mark_, at)) {
    const std::size_t end = at + mark_.size();
    if (end < text.size() && is_digit(text[end])) {
      at = end;
    } else {
      text.erase(at, mark_.size());
    }
  }
  return text;
}

json CopyNames::inwards(json value) const {
  if (value.is_string()) return inwards(value.get<std::string>());
  if (value.is_array())
    for (json& one : value) one = inwards(std::move(one));
  if (!value.is_object()) return value;
  json out = json::object();
  for (const auto& [key, member] : value.items()) out[inwards(key)] = inwards(std::move(member));
  return out;
}

std::optional<std::uint64_t> copy_of(std::string_view name) {
  const std::size_t at = name.rfind(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = name.substr(at + mark.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

}  // namespace chatproof::load
