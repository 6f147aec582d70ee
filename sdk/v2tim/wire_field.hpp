// What came from the server, read without trust: a server that sends another type than agreed, numbers that do not fit,
// or a thousand levels of arrays must not end the app.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace chatproof::v2tim {

// The text as JSON. Discarded when it is none, or has more than `depth_max` levels: what copies, compares or writes a
// tree goes down it level by level, on the stack of the app's process.
inline constexpr int depth_max = 32;
[[nodiscard]] nlohmann::json parse_wire(std::string_view text);
// Whether parse_wire() takes it, without making the tree.
[[nodiscard]] bool readable(std::string_view text);

// The member `key` of `object`; `otherwise` when there is no such member, or it is not a T, or a number that T cannot
// hold. T is bool, std::string, or an integer: int, unsigned, std::int64_t, std::uint64_t.
template <class T>
[[nodiscard]] T field(const nlohmann::json& object, const char* key, T otherwise);

// A member that is one of these; a number that is no enumerator may not even be held by an enumeration.
template <class Enum>
[[nodiscard]] Enum one_of(const nlohmann::json& object, const char* key, std::initializer_list<Enum> all,
                          Enum otherwise) {
  const std::int64_t number = field(object, key, static_cast<std::int64_t>(otherwise));
  const auto found = std::find_if(all.begin(), all.end(), [&](Enum one) { return std::int64_t{one} == number; });
  return found == all.end() ? otherwise : *found;
}

// A place in an inbox, 1 or more, far from where counting on would overflow; otherwise 0.
[[nodiscard]] std::int64_t place_in(const nlohmann::json& object, const char* key);

// The array that is the member `key`, no longer than `length_max`; an empty one when there is none. What lies behind is
// no answer to anything that was asked.
inline constexpr std::size_t length_max = 1000;
[[nodiscard]] nlohmann::json array_in(const nlohmann::json& object, const char* key);

// The JSON text. Never throws: what is not UTF-8 in spite of all checks becomes U+FFFD.
std::string wire_text(const nlohmann::json& json);

}  // namespace chatproof::v2tim
