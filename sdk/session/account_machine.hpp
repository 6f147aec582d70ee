// Who is logged in, and what becomes of it: the state diagram of spec login 4, with the open questions decided as in
// its section 15. Says what is to be done; does nothing itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "sdk/session/actions.hpp"

namespace chatproof::session {

enum class AccountState : std::uint8_t {
  logged_out,
  logging_in,
  offline,   // logged in, no link
  resuming,  // logged in, the new link is not registered yet
  online,    // logged in and registered on this link
  logging_out,
};

namespace account {

// Events. Views are valid during the call.
struct LoginCalled {
  std::string_view user_id;
};
struct LogoutCalled {};
struct LinkUp {};
struct LinkDown {};
struct HelloRefused {
  int code = 0;
};  // the server does not want this client at all
struct LoginReplied {
  int code = 0;
  std::string_view token;
};
struct LoginTimedOut {
  int code = 0;
};
struct ResumeReplied {
  int code = 0;
};
struct ResumeTimedOut {};
struct LogoutReplied {
  int code = 0;
};
struct LogoutTimedOut {
  int code = 0;
};
struct Kicked {};
struct TicketExpired {};  // pushed, or a request was refused for it
struct NotRegistered {};  // a request of the user was answered so

using Event =
    std::variant<LoginCalled, LogoutCalled, LinkUp, LinkDown, HelloRefused, LoginReplied, LoginTimedOut, ResumeReplied,
                 ResumeTimedOut, LogoutReplied, LogoutTimedOut, Kicked, TicketExpired, NotRegistered>;

enum class KickReason : std::uint8_t { pushed, offline, server };  // pushed: the push says it

// Actions.
struct Answer {
  int code = 0;
  bool operator==(const Answer&) const = default;
};  // to the call that was the event
struct SubmitLogin {
  bool operator==(const SubmitLogin&) const = default;
};
struct SubmitResume {
  bool operator==(const SubmitResume&) const = default;
};
struct SubmitLogout {
  bool operator==(const SubmitLogout&) const = default;
};
struct WithdrawResume {
  bool operator==(const WithdrawResume&) const = default;
};
// Tells the server without waiting for its word: whoever is registered on this link, or is about to be, leaves.
struct SendLogout {
  bool operator==(const SendLogout&) const = default;
};
struct EndLogin {
  int code = 0;
  bool operator==(const EndLogin&) const = default;
};
struct EndLogout {
  int code = 0;
  bool operator==(const EndLogout&) const = default;
};
struct EndRequests {
  int code = 0;
  bool operator==(const EndRequests&) const = default;
};  // those of the user
struct TellOnline {
  bool operator==(const TellOnline&) const = default;
};
struct TellKicked {
  KickReason reason{};
  bool operator==(const TellKicked&) const = default;
};
struct TellExpired {
  bool operator==(const TellExpired&) const = default;
};
struct AbandonLink {
  bool operator==(const AbandonLink&) const = default;
};

using Action = std::variant<std::monostate, Answer, SubmitLogin, SubmitResume, SubmitLogout, WithdrawResume, SendLogout,
                            EndLogin, EndLogout, EndRequests, TellOnline, TellKicked, TellExpired, AbandonLink>;
using Actions = ActionList<Action>;

}  // namespace account

// Whether the server refuses the derived ticket: -10001, -10003, -10004 (spec login 7.04).
[[nodiscard]] bool is_ticket_refusal(int code);

class AccountMachine {
 public:
  [[nodiscard]] account::Actions on(const account::Event& event);

  [[nodiscard]] AccountState state() const { return state_; }
  [[nodiscard]] bool logged_in() const {
    return state_ == AccountState::offline || state_ == AccountState::resuming || state_ == AccountState::online;
  }
  // Of the user that is logged in, or is about to be; empty in logged_out.
  [[nodiscard]] const std::string& user_id() const { return user_id_; }
  [[nodiscard]] const std::string& token() const { return token_; }

 private:
  [[nodiscard]] account::Actions handle(account::LoginCalled event);
  [[nodiscard]] account::Actions handle(account::LogoutCalled);
  [[nodiscard]] account::Actions handle(account::LinkUp);
  [[nodiscard]] account::Actions handle(account::LinkDown);
  [[nodiscard]] account::Actions handle(account::HelloRefused event);
  [[nodiscard]] account::Actions handle(account::LoginReplied event);
  [[nodiscard]] account::Actions handle(account::LoginTimedOut event);
  [[nodiscard]] account::Actions handle(account::ResumeReplied event);
  [[nodiscard]] account::Actions handle(account::ResumeTimedOut);
  [[nodiscard]] account::Actions handle(account::LogoutReplied event);
  [[nodiscard]] account::Actions handle(account::LogoutTimedOut event);
  [[nodiscard]] account::Actions handle(account::Kicked);
  [[nodiscard]] account::Actions handle(account::TicketExpired);
  [[nodiscard]] account::Actions handle(account::NotRegistered);
  void forget();
  [[nodiscard]] account::Actions end_logout(int code);
  void take_back(account::Actions& actions) const;

  std::string user_id_;
  std::string token_;
  AccountState state_ = AccountState::logged_out;
  bool link_up_ = false;
  bool overtakes_resume_ = false;  // logging out, and no answer to the resume has come
};

}  // namespace chatproof::session
