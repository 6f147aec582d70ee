// The run as one self-contained page: no network, no fonts, nothing beside it. Its parts are in html/.
#pragma once

#include <cstddef>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"

namespace chatproof::report {

struct HtmlOptions {
  // Histories of cases that did not pass come first, then those of passed cases of the simulated world, until
  // this many bytes are used up; the page says how many were left out.
  std::size_t history_bytes_max = 48u << 20u;
  std::size_t events_max = 100'000;  // of one history; the first are left out
};

[[nodiscard]] std::string html_report(const check::RunResult& run, const Catalogue& catalogue,
                                      const Vocabulary& vocabulary, const HtmlOptions& options = {});

}  // namespace chatproof::report
