// JUnit XML, as CI servers read it: one suite per world.
#pragma once

#include <string>

#include "conformance/check/result.hpp"

namespace chatproof::report {

// Failed and inconclusive cases are failures, broken ones errors, skipped ones skipped; non-strict ones pass and known
// failing ones are skipped, both with the findings in system-out. Properties of a case: seed, covers, tags, traceHash,
// replay.
[[nodiscard]] std::string junit_xml(const check::RunResult& run);

}  // namespace chatproof::report
