// Connections and frames to the service's rules and back, with faults on the way.
#pragma once

#include <boost/intrusive/list.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mockserver/domain/service.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/json_text.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/usersig/secrets.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::mockserver {

class ShardLinks;

// Of a connection: its place among all, by when it was heard of last.
using BySilence = boost::intrusive::list_base_hook<>;

class Gateway {
 public:
  Gateway(runtime::Loop& loop, runtime::Network& network, runtime::Chance chance, ServerEventSink sink);
  ~Gateway();
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at, const runtime::ServerTls& tls);
  void stop_listening();  // also ends a restart under way
  [[nodiscard]] runtime::NetError listen_again() { return listen(local_, tls_); }
  [[nodiscard]] bool listening() const { return listener_ != nullptr; }
  [[nodiscard]] runtime::Endpoint local() const { return local_; }

  enum class End : std::uint8_t { close, reset };
  // Connections of this user and device; empty means any.
  void end_connections(const std::string& user, const std::string& device, End how);
  void freeze(const std::string& user, const std::string& device, bool frozen);
  void drain();                           // goaway to everybody
  void refuse(runtime::Duration span);    // new connections
  void maintain(runtime::Duration span);  // drains, closes everything and refuses until then
  void restart(bool keep_state, runtime::Duration down);
  // Another server with this state takes over: everybody is disconnected first. A bad state changes nothing.
  [[nodiscard]] std::optional<Problem> import_state(const Json& state);
  void carry_out(const Effects& effects);  // what an operator's deed led to
  void shift_clock(runtime::Duration by);
  [[nodiscard]] runtime::Duration clock_shift() const { return clock_shift_; }
  // As at the first listen(): state, settings, clock, no fault rules, listening, nobody connected.
  void reset();
  // Timers look at settings and clock when they are set: after a change they are set anew.
  void set_timers();
  [[nodiscard]] Now now() const;

  // Who can change links, told at the start; without it rules of the kind "link" are refused.
  void set_links(LinkHand hand);
  // As one shard of a server: first this, with listen(); then meet_shards() with the addresses of all, by index. `at`
  // is where the other shards connect, `token` what they have to know.
  [[nodiscard]] runtime::NetError open_shard_links(Place place, const std::string& token, const runtime::Endpoint& at);
  [[nodiscard]] runtime::Endpoint shard_link() const;
  void meet_shards(const std::vector<ShardAddress>& shards);

  void clear_faults();
  [[nodiscard]] LookUpFault look_up(const std::string& device);

  Service service;
  FaultEngine faults;
  // What was seen of them, while somebody listens.
  const std::shared_ptr<usersig::Secrets> secrets = std::make_shared<usersig::Secrets>();

  struct Traffic {
    std::uint64_t received = 0, sent = 0;  // bytes
  };
  Traffic traffic;
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }

 private:
  class Connection;
  friend class Connection;

  void accepted(std::unique_ptr<runtime::Stream> stream);
  // In the order in which they came to be; empty names mean any.
  [[nodiscard]] std::vector<ConnectionId> connections_of(const std::string& user, const std::string& device) const;
  void on_frame(Connection& connection, const wire::Frame& frame);
  void on_request(Connection& connection, wire::Command command, std::uint32_t id, const Json& request);
  struct Who {  // good until the next thing is done
    std::uint32_t app = 0;
    const std::string &user, &device;
  };
  struct Whom {  // the same, for what takes longer
    explicit Whom(const Who& who) : app(who.app), user(who.user), device(who.device) {}
    std::uint32_t app;
    std::string user, device;
  };
  [[nodiscard]] Who who_is(const Connection& connection) const;
  void answer(ConnectionId to, wire::Command command, std::uint32_t id, Json reply);
  void push(const Push& push);
  [[nodiscard]] bool redirected(Connection& connection, const Json& request);
  [[nodiscard]] bool ask_shards(ConnectionId from, wire::Command command, std::uint32_t id, const Json& request,
                                Json& reply, const Effects& effects);
  [[nodiscard]] static Json unreachable();
  void tell_shard(const Tell& tell);
  void told_by_shard(int from, const Json& message);
  void answered_by_shard(int from, const Json& message);
  void end_question(std::uint64_t number);
  void lost_shard(int shard);
  void tell_all_watched();
  void forget_claim(ConnectionId id);
  void gone(ConnectionId id, std::string_view how);
  void heard(Connection& connection);
  void start_after(runtime::Duration down);
  void watch_silence();
  void watch_expiry();
  void count_connection(Connection& connection, const std::string& device);
  // True when the fault has taken the matter over.
  [[nodiscard]] runtime::HandshakeFault fault_at_handshake();
  void fault_at_connect(Connection& connection);
  bool fault_at_request(Connection& connection, wire::Command command, std::uint32_t id, const Json& request);
  bool fault_at_output(Connection& connection, Layer layer, wire::Command command, std::uint32_t id,
                       const Json& payload);
  void fault_after(Layer layer, ConnectionId id, wire::Command command);
  bool fault_beside_frame(Connection& connection, const FaultRule& rule, bool at_once);
  bool fault_on_connection(Connection& connection, const FaultThen& then);
  bool fault_on_service(Connection& connection, const FaultThen& then, bool at_once);
  void fault_on_link(const Connection& connection, const FaultRule& rule);
  void deed(const FaultThen& then, const Whom& whom);
  void push_by_fault(Connection& connection, const FaultThen& then);
  bool damaged(Connection& connection, const FaultThen& then, const wire::Frame& frame);
  void truncated(Connection& connection, const FaultThen& then, std::string_view bytes);
  // Before there is a connection that the gateway knows.
  [[nodiscard]] const FaultRule* decide_early(Layer layer, const std::string& device);
  [[nodiscard]] const FaultRule* decide(Layer layer, Edge edge, const Connection& connection, std::string_view command);
  void later(ConnectionId whose, runtime::Duration delay, runtime::Task task);
  void learn_secrets_of(const Json& state);
  // Only where somebody listens (sink_): making the detail is not free.
  void note(std::string_view kind, const Connection& connection, const Json& detail);
  void note_request(const Connection& connection, wire::Command command, std::uint32_t id, const Json& request);
  void report(const Note& note);
  Connection* find(ConnectionId id);

  runtime::Loop& loop_;
  runtime::Network& network_;
  ServerEventSink sink_;
  JsonReader reader_;
  runtime::ServerTls tls_;
  runtime::Endpoint local_;
  std::unique_ptr<runtime::Listener> listener_;
  boost::unordered_flat_map<ConnectionId, std::unique_ptr<Connection>> connections_;
  std::vector<std::unique_ptr<Connection>> finished_;  // destroyed when nothing of theirs is on the stack
  ConnectionId last_id_ = 0;
  runtime::Duration clock_shift_{};
  Json at_first_;  // the state at the first listen()
  // The one heard of longest ago comes first: one timer for the silence of all.
  boost::intrusive::list<BySilence> by_silence_;
  runtime::Timer silence_timer_, expiry_timer_, restart_timer_, drain_timer_, burial_;
  std::optional<std::int64_t> expiry_set_;              // what expiry_timer_ waits for, at this clock_shift_
  boost::unordered_flat_map<std::string, int> hellos_;  // by device: connections so far
  struct LinkEnd {
    std::string device, word;
    runtime::Timer timer;
  };
  LinkHand links_;
  std::map<std::uint64_t, LinkEnd> link_ends_;
  std::map<std::uint64_t, runtime::Timer> delayed_;
  std::uint64_t delays_ = 0;
  // A reply that waits for what other shards find.
  struct Question {
    ConnectionId from;
    wire::Command command;
    std::uint32_t id;
    Json request, reply, found;
    std::set<int> missing;
    Json failure;
  };
  std::unique_ptr<ShardLinks> shard_links_;
  std::vector<std::uint16_t> shard_ports_;  // by index; none: not split
  std::map<std::uint64_t, Question> questions_;
  std::uint64_t questions_asked_ = 0;
};

}  // namespace chatproof::mockserver
