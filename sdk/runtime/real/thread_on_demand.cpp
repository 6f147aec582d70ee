#include "sdk/runtime/real/thread_on_demand.hpp"

#include <utility>

#include "sdk/runtime/real/quiet_thread.hpp"

namespace chatproof::runtime {

void ThreadOnDemand::post(Task task) {
  std::call_once(start_, [this] { start(); });
  loop_.post(std::move(task));
}

// The thread owns the loop before anything is posted to it.
void ThreadOnDemand::start() {
  const auto owned = std::make_shared<std::promise<void>>();
  loop_.post([owned] { owned->set_value(); });
  quiet_thread([this] {
    loop_.run();
    left_.set_value();
  }).detach();
  owned->get_future().wait();
  started_ = true;
}

void ThreadOnDemand::hold(Duration patience) {
  forking_.lock();
  if (!started_ || loop_.on_loop_thread()) return;
  gate_ = std::make_shared<Gate>();
  loop_.post([gate = gate_] {
    gate->reached.set_value();
    gate->opened.get_future().wait();
  });
  (void)gate_->reached.get_future().wait_for(patience);
}

void ThreadOnDemand::release() {
  if (const auto gate = std::exchange(gate_, nullptr)) gate->opened.set_value();
  forking_.unlock();
}

void ThreadOnDemand::end(Duration patience) {
  if (!started_ || loop_.on_loop_thread()) return;
  loop_.stop();
  (void)left_.get_future().wait_for(patience);
}

}  // namespace chatproof::runtime
