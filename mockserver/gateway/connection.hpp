// One client's stream, cut into frames.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "mockserver/gateway/gateway.hpp"

namespace chatproof::mockserver {

class Gateway::Connection final : public runtime::StreamHandler {
 public:
  Connection(Gateway& gateway, ConnectionId id, std::unique_ptr<runtime::Stream> stream)
      : gateway_(gateway), id_(id), stream_(std::move(stream)) {}

  void start() { stream_->set_handler(*this); }
  [[nodiscard]] ConnectionId id() const { return id_; }

  void send(const wire::Frame& frame) {
    if (!stream_) return;
    if (frame.payload.size() > wire::payload_max) return send_too_large(frame);
    std::string bytes;
    wire::append_frame(bytes, frame);
    send_bytes(bytes);
  }
  void send_bytes(std::string_view bytes) {
    if (!stream_ || mute_) return;
    if (held_.size() + stream_->queued() + bytes.size() > unsent_max) {
      mute_ = true;
      gateway_.later(id_, {}, [this] { gateway_.gone(id_, "does not read"); });
    } else if (frozen_) {
      held_.append(bytes);
    } else {
      write(bytes);
    }
  }
  void reset() {
    if (stream_) stream_->reset();
  }
  void drop_stream() { stream_.reset(); }

  // Half-open: reads nothing, says nothing; what was to be said is said after the thaw.
  void freeze(bool frozen) {
    frozen_ = frozen;
    if (!stream_) return;
    stream_->pause_reading(frozen);
    if (!frozen && !held_.empty()) {
      write(held_);
      held_.clear();
    }
  }
  // From now on nothing is answered any more.
  void swallow_everything() { mute_ = true; }
  [[nodiscard]] bool deaf() const { return mute_; }

  void on_data(std::string_view bytes) override {
    gateway_.traffic.received += bytes.size();
    const auto error = decoder_.feed(bytes, [this](const wire::Frame& frame) {
      gateway_.on_frame(*this, frame);
      return stream_ != nullptr;
    });
    if (error != wire::DecodeError::none && stream_) gateway_.gone(id_, "protocol error");
  }
  void on_closed(runtime::NetError why) override {
    gateway_.gone(id_, why == runtime::NetError::closed ? "closed" : "reset");
  }

  runtime::Instant last_heard{};
  // Who the client says it is, before the service knows it and after it has forgotten it.
  std::string claimed_user, claimed_device;

 private:
  static constexpr std::size_t unsent_max = 8 * 1024 * 1024;  // bytes that wait for a client

  Gateway& gateway_;
  const ConnectionId id_;
  std::unique_ptr<runtime::Stream> stream_;
  void write(std::string_view bytes) {
    gateway_.traffic.sent += bytes.size();
    stream_->write(bytes);
  }
  // Only what an operator made up can be as large as that. A request still gets its answer.
  void send_too_large(const wire::Frame& frame) {
    if (frame.type != wire::FrameType::reply) return;
    const std::string payload = error(80002, "the answer would be larger than a frame").dump();
    send({frame.type, frame.command, frame.id, payload});
  }

  wire::Decoder decoder_;
  std::string held_;
  bool frozen_ = false;
  bool mute_ = false;
};

}  // namespace chatproof::mockserver
