#include "sdk/runtime/sim/sim_loop.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {

std::string_view to_string(RunEnd end) {
  switch (end) {
    case RunEnd::reached:
      return "reached";
    case RunEnd::deadline:
      return "deadline";
    case RunEnd::too_many_events:
      return "too_many_events";
    case RunEnd::too_much_time:
      return "too_much_time";
  }
  std::abort();
}

void SimLoop::post(Task task) {
  if (!cleared_) ready_.push_back(std::move(task));
}

Timer SimLoop::at(Instant when, TimerKind kind, Task task) {
  if (cleared_) return {};
  return {this, timers_.add(std::max(when, now_), kind, std::move(task))};
}

bool SimLoop::step() {
  if (!ready_.empty()) {
    const Task task = std::move(ready_.front());
    ready_.pop_front();
    ++executed_;
    task();
    return true;
  }
  const auto next = timers_.next();
  if (!next) return false;
  now_ = *next;
  const Task task = timers_.take();
  ++executed_;
  ++timers_fired_;
  task();
  return true;
}

template <class Done>
RunEnd SimLoop::run(const Done& done, Instant deadline) {
  const Instant last = Instant(limits_.virtual_time);
  const std::uint64_t last_event = executed_ + limits_.events_per_run;
  for (;;) {
    if (done()) return RunEnd::reached;
    if (ready_.empty()) {
      const auto next = timers_.next();
      const bool beyond = !next || *next > std::min(deadline, last);
      if (beyond) {
        now_ = std::max(now_, std::min(deadline, last));
        return deadline <= last ? RunEnd::deadline : RunEnd::too_much_time;
      }
    }
    if (executed_ >= last_event) return RunEnd::too_many_events;
    step();
  }
}

RunEnd SimLoop::run_until(const std::function<bool()>& done, Instant deadline) { return run(done, deadline); }

RunEnd SimLoop::run_for(Duration span) {
  return run([] { return false; }, now_ + span);
}

RunEnd SimLoop::run_until_quiet(Instant deadline) {
  return run([this] { return quiet(); }, deadline);
}

void SimLoop::clear() {
  cleared_ = true;
  while (!ready_.empty()) {
    const Task dying = std::move(ready_.front());
    ready_.pop_front();
  }
  timers_.clear();
}

}  // namespace chatproof::runtime
