// One member of an object that came from the server: a server that sends another type than agreed must not end the app.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>

namespace chatproof::v2tim {

// The member `key` of `object`; `otherwise` when there is no such member, or it is not a T, or a number that T cannot
// hold.
template <class T>
[[nodiscard]] T field(const nlohmann::json& object, const char* key, T otherwise) {
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

}  // namespace chatproof::v2tim
