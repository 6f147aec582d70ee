#include "conformance/cli/load_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/compare.hpp"
#include "bench/load/exposition.hpp"
#include "bench/load/html.hpp"
#include "bench/load/metrics_page.hpp"
#include "bench/load/profile.hpp"
#include "bench/load/run.hpp"
#include "bench/load/search.hpp"
#include "bench/load/terminal.hpp"
#include "conformance/cli/results.hpp"
#include "conformance/cli/suite.hpp"
#include "conformance/process/interruption.hpp"

namespace chatproof::cli {
namespace {

constexpr double noise_default = 0.1;
constexpr int copies_max = 1'000'000;
constexpr double copies_per_second = 10;

struct Options {
  std::vector<std::string> profiles;
  std::string scenario, world = "sim";
  int copies = 0;
  double rate = copies_per_second;
  std::string json, html, metrics;
  std::vector<std::string> compare;
  double noise = noise_default;
  int workers = 0;
  bool check = false;
};

[[noreturn]] void give_up(const std::string& text) {
  std::cerr << "chatproof load: " << text << "\n";
  throw CLI::RuntimeError(2);
}

void write(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  write_or_give_up(file, text);
  if (file != "-") std::cout << "written: " << file << "\n";
}

// The profile that --scenario, --copies, --rate and --world stand for.
load::ProfileResult profile_of_options(const Options& options) {
  const double seconds = options.copies / options.rate;
  const nlohmann::json profile = {{"schemaVersion", "1.0"},
                                  {"title", std::to_string(options.copies) + " copies of " + options.scenario},
                                  {"world", options.world},
                                  {"scenario", options.scenario},
                                  {"phases",
                                   {{{"name", "copies"},
                                     {"for", std::to_string(std::max(1LL, std::llround(seconds * 1000))) + "ms"},
                                     {"copies", {{"total", options.copies}}}}}}};
  return load::load_profile_text(profile.dump(1), "(the options)");
}

load::Profile read_profile(const Options& options) {
  auto loaded = options.scenario.empty() ? load::load_profile(options.profiles.front()) : profile_of_options(options);
  if (!loaded.profile) {
    print_errors({{}, loaded.errors}, std::cerr);
    throw CLI::RuntimeError(2);
  }
  load::Profile profile = std::move(*loaded.profile);
  if (options.workers != 0) {
    if (profile.world == load::WorldKind::sim || profile.scenario)
      give_up("--workers is for users in the tcp and tls worlds; all else is one process");
    profile.workers = options.workers;
  }
  return profile;
}

// Nothing without --metrics. Forks, so it comes before everything that has threads.
std::unique_ptr<load::MetricsPage> open_metrics(const std::string& text, const load::Profile& profile) {
  if (text.empty()) return nullptr;
  const bool whole = text.find(':') != std::string::npos;
  const auto at = load::endpoint_of(whole ? text : "127.0.0.1:" + text, 0);
  if (!at) give_up("--metrics " + text + ": [ADDRESS:]PORT is expected");
  auto page = std::make_unique<load::MetricsPage>(*at, load::prometheus_text(profile, {}, {}));
  if (page->error() != runtime::NetError::none)
    give_up("--metrics " + text + ": cannot listen: " + std::string(to_string(page->error())));
  std::cout << "metrics: http://" << to_string(page->local()) << "/metrics" << std::endl;
  return page;
}

load::Result run_seen(const load::Profile& profile, load::MetricsPage* page) {
  load::LiveView view(profile, std::cout, ::isatty(STDOUT_FILENO) != 0);
  load::Meter so_far;
  const auto show = [&](std::size_t intervals) {
    const auto elapsed = profile.interval * static_cast<load::Duration::rep>(intervals);
    if (page != nullptr) page->show(load::prometheus_text(profile, elapsed, so_far));
  };
  show(0);
  load::RunOptions run;
  run.interrupted = process::Interruption::asked;
  run.on_interval = [&](std::size_t number, const load::Meter& meter) {
    view.interval(number, meter);
    so_far.append(meter);
    show(number + 1);
  };
  load::Result result = load::run(profile, run);
  view.end();
  std::cout << load::summary(result);
  return result;
}

// The result of the best trial, or of the only one.
struct Outcome {
  load::Result result;
  nlohmann::ordered_json search;
};

Outcome search(const load::Profile& profile, load::MetricsPage* page) {
  Outcome outcome;
  const auto found = load::find_highest(*profile.search, [&](double factor) -> std::optional<load::Verdict> {
    const std::string& phase = profile.search->phase;
    std::cout << "\n--- trial: " << load::rates_at(profile, phase, factor) << " in " << phase << std::endl;
    load::Result result = run_seen(load::with_factor(profile, phase, factor), page);
    const load::Verdict verdict = result.verdict;
    const bool interrupted = result.interrupted;
    if (verdict == load::Verdict::pass || outcome.result.intervals.empty()) outcome.result = std::move(result);
    return interrupted ? std::nullopt : std::optional(verdict);
  });
  std::cout << "\n" << load::summary(found, profile);
  outcome.search = to_json(found, profile);
  return outcome;
}

void run_load(const Options& options) {
  const load::Profile profile = read_profile(options);
  must_be_writable({options.json, options.html});
  const process::Interruption interruption;  // before all that forks
  const auto page = open_metrics(options.metrics, profile);
  const Outcome outcome = profile.search ? search(profile, page.get()) : Outcome{run_seen(profile, page.get()), {}};
  auto document = to_json(outcome.result);
  if (profile.search) document["search"] = outcome.search;
  write(options.json, document.dump(1) + "\n");
  if (!options.html.empty()) write(options.html, load::html_report(document));
  if (process::Interruption::asked()) throw CLI::RuntimeError(process::Interruption::exit_code());
  if (outcome.result.verdict == load::Verdict::fail) throw CLI::RuntimeError(1);
  if (outcome.result.verdict == load::Verdict::void_run) throw CLI::RuntimeError(3);
}

void check(const Options& options) {
  std::size_t mistakes = 0;
  for (const std::string& file : options.profiles) {
    const auto loaded = load::load_profile(file);
    print_errors({{}, loaded.errors}, std::cerr);
    mistakes += loaded.errors.size();
  }
  std::cout << options.profiles.size() << " profiles, " << mistakes << " mistakes\n";
  if (mistakes != 0) throw CLI::RuntimeError(2);
}

nlohmann::json read_result(const std::string& file) {
  std::ifstream in(file);
  auto json = nlohmann::json::parse(in, nullptr, false);
  if (json.is_discarded()) give_up(file + ": not JSON");
  return json;
}

void compare(const Options& options) {
  const auto a = read_result(options.compare[0]), b = read_result(options.compare[1]);
  try {
    std::cout << load::compare(a, b, options.noise);
  } catch (const nlohmann::json::exception& error) {
    give_up("one of the files is no result of `chatproof load --json`: " + std::string(error.what()));
  }
}

}  // namespace

void add_load_command(CLI::App& app) {
  auto* command = app.add_subcommand("load", "Drives many logged-in clients against a server, and measures");
  const auto options = std::make_shared<Options>();
  auto* profiles =
      command->add_option("profile", options->profiles, "The load profile, a JSON file; several with --check")
          ->check(CLI::ExistingFile);
  command->add_flag("--check", options->check, "Looks for mistakes in profiles, runs nothing");
  auto* scenario =
      command->add_option("--scenario", options->scenario, "Runs copies of this scenario, without a profile")
          ->excludes(profiles);
  auto* copies = command->add_option("--copies", options->copies, "With --scenario: how many")
                     ->check(CLI::Range(1, copies_max))
                     ->needs(scenario);
  scenario->needs(copies);
  command->add_option("--rate", options->rate, "With --scenario: how many are started in a second (default 10)")
      ->check(CLI::Range(0.01, 100'000.0))
      ->needs(scenario);
  command->add_option("--world", options->world, "With --scenario: sim (default), tcp or tls")
      ->check(CLI::IsMember({"sim", "tcp", "tls"}))
      ->needs(scenario);
  command->add_option("--json", options->json, "Writes the result to this file");
  command->add_option("--html", options->html, "Writes a report with plots to this file");
  command->add_option("--metrics", options->metrics,
                      "[ADDRESS:]PORT of an HTTP endpoint for Prometheus during the run (0: a free port)");
  command->add_option("--workers", options->workers, "Worker processes, instead of the profile's")
      ->check(CLI::Range(1, load::workers_max));
  auto* compared = command->add_option("--compare", options->compare, "Compares two results, runs nothing")
                       ->expected(2)
                       ->check(CLI::ExistingFile)
                       ->excludes(profiles);
  command->add_option("--noise", options->noise, "With --compare: smaller changes are not judged (default 0.1)")
      ->check(CLI::Range(0.0, 10.0))
      ->needs(compared);
  command->callback([options] {
    if (!options->compare.empty()) return compare(*options);
    if (!options->scenario.empty()) return run_load(*options);
    if (options->profiles.empty())
      give_up("a profile, --scenario, or --compare with two results is needed; see --help");
    if (options->check) return check(*options);
    if (options->profiles.size() > 1) give_up("one profile at a time; several only with --check");
    run_load(*options);
  });
}

}  // namespace chatproof::cli
