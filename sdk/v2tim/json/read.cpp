// From JSON to the API's types.

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "sdk/v2tim/json/bytes.hpp"
#include "sdk/v2tim/json/convert.hpp"
#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

using nlohmann::json;

namespace {

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

/// Reads one part of a larger value; the path leads to it meanwhile.
template <class Value>
bool read_part(const json& part, std::string key, Value& value, Reader& reader) {
  reader.enter(std::move(key));
  const bool good = read_json(part, value, reader);
  reader.leave();
  return good;
}

template <class Number>
bool read_integer(const json& in, Number& value, Reader& reader) {
  using Limits = std::numeric_limits<Number>;
  if (!in.is_number_integer()) return reader.fail("a whole number is expected");
  const bool fits = in.is_number_unsigned() ? std::in_range<Number>(in.get<std::uint64_t>())
                                            : std::in_range<Number>(in.get<std::int64_t>());
  if (!fits) {
    return reader.fail("a number from " + std::to_string(Limits::min()) + " to " + std::to_string(Limits::max()) +
                       " is expected");
  }
  value = in.get<Number>();
  return true;
}

template <class Enum>
bool read_enum(const json& in, Enum& value, Reader& reader) {
  for (const auto& enumerator : Enumerators<Enum>::all) {
    const bool same = in.is_string() ? in.get_ref<const std::string&>() == enumerator.name
                                     : in.is_number_integer() && in == static_cast<int>(enumerator.value);
    if (same) {
      value = enumerator.value;
      return true;
    }
  }
  // What an enum without a value for 0 holds before anybody has set it, such as the status of a message never sent.
  const auto is_zero = [](const auto& enumerator) { return static_cast<int>(enumerator.value) == 0; };
  if (in == 0 && std::ranges::none_of(Enumerators<Enum>::all, is_zero)) {
    value = static_cast<Enum>(0);
    return true;
  }
  return reader.fail("not a value or name of " + std::string(Enumerators<Enum>::name) + ": " + in.dump());
}

/// A string, {"text": ...} or {"base64": ...}.
bool read_bytes(const json& in, std::string& bytes, Reader& reader) {
  if (in.is_string()) {
    bytes = in.get<std::string>();
    return true;
  }
  constexpr const char* kExpected = R"(a string, {"text": ...} or {"base64": ...} is expected)";
  if (!in.is_object() || in.size() != 1 || !in.begin().value().is_string()) return reader.fail(kExpected);
  if (in.contains("text")) {
    bytes = in["text"].get<std::string>();
    return true;
  }
  if (!in.contains("base64")) return reader.fail(kExpected);
  const auto decoded = from_base64(in["base64"].get_ref<const std::string&>());
  if (!decoded) return reader.fail("not base64 with padding");
  bytes = *decoded;
  return true;
}

bool read_message_pointer(const json& in, std::unique_ptr<V2TIMMessage>& message, Reader& reader) {
  if (in.is_null()) return true;
  message = std::make_unique<V2TIMMessage>();
  return read_json(in, *message, reader);
}

bool read_log_listener(const json& in, V2TIMLogListener*& listener, Reader& reader) {
  listener = in.is_null() || !reader.log_listener ? nullptr : reader.log_listener(in);
  return in.is_null() || listener != nullptr || reader.fail("no such log listener: " + in.dump());
}

template <class Struct, class Field>
bool read_field(const json& in, Field& field, Reader& reader) {
  if constexpr (std::is_same_v<Field, V2TIMMessage*>) {
    std::unique_ptr<V2TIMMessage> message;
    if (!read_message_pointer(in, message, reader)) return false;
    if constexpr (std::is_same_v<Struct, V2TIMMessageListGetOption>) {
      field = message == nullptr ? nullptr : reader.keep(*message);
    } else {
      delete field;  // these structs own their message
      field = message.release();
    }
    return true;
  } else if constexpr (std::is_same_v<Field, V2TIMLogListener*>) {
    return read_log_listener(in, field, reader);
  } else {
    return read_json(in, field, reader);
  }
}

template <class Struct>
std::string names_of_fields() {
  std::string names;
  Fields<Struct>::visit(
      [&](const char* name, auto /*member*/) { names += (names.empty() ? "" : ", ") + std::string(name); });
  return names;
}

template <class Struct>
bool read_object(const json& in, Struct& object, Reader& reader) {
  if (!in.is_object()) return reader.fail("an object is expected");
  for (const auto& [key, part] : in.items()) {
    bool known = false;
    reader.enter(key);
    Fields<Struct>::visit([&](const char* name, auto member) {
      if (key != name) return;
      known = true;
      read_field<Struct>(part, object.*member, reader);
    });
    if (!known) reader.fail("unknown key; there are " + names_of_fields<Struct>());
    reader.leave();
    if (reader.failed()) return false;
  }
  return true;
}

template <class Elem>
bool read_elem_as(V2TIMElemType type, const json& in, std::unique_ptr<V2TIMElem>& elem, Reader& reader) {
  auto typed = std::make_unique<Elem>();
  if (typed->elemType != type) return false;
  read_object(in, *typed, reader);
  elem = std::move(typed);
  return true;
}

template <class... Types>
bool read_elem(const json& in, std::unique_ptr<V2TIMElem>& elem, Reader& reader, ElemList<Types...> /*types*/) {
  if (!in.is_object() || !in.contains("elemType")) return reader.fail("an element with its elemType is expected");
  V2TIMElemType type = V2TIM_ELEM_TYPE_NONE;
  if (!read_part(in["elemType"], "elemType", type, reader)) return false;
  (read_elem_as<Types>(type, in, elem, reader) || ... || read_elem_as<V2TIMElem>(type, in, elem, reader));
  return !reader.failed();
}

template <class List>
bool read_list(const json& in, List& list, Reader& reader) {
  if (!in.is_array()) return reader.fail("an array is expected");
  for (size_t i = 0; i < in.size(); ++i) {
    if constexpr (std::is_same_v<ItemOf<List>, V2TIMElem*>) {
      std::unique_ptr<V2TIMElem> elem;
      reader.enter(std::to_string(i));
      const bool good = read_elem(in[i], elem, reader, Elems());
      reader.leave();
      if (!good) return false;
      list.PushBack(elem.release());
    } else {
      ItemOf<List> item{};
      if (!read_part(in[i], std::to_string(i), item, reader)) return false;
      list.PushBack(item);
    }
  }
  return true;
}

template <class Map>
bool read_map(const json& in, Map& map, Reader& reader) {
  if (!in.is_object()) return reader.fail("an object is expected");
  for (const auto& [key, part] : in.items()) {
    MappedOf<Map> value{};
    if (!read_part(part, key, value, reader)) return false;
    map.Insert(V2TIMString(key.data(), key.size()), value);
  }
  return true;
}

}  // namespace

