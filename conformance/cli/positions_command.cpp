#include "conformance/cli/positions_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "conformance/cli/results.hpp"
#include "conformance/cli/shell.hpp"
#include "conformance/cli/suite.hpp"
#include "conformance/explore/positions.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/stage/scratch.hpp"

namespace chatproof::cli {
namespace {

struct Options {
  std::string scenario, cell, json, html;
  std::vector<std::string> faults, catalogues;
  explore::SweepOptions sweep;
};

void show_cell(const scenario::Scenario& scenario, const Options& options) {
  const auto cell = explore::parse_cell(options.cell);
  if (!cell) {
    std::cerr << "chatproof: --cell: POSITION:FAULT is expected, for example alice.phone/1/write/login:reset\n";
    throw CLI::RuntimeError(2);
  }
  bool acted = false;
  const auto run = explore::run_cell(scenario, options.sweep, *cell, acted);
  if (!acted) {
    std::cerr << "chatproof: --cell " << options.cell
              << ": there is no such position in this run; `chatproof positions " << shell_quoted(options.scenario)
              << "` lists them\n";
    throw CLI::RuntimeError(1);
  }
  for (const auto& event : run.result.history) std::cout << event.id << " " << check::to_line(event) << "\n";
  std::cout << "\n" << options.cell << ": " << explore::to_text(run.outcome) << "\n";
  if (!run.outcome.first.observed.empty()) std::cout << run.outcome.first.observed << "\n";
  using Kind = explore::Outcome::Kind;
  if (run.outcome.kind == Kind::violated || run.outcome.kind == Kind::broken) throw CLI::RuntimeError(1);
}

void positions_command(Options& options) {
  must_be_writable({options.json, options.html});
  Suite suite;
  suite.own_catalogues = options.catalogues;
  if (!load_suite({options.scenario}, "", suite, std::cerr)) throw CLI::RuntimeError(2);
  for (const std::string& name : options.faults) options.sweep.faults.push_back(*explore::fault_named(name));
  const process::Interruption interruption;  // before there is anything to leave behind
  const stage::Scratch scratch("positions");
  options.sweep.scratch = scratch.path();
  options.sweep.stop = process::Interruption::asked;
  if (!options.cell.empty()) return show_cell(suite.cases.front(), options);

  bool good = true;
  std::vector<explore::Sweep> sweeps;
  nlohmann::json json = nlohmann::json::array();
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  for (const auto& scenario : suite.cases) {
    if (process::Interruption::asked()) break;
    auto sweep = explore::sweep(scenario, options.sweep, [&](std::size_t done, std::size_t all) {
      if (terminal) std::cerr << "\r" << done << "/" << all << (done == all ? "\n" : "") << std::flush;
    });
    explore::print_sweep(std::cout, sweep);
    json.push_back(explore::to_json(sweep));
    good = good && sweep.good();
    sweeps.push_back(std::move(sweep));
  }
  write_or_give_up(options.json, (json.size() == 1 ? json[0] : json).dump(1));
  if (!options.html.empty()) write_or_give_up(options.html, explore::to_html(sweeps));
  if (process::Interruption::asked()) throw CLI::RuntimeError(process::Interruption::exit_code());
  if (!good) throw CLI::RuntimeError(1);
}

}  // namespace

void add_positions_command(CLI::App& app) {
  auto* command = app.add_subcommand("positions", "Runs a scenario once for every fault at every instant of it");
  const auto options = std::make_shared<Options>();
  std::vector<std::string> names;
  for (const auto& kind : explore::fault_kinds()) names.emplace_back(kind.name);
  command->add_option("scenario", options->scenario, "A scenario's file, id or case id")->required();
  command->add_option("--seed", options->sweep.seed, "Seed of everything that is random (default 1)");
  command->add_option("--fault", options->faults, "Only these faults")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(names));
  command->add_option("--cell", options->cell, "Only this POSITION:FAULT, with its whole history");
  add_catalogue_option(*command, options->catalogues);
  command->add_option("--json", options->json, "File for the outcome of every cell");
  command->add_option("--html", options->html, "File for the heat map");
  command->add_option("--jobs,-j", options->sweep.jobs, "Cells at a time (default: as the cores allow)");
  command->callback([options] { positions_command(*options); });
}

}  // namespace chatproof::cli
