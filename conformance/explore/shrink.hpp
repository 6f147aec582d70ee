// The smallest story that still fails the same way: steps, decisions, actors, members and times are left out or made
// smaller, one after another, as long as the same invariant is violated.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "conformance/explore/story_run.hpp"

namespace chatproof::explore {

inline constexpr std::size_t shrink_runs_default = 3'000;

struct StorySize {
  std::size_t steps = 0, decisions = 0, actors = 0;
  std::size_t members = 0;       // of all objects in it: arguments, settings, conditions
  runtime::Duration duration{};  // of all times in it
  bool operator==(const StorySize&) const = default;
};
[[nodiscard]] StorySize size_of(const Story& story);
// Nothing of it is more, something is less.
[[nodiscard]] bool smaller(const StorySize& one, const StorySize& other);
[[nodiscard]] std::string to_text(const StorySize& size);

// Whether a story still fails the same way. Stories that cannot be read do not.
using StillFails = std::function<bool(const Story& story)>;

struct Shrunk {
  Story story;
  std::size_t runs = 0;
  bool finished = false;  // false: the limit of runs was met before nothing more could be left out
};
// `still_fails` is true for `story`.
[[nodiscard]] Shrunk shrink(Story story, const StillFails& still_fails, std::size_t runs_max);

// As a scenario to keep: what it shows, where it came from, a note at the steps and the first bad event.
[[nodiscard]] Story annotated(Story story, const StoryRun& run, const std::string& origin);

}  // namespace chatproof::explore
