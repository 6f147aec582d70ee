// One link to the server, from the first attempt on: connect, say hello, beat, notice death, try again.
// Says what is to be done; does nothing itself (spec login 2, 15.13 to 15.15).
#pragma once

#include <cstdint>
#include <memory>
#include <variant>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/session/actions.hpp"
#include "sdk/session/backoff.hpp"
#include "sdk/session/config.hpp"

namespace chatproof::session {

using runtime::Instant;
using runtime::NetError;

enum class LinkState : std::uint8_t {
  idle,        // not started, or stopped
  waiting,     // between two attempts
  connecting,  // TCP and TLS
  greeting,    // hello is sent
  up,          // hello is answered
};

// The platform's word on the network.
enum class NetworkHint : std::uint8_t { unknown, up, down };

namespace link {

// Events.
struct Start {};
struct Stop {};
struct Opened {};  // the stream is there
struct DialFailed {
  NetError error;
};
struct HelloReplied {
  int code = 0;
  Duration heartbeat{};
};  // heartbeat zero: the server has no wish
struct Closed {
  NetError error;
};  // the open stream ended
struct Unreadable {};  // bytes that are no frames, or a hello that cannot be read
struct GoAway {};
struct Redirected {};  // the user lives elsewhere; the next Dial goes there
struct Pong {};
struct TimerFired {};  // the one timer
struct Hint {
  bool up;
};
struct Abandon {};  // the account above cannot use this link

using Event = std::variant<Start, Stop, Opened, DialFailed, HelloReplied, Closed, Unreadable, GoAway, Redirected, Pong,
                           TimerFired, Hint, Abandon>;

// Actions.
struct Dial {
  bool operator==(const Dial&) const = default;
};
struct SendHello {
  bool operator==(const SendHello&) const = default;
};
struct SendPing {
  bool operator==(const SendPing&) const = default;
};
// Ends the attempt or the stream; `reset`: without waiting for a peer that is dead anyway.
struct Drop {
  bool reset = false;
  bool operator==(const Drop&) const = default;
};
// Replaces the timer that was set before. Idle: keeps no simulated world awake.
struct SetTimer {
  Duration delay{};
  runtime::TimerKind kind{};
  bool operator==(const SetTimer&) const = default;
};
struct CancelTimer {
  bool operator==(const CancelTimer&) const = default;
};
struct TellConnecting {
  bool operator==(const TellConnecting&) const = default;
};
struct TellConnected {
  bool operator==(const TellConnected&) const = default;
};
// `refused`: the code came from the server itself, so waiting for a better network will not help.
struct TellFailed {
  int code = 0;
  bool refused = false;
  bool operator==(const TellFailed&) const = default;
};
struct LinkUp {
  bool operator==(const LinkUp&) const = default;
};
struct LinkDown {
  int code = 0;
  bool operator==(const LinkDown&) const = default;
};

using Action = std::variant<std::monostate, Dial, SendHello, SendPing, Drop, SetTimer, CancelTimer, TellConnecting,
                            TellConnected, TellFailed, LinkUp, LinkDown>;
using Actions = ActionList<Action>;

}  // namespace link

// The 95xx code of a failed attempt (spec login 8, network codes).
[[nodiscard]] int code_of_failed_attempt(NetError error);
// The 95xx code of a lost link; apps see it nowhere but in the log (spec login 2.03).
[[nodiscard]] int code_of_lost_link(NetError error);

class LinkMachine {
 public:
  LinkMachine(std::shared_ptr<const Config> config, runtime::Random random)
      : config_(std::move(config)), backoff_(random) {}

  [[nodiscard]] link::Actions on(const link::Event& event, Instant now);

  // Anything came from the server: cheap, for every read.
  void heard() { heard_ = true; }

  [[nodiscard]] LinkState state() const { return state_; }
  [[nodiscard]] unsigned failures() const { return backoff_.failures(); }
  // Whether time-outs count as "no network" (spec login 15.16): the platform's word, or without one how the last
  // attempt failed (observed O4.2).
  [[nodiscard]] bool network_down() const;

 private:
  [[nodiscard]] link::Actions handle(link::Start, Instant now);
  [[nodiscard]] link::Actions handle(link::Stop, Instant now);
  [[nodiscard]] link::Actions handle(link::Opened, Instant now);
  [[nodiscard]] link::Actions handle(link::DialFailed event, Instant now);
  [[nodiscard]] link::Actions handle(link::HelloReplied event, Instant now);
  [[nodiscard]] link::Actions handle(link::Closed event, Instant now);
  [[nodiscard]] link::Actions handle(link::Unreadable, Instant now);
  [[nodiscard]] link::Actions handle(link::GoAway, Instant now);
  [[nodiscard]] link::Actions handle(link::Redirected, Instant now);
  [[nodiscard]] link::Actions handle(link::Pong, Instant now);
  [[nodiscard]] link::Actions handle(link::TimerFired, Instant now);
  [[nodiscard]] link::Actions handle(link::Hint event, Instant now);
  [[nodiscard]] link::Actions handle(link::Abandon, Instant now);

  void attempt(link::Actions& actions);
  void fail_attempt(int code, bool refused, link::Actions& actions);
  [[nodiscard]] link::Actions end(NetError error, int attempt_code, Instant now, bool reset);
  [[nodiscard]] link::Actions lose(int code, Instant now, bool reset);
  [[nodiscard]] link::SetTimer retry_timer();
  [[nodiscard]] link::Actions beat(Instant now);
  void ping(Instant now, link::Actions& actions);

  std::shared_ptr<const Config> config_;
  Backoff backoff_;
  Instant since_{};  // up: when the link came up
  Instant last_ping_{};
  Duration heartbeat_{};
  std::uint16_t quick_losses_ = 0;
  std::uint16_t misses_ = 0;
  std::uint8_t redirects_ = 0;  // in a row
  LinkState state_ = LinkState::idle;
  NetworkHint hint_ = NetworkHint::unknown;
  NetError last_failure_ = NetError::none;
  bool silent_ = false;  // this attempt follows a redirect: apps hear of it only if it fails
  bool awaiting_pong_ = false;
  bool heard_ = false;         // anything since the last ping
  bool without_pong_ = false;  // the last heartbeat was satisfied with something else
};

}  // namespace chatproof::session
