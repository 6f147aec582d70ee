// SARIF 2.1.0, as code scanners and editors read it: each finding at its line of the scenario file.
#pragma once

#include <string>

#include "conformance/check/result.hpp"

namespace chatproof::report {

// One result for each distinct finding (findings.hpp). Failures and broken cases are errors, inconclusive ones
// warnings, non-strict ones notes; what is known to fail is an error that is suppressed with its reason.
// "properties.verdict" tells them apart. Skipped cases are notifications of the invocation; how many passed is in the
// run's "properties.totals".
[[nodiscard]] std::string sarif(const check::RunResult& run);

}  // namespace chatproof::report
