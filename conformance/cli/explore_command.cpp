#include "conformance/cli/explore_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include "conformance/cli/numbers.hpp"
#include "conformance/cli/results.hpp"
#include "conformance/cli/stories.hpp"
#include "conformance/explore/crash_note.hpp"
#include "conformance/explore/explorer.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/stage/scratch.hpp"

namespace chatproof::cli {
namespace {

using explore::Outcome;

constexpr std::size_t violations_shown_max = 20;
constexpr double minutes_min = 0.001, minutes_max = 10'000.0 * 24 * 60;

struct Options {
  explore::ExploreOptions explore;
  bool one = false;  // a single seed, shown event by event
  double minutes = 0;
  std::string hashes, plant, save, story;
};

std::string flags_of(const Options& options) {
  return std::string(options.explore.generate.swarm ? "" : " --no-swarm") +
         (options.plant.empty() ? "" : " --plant " + options.plant);
}

void print_violation(const Options& options, const explore::SeedResult& result, const explore::StoryRun& run) {
  std::cout << "seed " << result.seed << ": ";
  print_story(run);
  std::cout << "  chatproof explore --seed " << result.seed << flags_of(options) << "\n" << std::flush;
}

void print_backoff(const explore::BackoffStatistics& backoff) {
  std::cout << "\nwaits between attempts, over all outages\n"
            << "     step     count      mean  deviates     least      most\n"
            << std::fixed << std::setprecision(2);
  for (std::size_t step = 0; step < explore::backoff_steps.size(); ++step) {
    const auto row = backoff.row(step);
    if (row.count == 0) continue;
    std::cout << std::setw(7) << std::chrono::duration_cast<std::chrono::seconds>(explore::backoff_steps[step]).count()
              << " s" << std::setw(10) << row.count << std::setw(8) << row.mean << " s" << std::setw(8) << row.deviation
              << " s" << std::setw(8) << row.least << " s" << std::setw(8) << row.most << " s"
              << (backoff.even(step) ? "" : "   NOT EVEN") << "\n";
  }
}

std::string hash_line(std::uint64_t seed, const std::string& hash) { return std::to_string(seed) + " " + hash + "\n"; }

void print_history(const check::History& history) {
  for (const auto& event : history) std::cout << event.id << " " << check::to_line(event) << "\n";
  std::cout << "\n";
}

// One seed or one kept story, with its whole history.
void explore_one(const Options& options, const explore::StoryWords& words, explore::StoryOptions run_options) {
  const std::uint64_t seed = options.explore.first_seed;
  const std::string name = options.story.empty() ? "seed " + std::to_string(seed) : options.story;
  explore::Story story;
  if (options.story.empty()) {
    story = explore::story_of(seed, options.explore.generate);
    run_options.choose = explore::chooser_of(seed);
  } else {
    story = read_story(options.story, words);
  }
  const explore::CrashNote note(name);
  std::string error;
  const auto run = explore::run_story(story, words, run_options, error);
  if (!run) {
    std::cerr << "chatproof: " << name << ": " << error << "\n";
    throw CLI::RuntimeError(2);
  }
  print_history(run->judged.result.history);
  std::cout << name << ": ";
  print_story(*run);
  explore::set_decisions(story, run->taken);
  write_or_give_up(options.save, story.dump(2) + "\n");
  write_or_give_up(options.hashes, hash_line(seed, run->judged.result.trace_hash));
  if (failed(*run) || !run->missed.empty()) throw CLI::RuntimeError(1);
}

void explore_command(Options& options) {
  const process::Interruption interruption;  // before there is anything to leave behind
  const stage::Scratch scratch("explore");
  const auto words = story_words();
  explore::announce_crashes();
  options.explore.scratch = scratch.path();
  options.explore.driver = driver_of(options.plant);
  must_be_writable({options.hashes, options.save});
  if (options.one) return explore_one(options, words, {scratch.path() / "one", options.explore.driver});

  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  std::size_t done = 0, events = 0, violations = 0;
  double virtual_hours = 0;
  const auto exploration = explore::explore(
      words, options.explore,
      [&] { return process::Interruption::asked() || (options.minutes > 0 && seconds() >= options.minutes * 60); },
      [&](const explore::SeedResult& result, const explore::StoryRun& run) {
        ++done;
        events += result.events;
        virtual_hours += std::chrono::duration<double, std::ratio<3600>>(result.scenario_time).count();
        if (failed(run) && ++violations <= violations_shown_max) print_violation(options, result, run);
        if (terminal && done % 20 == 0) std::cerr << "\r" << done << " seeds " << std::flush;
      });
  if (terminal) std::cerr << "\r";
  print_backoff(exploration.backoff);
  std::cout << "\n"
            << exploration.seeds.size() << " seeds from " << options.explore.first_seed << ": "
            << exploration.count(Outcome::Kind::passed) << " passed, " << exploration.count(Outcome::Kind::healed)
            << " healed, " << exploration.count(Outcome::Kind::refused) << " refused, "
            << exploration.count(Outcome::Kind::violated) << " violated, " << exploration.count(Outcome::Kind::broken)
            << " broken; " << events << " events, " << std::setprecision(1) << virtual_hours << " virtual hours in "
            << seconds() << " s\n";
  std::string hashes;
  for (const auto& result : exploration.seeds) hashes += hash_line(result.seed, result.hash);
  write_or_give_up(options.hashes, hashes);
  if (process::Interruption::asked()) {
    std::cerr << "chatproof: interrupted\n";
    throw CLI::RuntimeError(process::Interruption::exit_code());
  }
  if (!exploration.good()) throw CLI::RuntimeError(1);
}

}  // namespace

void add_explore_command(CLI::App& app) {
  auto* command = app.add_subcommand("explore", "Runs stories that chance makes up, and judges them by invariants");
  const auto options = std::make_shared<Options>();
  auto* seeds = command->add_option("--seeds", options->explore.seeds, "How many stories (default 100)")
                    ->check(CLI::Range(std::uint64_t{1}, explore::seeds_max));
  auto* seed = command->add_option("--seed", options->explore.first_seed,
                                   "The first seed (default 1); without --seeds and --minutes the only one, with its "
                                   "whole history");
  auto* minutes = command
                      ->add_option("--minutes", options->minutes,
                                   "No new story after so long (default: no limit; without --seeds: stories until "
                                   "then)")
                      ->check(between(minutes_min, minutes_max, "minutes"));
  command->add_flag("--swarm,!--no-swarm", options->explore.generate.swarm,
                    "Each seed switches whole kinds of steps on and off (default: yes)");
  command->add_option("--hashes", options->hashes, "File for one \"seed hash\" line per story");
  command->add_option("--save", options->save, "File for the story of --seed as a scenario, its decisions included")
      ->needs(seed)
      ->excludes(seeds)
      ->excludes(minutes);
  command->add_option("--story", options->story, "Instead of seeds: a kept story, by its file or id")
      ->excludes(seeds)
      ->excludes(seed)
      ->excludes(minutes);
  command->add_option("--plant", options->plant, "Plant a defect in the SDK, for example dropResult:logout");
  command->add_option("--jobs,-j", options->explore.jobs, "Stories at a time (default: as the cores allow)");
  command->callback([=] {
    options->one = !options->story.empty() || (seed->count() > 0 && seeds->count() == 0 && minutes->count() == 0);
    if (seeds->count() == 0 && minutes->count() > 0) options->explore.seeds = explore::seeds_max;
    explore_command(*options);
  });
}

}  // namespace chatproof::cli
