// The edge of this room: the only place that writes files.
#pragma once

#include <filesystem>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/report/coverage.hpp"

namespace chatproof::report {

struct Written {
  std::filesystem::path html;      // report.html
  std::filesystem::path json;      // report.json
  std::filesystem::path junit;     // junit.xml
  std::filesystem::path sarif;     // report.sarif
  std::filesystem::path markdown;  // summary.md
  std::string error;               // empty when all of them were written
};

// Makes the directory when it is missing.
[[nodiscard]] Written write_reports(const std::filesystem::path& directory, const check::RunResult& run,
                                    const Catalogue& catalogue, const Vocabulary& vocabulary);

}  // namespace chatproof::report
