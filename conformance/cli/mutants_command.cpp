#include "conformance/cli/mutants_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/cli/numbers.hpp"
#include "conformance/cli/results.hpp"
#include "conformance/cli/suite.hpp"
#include "conformance/mutants/hunt.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/stage/scratch.hpp"

namespace chatproof::cli {
namespace {

constexpr std::size_t lines_every = 100;  // of progress, where nobody watches

struct Options {
  std::vector<std::string> selection;
  std::string json;
  bool all = false;
  mutants::HuntOptions hunt;
};

void mutants_command(Options& options) {
  must_be_writable({options.json});
  Suite suite;
  if (!load_suite(options.selection, "", suite, std::cerr)) throw CLI::RuntimeError(2);
  const auto levels = levels_of(suite);
  options.hunt.levels = &levels;
  const process::Interruption interruption;  // before there is anything to leave behind
  const stage::Scratch scratch("mutants");
  options.hunt.scratch = scratch.path();
  options.hunt.stop = process::Interruption::asked;
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  const auto found = mutants::hunt(suite.cases, options.hunt, [&](const char* what, std::size_t done, std::size_t all) {
    if (terminal) {
      std::cerr << "\r" << done << "/" << all << " " << what << (done == all ? "\n" : "") << std::flush;
    } else if (done % lines_every == 0 || done == all) {
      std::cerr << done << "/" << all << " " << what << "\n";
    }
  });
  write_or_give_up(options.json, to_json(found).dump(1) + "\n");
  mutants::print_hunt(std::cout, found, options.all);
  if (found.stopped) throw CLI::RuntimeError(process::Interruption::exit_code());
  if (found.cases == 0) std::cerr << "chatproof: no case passes without any defect\n";
  if (found.cases > 0 && found.fates.empty()) std::cerr << "chatproof: no mutant is selected\n";
  if (!found.good()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_mutants_command(CLI::App& app) {
  auto* command = app.add_subcommand("mutants", "Plants defects into the SDK and tells which scenario finds each");
  const auto options = std::make_shared<Options>();
  command->add_option("selection", options->selection, "The scenarios that hunt, as for `run`; none: all");
  command->add_option("--filter", options->hunt.filter, "Only mutants whose id contains this");
  command->add_option("--one-in", options->hunt.one_in, "Only every so many-th mutant (default 1)")
      ->check(between(1, 1e9, "mutants"));
  command->add_option("--seed", options->hunt.seed, "Seed of everything that is random (default 1)");
  command->add_option("--json", options->json, "File for the fate of every mutant");
  command->add_option("--jobs,-j", options->hunt.jobs, "Mutants at a time (default: as the cores allow)");
  command->add_flag("--all", options->all, "A line for every mutant, with the scenario that killed it");
  command->callback([options] { mutants_command(*options); });
}

}  // namespace chatproof::cli
