// The words that every report uses for times and events.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "conformance/check/history.hpp"

namespace chatproof::report {

// Scenario time, e.g. "12.345 s", "1 h 02 m 03.000 s".
[[nodiscard]] std::string time_text(runtime::Duration since_start);

// How long a run took, e.g. "3.1 s", "2 min 05 s", "12 ms".
[[nodiscard]] std::string took_text(std::chrono::microseconds wall);

// "2026-11-23T04:48:06Z". Empty for 0.
[[nodiscard]] std::string iso_text(std::int64_t unix_seconds);

// What happened, without when and who: "login(userID: \"bob\")", "login -> 6208 kicked", "onConnecting()".
// One printable line; ids of calls and connections are left out.
[[nodiscard]] std::string event_text(const check::Event& event);

// The error code that an event carries, 0 when it carries none (or success).
[[nodiscard]] int error_code_of(const check::Event& event);

}  // namespace chatproof::report
