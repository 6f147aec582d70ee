// Devices, connecting, and what a test does to a link.
#include "sdk/runtime/impair/impaired_network.hpp"

#include <utility>

#include "sdk/runtime/impair/impair_core.hpp"
#include "sdk/runtime/look_up.hpp"

namespace chatproof::runtime {
namespace {

constexpr int syn_attempts_max = 7;  // as Linux: after 1, 2, 4 ... 64 s, given up after 127 s

// A connection being made: the link's own answer first, then the inner network's.
class ImpairedDial final : public Pending {
 public:
  ImpairedDial(ImpairedDevice& device, Endpoint to, ClientTls tls, ConnectHandler handler)
      : device_(device), to_(std::move(to)), tls_(std::move(tls)), handler_(std::move(handler)) {
    wait(Duration{0}, TimerKind::work, &ImpairedDial::resolve);
  }

 private:
  using Step = void (ImpairedDial::*)();

  void wait(Duration delay, TimerKind kind, Step step) {
    Loop& loop = device_.core.loop;
    timer_ = loop.at(loop.now() + delay, kind, [this, step] { (this->*step)(); });
  }

  void resolve() {
    if (device_.conditions.connect == ConnectOutcome::unresolvable) return end_by_link(NetError::resolve_failed);
    if (device_.conditions.connect == ConnectOutcome::unreachable) return end_by_link(NetError::unreachable);
    send_syn();
  }

  void send_syn() {
    if (device_.up.blocked() || device_.down.blocked()) {
      ++device_.effects.held;
      if (attempts_ == syn_attempts_max) return fail(NetError::timed_out);
      return wait(std::chrono::seconds(std::int64_t{1} << attempts_++), TimerKind::periodic, &ImpairedDial::send_syn);
    }
    Duration handshake = device_.up.delay() + device_.down.delay();
    if (tls_.enabled) handshake += device_.up.delay() + device_.down.delay();
    wait(handshake, TimerKind::work, &ImpairedDial::shaken);
  }

  void shaken() {
    if (device_.conditions.connect == ConnectOutcome::refuse) {
      ++device_.effects.dials;
      return fail(NetError::refused);
    }
    if (tls_.enabled && device_.conditions.tls != TlsOutcome::ok) {
      ++device_.effects.handshakes;
      return fail(error_of(device_.conditions.tls));
    }
    inner_ = device_.core.inner.connect(to_, tls_, [this](std::unique_ptr<Stream> stream, NetError error) {
      if (error != NetError::none) return fail(error);
      succeed(std::move(stream));
    });
  }

  void succeed(std::unique_ptr<Stream> inner) {
    const std::uint64_t id = ++device_.core.last_wire;
    auto& wire = device_.wires[id];
    wire = std::make_unique<ImpairedWire>(device_, id, std::move(inner));
    auto stream = std::make_unique<ImpairedStream>(*wire);
    if (device_.conditions.connect == ConnectOutcome::reset_after_accept) {
      ++device_.effects.dials;
      device_.core.break_off(device_, id, false);
    }
    const ConnectHandler handler = std::exchange(handler_, nullptr);  // it may destroy this object
    handler(std::move(stream), NetError::none);
  }

  void end_by_link(NetError why) {
    ++device_.effects.dials;
    Loop& loop = device_.core.loop;
    timer_ = loop.at(loop.now() + device_.up.delay(), TimerKind::work, [this, why] { fail(why); });
  }

  void fail(NetError why) {
    const ConnectHandler handler = std::exchange(handler_, nullptr);
    handler(nullptr, why);
  }

