// The cases that a run is made of: found, loaded, selected, and run side by side.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "conformance/check/result.hpp"
#include "conformance/mutants/mutant.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/scenario/load.hpp"

namespace CLI {
class App;
}

namespace chatproof::cli {

struct Suite {
  std::filesystem::path root;  // the directory that holds scenarios/ and conformance/
  report::Catalogue catalogue;
  std::vector<scenario::Scenario> cases;
  std::vector<std::string> own_catalogues;  // files of requirements beside those of this repository
};

// Fills in the root and the catalogue. False: there is a mistake in it, or no root, which was written to `err`.
[[nodiscard]] bool load_requirements(Suite& suite, std::ostream& err);
// "--catalogue FILE", where scenarios are read.
void add_catalogue_option(CLI::App& command, std::vector<std::string>& files);

// Loads what the selection names: a file, a directory, an id ("kick/..."), a case id, a folder of ids or a tag; nothing
// selects everything, the generated misuse matrix included. Mistakes in files are written to `err`; false: there were
// some, or a word of the selection names nothing or two things, or two files have one id, or nothing is left.
[[nodiscard]] bool load_suite(const std::vector<std::string>& selection, const std::string& filter, Suite& suite,
                              std::ostream& err);

// The file of a scenario that is none of this repository's: such a case is selected by its file, not by its id. Else
// empty.
[[nodiscard]] std::string foreign_file(const std::filesystem::path& root, const std::string& file);

// By requirement id: "documented", "inferred", ...
[[nodiscard]] std::map<std::string, std::string> levels_of(const Suite& suite);

// file:line:column: message (pointer); hint
void print_errors(const scenario::LoadResult& loaded, std::ostream& out);

struct RunOptions {
  std::vector<std::string> worlds;
  std::uint64_t seed = 1;
  double speed = 10.0;
  bool strict = false;
  std::optional<mutants::Mutant> mutant = std::nullopt;  // planted into every case's SDK
  unsigned jobs = 0;  // 0: as many as there are cores; the tcp and tls worlds mostly wait and get eight times as many
};

// Calls started and finished from the threads that run the cases. The results come in the order of the cases.
[[nodiscard]] std::vector<check::CaseResult> run_suite(
    const Suite& suite, const RunOptions& options,
    const std::function<void(const std::string& id, const std::string& world)>& started,
    const std::function<void(const check::CaseResult&)>& finished);

}  // namespace chatproof::cli
