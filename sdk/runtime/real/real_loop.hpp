// The real world's time: a Boost.Asio io_context run by one thread, all timers in one store behind one steady timer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "sdk/runtime/loop.hpp"

namespace boost::asio {
class io_context;
}

namespace chatproof::runtime {

struct RealOptions {
  // Scenario time passes this many times as fast as the wall clock: now() is scaled and timers fire that much earlier,
  // so that the same protocol durations run faster. More than 0.
  double speed = 1.0;
  // The system's clock, which people and NTP set, and which goes on while the machine sleeps.
  std::function<UnixTime()> system_clock = [] {
    return std::chrono::floor<Duration>(std::chrono::system_clock::now());
  };
};

// Everything that was made on the loop (networks, streams, timers) must be gone before it.
class RealLoop final : public Loop {
 public:
  explicit RealLoop(RealOptions options = {});
  ~RealLoop() override;

  [[nodiscard]] Instant now() const override;  // any thread
  // The system's clock, in which the span since the start has passed at `speed`, plus the offset. Any thread. It jumps
  // with the system's clock; now() never does.
  [[nodiscard]] UnixTime unix_now() const override;
  void set_unix_offset(Duration offset);  // any thread
  void post(Task task) override;
  // True when no thread runs the loop, too: then whoever holds it may use it.
  [[nodiscard]] bool on_loop_thread() const override;
  [[nodiscard]] Timer at(Instant when, TimerKind kind, Task task) override;

  // When the earliest timer that is not periodic is due. On the loop's thread.
  [[nodiscard]] std::optional<Instant> next_work() const;

  // Makes the calling thread the loop's thread until stop(). May be called again afterwards.
  void run();
  // Lets the current run() or the next one return after the task at hand. Any thread.
  void stop();
  // Runs on the calling thread until `done` (looked at after every turn) or this much wall time; returns done().
  [[nodiscard]] bool run_until(const std::function<bool()>& done, Duration wall_limit);

  [[nodiscard]] double speed() const;
  // The scenario instant this much wall time ahead, for limits that have nothing to do with the scenario.
  [[nodiscard]] Instant wall_ahead(Duration wall) const;

  // For the networks of this folder.
  [[nodiscard]] boost::asio::io_context& context();

 private:
  class Impl;
  void cancel(std::uint64_t id) noexcept override;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::runtime
