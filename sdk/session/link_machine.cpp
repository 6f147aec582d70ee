#include "sdk/session/link_machine.hpp"

#include <algorithm>
#include <utility>

#include "sdk/wire/errors.hpp"

namespace chatproof::session {

using runtime::TimerKind;
namespace code = wire::code;

int code_of_failed_attempt(NetError error) {
  switch (error) {
    case NetError::none:
      return code::ERR_SUCC;
    case NetError::resolve_failed:
      return code::ERR_SDK_NET_HOST_GETADDRINFO_FAILED;
    case NetError::unreachable:
      return code::ERR_SDK_NET_NET_UNREACH;
    case NetError::refused:
      return code::ERR_SDK_NET_CONN_REFUSE;
    case NetError::timed_out:
      return code::ERR_SDK_NET_CONN_TIMEOUT;
    case NetError::reset:
    case NetError::tls_failed:
      // No code is documented for TLS. A handshake that breaks off looks to a client like a box that resets it.
      return code::ERR_SDK_NET_CONNECT_RESET;
    case NetError::closed:
      return code::ERR_SDK_NET_DISCONNECT;
    case NetError::tls_untrusted:
      // Nor for a certificate that is not trusted: TCP is up, but this socket is not to be used.
    case NetError::address_in_use:
    case NetError::internal:
      return code::ERR_SDK_NET_SOCKET_INVALID;
    case NetError::too_many_open:
      return code::ERR_SDK_NET_SOCKET_NO_BUFF;
  }
  std::abort();
}

int code_of_lost_link(NetError error) {
  return error == NetError::reset ? code::ERR_SDK_NET_RESET_BY_PEER : code_of_failed_attempt(error);
}

link::Actions LinkMachine::on(const link::Event& event, Instant now) {
  return std::visit([this, now](const auto& e) { return handle(e, now); }, event);
}

bool LinkMachine::network_down() const {
  if (hint_ != NetworkHint::unknown) return hint_ == NetworkHint::down;
  return last_failure_ == NetError::unreachable || last_failure_ == NetError::resolve_failed;
}

link::Actions LinkMachine::handle(link::Start, Instant) {
  link::Actions actions;
  if (state_ == LinkState::idle) attempt(actions);
  return actions;
}

link::Actions LinkMachine::handle(link::Stop, Instant) {
  if (state_ == LinkState::idle) return {};
  state_ = LinkState::idle;
  return {link::CancelTimer{}, link::Drop{}};
}

// Every end of an attempt is preceded by its beginning (2.04), also when the network is known to be down.
void LinkMachine::attempt(link::Actions& actions) {
  silent_ = false;
  actions.add(link::TellConnecting{});
  if (hint_ == NetworkHint::down) {
    fail_attempt(code::ERR_SDK_NET_DISCONNECT, false, actions);
    return;
  }
  state_ = LinkState::connecting;
  actions.add(link::SetTimer{config_->connect_timeout, TimerKind::work});
  actions.add(link::Dial{});
}

void LinkMachine::fail_attempt(int code, bool refused, link::Actions& actions) {
  state_ = LinkState::waiting;
  if (std::exchange(silent_, false)) actions.add(link::TellConnecting{});
  actions.add(link::TellFailed{code, refused});
  actions.add(retry_timer());
}

// A wait for the next attempt alone does not keep a simulated world awake: with a dead server it would never be quiet.
// What waits for the link (a login, a request) has a work timer of its own.
link::SetTimer LinkMachine::retry_timer() {
  const Duration delay = backoff_.next(*config_);
  return {delay, delay == Duration::zero() ? TimerKind::work : TimerKind::periodic};
}

link::Actions LinkMachine::handle(link::Opened, Instant) {
  if (state_ != LinkState::connecting) return {};
  state_ = LinkState::greeting;  // the connect timer goes on: it covers the reply to hello
  return {link::SendHello{}};
}

link::Actions LinkMachine::handle(link::DialFailed event, Instant) {
  if (state_ != LinkState::connecting) return {};
  last_failure_ = event.error;
  link::Actions actions;
  fail_attempt(code_of_failed_attempt(event.error), false, actions);
  return actions;
}

link::Actions LinkMachine::handle(link::HelloReplied event, Instant now) {
  if (state_ != LinkState::greeting) return {};
  last_failure_ = NetError::none;
  if (event.code != 0) {
    link::Actions actions{link::Drop{}};
    fail_attempt(event.code, true, actions);
    return actions;
  }
  state_ = LinkState::up;
  since_ = now;
  awaiting_pong_ = false;
  without_pong_ = false;
  backoff_.reset();
  heartbeat_ = event.heartbeat == Duration::zero()
                   ? config_->heartbeat_interval
                   : std::clamp(event.heartbeat, heartbeat_interval_min, heartbeat_interval_max);
  link::Actions actions{link::SetTimer{heartbeat_, TimerKind::periodic}};
  if (!std::exchange(silent_, false)) actions.add(link::TellConnected{});
  actions.add(link::LinkUp{});
  return actions;
}

// The end of whatever there is: an attempt fails with its code, a live link is lost.
link::Actions LinkMachine::end(NetError error, int attempt_code, Instant now, bool reset) {
  switch (state_) {
    case LinkState::idle:
    case LinkState::waiting:
      return {};
    case LinkState::connecting:
    case LinkState::greeting: {
      last_failure_ = error;
      link::Actions actions{link::Drop{reset}};
      fail_attempt(attempt_code, false, actions);
      return actions;
    }
    case LinkState::up:
      return lose(error == NetError::none ? attempt_code : code_of_lost_link(error), now, reset);
  }
  std::abort();
}

link::Actions LinkMachine::lose(int code, Instant now, bool reset) {
  quick_losses_ = now - since_ < config_->link_stable ? static_cast<std::uint16_t>(std::min(quick_losses_ + 1, 100))
                                                      : std::uint16_t{0};
  backoff_.reset(quick_losses_ > 1 ? quick_losses_ - 1u : 0u);
  state_ = LinkState::waiting;
  return {link::Drop{reset}, link::LinkDown{code}, retry_timer()};
}

link::Actions LinkMachine::handle(link::Closed event, Instant now) {
  return end(event.error, code_of_failed_attempt(event.error), now, false);
}

link::Actions LinkMachine::handle(link::Unreadable, Instant now) {
  return end(NetError::none, code::ERR_SDK_NET_DECODE_FAILED, now, true);
}

link::Actions LinkMachine::handle(link::GoAway, Instant now) {
  return end(NetError::closed, code::ERR_SDK_NET_DISCONNECT, now, false);
}

// For the app this is one link all the time. A network that is said to be down is found out about by the attempt.
link::Actions LinkMachine::handle(link::Redirected, Instant now) {
  if (state_ != LinkState::up) return {};
  if (now - since_ >= config_->link_stable) redirects_ = 0;
  if (redirects_ >= config_->redirects_max) return handle(link::GoAway{}, now);
  ++redirects_;
  state_ = LinkState::connecting;
  silent_ = true;
  return {link::Drop{}, link::LinkDown{code::ERR_SDK_NET_DISCONNECT},
          link::SetTimer{config_->connect_timeout, TimerKind::work}, link::Dial{}};
}

link::Actions LinkMachine::handle(link::Abandon, Instant now) {
  return end(NetError::none, code::ERR_SDK_NET_DISCONNECT, now, false);
}

link::Actions LinkMachine::handle(link::Pong, Instant now) {
  heard_ = true;
  without_pong_ = false;
  if (state_ != LinkState::up || !awaiting_pong_) return {};
  awaiting_pong_ = false;
  return {link::SetTimer{std::max(Duration::zero(), last_ping_ + heartbeat_ - now), TimerKind::periodic}};
}

void LinkMachine::ping(Instant now, link::Actions& actions) {
  awaiting_pong_ = true;
  heard_ = false;
  last_ping_ = now;
  actions.add(link::SendPing{});
  actions.add(link::SetTimer{config_->heartbeat_timeout, TimerKind::periodic});
}

// The timer of a live link: either it is time to beat, or a pong stayed away.
link::Actions LinkMachine::beat(Instant now) {
  link::Actions actions;
  if (!awaiting_pong_) {
    misses_ = 0;
    ping(now, actions);
  } else if (heard_ && !without_pong_) {
    // A long reply on a slow link holds the pong up; what arrives is as good a sign of life. Not twice in a row: a
    // length that is wrong swallows whatever comes after it.
    without_pong_ = true;
    awaiting_pong_ = false;
    actions.add(link::SetTimer{std::max(Duration::zero(), last_ping_ + heartbeat_ - now), TimerKind::periodic});
  } else if (++misses_ < config_->heartbeat_misses) {
    ping(now, actions);
  } else {
    return lose(code::ERR_SDK_NET_WAIT_ACK_TIMEOUT, now, true);
  }
  return actions;
}

link::Actions LinkMachine::handle(link::TimerFired, Instant now) {
  switch (state_) {
    case LinkState::idle:
      return {};
    case LinkState::waiting: {
      link::Actions actions;
      attempt(actions);
      return actions;
    }
    case LinkState::connecting:
    case LinkState::greeting:
      return end(NetError::timed_out, code::ERR_SDK_NET_CONN_TIMEOUT, now, true);
    case LinkState::up:
      return beat(now);
  }
  std::abort();
}

// Without a network an attempt has no chance, but a link that is up may survive: the heartbeat decides.
link::Actions LinkMachine::handle(link::Hint event, Instant now) {
  const NetworkHint before = hint_;
  hint_ = event.up ? NetworkHint::up : NetworkHint::down;
  link::Actions actions;
  if (!event.up) {
    if (state_ == LinkState::connecting || state_ == LinkState::greeting) {
      actions.add(link::Drop{});
      fail_attempt(code::ERR_SDK_NET_DISCONNECT, false, actions);
    }
    return actions;
  }
  quick_losses_ = 0;
  if (state_ != LinkState::up) backoff_.reset();
  if (state_ == LinkState::waiting) {
    attempt(actions);
  } else if (state_ == LinkState::up && before == NetworkHint::down && !awaiting_pong_) {
    misses_ = 0;
    ping(now, actions);  // does the link of before still work?
  }
  return actions;
}

}  // namespace chatproof::session
