#include "conformance/explore/story_run.hpp"

namespace chatproof::explore {

std::uint64_t seed_of(const Story& story) { return story.value("x-seed", std::uint64_t{1}); }

std::vector<Cell> decisions_of(const Story& story, std::string& error) {
  std::vector<Cell> out;
  const auto list = story.find("x-decisions");
  if (list == story.end()) return out;
  for (const auto& one : *list) {
    const auto cell = one.is_string() ? parse_cell(one.get<std::string>()) : std::nullopt;
    if (cell) {
      out.push_back(*cell);
    } else {
      error = "x-decisions: \"POSITION:FAULT\" is expected, not " + one.dump();
    }
  }
  return out;
}

void set_decisions(Story& story, const std::vector<Cell>& decisions) {
  story.erase("x-decisions");
  if (decisions.empty()) return;
  Story list = Story::array();
  for (const Cell& cell : decisions) list.push_back(to_text(cell));
  story["x-decisions"] = std::move(list);
}

std::optional<StoryRun> run_story(const Story& story, const StoryWords& words, const StoryOptions& options,
                                  std::string& error) {
  const auto plan = decisions_of(story, error);
  if (!error.empty()) return std::nullopt;
  const auto loaded = scenario::load_text(story.dump(), "", words.scenarios, words.vocabulary);
  if (!loaded.errors.empty()) {
    error = loaded.errors.front().place.pointer + ": " + loaded.errors.front().message;
    return std::nullopt;
  }
  if (loaded.cases.size() != 1) {
    error = "one case is expected, without parameters";
    return std::nullopt;
  }
  Probe probe(plan);
  probe.choose = options.choose;
  StoryRun run;
  run.judged = run_judged(loaded.cases.front(), {seed_of(story), options.scratch, options.driver}, probe);
  run.taken = probe.taken();
  run.missed = probe.missed();
  if (!probe.positions().empty()) run.last = probe.positions().back();
  return run;
}

}  // namespace chatproof::explore
