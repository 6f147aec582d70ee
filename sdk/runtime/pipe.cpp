#include "sdk/runtime/pipe.hpp"

#include <algorithm>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr std::size_t packet_size = 1460;             // payload of one Ethernet frame
constexpr std::size_t burst_size = Pipe::window_max;  // segment size where nothing slows the link
constexpr std::uint64_t slice_gap_us = 300;           // between the pieces of a random segmentation, at most
constexpr std::size_t kept_capacity = 64;             // an idle pipe keeps no more than a heartbeat takes
constexpr std::size_t done_segments_max = 1024;       // then the memory of those that were delivered is used again

}  // namespace

Lane::Lane(Loop& loop_of_world, const LinkConditions& conditions, LinkEffects& shared_effects, Direction direction,
           Random random, Duration base_latency, std::string& shared_scratch)
    : effects(shared_effects),
      loop(loop_of_world),
      scratch(shared_scratch),
      conditions_(conditions),
      random_(random),
      base_latency_(base_latency),
      direction_(direction) {}

bool Lane::blocked() const {
  if (cut_ || conditions_.connect == ConnectOutcome::blackhole) return true;
  return direction_ == Direction::up ? conditions_.stall_up : conditions_.stall_down;
}

Duration Lane::delay() {
  Duration delay = base_latency_ + conditions_.latency;
  if (delay > base_latency_ || conditions_.jitter.count() > 0) ++effects.late;
  if (conditions_.jitter.count() > 0) {
    delay += Duration(
        static_cast<Duration::rep>(random_.between(0, static_cast<std::uint64_t>(conditions_.jitter.count()))));
  }
  return delay;
}

Instant Lane::arrival(std::size_t bytes) {
  Instant leaves = std::max(loop.now(), busy_until_);
  if (conditions_.bytes_per_second > 0) {
    ++effects.throttled;
    leaves += Duration(static_cast<Duration::rep>(bytes * 1'000'000 / conditions_.bytes_per_second));
    busy_until_ = leaves;
  }
  Instant arrives = leaves + delay();
  if (conditions_.segmentation) arrives += Duration(static_cast<Duration::rep>(random_.below(slice_gap_us + 1)));
  return arrives;
}

std::size_t Lane::slice(std::size_t bytes) {
  if (!conditions_.segmentation) {
    return std::min(bytes, conditions_.bytes_per_second > 0 ? packet_size : burst_size);
  }
  ++effects.sliced;
  // A quarter of the cuts fall within the first bytes of a frame's header, a quarter within a small frame.
  constexpr std::size_t limits[] = {8, 64, packet_size, packet_size};
  const std::size_t limit = limits[random_.below(std::size(limits))];
  return static_cast<std::size_t>(random_.between(1, std::min(bytes, limit)));
}

bool Lane::may_join() { return !conditions_.segmentation || random_.below(4) == 0; }

void Pipe::write(std::string_view bytes) {
  if (!ended_ && !fin_wanted_) bytes_.append(bytes);
}

bool Pipe::flush() {
  const bool had_queue = queued() > 0;
  // A window that opens by a few bytes is not worth a segment: the segments would only get smaller and smaller.
  const bool worthwhile = window_max - sent_ >= std::min(queued(), window_max / 4);
  while (worthwhile && queued() > 0 && sent_ < window_max) {
    const std::size_t size = lane_.slice(std::min(queued(), window_max - sent_));
    last_arrival_ = std::max(last_arrival_, lane_.arrival(size));
    segments_.push_back({last_arrival_, static_cast<std::uint32_t>(size), Kind::data});
    sent_ += size;
  }
  const bool drained = queued() == 0;
  if (drained && fin_wanted_) {
    fin_wanted_ = false;
    put_mark(Kind::fin);
  }
  schedule();
  return had_queue && drained;
}

void Pipe::establish() {
  last_arrival_ = std::max(last_arrival_, lane_.arrival(0));
  segments_.push_back({last_arrival_, 0, Kind::established});
  schedule();
}

void Pipe::finish() {
  if (ended_ || fin_wanted_) return;
  fin_wanted_ = true;
  sink_.want_flush();
}

void Pipe::abort() {
  if (ended_ && !idle()) return;  // the end is under way already
  if (lane_.blocked()) {          // what was sent would have to be sent again, and who aborts does not
    const bool unborn = !idle() && segments_[first_].kind == Kind::established;
    kill();
    if (unborn) segments_.push_back({last_arrival_, 0, Kind::established});  // or nobody is there to read the end
  }
  fin_wanted_ = false;
  bytes_.resize(head_ + sent_);
  put_mark(Kind::rst);
  schedule();
}

