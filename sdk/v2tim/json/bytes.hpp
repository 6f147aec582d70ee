// Bytes in JSON: is it text, and base64 when it is not.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chatproof::v2tim {

/// Well-formed UTF-8 in the strict sense: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// Standard alphabet with padding.
std::string to_base64(std::string_view bytes);
/// Nothing when the text is not padded standard base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace chatproof::v2tim
