// One simulated user on one device: the SDK's own session, and what an app around it would do.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bench/load/inbox.hpp"
#include "bench/load/wire_text.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/session/session.hpp"

namespace chatproof::load {

class Crowd;

using runtime::Duration;
using runtime::Instant;

// The first device of a user exchanges messages; the second one only logs in, to throw the first one out.
enum class Device : std::uint8_t { first, second };

// Passes its session's connections on to the crowd's network, so that it knows when they begin and end.
class Client final : public session::Observer, public runtime::Network {
 public:
  // `user`: its number among all users; `local`: among those of this worker.
  Client(Crowd& crowd, std::uint32_t user, std::uint32_t local, Device device);
  ~Client() override;

  void log_in(Instant intended);
  void log_out();
  void stop();  // ends whatever is pending

  void request(wire::Command command, std::string payload, Instant intended);
  void send(StreamId stream, Instant intended);

  [[nodiscard]] std::uint32_t user() const { return user_; }
  [[nodiscard]] std::uint32_t local() const { return local_; }
  [[nodiscard]] bool online() const { return online_; }
  [[nodiscard]] bool was_ready() const { return ready_; }
  void kick_counts_from(Instant intended) { kicked_since_ = intended; }

 private:
  std::unique_ptr<runtime::Pending> resolve(const std::string& name, runtime::ResolveHandler handler) override;
  std::unique_ptr<runtime::Pending> connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                            runtime::ConnectHandler handler) override;
  runtime::ListenResult listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                               runtime::AcceptHandler handler) override;

  void on_connecting() override;
  void on_connected() override;
  void on_connect_failed(int code, std::string_view text) override;
  void on_online(const session::Reply& reply) override;
  void on_kicked(std::string_view reason) override;
  void on_ticket_expired() override;
  void on_push(wire::Command command, std::string_view payload) override;
  void on_log(int, std::string_view) override {}

  void on_login_result(int code);
  void synchronise();
  void on_page(const session::Reply& reply);
  void end_page(std::int64_t cursor, bool complete, bool was_full);
  void end_sync(bool good);
  void take(std::string_view payload);
  void on_sent(const StreamId& stream, std::uint64_t number, Instant intended, const session::Reply& reply);
  void set_online(bool online);
  void set_linked(bool linked);
  [[nodiscard]] Duration since_mark();  // and sets it anew

  Crowd& crowd_;
  runtime::Network& network_;
  std::optional<session::Session> session_;
  Inbox inbox_;
  std::int64_t page_after_ = 0;  // where the page under way begins
  Instant intended_{};           // of the login under way
  Instant mark_{};               // when the current step of the login began
  Instant lost_{};               // when the link was lost
  Instant kicked_since_ = Instant::max();
  std::uint32_t user_, local_;
  Device device_;
  bool logging_in_ = false;  // until the first synchronisation is over
  bool syncing_first_ = false;
  bool ready_ = false;  // was so once
  bool linked_ = false;
  bool online_ = false;
  bool lost_online_ = false;  // the link was lost while online, and the user is not back yet
};

}  // namespace chatproof::load
