// One account's link to the server: connect, log in, stay alive, come back, ask, be told.
// The machines behind it do no I/O (link_machine.hpp, account_machine.hpp, backoff.hpp); this class is the pump that
// connects them to a Loop and a Network. Everything here runs on the loop's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/random.hpp"
#include "sdk/session/config.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::session {

// The outcome of anything that was asked. Code 0 is success; the body is the reply's JSON text.
struct Reply {
  int code = 0;
  std::string text;
  std::string_view body;  // valid during the call
};
using ReplyHandler = std::function<void(const Reply&)>;  // called exactly once

enum class LoginState { logged_out, logging_in, logged_in, logging_out };

// What a session tells its owner. Calls are never made from inside a call to the session.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_connecting() = 0;
  virtual void on_connected() = 0;  // the reply to hello came
  virtual void on_connect_failed(int code, std::string_view text) = 0;
  virtual void on_online(
      const Reply& login_or_resume) = 0;  // the user is registered on this link; before the login's own handler
  virtual void on_kicked(std::string_view reason) = 0;  // state is logged_out already
  virtual void on_ticket_expired() = 0;                 // state is logged_out already
  virtual void on_push(wire::Command command, std::string_view payload) = 0;
  virtual void on_log(int level, std::string_view line) = 0;  // level as V2TIMLogLevel; never contains a ticket
};

struct RequestOptions {
  bool idempotent = true;          // may be sent again on a new link after the first one died
  bool needs_user = true;          // 6014 when nobody is logged in
  bool counts = true;              // against Config::requests_max; what the app has not asked for does not
  bool fail_when_offline = false;  // 9508 at once without a link while the network is known to be down
};

class Session {
 public:
  Session(runtime::Loop& loop, runtime::Network& network, runtime::Random random, Config config, Observer& observer);
  // A million sessions share one configuration.
  Session(runtime::Loop& loop, runtime::Network& network, runtime::Random random, std::shared_ptr<const Config> config,
          Observer& observer);
  ~Session();  // as stop()

  void start();  // begins to connect, and stays connected until stop()
  // Ends every pending request and login with 7009 (spec login 1.14), closes the link; nothing is called afterwards.
  void stop();

  // Preconditions on the arguments are the caller's. 7501 while logging in, 7502 while logging out.
  // Logged in as the same user: success at once. As another: an implicit logout first (15.8).
  void login(std::string_view user_id, std::string_view user_sig, ReplyHandler done);
  void logout(ReplyHandler done);
  void request(wire::Command command, std::string payload, RequestOptions options, ReplyHandler done);

  // The platform's word on the network. false: pending time-outs end in 9523..9525 instead of 9518..9520;
  // true: the next attempt is made now.
  void network_hint(bool up);

  // The receive cursor sent with login and resume; the owner advances it (README of wire, section 3).
  void set_cursor(std::int64_t cursor);

  [[nodiscard]] LoginState login_state() const;
  [[nodiscard]] const std::string& user_id() const;  // empty unless logged in
  [[nodiscard]] bool connected() const;
  // The server's clock when the loop's stood at zero: this device's own clock may jump. Nothing before it was told.
  [[nodiscard]] std::optional<runtime::UnixTime> server_start() const;

 private:
  class Pump;
  std::shared_ptr<Pump> pump_;  // shared with the task that is running when a handler destroys the session
};

}  // namespace chatproof::session
