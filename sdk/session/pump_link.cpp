// The link's side of the pump: the stream, the frames, and the actions of the link machine.
#include <algorithm>
#include <chrono>

#include "sdk/runtime/dialer.hpp"
#include "sdk/session/pump.hpp"
#include "sdk/wire/errors.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::session {

namespace code = wire::code;
using wire::Command;
using wire::FrameType;

// ---- from the network --------------------------------------------------------------------------------------------

void Session::Pump::on_connect(std::unique_ptr<runtime::Stream> stream, NetError error) {
  const auto self = shared_from_this();
  const auto finished = std::move(dial_);
  if (stream == nullptr) {
    link_event(link::DialFailed{error});
  } else {
    stream_ = std::move(stream);
    stream_->set_handler(*this);
    ++streams_;
    written_ = 0;
    link_event(link::Opened{});
  }
  settle();
}

void Session::Pump::on_data(std::string_view bytes) {
  const auto self = shared_from_this();
  const std::uint32_t own_stream = streams_;
  link_.heard();
  const wire::DecodeError error = decoder_.feed(bytes, [this](const wire::Frame& frame) { return on_frame(frame); });
  if (error == wire::DecodeError::none || stopped_ || own_stream != streams_) return;
  if (logs(6)) log(6, "the server does not speak this protocol: " + std::string(to_string(error)));
  link_event(link::Unreadable{});
  settle();
}

void Session::Pump::on_closed(NetError why) {
  const auto self = shared_from_this();
  link_event(link::Closed{why});
  settle();
}

void Session::Pump::on_link_timer() {
  const auto self = shared_from_this();
  link_event(link::TimerFired{});
  settle();
}

bool Session::Pump::on_frame(const wire::Frame& frame) {
  const std::uint32_t own_stream = streams_;
  switch (frame.type) {
    case FrameType::reply:
      on_reply(frame);
      break;
    case FrameType::push:
      on_push(frame);
      break;
    case FrameType::pong:
      on_pong(frame.payload);
      break;
    case FrameType::goaway:
      on_goaway(frame.payload);
      break;
    case FrameType::request:
    case FrameType::ping:
      if (logs(5)) log(5, "the server sent a frame that only clients send");
      break;
  }
  if (!stopped_) settle();
  return !stopped_ && own_stream == streams_ && stream_ != nullptr;
}

void Session::Pump::on_hello_reply(std::string_view payload) {
  const auto head = wire::read_reply_head(payload);
  const auto hello = wire::read_hello_reply(payload);
  if (!head || !hello) return link_event(link::Unreadable{});
  if (hello->time_ms) learn_server_time(*hello->time_ms);
  Duration heartbeat{};
  if (hello->heartbeat_s && *hello->heartbeat_s > 0) {
    heartbeat = std::chrono::seconds(std::min<std::int64_t>(*hello->heartbeat_s, heartbeat_interval_max / 1s));
  }
  link_event(link::HelloReplied{head->code, heartbeat});
}

void Session::Pump::on_reply(const wire::Frame& frame) {
  if (link_.state() == LinkState::greeting) {
    if (frame.id == hello_id_ && frame.command == Command::hello) on_hello_reply(frame.payload);
    return;
  }
  const Request* request = requests_.find(frame.id);
  if (request == nullptr || request->command != frame.command || request->stage != RequestStage::written) {
    if (logs(3)) log(3, "a reply that nobody waits for: " + std::to_string(frame.id));
    return;
  }
  auto head = wire::read_reply_head(frame.payload);
  if (!head) head = wire::ReplyHead{code::ERR_PARSE_RESPONSE_FAILED, {}};
  if (logs(3)) log(3, "reply to request " + std::to_string(frame.id) + ": " + std::to_string(head->code));
  Incoming incoming{head->code, std::move(head->text), frame.payload};
  switch (request->role) {
    case RequestRole::user:
      if (request->needs_user && is_ticket_refusal(incoming.code)) {
        account_event(account::TicketExpired{});  // ends this request too, with 6206
      }
      break;
    case RequestRole::login: {
      const auto login = wire::read_login_reply(frame.payload);
      if (incoming.code == 0 && (!login || login->token.empty())) incoming.code = code::ERR_PARSE_RESPONSE_FAILED;
      account_event(account::LoginReplied{incoming.code, login ? std::string_view(login->token) : ""}, nullptr,
                    &incoming);
      break;
    }
    case RequestRole::resume:
      (void)requests_.take(frame.id);
      account_event(account::ResumeReplied{incoming.code}, nullptr, &incoming);
      break;
    case RequestRole::logout:
      account_event(account::LogoutReplied{incoming.code}, nullptr, &incoming);
      break;
  }
  auto taken = requests_.take(frame.id);
  arm_request_timer(false);
  if (!taken) return;
  const bool has_no_user =
      incoming.code == code::ERR_SDK_NET_AUTH_INVALID || incoming.code == code::ERR_LOGIN_KICKED_OFF_BY_OTHER;
  if (taken->needs_user && taken->role == RequestRole::user && has_no_user) {
    tell_result(std::move(taken->done), incoming.code, std::move(incoming.text), incoming.body);
    account_event(account::NotRegistered{});
    return;
  }
  if (outbox_.empty() && !drain_posted_) {
    // The common case, without a detour. Nothing of this object is touched after the call.
    if (taken->done) taken->done({incoming.code, std::move(incoming.text), incoming.body});
  } else {
    tell_result(std::move(taken->done), incoming.code, std::move(incoming.text), incoming.body);
  }
}

