// Text that came from anywhere, made safe for where it goes: a terminal, XML, a script tag.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace chatproof::report {

// Valid UTF-8: each byte that does not belong to a well-formed sequence becomes U+FFFD.
[[nodiscard]] std::string clean_utf8(std::string_view text);

// One line for people: valid UTF-8 without control characters (shown as \n, \t, \x1b), so that it cannot move a
// terminal's cursor.
[[nodiscard]] std::string printable(std::string_view text);

// Number of code points; what a terminal needs for text without wide characters. `text` must be valid UTF-8.
[[nodiscard]] std::size_t width_of(std::string_view text);

// At most `columns` code points, the last one an ellipsis when something was cut off. `text` must be valid UTF-8.
[[nodiscard]] std::string clip(std::string_view text, std::size_t columns);

// Clipped, and filled up with spaces.
[[nodiscard]] std::string pad(std::string_view text, std::size_t columns);

// For XML and HTML text and attribute values: valid UTF-8, the five special characters escaped, and what XML 1.0 cannot
// hold shown as \xNN. Line breaks and tabs are kept, as references so that attributes keep them too.
[[nodiscard]] std::string escape_markup(std::string_view text);

// JSON on one line; never throws, whatever bytes the strings hold.
[[nodiscard]] std::string dump(const nlohmann::json& value);
[[nodiscard]] std::string dump(const nlohmann::ordered_json& value, int indent = -1);

// JSON text that can stand inside <script>: no '<', '>', '&', and no line separators that scripts trip over.
[[nodiscard]] std::string for_script(std::string_view json_text);

}  // namespace chatproof::report
