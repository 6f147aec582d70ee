// How many cases ended how, and what that means for the exit code.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "conformance/check/result.hpp"

namespace chatproof::report {

struct Totals {
  std::size_t passed = 0;
  std::size_t skipped = 0;
  std::size_t non_strict = 0;
  std::size_t known_failing = 0;
  std::size_t inconclusive = 0;
  std::size_t failed = 0;
  std::size_t errors = 0;

  void add(check::Verdict verdict);
  [[nodiscard]] std::size_t cases() const { return ran() + skipped; }
  [[nodiscard]] std::size_t ran() const { return passed + non_strict + known_failing + inconclusive + failed + errors; }
};

[[nodiscard]] Totals totals_of(const check::RunResult& run);
[[nodiscard]] std::map<std::string, Totals> totals_by_world(const check::RunResult& run);

// The worlds of a run, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> worlds_of(const check::RunResult& run);

// True when at least one case ran and none failed, broke or stayed undecided. Non-strict cases are counted as passed
// here (a strict run has none), and so are those that are known to fail and did.
[[nodiscard]] bool succeeded(const check::RunResult& run);

// "312 passed, 0 failed, 41 skipped, 0 inconclusive, 2 non-strict in 3.1 s (sim 104, tcp 104, tls 104)"; the numbers in
// brackets are the cases that ran. ", 1 error" is put after the failures, ", 2 known failing" after the non-strict
// ones, when there are any.
[[nodiscard]] std::string summary_line(const check::RunResult& run);

}  // namespace chatproof::report
