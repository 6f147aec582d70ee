// The part of a history around the event that a finding is about, as text with a column for each actor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/check/history.hpp"

namespace chatproof::report {

struct ExcerptOptions {
  std::size_t width = 120;  // of a line, in columns; at least 60
  std::size_t before = 8;   // events shown before the one in question
  std::size_t after = 4;
};

// One line per event, the first line names the columns. `event` is the id of the event in question (marked with '>'),
// or 0: then the end of the history is shown. Empty when the history is.
[[nodiscard]] std::vector<std::string> timeline_excerpt(const check::History& history, std::uint32_t event,
                                                        const ExcerptOptions& options);

// The actors of a history: in order of appearance, "server" last and "stage" left out.
[[nodiscard]] std::vector<std::string> lanes_of(const check::History& history);

// Ids of the events that led to `event`, nearest first; at most 32, and never twice the same.
[[nodiscard]] std::vector<std::uint32_t> causes_of(const check::History& history, std::uint32_t event);

}  // namespace chatproof::report
