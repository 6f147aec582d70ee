// Virtual time: runs everything that is ready at this instant, then jumps to the next timer. One thread, no sleeping.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/timer_store.hpp"

namespace chatproof::runtime {

// A simulation that never ends is a failed one: a run stops at these and says so.
struct SimLimits {
  std::uint64_t events_per_run = 200'000'000;
  Duration virtual_time = std::chrono::hours(24 * 366);  // since the world began
};

// Why a run returned.
enum class RunEnd : std::uint8_t {
  reached,          // what was waited for is true
  deadline,         // it is not; the time is the deadline's
  too_many_events,  // SimLimits::events_per_run
  too_much_time,    // SimLimits::virtual_time
};
[[nodiscard]] std::string_view to_string(RunEnd end);

class SimLoop final : public Loop {
 public:
  // `base` is what the wall clock shows when the world begins.
  explicit SimLoop(UnixTime base, SimLimits limits = {}) : base_(base), limits_(limits) {}
  ~SimLoop() override { clear(); }

  [[nodiscard]] Instant now() const override { return now_; }
  [[nodiscard]] UnixTime unix_now() const override { return base_ + now_.time_since_epoch() + unix_offset_; }
  void set_unix_offset(Duration offset) { unix_offset_ = offset; }
  void post(Task task) override;  // in this world there is one thread only
  [[nodiscard]] bool on_loop_thread() const override { return true; }
  [[nodiscard]] Timer at(Instant when, TimerKind kind, Task task) override;

  // Runs one task; false if there is none, not even a timer.
  bool step();
  // Until `done` (looked at before every task) or the deadline. With nothing left to do the time goes to the deadline.
  [[nodiscard]] RunEnd run_until(const std::function<bool()>& done, Instant deadline);
  // Everything that happens within this span, its last instant included. Ends with RunEnd::deadline when all is well.
  RunEnd run_for(Duration span);
  // Until nothing is ready, no byte travels and no timer but periodic ones is set. What a stalled link holds does not
  // count: it moves only when somebody heals it.
  [[nodiscard]] RunEnd run_until_quiet(Instant deadline);
  [[nodiscard]] bool quiet() const { return ready_.empty() && timers_.work_size() == 0; }

  // When the earliest timer that is not periodic is due.
  [[nodiscard]] std::optional<Instant> next_work() const { return timers_.next_work(); }

  [[nodiscard]] std::uint64_t executed() const { return executed_; }  // tasks so far, timers included
  [[nodiscard]] std::uint64_t timers_fired() const { return timers_fired_; }
  [[nodiscard]] std::size_t timers_pending() const { return timers_.size(); }

  // Drops every task and timer; later ones are dropped too. For the end of the world.
  void clear();

 private:
  void cancel(std::uint64_t id) noexcept override { timers_.cancel(id); }
  template <class Done>
  RunEnd run(const Done& done, Instant deadline);

  TimerStore timers_;
  std::deque<Task> ready_;
  Instant now_{};
  UnixTime base_;
  Duration unix_offset_{0};
  SimLimits limits_;
  std::uint64_t executed_ = 0;
  std::uint64_t timers_fired_ = 0;
  bool cleared_ = false;
};

}  // namespace chatproof::runtime
