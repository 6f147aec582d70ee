#include "bench/load/book.hpp"

#include <algorithm>
#include <utility>

namespace chatproof::load {

Book::Book(const Profile& profile, std::function<Gauges()> gauges, Told interval, Told phase)
    : profile_(profile),
      gauges_(std::move(gauges)),
      told_interval_(std::move(interval)),
      told_phase_(std::move(phase)) {}

void Book::begin(Instant origin) {
  origin_ = origin;
  find_next_end();
}

Meter& Book::at(Instant now) {
  while (now >= next_end_) {
    const Instant end = next_end_;
    turn(gauges_());
    if (end == phase_end_) tell_phase();
    if (end == interval_end_) tell_interval();
    find_next_end();
  }
  return now_;
}

void Book::end(const Gauges& last) {
  turn(last);
  if (phases_ < profile_.phases.size()) tell_phase();
  tell_interval();
  next_end_ = Instant::max();
}

void Book::turn(const Gauges& gauges) {
  now_.online = gauges.online;
  now_.connected = gauges.connected;
  interval_.append(now_);
  if (phases_ < profile_.phases.size()) phase_.append(now_);  // else the run drains
  now_ = {};
}

void Book::find_next_end() {
  interval_end_ = origin_ + profile_.interval * static_cast<Duration::rep>(intervals_ + 1);
  phase_end_ = phases_ < profile_.phases.size() ? origin_ + profile_.phases[phases_].until : Instant::max();
  next_end_ = std::min(interval_end_, phase_end_);
}

void Book::tell_interval() { told_interval_(intervals_++, std::exchange(interval_, {})); }
void Book::tell_phase() { told_phase_(phases_++, std::exchange(phase_, {})); }

}  // namespace chatproof::load
