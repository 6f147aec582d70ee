#include "conformance/stage/recorder.hpp"

#include <utility>

namespace chatproof::stage {

Recorder::Recorder(std::function<runtime::Instant()> clock, std::size_t events_max, std::function<void()> on_change)
    : clock_(std::move(clock)), events_max_(events_max), on_change_(std::move(on_change)) {}

std::uint32_t Recorder::add(std::string actor, check::Channel channel, std::string name, nlohmann::json payload,
                            std::uint32_t cause) {
  std::uint32_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    if (history_.size() >= events_max_) {
      overflowed_ = true;
      return 0;
    }
    id = static_cast<std::uint32_t>(history_.size()) + 1;
    history_.push_back({id, clock_(), std::move(actor), channel, std::move(name), std::move(payload), cause, false});
  }
  more_.notify_all();
  on_change_();
  return id;
}

std::size_t Recorder::size() const {
  const std::lock_guard lock(mutex_);
  return history_.size();
}

std::size_t Recorder::version() const {
  const std::lock_guard lock(mutex_);
  return history_.size() + pokes_;
}

void Recorder::poke() {
  {
    const std::lock_guard lock(mutex_);
    ++pokes_;
  }
  more_.notify_all();
  on_change_();
}

bool Recorder::overflowed() const {
  const std::lock_guard lock(mutex_);
  return overflowed_;
}

void Recorder::wait_for_more(std::size_t seen, std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  more_.wait_until(lock, until, [&] { return history_.size() + pokes_ > seen || overflowed_; });
}

}  // namespace chatproof::stage
