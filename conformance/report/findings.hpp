// What a run found, each thing once, however many worlds and parameters of a scenario found it.
#pragma once

#include <string>
#include <vector>

#include "conformance/check/result.hpp"

namespace chatproof::report {

struct DistinctFinding {
  // As it counts: known_failing for all findings of a case that is known to fail, else the finding's own.
  check::Verdict verdict = check::Verdict::fail;
  std::string file;  // of the scenario, never empty when the case names one
  check::Finding finding;
  const check::CaseResult* first = nullptr;  // the case that found it first; lives as long as the run
  std::vector<std::string> where;            // "id (world)" of each case that found it, printable
};

// From non-strict on, the worst first, then in the order of the run. A case that broke or stayed undecided without a
// finding gives one that holds its reason.
[[nodiscard]] std::vector<DistinctFinding> distinct_findings(const check::RunResult& run);

// Title, expected, observed, nearest miss and why it is known to fail: a line for each that is not empty. Printable but
// for the line breaks between them.
[[nodiscard]] std::string message_of(const DistinctFinding& distinct);

}  // namespace chatproof::report
