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
  bytes.reserve(wire::header_size + frame.payload.size());
  wire::append_frame(bytes, frame);
  send_bytes(bytes);
}

void Gateway::Connection::send_bytes(std::string_view bytes) {
  if (!trouble_ || trouble_->held_back.empty()) return emit(bytes);
  const std::string held = std::exchange(trouble_->held_back, {});
  emit(trouble_->held_how == Hold::join ? held + std::string(bytes) : std::string(bytes) + held);
}

void Gateway::Connection::hold_back(std::string_view bytes, Hold how, runtime::Duration at_most) {
  Trouble& now = trouble();
  if (!now.held_back.empty()) return send_bytes(bytes);  // this is the next one
  now.held_back = bytes;
  now.held_how = how;
  gateway_.later(id_, at_most, [this, turn = ++now.held_number] {
    if (turn == trouble_->held_number) let_go();
  });
}

void Gateway::Connection::let_go() { emit(std::exchange(trouble_->held_back, {})); }

void Gateway::Connection::send_sliced(std::string_view bytes, std::size_t piece, runtime::Duration every) {
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    emit(bytes.substr(at, piece), at == 0 ? runtime::Duration{} : every);
}

void Gateway::Connection::emit(std::string_view bytes, runtime::Duration wait) {
  if (!stream_ || mute_ || bytes.empty()) return;
  const bool at_once =
      (!trouble_ || (trouble_->unsent.empty() && trouble_->stalled_in == 0)) && wait == runtime::Duration{};
  const std::size_t waiting = trouble_ ? trouble_->unsent_bytes : 0;
  if (waiting + stream_->queued() + bytes.size() > unsent_max) {
    mute_ = true;
    gateway_.later(id_, {}, [this] { gateway_.gone(id_, "does not read"); });
  } else if (at_once) {
    write(bytes);
  } else {
    trouble().unsent.push_back({std::string(bytes), wait});
    trouble().unsent_bytes += bytes.size();
    pump();
  }
}

void Gateway::Connection::write(std::string_view bytes) {
  gateway_.traffic.sent += bytes.size();
  stream_->write(bytes);
}

void Gateway::Connection::pump() {
  Trouble& now = trouble();
  while (!now.unsent.empty() && now.stalled_in == 0 && !now.waiting && stream_) {
    Piece& piece = now.unsent.front();
    if (piece.wait > runtime::Duration{}) {
      now.waiting = true;
      gateway_.later(id_, std::exchange(piece.wait, {}), [this] {
        trouble_->waiting = false;
        pump();
      });
      return;
    }
    write(piece.bytes);
    now.unsent_bytes -= piece.bytes.size();
    now.unsent.pop_front();
  }
}

void Gateway::Connection::hold(Way way, int change) {
  Trouble& now = trouble();
  if (way != Way::out) now.stalled_in += change;
  if (way != Way::in) now.stalled_out += change;
  if (!stream_) return;
  pump();
  if (now.stalled_out > 0) return stream_->pause_reading(true);
  while (!now.unread.empty() && now.stalled_out == 0 && stream_) {
    const StoredFrame next = std::move(now.unread.front());
    now.unread.pop_front();
    gateway_.on_frame(*this, {next.frame.type, next.frame.command, next.frame.id, next.payload});
  }
  if (stream_ && now.stalled_out == 0) stream_->pause_reading(false);
}

void Gateway::Connection::stall(Way way, runtime::Duration span) {
  hold(way, 1);
  gateway_.later(id_, span, [this, way] { hold(way, -1); });
}

void Gateway::Connection::freeze(bool frozen) {
  if (std::exchange(trouble().frozen, frozen) != frozen) hold(Way::both, frozen ? 1 : -1);
}

void Gateway::Connection::lose(Way way) {
  if (way != Way::out) mute_ = true;
  if (way != Way::in) deaf_ = true;
}

void Gateway::Connection::on_data(std::string_view bytes) {
  gateway_.traffic.received += bytes.size();
  const auto error = decoder_.feed(bytes, [this](const wire::Frame& frame) {
    if (stalled_out()) {
      trouble_->unread.push_back({frame, std::string(frame.payload)});
    } else {
      gateway_.on_frame(*this, frame);
    }
    return stream_ != nullptr;
  });
  if (error != wire::DecodeError::none && stream_) gateway_.gone(id_, "protocol error");
}

}  // namespace chatproof::mockserver
