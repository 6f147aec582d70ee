// The account's side of the pump: the actions of the account machine.
#include "sdk/session/pump.hpp"
#include "sdk/wire/errors.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::session {

namespace code = wire::code;
using wire::Command;

void Session::Pump::account_event(const account::Event& event, Call* call, Incoming* incoming) {
  const account::Actions actions = account_.on(event);
  requests_.set_user_ready(account_.state() == AccountState::online);
  for (const account::Action& action : actions) {
    std::visit([this, call, incoming](const auto& a) { act(a, call, incoming); }, action);
  }
  arm_request_timer(false);
}

void Session::Pump::act(const account::Answer& action, Call* call, Incoming*) {
  tell_result(std::move(call->done), action.code);
}

void Session::Pump::act(const account::SubmitLogin&, Call* call, Incoming*) {
  Request request;
  request.command = Command::login;
  request.role = RequestRole::login;
  request.needs_user = false;
  request.payload = wire::write(wire::LoginRequest{account_.user_id(), call->user_sig, cursor_});
  request.done = std::move(call->done);
  if (request.payload.size() > wire::payload_max) {
    // Cannot be sent on any link. As if the server had refused it.
    requests_.add(std::move(request), loop_.now());
    account_event(account::LoginReplied{code::ERR_SDK_NET_PKG_SIZE_LIMIT, {}});
    return;
  }
  submit(std::move(request));
}

void Session::Pump::act(const account::SubmitResume&, Call*, Incoming*) {
  Request request;
  request.command = Command::resume;
  request.role = RequestRole::resume;
  request.idempotent = false;  // the next link gets one of its own
  request.needs_user = false;
  request.payload = wire::write(wire::ResumeRequest{account_.user_id(), account_.token(), cursor_});
  submit(std::move(request));
}

void Session::Pump::act(const account::SubmitLogout&, Call* call, Incoming*) {
  Request request;
  request.command = Command::logout;
  request.role = RequestRole::logout;
  request.idempotent = false;
  request.needs_user = false;
  request.payload = "{}";
  request.done = std::move(call->done);
  submit(std::move(request));
}

void Session::Pump::act(const account::WithdrawResume&, Call*, Incoming*) { (void)requests_.take(RequestRole::resume); }

void Session::Pump::act(const account::SendLogout&, Call*, Incoming*) {
  if (!connected()) return;
  write(wire::FrameType::request, Command::logout, requests_.next_id(), "{}");
}

void Session::Pump::act(const account::EndLogin& action, Call*, Incoming* incoming) {
  auto request = requests_.take(RequestRole::login);
  if (!request) return;
  if (logs(action.code == 0 ? 4 : 5)) log(action.code == 0 ? 4 : 5, "login ended with " + std::to_string(action.code));
  if (incoming == nullptr) {
    tell_result(std::move(request->done), action.code);
  } else {
    // A code that was translated keeps no text of the server's.
    std::string text = incoming->code == action.code ? std::move(incoming->text) : std::string();
    tell_result(std::move(request->done), action.code, std::move(text), incoming->body);
  }
}

void Session::Pump::act(const account::EndLogout& action, Call*, Incoming* incoming) {
  auto request = requests_.take(RequestRole::logout);
  if (!request) return;
  if (logs(4)) log(4, "logout ended with " + std::to_string(action.code));
  std::string text = incoming != nullptr && action.code != 0 ? std::move(incoming->text) : std::string();
  tell_result(std::move(request->done), action.code, std::move(text));
}

void Session::Pump::act(const account::EndRequests& action, Call*, Incoming*) {
  for (Request& request : requests_.take_user_requests()) tell_result(std::move(request.done), action.code);
}

void Session::Pump::act(const account::TellOnline&, Call*, Incoming* incoming) {
  if (logs(4)) log(4, "online as " + account_.user_id());
  Notice notice;
  notice.kind = NoticeKind::online;
  if (incoming != nullptr) notice.body = incoming->body;
  tell(std::move(notice));
  flush_due();
}

void Session::Pump::act(const account::TellKicked& action, Call*, Incoming* incoming) {
  Notice notice;
  notice.kind = NoticeKind::kicked;
  switch (action.reason) {
    case account::KickReason::pushed:
      notice.text = incoming != nullptr ? wire::read_thrown_out(incoming->body).reason : std::string();
      break;
    case account::KickReason::offline:
      notice.text = "offline";
      break;
    case account::KickReason::server:
      notice.text = "server";
      break;
  }
  if (logs(5)) log(5, "kicked: " + notice.text);
  tell(std::move(notice));
}

void Session::Pump::act(const account::TellExpired&, Call*, Incoming*) {
  if (logs(5)) log(5, "the ticket has expired");
  tell(NoticeKind::ticket_expired);
}

void Session::Pump::act(const account::AbandonLink&, Call*, Incoming*) {
  if (logs(5)) log(5, "the server does not take the user back on this link");
  link_event(link::Abandon{});
}

}  // namespace chatproof::session
