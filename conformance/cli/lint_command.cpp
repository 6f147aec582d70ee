#include "conformance/cli/lint_command.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "conformance/cli/suite.hpp"
#include "conformance/scenario/load.hpp"
#include "conformance/stage/vocabulary.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;

struct Found {
  fs::path file;
  scenario::Identity identity;
};

std::vector<Found> files_below(const std::vector<std::string>& paths, const fs::path& own) {
  std::vector<Found> files;
  for (const std::string& path : paths) {
    const auto inside = fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(own));
    const bool ours = !inside.empty() && *inside.begin() != "..";
    const auto identity = ours ? scenario::Identity::path : scenario::Identity::free;
    if (fs::is_directory(path)) {
      for (const auto& file : scenario::find_scenarios(path)) files.push_back({fs::weakly_canonical(file), identity});
    } else {
      files.push_back({fs::weakly_canonical(path), identity});
    }
  }
  return files;
}

void lint(std::vector<std::string> paths, const std::vector<std::string>& catalogues) {
  Suite suite;
  suite.own_catalogues = catalogues;
  std::size_t mistakes = load_requirements(suite, std::cout) ? 0 : 1;
  if (suite.root.empty()) throw CLI::RuntimeError(2);
  const fs::path own = suite.root / "scenarios";
  if (paths.empty()) paths.push_back(own.string());
  const auto words = stage::standard_vocabulary(suite.catalogue.ids());
  const auto files = files_below(paths, own);
  std::size_t cases = 0;
  for (const Found& found : files) {
    const auto loaded = scenario::load_file(found.file, fs::weakly_canonical(own), words, found.identity);
    print_errors(loaded, std::cout);
    mistakes += loaded.errors.size();
    cases += loaded.cases.size();
  }
  std::cout << files.size() << " files, " << cases << " cases, " << mistakes << " mistakes\n";
  if (files.empty()) throw CLI::RuntimeError(2);
  if (mistakes != 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_lint_command(CLI::App& app) {
  auto* command = app.add_subcommand("lint", "Checks scenario files without running them");
  const auto paths = std::make_shared<std::vector<std::string>>();
  const auto catalogues = std::make_shared<std::vector<std::string>>();
  command->add_option("paths", *paths, "Files and directories; none: all scenarios of the repository")
      ->check(CLI::ExistingPath);
  add_catalogue_option(*command, *catalogues);
  command->callback([paths, catalogues] { lint(*paths, *catalogues); });
}

}  // namespace chatproof::cli
