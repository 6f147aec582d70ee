#include "sdk/session/account_machine.hpp"

#include <cstdlib>

#include "sdk/wire/errors.hpp"

namespace chatproof::session {

namespace code = wire::code;
using account::Actions;

namespace {

// A ban that comes to light while resuming: the user is thrown out by the service, not for an old ticket.
bool is_ban(int code) {
  return code == code::ERR_SVR_ACCOUNT_BLACKLIST || code == code::ERR_SVR_ACCOUNT_SEC_RSTR ||
         code == code::ERR_SVR_ACCOUNT_NOT_FOUND;
}

bool is_expiry(int code) {
  // -10004 says that the token is unknown or revoked. For the app it is the same as an expired one: it needs a new
  // UserSig and a new login (spec login 7.04), and no other callback says that.
  return is_ticket_refusal(code) || code == code::ERR_USER_SIG_EXPIRED ||
         code == code::ERR_SVR_ACCOUNT_USERSIG_EXPIRED || code == code::ERR_SVR_ACCOUNT_INVALID_USERSIG;
}

}  // namespace

bool is_ticket_refusal(int code) {
  return code == code::ERR_SVR_SSO_D2_EXPIRED || code == code::ERR_SVR_SSO_A2_UP_INVALID ||
         code == code::ERR_SVR_SSO_A2_DOWN_INVALID;
}

Actions AccountMachine::on(const account::Event& event) {
  return std::visit([this](const auto& e) { return handle(e); }, event);
}

void AccountMachine::forget() {
  state_ = AccountState::logged_out;
  user_id_ = {};
  token_ = {};
}

Actions AccountMachine::handle(account::LoginCalled event) {
  switch (state_) {
    case AccountState::logging_in:
      return {account::Answer{code::ERR_SDK_ACCOUNT_LOGIN_IN_PROCESS}};  // 3.05, 15.9: also for the same user
    case AccountState::logging_out:
      return {account::Answer{code::ERR_SDK_ACCOUNT_LOGOUT_IN_PROCESS}};
    case AccountState::logged_out:
      break;
    case AccountState::offline:
    case AccountState::resuming:
    case AccountState::online: {
      if (user_id_ == event.user_id) return {account::Answer{0}};  // 15.8: no second registration, no kick, no sync
      const bool registered = state_ != AccountState::offline;
      forget();
      user_id_ = event.user_id;
      state_ = AccountState::logging_in;
      Actions actions{account::EndRequests{code::ERR_SDK_NOT_LOGGED_IN}, account::WithdrawResume{}};
      if (registered) actions.add(account::SendLogout{});  // the server works in order: out, then in
      actions.add(account::SubmitLogin{});
      return actions;
    }
  }
  user_id_ = event.user_id;
  state_ = AccountState::logging_in;
  return {account::SubmitLogin{}};
}

Actions AccountMachine::handle(account::LogoutCalled) {
  switch (state_) {
    case AccountState::logged_out:
      return {account::Answer{0}};  // observed O2.2
    case AccountState::logging_out:
      return {account::Answer{code::ERR_SDK_ACCOUNT_LOGOUT_IN_PROCESS}};
    case AccountState::logging_in: {  // 5.05, 15.10
      forget();
      Actions actions{account::EndLogin{code::ERR_LOGIN_CANCELLED_BY_LOGOUT}};
      if (link_up_) actions.add(account::SendLogout{});
      actions.add(account::Answer{0});
      return actions;
    }
    case AccountState::offline:  // 15.10: done at once; the server finds out by itself that the link is gone
      forget();
      return {account::EndRequests{code::ERR_SDK_NOT_LOGGED_IN}, account::Answer{0}};
    case AccountState::resuming:
    case AccountState::online:
      overtakes_resume_ = state_ == AccountState::resuming;
      state_ = AccountState::logging_out;
      return {account::WithdrawResume{}, account::SubmitLogout{}};
  }
  std::abort();
}

Actions AccountMachine::handle(account::LinkUp) {
  link_up_ = true;
  if (state_ != AccountState::offline) return {};  // a pending login goes out by itself
  state_ = AccountState::resuming;
  return {account::SubmitResume{}};
}

Actions AccountMachine::handle(account::LinkDown) {
  link_up_ = false;
  if (state_ == AccountState::logging_out) return end_logout(0);
  if (state_ != AccountState::online && state_ != AccountState::resuming) return {};
  state_ = AccountState::offline;  // 4.03: still logged in
  return {account::WithdrawResume{}};
}

Actions AccountMachine::handle(account::HelloRefused event) {
  if (state_ != AccountState::logging_in) return {};
  forget();
  return {account::EndLogin{event.code}};
}

Actions AccountMachine::handle(account::LoginReplied event) {
  if (state_ != AccountState::logging_in) return {};
  if (event.code == 0) {
    state_ = AccountState::online;
    token_ = event.token;
    return {account::TellOnline{}, account::EndLogin{0}};
  }
  forget();
  // 15.23: 6206 stands for a refused derived ticket; what the check of the UserSig itself says is passed on.
  Actions actions{account::EndLogin{is_ticket_refusal(event.code) ? code::ERR_USER_SIG_EXPIRED : event.code}};
  if (event.code == code::ERR_PARSE_RESPONSE_FAILED) take_back(actions);  // it may have been a yes
  return actions;
}

// The server may have registered the user, or may do so yet. It forgets the user with the link at the latest.
void AccountMachine::take_back(Actions& actions) const {
  if (!link_up_) return;
  actions.add(account::SendLogout{});
  actions.add(account::AbandonLink{});
}

Actions AccountMachine::handle(account::LoginTimedOut event) {
  if (state_ != AccountState::logging_in) return {};
  forget();
  Actions actions{account::EndLogin{event.code}};
  take_back(actions);
  return actions;
}

Actions AccountMachine::handle(account::ResumeReplied event) {
  if (state_ != AccountState::resuming) return {};
  if (event.code == 0) {
    state_ = AccountState::online;
    return {account::TellOnline{}};
  }
  if (is_expiry(event.code)) {
    forget();
    return {account::EndRequests{code::ERR_USER_SIG_EXPIRED}, account::TellExpired{}};
  }
  if (event.code == code::ERR_LOGIN_KICKED_OFF_BY_OTHER || is_ban(event.code)) {
    const bool by_other = event.code == code::ERR_LOGIN_KICKED_OFF_BY_OTHER;
    forget();
    return {account::EndRequests{code::ERR_SDK_NOT_LOGGED_IN},
            account::TellKicked{by_other ? account::KickReason::offline : account::KickReason::server}};
  }
  return {account::AbandonLink{}};  // overload and the like: try again on another link, after a wait
}

Actions AccountMachine::handle(account::ResumeTimedOut) {
  if (state_ != AccountState::resuming) return {};
  return {account::AbandonLink{}};
}

Actions AccountMachine::end_logout(int code) {
  forget();
  Actions actions{account::EndRequests{code::ERR_SDK_NOT_LOGGED_IN}, account::EndLogout{code}};
  if (code != 0 && link_up_) actions.add(account::AbandonLink{});  // 5.04: logged out either way, at the server too
  return actions;
}

Actions AccountMachine::handle(account::LogoutReplied event) {
  if (state_ != AccountState::logging_out) return {};
  // Nobody to log out is what was wanted: a kick or an expiry was faster.
  const bool gone_already = event.code == code::ERR_SDK_NET_AUTH_INVALID || is_ticket_refusal(event.code);
  Actions actions = end_logout(gone_already ? 0 : event.code);
  // Unless the server has put off the resume, and will carry it out now.
  if (gone_already && overtakes_resume_ && link_up_) actions.add(account::AbandonLink{});
  return actions;
}

Actions AccountMachine::handle(account::LogoutTimedOut event) {
  if (state_ != AccountState::logging_out) return {};
  return end_logout(event.code);
}

// Pushes concern whoever is registered on this link; in any other state that is a user of before, whose going is known.
Actions AccountMachine::handle(account::Kicked) {
  if (state_ != AccountState::online) return {};
  forget();
  return {account::EndRequests{code::ERR_SDK_NOT_LOGGED_IN}, account::TellKicked{account::KickReason::pushed}};
}

Actions AccountMachine::handle(account::TicketExpired) {
  if (state_ != AccountState::online) return {};
  forget();
  return {account::EndRequests{code::ERR_USER_SIG_EXPIRED}, account::TellExpired{}};
}

// The server has forgotten the user, or threw it out and the word of it was lost: the answer to a resume will say.
Actions AccountMachine::handle(account::NotRegistered) {
  if (state_ != AccountState::online) return {};
  return {account::AbandonLink{}};
}

}  // namespace chatproof::session
