#include "sdk/v2tim/api/texts.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <limits>

#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {

namespace {

constexpr size_t kUserIdMax = 32;

constexpr auto kUserIds =
    std::to_array<std::string_view>({"userID", "userIDList", "userList", "receiver", "receiverList", "sender",
                                     "senderUserIDList", "invitee", "inviteeList", "memberList", "atUserList"});

using Found = std::optional<BadText>;

Found inside(const std::string& step, Found found) {
  if (found) found->where.insert(0, step);
  return found;
}

Found check(const V2TIMString& text, size_t bytes_max) {
  if (!simdjson::validate_utf8(text.CString(), text.Size())) return BadText{{}, "is not UTF-8"};
  if (text.Size() > bytes_max) return BadText{{}, "is longer than " + std::to_string(bytes_max) + " bytes"};
  return {};
}

template <class Struct>
Found check_members(const Struct& object) {
  Found found;
  Fields<Struct>::visit([&](const char* name, auto member) {
    if (found) return;
    const auto& field = object.*member;
    using Field = std::remove_cvref_t<decltype(field)>;
    if constexpr (std::is_same_v<Field, V2TIMMessage*>) {
      if (field != nullptr) found = find_bad_text(*field, 0);
    } else if constexpr (!std::is_pointer_v<Field>) {
      found = find_bad_text(field, text_bytes_max(name));
    }
    found = inside("." + std::string(name), std::move(found));
  });
  return found;
}

template <class Elem>
Found check_as(const V2TIMElem& elem) {
  const auto* typed = dynamic_cast<const Elem*>(&elem);
  return typed == nullptr ? Found() : check_members(*typed);
}

template <class... Types>
Found check_elem(const V2TIMElem& elem, ElemList<Types...> /*types*/) {
  Found found;
  static_cast<void>((... || (found = check_as<Types>(elem)).has_value()));
  return found;
}

template <class List>
Found check_items(const List& list, size_t bytes_max) {
  Found found;
  for (size_t i = 0; i < list.Size() && !found; ++i) {
    if constexpr (std::is_same_v<ItemOf<List>, V2TIMElem*>) {
      if (list[i] != nullptr) found = check_elem(*list[i], Elems());
    } else {
      found = find_bad_text(list[i], bytes_max);
    }
    found = inside("[" + std::to_string(i) + "]", std::move(found));
  }
  return found;
}

template <class Map>
Found check_entries(const Map& map) {
  const auto keys = map.AllKeys();
  Found found;
  for (size_t i = 0; i < keys.Size() && !found; ++i) {
    found = check(keys[i], std::numeric_limits<size_t>::max());
    if (found) return inside(", key " + std::to_string(i), std::move(found));
    found = inside("[\"" + std::string(keys[i].CString(), keys[i].Size()) + "\"]",
                   find_bad_text(map.Get(keys[i]), std::numeric_limits<size_t>::max()));
  }
  return found;
}

}  // namespace

size_t text_bytes_max(std::string_view name) {
  const bool names_user = std::find(kUserIds.begin(), kUserIds.end(), name) != kUserIds.end();
  return names_user ? kUserIdMax : std::numeric_limits<size_t>::max();
}

template <class Value>
std::optional<BadText> find_bad_text(const Value& value, [[maybe_unused]] size_t bytes_max) {
  if constexpr (std::is_same_v<Value, V2TIMString>) {
    return check(value, bytes_max);
  } else if constexpr (ListType<Value>) {
    return check_items(value, bytes_max);
  } else if constexpr (MapType<Value>) {
    return check_entries(value);
  } else if constexpr (requires { Fields<Value>::visit([](const char*, auto) {}); }) {
    return check_members(value);
  } else {
    return {};
  }
}

#define CHATPROOF_INSTANTIATE(TYPE) template std::optional<BadText> find_bad_text<TYPE>(const TYPE&, size_t);
CHATPROOF_API_TYPES(CHATPROOF_INSTANTIATE)

}  // namespace chatproof::v2tim
