// The inside of SimNetwork: hosts, links, connections. Nothing outside this folder includes it.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sdk/runtime/pipe.hpp"
#include "sdk/runtime/sim/sim_loop.hpp"
#include "sdk/runtime/sim/sim_network.hpp"

namespace chatproof::runtime {

class SimCore;
class SimStream;
class SimListener;
struct SimLink;
struct SimConnection;

// The side of a connection: the end that connected is 0, the end that accepted is 1. Pipe n leads away from end n.
using Side = std::size_t;

struct SimHost final : Network {
  SimHost(SimCore& core_of_net, std::string own_name) : core(core_of_net), name(std::move(own_name)) {}
  [[nodiscard]] std::unique_ptr<Pending> resolve(const std::string& name_to_find, ResolveHandler handler) override;
  [[nodiscard]] std::unique_ptr<Pending> connect(const Endpoint& to, const ClientTls& tls,
                                                 ConnectHandler handler) override;
  [[nodiscard]] ListenResult listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) override;
  [[nodiscard]] std::uint16_t next_port();

  SimCore& core;
  std::string name;
  bool up = true;
  std::uint16_t last_port = 49151;
  std::map<std::uint16_t, SimListener*> listeners;
  LinkConditions conditions;                                // of the links that this host opens
  LinkEffects effects;                                      // of all of them
  std::array<std::optional<std::uint64_t>, 2> reset_after;  // of the first link, if it is not there yet
  std::vector<SimLink*> links;                              // those
  std::vector<SimLink*> guests;                             // the links that end here
};

struct SimLink {
  SimLink(SimCore& core, SimHost& from_host, SimHost& to_host);
  [[nodiscard]] Lane& lane(Side from_side) { return lanes[from_side]; }
  void update_cut();

  SimHost& from;
  SimHost& to;
  LinkConditions conditions;
  std::array<Lane, 2> lanes;
  std::list<std::uint64_t> connections;  // ids; a list, because any may end, and in a storm all do
};

// One direction of a connection, as the sink of its pipe.
class SimFlow final : public Pipe::Sink {
 public:
  SimFlow(SimConnection& connection, Side from, Lane& lane) : pipe(lane, *this), connection_(connection), from_(from) {}
  void on_bytes(std::string_view bytes) override;
  void on_mark(Pipe::Mark mark) override;
  void on_gave_up() override;
  void want_flush() override;
  void limit_reached() override;

  Pipe pipe;

 private:
  SimConnection& connection_;
  Side from_;
};

enum class EndState : std::uint8_t {
  unborn,  // the accepting end before the last packet of the handshake
  open,
  finished,  // closed by its owner, or told that it is closed
  deaf,      // a TLS listener that waits for a plain client to say something
};

struct SimEnd {
  StreamHandler* handler = nullptr;
  SimStream* stream = nullptr;
  EndState state = EndState::open;
  std::uint16_t port = 0;
};

struct SimConnection {
  SimConnection(SimCore& core_of_net, std::uint64_t own_id, SimLink& own_link);

  SimCore& core;
  std::uint64_t id;
  SimLink& link;
  std::list<std::uint64_t>::iterator place;  // among the link's connections
  std::array<SimEnd, 2> ends;
  std::array<SimFlow, 2> flows;
  bool reset_when_accepted = false;
  bool flush_wanted[2] = {false, false};
};

class SimStream final : public Stream {
 public:
  SimStream(SimConnection& connection, Side side, Endpoint peer);
  ~SimStream() override;
  void set_handler(StreamHandler& handler) override;
  void write(std::string_view bytes) override;
  [[nodiscard]] std::size_t queued() const override;
  void pause_reading(bool paused) override;
  void reset() override;
  [[nodiscard]] Endpoint peer() const override { return peer_; }

  void detach() { connection_ = nullptr; }  // the connection has ended

 private:
  SimConnection* connection_;
  Side side_;
  Endpoint peer_;
};

