// The run as one self-contained page: no network, no fonts, nothing beside it. Its parts are in html/.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"

namespace chatproof::report {

struct HtmlOptions {
  // Histories of cases that did not pass come first: each gets its share, and at least the events around what went
  // wrong. Then those of passed cases of the simulated world, until this many bytes are used up; the page says how many
  // were left out.
  std::size_t history_bytes_max = 48u << 20u;
  // Of one history; what does not fit is left out at its ends, far from what went wrong.
  std::size_t events_max = 100'000;
  std::size_t case_bytes_max = 16u << 20u;
};

[[nodiscard]] std::string html_report(const check::RunResult& run, const Catalogue& catalogue,
                                      const Vocabulary& vocabulary, const HtmlOptions& options = {});

}  // namespace chatproof::report
