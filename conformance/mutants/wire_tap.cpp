#include "conformance/mutants/wire_tap.hpp"

#include <list>
#include <utility>

namespace chatproof::mutants {
namespace {

using runtime::NetError;

constexpr runtime::Duration idle_round = std::chrono::seconds(20);

// An attempt that nobody makes: only the SDK's own time-out ends it.
class NoAttempt final : public runtime::Pending {};

// The end of a connection as nobody is to know of it.
class Deaf final : public runtime::StreamHandler {
 public:
  void on_data(std::string_view /*bytes*/) override {}
  void on_closed(NetError /*why*/) override {}
};
Deaf& nobody() {
  static Deaf deaf;
  return deaf;
}

class TappedStream final : public runtime::Stream, private runtime::StreamHandler, private Crossing {
 public:
  TappedStream(TappedDevice& device, std::unique_ptr<runtime::Stream> inner)
      : device_(device), inner_(std::move(inner)) {}
  ~TappedStream() override {
    if (!inner_ || device_.tap().closes_links()) return;
    inner_->set_handler(nobody());
    device_.keep_open(std::move(inner_));
  }

  void set_handler(runtime::StreamHandler& handler) override {
    handler_ = &handler;
    inner_->set_handler(*this);
  }
  void write(std::string_view bytes) override {
    if (!tapped(out_, bytes, [this](const TappedFrame& frame) { device_.tap().sent(frame, *this); })) {
      inner_->write(bytes);
    } else if (!up_.empty()) {
      inner_->write(std::exchange(up_, {}));
    }
  }
  [[nodiscard]] std::size_t queued() const override { return inner_->queued(); }
  void pause_reading(bool paused) override { inner_->pause_reading(paused); }
  void reset() override { inner_->reset(); }
  [[nodiscard]] runtime::Endpoint peer() const override { return inner_->peer(); }

 private:
  struct Lane {
    wire::Decoder decoder;
    bool readable = true;
  };

  // False: the bytes are to go on as they are. The frames' ways on are collected in up_ and down_.
  template <class Tap>
  bool tapped(Lane& lane, std::string_view bytes, const Tap& tap) {
    if (!device_.tap().taps_frames() || !lane.readable) return false;
    crossing_ = true;
    const auto error = lane.decoder.feed(bytes, [&](const wire::Frame& frame) {
      tap({frame.type, frame.command, frame.id, std::string(frame.payload)});
      return true;
    });
    crossing_ = false;
    lane.readable = error == wire::DecodeError::none;
    return lane.readable;
  }

  // The handler may destroy this stream: whatever calls it does so last.
  void on_data(std::string_view bytes) override {
    if (!tapped(in_, bytes, [this](const TappedFrame& frame) { device_.tap().heard(frame, *this); }))
      return handler_->on_data(bytes);
    const std::string down = std::exchange(down_, {});
    if (!up_.empty()) inner_->write(std::exchange(up_, {}));
    if (!down.empty()) handler_->on_data(down);
  }
  void on_drained() override { handler_->on_drained(); }
  void on_closed(NetError why) override {
    const auto wait = device_.tap().loss_is_noticed_after();
    if (wait == runtime::Duration{0}) return handler_->on_closed(why);
    later(wait, [this, why] { handler_->on_closed(why); });
  }

  void to_server(const TappedFrame& frame) override {
    wire::append_frame(up_, {frame.type, frame.command, frame.id, frame.payload});
    if (!crossing_) inner_->write(std::exchange(up_, {}));
  }
  void to_sdk(const TappedFrame& frame) override {
    std::string& lane = down_;
    wire::append_frame(lane, {frame.type, frame.command, frame.id, frame.payload});
    // What is answered before it left comes after the call that sent it.
    later(runtime::Duration{0}, [this] {
      const std::string down = std::exchange(down_, {});
      if (!down.empty()) handler_->on_data(down);
    });
  }
  void later(runtime::Duration wait, runtime::Task task) override {
    timers_.push_back(device_.after(wait, std::move(task)));
  }

  TappedDevice& device_;
  std::unique_ptr<runtime::Stream> inner_;
  runtime::StreamHandler* handler_ = nullptr;
  Lane out_, in_;
  std::string up_, down_;
  bool crossing_ = false;
  std::list<runtime::Timer> timers_;
};

}  // namespace

std::unique_ptr<runtime::Pending> TappedDevice::connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                        runtime::ConnectHandler handler) {
  const int number = ++connections_;
  if (!tap_.may_connect(number)) return std::make_unique<NoAttempt>();
  return network_.connect(
      to, tls, [this, number, handler = std::move(handler)](std::unique_ptr<runtime::Stream> stream, NetError error) {
        if (!stream) return handler(nullptr, error);
        tap_.connected(number);
        handler(std::make_unique<TappedStream>(*this, std::move(stream)), error);
      });
}

runtime::Timer TappedDevice::at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) {
  const std::uint64_t id = ++last_timer_;
  if (when > now()) when = now() + tap_.waits(when - now());
  timers_[id] = loop_.at(when, kind, [this, id, task = std::move(task)] {
    timers_.erase(id);
    task();
  });
  return runtime::Timer(this, id);
}

void TappedDevice::cancel(std::uint64_t id) noexcept {
  if (timers_.erase(id) != 0 && !tap_.cancels_timers()) idle_on(id);
}

// A timer that should have gone: it does nothing, for ever.
void TappedDevice::idle_on(std::uint64_t id) {
  timers_[id] = loop_.after(idle_round, [this, id] { idle_on(id); });
}

}  // namespace chatproof::mutants
