#include "conformance/cli/load_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "bench/load/html.hpp"
#include "bench/load/profile.hpp"
#include "bench/load/run.hpp"
#include "bench/load/terminal.hpp"
#include "conformance/cli/suite.hpp"

namespace chatproof::cli {
namespace {

struct Options {
  std::string profile, json, html;
  int workers = 0;
};

[[noreturn]] void give_up(const std::string& text) {
  std::cerr << "chatproof load: " << text << "\n";
  throw CLI::RuntimeError(2);
}

// Looked at before the run: nobody wants to learn after an hour that there is no such directory.
void must_be_writable(const std::string& file) {
  if (!file.empty() && !std::ofstream(file, std::ios::app)) give_up(file + ": cannot be written");
}

void write(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  if (!out.flush()) give_up(file + ": cannot be written");
}

load::Profile read_profile(const Options& options) {
  auto loaded = load::load_profile(options.profile);
  if (!loaded.profile) {
    print_errors({{}, loaded.errors}, std::cerr);
    throw CLI::RuntimeError(2);
  }
  load::Profile profile = std::move(*loaded.profile);
  if (options.workers != 0) {
    if (profile.world == load::WorldKind::sim) give_up("the sim world is one process; --workers is for tcp and tls");
    profile.workers = options.workers;
  }
  return profile;
}

void run_load(const Options& options) {
  const load::Profile profile = read_profile(options);
  must_be_writable(options.json);
  must_be_writable(options.html);
  load::LiveView view(profile, std::cout, ::isatty(STDOUT_FILENO) != 0);
  load::RunOptions run;
  run.on_interval = [&](std::size_t number, const load::Meter& meter) { view.interval(number, meter); };
  const load::Result result = load::run(profile, run);
  view.end();
  std::cout << load::summary(result);
  const auto document = to_json(result);
  write(options.json, document.dump(1) + "\n");
  if (!options.html.empty()) write(options.html, load::html_report(document));
  for (const std::string& file : {options.json, options.html})
    if (!file.empty()) std::cout << "written: " << file << "\n";
  if (result.verdict == load::Verdict::fail) throw CLI::RuntimeError(1);
  if (result.verdict == load::Verdict::void_run) throw CLI::RuntimeError(3);
}

}  // namespace

void add_load_command(CLI::App& app) {
  auto* command = app.add_subcommand("load", "Drives many logged-in clients against a server, and measures");
  const auto options = std::make_shared<Options>();
  command->add_option("profile", options->profile, "The load profile, a JSON file")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--json", options->json, "Writes the result to this file");
  command->add_option("--html", options->html, "Writes a report with plots to this file");
  command->add_option("--workers", options->workers, "Worker processes, instead of the profile's")
      ->check(CLI::Range(1, load::workers_max));
  command->callback([options] { run_load(*options); });
}

}  // namespace chatproof::cli
