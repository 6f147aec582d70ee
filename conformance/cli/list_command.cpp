#include "conformance/cli/list_command.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "conformance/cli/suite.hpp"

namespace chatproof::cli {
namespace {

struct Options {
  std::vector<std::string> selection;
  std::string filter;
  std::vector<std::string> catalogues;
  bool tags = false, requirements = false;
};

void list_requirements(Suite& suite) {
  if (!load_requirements(suite, std::cerr)) throw CLI::RuntimeError(2);
  for (const auto& one : suite.catalogue.requirements)
    std::cout << one.id << "  (" << to_string(one.level) << (one.testable ? "" : ", not testable") << ")\n    "
              << one.text << "\n";
  std::cout << suite.catalogue.requirements.size() << " requirements\n";
}

void list(const Options& options) {
  Suite suite;
  suite.own_catalogues = options.catalogues;
  if (options.requirements) return list_requirements(suite);
  if (!load_suite(options.selection, options.filter, suite, std::cerr)) throw CLI::RuntimeError(2);
  if (options.tags) {
    std::map<std::string, int> tags;
    for (const auto& one : suite.cases)
      for (const auto& tag : one.tags) ++tags[tag];
    for (const auto& [tag, count] : tags) std::cout << tag << "  " << count << "\n";
    return;
  }
  for (const auto& one : suite.cases) {
    std::cout << one.case_id << "\n    " << one.title;
    for (const auto& [world, reason] : one.skip) std::cout << "\n    not in " << world << ": " << reason;
    std::cout << "\n";
  }
  std::cout << suite.cases.size() << " cases\n";
}

}  // namespace

void add_list_command(CLI::App& app) {
  auto* command = app.add_subcommand("list", "Shows the cases that there are");
  const auto options = std::make_shared<Options>();
  command->add_option("selection", options->selection, "As for `chatproof run`");
  command->add_option("--filter", options->filter, "Only cases whose id contains this");
  command->add_flag("--tags", options->tags, "The tags, and how many cases have each");
  command->add_flag("--requirements", options->requirements, "What \"covers\" can name, and what each says");
  add_catalogue_option(*command, options->catalogues);
  command->callback([options] { list(*options); });
}

}  // namespace chatproof::cli
