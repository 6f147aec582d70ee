// What the texts inside an argument must be, however deep they are: UTF-8, and an id no longer than ids are (6017).

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatproof::v2tim {

/// What is wrong with a text, and where it is inside the value that was looked at: ".nickName", "[2]", "" for the value
/// itself.
struct BadText {
  std::string where;
  std::string what;
};

/// The most bytes that a text may have which is called so: 32 for what names a user (spec login 3.03), no bound for the
/// rest, whose limits belong to what it is used for.
size_t text_bytes_max(std::string_view name);

/// The first text of `value` that is not UTF-8 or too long; `bytes_max` bounds `value` itself and what it lists, the
/// members of a struct have the bounds of their names. Exists for every type of the API.
template <class Value>
std::optional<BadText> find_bad_text(const Value& value, size_t bytes_max);

}  // namespace chatproof::v2tim
