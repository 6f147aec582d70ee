// The pending timers of one loop, simulated or real: slots for the tasks, a 4-ary heap of 16-byte entries for the
// order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {

// Timers of the same instant come out in the order in which they went in. Setting and cancelling one allocates nothing
// once the arrays have grown (as far as the task itself does not). Not thread-safe.
class TimerStore {
 public:
  static constexpr std::size_t pending_max = std::size_t{1} << 24;       // more are a broken invariant
  static constexpr std::int64_t when_max = (std::int64_t{1} << 52) - 1;  // microseconds: 142 years; later is clamped

  // The id is never 0 and is not used again for the next 2^40 timers.
  std::uint64_t add(Instant when, TimerKind kind, Task task);
  void cancel(std::uint64_t id) noexcept;  // an id that is no longer pending is ignored
  void clear();

  [[nodiscard]] std::size_t size() const { return live_; }
  [[nodiscard]] std::size_t work_size() const { return work_; }  // those that are not periodic

  [[nodiscard]] std::optional<Instant> next();  // when the earliest is due
  [[nodiscard]] Task take();                    // removes the earliest; there must be one

 private:
  static constexpr unsigned slot_bits = 24;
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;
  static constexpr std::uint32_t no_slot = 0xffffffff;

  // (when : 52 | order : 52 | slot : 24) in two words, so that one comparison decides.
  struct Entry {
    std::uint64_t high;
    std::uint64_t low;
    bool operator<(const Entry& other) const { return high != other.high ? high < other.high : low < other.low; }
  };
  struct Slot {
    Task task;
    std::uint64_t id = 0;  // the low word of its entry; 0: free
    std::uint32_t next_free = no_slot;
    TimerKind kind = TimerKind::work;
  };

  [[nodiscard]] bool alive(const Entry& entry) const { return slots_[entry.low & slot_mask].id == entry.low; }
  Task release(std::uint64_t id);
  void drop_dead_heads();
  void drop_all_dead();
  void pop_head();
  void sift_down(std::size_t hole, Entry entry);

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::uint32_t free_ = no_slot;
  std::uint64_t order_ = 0;
  std::size_t live_ = 0;
  std::size_t work_ = 0;
};

}  // namespace chatproof::runtime
