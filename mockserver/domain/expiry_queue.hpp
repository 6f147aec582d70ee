// Whose ticket expires next, in 16 bytes each. What is no longer true is left where it is until it comes to the front,
// or until there is too much of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "mockserver/domain/model.hpp"

namespace chatproof::mockserver {

class ExpiryQueue {
 public:
  using Entry = std::pair<std::int64_t, ConnectionId>;  // seconds since 1970

  // `holds(entry)` says whether an entry is still true; `live` is how many may be.
  template <class Holds>
  void add(Entry entry, std::size_t live, const Holds& holds) {
    if (heap_.size() >= 2 * live + spare) {
      std::erase_if(heap_, [&](const Entry& one) { return !holds(one); });
      std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
    }
    heap_.push_back(entry);
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
  }
  // The first of them; of several at once the one of the lowest connection.
  template <class Holds>
  [[nodiscard]] std::optional<Entry> front(const Holds& holds) {
    while (!heap_.empty() && !holds(heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
      heap_.pop_back();
    }
    return heap_.empty() ? std::nullopt : std::optional(heap_.front());
  }
  void clear() { heap_.clear(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  static constexpr std::size_t spare = 64;
  std::vector<Entry> heap_;  // the lowest first
};

}  // namespace chatproof::mockserver
