// A real loop with a thread of its own.
#pragma once

#include <memory>

#include "sdk/runtime/real/real_loop.hpp"

namespace chatproof::runtime {

class LoopThread {
 public:
  explicit LoopThread(RealOptions options = {});  // returns when the thread runs the loop
  ~LoopThread();                                  // as stop()
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  [[nodiscard]] RealLoop& loop();
  // Runs the task on the loop's thread and waits for it; on the loop's thread itself, or after stop(), runs it right
  // here.
  void call(const Task& task);
  // Waits for the task at hand and ends the thread; what was posted and has not run stays unrun. From any other thread.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::runtime
