// The threads of one app beside the one that the steps are on.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {
class LoopThread;
}

namespace chatproof::stage {

class AppThreads {
 public:
  AppThreads();
  ~AppThreads();
  AppThreads(const AppThreads&) = delete;
  AppThreads& operator=(const AppThreads&) = delete;

  // Runs the task on the thread of that name, after what that was given before; not at all once the app has ended. Any
  // thread.
  void post(const std::string& name, runtime::Task task);
  // The app's process ends: waits for what its threads have to do, and ends them. From none of them.
  void end();
  void begin_again();

 private:
  std::mutex mutex_;
  bool ended_ = false;
  std::map<std::string, std::unique_ptr<runtime::LoopThread>> threads_;
};

}  // namespace chatproof::stage