void Session::Pump::on_push(const wire::Frame& frame) {
  Incoming incoming{0, {}, frame.payload};
  const bool throws_out = frame.command == Command::kicked || frame.command == Command::ticket_expired;
  if (const std::string user = throws_out ? wire::read_thrown_out(frame.payload).user_id : "";
      !user.empty() && user != account_.user_id()) {
    if (logs(3)) log(3, "a push for a user of before: " + user);
  } else if (frame.command == Command::kicked) {
    account_event(account::Kicked{}, nullptr, &incoming);
  } else if (frame.command == Command::ticket_expired) {
    account_event(account::TicketExpired{}, nullptr, &incoming);
  } else if (account_.state() != AccountState::online || wire::name_of(frame.command).empty()) {
    if (logs(3)) log(3, "a push for nobody: " + std::to_string(static_cast<int>(frame.command)));
  } else if (outbox_.empty() && !drain_posted_) {
    observer_.on_push(frame.command, frame.payload);
  } else {
    Notice notice;
    notice.kind = NoticeKind::push;
    notice.command = frame.command;
    notice.body = frame.payload;
    tell(std::move(notice));
  }
}

void Session::Pump::on_pong(std::string_view payload) {
  if (const auto time_ms = wire::read_pong(payload)) learn_server_time(*time_ms);
  link_event(link::Pong{});
}

void Session::Pump::on_goaway(std::string_view payload) {
  const auto port = wire::read_goaway_port(payload);
  if (!port) return link_event(link::GoAway{});
  sent_to_ = *port;
  if (logs(4)) log(4, "the server sends the user to " + to_string(server()));
  link_event(link::Redirected{});
}

runtime::Endpoint Session::Pump::server() const {
  return {config_->server.host, sent_to_ != 0 ? sent_to_ : config_->server.port};
}

// ---- actions -----------------------------------------------------------------------------------------------------

void Session::Pump::link_event(const link::Event& event) {
  const link::Actions actions = link_.on(event, loop_.now());
  for (const link::Action& action : actions) std::visit([this](const auto& a) { act(a); }, action);
}

void Session::Pump::act(const link::Dial&) {
  dial_ = std::make_unique<runtime::Dialer>(
      loop_, network_, server(), config_->tls, config_->connect_timeout,
      [this](std::unique_ptr<runtime::Stream> stream, NetError error) { on_connect(std::move(stream), error); });
}

void Session::Pump::act(const link::SendHello&) {
  hello_id_ = requests_.next_id();
  write(FrameType::request, Command::hello, hello_id_,
        wire::write(
            wire::HelloRequest{config_->sdk_app_id, config_->sdk_version, config_->platform, config_->device_id}));
}

void Session::Pump::act(const link::SendPing&) { write(FrameType::ping, Command::none, requests_.next_id(), {}); }

void Session::Pump::act(const link::Drop& action) {
  dial_.reset();
  flushed_at_drop_ = flushed();
  if (stream_ != nullptr && action.reset) stream_->reset();
  stream_.reset();
  decoder_ = {};
}

void Session::Pump::act(const link::SetTimer& action) {
  link_timer_ = loop_.at(loop_.now() + action.delay, action.kind, [this] { on_link_timer(); });
}

void Session::Pump::act(const link::TellConnecting&) {
  if (logs(4)) log(4, "connecting to " + to_string(server()));
  tell(NoticeKind::connecting);
}

void Session::Pump::act(const link::TellConnected&) {
  if (logs(4)) log(4, "connected");
  tell(NoticeKind::connected);
}

void Session::Pump::act(const link::TellFailed& action) {
  sent_to_ = 0;
  if (logs(5)) log(5, "connecting failed: " + std::to_string(action.code));
  Notice notice;
  notice.kind = NoticeKind::connect_failed;
  notice.code = action.code;
  notice.text = wire::text_of(action.code);
  tell(std::move(notice));
  if (action.refused) account_event(account::HelloRefused{action.code});
}

void Session::Pump::act(const link::LinkUp&) {
  requests_.link_up();
  account_event(account::LinkUp{});
  flush_due();
}

void Session::Pump::act(const link::LinkDown& action) {
  if (logs(5)) log(5, "the link is lost: " + std::to_string(action.code));
  requests_.link_down(flushed_at_drop_);
  account_event(account::LinkDown{});
  arm_request_timer(true);
}

}  // namespace chatproof::session
