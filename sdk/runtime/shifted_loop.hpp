// A loop with a wall clock of its own: the client's clock and the server's may differ and jump in one world.
#pragma once

#include <atomic>
#include <utility>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {

// Everything but unix_now() is the inner loop's, which must live longer.
class ShiftedLoop final : public Loop {
 public:
  explicit ShiftedLoop(Loop& inner) : inner_(inner) {}

  // What this clock shows more than the inner loop's. Any thread.
  void set_unix_offset(Duration offset) { offset_.store(offset.count(), std::memory_order_relaxed); }
  [[nodiscard]] Duration unix_offset() const { return Duration(offset_.load(std::memory_order_relaxed)); }

  [[nodiscard]] Instant now() const override { return inner_.now(); }
  [[nodiscard]] UnixTime unix_now() const override { return inner_.unix_now() + unix_offset(); }
  void post(Task task) override { inner_.post(std::move(task)); }
  [[nodiscard]] bool on_loop_thread() const override { return inner_.on_loop_thread(); }
  [[nodiscard]] Timer at(Instant when, TimerKind kind, Task task) override {
    return inner_.at(when, kind, std::move(task));
  }

 private:
  void cancel(std::uint64_t) noexcept override {}  // the timers belong to the inner loop

  Loop& inner_;
  std::atomic<Duration::rep> offset_{0};
};

}  // namespace chatproof::runtime
