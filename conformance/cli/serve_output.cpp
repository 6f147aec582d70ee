#include "conformance/cli/serve_output.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "conformance/cli/write_all.hpp"

namespace chatproof::cli {
namespace {

constexpr std::size_t waiting_max = 4u << 20u;  // bytes
constexpr auto last_words = std::chrono::seconds(1);

}  // namespace

struct ServeOutput::State {
  std::mutex mutex;
  std::condition_variable changed;
  std::string waiting;
  std::uint64_t left_out = 0;
  bool closing = false, done = false;
};

ServeOutput::ServeOutput(int descriptor)
    : state_(std::make_shared<State>()), thread_([state = state_, descriptor] { write(state, descriptor); }) {}

ServeOutput::~ServeOutput() {
  std::unique_lock lock(state_->mutex);
  state_->closing = true;
  state_->changed.notify_all();
  const bool done = state_->changed.wait_for(lock, last_words, [this] { return state_->done; });
  lock.unlock();
  done ? thread_.join() : thread_.detach();
}

void ServeOutput::put(std::string_view lines) {
  const std::lock_guard lock(state_->mutex);
  if (state_->done) return;
  if (state_->waiting.size() + lines.size() > waiting_max) {
    ++state_->left_out;
    return;
  }
  if (const auto count = std::exchange(state_->left_out, 0); count != 0)
    state_->waiting += "(" + std::to_string(count) + " lines were left out: nobody read them)\n";
  state_->waiting += lines;
  state_->changed.notify_all();
}

// A reader that has gone away ends it.
void ServeOutput::write(const std::shared_ptr<State>& state, int descriptor) {
  std::unique_lock lock(state->mutex);
  for (bool read = true; read;) {
    state->changed.wait(lock, [&] { return state->closing || !state->waiting.empty(); });
    if (state->waiting.empty()) break;
    const std::string now = std::exchange(state->waiting, {});
    lock.unlock();
    read = write_all(descriptor, now);
    lock.lock();
  }
  state->done = true;
  state->changed.notify_all();
}

}  // namespace chatproof::cli
