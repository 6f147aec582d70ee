#include "bench/load/client.hpp"

#include "bench/load/crowd.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

using wire::Command;

constexpr std::size_t page_size = 100;

}  // namespace

Client::Client(Crowd& crowd, std::uint32_t user, std::uint32_t local, Device device)
    : crowd_(crowd), network_(crowd.network_of(user)), user_(user), local_(local), device_(device) {}

Client::~Client() {
  stop();
  crowd_.nothing_later(*this);
}

// --- calls

void Client::log_in(Instant intended) {
  crowd_.begun();
  crowd_.meter().count(Counter::logins_begun);
  intended_ = intended;
  mark_ = crowd_.now();
  logging_in_ = true;
  inbox_.abandon_fetch();
  if (!session_) {
    session_.emplace(crowd_.loop(), *this, crowd_.random_of(user_, device_), crowd_.config(user_, device_), *this);
    session_->start();
  }
  session_->login(crowd_.name_of(user_), crowd_.ticket_of(user_),
                  [this](const session::Reply& reply) { on_login_result(reply.code); });
}

void Client::log_out() {
  if (!session_) return;
  crowd_.begun();
  session_->logout([this](const session::Reply& reply) {
    crowd_.ended();
    if (reply.code == 0) {
      crowd_.meter().count(Counter::logouts);
    } else {
      crowd_.meter().error(reply.code);
    }
    set_online(false);
    set_linked(false);
    session_.reset();
  });
}

void Client::stop() {
  if (!session_) return;
  session_->stop();
  set_online(false);
  set_linked(false);
  session_.reset();
}

void Client::request(Command command, std::string payload, Instant intended) {
  crowd_.begun();
  session_->request(command, std::move(payload), {}, [this, intended](const session::Reply& reply) {
    crowd_.ended();
    if (reply.code == 0) {
      crowd_.meter().count(Counter::requests);
      crowd_.meter().time(Latency::request, crowd_.now() - intended);
    } else {
      crowd_.meter().count(Counter::request_failures);
      crowd_.meter().error(reply.code);
    }
  });
}

void Client::send(StreamId stream, Instant intended) {
  crowd_.begun();
  const std::uint64_t number = crowd_.ledger().sent(stream);
  crowd_.meter().count(Counter::sent);
  const MessagePlan& plan = crowd_.message_plan();
  const std::string text = message_text({stream, number, intended}, plan.bytes);
  session_->request(
      Command::c2c_send,
      send_payload(crowd_.name_of(crowd_.user_of(stream.to)), text, crowd_.next_message_random(), crowd_.unix_seconds(),
                   plan.online_only),
      {}, [this, stream, number, intended](const session::Reply& reply) { on_sent(stream, number, intended, reply); });
}

void Client::on_sent(const StreamId& stream, std::uint64_t number, Instant intended, const session::Reply& reply) {
  crowd_.ended();
  if (reply.code != 0) {
    crowd_.meter().count(Counter::send_failures);
    return crowd_.meter().error(reply.code);
  }
  crowd_.meter().count(Counter::acked);
  // An answer was not meant to start at a time of its own.
  if (stream.kind != MessageKind::pong) crowd_.meter().time(Latency::ack, crowd_.now() - intended);
  crowd_.ledger().acked(stream, number);
  const auto cursor = cursor_at(reply.body);
  if (!cursor) return crowd_.told_nonsense();
  if (*cursor > 0) inbox_.own(*cursor);
}

// --- the link

std::unique_ptr<runtime::Pending> Client::resolve(const std::string& name, runtime::ResolveHandler handler) {
  return network_.resolve(name, [this, begun = crowd_.now(), handler = std::move(handler)](
                                    std::vector<std::string> addresses, runtime::NetError error) {
    if (error == runtime::NetError::none) {
      crowd_.meter().time(Latency::resolve, crowd_.now() - begun);
    } else {
      crowd_.connect_failed(error);
    }
    handler(std::move(addresses), error);
  });
}

std::unique_ptr<runtime::Pending> Client::connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                  runtime::ConnectHandler handler) {
  crowd_.dialing();
  const Instant begun = crowd_.now();
  // The session has not said that it dials: for its owner it is still the same link, which goes on elsewhere.
  if (linked_) crowd_.meter().count(Counter::redirects);
  if (linked_ && logging_in_) crowd_.meter().time(Latency::redirect, since_mark());
  // Every device has a TLS session of its own to go on with: the first login of each is a full handshake.
  runtime::ClientTls own = tls;
  if (tls.enabled) own.owner = std::to_string(user_) + (device_ == Device::second ? "b" : "a");
  return network_.connect(
      to, own,
      [this, begun, handler = std::move(handler)](std::unique_ptr<runtime::Stream> stream, runtime::NetError error) {
        if (stream != nullptr) {
          crowd_.connected(crowd_.now() - begun);
        } else {
          crowd_.connect_failed(error);
        }
        mark_ = crowd_.now();
        handler(std::move(stream), error);
      });
}

runtime::ListenResult Client::listen(const runtime::Endpoint&, const runtime::ServerTls&, runtime::AcceptHandler) {
  return {nullptr, runtime::NetError::internal};  // a client never does
}

// Told when the session dials: at once after the loss of a link that was stable, else after its wait.
void Client::on_connecting() {
  set_linked(false);
  if (!online_) return;
  set_online(false);
  lost_online_ = true;
  lost_ = crowd_.now();
  crowd_.meter().count(Counter::losses);
  crowd_.lost_one();
}

void Client::on_connected() {
  set_linked(true);
  crowd_.meter().time(Latency::hello, since_mark());
}