class SimListener final : public Listener {
 public:
  SimListener(SimHost& host, std::uint16_t port, const ServerTls& tls, AcceptHandler handler);
  ~SimListener() override;
  [[nodiscard]] Endpoint local() const override { return {name_, port_}; }

  void detach() { host_ = nullptr; }  // its host was killed
  [[nodiscard]] bool tls() const { return tls_; }
  // What is to go wrong with the TLS handshake that begins.
  [[nodiscard]] HandshakeFault handshake() const { return tls_ && fault_ ? fault_() : HandshakeFault{}; }
  // A share of the handler, because the listener may be destroyed inside it.
  [[nodiscard]] std::shared_ptr<AcceptHandler> handler() const { return handler_; }

 private:
  SimHost* host_;
  std::string name_;
  std::uint16_t port_;
  bool tls_;
  std::function<HandshakeFault()> fault_;
  std::shared_ptr<AcceptHandler> handler_;
};

class SimCore {
 public:
  SimCore(SimLoop& world_loop, Random random, SimNetworkOptions net_options)
      : loop(world_loop), random_(random), options(net_options) {}

  SimHost& host(const std::string& name);
  [[nodiscard]] SimHost* find_host(const std::string& name_or_alias);
  SimLink& link(SimHost& from, SimHost& to);
  [[nodiscard]] Random random(std::string_view name) const { return random_.named(name); }
  [[nodiscard]] std::string& scratch() { return scratch_; }

  // Null when there are too many.
  SimConnection* open(SimLink& link);
  [[nodiscard]] SimConnection* find(std::uint64_t id);
  [[nodiscard]] std::size_t connection_count() const { return connection_count_; }
  [[nodiscard]] std::vector<std::uint64_t> connections_of(const SimHost& host) const;

  void request_flush(SimConnection& connection, Side from);
  // The end falls silent: no handler is called for it any more. May erase the connection.
  void silence(SimConnection& connection, Side side);
  // As silence(), and then tells the end's handler why, as the last thing.
  void end(SimConnection& connection, Side side, NetError why);
  // Something between the ends breaks the connection: both are told by tasks of their own.
  void break_off(std::uint64_t id, NetError why);
  void accept(SimConnection& connection);
  void poke(SimLink& link);  // its conditions have changed

  void reset_soon(std::uint64_t id) {
    loop.post([this, id] { break_off(id, NetError::reset); });
  }

  // Calls trace_ if there is one; the arguments are pasted together only then.
  template <class... Parts>
  void trace(const Parts&... parts) {
    if (!trace_) return;
    std::string line = std::to_string(loop.now().time_since_epoch().count());
    line += ' ';
    (append(line, parts), ...);
    trace_(line);
  }
  [[nodiscard]] std::string name_of(const SimConnection& connection, Side from) const;
  [[nodiscard]] bool tracing() const { return trace_ != nullptr; }

  SimLoop& loop;
  NameServer names;  // null: the truth

 private:
  friend class SimNetwork;
  struct Slot {
    std::unique_ptr<SimConnection> connection;
    std::uint32_t generation = 0;
  };

  static void append(std::string& line, std::string_view text) { line += text; }
  static void append(std::string& line, std::size_t number) { line += std::to_string(number); }
  template <class LastWord>
  void take_down(SimHost& host, LastWord last_word);
  void flush_all();
  void erase_when_over(SimConnection& connection);

  Random random_;

 public:
  const SimNetworkOptions options;

 private:
  std::string scratch_;
  std::map<std::string, std::unique_ptr<SimHost>> hosts_;
  std::map<std::string, std::string> aliases_;
  std::map<std::pair<SimHost*, SimHost*>, std::unique_ptr<SimLink>> links_;  // looked up, never walked
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::size_t connection_count_ = 0;
  std::vector<std::pair<std::uint64_t, Side>> to_flush_;
  SimTrace trace_;
};

}  // namespace chatproof::runtime
