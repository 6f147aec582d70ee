#include "conformance/cli/stories.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "conformance/cli/suite.hpp"
#include "conformance/mutants/mutant.hpp"
#include "conformance/stage/vocabulary.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "chatproof: " << why << "\n";
  throw CLI::RuntimeError(2);
}

}  // namespace

explore::StoryWords story_words() {
  const fs::path root = stage::find_root();
  if (root.empty()) give_up("no scenarios found; run it inside the repository or set CHATPROOF_ROOT");
  return {stage::standard_vocabulary({}), root / "scenarios"};
}

stage::DriverFactory driver_of(const std::string& plant) {
  if (plant.empty()) return stage::make_sdk_driver;
  const auto defect = mutants::mutant_named(plant);
  if (!defect) give_up("--plant: DEFECT:TARGET is expected, for example dropResult:logout");
  return mutants::planted(stage::make_sdk_driver, defect);
}

explore::Story read_story(const std::string& name, const explore::StoryWords& words) {
  const fs::path file = fs::is_regular_file(name) ? fs::path(name) : words.scenarios / (name + ".json");
  if (!fs::is_regular_file(file)) give_up(name + " is neither a file nor the id of a scenario");
  const auto loaded = scenario::load_file(file, words.scenarios, words.vocabulary, scenario::Identity::free);
  if (!loaded.errors.empty()) {
    print_errors(loaded, std::cerr);
    throw CLI::RuntimeError(2);
  }
  if (loaded.cases.size() != 1) give_up(file.string() + " has parameters; a story is one case");
  std::ifstream in(file);
  return explore::Story::parse(in);
}

void print_story(const explore::StoryRun& run) {
  constexpr std::size_t line_max = 200;
  const auto& history = run.judged.result.history;
  const auto& first = run.judged.outcome.first;
  std::cout << to_text(run.judged.outcome) << "\n";
  if (!first.observed.empty()) std::cout << "  " << first.observed << "\n";
  if (first.event != 0 && first.event <= history.size())
    std::cout << "  first bad event: " << first.event << " "
              << check::to_line(history[first.event - 1]).substr(0, line_max) << "\n";
  if (!run.divergence.empty()) std::cout << "  not the run that was recorded: it differs " << run.divergence << "\n";
  for (const explore::Cell& cell : run.missed) std::cout << "  the decision " << to_text(cell) << " was never due\n";
}

bool failed(const explore::StoryRun& run) {
  using Kind = explore::Outcome::Kind;
  return run.judged.outcome.kind == Kind::violated || run.judged.outcome.kind == Kind::broken;
}

}  // namespace chatproof::cli
