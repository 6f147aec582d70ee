// The error codes of the service and of the SDK, from one table (errors.def).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace chatproof::wire {

// Definite: what was asked for certainly did not happen. Indefinite: it may have happened.
enum class Outcome : std::uint8_t { definite, indefinite };

struct ErrorInfo {
  int code;
  Outcome outcome;
  std::string_view name;  // as apps know it, e.g. "ERR_SDK_NOT_LOGGED_IN"
  std::string_view area;  // e.g. "sdk-network"
  std::string_view text;  // a short phrase in our own words, never empty
};

// The codes by name, e.g. code::ERR_SDK_NOT_LOGGED_IN.
namespace code {
#define X(name, number, area, outcome, text) inline constexpr int name = number;
#include "sdk/wire/errors.def"
#undef X
}  // namespace code

// The whole table, ascending by code.
[[nodiscard]] std::span<const ErrorInfo> all_errors();
// Null for a code or a name that the table lacks.
[[nodiscard]] const ErrorInfo* find_error(int code);
[[nodiscard]] const ErrorInfo* find_error(std::string_view name);
// A phrase for any code: the table's, or "unknown error".
[[nodiscard]] std::string_view text_of(int code);
[[nodiscard]] std::optional<int> code_named(std::string_view name);

}  // namespace chatproof::wire
