// A story that violates an invariant as a scenario that can be kept: one that passes with an SDK as it should be, and
// fails with the defect, under `chatproof run`. What it expects is what the SDK without the defect did.
#pragma once

#include <string>

#include "conformance/explore/story_run.hpp"

namespace chatproof::explore {

struct Committable {
  Story story;
  std::string why_not;  // it is none, and why; the story is then as it was
};
// `with_defect` is how the story failed; the SDK without it is the one that this program was built with.
[[nodiscard]] Committable committable(const Story& story, const StoryWords& words, const StoryOptions& with_defect);

}  // namespace chatproof::explore
