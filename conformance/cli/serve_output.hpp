// Standard output for a server that must not stop: a pipe that nobody reads, or a terminal that is held, blocks a
// thread of its own and nobody else.
#pragma once

#include <memory>
#include <string_view>
#include <thread>

namespace chatproof::cli {

class ServeOutput {
 public:
  explicit ServeOutput(int descriptor);
  // What is left is given a second.
  ~ServeOutput();
  ServeOutput(const ServeOutput&) = delete;
  ServeOutput& operator=(const ServeOutput&) = delete;

  // Whole lines. Never blocks; when too much waits they are left out, and their number is told once there is room.
  void put(std::string_view lines);

 private:
  struct State;
  static void write(const std::shared_ptr<State>& state, int descriptor);
  std::shared_ptr<State> state_;  // outlives this when the thread hangs
  std::thread thread_;
};

}  // namespace chatproof::cli
