// What a run says about each requirement of the catalogue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"

namespace chatproof::report {

enum class Status : std::uint8_t { passed, warned, failed, not_covered, not_testable };
[[nodiscard]] std::string_view to_string(Status status);  // "passed", "warned", "failed", "notCovered", "notTestable"

struct RequirementResult {
  std::string id;
  Status status = Status::not_covered;
  std::vector<std::size_t> cases;   // that cover it: places in RunResult::cases
  std::vector<std::size_t> broken;  // those of them with a finding against it
  std::string note;                 // why it is not covered although cases name it, or not testable
};

struct RequirementReport {
  std::vector<RequirementResult> results;  // one for each entry of the catalogue, in its order
  std::vector<std::string> unknown;        // covered by a case, but not in the catalogue; sorted
};

// A requirement failed when a finding that proves it failed (a finding that names none stands for all that its case
// covers); it is warned when such a finding is non-strict or inconclusive; it passed when a case that covers it did not
// fail otherwise. Cases that were skipped, or that failed before they came to it, prove nothing.
[[nodiscard]] RequirementReport judge_requirements(const check::RunResult& run, const Catalogue& catalogue);

}  // namespace chatproof::report
