// Hosts and links, and what a test does to them.
#include "sdk/runtime/sim/sim_network.hpp"

#include <utility>

#include "sdk/runtime/sim/sim_core.hpp"

namespace chatproof::runtime {

SimHost& SimCore::host(const std::string& name) {
  auto& host = hosts_[name];
  if (host == nullptr) host = std::make_unique<SimHost>(*this, name);
  return *host;
}

SimHost* SimCore::find_host(const std::string& name_or_alias) {
  const auto alias = aliases_.find(name_or_alias);
  const auto found = hosts_.find(alias == aliases_.end() ? name_or_alias : alias->second);
  return found == hosts_.end() ? nullptr : found->second.get();
}

SimLink& SimCore::link(SimHost& from, SimHost& to) {
  auto& link = links_[{&from, &to}];
  if (link == nullptr) {
    link = std::make_unique<SimLink>(*this, from, to);
    from.links.push_back(link.get());
    to.guests.push_back(link.get());
  }
  return *link;
}

void SimCore::poke(SimLink& link) {
  for (const std::uint64_t id : link.connections) {
    for (SimFlow& flow : find(id)->flows) flow.pipe.poke();
  }
}

// Takes the host's end of all its connections away, and lets `last_word` have its outgoing pipes before that.
template <class LastWord>
void SimCore::take_down(SimHost& host, LastWord last_word) {
  for (const auto& [port, listener] : std::exchange(host.listeners, {})) listener->detach();
  for (const std::uint64_t id : connections_of(host)) {
    for (const Side side : {Side{0}, Side{1}}) {
      SimConnection* connection = find(id);
      if (connection == nullptr) break;
      if (&(side == 0 ? connection->link.from : connection->link.to) != &host) continue;
      last_word(connection->flows[side].pipe);
      silence(*connection, side);
    }
  }
}

SimNetwork::SimNetwork(SimLoop& loop, Random random, SimNetworkOptions options)
    : core_(std::make_unique<SimCore>(loop, random, options)) {}
SimNetwork::~SimNetwork() = default;

Network& SimNetwork::host(const std::string& name) { return core_->host(name); }
void SimNetwork::alias(const std::string& name, const std::string& host) { core_->aliases_[name] = host; }

void SimNetwork::set(const std::string& host, const LinkConditions& conditions) {
  SimHost& device = core_->host(host);
  device.conditions = conditions;
  for (SimLink* link : device.links) {
    link->conditions = conditions;
    core_->poke(*link);
  }
}

LinkConditions SimNetwork::conditions(const std::string& host) const { return core_->host(host).conditions; }

void SimNetwork::set_between(const std::string& from, const std::string& to, const LinkConditions& conditions) {
  SimLink& link = core_->link(core_->host(from), core_->host(to));
  link.conditions = conditions;
  core_->poke(link);
}

void SimNetwork::reset(const std::string& host) {
  SimHost& device = core_->host(host);
  for (const SimLink* link : device.links) {
    device.effects.resets += link->connections.size();
    for (const std::uint64_t id : link->connections) core_->break_off(id, NetError::reset);
  }
}

void SimNetwork::reset_after(const std::string& host, Direction direction, std::uint64_t bytes) {
  SimHost& device = core_->host(host);
  const Side from = direction == Direction::up ? 0 : 1;
  if (device.links.empty()) device.reset_after[from] = bytes;
  for (SimLink* link : device.links) link->lane(from).reset_after = bytes;
}

void SimNetwork::close(const std::string& host) {
  SimHost& device = core_->host(host);
  for (const SimLink* link : device.links) {
    device.effects.closes += link->connections.size();
    for (const std::uint64_t id : link->connections) {
      SimConnection* connection = core_->find(id);
      for (SimFlow& flow : connection->flows) flow.pipe.finish();
    }
  }
}

LinkEffects SimNetwork::effects(const std::string& host) const { return core_->host(host).effects; }

std::size_t SimNetwork::connections(const std::string& host) const {
  std::size_t count = 0;
  for (const SimLink* link : core_->host(host).links) count += link->connections.size();
  return count;
}

void SimNetwork::kill(const std::string& host) {
  core_->trace(host, " killed");
  core_->take_down(core_->host(host), [](Pipe& pipe) { pipe.abort(); });
}

void SimNetwork::vanish(const std::string& host) {
  core_->trace(host, " vanished");
  SimHost& victim = core_->host(host);
  victim.up = false;
  for (const auto& links : {victim.links, victim.guests}) {
    for (SimLink* link : links) link->update_cut();
  }
  core_->take_down(victim, [](Pipe& pipe) { pipe.kill(); });
}

void SimNetwork::revive(const std::string& host) {
  SimHost& back = core_->host(host);
  back.up = true;
  for (const auto& links : {back.links, back.guests}) {
    for (SimLink* link : links) {
      link->update_cut();
      core_->poke(*link);
    }
  }
}

void SimNetwork::set_names(NameServer names) { core_->names = std::move(names); }

std::size_t SimNetwork::connection_count() const { return core_->connection_count(); }
void SimNetwork::set_trace(SimTrace trace) { core_->trace_ = std::move(trace); }

}  // namespace chatproof::runtime
