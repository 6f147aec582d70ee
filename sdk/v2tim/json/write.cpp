// From the API's types to JSON.

#include "sdk/v2tim/json/bytes.hpp"
#include "sdk/v2tim/json/convert.hpp"
#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

using nlohmann::json;

namespace {

std::string_view bytes_of(const V2TIMString& text) { return {text.CString(), text.Size()}; }

std::string_view bytes_of(const V2TIMBuffer& buffer) {
  return {reinterpret_cast<const char*>(buffer.Data()), buffer.Size()};
}

json base64_object(std::string_view bytes) { return json{{"base64", to_base64(bytes)}}; }

template <class Struct>
json object_of(const Struct& object) {
  json out = json::object();
  Fields<Struct>::visit([&](const char* name, auto member) {
    const auto& field = object.*member;
    using Field = std::remove_cvref_t<decltype(field)>;
    if constexpr (std::is_same_v<Field, V2TIMMessage*>) {
      out[name] = field == nullptr ? json() : json_of(*field);
    } else if constexpr (std::is_same_v<Field, V2TIMLogListener*>) {
      out[name] = field == nullptr ? json() : json(true);
    } else {
      out[name] = json_of(field);
    }
  });
  return out;
}

template <class Elem>
bool elem_as(const V2TIMElem& elem, json& out) {
  const auto* typed = dynamic_cast<const Elem*>(&elem);
  if (typed != nullptr) out = object_of(*typed);
  return typed != nullptr;
}

template <class... Types>
json json_of_elem(const V2TIMElem& elem, ElemList<Types...> /*types*/) {
  json out;
  if (!(elem_as<Types>(elem, out) || ...)) out = object_of(elem);
  return out;
}

template <class List>
json array_of(const List& list) {
  json out = json::array();
  for (size_t i = 0; i < list.Size(); ++i) {
    if constexpr (std::is_same_v<ItemOf<List>, V2TIMElem*>) {
      out.push_back(list[i] == nullptr ? json() : json_of_elem(*list[i], Elems()));
    } else {
      out.push_back(json_of(list[i]));
    }
  }
  return out;
}

template <class Map>
json object_of_map(const Map& map) {
  json out = json::object();
  const auto keys = map.AllKeys();
  for (size_t i = 0; i < keys.Size(); ++i) {
    const auto key = bytes_of(keys[i]);
    // JSON has no other keys than text.
    out[is_utf8(key) ? std::string(key) : "base64:" + to_base64(key)] = json_of(map.Get(keys[i]));
  }
  return out;
}

}  // namespace

template <class Value>
json json_of(const Value& value) {
  if constexpr (std::is_arithmetic_v<Value>) {
    return value;
  } else if constexpr (std::is_enum_v<Value>) {
    return static_cast<int>(value);
  } else if constexpr (std::is_same_v<Value, V2TIMString>) {
    const auto bytes = bytes_of(value);
    return is_utf8(bytes) ? json(bytes) : base64_object(bytes);
  } else if constexpr (std::is_same_v<Value, V2TIMBuffer>) {
    const auto bytes = bytes_of(value);
    return is_utf8(bytes) ? json{{"text", bytes}} : base64_object(bytes);
  } else if constexpr (std::is_same_v<Value, V2TIMBaseObject>) {
    return json::object();
  } else if constexpr (ListType<Value>) {
    return array_of(value);
  } else if constexpr (MapType<Value>) {
    return object_of_map(value);
  } else {
    return object_of(value);
  }
}

#define CHATPROOF_INSTANTIATE(TYPE) template json json_of<TYPE>(const TYPE&);
CHATPROOF_API_TYPES(CHATPROOF_INSTANTIATE)

}  // namespace chatproof::v2tim
