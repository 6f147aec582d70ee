// The one door through which the SDK calls its app: results, listeners, the log's listener.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace chatproof::v2tim {

// Is told what the app threw, as text. Any thread.
using Thrown = std::function<void(const std::string&)>;

// While it lives, what the app throws on this thread is told to `to`.
class OnBehalfOf {
 public:
  explicit OnBehalfOf(std::shared_ptr<const Thrown> to);
  ~OnBehalfOf();
  OnBehalfOf(const OnBehalfOf&) = delete;
  OnBehalfOf& operator=(const OnBehalfOf&) = delete;

 private:
  friend class AppCall;
  const std::shared_ptr<const Thrown> to_;
  const OnBehalfOf* const before_;
};

// This thread is inside the app's code, called by an SDK: it waits for no other thread, which may wait for this one.
[[nodiscard]] bool inside_app_call();

class AppCall {
 public:
  AppCall();
  ~AppCall();
  AppCall(const AppCall&) = delete;
  AppCall& operator=(const AppCall&) = delete;
  void threw() const;  // within a catch clause

 private:
  std::shared_ptr<const Thrown> to_;  // kept: the call may end the SDK that it belongs to
};

// An app that throws must not take the SDK's thread with it: the SDK notes the error and goes on.
template <class Call>
void call_app(Call&& call) {
  const AppCall inside;
  try {
    call();
  } catch (...) {
    inside.threw();
  }
}

}  // namespace chatproof::v2tim
