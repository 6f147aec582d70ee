// A case's history as a file: a head that says how to run it again, then one line for each event.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "conformance/check/result.hpp"

namespace chatproof::cli {

[[nodiscard]] std::vector<std::string> lines_of(const check::CaseResult& result);

// `<case id>@<world>.trace` in the directory, with the slashes of the id as dashes. `file`: where the case is found, if
// not by its id. What went wrong, or empty.
[[nodiscard]] std::string write_trace(const std::filesystem::path& directory, const check::CaseResult& result,
                                      const std::string& file);

struct Trace {
  std::string case_id, world, file;
  std::uint64_t seed = 0;
  std::vector<std::string> lines;
  std::string error;  // not empty: it is no trace, and why
};
[[nodiscard]] Trace read_trace(const std::filesystem::path& file);

// One sentence and, when the traces differ, both lines of the first difference.
[[nodiscard]] std::string first_difference(const std::vector<std::string>& before, const std::vector<std::string>& now);

}  // namespace chatproof::cli
