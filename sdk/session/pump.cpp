// Calls, timers and what is told. pump_link.cpp has the link's side, pump_account.cpp the account's.
#include "sdk/session/pump.hpp"

#include <algorithm>
#include <utility>

#include "sdk/wire/errors.hpp"

namespace chatproof::session {

namespace code = wire::code;

namespace {
// An app that asks again whenever a request fails must not keep stop() from returning.
constexpr int stop_notices_max = 10'000;
}  // namespace

Session::Pump::Pump(runtime::Loop& loop, runtime::Network& network, runtime::Random random,
                    std::shared_ptr<const Config> config, Observer& observer)
    : loop_(loop),
      network_(network),
      observer_(observer),
      config_(std::move(config)),
      link_(config_, random.named("backoff")),
      requests_(config_) {}

// ---- calls -------------------------------------------------------------------------------------------------------

void Session::Pump::start() {
  if (stopped_) return;
  link_event(link::Start{});
  finish_call();
}

void Session::Pump::stop() {
  if (stopped_) return;
  stopped_ = stopping_ = true;
  link_event(link::Stop{});
  request_timer_.cancel();
  account_ = AccountMachine{};
  // First what had its result already, then what is pending, oldest first; and what a handler asks for meanwhile.
  std::vector<Request> pending = requests_.take_all();
  for (Request& request : pending) {
    if (request.role == RequestRole::resume) continue;
    tell_result(std::move(request.done), code::ERR_SDK_COMM_INTERRUPT);
  }
  for (int told = 0; !outbox_.empty(); ++told) {
    Notice notice = outbox_.pop();
    if (notice.kind != NoticeKind::result) continue;  // the observer hears nothing after stop()
    if (told < stop_notices_max) {
      deliver(std::move(notice), observer_);
    } else {
      refuse_after_stop(std::move(notice.done));
    }
  }
  stopping_ = false;
}

// A call to a session that is stopped still ends once. The task needs nothing of the session.
void Session::Pump::refuse_after_stop(ReplyHandler done) {
  if (!done) return;
  loop_.post([done = std::move(done)] {
    done({code::ERR_SDK_COMM_INTERRUPT, std::string(wire::text_of(code::ERR_SDK_COMM_INTERRUPT)), {}});
  });
}

void Session::Pump::login(std::string_view user_id, std::string_view user_sig, ReplyHandler done) {
  Call call{std::move(done), user_sig};
  if (stopping_) return tell_result(std::move(call.done), code::ERR_SDK_COMM_INTERRUPT);
  if (stopped_) return refuse_after_stop(std::move(call.done));
  if (logs(4)) log(4, "login called for " + std::string(user_id));
  account_event(account::LoginCalled{user_id}, &call);
  finish_call();
}

void Session::Pump::logout(ReplyHandler done) {
  Call call{std::move(done), {}};
  if (stopping_) return tell_result(std::move(call.done), code::ERR_SDK_COMM_INTERRUPT);
  if (stopped_) return refuse_after_stop(std::move(call.done));
  if (logs(4)) log(4, "logout called");
  account_event(account::LogoutCalled{}, &call);
  finish_call();
}

void Session::Pump::request(wire::Command command, std::string payload, RequestOptions options, ReplyHandler done) {
  if (stopping_) return tell_result(std::move(done), code::ERR_SDK_COMM_INTERRUPT);
  if (stopped_) return refuse_after_stop(std::move(done));
  int refusal = 0;
  if (options.needs_user && !account_.logged_in()) {
    refusal = code::ERR_SDK_NOT_LOGGED_IN;
  } else if (options.fail_when_offline && !connected() && link_.network_down()) {
    refusal = code::ERR_SDK_NET_DISCONNECT;
  } else {
    refusal = requests_.refusal(payload.size(), options.counts);
  }
  if (refusal != 0) {
    tell_result(std::move(done), refusal);
  } else {
    Request request;
    request.command = command;
    request.idempotent = options.idempotent;
    request.needs_user = options.needs_user;
    request.counts = options.counts;
    request.payload = std::move(payload);
    request.done = std::move(done);
    submit(std::move(request));
  }
  finish_call();
}

void Session::Pump::network_hint(bool up) {
  if (stopped_) return;
  if (logs(4)) log(4, up ? "the platform says that there is a network" : "the platform says that there is no network");
  link_event(link::Hint{up});
  finish_call();
}

LoginState Session::Pump::login_state() const {
  switch (account_.state()) {
    case AccountState::logged_out:
      return LoginState::logged_out;
    case AccountState::logging_in:
      return LoginState::logging_in;
    case AccountState::offline:
    case AccountState::resuming:
    case AccountState::online:
      return LoginState::logged_in;
    case AccountState::logging_out:
      return LoginState::logging_out;
  }
  std::abort();
}

const std::string& Session::Pump::user_id() const {
  static const std::string nobody;
  return account_.logged_in() ? account_.user_id() : nobody;
}

// ---- requests ----------------------------------------------------------------------------------------------------

void Session::Pump::submit(Request request) {
  const Instant now = loop_.now();
  Request& added = requests_.add(std::move(request), now);
  if (requests_.due(added, now)) write(added);
  arm_request_timer(false);
}

void Session::Pump::write(Request& request) {
  const std::uint64_t begin = written_;
  write(wire::FrameType::request, request.command, request.id, request.payload);
  requests_.written(request, loop_.now(), begin, written_);
}

void Session::Pump::write(wire::FrameType type, wire::Command command, std::uint32_t id, std::string_view payload) {
  if (stream_ == nullptr) std::abort();  // the machines say "up" only while there is a stream
  const auto header = wire::header_of({type, command, id, payload});
  stream_->write({header.data(), header.size()});
  if (!payload.empty()) stream_->write(payload);
  written_ += header.size() + payload.size();
}

// TLS may hold more bytes than were written to it.
std::uint64_t Session::Pump::flushed() const {
  return stream_ == nullptr ? 0 : written_ - std::min<std::uint64_t>(written_, stream_->queued());
}

void Session::Pump::flush_due() {
  const Instant now = loop_.now();
  while (Request* request = requests_.next_due(now)) write(*request);
  arm_request_timer(true);
}

// One timer for all requests. A new request never needs an earlier one than those before it; after a change of the link
// `rescan` looks for requests that are to be written again.
void Session::Pump::arm_request_timer(bool rescan) {
  if (requests_.empty()) {
    request_timer_.cancel();
    request_wakeup_ = Instant::max();
    return;
  }
  if (request_wakeup_ != Instant::max() && !rescan) return;
  const Instant wakeup = *requests_.next_wakeup();
  if (request_wakeup_ == wakeup) return;
  request_wakeup_ = wakeup;
  request_timer_ = loop_.at(wakeup, runtime::TimerKind::work, [this] { on_request_timer(); });
}

void Session::Pump::on_request_timer() {
  const auto self = shared_from_this();
  request_wakeup_ = Instant::max();
  const Instant now = loop_.now();
  while (const auto timed_out = requests_.timed_out(now, link_.network_down(), flushed())) {
    if (logs(5)) log(5, "request " + std::to_string(timed_out->id) + " timed out: " + std::to_string(timed_out->code));
    switch (timed_out->role) {
      case RequestRole::user:
        break;
      case RequestRole::login:
        account_event(account::LoginTimedOut{timed_out->code});
        break;
      case RequestRole::resume:
        account_event(account::ResumeTimedOut{});
        break;
      case RequestRole::logout:
        account_event(account::LogoutTimedOut{timed_out->code});
        break;
    }
    // The account machine ends its own; what is left is the user's, or nobody's any more.
    if (auto request = requests_.take(timed_out->id)) tell_result(std::move(request->done), timed_out->code);
  }
  flush_due();
  settle();
}

// ---- telling -----------------------------------------------------------------------------------------------------

void Session::Pump::tell(Notice notice) {
  if (drain_posted_ && !notice.body.empty()) {
    notice.owned = notice.body;  // it will be told after the frame it is a part of is gone
    notice.body = {};
  }
  outbox_.push(std::move(notice));
}

void Session::Pump::tell(NoticeKind kind) {
  Notice notice;
  notice.kind = kind;
  tell(std::move(notice));
}

void Session::Pump::tell_result(ReplyHandler done, int code, std::string text, std::string_view body) {
  if (!done) return;
  if (code != 0 && text.empty()) text = wire::text_of(code);
  Notice notice;
  notice.code = code;
  notice.text = std::move(text);
  notice.body = body;
  notice.done = std::move(done);
  tell(std::move(notice));
}

void Session::Pump::log(int level, std::string line) {
  if (stopped_) return;
  Notice notice;
  notice.kind = NoticeKind::log;
  notice.code = level;
  notice.text = std::move(line);
  tell(std::move(notice));
}

void Session::Pump::finish_call() {
  if (outbox_.empty() || drain_posted_ || stopped_) return;
  drain_posted_ = true;
  loop_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->drain();
  });
}

void Session::Pump::settle() {
  if (!drain_posted_) drain();
}

// Tells what is there now. What the handlers lead to goes out by a task of its own: they do not starve the loop.
void Session::Pump::drain() {
  drain_posted_ = false;
  for (std::size_t left = outbox_.size(); left > 0 && !outbox_.empty(); --left) deliver(outbox_.pop(), observer_);
}

void Session::Pump::learn_server_time(std::int64_t time_ms) {
  // What no clock shows would overflow when it is counted on.
  constexpr std::int64_t year_2200_ms = 7'258'118'400'000;
  if (time_ms < 0 || time_ms > year_2200_ms) return;
  server_start_ = runtime::UnixTime(std::chrono::milliseconds(time_ms)) - loop_.now().time_since_epoch();
}

}  // namespace chatproof::session
