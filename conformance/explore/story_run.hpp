// A story as a scenario that says everything about its run: "x-seed" is the seed of the world, "x-decisions" lists what
// goes wrong at which position ("alice.phone/1/write/login:reset"). It can be kept, cut and run again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "conformance/explore/generate.hpp"
#include "conformance/explore/judged_run.hpp"
#include "conformance/scenario/load.hpp"

namespace chatproof::explore {

// What stories are read with.
struct StoryWords {
  scenario::Vocabulary vocabulary;
  std::filesystem::path scenarios;  // the directory that holds lib/
};

struct StoryOptions {
  std::filesystem::path scratch;
  stage::DriverFactory driver = stage::make_sdk_driver;
  std::function<std::optional<Fault>(const Position&)> choose{};  // beside the decisions of the story
};

struct StoryRun {
  JudgedRun judged;
  std::vector<Cell> taken, missed;  // decisions
  std::string divergence;           // where this run left the record of its decisions; empty: nowhere
};

// Nothing when the story cannot be read; `error` says why.
[[nodiscard]] std::optional<StoryRun> run_story(const Story& story, const StoryWords& words,
                                                const StoryOptions& options, std::string& error);

[[nodiscard]] std::uint64_t seed_of(const Story& story);  // 1 when it has none
// Those that are no decisions are told in `error`.
[[nodiscard]] std::vector<Cell> decisions_of(const Story& story, std::string& error);
void set_decisions(Story& story, const std::vector<Cell>& decisions);

}  // namespace chatproof::explore
