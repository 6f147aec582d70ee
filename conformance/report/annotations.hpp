// Workflow commands of GitHub Actions: findings shown at the line of the scenario file.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/check/result.hpp"

namespace chatproof::report {

// One line per finding ("::error file=...,line=...,title=...::..."): errors for what failed or broke, warnings for what
// stayed undecided, notices for non-strict findings and for known failures. The same finding in several worlds, or of
// several parameters at one line, is said once. At most `annotations_max`, the worst first; a notice says how many were
// left out. Empty when there is nothing to say.
[[nodiscard]] std::string github_annotations(const check::RunResult& run);

inline constexpr std::size_t annotations_max = 50;

}  // namespace chatproof::report
