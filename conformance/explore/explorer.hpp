// Many stories, one after another: each out of its own seed, each judged by invariants.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "conformance/explore/backoff.hpp"
#include "conformance/explore/story_run.hpp"

namespace chatproof::explore {

inline constexpr std::uint64_t seeds_max = 1'000'000;  // of one exploration

struct ExploreOptions {
  std::uint64_t first_seed = 1;
  std::uint64_t seeds = 100;
  GenerateOptions generate;
  unsigned jobs = 0;  // 0: as many as there are cores
  std::filesystem::path scratch;
  stage::DriverFactory driver = stage::make_sdk_driver;
};

struct SeedResult {
  std::uint64_t seed = 0;
  std::string hash;  // of its history
  Outcome outcome;
  std::size_t events = 0;
  runtime::Duration scenario_time{};
};

struct Exploration {
  std::vector<SeedResult> seeds;  // in their order; fewer than were asked for when the time was up
  BackoffStatistics backoff;

  [[nodiscard]] std::size_t count(Outcome::Kind kind) const;
  // Something ran, nothing was violated, and the waits over all outages lie as they should.
  [[nodiscard]] bool good() const;
};

// The story of a seed as explore() runs it, without decisions.
[[nodiscard]] Story story_of(std::uint64_t seed, const GenerateOptions& options);
// The same with the decisions that this seed takes at the positions that it reaches.
[[nodiscard]] std::function<std::optional<Fault>(const Position&)> chooser_of(std::uint64_t seed);

// `stop` is asked before each story; `finished` is told of each, one at a time. Both from any thread.
[[nodiscard]] Exploration explore(const StoryWords& words, const ExploreOptions& options,
                                  const std::function<bool()>& stop,
                                  const std::function<void(const SeedResult&, const StoryRun&)>& finished);

}  // namespace chatproof::explore
