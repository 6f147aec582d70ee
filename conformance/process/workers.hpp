// Work in child processes: a piece of it that hangs, crashes or exits takes nothing else with it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "conformance/process/standing.hpp"

namespace chatproof::process {

// How a piece came to its end.
struct Finished {
  std::string result;    // what its work has given
  std::string trouble;   // why there is no result, in words; empty: there is one
  std::string standing;  // when there is none: what it has told last
};

struct Work {
  std::size_t pieces = 0;
  unsigned jobs = 1;  // processes at a time, one piece each at a time
  // In a child process, which has one thread and everything that this process had when the work began.
  std::function<std::string(std::size_t piece, Standing&)> perform;
  std::chrono::milliseconds limit{};  // how long a piece may stand still; 0: for ever
  std::function<void(std::size_t piece)> started;
  std::function<void(std::size_t piece, Finished)> finished;  // in any order
  std::function<bool()> stop;  // asked several times in a second: then what is running is given up
};

// Does all pieces, unless it is stopped. This process must have no other thread. Gives what the children complained of
// when they ended after their work, as sanitizers do.
[[nodiscard]] std::vector<std::string> work_apart(const Work& work);

}  // namespace chatproof::process
