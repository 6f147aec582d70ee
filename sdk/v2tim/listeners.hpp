// The listeners of one kind. Added and removed on any thread; told on the SDK's thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "sdk/v2tim/app_call.hpp"

namespace chatproof::v2tim {

// The one added last is told first; adding twice or null changes nothing (spec observed O3.3). A listener that is
// removed while the others are being told is not told any more (spec login 15.5).
template <class Listener>
class Listeners {
 public:
  Listeners() = default;
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;
  ~Listeners() {
    const std::lock_guard lock(state_->mutex);
    state_->list.clear();
  }

  void add(Listener* listener) {
    const std::lock_guard lock(state_->mutex);
    if (listener != nullptr && !contains(state_->list, listener)) state_->list.push_back(listener);
  }

  // Waits for the call of this listener that is under way, so that the app may delete it afterwards; not from inside a
  // callback, which may be that very call, or one that the caller of another remove() waits for.
  void remove(Listener* listener) {
    std::unique_lock lock(state_->mutex);
    std::erase(state_->list, listener);
    if (!inside_app_call()) state_->told.wait(lock, [&] { return !contains(state_->telling, listener); });
  }

  // Calls tell(Listener&) for each, without holding the lock: a listener may call anything.
  template <class Tell>
  void tell(Tell&& tell) {
    const auto state = state_;  // a listener may end the SDK that tells it
    List now;
    {
      const std::lock_guard lock(state->mutex);
      now.assign(state->list.rbegin(), state->list.rend());
    }
    for (Listener* listener : now) {
      if (!begin(*state, listener)) continue;
      call_app([&] { tell(*listener); });
      end(*state);
    }
  }

 private:
  using List = std::vector<Listener*>;
  struct State {
    std::mutex mutex;
    std::condition_variable told;
    List list;
    List telling;  // the calls under way, the innermost last
  };

  static bool contains(const List& list, const Listener* listener) {
    return std::find(list.begin(), list.end(), listener) != list.end();
  }
  static bool begin(State& state, Listener* listener) {
    const std::lock_guard lock(state.mutex);
    if (!contains(state.list, listener)) return false;
    state.telling.push_back(listener);
    return true;
  }
  static void end(State& state) {
    const std::lock_guard lock(state.mutex);
    state.telling.pop_back();
    state.told.notify_all();
  }

  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace chatproof::v2tim
