// Writes the history of one case while it happens, from any thread.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "conformance/check/history.hpp"

namespace chatproof::stage {

class Recorder {
 public:
  // `clock` gives the scenario time; `events_max` bounds a run that never ends. `on_change` is called whenever the
  // version has grown, on the thread that made it grow, with nothing locked.
  Recorder(std::function<runtime::Instant()> clock, std::size_t events_max, std::function<void()> on_change = [] {});

  // Returns the event's id. Beyond the limit nothing is recorded and overflowed() is true.
  std::uint32_t add(std::string actor, check::Channel channel, std::string name, nlohmann::json payload,
                    std::uint32_t cause = 0);

  // Calls use(History&) with the history locked. Use for reading, and for marking events as used.
  template <class Use>
  auto with(Use&& use) {
    const std::lock_guard lock(mutex_);
    return use(history_);
  }
  [[nodiscard]] std::size_t size() const;
  // Grows with every event, and with every poke(): something that is no event has changed.
  [[nodiscard]] std::size_t version() const;
  void poke();
  [[nodiscard]] bool overflowed() const;

  // Blocks until the version is higher than `seen` or the wall-clock deadline has passed.
  void wait_for_more(std::size_t seen, std::chrono::steady_clock::time_point until);

 private:
  std::function<runtime::Instant()> clock_;
  const std::size_t events_max_;
  const std::function<void()> on_change_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  check::History history_;
  std::size_t pokes_ = 0;
  bool overflowed_ = false;
};

}  // namespace chatproof::stage
