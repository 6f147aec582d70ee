// One run of a scenario in the simulated world under a probe, judged by invariants: what the scenario expects may fail
// when something goes wrong, what must always hold may not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conformance/check/result.hpp"
#include "conformance/explore/probe.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/driver.hpp"

namespace chatproof::explore {

struct RunOptions {
  std::uint64_t seed = 1;
  std::filesystem::path scratch;
  stage::DriverFactory driver = stage::make_sdk_driver;  // for planted defects
};

struct Outcome {
  enum class Kind : std::uint8_t {
    passed,    // as if nothing had happened
    healed,    // told differently, and all is well in the end
    refused,   // a call ended in an error, and all is well in the end
    violated,  // an invariant does not hold
    broken,    // the run did not come to an end
  };
  Kind kind = Kind::passed;
  int code = 0;                         // of the first refused call
  check::Finding first;                 // when violated or broken: the first one
  std::vector<std::string> invariants;  // when violated: all of them, without repetition
};
[[nodiscard]] std::string_view to_string(Outcome::Kind kind);
// "passed", "refused 9508", "violated noMessageLost"
[[nodiscard]] std::string to_text(const Outcome& outcome);

struct JudgedRun {
  check::CaseResult result;
  Outcome outcome;
};

[[nodiscard]] JudgedRun run_judged(const scenario::Scenario& scenario, const RunOptions& options, Probe& probe);

}  // namespace chatproof::explore
