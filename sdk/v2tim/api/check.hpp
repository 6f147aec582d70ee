// Are the arguments of a call what its method can work with (6017, spec observed O2.1, O8)?

#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "V2TIMManager.h"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/texts.hpp"
#include "sdk/v2tim/types/fields.hpp"

namespace chatproof::v2tim {

template <class Type>
concept StructType = requires { Fields<Type>::visit([](const char*, auto) {}); };

template <class Type>
concept NumberType = std::is_arithmetic_v<Type> && !std::is_same_v<Type, bool>;

/// Text, bytes, lists and maps without content, numbers that are 0, null pointers, structs as they were constructed.
template <class Value>
bool is_missing(const Value& value) {
  if constexpr (requires { value.Empty(); }) {
    return value.Empty();
  } else if constexpr (requires { value.Size(); }) {
    return value.Size() == 0;
  } else if constexpr (std::is_pointer_v<Value>) {
    return value == nullptr;
  } else if constexpr (NumberType<Value>) {
    return value == Value{};
  } else if constexpr (StructType<Value>) {
    const Value blank;
    bool missing = true;
    Fields<Value>::visit([&](const char*, auto member) {
      using Field = std::remove_cvref_t<decltype(value.*member)>;
      if constexpr (std::is_enum_v<Field> || std::is_same_v<Field, bool>) {
        missing = missing && value.*member == blank.*member;
      } else {
        missing = missing && is_missing(value.*member);
      }
    });
    return missing;
  } else {
    return false;
  }
}

/// What is said of a missing value; empty when it is not missing (spec observed O8.6).
template <class Value>
std::string missing_text(std::string_view name, const Value& value) {
  if (!is_missing(value)) return {};
  if constexpr (std::is_pointer_v<Value>) return std::string(name) + " is nullptr";
  if constexpr (NumberType<Value>) return "invalid " + std::string(name);
  return std::string(name) + " is empty";
}

/// The same of the member that `path` ("info.groupID") leads to.
template <class Struct>
std::string missing_member_text(std::string_view path, const Struct& object) {
  std::string text;
  if constexpr (StructType<Struct>) {
    Fields<Struct>::visit([&](const char* name, auto member) {
      if (path.substr(path.find('.') + 1) == name) text = missing_text(path, object.*member);
    });
  }
  return text;
}

/// What is missing of what `method` requires: "userID is empty", "info.modifyFlag is empty"; empty when all is there.
/// `arguments` are those of the call in their order; what comes after them (the callback) may be left out.
template <class... Arguments>
std::string missing_argument(const Method& method, const Arguments&... arguments) {
  const auto names = parameter_names(method.signature);
  const auto missing_at = [&](std::string_view path) {
    const auto dot = path.find('.');
    std::string text;
    size_t index = 0;
    [[maybe_unused]] const auto look_at = [&](const auto& argument) {
      if (index < names.size() && names[index] == path.substr(0, dot))
        text = dot == std::string_view::npos ? missing_text(path, argument) : missing_member_text(path, argument);
      ++index;
    };
    static_cast<void>(look_at);  // a method without arguments
    (look_at(arguments), ...);
    return text;
  };
  for (const auto required : required_arguments(method.required)) {
    const auto either = required.find_first_of("|^");
    if (either == std::string_view::npos) {
      if (std::string text = missing_at(required); !text.empty()) return text;
      continue;
    }
    const std::string first(required.substr(0, either - 1)), second(required.substr(either + 2));
    const bool no_first = !missing_at(first).empty(), no_second = !missing_at(second).empty();
    if (no_first && no_second) return first + " and " + second + " are empty";
    if (required[either] == '^' && !no_first && !no_second) return first + " excludes " + second;
  }
  return {};
}

/// Why the arguments of a call to `method` are refused; empty when they are not.
template <class... Arguments>
std::string argument_error(const Method& method, const Arguments&... arguments) {
  std::string error = missing_argument(method, arguments...);
  const auto names = parameter_names(method.signature);
  const bool bounded = method.id != "login";  // has a code of its own for an id that is none: 7003
  size_t index = 0;
  [[maybe_unused]] const auto look_at = [&](const auto& argument) {
    const auto name = names[index++];
    if constexpr (std::is_class_v<std::remove_cvref_t<decltype(argument)>>) {
      if (!error.empty()) return;
      const auto bad = find_bad_text(argument, bounded ? text_bytes_max(name) : std::string_view::npos);
      if (bad) error = std::string(name) + bad->where + " " + bad->what;
    }
  };
  static_cast<void>(look_at);  // a method without arguments
  (look_at(arguments), ...);
  return error;
}

template <class... Arguments>
std::string argument_error(std::string_view method, const Arguments&... arguments) {
  return argument_error(*find_method(method), arguments...);
}

}  // namespace chatproof::v2tim
