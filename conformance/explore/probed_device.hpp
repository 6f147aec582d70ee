// One device's time and network with a probe in front: every operation is named, and one of them may go wrong.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/explore/probe.hpp"
#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::explore {

// In the simulated world only: one thread.
class ProbedDevice final : public runtime::Network, public runtime::Loop {
 public:
  // All must live longer. `dead`: addresses that never answer.
  ProbedDevice(std::string name, runtime::Loop& loop, runtime::Network& network, runtime::LinkControl& links,
               std::vector<std::string> dead, Probe& probe);

  // Network.
  [[nodiscard]] std::unique_ptr<runtime::Pending> resolve(const std::string& name,
                                                          runtime::ResolveHandler handler) override;
  [[nodiscard]] std::unique_ptr<runtime::Pending> connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                          runtime::ConnectHandler handler) override;
  [[nodiscard]] runtime::ListenResult listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                             runtime::AcceptHandler handler) override;
  // Loop.
  [[nodiscard]] runtime::Instant now() const override { return loop_.now(); }
  [[nodiscard]] runtime::UnixTime unix_now() const override { return loop_.unix_now(); }
  void post(runtime::Task task) override { loop_.post(std::move(task)); }
  [[nodiscard]] bool on_loop_thread() const override { return loop_.on_loop_thread(); }
  [[nodiscard]] runtime::Timer at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) override;

  // For the streams of this device.
  [[nodiscard]] std::optional<Fault> reach(Operation operation, const std::string& stem);
  [[nodiscard]] runtime::Loop& loop() { return loop_; }
  void reset_link() { links_.reset(name_); }
  void close_link() { links_.close(name_); }
  void reset_after(runtime::Direction direction, std::size_t bytes) { links_.reset_after(name_, direction, bytes); }
  void silence(bool up, bool down);  // for the length of an outage
  void do_now(Fault fault);          // a deed to the device itself, and its end later
  void do_soon(Fault fault);         // a deed of others

 private:
  void cancel(std::uint64_t id) noexcept override { forget(id); }
  void forget(std::uint64_t id) noexcept;
  void ran_out(std::uint64_t id, const std::string& stem, runtime::TimerKind kind, runtime::Task task);

  const std::string name_;
  runtime::Loop& loop_;
  runtime::Network& network_;
  runtime::LinkControl& links_;
  const std::vector<std::string> dead_;
  Probe& probe_;
  int connections_ = 0;
  std::uint64_t last_timer_ = 0;
  std::map<std::uint64_t, runtime::Timer> timers_;
  runtime::Timer outage_end_;
  std::map<Fault, runtime::Timer> ends_;  // of deeds
};

}  // namespace chatproof::explore
