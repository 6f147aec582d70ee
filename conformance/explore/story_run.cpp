#include "conformance/explore/story_run.hpp"

#include <algorithm>

#include "conformance/explore/facts.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

// Decisions are recorded in the order in which they were taken: up to the one before the first that was not due, all
// went as then.
std::string divergence(const std::vector<Cell>& plan, const Probe& probe, const History& history) {
  const Cell lost = probe.missed().front();
  const auto at = std::find(plan.begin(), plan.end(), lost);
  std::string out = "at the beginning";
  for (const Event& event : history)
    if (at != plan.begin() && is(event, Channel::network, "decision") &&
        event.payload.value("position", "") == std::prev(at)->position)
      out = "after event " + std::to_string(event.id) + " at " + runtime::to_text(event.at.time_since_epoch()) +
            ", the decision " + to_text(*std::prev(at));
  const int times = probe.times(lost.position);
  return out + ": " + lost.position + " is not reached again; " +
         (times == 0 ? "nothing of that name is" : "of that name there are only " + std::to_string(times));
}

}  // namespace

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
  if (!run.missed.empty()) run.divergence = divergence(plan, probe, run.judged.result.history);
  return run;
}

}  // namespace chatproof::explore
