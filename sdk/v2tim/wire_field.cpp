#include "sdk/v2tim/wire_field.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>

namespace chatproof::v2tim {

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

template bool field(const nlohmann::json&, const char*, bool);
template int field(const nlohmann::json&, const char*, int);
template unsigned field(const nlohmann::json&, const char*, unsigned);
template std::int64_t field(const nlohmann::json&, const char*, std::int64_t);
template std::uint64_t field(const nlohmann::json&, const char*, std::uint64_t);
template std::string field(const nlohmann::json&, const char*, std::string);

}  // namespace chatproof::v2tim
