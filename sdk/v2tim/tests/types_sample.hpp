// Values of any API type with nothing left at its default, each part different from the others.

#pragma once

#include <string>

#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

class Sampler {
 public:
  template <class Value>
  void fill(Value& value) {
    if constexpr (std::is_same_v<Value, bool>) {
      value = !value;
    } else if constexpr (std::is_arithmetic_v<Value>) {
      value = static_cast<Value>(++counter_);
    } else if constexpr (std::is_enum_v<Value>) {
      value = value == Enumerators<Value>::all.back().value ? Enumerators<Value>::all.front().value
                                                            : Enumerators<Value>::all.back().value;
    } else if constexpr (std::is_same_v<Value, V2TIMString>) {
      value = ("text " + std::to_string(++counter_)).c_str();
    } else if constexpr (std::is_same_v<Value, V2TIMBuffer>) {
      const uint8_t bytes[] = {0xFF, static_cast<uint8_t>(++counter_)};
      value = V2TIMBuffer(bytes, sizeof bytes);
    } else if constexpr (std::is_same_v<Value, V2TIMElemVector>) {
      push_elems(value, Elems());
    } else if constexpr (ListType<Value>) {
      for (int i = 0; i < 2; ++i) {
        ItemOf<Value> item{};
        fill(item);
        value.PushBack(item);
      }
    } else if constexpr (MapType<Value>) {
      for (int i = 0; i < 2; ++i) {
        V2TIMString key;
        MappedOf<Value> mapped{};
        fill(key);
        fill(mapped);
        value.Insert(key, mapped);
      }
    } else if constexpr (std::is_same_v<Value, V2TIMMessage*>) {
      if (value != nullptr) return;
      value = new V2TIMMessage;
      value->msgID = ("message " + std::to_string(++counter_)).c_str();
    } else if constexpr (!std::is_pointer_v<Value> && !std::is_same_v<Value, V2TIMBaseObject>) {
      fill_fields(value);
    }
  }

 private:
  template <class Struct>
  void fill_fields(Struct& object) {
    Fields<Struct>::visit([&](const char* name, auto member) {
      // An element's type says which class it is.
      if (std::string(name) != "elemType") fill(object.*member);
    });
  }

  template <class... Types>
  void push_elems(V2TIMElemVector& list, ElemList<Types...> /*types*/) {
    const auto push = [&](auto* elem) {
      fill_fields(*elem);
      list.PushBack(elem);
    };
    (push(new Types), ...);
  }

  int counter_ = 0;
};

}  // namespace chatproof::v2tim
