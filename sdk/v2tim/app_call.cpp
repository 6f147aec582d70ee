#include "sdk/v2tim/app_call.hpp"

#include <exception>
#include <utility>

namespace chatproof::v2tim {
namespace {

// One per thread: in the simulated world many SDKs share one. Nothing that is destroyed when the thread ends: an app
// may call exit() inside a callback, and the SDK from its own destructors.
struct OfThread {
  const OnBehalfOf* innermost = nullptr;
  int depth = 0;
};
thread_local OfThread of_thread;

std::string text_of_current_exception() {
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception";
  }
}

}  // namespace

OnBehalfOf::OnBehalfOf(std::shared_ptr<const Thrown> to)
    : to_(std::move(to)), before_(std::exchange(of_thread.innermost, this)) {}
OnBehalfOf::~OnBehalfOf() { of_thread.innermost = before_; }

bool inside_app_call() { return of_thread.depth > 0; }

AppCall::AppCall() {
  if (of_thread.innermost != nullptr) to_ = of_thread.innermost->to_;
  ++of_thread.depth;
}
AppCall::~AppCall() { --of_thread.depth; }
void AppCall::threw() const {
  if (to_ != nullptr) (*to_)(text_of_current_exception());
}

}  // namespace chatproof::v2tim
