// What happens on an open impaired connection.
#include <utility>

#include "sdk/runtime/impair/impair_core.hpp"

namespace chatproof::runtime {

ImpairedWire::ImpairedWire(ImpairedDevice& device, std::uint64_t id, std::unique_ptr<Stream> inner)
    : device_(device),
      id_(id),
      inner_(std::move(inner)),
      peer_(inner_->peer()),
      up_(*this, Direction::up, device.up),
      down_(*this, Direction::down, device.down) {
  up_.pipe.set_reader(true);
  inner_->set_handler(*this);
}

void ImpairedWire::set_handler(StreamHandler& handler) {
  handler_ = &handler;
  down_.pipe.set_reader(true);
}

void ImpairedWire::write(std::string_view bytes) {
  up_.pipe.write(bytes);
  want_flush();
}

void ImpairedWire::leave(bool in_good_order) {
  stream_->detach();
  stream_ = nullptr;
  handler_ = nullptr;
  down_.pipe.kill();
  if (in_good_order) {
    up_.pipe.finish();
  } else {
    up_.pipe.abort();
  }
  erase_when_over();
}

void ImpairedWire::want_flush() {
  if (flush_wanted_) return;
  flush_wanted_ = true;
  device_.core.request_flush(device_, id_);
}

void ImpairedWire::flush() {
  flush_wanted_ = false;
  const bool drained = up_.pipe.flush();
  down_.pipe.flush();
  // What does not fit into the window stays with the inner network, whose peer then stalls.
  if (inner_ != nullptr) inner_->pause_reading(down_.pipe.queued() > 0);
  if (drained && handler_ != nullptr) handler_->on_drained();
}

void ImpairedWire::poke() {
  up_.pipe.poke();
  down_.pipe.poke();
}

void ImpairedWire::cut() {
  up_.pipe.kill();
  down_.pipe.kill();
}

void ImpairedWire::try_break(bool after_drain) {
  if (after_drain && inner_ != nullptr && inner_->queued() > 0) {
    breaks_when_drained_ = true;
    return;
  }
  kill_inner();
  end_program(NetError::reset);
}

void ImpairedWire::on_drained() {
  if (breaks_when_drained_) return device_.core.break_off(device_, id_, true);
  up_.pipe.set_paused(false);
}

void ImpairedWire::kill_inner() {
  cut();
  if (inner_ != nullptr) inner_->reset();
  inner_.reset();
}

void ImpairedWire::close_both() {
  inner_end_ = NetError::closed;
  up_.pipe.finish();
  down_.pipe.finish();
}

void ImpairedWire::end_program(NetError why) {
  StreamHandler* handler = std::exchange(handler_, nullptr);
  if (stream_ != nullptr) stream_->detach();
  stream_ = nullptr;
  erase_when_over();
  if (handler != nullptr) handler->on_closed(why);
}

void ImpairedWire::erase_when_over() {
  if (stream_ == nullptr && inner_ == nullptr) device_.wires.erase(id_);
}

void ImpairedWire::on_data(std::string_view bytes) {
  if (stream_ == nullptr) return;
  down_.pipe.write(bytes);
  want_flush();
}

void ImpairedWire::on_closed(NetError why) {
  inner_.reset();
  up_.pipe.kill();
  if (stream_ == nullptr) return erase_when_over();
  if (why == NetError::closed) {
    down_.pipe.finish();
  } else {
    inner_end_ = why;
    down_.pipe.flush();
    down_.pipe.abort();
  }
}

void ImpairedWire::up_bytes(std::string_view bytes) {
  if (inner_ == nullptr) return;
  inner_->write(bytes);
  up_.pipe.set_paused(inner_->queued() > Pipe::window_max);
}

void ImpairedWire::Flow::on_bytes(std::string_view bytes) {
  if (direction == Direction::up) {
    wire.up_bytes(bytes);
  } else if (wire.handler_ != nullptr) {
    wire.handler_->on_data(bytes);
  }
}

void ImpairedWire::Flow::on_mark(Pipe::Mark mark) {
  if (direction == Direction::down) {
    return wire.end_program(mark == Pipe::Mark::fin ? NetError::closed : wire.inner_end_);
  }
  if (mark == Pipe::Mark::rst && wire.inner_ != nullptr) wire.inner_->reset();
  wire.inner_.reset();
  wire.erase_when_over();
}

void ImpairedWire::Flow::on_gave_up() {
  if (direction == Direction::up) {
    wire.kill_inner();
    return wire.end_program(NetError::timed_out);
  }
  // The server's kernel would have given up on us; the program finds out when it says something.
  if (wire.inner_ != nullptr) wire.inner_->reset();
  wire.inner_.reset();
  wire.erase_when_over();
}

void ImpairedWire::Flow::limit_reached() {
  for (const std::uint64_t id : wire.device_.wire_ids()) wire.device_.core.break_off(wire.device_, id, true);
}

}  // namespace chatproof::runtime
