#include "conformance/cli/shrink_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "conformance/cli/numbers.hpp"
#include "conformance/cli/results.hpp"
#include "conformance/cli/stories.hpp"
#include "conformance/explore/committable.hpp"
#include "conformance/explore/crash_note.hpp"
#include "conformance/explore/explorer.hpp"
#include "conformance/explore/shrink.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/stage/scratch.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string target, out, plant, flags;
  std::vector<std::string> cells;
  explore::GenerateOptions generate;
  std::size_t runs_max = explore::shrink_runs_default;
};

struct Kitchen {
  explore::StoryWords words;
  explore::StoryOptions run;
};

bool is_seed(const std::string& text) {
  return !text.empty() && text.size() < 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

explore::StoryRun run_or_give_up(const Kitchen& kitchen, const explore::Story& story,
                                 const explore::StoryOptions& options) {
  std::string error;
  auto run = explore::run_story(story, kitchen.words, options, error);
  if (run) return std::move(*run);
  std::cerr << "chatproof: the story cannot be read: " << error << "\n";
  throw CLI::RuntimeError(2);
}

// The story with everything that decides about it inside.
explore::Story story_to_shrink(const Options& options, const Kitchen& kitchen) {
  explore::Story story;
  if (is_seed(options.target)) {
    const std::uint64_t seed = std::stoull(options.target);
    story = explore::story_of(seed, options.generate);
    auto choosing = kitchen.run;
    choosing.choose = explore::chooser_of(seed);
    explore::set_decisions(story, run_or_give_up(kitchen, story, choosing).taken);
    return story;
  }
  story = read_story(options.target, kitchen.words);
  std::string error;
  auto decisions = explore::decisions_of(story, error);
  for (const std::string& text : options.cells) {
    const auto cell = explore::parse_cell(text);
    if (!cell) {
      std::cerr << "chatproof: --cell: POSITION:FAULT is expected, for example alice.phone/1/write/login:reset\n";
      throw CLI::RuntimeError(2);
    }
    decisions.push_back(*cell);
  }
  explore::set_decisions(story, decisions);
  return story;
}

// The id that the loader wants of a file there: its path below the scenarios, elsewhere its own name.
void name_it(explore::Story& story, const std::string& file, const fs::path& scenarios) {
  const fs::path place = fs::weakly_canonical(file.empty() ? "shrunk.json" : file);
  const fs::path below = place.lexically_relative(fs::weakly_canonical(scenarios));
  const bool ours = !file.empty() && !below.empty() && *below.begin() != "..";
  fs::path id = ours ? below : place.filename();
  story["id"] = id.replace_extension().generic_string();
}

// Gives the story the expectations of a scenario; or says why it cannot.
std::string make_committable(explore::Story& story, const Kitchen& kitchen, const Options& options,
                             const std::function<bool(const explore::StoryRun&)>& fails_alike) {
  if (options.plant.empty())
    return "what it should expect is not known where the defect is the SDK's own; write the steps that expect it";
  auto made = explore::committable(story, kitchen.words, kitchen.run);
  if (made.why_not.empty() && !fails_alike(run_or_give_up(kitchen, made.story, kitchen.run)))
    return "with what it should expect it does not fail in the same way any more";
  story = std::move(made.story);
  return made.why_not;
}

void shrink_command(const Options& options) {
  const process::Interruption interruption;  // before there is anything to leave behind
  const stage::Scratch scratch("shrink");
  const Kitchen kitchen{story_words(), {scratch.path() / "shrink", driver_of(options.plant)}};
  must_be_writable({options.out});
  explore::announce_crashes();
  const explore::CrashNote note("a story that is made smaller: " + options.target);
  const auto original = story_to_shrink(options, kitchen);
  const auto failure = run_or_give_up(kitchen, original, kitchen.run);
  if (!failed(failure)) {
    std::cerr << "chatproof: " << options.target << " violates nothing (" << to_text(failure.judged.outcome) << ")\n";
    throw CLI::RuntimeError(1);
  }
  const std::string invariant = failure.judged.outcome.first.rule;
  const auto fails_alike = [&](const explore::StoryRun& run) {
    return run.judged.outcome.kind == failure.judged.outcome.kind && run.judged.outcome.first.rule == invariant;
  };
  const bool terminal = ::isatty(STDERR_FILENO) != 0;
  std::size_t runs = 0;
  auto shrunk = explore::shrink(
      original,
      [&](const explore::Story& story) {
        if (process::Interruption::asked()) return false;  // what it has come to is kept
        if (terminal && ++runs % 10 == 0) std::cerr << "\r" << runs << " runs " << std::flush;
        std::string error;
        const auto run = explore::run_story(story, kitchen.words, kitchen.run, error);
        return run && fails_alike(*run);
      },
      options.runs_max);
  if (terminal) std::cerr << "\r";

  const auto before = explore::size_of(original), after = explore::size_of(shrunk.story);
  name_it(shrunk.story, options.out, kitchen.words.scenarios);
  const auto proof = run_or_give_up(kitchen, shrunk.story, kitchen.run);
  if (!fails_alike(proof)) {
    std::cerr << "chatproof: what is left does not fail any more when it is run again; that is a mistake of the "
                 "simulation\n";
    throw CLI::RuntimeError(1);
  }
  auto kept = explore::annotated(shrunk.story, proof, "chatproof shrink " + options.target + options.flags);
  const std::string why_not = make_committable(kept, kitchen, options, fails_alike);
  if (options.out.empty()) {
    std::cout << kept.dump(2) << "\n" << std::flush;
  } else {
    write_or_give_up(options.out, kept.dump(2) + "\n");
  }
  std::cerr << "before: " << to_text(before) << "\nafter:  " << to_text(after) << ", in " << shrunk.runs << " runs"
            << (shrunk.finished ? "" : ", the most that --runs allows")
            << (explore::smaller(after, before) ? "" : "; nothing could be left out") << "\nstill "
            << to_text(proof.judged.outcome) << ": " << proof.judged.outcome.first.observed << "\n";
  if (process::Interruption::asked()) {
    std::cerr << "interrupted: more might have been left out\n";
    throw CLI::RuntimeError(process::Interruption::exit_code());
  }
  if (!options.out.empty()) std::cerr << "chatproof explore --story " << options.out << options.flags << "\n";
  std::cerr << (why_not.empty() ? "as a scenario it passes under `chatproof run`, and fails with the defect"
                                : "it is no scenario for `chatproof run` yet: " + why_not)
            << "\n";
}

}  // namespace

void add_shrink_command(CLI::App& app) {
  auto* command = app.add_subcommand("shrink", "Makes a story that violates an invariant as small as can be");
  const auto options = std::make_shared<Options>();
  command->add_option("target", options->target, "A seed of `explore`, or a scenario's file or id")->required();
  command->add_option("--out", options->out, "File for the scenario (default: standard output)");
  command->add_option("--runs", options->runs_max, "At most so many runs (default 3000)")
      ->check(between(1, 1e9, "runs"));
  command->add_option("--cell", options->cells, "With a scenario: POSITION:FAULT of `positions`, to go wrong in it");
  command->add_flag("--swarm,!--no-swarm", options->generate.swarm, "As the seed was explored (default: yes)");
  command->add_option("--plant", options->plant, "As the seed was explored");
  command->callback([options] {
    if (!options->generate.swarm && is_seed(options->target)) options->flags += " --no-swarm";
    if (!options->plant.empty()) options->flags += " --plant " + options->plant;
    shrink_command(*options);
  });
}

}  // namespace chatproof::cli
