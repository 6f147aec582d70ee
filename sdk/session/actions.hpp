// What a machine answers to an event: a short list of values, in the order in which they are to be done.
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>

namespace chatproof::session {

// A list without an allocation: no event of a machine leads to more than `capacity` actions.
template <class Action>
class ActionList {
 public:
  static constexpr std::size_t capacity = 8;

  ActionList() = default;
  ActionList(std::initializer_list<Action> actions) {
    for (const Action& action : actions) add(action);
  }
  void add(const Action& action) {
    if (size_ == capacity) std::abort();
    items_[size_++] = action;
  }
  [[nodiscard]] const Action* begin() const { return items_.data(); }
  [[nodiscard]] const Action* end() const { return items_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::array<Action, capacity> items_{};
  std::size_t size_ = 0;
};

}  // namespace chatproof::session
