// The cases that a run is made of: found, loaded and selected.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

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

}  // namespace chatproof::cli
