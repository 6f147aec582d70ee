// What happens on an open connection.
#include "sdk/runtime/sim/sim_core.hpp"

#include <algorithm>

namespace chatproof::runtime {
namespace {

// What an OpenSSL server sends when the first bytes are no ClientHello: a fatal alert, "unexpected_message".
constexpr std::string_view tls_alert("\x15\x03\x01\x00\x02\x02\x0a", 7);

constexpr Side other(Side side) { return 1 - side; }

std::string link_name(const SimHost& from, const SimHost& to, std::string_view direction) {
  return "link " + from.name + " > " + to.name + ' ' + std::string(direction);
}

}  // namespace

SimLink::SimLink(SimCore& core, SimHost& from_host, SimHost& to_host)
    : from(from_host),
      to(to_host),
      conditions(from_host.conditions),
      lanes{Lane(core.loop, conditions, from.effects, Direction::up, core.random(link_name(from_host, to_host, "up")),
                 core.options.base_latency, core.scratch()),
            Lane(core.loop, conditions, from.effects, Direction::down,
                 core.random(link_name(from_host, to_host, "down")), core.options.base_latency, core.scratch())} {
  for (const Side side : {Side{0}, Side{1}}) lane(side).reset_after = std::exchange(from.reset_after[side], {});
  update_cut();
}

void SimLink::update_cut() {
  for (Lane& lane : lanes) lane.cut(!from.up || !to.up);
}

SimConnection::SimConnection(SimCore& core_of_net, std::uint64_t own_id, SimLink& own_link)
    : core(core_of_net),
      id(own_id),
      link(own_link),
      place(own_link.connections.insert(own_link.connections.end(), own_id)),
      flows{SimFlow(*this, 0, own_link.lane(0)), SimFlow(*this, 1, own_link.lane(1))} {}

void SimFlow::on_bytes(std::string_view bytes) {
  SimCore& core = connection_.core;
  const Side to = other(from_);
  if (core.tracing()) core.trace(core.name_of(connection_, from_), " data ", bytes.size());
  SimEnd& end = connection_.ends[to];
  if (end.state == EndState::deaf) {
    connection_.flows[to].pipe.write(tls_alert);
    connection_.flows[to].pipe.finish();
    core.silence(connection_, to);
  } else if (end.state == EndState::finished || end.handler == nullptr) {
    // Nobody is there any more: the kernel answers with a reset.
    pipe.kill();
    connection_.flows[to].pipe.abort();
  } else {
    end.handler->on_data(bytes);
  }
}

void SimFlow::on_mark(Pipe::Mark mark) {
  SimCore& core = connection_.core;
  const Side to = other(from_);
  switch (mark) {
    case Pipe::Mark::established:
      return core.accept(connection_);
    case Pipe::Mark::fin:
      if (core.tracing()) core.trace(core.name_of(connection_, from_), " fin");
      return core.end(connection_, to, NetError::closed);
    case Pipe::Mark::rst:
      if (core.tracing()) core.trace(core.name_of(connection_, from_), " rst");
      return core.end(connection_, to, NetError::reset);
  }
}

void SimFlow::on_gave_up() {
  SimCore& core = connection_.core;
  if (core.tracing()) core.trace(core.name_of(connection_, from_), " gave up");
  // The far end learns nothing; it is half-open until it sends something. Unless it never came to be.
  SimEnd& far = connection_.ends[other(from_)];
  if (far.state == EndState::unborn) far.state = EndState::finished;
  core.end(connection_, from_, NetError::timed_out);
}

void SimFlow::want_flush() { connection_.core.request_flush(connection_, from_); }

void SimFlow::limit_reached() {
  SimCore& core = connection_.core;
  SimLink& link = connection_.link;
  for (const std::uint64_t id : link.connections) core.break_off(id, NetError::reset);
}

SimStream::SimStream(SimConnection& connection, Side side, Endpoint peer)
    : connection_(&connection), side_(side), peer_(std::move(peer)) {
  connection.ends[side].stream = this;
}

SimStream::~SimStream() {
  if (connection_ == nullptr) return;
  connection_->flows[side_].pipe.finish();
  connection_->core.silence(*connection_, side_);
}

void SimStream::set_handler(StreamHandler& handler) {
  if (connection_ == nullptr) return;
  connection_->ends[side_].handler = &handler;
  connection_->flows[other(side_)].pipe.set_reader(true);
}

void SimStream::write(std::string_view bytes) {
  if (connection_ == nullptr || bytes.empty()) return;
  connection_->flows[side_].pipe.write(bytes);
  connection_->core.request_flush(*connection_, side_);
}

std::size_t SimStream::queued() const { return connection_ == nullptr ? 0 : connection_->flows[side_].pipe.queued(); }

void SimStream::pause_reading(bool paused) {
  if (connection_ != nullptr) connection_->flows[other(side_)].pipe.set_paused(paused);
}

void SimStream::reset() {
  if (connection_ == nullptr) return;
  connection_->flows[side_].pipe.abort();
  connection_->core.silence(*connection_, side_);
}

SimConnection* SimCore::open(SimLink& link) {
  if (connection_count_ >= options.connections_max) return nullptr;
  std::uint32_t index = 0;
  if (free_slots_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    index = free_slots_.back();
    free_slots_.pop_back();
  }
  Slot& slot = slots_[index];
  const std::uint64_t id = (std::uint64_t{++slot.generation} << 32) | index;
  slot.connection = std::make_unique<SimConnection>(*this, id, link);
  ++connection_count_;
  return slot.connection.get();
}

SimConnection* SimCore::find(std::uint64_t id) {
  Slot& slot = slots_[id & 0xffffffff];
  return slot.connection != nullptr && slot.connection->id == id ? slot.connection.get() : nullptr;
}

std::vector<std::uint64_t> SimCore::connections_of(const SimHost& host) const {
  std::vector<std::uint64_t> ids;
  for (const SimLink* link : host.links) ids.insert(ids.end(), link->connections.begin(), link->connections.end());
  for (const SimLink* link : host.guests) {
    if (&link->from != &host) ids.insert(ids.end(), link->connections.begin(), link->connections.end());
  }
  return ids;
}

void SimCore::request_flush(SimConnection& connection, Side from) {
  if (connection.flush_wanted[from]) return;
  connection.flush_wanted[from] = true;
  if (to_flush_.empty()) loop.post([this] { flush_all(); });
  to_flush_.emplace_back(connection.id, from);
}

void SimCore::flush_all() {
  std::vector<std::pair<std::uint64_t, Side>> turn;
  turn.swap(to_flush_);
  for (const auto& [id, from] : turn) {
    SimConnection* connection = find(id);
    if (connection == nullptr) continue;
    connection->flush_wanted[from] = false;
    const bool drained = connection->flows[from].pipe.flush();
    SimEnd& end = connection->ends[from];
    if (drained && end.state == EndState::open && end.handler != nullptr) end.handler->on_drained();
  }
  if (to_flush_.empty()) {
    turn.clear();
    to_flush_.swap(turn);  // keeps the memory
  }
}

void SimCore::silence(SimConnection& connection, Side side) {
  SimEnd& end = connection.ends[side];
  if (end.stream != nullptr) end.stream->detach();
  end.stream = nullptr;
  end.handler = nullptr;
  end.state = EndState::finished;
  // What still arrives is thrown away, or answered with a reset.
  Pipe& incoming = connection.flows[other(side)].pipe;
  incoming.set_paused(false);
  incoming.set_reader(true);
  erase_when_over(connection);
}

void SimCore::end(SimConnection& connection, Side side, NetError why) {
  StreamHandler* handler = connection.ends[side].handler;
  silence(connection, side);
  if (handler != nullptr) handler->on_closed(why);
}

void SimCore::break_off(std::uint64_t id, NetError why) {
  SimConnection* connection = find(id);
  if (connection == nullptr) return;
  if (tracing()) trace(name_of(*connection, 0), " broken ", to_string(why));
  for (const Side side : {Side{0}, Side{1}}) {
    connection->flows[side].pipe.kill();
    loop.post([this, id, side, why] {
      if (SimConnection* still = find(id)) end(*still, side, why);
    });
  }
}

void SimCore::erase_when_over(SimConnection& connection) {
  for (const SimEnd& end : connection.ends) {
    if (end.state != EndState::finished) return;
  }
  const std::uint64_t id = connection.id;
  const auto index = static_cast<std::uint32_t>(id & 0xffffffff);
  connection.link.connections.erase(connection.place);
  slots_[index].connection.reset();
  free_slots_.push_back(index);
  --connection_count_;
}

std::string SimCore::name_of(const SimConnection& connection, Side from) const {
  const std::string near = connection.link.from.name + ':' + std::to_string(connection.ends[0].port);
  const std::string far = connection.link.to.name + ':' + std::to_string(connection.ends[1].port);
  return from == 0 ? near + " > " + far : far + " > " + near;
}

}  // namespace chatproof::runtime
