// Where counts go: each interval of the plots and each phase has a meter, and what happens is entered by when it
// happens, not by whether the timer that ends an interval came before it or after it.
#pragma once

#include <cstddef>
#include <functional>

#include "bench/load/meter.hpp"
#include "bench/load/profile.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

using runtime::Instant;

// What there is at an instant.
struct Gauges {
  std::int64_t online = 0, connected = 0;
};

class Book {
 public:
  using Told = std::function<void(std::size_t number, const Meter&)>;
  // `interval` and `phase` get each as it ends, from 0 on; they and `gauges` must not count anything.
  Book(const Profile& profile, std::function<Gauges()> gauges, Told interval, Told phase);

  void begin(Instant origin);
  // The meter of this instant, which is no earlier than that of any call before. Tells first what is over by then.
  [[nodiscard]] Meter& at(Instant now);
  [[nodiscard]] Instant next_end() const { return next_end_; }  // of an interval or a phase
  void end(const Gauges& last);                                 // tells what is under way

 private:
  void turn(const Gauges& gauges);
  void find_next_end();
  void tell_interval();
  void tell_phase();

  const Profile& profile_;
  std::function<Gauges()> gauges_;
  Told told_interval_, told_phase_;
  Instant origin_{}, next_end_ = Instant::max(), interval_end_{}, phase_end_{};
  Meter now_;  // since the latest end of either
  Meter interval_, phase_;
  std::size_t intervals_ = 0, phases_ = 0;  // told
};

}  // namespace chatproof::load
