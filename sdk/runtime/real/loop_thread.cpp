#include "sdk/runtime/real/loop_thread.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "sdk/runtime/real/quiet_thread.hpp"

namespace chatproof::runtime {

class LoopThread::Impl {
 public:
  explicit Impl(RealOptions options) : loop_(std::move(options)) {
    thread_ = quiet_thread([this] { loop_.run(); });
    call([] {});  // a loop without a thread belongs to whoever asks: not before it has its own
  }
  ~Impl() { stop(); }

  void call(const Task& task) {
    if (!thread_.joinable() || std::this_thread::get_id() == thread_.get_id()) return task();
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    loop_.post([&] {
      task();
      // Told under the lock: the caller owns both and leaves as soon as it sees `done`.
      const std::lock_guard lock(mutex);
      done = true;
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return done; });
  }

  void stop() {
    if (!thread_.joinable()) return;
    loop_.stop();
    thread_.join();
  }

  RealLoop loop_;

 private:
  std::thread thread_;
};

LoopThread::LoopThread(RealOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
LoopThread::~LoopThread() = default;
RealLoop& LoopThread::loop() { return impl_->loop_; }
void LoopThread::call(const Task& task) { impl_->call(task); }
void LoopThread::stop() { impl_->stop(); }

}  // namespace chatproof::runtime
