// Words as a shell takes them again.
#pragma once

#include <string>
#include <string_view>

namespace chatproof::cli {

// In single quotes, whatever is in it.
[[nodiscard]] inline std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace chatproof::cli
