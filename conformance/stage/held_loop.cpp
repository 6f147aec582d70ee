#include "conformance/stage/held_loop.hpp"

#include <atomic>
#include <map>
#include <utility>
#include <vector>

namespace chatproof::stage {

// Shared with what was posted to the other loop and may run when this one is gone.
struct HeldLoop::Gate : std::enable_shared_from_this<Gate> {
  struct Alarm {
    runtime::Timer timer;
    runtime::Task task;
    runtime::Instant when;
    runtime::TimerKind kind;
  };
  std::atomic<bool> held = false, paused = false;  // written on the loop's thread only
  std::vector<runtime::Task> waiting;
  std::map<std::uint64_t, Alarm> alarms;
  std::uint64_t last_alarm = 0;
  std::atomic<std::uint64_t> kept_waiting = 0;

  [[nodiscard]] bool stands_still() const { return held || paused; }
  void pass(runtime::Task task) {
    if (!stands_still()) return task();
    if (held) ++kept_waiting;
    waiting.push_back(std::move(task));
  }
  void ring(std::uint64_t id) {
    if (const auto alarm = alarms.extract(id); !alarm.empty()) alarm.mapped().task();  // empty: cancelled meanwhile
  }
};

HeldLoop::HeldLoop(runtime::Loop& loop) : loop_(loop), gate_(std::make_shared<Gate>()) {}
HeldLoop::~HeldLoop() {
  gate_->alarms.clear();
  gate_->waiting.clear();  // they know the gate, too
}

bool HeldLoop::held() const { return gate_->held; }
std::uint64_t HeldLoop::kept_waiting() const { return gate_->kept_waiting; }
bool HeldLoop::stands_still() const { return gate_->stands_still(); }

std::optional<runtime::Instant> HeldLoop::next_due(runtime::TimerKind kind) const {
  std::optional<runtime::Instant> earliest;
  for (const auto& [id, alarm] : gate_->alarms)
    if (alarm.kind == kind && (!earliest || alarm.when < *earliest)) earliest = alarm.when;
  return earliest;
}

void HeldLoop::hold(bool held) {
  gate_->held = held;
  let_go();
}

void HeldLoop::pause(runtime::Duration by) {
  gate_->paused = true;
  pause_ = loop_.at(now() + by, runtime::TimerKind::work, [this] { go_on(); });
}

void HeldLoop::go_on() {
  if (!gate_->paused.exchange(false)) return;
  pause_.cancel();
  let_go();
}

void HeldLoop::let_go() {
  if (gate_->stands_still()) return;
  for (runtime::Task& task : std::exchange(gate_->waiting, {})) post(std::move(task));
}

void HeldLoop::pass(runtime::Task task) { gate_->pass(std::move(task)); }

void HeldLoop::post(runtime::Task task) {
  loop_.post([gate = gate_, task = std::move(task)]() mutable { gate->pass(std::move(task)); });
}

runtime::Timer HeldLoop::at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) {
  const std::uint64_t id = ++gate_->last_alarm;
  const auto rings = [gate = gate_.get(), id] {
    gate->pass([gate = gate->shared_from_this(), id] { gate->ring(id); });
  };
  gate_->alarms[id] = {loop_.at(when, kind, rings), std::move(task), when, kind};
  return {this, id};
}

void HeldLoop::cancel(std::uint64_t id) noexcept { gate_->alarms.erase(id); }

}  // namespace chatproof::stage
