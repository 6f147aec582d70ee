// The edge of this room: the only place that writes files.
#pragma once

#include <filesystem>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"

namespace chatproof::report {

struct Written {
  std::filesystem::path html;   // report.html
  std::filesystem::path json;   // report.json
  std::filesystem::path junit;  // junit.xml
  std::string error;            // empty when all three were written
};

// Makes the directory when it is missing. Each file is written beside its place and then moved there, so that nobody
// reads half a report.
[[nodiscard]] Written write_reports(const std::filesystem::path& directory, const check::RunResult& run,
                                    const Catalogue& catalogue, const Vocabulary& vocabulary);

}  // namespace chatproof::report
