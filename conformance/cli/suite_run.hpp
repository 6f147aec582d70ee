// Runs the cases of a suite side by side, each in a process that it cannot take the others down with.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/check/defect.hpp"
#include "conformance/check/result.hpp"
#include "conformance/cli/suite.hpp"
#include "conformance/mutants/mutant.hpp"

namespace chatproof::cli {

struct RunOptions {
  std::vector<std::string> worlds;
  std::uint64_t seed = 1;
  double speed = 10.0;
  bool strict = false;
  std::optional<mutants::Mutant> mutant = std::nullopt;        // planted into every case's SDK
  check::JudgeDefect judge_defect = check::JudgeDefect::none;  // planted in the judge
  unsigned jobs = 0;  // 0: as many as there are cores; the tcp and tls worlds mostly wait and get eight times as many
  // A case that stands still for longer, beside what it waits for on purpose, hangs; 0: nobody looks.
  std::chrono::milliseconds case_timeout = std::chrono::seconds(60);
};

struct SuiteRun {
  std::vector<check::CaseResult> cases;  // world by world, in the order of the suite; those that ran
  std::size_t left_out = 0;              // cases that did not: somebody interrupted
  std::vector<std::string> complaints;  // of the processes, after their cases: what a sanitizer has found, for instance
};

// Ends early when an Interruption is asked for.
[[nodiscard]] SuiteRun run_suite(const Suite& suite, const RunOptions& options,
                                 const std::function<void(const std::string& id, const std::string& world)>& started,
                                 const std::function<void(const check::CaseResult&)>& finished);

}  // namespace chatproof::cli
