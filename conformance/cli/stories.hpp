// What `explore` and `shrink` share: where stories come from, what they are read and run with.
#pragma once

#include <string>

#include "conformance/explore/story_run.hpp"

namespace chatproof::cli {

// Each of these tells what is wrong on standard error and ends the command with code 2.
[[nodiscard]] explore::StoryWords story_words();
[[nodiscard]] stage::DriverFactory driver_of(const std::string& plant);  // a mutant's id; empty: no defect
// A scenario, by its file or id: read and found to be in order.
[[nodiscard]] explore::Story read_story(const std::string& name, const explore::StoryWords& words);

// What it came to, the first bad event, the decisions whose position was never reached.
void print_story(const explore::StoryRun& run);
[[nodiscard]] bool failed(const explore::StoryRun& run);

}  // namespace chatproof::cli
