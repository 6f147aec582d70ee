// One device's loop and network with a tap on every frame: what the SDK sends and hears may be lost, doubled, altered,
// answered before it leaves.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::mutants {

// A frame that owns its payload.
struct TappedFrame {
  wire::FrameType type = wire::FrameType::ping;
  wire::Command command = wire::Command::none;
  std::uint32_t id = 0;
  std::string payload;
};

// Where frames go on from the tap, on one connection.
class Crossing {
 public:
  Crossing() = default;
  Crossing(const Crossing&) = delete;
  Crossing& operator=(const Crossing&) = delete;
  virtual ~Crossing() = default;
  virtual void to_server(const TappedFrame& frame) = 0;
  virtual void to_sdk(const TappedFrame& frame) = 0;
  // After a while, if the connection is still there.
  virtual void later(runtime::Duration wait, runtime::Task task) = 0;
};

// What is done at the tap; by itself nothing.
class WireTap {
 public:
  virtual ~WireTap() = default;
  [[nodiscard]] virtual bool taps_frames() const { return false; }  // else bytes pass as they are
  virtual void connected(int /*connection*/) {}                     // from 1, of this device
  virtual void sent(const TappedFrame& frame, Crossing& crossing) { crossing.to_server(frame); }
  virtual void heard(const TappedFrame& frame, Crossing& crossing) { crossing.to_sdk(frame); }
  [[nodiscard]] virtual bool may_connect(int /*connection*/) { return true; }
  [[nodiscard]] virtual runtime::Duration loss_is_noticed_after() const { return runtime::Duration{0}; }
  [[nodiscard]] virtual bool closes_links() const { return true; }
  [[nodiscard]] virtual bool cancels_timers() const { return true; }
  [[nodiscard]] virtual runtime::Duration waits(runtime::Duration wanted) const { return wanted; }
};

// In the simulated world only: one thread. All must live longer.
class TappedDevice final : public runtime::Network, public runtime::Loop {
 public:
  TappedDevice(runtime::Loop& loop, runtime::Network& network, WireTap& tap)
      : loop_(loop), network_(network), tap_(tap) {}

  // Network.
  [[nodiscard]] std::unique_ptr<runtime::Pending> resolve(const std::string& name,
                                                          runtime::ResolveHandler handler) override {
    return network_.resolve(name, std::move(handler));
  }
  [[nodiscard]] std::unique_ptr<runtime::Pending> connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                          runtime::ConnectHandler handler) override;
  [[nodiscard]] runtime::ListenResult listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                             runtime::AcceptHandler handler) override {
    return network_.listen(at, tls, std::move(handler));
  }
  // Loop.
  [[nodiscard]] runtime::Instant now() const override { return loop_.now(); }
  [[nodiscard]] runtime::UnixTime unix_now() const override { return loop_.unix_now(); }
  void post(runtime::Task task) override { loop_.post(std::move(task)); }
  [[nodiscard]] bool on_loop_thread() const override { return loop_.on_loop_thread(); }
  [[nodiscard]] runtime::Timer at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) override;

  void keep_open(std::unique_ptr<runtime::Stream> stream) { leaked_.push_back(std::move(stream)); }
  [[nodiscard]] WireTap& tap() { return tap_; }

 private:
  void cancel(std::uint64_t id) noexcept override;
  void idle_on(std::uint64_t id);

  runtime::Loop& loop_;
  runtime::Network& network_;
  WireTap& tap_;
  int connections_ = 0;
  std::uint64_t last_timer_ = 0;
  std::map<std::uint64_t, runtime::Timer> timers_;
  std::vector<std::unique_ptr<runtime::Stream>> leaked_;
};

}  // namespace chatproof::mutants