void Pipe::kill() {
  ended_ = true;
  fin_wanted_ = false;
  armed_ = false;
  holding_ = false;
  timer_.cancel();
  segments_.clear();
  first_ = 0;
  bytes_.clear();
  head_ = 0;
  sent_ = 0;
}

void Pipe::put_mark(Kind kind) {
  ended_ = true;
  last_arrival_ = std::max(last_arrival_, lane_.arrival(0));
  segments_.push_back({last_arrival_, 0, kind});
}

void Pipe::set_paused(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  armed_ = false;
  schedule();
}

void Pipe::set_reader(bool has_reader) {
  if (has_reader_ == has_reader) return;
  has_reader_ = has_reader;
  armed_ = false;
  schedule();
}

void Pipe::poke() {
  if (!holding_) return;
  if (lane_.blocked()) {
    ++lane_.effects.held;  // by the new conditions, too
    return;
  }
  holding_ = false;
  // What was held needs its way again; what came later is behind it in the queue.
  segments_[first_].arrives = lane_.loop.now() + lane_.delay();
  schedule();
}

void Pipe::schedule() {
  if (armed_ || holding_) return;
  timer_.cancel();
  if (idle()) return;
  const bool open = has_reader_ || segments_[first_].kind == Kind::established;
  Instant when = segments_[first_].arrives;
  if (open && paused_ && segments_[first_].kind != Kind::established) {
    if (!rst_waits()) return;
    when = segments_.back().arrives;
  }
  if (!open) return;
  armed_ = true;
  timer_ = lane_.loop.at(when, TimerKind::work, [this] { fire(); });
}

void Pipe::fire() {
  armed_ = false;
  if (lane_.blocked()) {
    hold();
  } else if (segments_[first_].kind == Kind::data && !paused_) {
    deliver_data();
  } else {
    deliver_mark();
  }
}

void Pipe::hold() {
  holding_ = true;
  ++lane_.effects.held;
  timer_ = lane_.loop.at(lane_.loop.now() + gives_up_after, TimerKind::periodic, [this] {
    kill();
    sink_.on_gave_up();
  });
}

void Pipe::deliver_data() {
  std::size_t size = segments_[first_].size;
  pop_segment();
  const Instant now = lane_.loop.now();
  while (!idle() && segments_[first_].kind == Kind::data && segments_[first_].arrives <= now && lane_.may_join()) {
    size += segments_[first_].size;
    pop_segment();
  }
  if (lane_.reset_after) {
    const bool reached = size >= *lane_.reset_after;
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, *lane_.reset_after));
    *lane_.reset_after -= size;
    if (reached) {
      lane_.reset_after.reset();
      ++lane_.effects.limits;
      lane_.scratch.assign(bytes_, head_, size);
      kill();
      sink_.limit_reached();
      if (size > 0) sink_.on_bytes(lane_.scratch);
      return;
    }
  }
  // Copied, because the reader may make the other side write, and so move, this very buffer.
  lane_.scratch.assign(bytes_, head_, size);
  drop_bytes(size);
  if (queued() > 0 || fin_wanted_) sink_.want_flush();
  schedule();
  sink_.on_bytes(lane_.scratch);
}

void Pipe::deliver_mark() {
  const Kind kind = paused_ && rst_waits() ? Kind::rst : segments_[first_].kind;
  switch (kind) {
    case Kind::established:
      pop_segment();
      schedule();
      return sink_.on_mark(Mark::established);
    case Kind::fin:
      kill();
      return sink_.on_mark(Mark::fin);
    case Kind::rst:
    case Kind::data:  // not reached: paused data is never scheduled without a rst behind it
      kill();
      return sink_.on_mark(Mark::rst);
  }
}

void Pipe::drop_bytes(std::size_t count) {
  head_ += count;
  sent_ -= count;
  if (head_ == bytes_.size()) {
    head_ = 0;
    if (bytes_.capacity() > kept_capacity) {
      std::string().swap(bytes_);
    } else {
      bytes_.clear();
    }
  } else if (head_ > window_max && head_ > bytes_.size() / 2) {
    bytes_.erase(0, head_);
    head_ = 0;
  }
}

void Pipe::pop_segment() {
  if (++first_ == segments_.size()) {
    segments_.clear();
    first_ = 0;
  } else if (first_ > done_segments_max) {
    segments_.erase(segments_.begin(), segments_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

}  // namespace chatproof::runtime
