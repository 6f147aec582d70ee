// The listeners of one kind. Added and removed on any thread; told on the SDK's thread.
#pragma once

#include <algorithm>
#include <mutex>
#include <vector>

namespace chatproof::v2tim {

// The one added last is told first; adding twice or null changes nothing (spec observed O3.3). A listener that is
// removed while the others are being told is not told any more (spec login 15.5).
template <class Listener>
class Listeners {
 public:
  void add(Listener* listener) {
    const std::lock_guard lock(mutex_);
    if (listener != nullptr && !contains(listener)) list_.push_back(listener);
  }
  void remove(Listener* listener) {
    const std::lock_guard lock(mutex_);
    std::erase(list_, listener);
  }

  // Calls tell(Listener&) for each, without holding the lock: a listener may call anything.
  template <class Tell>
  void tell(Tell&& tell) {
    std::vector<Listener*> now;
    {
      const std::lock_guard lock(mutex_);
      now.assign(list_.rbegin(), list_.rend());
    }
    for (Listener* listener : now) {
      {
        const std::lock_guard lock(mutex_);
        if (!contains(listener)) continue;
      }
      tell(*listener);
    }
  }

 private:
  bool contains(Listener* listener) const { return std::find(list_.begin(), list_.end(), listener) != list_.end(); }

  std::mutex mutex_;
  std::vector<Listener*> list_;
};

}  // namespace chatproof::v2tim
