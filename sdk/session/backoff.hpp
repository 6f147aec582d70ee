// How long to wait before the next attempt (spec login 15.13).
#pragma once

#include <algorithm>
#include <cstdint>

#include "sdk/runtime/random.hpp"
#include "sdk/session/config.hpp"

namespace chatproof::session {

// The first wait is zero, the second is the base, then they double up to the cap; each but the first is moved by up to
// the jitter, in both directions, so that a million clients do not come back in one instant.
class Backoff {
 public:
  explicit Backoff(runtime::Random random) : random_(random) {}

  void reset(unsigned failures = 0) { failures_ = failures; }
  [[nodiscard]] unsigned failures() const { return failures_; }

  // The wait after one more failure.
  [[nodiscard]] Duration next(const Config& config) {
    const unsigned earlier = failures_++;
    if (earlier == 0) return Duration::zero();
    Duration delay = std::min(config.backoff_base, config.backoff_cap);
    for (unsigned doubled = 1; doubled < earlier && delay < config.backoff_cap; ++doubled) {
      delay = std::min(delay * 2, config.backoff_cap);
    }
    const auto span = static_cast<std::uint64_t>(delay.count() * config.backoff_jitter_percent / 100);
    return delay - Duration(span) + Duration(random_.below(2 * span + 1));
  }

 private:
  runtime::Random random_;
  unsigned failures_ = 0;
};

}  // namespace chatproof::session
