#include "conformance/explore/probed_device.hpp"

#include <utility>

#include "conformance/explore/probed_stream.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

using runtime::NetError;

constexpr runtime::Duration refusal_time = std::chrono::milliseconds(1);

// An attempt that is over before the network hears of it, or begins later.
class LaterPending final : public runtime::Pending {
 public:
  runtime::Timer timer;
  std::unique_ptr<runtime::Pending> real;
};

std::optional<NetError> refusal(std::optional<Fault> fault) {
  if (fault == Fault::refuse) return NetError::refused;
  if (fault == Fault::unreachable) return NetError::unreachable;
  if (fault == Fault::untrusted) return NetError::tls_untrusted;
  return std::nullopt;
}

// A wait that has chance in it gets one name whatever the chance was: one significant digit.
runtime::Duration rounded(runtime::Duration wait) {
  runtime::Duration::rep unit = 1;
  while (wait.count() / unit >= 10) unit *= 10;
  return runtime::Duration((wait.count() + unit / 2) / unit * unit);
}

}  // namespace

ProbedDevice::ProbedDevice(std::string name, runtime::Loop& loop, runtime::Network& network,
                           runtime::LinkControl& links, std::vector<std::string> dead, Probe& probe)
    : name_(std::move(name)), loop_(loop), network_(network), links_(links), dead_(std::move(dead)), probe_(probe) {}

std::optional<Fault> ProbedDevice::reach(Operation operation, const std::string& stem) {
  return probe_.reach(operation, name_, name_ + "/" + stem, loop_.now());
}

std::unique_ptr<runtime::Pending> ProbedDevice::resolve(const std::string& name, runtime::ResolveHandler handler) {
  const auto fault = reach(Operation::resolve, std::to_string(connections_ + 1) + "/resolve");
  if (!fault) return network_.resolve(name, std::move(handler));
  auto pending = std::make_unique<LaterPending>();
  if (fault == Fault::unresolvable) {
    pending->timer =
        loop_.after(refusal_time, [handler = std::move(handler)] { handler({}, NetError::resolve_failed); });
  } else if (fault == Fault::half_dead) {
    // The good ones twice, as half of four.
    pending->real = network_.resolve(name, [this, handler = std::move(handler)](auto addresses, NetError error) {
      std::vector<std::string> all = dead_;
      for (std::size_t i = 0; i < dead_.size(); ++i) all.insert(all.end(), addresses.begin(), addresses.end());
      handler(error == NetError::none ? std::move(all) : std::move(addresses), error);
    });
  } else {
    pending->timer = loop_.after(lateness, [this, name, handler = std::move(handler), attempt = pending.get()] {
      attempt->real = network_.resolve(name, handler);
    });
  }
  return pending;
}

std::unique_ptr<runtime::Pending> ProbedDevice::connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                        runtime::ConnectHandler handler) {
  const int number = ++connections_;
  const auto fault = reach(Operation::connect, std::to_string(number) + "/connect");
  if (const auto error = refusal(fault)) {
    auto pending = std::make_unique<LaterPending>();
    pending->timer = loop_.after(refusal_time, [handler = std::move(handler), error] { handler(nullptr, *error); });
    return pending;
  }
  if (fault == Fault::blackhole) silence(true, true);
  if (fault) do_now(*fault);
  auto connected = [this, number, fault, handler = std::move(handler)](std::unique_ptr<runtime::Stream> stream,
                                                                       NetError error) {
    if (!stream) return handler(nullptr, error);
    if (fault == Fault::reset) reset_link();
    if (fault == Fault::close) close_link();
    handler(std::make_unique<ProbedStream>(*this, number, std::move(stream)), error);
  };
  if (fault != Fault::delay) return network_.connect(to, tls, std::move(connected));
  auto pending = std::make_unique<LaterPending>();
  pending->timer = loop_.after(lateness, [this, to, tls, connected = std::move(connected), attempt = pending.get()] {
    attempt->real = network_.connect(to, tls, connected);
  });
  return pending;
}

runtime::ListenResult ProbedDevice::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                           runtime::AcceptHandler handler) {
  return network_.listen(at, tls, std::move(handler));
}

runtime::Timer ProbedDevice::at(runtime::Instant when, runtime::TimerKind kind, runtime::Task task) {
  const std::uint64_t id = ++last_timer_;
  const std::string stem = "timer/" + runtime::to_text(rounded(when > now() ? when - now() : runtime::Duration{0}));
  timers_[id] = loop_.at(when, kind, [this, id, stem, kind, task = std::move(task)]() mutable {
    ran_out(id, stem, kind, std::move(task));
  });
  probe_.timers[name_] = timers_.size();
  return runtime::Timer(this, id);
}

void ProbedDevice::forget(std::uint64_t id) noexcept {
  timers_.erase(id);
  if (const auto mine = probe_.timers.find(name_); mine != probe_.timers.end()) mine->second = timers_.size();
}

void ProbedDevice::ran_out(std::uint64_t id, const std::string& stem, runtime::TimerKind kind, runtime::Task task) {
  const auto fault = reach(Operation::timer, stem);
  if (fault == Fault::delay) {
    timers_[id] = loop_.at(now() + lateness, kind, [this, id, late = std::move(task)] {
      forget(id);
      late();
    });
    return;
  }
  forget(id);
  if (fault == Fault::reset) reset_link();
  if (fault == Fault::close) close_link();
  if (fault == Fault::blackhole) silence(true, true);
  if (fault) {
    do_now(*fault);
    do_soon(*fault);
  }
  task();
}

void ProbedDevice::silence(bool up, bool down) {
  auto conditions = links_.conditions(name_);
  conditions.stall_up = conditions.stall_up || up;
  conditions.stall_down = conditions.stall_down || down;
  if (up && down) conditions.connect = runtime::ConnectOutcome::blackhole;
  links_.set(name_, conditions);
  outage_end_ = loop_.after(outage, [this, up, down] {
    auto later = links_.conditions(name_);  // the scenario may have changed the link meanwhile
    if (up) later.stall_up = false;
    if (down) later.stall_down = false;
    if (later.connect == runtime::ConnectOutcome::blackhole) later.connect = runtime::ConnectOutcome::ok;
    links_.set(name_, later);
  });
}

void ProbedDevice::do_now(Fault fault) {
  const bool lasts = fault == Fault::store_full || fault == Fault::suspend;
  if (!probe_.deed || (!lasts && fault != Fault::clock_jump)) return;
  probe_.deed(name_, fault);
  if (!lasts) return;
  ends_[fault] = loop_.after(outage, [this, fault] {
    if (probe_.end_of_deed) probe_.end_of_deed(name_, fault);
  });
}

void ProbedDevice::do_soon(Fault fault) {
  if (fault != Fault::kick && fault != Fault::expire && fault != Fault::un_init && fault != Fault::power_cut) return;
  loop_.post([this, fault] {
    if (probe_.deed) probe_.deed(name_, fault);
  });
}

}  // namespace chatproof::explore
