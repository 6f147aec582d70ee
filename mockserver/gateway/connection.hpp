// One client's stream, cut into frames; and everything that may be wrong with it.
#pragma once

#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "mockserver/gateway/gateway.hpp"

namespace chatproof::mockserver {

// Ten thousand of them idle most of the time: what only a fault needs is in a place of its own.
class Gateway::Connection final : public runtime::StreamHandler, public BySilence {
 public:
  Connection(Gateway& gateway, ConnectionId id, std::unique_ptr<runtime::Stream> stream)
      : gateway_(gateway), id_(id), stream_(std::move(stream)) {}

  void start() { stream_->set_handler(*this); }
  [[nodiscard]] ConnectionId id() const { return id_; }

  void send(const wire::Frame& frame);
  void send_bytes(std::string_view bytes);  // a frame, or what a fault makes of one
  void reset() {
    if (stream_) stream_->reset();
  }
  void drop_stream() { stream_.reset(); }

  // In pieces of so many bytes, each so long after the one before.
  void send_sliced(std::string_view bytes, std::size_t piece, runtime::Duration every);
  enum class Hold : std::uint8_t { join, swap };
  // Waits for the next frame: goes together with it, or after it. After `at_most` it goes alone.
  void hold_back(std::string_view bytes, Hold how, runtime::Duration at_most);

  // Half-open: what is said is held back until the end of it, what comes is not read. These add up; freezing does not.
  void stall(Way way, runtime::Duration span);
  void freeze(bool frozen);
  // From now on what is said this way is lost.
  void lose(Way way);
  [[nodiscard]] bool deaf() const { return deaf_; }

  void on_data(std::string_view bytes) override;
  void on_closed(runtime::NetError why) override {
    gateway_.gone(id_, why == runtime::NetError::closed ? "closed" : "reset");
  }

  runtime::Instant last_heard{};
  // Who the client says it is, before the service knows it and after it has forgotten it.
  std::string claimed_user, claimed_device;
  int number = 0;  // the how many-th of its device

 private:
  static constexpr std::size_t unsent_max = 8 * 1024 * 1024;  // bytes that wait for a client

  struct Piece {
    std::string bytes;
    runtime::Duration wait;
  };
  struct StoredFrame {
    wire::Frame frame;
    std::string payload;
  };
  // What faults have made of it.
  struct Trouble {
    std::list<Piece> unsent;
    std::size_t unsent_bytes = 0;
    bool waiting = false;  // for the time of the first piece
    std::string held_back;
    Hold held_how = Hold::join;
    std::uint64_t held_number = 0;
    std::list<StoredFrame> unread;  // came in the same bytes as what stalled the connection
    int stalled_in = 0;             // towards the client
    int stalled_out = 0;
    bool frozen = false;
  };
  [[nodiscard]] Trouble& trouble() { return trouble_ ? *trouble_ : *(trouble_ = std::make_unique<Trouble>()); }
  [[nodiscard]] bool stalled_out() const { return trouble_ && trouble_->stalled_out > 0; }
  void emit(std::string_view bytes, runtime::Duration wait = {});
  void write(std::string_view bytes);
  void pump();
  void let_go();  // of what was held back
  void hold(Way way, int change);

  Gateway& gateway_;
  const ConnectionId id_;
  std::unique_ptr<runtime::Stream> stream_;
  wire::Decoder decoder_;
  std::unique_ptr<Trouble> trouble_;  // null: none so far
  bool mute_ = false;
  bool deaf_ = false;
};

}  // namespace chatproof::mockserver
