// How a connection comes to be: names, listeners, handshakes.
#include <algorithm>
#include <array>
#include <utility>

#include "sdk/runtime/look_up.hpp"
#include "sdk/runtime/sim/sim_core.hpp"

namespace chatproof::runtime {
namespace {

// SYN retransmissions of Linux: after 1, 2, 4 ... 64 s; 127 s in all, then the kernel gives up.
constexpr int syn_attempts_max = 7;
constexpr std::uint16_t ephemeral_first = 49152;

// How a plain server sees a TLS client: the start of a ClientHello record.
constexpr std::string_view client_hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);

bool means_own_host(const std::string& name) {
  constexpr std::array<std::string_view, 6> names{"", "0.0.0.0", "::", "localhost", "127.0.0.1", "::1"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The true answer to a look-up: a host's name is its address.
class SimAnswer final : public Pending {
 public:
  SimAnswer(const SimHost& host, std::string name, ResolveHandler handler) {
    SimCore& core = host.core;
    const bool found = means_own_host(name) || core.find_host(name) != nullptr;
    // That there is no such name takes as long to hear as it takes to ask.
    const Duration delay = found ? Duration{0} : core.options.base_latency + host.conditions.latency;
    timer_ = core.loop.after(delay, [found, name = std::move(name), handler = std::move(handler)] {
      const ResolveHandler last = handler;  // it may destroy this timer
      if (found) return last({name}, NetError::none);
      last({}, NetError::resolve_failed);
    });
  }

 private:
  Timer timer_;
};

}  // namespace

std::unique_ptr<Pending> SimHost::resolve(const std::string& name_to_find, ResolveHandler handler) {
  return std::make_unique<LookUp>(
      core.loop, name, conditions, effects, core.names,
      [this, name_to_find](ResolveHandler done) {
        return std::make_unique<SimAnswer>(*this, name_to_find, std::move(done));
      },
      std::move(handler));
}

// A connection being made. It walks: resolve, SYN there, SYN back, and for TLS one round trip more.
class SimDial final : public Pending {
 public:
  SimDial(SimHost& host, Endpoint to, bool tls, ConnectHandler handler)
      : host_(host), core_(host.core), to_(std::move(to)), tls_(tls), handler_(std::move(handler)) {
    wait(Duration{0}, [this] { resolve(); });
  }

 private:
  // Milestones, each one way further than the one before.
  enum class Stage : std::uint8_t { syn, syn_ack, hello, hello_answer };

  template <class Step>
  void wait(Duration delay, Step step, TimerKind kind = TimerKind::work) {
    timer_ = core_.loop.at(core_.loop.now() + delay, kind, step);
  }

  void resolve() {
    SimHost* target = means_own_host(to_.host) ? &host_ : core_.find_host(to_.host);
    const LinkConditions& own = host_.conditions;
    if (target == nullptr || (own.connect == ConnectOutcome::unresolvable && target != &host_)) {
      if (target != nullptr) ++host_.effects.dials;
      return fail_after(core_.options.base_latency + own.latency, NetError::resolve_failed);
    }
    link_ = &core_.link(host_, *target);
    if (link_->conditions.connect == ConnectOutcome::unresolvable) {
      ++host_.effects.dials;
      return fail_after(link_->lane(0).delay(), NetError::resolve_failed);
    }
    if (link_->conditions.connect == ConnectOutcome::unreachable) {
      ++host_.effects.dials;
      return fail_after(link_->lane(0).delay(), NetError::unreachable);
    }
    send(Stage::syn);
  }

  void send(Stage stage) {
    const bool upwards = stage == Stage::syn || stage == Stage::hello;
    Lane& lane = link_->lane(upwards ? 0 : 1);
    if (lane.blocked()) return send_again(stage);
    wait(lane.delay(), [this, stage] { arrived(stage); });
  }

  void send_again(Stage stage) {
    ++host_.effects.held;
    if (attempts_ == syn_attempts_max) return fail(NetError::timed_out);
    const Duration pause = std::chrono::seconds(std::int64_t{1} << attempts_++);
    // Periodic: a world in which somebody waits for a packet that never comes is quiet.
    wait(pause, [this, stage] { send(stage); }, TimerKind::periodic);
  }

  void arrived(Stage stage) {
    switch (stage) {
      case Stage::syn:
        return send(Stage::syn_ack);
      case Stage::syn_ack: {
        const SimListener* listener = find_listener();
        const bool refuses = link_->conditions.connect == ConnectOutcome::refuse;
        if (refuses) ++host_.effects.dials;
        if (listener == nullptr || refuses) return fail(NetError::refused);
        if (!tls_) return succeed(listener->tls());
        return send(Stage::hello);
      }
      case Stage::hello:
        return shake_hands();
      case Stage::hello_answer: {
        const SimListener* listener = find_listener();
        if (listener == nullptr) return fail(NetError::tls_failed);
        if (!listener->tls()) return fail_as_gibberish();
        if (link_->conditions.tls != TlsOutcome::ok) ++host_.effects.handshakes;
        const TlsOutcome outcome = link_->conditions.tls != TlsOutcome::ok ? link_->conditions.tls : outcome_;
        if (outcome != TlsOutcome::ok) return fail(error_of(outcome));
        return succeed(false);
      }
    }
  }

  // The server has the ClientHello.
  void shake_hands() {
    const SimListener* listener = find_listener();
    const HandshakeFault fault = listener != nullptr ? listener->handshake() : HandshakeFault{};
    outcome_ = fault.outcome;
    if (fault.stall == Duration{0}) return send(Stage::hello_answer);
    // Never: then nothing is set, and the world is quiet.
    if (fault.stall != Duration::max()) wait(fault.stall, [this] { send(Stage::hello_answer); });
  }

  [[nodiscard]] const SimListener* find_listener() const {
    const auto found = link_->to.listeners.find(to_.port);
    return found == link_->to.listeners.end() ? nullptr : found->second;
  }

  [[nodiscard]] SimConnection* open() {
    SimConnection* connection = core_.open(*link_);
    if (connection == nullptr) return nullptr;
    connection->ends[0].port = host_.next_port();
    connection->ends[1].port = to_.port;
    connection->ends[1].state = EndState::unborn;
    return connection;
  }

  // `deaf`: the listener wants TLS and this client does not know.
  void succeed(bool deaf) {
    SimConnection* connection = open();
    if (connection == nullptr) return fail(NetError::too_many_open);
    if (link_->conditions.connect == ConnectOutcome::reset_after_accept) ++host_.effects.dials;
    if (core_.tracing()) core_.trace(core_.name_of(*connection, 0), tls_ ? " connected tls" : " connected");
    connection->reset_when_accepted = link_->conditions.connect == ConnectOutcome::reset_after_accept;
    if (deaf) {
      connection->ends[1].state = EndState::deaf;
      connection->flows[0].pipe.set_reader(true);
      if (connection->reset_when_accepted) core_.reset_soon(connection->id);
    } else {
      connection->flows[0].pipe.establish();
    }
    auto stream = std::make_unique<SimStream>(*connection, 0, to_);
    const ConnectHandler handler = std::exchange(handler_, nullptr);  // it may destroy this object
    handler(std::move(stream), NetError::none);
  }

  // A plain server gets a connection, a ClientHello that it cannot read, and the end.
  void fail_as_gibberish() {
    if (SimConnection* connection = open()) {
      connection->flows[0].pipe.establish();
      connection->flows[0].pipe.write(client_hello);
      connection->flows[0].pipe.finish();
      core_.request_flush(*connection, 0);
      core_.silence(*connection, 0);
    }
    fail(NetError::tls_failed);
  }

  void fail_after(Duration delay, NetError why) {
    wait(delay, [this, why] { fail(why); });
  }

  void fail(NetError why) {
    if (core_.tracing()) core_.trace(host_.name, " > ", to_string(to_), " failed ", to_string(why));
    const ConnectHandler handler = std::exchange(handler_, nullptr);
    handler(nullptr, why);
  }

  SimHost& host_;
  SimCore& core_;
  Endpoint to_;
  bool tls_;
  ConnectHandler handler_;
  SimLink* link_ = nullptr;
  TlsOutcome outcome_ = TlsOutcome::ok;
  int attempts_ = 0;
  Timer timer_;
};

std::unique_ptr<Pending> SimHost::connect(const Endpoint& to, const ClientTls& tls, ConnectHandler handler) {
  return std::make_unique<SimDial>(*this, to, tls.enabled, std::move(handler));
}

ListenResult SimHost::listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) {
  if (!means_own_host(at.host) && core.find_host(at.host) != this) return {nullptr, NetError::unreachable};
  const std::uint16_t port = at.port != 0 ? at.port : next_port();
  if (port == 0) return {nullptr, NetError::too_many_open};
  if (listeners.contains(port)) return {nullptr, NetError::address_in_use};
  core.trace(name, ":", port, " listens");
  return {std::make_unique<SimListener>(*this, port, tls, std::move(handler)), NetError::none};
}

std::uint16_t SimHost::next_port() {
  constexpr int ports = 65536 - ephemeral_first;
  for (int i = 0; i < ports; ++i) {
    last_port = last_port == 65535 ? ephemeral_first : static_cast<std::uint16_t>(last_port + 1);
    if (!listeners.contains(last_port)) return last_port;
  }
  return 0;
}

SimListener::SimListener(SimHost& host, std::uint16_t port, const ServerTls& tls, AcceptHandler handler)
    : host_(&host),
      name_(host.name),
      port_(port),
      tls_(tls.enabled()),
      fault_(tls.fault),
      handler_(std::make_shared<AcceptHandler>(std::move(handler))) {
  host.listeners[port] = this;
}

SimListener::~SimListener() {
  if (host_ != nullptr) host_->listeners.erase(port_);
}

void SimCore::accept(SimConnection& connection) {
  const auto& listeners = connection.link.to.listeners;
  const auto found = listeners.find(connection.ends[1].port);
  if (found == listeners.end()) {
    connection.flows[1].pipe.abort();
    connection.flows[0].pipe.kill();
    return silence(connection, 1);
  }
  if (tracing()) trace(name_of(connection, 1), " accepted");
  connection.ends[1].state = EndState::open;
  if (connection.reset_when_accepted) reset_soon(connection.id);
  const auto handler = found->second->handler();
  const Endpoint peer{connection.link.from.name, connection.ends[0].port};
  (*handler)(std::make_unique<SimStream>(connection, 1, peer));
}

}  // namespace chatproof::runtime