void Client::on_connect_failed(int code, std::string_view) { crowd_.meter().error(code); }

void Client::on_online(const session::Reply& reply) {
  const Instant now = crowd_.now();
  set_online(true);
  if (lost_online_) {
    lost_online_ = false;
    crowd_.meter().count(Counter::returns);
    crowd_.meter().time(Latency::back, now - lost_);
    crowd_.one_is_back();
  }
  if (logging_in_ && !syncing_first_) {
    crowd_.meter().time(Latency::login, since_mark());
    syncing_first_ = true;
  }
  const auto cursor = cursor_at(reply.body);
  if (!cursor) crowd_.told_nonsense();
  const bool missed = inbox_.ends_at(cursor.value_or(0));
  if (missed) {
    synchronise();
  } else if (syncing_first_) {
    end_sync(true);
  }
}

void Client::on_login_result(int code) {
  crowd_.ended();
  if (code == 0) return crowd_.meter().count(Counter::logins);
  logging_in_ = syncing_first_ = false;
  crowd_.meter().count(Counter::login_failures);
  crowd_.meter().error(code);
  // A ticket counts whole seconds: one of the second in which all tickets were ended is refused too.
  const bool expired = code == wire::code::ERR_SVR_ACCOUNT_USERSIG_EXPIRED || code == wire::code::ERR_USER_SIG_EXPIRED;
  if (expired && crowd_.profile().users.after_expiry == AfterEnd::login_again) crowd_.log_in_later(*this, intended_);
}

void Client::on_kicked(std::string_view) {
  set_online(false);
  lost_online_ = false;
  crowd_.meter().count(Counter::kicks);
  if (kicked_since_ != Instant::max()) crowd_.meter().time(Latency::kick, crowd_.now() - kicked_since_);
  kicked_since_ = Instant::max();
  inbox_.abandon_fetch();
  if (crowd_.profile().users.after_kick == AfterEnd::login_again) log_in(crowd_.now());
}

void Client::on_ticket_expired() {
  set_online(false);
  lost_online_ = false;
  crowd_.meter().count(Counter::expiries);
  inbox_.abandon_fetch();
  if (crowd_.profile().users.after_expiry == AfterEnd::login_again) log_in(crowd_.now());
}

void Client::set_online(bool online) {
  if (online_ == online) return;
  online_ = online;
  crowd_.online_changed(*this, device_);
}

void Client::set_linked(bool linked) {
  if (linked_ == linked) return;
  linked_ = linked;
  crowd_.linked_changed(linked);
}

Duration Client::since_mark() {
  const Instant now = crowd_.now();
  const Duration took = now - mark_;
  mark_ = now;
  return took;
}

// --- messages

void Client::synchronise() {
  inbox_.begin_fetch();
  page_after_ = inbox_.cursor();
  crowd_.begun();
  crowd_.meter().count(Counter::sync_pages);
  session_->request(
      Command::sync,
      R"({"cursor":)" + std::to_string(inbox_.cursor()) + R"(,"limit":)" + std::to_string(page_size) + "}", {},
      [this](const session::Reply& reply) { on_page(reply); });
}

void Client::on_page(const session::Reply& reply) {
  crowd_.ended();
  if (reply.code != 0) {
    inbox_.abandon_fetch();
    crowd_.meter().error(reply.code);
    return end_sync(false);
  }
  if (is_last_empty_page(reply.body))
    if (const auto cursor = cursor_at(reply.body)) return end_page(*cursor, true, false);
  const auto page = read_page(reply.body);
  if (!page) {
    inbox_.abandon_fetch();
    crowd_.told_nonsense();
    return end_sync(false);
  }
  for (const Page::Message& message : page->messages)
    if (device_ == Device::first && inbox_.paged(message.cursor)) take(message.text);
  end_page(page->cursor.value_or(inbox_.cursor()), page->complete, page->messages.size() >= page_size);
}

void Client::end_page(std::int64_t cursor, bool complete, bool was_full) {
  const auto next = inbox_.end_fetch(page_after_, cursor, complete, was_full);
  if (!session_) return inbox_.abandon_fetch();
  session_->set_cursor(inbox_.cursor());
  if (next == Inbox::Next::page) return synchronise();
  if (next == Inbox::Next::nothing) return end_sync(true);
  crowd_.told_nonsense();
  if (next == Inbox::Next::stuck) return end_sync(false);
  crowd_.later(*this, inbox_.wait(), [this] {
    if (session_ && online_) return synchronise();
    inbox_.abandon_fetch();
  });
}

void Client::end_sync(bool good) {
  if (!syncing_first_) return;
  syncing_first_ = logging_in_ = false;
  if (!good) return;
  ready_ = true;
  crowd_.meter().time(Latency::sync, since_mark());
  crowd_.meter().time(Latency::ready, crowd_.now() - intended_);
}

void Client::on_push(Command command, std::string_view payload) {
  if (command != Command::message || device_ != Device::first) return;
  const auto cursor = cursor_at(payload);
  if (!cursor) return crowd_.told_nonsense();
  switch (inbox_.pushed(*cursor)) {
    case Inbox::Push::take:
      session_->set_cursor(inbox_.cursor());
      return take(payload);
    case Inbox::Push::repeated:
      return crowd_.meter().count(Counter::repeated);
    case Inbox::Push::fetch:
      return synchronise();
    case Inbox::Push::wait:
      return;
  }
}

void Client::take(std::string_view payload) {
  const auto marker = find_marker(payload);
  if (!marker || marker->stream.to != local_) return;  // a copy of one's own, or somebody else's
  crowd_.received(*this, *marker);
}

}  // namespace chatproof::load
