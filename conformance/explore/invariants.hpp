// What must hold in every run, whatever went wrong in it: pure functions of the history, each of which finds every
// place where it does not. They know the events that converge.hpp adds, and say nothing about what those would have to
// tell when they are missing.
#pragma once

#include <string_view>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/check/result.hpp"

namespace chatproof::explore {

struct Invariant {
  std::string_view name;
  std::string_view text;
  std::vector<check::Finding> (*check)(const check::History&);
};

// Those of calls, connections and sessions; of messages; of times.
[[nodiscard]] const std::vector<Invariant>& session_invariants();
[[nodiscard]] const std::vector<Invariant>& message_invariants();
[[nodiscard]] const std::vector<Invariant>& timing_invariants();

// All of them, and those that every scenario is held to (conformance/check/sweeps.hpp); the findings by the time of
// their event.
[[nodiscard]] std::vector<check::Finding> violations(const check::History& history);
// Name and text of each.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> invariant_texts();

}  // namespace chatproof::explore
