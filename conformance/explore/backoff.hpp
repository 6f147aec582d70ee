// The waits between attempts to connect, as the app sees them: a statistic over many outages.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/check/result.hpp"

namespace chatproof::explore {

// spec login 15.13: no wait before the first retry, then 1 s, 2 s, 4 s ... 30 s, each but the first longer or shorter
// by up to 20 %.
inline constexpr std::array<runtime::Duration, 7> backoff_steps = {
    std::chrono::seconds(0), std::chrono::seconds(1),  std::chrono::seconds(2), std::chrono::seconds(4),
    std::chrono::seconds(8), std::chrono::seconds(16), std::chrono::seconds(30)};
inline constexpr double backoff_jitter = 0.2;

// One wait, from onConnectFailed to the next onConnecting.
struct Wait {
  runtime::Duration length{};
  int failures = 0;         // in a row, those before it included
  std::uint32_t event = 0;  // of the attempt that ended it
};
// Those that nothing but the SDK ended.
[[nodiscard]] std::vector<Wait> waits(const check::History& history);
// Which step a wait belongs to; -1: none.
[[nodiscard]] int step_of(runtime::Duration wait);

// An invariant: each wait is one of the steps, and no shorter than its place in the row demands.
[[nodiscard]] std::vector<check::Finding> backoff_kept(const check::History& history);

// What many runs add up to.
class BackoffStatistics {
 public:
  void add(const check::History& history);
  void add(const BackoffStatistics& other);

  struct Row {
    std::uint64_t count = 0;
    double mean = 0, deviation = 0, least = 0, most = 0;  // seconds
  };
  [[nodiscard]] Row row(std::size_t step) const;
  // Whether the waits of a step lie around it evenly and as wide as jitter should; true while there are too few to
  // tell.
  [[nodiscard]] bool even(std::size_t step) const;

 private:
  struct Sum {
    std::uint64_t count = 0;
    double sum = 0, squares = 0, least = 0, most = 0;
  };
  std::array<Sum, backoff_steps.size()> sums_;
};

}  // namespace chatproof::explore
