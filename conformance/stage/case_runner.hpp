// One case from its scenario to its verdict.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/check/defect.hpp"
#include "conformance/check/result.hpp"
#include "conformance/check/sweeps.hpp"
#include "conformance/process/standing.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/driver.hpp"
#include "conformance/stage/world.hpp"

namespace chatproof::stage {

class Cast;
class Recorder;

// For those who run a case otherwise than it is written: conformance/explore. Every call comes from the thread that
// runs the case.
class Intervention {
 public:
  virtual ~Intervention() = default;
  // Null: the world that the options name.
  virtual std::unique_ptr<World> make_world(const WorldOptions&) { return nullptr; }
  virtual void opened(Cast&) {}  // the stage is set, no step has been taken
  virtual void played(Cast&) {}  // after the last step; faults and links are healed, nothing has been judged
};

struct CaseOptions {
  std::string world = "sim";
  std::uint64_t seed = 1;
  double speed = 10.0;            // of the tcp and tls worlds
  bool strict = false;            // failures that prove inferred requirements only count as failures
  std::filesystem::path scratch;  // a directory for the files of the actors; emptied afterwards
  DriverFactory driver = make_sdk_driver;
  const std::map<std::string, std::string>* levels = nullptr;  // requirement id -> "documented", "inferred", ...
  // A failed step, a leftover and an idle fault are noted as nonStrict, and the walk goes on to the last step.
  bool lenient = false;
  Intervention* intervention = nullptr;
  process::Standing* standing = nullptr;                 // told of each event, for who watches from another process
  check::JudgeDefect defect = check::JudgeDefect::none;  // planted in the judge
};

// Looks for what no step has looked at: leftovers, calls without an end, rules that never acted (only when the last
// step was reached), and the invariants. `lenient`: of leftovers and idle rules it is only noted.
void sweep(const scenario::Scenario& scenario, Recorder& recorder, bool last_step_reached,
           const std::vector<check::FaultUse>& faults, bool lenient, std::vector<check::Finding>& findings,
           check::JudgeDefect defect = check::JudgeDefect::none);

// What is known of a case before it runs.
[[nodiscard]] check::CaseResult case_to_run(const scenario::Scenario& scenario, const CaseOptions& options);

// A case that did not come to its end, for a reason outside the rules of the game: an error. `what` happened, and the
// `standing` that was told last, empty when unknown.
void broke_off(check::CaseResult& result, const std::string& what, const std::string& standing);

[[nodiscard]] check::CaseResult run_case(const scenario::Scenario& scenario, const CaseOptions& options);

}  // namespace chatproof::stage
