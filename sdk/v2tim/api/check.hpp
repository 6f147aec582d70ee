// Is an argument missing that a method cannot do without (6017, spec observed O2.1)?

#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "V2TIMManager.h"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/types/fields.hpp"

namespace chatproof::v2tim {

/// Text, bytes, lists and maps without content, numbers that are 0, null pointers.
template <class Value>
bool is_missing(const Value& value) {
  if constexpr (requires { value.Empty(); }) {
    return value.Empty();
  } else if constexpr (requires { value.Size(); }) {
    return value.Size() == 0;
  } else if constexpr (std::is_pointer_v<Value>) {
    return value == nullptr;
  } else if constexpr (std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>) {
    return value == Value{};
  } else {
    return false;
  }
}

template <class Struct>
bool is_field_missing(const Struct& object, std::string_view field) {
  bool missing = false;
  if constexpr (std::is_class_v<Struct> && requires { Fields<Struct>::visit([](const char*, auto) {}); }) {
    Fields<Struct>::visit([&](const char* name, auto member) {
      if (name == field) missing = is_missing(object.*member);
    });
  }
  return missing;
}

/// The first argument that `method` requires and does not have, as the table names it ("userID", "info.groupID",
/// "receiver ^ groupID"); empty when all are there. `arguments` are those of the call in their order; what comes after
/// them (the callback) may be left out.
template <class... Arguments>
std::string missing_argument(const Method& method, const Arguments&... arguments) {
  const auto names = parameter_names(method.signature);
  const auto is_missing_at = [&](std::string_view path) {
    const auto dot = path.find('.');
    const auto parameter = path.substr(0, dot);
    bool missing = false;
    size_t index = 0;
    [[maybe_unused]] const auto look_at = [&](const auto& argument) {
      if (index < names.size() && names[index] == parameter) {
        missing =
            dot == std::string_view::npos ? is_missing(argument) : is_field_missing(argument, path.substr(dot + 1));
      }
      ++index;
    };
    static_cast<void>(look_at);  // a method without arguments
    (look_at(arguments), ...);
    return missing;
  };
  for (const auto required : required_arguments(method.required)) {
    constexpr std::string_view kExactlyOne = " ^ ";
    const auto either = required.find(kExactlyOne);
    const bool missing =
        either == std::string_view::npos
            ? is_missing_at(required)
            : is_missing_at(required.substr(0, either)) == is_missing_at(required.substr(either + kExactlyOne.size()));
    if (missing) return std::string(required);
  }
  return {};
}

}  // namespace chatproof::v2tim
