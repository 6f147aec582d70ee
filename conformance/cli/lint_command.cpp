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

void lint(std::vector<std::string> paths) {
  const fs::path root = stage::find_root();
  if (root.empty()) {
    std::cerr << "chatproof: no scenarios found; run it inside the repository or set CHATPROOF_ROOT\n";
    throw CLI::RuntimeError(2);
  }
  const fs::path own = root / "scenarios";
  if (paths.empty()) paths.push_back(own.string());
  const auto catalogue = report::load_catalogue(root / "conformance" / "catalogue");
  for (const auto& error : catalogue.errors) std::cout << to_string(error) << "\n";
  const auto words = stage::standard_vocabulary(catalogue.catalogue.ids());
  const auto files = files_below(paths, own);
  std::size_t mistakes = catalogue.errors.size();
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
  command->add_option("paths", *paths, "Files and directories; none: all scenarios of the repository")
      ->check(CLI::ExistingPath);
  command->callback([paths] { lint(*paths); });
}

}  // namespace chatproof::cli
