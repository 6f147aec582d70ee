// Time and tasks, handed to everything that waits. Nothing above this room reads a clock or starts a thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace chatproof::runtime {

using Duration = std::chrono::microseconds;

// Time since the world began. Never jumps; in the simulated world it moves only when nothing is ready to run.
struct WorldClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WorldClock>;
  static constexpr bool is_steady = true;
};
using Instant = WorldClock::time_point;

// Microseconds since 1970-01-01 UTC, as the device or the server believes them: may jump, unlike Instant.
using UnixTime = std::chrono::sys_time<Duration>;

using Task = std::function<void()>;

// What a timer means for quiescence: a world that only waits for periodic timers (a heartbeat) is quiet.
enum class TimerKind : std::uint8_t { work, periodic };

class Loop;

// A pending timer. Destroying it, or assigning another, cancels it. Not thread-safe: use it on the loop's thread.
class Timer {
 public:
  Timer() = default;
  Timer(Loop* loop, std::uint64_t id) : loop_(loop), id_(id) {}
  Timer(Timer&& other) noexcept : loop_(other.loop_), id_(other.id_) { other.loop_ = nullptr; }
  Timer& operator=(Timer&& other) noexcept;
  ~Timer() { cancel(); }
  void cancel() noexcept;

 private:
  Loop* loop_ = nullptr;
  std::uint64_t id_ = 0;
};

class Loop {
 public:
  Loop() = default;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  virtual ~Loop() = default;

  [[nodiscard]] virtual Instant now() const = 0;
  [[nodiscard]] virtual UnixTime unix_now() const = 0;

  // Runs the task after the current one, in the order of the calls. The only call that any thread may make.
  virtual void post(Task task) = 0;

  // True on the thread that runs this loop's tasks (in the simulated world: always).
  [[nodiscard]] virtual bool on_loop_thread() const = 0;

  // Runs the task once, not before `when`. Timers of the same instant run in the order in which they were set.
  [[nodiscard]] virtual Timer at(Instant when, TimerKind kind, Task task) = 0;
  [[nodiscard]] Timer after(Duration delay, Task task) { return at(now() + delay, TimerKind::work, std::move(task)); }
  [[nodiscard]] Timer after_periodic(Duration delay, Task task) {
    return at(now() + delay, TimerKind::periodic, std::move(task));
  }

 protected:
  friend class Timer;
  virtual void cancel(std::uint64_t id) noexcept = 0;  // an id that already ran is ignored
};

inline void Timer::cancel() noexcept {
  if (loop_ != nullptr) loop_->cancel(id_);
  loop_ = nullptr;
}
inline Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    loop_ = other.loop_;
    id_ = other.id_;
    other.loop_ = nullptr;
  }
  return *this;
}

}  // namespace chatproof::runtime
