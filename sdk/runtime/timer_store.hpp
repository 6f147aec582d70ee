// The pending timers of one loop, simulated or real: slots for the tasks, a 4-ary heap of 16-byte entries for the
// order.
#pragma once

#include <array>
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
  // The same of those that are not periodic. Looks at every timer.
  [[nodiscard]] std::optional<Instant> next_work() const;
  [[nodiscard]] Task take();  // removes the earliest; there must be one

 private:
  static constexpr unsigned slot_bits = 24;
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;
  static constexpr std::uint32_t none = 0xffffffff;

  // (when : 52 | order : 52 | slot : 24) in two words, so that comparing them is comparing timers.
  struct Entry {
    std::uint64_t high;
    std::uint64_t low;
    bool operator<(const Entry& other) const { return high != other.high ? high < other.high : low < other.low; }
    [[nodiscard]] std::uint64_t tick() const { return high >> (12 + tick_bits); }
  };
  struct Slot {
    Task task;
    std::uint64_t id = 0;  // the low word of its entry; 0: free
    std::uint32_t next_free = none;
    TimerKind kind = TimerKind::work;
  };

  // The wheel: a tick is 1.024 ms; an entry lies in the level of the highest byte in which its tick differs from the
  // cursor's. So everything in a lower level comes before everything in a higher one, and slots come in their order.
  static constexpr unsigned tick_bits = 10;
  static constexpr unsigned level_bits = 8;
  static constexpr std::size_t level_size = std::size_t{1} << level_bits;
  static constexpr std::size_t levels = 6;  // 6 bytes of ticks: more than when_max
  struct Chunk {
    std::array<Entry, 31> entries;
    std::uint32_t next = none;
    std::uint32_t count = 0;
  };
  struct Level {
    Level() { heads.fill(none); }
    std::array<std::uint32_t, level_size> heads;        // chunk lists
    std::array<std::uint64_t, level_size / 64> used{};  // one bit per slot
  };

  [[nodiscard]] bool alive(const Entry& entry) const { return slots_[entry.low & slot_mask].id == entry.low; }
  [[nodiscard]] static Instant due(const Entry& entry) {
    return Instant(Duration(static_cast<Duration::rep>(entry.high >> 12)));
  }
  Task release(std::uint64_t id);
  void place(const Entry& entry);
  void push_to_wheel(const Entry& entry);
  void push_to_heap(const Entry& entry);
  void pop_head();
  void sift_down(std::size_t hole, Entry entry);
  void find_head();       // after it the heap's first entry is the earliest timer, or there is none
  bool open_next_slot();  // moves the cursor to the next slot in use and empties that; false if the wheel is empty
  std::uint32_t new_chunk(std::uint32_t next);
  void drop_all_dead();

  std::vector<Entry> heap_;  // every entry whose tick is not after the cursor
  std::array<Level, levels> wheel_;
  std::vector<Chunk> chunks_;
  std::uint32_t free_chunk_ = none;
  std::uint64_t cursor_ = 0;  // a tick
  std::size_t entries_ = 0;   // in heap and wheel, dead ones included
  std::vector<Slot> slots_;
  std::uint32_t free_slot_ = none;
  std::uint64_t order_ = 0;
  std::size_t live_ = 0;
  std::size_t work_ = 0;
};

}  // namespace chatproof::runtime
