#include "conformance/explore/probed_stream.hpp"

#include <algorithm>
#include <utility>

namespace chatproof::explore {
namespace {

using runtime::NetError;

std::string name_of(const wire::Frame& frame) {
  switch (frame.type) {
    case wire::FrameType::ping:
      return "ping";
    case wire::FrameType::pong:
      return "pong";
    case wire::FrameType::goaway:
      return "goaway";
    case wire::FrameType::request:
    case wire::FrameType::reply:
    case wire::FrameType::push:
      break;
  }
  const auto name = wire::name_of(frame.command);
  return name.empty() ? "unknown" : std::string(name);
}

std::string with_one_wrong_byte(std::string_view bytes) {
  std::string out(bytes);
  if (!out.empty()) out[out.size() / 2] = static_cast<char>(out[out.size() / 2] ^ 0xff);
  return out;
}

}  // namespace

ProbedStream::ProbedStream(ProbedDevice& device, int connection, std::unique_ptr<runtime::Stream> inner)
    : device_(device), connection_(connection), inner_(std::move(inner)) {}

void ProbedStream::set_handler(runtime::StreamHandler& handler) {
  handler_ = &handler;
  inner_->set_handler(*this);
}

std::size_t ProbedStream::queued() const {
  std::size_t bytes = inner_->queued();
  for (const Piece& piece : out_.held) bytes += piece.bytes.size();
  return bytes;
}

// "2/read/login+message": what the bytes complete; "part" when no frame ends in them.
std::string ProbedStream::stem(Operation operation, std::string_view bytes) {
  Lane& lane = operation == Operation::read ? in_ : out_;
  std::string what;
  if (lane.readable) {
    const auto error = lane.decoder.feed(bytes, [&](const wire::Frame& frame) {
      what += (what.empty() ? "" : "+") + name_of(frame);
      return true;
    });
    lane.readable = error == wire::DecodeError::none;
  }
  if (what.empty()) what = lane.readable ? "part" : "garbage";
  return std::to_string(connection_) + "/" + std::string(to_string(operation)) + "/" + what;
}

void ProbedStream::hold(Lane& lane, std::string_view bytes, runtime::Duration wait, runtime::Duration gap) {
  runtime::Instant due = device_.now() + wait;
  if (!lane.held.empty()) due = std::max(due, lane.held.back().due);
  if (gap == runtime::Duration{0}) {
    lane.held.push_back({due, std::string(bytes)});
  } else {
    for (const char c : bytes) lane.held.push_back({due += gap, std::string(1, c)});
  }
}

void ProbedStream::write(std::string_view bytes) {
  const auto fault = device_.reach(Operation::write, stem(Operation::write, bytes));
  if (fault == Fault::reset) return device_.reset_link();  // the bytes are never seen again
  if (fault == Fault::cut) device_.reset_after(runtime::Direction::up, bytes.size());
  if (fault == Fault::truncate) device_.reset_after(runtime::Direction::up, std::max<std::size_t>(1, bytes.size() / 2));
  if (fault == Fault::blackhole) device_.silence(true, true);
  if (fault == Fault::stall) device_.silence(true, false);
  if (fault) device_.do_now(*fault);
  if (fault == Fault::delay || fault == Fault::trickle || !out_.held.empty()) {
    hold(out_, bytes, fault == Fault::delay ? lateness : runtime::Duration{0},
         fault == Fault::trickle ? byte_gap : runtime::Duration{0});
    out_.timer = device_.loop().at(out_.held.front().due, runtime::TimerKind::work, [this] { send_due(); });
    return;
  }
  inner_->write(fault == Fault::corrupt ? with_one_wrong_byte(bytes) : bytes);
  if (fault == Fault::close) device_.close_link();
  if (fault) device_.do_soon(*fault);
}

void ProbedStream::send_due() {
  while (!out_.held.empty() && out_.held.front().due <= device_.now()) {
    inner_->write(out_.held.front().bytes);
    out_.held.pop_front();
  }
  if (!out_.held.empty())
    out_.timer = device_.loop().at(out_.held.front().due, runtime::TimerKind::work, [this] { send_due(); });
}

// The handler may destroy this stream: whatever calls it does so last.
void ProbedStream::on_data(std::string_view bytes) {
  const auto fault = device_.reach(Operation::read, stem(Operation::read, bytes));
  if (fault == Fault::reset) return device_.reset_link();
  if (fault == Fault::cut || fault == Fault::truncate) device_.reset_link();
  if (fault == Fault::close) device_.close_link();
  if (fault) {
    device_.do_now(*fault);
    device_.do_soon(*fault);
  }
  runtime::Duration wait{0};
  if (fault == Fault::delay) wait = lateness;
  if (fault == Fault::blackhole || fault == Fault::stall) {
    wait = outage;
    device_.silence(fault == Fault::blackhole, true);
  }
  const bool trickles = fault == Fault::trickle;
  if (wait != runtime::Duration{0} || trickles || !in_.held.empty()) {
    const bool first = in_.held.empty();
    hold(in_, bytes, wait, trickles ? byte_gap : runtime::Duration{0});
    if (first) in_.timer = device_.loop().at(in_.held.front().due, runtime::TimerKind::work, [this] { deliver_due(); });
    return;
  }
  if (fault == Fault::truncate) bytes = bytes.substr(0, bytes.size() / 2);
  if (bytes.empty()) return;
  if (fault == Fault::corrupt) return handler_->on_data(with_one_wrong_byte(bytes));
  handler_->on_data(bytes);
}

void ProbedStream::deliver_due() {
  const Piece piece = std::move(in_.held.front());
  in_.held.pop_front();
  if (!in_.held.empty())
    in_.timer = device_.loop().at(in_.held.front().due, runtime::TimerKind::work, [this] { deliver_due(); });
  if (piece.end != NetError::none) return handler_->on_closed(piece.end);
  handler_->on_data(piece.bytes);
}

void ProbedStream::on_drained() {
  if (out_.held.empty()) handler_->on_drained();
}

void ProbedStream::on_closed(NetError why) {
  if (in_.held.empty()) return handler_->on_closed(why);
  in_.held.push_back({in_.held.back().due, {}, why});
}

}  // namespace chatproof::explore
