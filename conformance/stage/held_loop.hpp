// A loop that can stand still while time goes on: what a stopped process sees of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "sdk/runtime/loop.hpp"

namespace chatproof::stage {

// In front of another loop, which does the work. While it is held nothing runs; what would have run does so afterwards,
// in that order. Goes before the other loop.
class HeldLoop final : public runtime::Loop {
 public:
  explicit HeldLoop(runtime::Loop& loop);
  ~HeldLoop() override;

  void hold(bool held);  // on the loop's thread
  // Runs the task now, or once nobody holds the loop. On the loop's thread.
  void pass(runtime::Task task);
  [[nodiscard]] bool held() const;
  // As if held for so long, by something that it runs and that does not come to an end; until go_on() at the latest. On
  // the loop's thread.
  void pause(runtime::Duration by);
  void go_on();
  [[nodiscard]] bool stands_still() const;  // held, or in a pause
  // So far: questions for the wall clock, and what had to wait because the loop was held. Any thread.
  [[nodiscard]] std::uint64_t clock_reads() const { return clock_reads_; }
  [[nodiscard]] std::uint64_t kept_waiting() const;
  // When the earliest timer of that kind is due. On the loop's thread.
  [[nodiscard]] std::optional<runtime::Instant> next_due(runtime::TimerKind kind) const;

  [[nodiscard]] runtime::Instant now() const override { return loop_.now(); }
  [[nodiscard]] runtime::UnixTime unix_now() const override {
    ++clock_reads_;
    return loop_.unix_now();
  }
  void post(runtime::Task task) override;
  [[nodiscard]] bool on_loop_thread() const override { return loop_.on_loop_thread(); }
  [[nodiscard]] runtime::Timer at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) override;

 protected:
  void cancel(std::uint64_t id) noexcept override;

 private:
  struct Gate;
  void let_go();

  runtime::Loop& loop_;
  const std::shared_ptr<Gate> gate_;
  mutable std::atomic<std::uint64_t> clock_reads_ = 0;
  runtime::Timer pause_;
};

}  // namespace chatproof::stage
