// What is looked at when a case is over: leftovers, calls without an end, faults that never acted, invariants. Pure
// functions of the history; each returns everything that it finds.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/check/defect.hpp"
#include "conformance/check/history.hpp"
#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::check {

// The named sets of callbacks that a scenario may tolerate.
[[nodiscard]] const std::map<std::string, std::vector<std::string>>& tolerated_sets();

// Callbacks and results that nobody expected or tolerates.
[[nodiscard]] std::vector<Finding> leftovers(const History& history, const std::vector<std::string>& tolerate,
                                             JudgeDefect defect = JudgeDefect::none);

// Calls of methods that complete, and did not.
[[nodiscard]] std::vector<Finding> unfinished_calls(const History& history,
                                                    const std::function<bool(const std::string&)>& completes);

// What was to go wrong, and whether it did: what was to act and never did proved nothing.
struct FaultUse {
  std::string id;  // of a rule; of a step what it did, in words
  bool must_act = true;
  int acted = 0;
  std::string rule = "faultNeverActed";  // or "deedNeverActed", of a step
  scenario::Place place{};               // of the step
};
// What the server remarked of a client and nobody expected: non-strict, or failed in a strict run.
[[nodiscard]] std::vector<Finding> client_lints(const History& history, const std::vector<std::string>& tolerate);
[[nodiscard]] std::vector<Finding> idle_faults(const std::vector<FaultUse>& faults,
                                               JudgeDefect defect = JudgeDefect::none);

using Invariant = std::vector<Finding> (*)(const History&);
// By name, as in a scenario's "always".
[[nodiscard]] const std::map<std::string, Invariant>& invariants();

// A case's verdict is the worst of its findings; no expectation at all is a failure.
[[nodiscard]] Verdict verdict_of(const std::vector<Finding>& findings, int expectations, bool last_step_reached);

// FNV-1a over the lines: the same history, the same text.
[[nodiscard]] std::string hash_of(const History& history);

}  // namespace chatproof::check
