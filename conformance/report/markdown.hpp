// The run as Markdown: the summary of a CI job, or a comment on a merge request.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"

namespace chatproof::report {

// The summary line, a table of verdicts by world, what was found (the worst first, at most `markdown_findings_max`),
// requirements by status, and why cases were skipped. GitHub and GitLab read it; whatever cases say stays text.
[[nodiscard]] std::string markdown(const check::RunResult& run, const Catalogue& catalogue);

inline constexpr std::size_t markdown_findings_max = 50;  // GitHub takes 1 MiB for all steps of a job

}  // namespace chatproof::report