  ImpairedDevice& device_;
  Endpoint to_;
  ClientTls tls_;
  ConnectHandler handler_;
  int attempts_ = 0;
  Timer timer_;
  std::unique_ptr<Pending> inner_;
};

}  // namespace

ImpairedDevice::ImpairedDevice(ImpairCore& core_of_net, std::string own_name)
    : core(core_of_net),
      name(std::move(own_name)),
      up(core.loop, conditions, effects, Direction::up, core.random(name + " up"), Duration{0}, core.scratch),
      down(core.loop, conditions, effects, Direction::down, core.random(name + " down"), Duration{0}, core.scratch) {}

std::unique_ptr<Pending> ImpairedDevice::resolve(const std::string& name_to_find, ResolveHandler handler) {
  return std::make_unique<LookUp>(
      core.loop, name, conditions, effects, core.names,
      [this, name_to_find](ResolveHandler done) { return core.inner.resolve(name_to_find, std::move(done)); },
      std::move(handler));
}

std::unique_ptr<Pending> ImpairedDevice::connect(const Endpoint& to, const ClientTls& tls, ConnectHandler handler) {
  return std::make_unique<ImpairedDial>(*this, to, tls, std::move(handler));
}

ListenResult ImpairedDevice::listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) {
  return core.inner.listen(at, tls, std::move(handler));
}

void ImpairedDevice::poke() {
  for (const auto& [id, wire] : wires) wire->poke();
}

std::vector<std::uint64_t> ImpairedDevice::wire_ids() const {
  std::vector<std::uint64_t> ids;
  for (const auto& [id, wire] : wires) ids.push_back(id);
  return ids;
}

ImpairedDevice& ImpairCore::device(const std::string& name) {
  auto& device = devices_[name];
  if (device == nullptr) device = std::make_unique<ImpairedDevice>(*this, name);
  return *device;
}

ImpairedWire* ImpairCore::find(ImpairedDevice& device, std::uint64_t id) {
  const auto found = device.wires.find(id);
  return found == device.wires.end() ? nullptr : found->second.get();
}

void ImpairCore::request_flush(ImpairedDevice& device, std::uint64_t wire) {
  if (to_flush_.empty()) {
    loop.post([weak = weak_from_this()] {
      if (const auto core = weak.lock()) core->flush_all();
    });
  }
  to_flush_.emplace_back(&device, wire);
}

void ImpairCore::flush_all() {
  for (const auto& [device, id] : std::exchange(to_flush_, {})) {
    if (ImpairedWire* wire = find(*device, id)) wire->flush();
  }
}

void ImpairCore::break_off(ImpairedDevice& device, std::uint64_t wire, bool after_drain) {
  if (ImpairedWire* broken = find(device, wire)) broken->cut();
  loop.post([weak = weak_from_this(), &device, wire, after_drain] {
    const auto core = weak.lock();
    if (core == nullptr) return;
    if (ImpairedWire* broken = core->find(device, wire)) broken->try_break(after_drain);
  });
}

ImpairedNetwork::ImpairedNetwork(Loop& loop, Network& inner, Random random)
    : core_(std::make_shared<ImpairCore>(loop, inner, random)) {}
ImpairedNetwork::~ImpairedNetwork() = default;

Network& ImpairedNetwork::host(const std::string& name) { return core_->device(name); }

void ImpairedNetwork::set(const std::string& host, const LinkConditions& conditions) {
  ImpairedDevice& device = core_->device(host);
  device.conditions = conditions;
  device.poke();
}

LinkConditions ImpairedNetwork::conditions(const std::string& host) const { return core_->device(host).conditions; }

void ImpairedNetwork::set_names(NameServer names) { core_->names = std::move(names); }

void ImpairedNetwork::reset(const std::string& host) {
  ImpairedDevice& device = core_->device(host);
  device.effects.resets += device.wires.size();
  for (const std::uint64_t id : device.wire_ids()) core_->break_off(device, id, false);
}

void ImpairedNetwork::reset_after(const std::string& host, Direction direction, std::uint64_t bytes) {
  ImpairedDevice& device = core_->device(host);
  (direction == Direction::up ? device.up : device.down).reset_after = bytes;
}

void ImpairedNetwork::close(const std::string& host) {
  ImpairedDevice& device = core_->device(host);
  device.effects.closes += device.wires.size();
  for (const auto& [id, wire] : device.wires) wire->close_both();
}

LinkEffects ImpairedNetwork::effects(const std::string& host) const { return core_->device(host).effects; }

std::size_t ImpairedNetwork::connections(const std::string& host) const { return core_->device(host).wires.size(); }

}  // namespace chatproof::runtime
