// Durations as people write them in JSON and on command lines: "250ms", "30s", "5m", "2h", "1d".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {

// A whole number, or one with a decimal point, and a unit (us, ms, s, m, h, d); a minus sign in front is allowed.
// Nothing when it is not one, or beyond 10 000 days.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

// What to say of a text that is none: that it is too long, where that is what is wrong.
[[nodiscard]] std::string duration_expected(std::string_view text);

// The shortest exact form: "1.5s", "400s", "2h".
[[nodiscard]] std::string to_text(Duration duration);

}  // namespace chatproof::runtime
