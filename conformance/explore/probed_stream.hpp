// One connection of a probed device: names what is read and written, and does what goes wrong there.
#pragma once

#include <deque>
#include <memory>
#include <string>

#include "conformance/explore/probed_device.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::explore {

class ProbedStream final : public runtime::Stream, private runtime::StreamHandler {
 public:
  // `connection`: which one of the device, from 1.
  ProbedStream(ProbedDevice& device, int connection, std::unique_ptr<runtime::Stream> inner);

  void set_handler(runtime::StreamHandler& handler) override;
  void write(std::string_view bytes) override;
  [[nodiscard]] std::size_t queued() const override;
  void pause_reading(bool paused) override { inner_->pause_reading(paused); }
  void reset() override { inner_->reset(); }
  [[nodiscard]] runtime::Endpoint peer() const override { return inner_->peer(); }

 private:
  // Bytes on their way through this stream; `end` follows them, when it is not none.
  struct Piece {
    runtime::Instant due;
    std::string bytes;
    runtime::NetError end = runtime::NetError::none;
  };
  struct Lane {
    std::deque<Piece> held;
    runtime::Timer timer;
    wire::Decoder decoder;  // for the names only
    bool readable = true;
  };

  void on_data(std::string_view bytes) override;
  void on_drained() override;
  void on_closed(runtime::NetError why) override;

  [[nodiscard]] std::string stem(Operation operation, std::string_view bytes);
  void hold(Lane& lane, std::string_view bytes, runtime::Duration wait, runtime::Duration gap);
  void send_due();
  void deliver_due();

  ProbedDevice& device_;
  const int connection_;
  std::unique_ptr<runtime::Stream> inner_;
  runtime::StreamHandler* handler_ = nullptr;
  Lane out_, in_;
};

}  // namespace chatproof::explore
