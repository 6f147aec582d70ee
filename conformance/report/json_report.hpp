// The run as JSON: for other programs, and as what the HTML page is drawn from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"
#include "conformance/report/totals.hpp"

namespace chatproof::report {

inline constexpr std::string_view report_schema_version = "1.0";

// {"schemaVersion", "tool", "run", "cases", "requirements", "unknownRequirements", "coverage"}; README.md describes the
// members. Cases without their histories.
[[nodiscard]] nlohmann::ordered_json report_document(const check::RunResult& run, const Catalogue& catalogue,
                                                     const Vocabulary& vocabulary);

// How many cases ended how: {"cases", "passed", "failed", "errors", "skipped", "inconclusive", "nonStrict",
// "knownFailing"}.
[[nodiscard]] nlohmann::ordered_json totals_document(const Totals& totals);

// How much of a history is told.
struct HistoryLimits {
  std::size_t events_max = 0;
  std::size_t bytes_max = static_cast<std::size_t>(-1);  // of its text
};
// {"leftOut": n, "leftOutBehind": n, "actors": [...], "events": [[id, at in us, actor, channel, name, payload, cause,
// used]...], "faults": [[id, kind]...]}; actor is a place in "actors". Of a history beyond the limits the part around
// the event `about` is told, with 0 the end; the faults are told all.
[[nodiscard]] nlohmann::ordered_json history_document(const check::History& history, std::uint32_t about,
                                                      const HistoryLimits& limits);
// The event that the first finding of the case's own verdict is about, 0 for none.
[[nodiscard]] std::uint32_t event_in_question(const check::CaseResult& result);

// The whole of report.json: the document, with the histories of the cases that did not pass.
[[nodiscard]] std::string json_report(const check::RunResult& run, const Catalogue& catalogue,
                                      const Vocabulary& vocabulary);

// The coverage alone: the member "coverage" of report.json, with "schemaVersion", "tool" and "command" before it.
[[nodiscard]] std::string coverage_report(const check::RunResult& run, const Catalogue& catalogue,
                                          const Vocabulary& vocabulary);

inline constexpr std::size_t json_events_max = 100'000;  // of one history

}  // namespace chatproof::report
