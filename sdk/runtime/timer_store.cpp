#include "sdk/runtime/timer_store.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace chatproof::runtime {
namespace {

constexpr std::size_t fan_out = 4;
constexpr std::size_t dead_tolerated = 64;  // below this a sweep costs more than it saves

}  // namespace

std::uint64_t TimerStore::add(Instant when, TimerKind kind, Task task) {
  std::uint32_t index = free_;
  if (index != no_slot) {
    free_ = slots_[index].next_free;
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

  std::size_t hole = heap_.size();
  heap_.push_back(entry);
  while (hole > 0) {
    const std::size_t parent = (hole - 1) / fan_out;
    if (!(entry < heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = entry;
  return entry.low;
}

void TimerStore::cancel(std::uint64_t id) noexcept {
  const std::uint64_t index = id & slot_mask;
  if (id == 0 || index >= slots_.size() || slots_[index].id != id) return;
  // The task dies last: what it holds may come back here.
  const Task dying = release(id);
  if (heap_.size() - live_ > dead_tolerated && heap_.size() - live_ > live_) drop_all_dead();
}

void TimerStore::clear() {
  heap_.clear();
  std::vector<Slot> dying;
  dying.swap(slots_);
  free_ = no_slot;
  live_ = 0;
  work_ = 0;
}

std::optional<Instant> TimerStore::next() {
  drop_dead_heads();
  if (heap_.empty()) return std::nullopt;
  return Instant(Duration(static_cast<Duration::rep>(heap_.front().high >> 12)));
}

Task TimerStore::take() {
  drop_dead_heads();
  if (heap_.empty()) std::abort();
  const std::uint64_t id = heap_.front().low;
  pop_head();
  return release(id);
}

Task TimerStore::release(std::uint64_t id) {
  Slot& slot = slots_[id & slot_mask];
  slot.id = 0;
  slot.next_free = free_;
  free_ = static_cast<std::uint32_t>(id & slot_mask);
  --live_;
  if (slot.kind == TimerKind::work) --work_;
  return std::exchange(slot.task, nullptr);
}

void TimerStore::drop_dead_heads() {
  while (!heap_.empty() && !alive(heap_.front())) pop_head();
}

void TimerStore::drop_all_dead() {
  std::erase_if(heap_, [this](const Entry& entry) { return !alive(entry); });
  if (heap_.size() < 2) return;
  for (std::size_t i = (heap_.size() - 2) / fan_out + 1; i-- > 0;) sift_down(i, heap_[i]);
}

void TimerStore::pop_head() {
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
