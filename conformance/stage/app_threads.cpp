#include "conformance/stage/app_threads.hpp"

#include <utility>

#include "sdk/runtime/real/loop_thread.hpp"

namespace chatproof::stage {

AppThreads::AppThreads() = default;
AppThreads::~AppThreads() = default;

void AppThreads::post(const std::string& name, runtime::Task task) {
  const std::lock_guard lock(mutex_);
  if (ended_) return;
  auto& thread = threads_[name];
  if (!thread) thread = std::make_unique<runtime::LoopThread>();
  thread->loop().post(std::move(task));
}

void AppThreads::end() {
  std::map<std::string, std::unique_ptr<runtime::LoopThread>> threads;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    threads.swap(threads_);
  }
  for (const auto& [name, thread] : threads) thread->call([] {});  // it comes after all that was posted
}

void AppThreads::begin_again() {
  const std::lock_guard lock(mutex_);
  ended_ = false;
}

}  // namespace chatproof::stage
