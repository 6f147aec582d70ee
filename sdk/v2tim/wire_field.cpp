#include "sdk/v2tim/wire_field.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>

namespace chatproof::v2tim {
namespace {

constexpr std::int64_t place_max = std::int64_t{1} << 53;  // what JSON carries exactly

// Brackets outside of texts; whether they match is the parser's business.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\') ++i;
    if (quoted) continue;
    if ((c == '[' || c == '{') && ++depth > depth_max) return true;
    if (c == ']' || c == '}') --depth;
  }
  return false;
}

}  // namespace

nlohmann::json parse_wire(std::string_view text) {
  if (too_deep(text)) return nlohmann::json::value_t::discarded;
  return nlohmann::json::parse(text, nullptr, false);
}

bool readable(std::string_view text) { return !too_deep(text) && nlohmann::json::accept(text); }

template <class T>
T field(const nlohmann::json& object, const char* key, T otherwise) {
  if (!object.is_object()) return otherwise;
  const auto member = object.find(key);
  if (member == object.end()) return otherwise;
  if constexpr (std::is_same_v<T, bool>) {
    return member->is_boolean() ? member->template get<bool>() : otherwise;
  } else if constexpr (std::is_integral_v<T>) {
    if (member->is_number_unsigned()) {
      const auto number = member->template get<std::uint64_t>();
      return std::in_range<T>(number) ? static_cast<T>(number) : otherwise;
    }
    if (!member->is_number_integer()) return otherwise;
    const auto number = member->template get<std::int64_t>();
    return std::in_range<T>(number) ? static_cast<T>(number) : otherwise;
  } else {
    static_assert(std::is_same_v<T, std::string>);
    return member->is_string() ? member->template get<std::string>() : otherwise;
  }
}

std::int64_t place_in(const nlohmann::json& object, const char* key) {
  const std::int64_t place = field(object, key, std::int64_t{0});
  return place > 0 && place <= place_max ? place : 0;
}

nlohmann::json array_in(const nlohmann::json& object, const char* key) {
  const auto member = object.is_object() ? object.find(key) : object.end();
  if (member == object.end() || !member->is_array()) return nlohmann::json::array();
  if (member->size() <= length_max) return *member;
  return nlohmann::json(member->begin(), member->begin() + static_cast<std::ptrdiff_t>(length_max));
}

template bool field(const nlohmann::json&, const char*, bool);
template int field(const nlohmann::json&, const char*, int);
template unsigned field(const nlohmann::json&, const char*, unsigned);
template std::int64_t field(const nlohmann::json&, const char*, std::int64_t);
template std::uint64_t field(const nlohmann::json&, const char*, std::uint64_t);
template std::string field(const nlohmann::json&, const char*, std::string);

std::string wire_text(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace chatproof::v2tim
