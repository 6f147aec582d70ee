#include "mockserver/gateway/connection.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace chatproof::mockserver {

void Gateway::Connection::send(const wire::Frame& frame) {
  if (!stream_) return;
  if (frame.payload.size() > wire::payload_max) {
    // Only what an operator made up can be as large as that. A request still gets its answer.
    if (frame.type != wire::FrameType::reply) return;
    const std::string payload = error(80002, "the answer would be larger than a frame").dump();
    return send({frame.type, frame.command, frame.id, payload});
  }
  std::string bytes;
  wire::append_frame(bytes, frame);
  send_bytes(bytes);
}

void Gateway::Connection::send_bytes(std::string_view bytes) {
  if (held_back_.empty()) return emit(bytes);
  const std::string held = std::exchange(held_back_, {});
  emit(held_how_ == Hold::join ? held + std::string(bytes) : std::string(bytes) + held);
}

void Gateway::Connection::hold_back(std::string_view bytes, Hold how, runtime::Duration at_most) {
  if (!held_back_.empty()) return send_bytes(bytes);  // this is the next one
  held_back_ = bytes;
  held_how_ = how;
  gateway_.later(id_, at_most, [this, turn = ++held_number_] {
    if (turn == held_number_) let_go();
  });
}

void Gateway::Connection::let_go() { emit(std::exchange(held_back_, {})); }

void Gateway::Connection::send_sliced(std::string_view bytes, std::size_t piece, runtime::Duration every) {
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    emit(bytes.substr(at, piece), at == 0 ? runtime::Duration{} : every);
}

void Gateway::Connection::emit(std::string_view bytes, runtime::Duration wait) {
  if (!stream_ || mute_ || bytes.empty()) return;
  if (unsent_bytes_ + stream_->queued() + bytes.size() > unsent_max) {
    mute_ = true;
    gateway_.later(id_, {}, [this] { gateway_.gone(id_, "does not read"); });
  } else if (unsent_.empty() && stalled_in_ == 0 && wait == runtime::Duration{}) {
    write(bytes);
  } else {
    unsent_.push_back({std::string(bytes), wait});
    unsent_bytes_ += bytes.size();
    pump();
  }
}

void Gateway::Connection::write(std::string_view bytes) {
  gateway_.traffic.sent += bytes.size();
  stream_->write(bytes);
}

void Gateway::Connection::pump() {
  while (!unsent_.empty() && stalled_in_ == 0 && !waiting_ && stream_) {
    Piece& piece = unsent_.front();
    if (piece.wait > runtime::Duration{}) {
      waiting_ = true;
      gateway_.later(id_, std::exchange(piece.wait, {}), [this] {
        waiting_ = false;
        pump();
      });
      return;
    }
    write(piece.bytes);
    unsent_bytes_ -= piece.bytes.size();
    unsent_.pop_front();
  }
}

void Gateway::Connection::hold(Way way, int change) {
  if (way != Way::out) stalled_in_ += change;
  if (way != Way::in) stalled_out_ += change;
  if (!stream_) return;
  pump();
  if (stalled_out_ > 0) return stream_->pause_reading(true);
  while (!unread_.empty() && stalled_out_ == 0 && stream_) {
    const StoredFrame next = std::move(unread_.front());
    unread_.pop_front();
    gateway_.on_frame(*this, {next.frame.type, next.frame.command, next.frame.id, next.payload});
  }
  if (stream_ && stalled_out_ == 0) stream_->pause_reading(false);
}

void Gateway::Connection::stall(Way way, runtime::Duration span) {
  hold(way, 1);
  gateway_.later(id_, span, [this, way] { hold(way, -1); });
}

void Gateway::Connection::freeze(bool frozen) {
  if (std::exchange(frozen_, frozen) != frozen) hold(Way::both, frozen ? 1 : -1);
}

void Gateway::Connection::lose(Way way) {
  if (way != Way::out) mute_ = true;
  if (way != Way::in) deaf_ = true;
}

void Gateway::Connection::on_data(std::string_view bytes) {
  gateway_.traffic.received += bytes.size();
  const auto error = decoder_.feed(bytes, [this](const wire::Frame& frame) {
    if (stalled_out_ > 0) {
      unread_.push_back({frame, std::string(frame.payload)});
    } else {
      gateway_.on_frame(*this, frame);
    }
    return stream_ != nullptr;
  });
  if (error != wire::DecodeError::none && stream_) gateway_.gone(id_, "protocol error");
}

}  // namespace chatproof::mockserver
