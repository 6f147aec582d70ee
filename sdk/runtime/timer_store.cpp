#include "sdk/runtime/timer_store.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr std::size_t fan_out = 4;
constexpr std::size_t dead_tolerated = 4096;  // below this a sweep costs more than it saves

}  // namespace

std::uint64_t TimerStore::add(Instant when, TimerKind kind, Task task) {
  std::uint32_t index = free_slot_;
  if (index != none) {
    free_slot_ = slots_[index].next_free;
  } else {
    if (slots_.size() >= pending_max) std::abort();
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  }
  const auto due = static_cast<std::uint64_t>(std::clamp<std::int64_t>(when.time_since_epoch().count(), 0, when_max));
  ++order_;
  const Entry entry{(due << 12) | (order_ >> 40), (order_ << slot_bits) | index};
  Slot& slot = slots_[index];
  slot.task = std::move(task);
  slot.id = entry.low;
  slot.kind = kind;
  ++live_;
  if (kind == TimerKind::work) ++work_;
  ++entries_;
  place(entry);
  return entry.low;
}

void TimerStore::cancel(std::uint64_t id) noexcept {
  const std::uint64_t index = id & slot_mask;
  if (id == 0 || index >= slots_.size() || slots_[index].id != id) return;
  // The task dies last: what it holds may come back here.
  const Task dying = release(id);
  if (entries_ - live_ > dead_tolerated && entries_ - live_ > live_) drop_all_dead();
}

void TimerStore::clear() {
  std::vector<Slot> dying;
  dying.swap(slots_);
  heap_.clear();
  wheel_ = {};
  chunks_.clear();
  free_chunk_ = none;
  cursor_ = 0;
  entries_ = 0;
  free_slot_ = none;
  live_ = 0;
  work_ = 0;
}

std::optional<Instant> TimerStore::next() {
  find_head();
  if (heap_.empty()) return std::nullopt;
  return due(heap_.front());
}

std::optional<Instant> TimerStore::next_work() const {
  std::optional<Instant> earliest;
  const auto look_at = [&](const Entry& entry) {
    if (!alive(entry) || slots_[entry.low & slot_mask].kind != TimerKind::work) return;
    if (!earliest || due(entry) < *earliest) earliest = due(entry);
  };
  if (work_ == 0) return earliest;
  std::for_each(heap_.begin(), heap_.end(), look_at);
  for (const Level& level : wheel_)
    for (const std::uint32_t head : level.heads)
      for (std::uint32_t chunk = head; chunk != none; chunk = chunks_[chunk].next)
        std::for_each_n(chunks_[chunk].entries.begin(), chunks_[chunk].count, look_at);
  return earliest;
}

Task TimerStore::take() {
  find_head();
  if (heap_.empty()) std::abort();
  const std::uint64_t id = heap_.front().low;
  pop_head();
  return release(id);
}

Task TimerStore::release(std::uint64_t id) {
  Slot& slot = slots_[id & slot_mask];
  slot.id = 0;
  slot.next_free = free_slot_;
  free_slot_ = static_cast<std::uint32_t>(id & slot_mask);
  --live_;
  if (slot.kind == TimerKind::work) --work_;
  return std::exchange(slot.task, nullptr);
}

void TimerStore::place(const Entry& entry) {
  if (entry.tick() <= cursor_) {
    push_to_heap(entry);
  } else {
    push_to_wheel(entry);
  }
}

void TimerStore::push_to_wheel(const Entry& entry) {
  const std::uint64_t tick = entry.tick();
  const auto index = static_cast<unsigned>(std::bit_width(tick ^ cursor_) - 1) / level_bits;
  const std::size_t slot = (tick >> (index * level_bits)) % level_size;
  Level& level = wheel_[index];
  std::uint32_t head = level.heads[slot];
  if (head == none || chunks_[head].count == chunks_[head].entries.size()) {
    head = new_chunk(head);
    level.heads[slot] = head;
    level.used[slot / 64] |= std::uint64_t{1} << (slot % 64);
  }
  Chunk& chunk = chunks_[head];
  chunk.entries[chunk.count++] = entry;
}

std::uint32_t TimerStore::new_chunk(std::uint32_t next) {
  std::uint32_t index = free_chunk_;
  if (index != none) {
    free_chunk_ = chunks_[index].next;
  } else {
    index = static_cast<std::uint32_t>(chunks_.size());
    chunks_.emplace_back();
  }
  chunks_[index].next = next;
  chunks_[index].count = 0;
  return index;
}

void TimerStore::find_head() {
  for (;;) {
    while (!heap_.empty() && !alive(heap_.front())) pop_head();
    if (!heap_.empty() || !open_next_slot()) return;
  }
}

bool TimerStore::open_next_slot() {
  for (std::size_t index = 0; index < levels; ++index) {
    Level& level = wheel_[index];
    for (std::size_t word = 0; word < level.used.size(); ++word) {
      if (level.used[word] == 0) continue;
      const auto slot = word * 64 + static_cast<std::size_t>(std::countr_zero(level.used[word]));
      level.used[word] &= level.used[word] - 1;
      const std::size_t shift = index * level_bits;
      cursor_ = (((cursor_ >> shift) & ~std::uint64_t{level_size - 1}) | slot) << shift;
      std::uint32_t chunk = std::exchange(level.heads[slot], none);
      while (chunk != none) {
        // Into the heap or a lower level, whose chunks may move the array.
        const std::uint32_t count = chunks_[chunk].count;
        for (std::uint32_t i = 0; i < count; ++i) place(Entry(chunks_[chunk].entries[i]));
        const std::uint32_t next = std::exchange(chunks_[chunk].next, free_chunk_);
        free_chunk_ = std::exchange(chunk, next);
      }
      return true;
    }
  }
  return false;
}

void TimerStore::drop_all_dead() {
  std::vector<Entry> all;
  all.swap(heap_);
  for (Level& level : wheel_) {
    for (std::uint32_t& head : level.heads) {
      for (std::uint32_t chunk = std::exchange(head, none); chunk != none;) {
        const auto first = chunks_[chunk].entries.begin();
        all.insert(all.end(), first, first + chunks_[chunk].count);
        const std::uint32_t next = std::exchange(chunks_[chunk].next, free_chunk_);
        free_chunk_ = std::exchange(chunk, next);
      }
    }
    level.used = {};
  }
  std::erase_if(all, [this](const Entry& entry) { return !alive(entry); });
  entries_ = all.size();
  for (const Entry& entry : all) place(entry);
}

void TimerStore::push_to_heap(const Entry& entry) {
  // Its slot, which lies anywhere, will be needed in a moment.
  __builtin_prefetch(&slots_[entry.low & slot_mask]);
  __builtin_prefetch(&slots_[entry.low & slot_mask].id);
  std::size_t hole = heap_.size();
  heap_.push_back(entry);
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / fan_out;
    if (!(entry < heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = entry;
}

void TimerStore::pop_head() {
  --entries_;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
}

void TimerStore::sift_down(std::size_t hole, Entry entry) {
  const std::size_t size = heap_.size();
  for (;;) {
    const std::size_t first = hole * fan_out + 1;
    if (first >= size) break;
    std::size_t least = first;
    const std::size_t end = std::min(first + fan_out, size);
    for (std::size_t child = first + 1; child < end; ++child) {
      if (heap_[child] < heap_[least]) least = child;
    }
    if (!(heap_[least] < entry)) break;
    heap_[hole] = heap_[least];
    hole = least;
  }
  heap_[hole] = entry;
}

}  // namespace chatproof::runtime
