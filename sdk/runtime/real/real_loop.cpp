#include "sdk/runtime/real/real_loop.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "sdk/runtime/timer_store.hpp"

namespace chatproof::runtime {

namespace asio = boost::asio;
using SteadyClock = std::chrono::steady_clock;

class RealLoop::Impl {
 public:
  explicit Impl(RealOptions options)
      : speed_(options.speed),
        system_clock_(std::move(options.system_clock)),
        io_(std::make_unique<asio::io_context>(1)) {
    if (!(speed_ > 0)) std::abort();
    alarm_ = std::make_unique<asio::steady_timer>(*io_);
  }
  ~Impl() { shut_down(); }

  // While handlers die, what they hold may still set timers, cancel them and post.
  void shut_down() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    drop_posted();
    timers_.clear();
    alarm_.reset();
    io_.reset();
    drop_posted();
    timers_.clear();
  }

  [[nodiscard]] Instant now() const {
    const std::chrono::duration<double, std::micro> wall = SteadyClock::now() - start_;
    return Instant(Duration(static_cast<Duration::rep>(wall.count() * speed_)));
  }

  [[nodiscard]] SteadyClock::time_point wall_of(Instant when) const {
    const double micros = std::ceil(static_cast<double>(when.time_since_epoch().count()) / speed_);
    // Beyond a year: woken up early and set again.
    constexpr double most = 365.0 * 86'400 * 1e6;
    return start_ + std::chrono::microseconds(static_cast<std::int64_t>(std::min(micros, most)) + 1);
  }

  [[nodiscard]] UnixTime unix_now() const {
    const UnixTime system = system_clock_();
    if (speed_ == 1.0) return system;
    // What the span since the start has gained by the speed.
    return system + std::chrono::floor<Duration>(now().time_since_epoch() * (1.0 - 1.0 / speed_));
  }

  void post(Task task) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return;
      first = posted_.empty();
      posted_.push_back(std::move(task));
    }
    if (first) asio::post(*io_, [this] { run_posted(); });
  }

  Timer at(RealLoop& loop, Instant when, TimerKind kind, Task task) {
    if (alarm_ == nullptr) return {};
    const std::uint64_t id = timers_.add(when, kind, std::move(task));
    if (!firing_ && when < armed_for_) arm();
    return {&loop, id};
  }

  void run() {
    const auto guard = asio::make_work_guard(*io_);
    thread_ = std::this_thread::get_id();
    while (!stop_requested_) {
      io_->run();
      io_->restart();
    }
    stop_requested_ = false;
    thread_ = std::thread::id();
  }

  bool run_until(const std::function<bool()>& done, Duration wall_limit) {
    const auto guard = asio::make_work_guard(*io_);
    const auto deadline = SteadyClock::now() + wall_limit;
    thread_ = std::this_thread::get_id();
    bool reached = done();
    while (!reached && SteadyClock::now() < deadline) {
      io_->run_one_until(deadline);
      io_->restart();
      reached = done();
    }
    thread_ = std::thread::id();
    return reached;
  }

  void stop() {
    stop_requested_ = true;
    io_->stop();
  }

  [[nodiscard]] bool on_loop_thread() const {
    const std::thread::id thread = thread_;
    return thread == std::thread::id() || thread == std::this_thread::get_id();
  }

  double speed_;
  SteadyClock::time_point start_ = SteadyClock::now();
  std::function<UnixTime()> system_clock_;
  std::atomic<Duration::rep> unix_offset_{0};
  TimerStore timers_;
  std::unique_ptr<asio::io_context> io_;

 private:
  void run_posted() {
    std::vector<Task> turn;
    {
      const std::lock_guard lock(mutex_);
      turn.swap(posted_);
    }
    // Each task dies before the next one runs.
    for (Task& slot : turn) std::exchange(slot, nullptr)();
  }

  void drop_posted() {
    std::vector<Task> dying;
    const std::lock_guard lock(mutex_);
    dying.swap(posted_);
  }

  void arm() {
    const auto next = timers_.next();
    if (!next) {
      armed_for_ = Instant::max();
      return;
    }
    armed_for_ = *next;
    alarm_->expires_at(wall_of(*next));
    alarm_->async_wait([this](const boost::system::error_code& error) {
      if (!error) fire();
    });
  }

  // Runs what is due now; what these tasks set for this very instant waits for the next turn.
  void fire() {
    firing_ = true;
    const Instant due = now();
    for (auto next = timers_.next(); next && *next <= due; next = timers_.next()) timers_.take()();
    firing_ = false;
    arm();
  }

  std::unique_ptr<asio::steady_timer> alarm_;
  Instant armed_for_ = Instant::max();
  bool firing_ = false;
  std::atomic<bool> stop_requested_ = false;
  std::atomic<std::thread::id> thread_{};
  std::mutex mutex_;
  bool closed_ = false;       // guarded by mutex_
  std::vector<Task> posted_;  // guarded by mutex_
};

RealLoop::RealLoop(RealOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
RealLoop::~RealLoop() { impl_->shut_down(); }

Instant RealLoop::now() const { return impl_->now(); }
UnixTime RealLoop::unix_now() const {
  return impl_->unix_now() + Duration(impl_->unix_offset_.load(std::memory_order_relaxed));
}
void RealLoop::set_unix_offset(Duration offset) {
  impl_->unix_offset_.store(offset.count(), std::memory_order_relaxed);
}
void RealLoop::post(Task task) { impl_->post(std::move(task)); }
bool RealLoop::on_loop_thread() const { return impl_->on_loop_thread(); }
Timer RealLoop::at(Instant when, TimerKind kind, Task task) { return impl_->at(*this, when, kind, std::move(task)); }
void RealLoop::cancel(std::uint64_t id) noexcept { impl_->timers_.cancel(id); }
std::optional<Instant> RealLoop::next_work() const { return impl_->timers_.next_work(); }
void RealLoop::run() { impl_->run(); }
void RealLoop::stop() { impl_->stop(); }
bool RealLoop::run_until(const std::function<bool()>& done, Duration wall_limit) {
  return impl_->run_until(done, wall_limit);
}
double RealLoop::speed() const { return impl_->speed_; }
Instant RealLoop::wall_ahead(Duration wall) const {
  return now() + Duration(static_cast<Duration::rep>(static_cast<double>(wall.count()) * impl_->speed_));
}
asio::io_context& RealLoop::context() { return *impl_->io_; }

}  // namespace chatproof::runtime
