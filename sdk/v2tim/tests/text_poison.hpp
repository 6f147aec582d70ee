// Puts one text of a value, however deep, in another's place: the first, the second and so on until there is no more.
#pragma once

#include <string_view>
#include <utility>

#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

class TextPoison {
 public:
  TextPoison(std::size_t which, std::string_view bytes) : left_(which), bytes_(bytes.data(), bytes.size()) {}

  // There was such a text.
  [[nodiscard]] bool done() const { return done_; }

  template <class Value>
  void visit(Value& value) {
    if constexpr (std::is_same_v<Value, V2TIMString>) {
      if (!done_ && left_-- == 0) {
        value = bytes_;
        done_ = true;
      }
    } else if constexpr (std::is_same_v<Value, V2TIMElemVector>) {
      for (size_t i = 0; i < value.Size(); ++i) visit_elem(*value[i], Elems());
    } else if constexpr (ListType<Value>) {
      for (size_t i = 0; i < value.Size(); ++i) visit(value[i]);
    } else if constexpr (MapType<Value>) {
      visit_entries(value);
    } else if constexpr (requires { Fields<Value>::visit([](const char*, auto) {}); }) {
      Fields<Value>::visit([&](const char* /*name*/, auto member) { visit(value.*member); });
    }
  }

 private:
  template <class Map>
  void visit_entries(Map& map) {
    Map changed;
    const auto keys = map.AllKeys();
    for (size_t i = 0; i < keys.Size(); ++i) {
      V2TIMString key = keys[i];
      auto value = map.Get(key);
      visit(key);
      visit(value);
      changed.Insert(key, value);
    }
    map = changed;
  }

  template <class... Types>
  void visit_elem(V2TIMElem& elem, ElemList<Types...> /*types*/) {
    const auto as = [&]<class Type>(Type* typed) {
      if (typed != nullptr) visit(*typed);
    };
    (as(dynamic_cast<Types*>(&elem)), ...);
  }

  std::size_t left_;
  V2TIMString bytes_;
  bool done_ = false;
};

}  // namespace chatproof::v2tim