void Reader::enter(std::string key) { path_.push_back(std::move(key)); }

void Reader::leave() { path_.pop_back(); }

bool Reader::fail(const std::string& why) {
  if (error_.empty()) {
    for (const auto& key : path_) error_ += "/" + escaped(key);
    error_ += ": " + why;
  }
  return false;
}

V2TIMMessage* Reader::keep(const V2TIMMessage& message) { return &kept_.emplace_back(message); }

template <class Value>
bool read_json(const json& in, Value& value, Reader& reader) {
  if constexpr (std::is_same_v<Value, bool>) {
    if (!in.is_boolean()) return reader.fail("true or false is expected");
    value = in.get<bool>();
    return true;
  } else if constexpr (std::is_same_v<Value, double>) {
    if (!in.is_number()) return reader.fail("a number is expected");
    value = in.get<double>();
    return true;
  } else if constexpr (std::is_integral_v<Value>) {
    return read_integer(in, value, reader);
  } else if constexpr (std::is_enum_v<Value>) {
    return read_enum(in, value, reader);
  } else if constexpr (std::is_same_v<Value, V2TIMString>) {
    std::string bytes;
    if (!read_bytes(in, bytes, reader)) return false;
    value = V2TIMString(bytes.data(), bytes.size());
    return true;
  } else if constexpr (std::is_same_v<Value, V2TIMBuffer>) {
    std::string bytes;
    if (!read_bytes(in, bytes, reader)) return false;
    value = V2TIMBuffer(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    return true;
  } else if constexpr (std::is_same_v<Value, V2TIMBaseObject>) {
    return (in.is_object() && in.empty()) || reader.fail("an empty object is expected");
  } else if constexpr (ListType<Value>) {
    return read_list(in, value, reader);
  } else if constexpr (MapType<Value>) {
    return read_map(in, value, reader);
  } else {
    return read_object(in, value, reader);
  }
}

#define CHATPROOF_INSTANTIATE(TYPE) template bool read_json<TYPE>(const json&, TYPE&, Reader&);
CHATPROOF_API_TYPES(CHATPROOF_INSTANTIATE)

}  // namespace chatproof::v2tim
