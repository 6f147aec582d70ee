// An open model: when each start is meant to happen, whatever the system does in the meantime.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

using runtime::Duration;

// Starts per second over time, as straight lines one after the other.
struct RateLine {
  Duration length{};
  double from = 0, to = 0;  // at its beginning and end
};
using Rate = std::vector<RateLine>;

[[nodiscard]] std::uint64_t starts_in(const Rate& rate);  // how many starts the whole of it makes
[[nodiscard]] Rate scaled(Rate rate, double factor);

// The times of the starts of a rate, evenly spaced where it is constant. Worker `index` of `workers` takes every
// workers-th one.
class Arrivals {
 public:
  explicit Arrivals(Rate rate, std::uint64_t index = 0, std::uint64_t workers = 1);

  struct Start {
    std::uint64_t number;  // among the starts of all workers, from 0
    Duration at;           // since the beginning of the rate
  };
  // The one to come; nothing after the last.
  [[nodiscard]] const std::optional<Start>& next() const { return next_; }
  void pop();

 private:
  void find(std::uint64_t number);

  Rate rate_;
  std::uint64_t workers_;
  std::optional<Start> next_;
  std::size_t line_ = 0;
  double before_ = 0;  // starts of the lines before this one
  Duration begins_{};  // when this line begins
};

}  // namespace chatproof::load
