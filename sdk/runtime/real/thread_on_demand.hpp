// The loop of a process's own SDK.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <mutex>

#include "sdk/runtime/real/real_loop.hpp"

namespace chatproof::runtime {

// A real loop whose thread starts with the first task, so that a process that never uses it, such as one that was just
// forked, has no thread more. Lives as long as the process: never destroy one.
class ThreadOnDemand final : public Loop {
 public:
  [[nodiscard]] RealLoop& loop() { return loop_; }  // for the network

  [[nodiscard]] Instant now() const override { return loop_.now(); }
  [[nodiscard]] UnixTime unix_now() const override { return loop_.unix_now(); }
  void post(Task task) override;
  [[nodiscard]] bool on_loop_thread() const override { return started_ && loop_.on_loop_thread(); }
  [[nodiscard]] Timer at(Instant when, TimerKind kind, Task task) override {
    return loop_.at(when, kind, std::move(task));
  }

  // Around a fork: lets the thread stand between two tasks, where it holds no lock of any library. A task that takes
  // longer than `patience` is not waited for. release() in the parent; the child must leave this object alone.
  void hold(Duration patience);
  void release();

  // At the end of the process, before libraries clean up. Afterwards nothing runs any more, and the loop is anybody's.
  void end(Duration patience);

 protected:
  void cancel(std::uint64_t) noexcept override {}  // timers know the inner loop

 private:
  struct Gate {
    std::promise<void> reached, opened;
  };
  void start();

  RealLoop loop_;
  std::once_flag start_;
  std::atomic<bool> started_ = false;
  std::promise<void> left_;
  std::mutex forking_;  // held between hold() and release()
  std::shared_ptr<Gate> gate_;
};

}  // namespace chatproof::runtime
