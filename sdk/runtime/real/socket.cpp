#include "sdk/runtime/real/socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

namespace chatproof::runtime {
namespace {

namespace asio = boost::asio;

constexpr std::size_t tls_record_max = 16 * 1024;
constexpr int reads_per_turn = 4;              // then the others have their turn
constexpr std::size_t spare_max = 64;          // memory for sending that waits to be borrowed: pieces
constexpr std::size_t spare_bytes_max = 4096;  // ... of no more than this
constexpr std::size_t linger_reads_max = 256;  // what a peer may still send after we have closed: buffers

}  // namespace

NetError net_error_of(int error) {
  switch (error) {
    case 0:
      return NetError::none;
    case ECONNREFUSED:
      return NetError::refused;
    case ETIMEDOUT:
      return NetError::timed_out;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EAFNOSUPPORT:
      return NetError::unreachable;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return NetError::reset;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case EADDRNOTAVAIL:  // of connect(): no port left
      return NetError::too_many_open;
    case EADDRINUSE:
      return NetError::address_in_use;
    default:
      return NetError::internal;
  }
}

NetCore::~NetCore() {
  if (const auto poller = poller_.lock()) poller->stop();
}

std::shared_ptr<Poller> NetCore::poller() {
  auto poller = poller_.lock();
  if (std::exchange(poller_made_, true)) return poller;
  poller = std::make_shared<Poller>(io);
  poller_ = poller;
  poller->start();
  return poller;
}

std::unique_ptr<Outgoing> NetCore::borrow() {
  if (spare_.empty()) return std::make_unique<Outgoing>();
  auto outgoing = std::move(spare_.back());
  spare_.pop_back();
  return outgoing;
}

void NetCore::give_back(std::unique_ptr<Outgoing> outgoing) {
  if (spare_.size() >= spare_max || outgoing->bytes.capacity() > spare_bytes_max) return;
  outgoing->bytes.clear();
  outgoing->sent = 0;
  spare_.push_back(std::move(outgoing));
}

std::shared_ptr<TlsContext> NetCore::client_context(const std::string& ca_file) {
  auto& context = client_contexts_[ca_file];
  if (context == nullptr) context = TlsContext::for_client(ca_file);
  return context;
}

Socket::Socket(std::shared_ptr<NetCore> core, int descriptor, std::uint32_t interest)
    : core_(std::move(core)), descriptor_(descriptor), interest_(interest) {}

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Endpoint Socket::peer() const {
  asio::ip::tcp::endpoint peer;
  auto size = static_cast<socklen_t>(peer.capacity());
  if (::getpeername(descriptor_, peer.data(), &size) != 0) return {};
  peer.resize(size);
  return {peer.address().to_string(), peer.port()};
}

// --- what the poller is to tell

std::uint32_t Socket::wanted() const {
  constexpr std::uint32_t nothing = 0, readable = EPOLLIN, writable = EPOLLOUT;
  const std::uint32_t sends = waits_write_ ? writable : nothing;
  switch (state_) {
    case State::handshake:
      return waits_write_ ? writable : readable;
    case State::open:
      return sends | (handler_ != nullptr && !paused_ ? readable : nothing);
    case State::lingering:
      return fin_sent_ ? readable : sends;
    case State::closed:
      break;
  }
  return nothing;
}

void Socket::want() {
  const std::uint32_t events = wanted();
  if ((events & ~interest_) != 0) tell_poller(events);
}

// Only once something came that nobody wants: often it is wanted again before that.
void Socket::want_less() {
  if (state_ != State::closed) tell_poller(wanted());
}

void Socket::tell_poller(std::uint32_t events) {
  if (events == 0) events = Poller::only_errors;
  if (events == interest_) return;
  const auto poller = core_->poller();
  if (poller == nullptr) return;
  const bool known = std::exchange(interest_, events) != 0;
  if (known) return poller->change(descriptor_, events);
  if (poller->add(descriptor_, events, this)) return;
  asio::post(core_->io, [self = SocketPtr(this)] { self->ended(NetError::too_many_open); });
}

void Socket::on_ready(std::uint32_t events) {
  const bool broken = (events & (EPOLLERR | EPOLLHUP)) != 0;
  const std::uint32_t before = wanted();
  if ((before & EPOLLOUT) != 0 && (broken || (events & EPOLLOUT) != 0)) {
    waits_write_ = false;
    if (state_ == State::handshake) {
      continue_handshake();
    } else {
      flush();
      // Reading may have had to wait for it as well.
      if (tls_ != nullptr && state_ == State::open) read_soon();
    }
  }
  if ((before & wanted() & EPOLLIN) != 0 && (broken || (events & EPOLLIN) != 0)) {
    on_readable();
    if (tls_ != nullptr && queued() > 0) request_flush();  // writing may have had to wait for it
  } else if (broken && paused_ && state_ == State::open) {
    on_broken_while_paused();
  }
  if ((events & (EPOLLIN | EPOLLOUT) & ~wanted()) != 0 || (broken && wanted() == 0)) want_less();
}

void Socket::on_turn_end() {
  flush_wanted_ = false;
  flush();
}

void Socket::request_flush() {
  const auto poller = core_->poller();
  if (flush_wanted_ || waits_write_ || poller == nullptr) return;
  flush_wanted_ = true;
  poller->at_turn_end(this);
}

void Socket::start_tls(std::unique_ptr<TlsSession> tls, HandshakeHandler done) {
  tls_ = std::move(tls);
  handshake_done_ = std::make_unique<HandshakeHandler>(std::move(done));
  state_ = State::handshake;
  continue_handshake();
}

void Socket::continue_handshake() {
  const IoResult result = tls_->handshake();
  switch (result.status) {
    case IoStatus::ok:
      return end_handshake(NetError::none);
    case IoStatus::want_read:
      return want();
    case IoStatus::want_write:
      return wait_write();
    case IoStatus::closed:
    case IoStatus::failed:
      return end_handshake(tls_->handshake_error());
  }
}

void Socket::end_handshake(NetError why) {
  // In a task of its own: this may still be inside start_tls().
  asio::post(core_->io, [self = SocketPtr(this), why] {
    if (self->state_ != State::handshake || self->handshake_done_ == nullptr) return;
    const auto done = std::move(self->handshake_done_);
    self->state_ = State::open;
    if (why != NetError::none) self->close();  // in good order, so that the alert arrives
    (*done)(why);
  });
}

void Socket::drop() {
  handshake_done_.reset();
  handler_ = nullptr;
  close_now();
}

void Socket::set_handler(StreamHandler& handler) {
  if (state_ != State::open) return;
  handler_ = &handler;
  want();
  read_pending();
}

void Socket::write(std::string_view bytes) {
  if (state_ != State::open || bytes.empty() || write_error_ != NetError::none) return;
  if (out_ == nullptr) out_ = core_->borrow();
  out_->bytes.append(bytes);
  request_flush();
}

void Socket::pause(bool paused) {
  if (paused_ == paused || state_ != State::open) return;
  paused_ = paused;
  // A paused reader does not look at the descriptor, yet wants to know when the connection is reset.
  if (paused_ && interest_ == 0) return tell_poller(Poller::only_errors);
  want();
  if (!paused_) read_pending();
}

void Socket::reset() {
  if (state_ != State::open) return;
  handler_ = nullptr;
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close_now();
}

void Socket::close() {
  handler_ = nullptr;
  if (state_ == State::handshake) return drop();
  if (state_ != State::open) return;
  state_ = State::lingering;
  if (queued() == 0 || write_error_ != NetError::none) return finish_sending();
  set_limit(send_limit);
  request_flush();
}

void Socket::flush() {
  if (state_ != State::open && state_ != State::lingering) return;
  if (waits_write_ || queued() == 0) return;
  while (queued() > 0) {
    const IoResult result = send(out_->bytes.data() + out_->sent, queued());
    if (result.status == IoStatus::ok) {
      drop_sent(result.bytes);
      if (state_ == State::lingering) set_limit(send_limit);
      continue;
    }
    if (result.status == IoStatus::want_write) return wait_write();
    if (result.status == IoStatus::want_read) return want();
    // What the other end said last may still be there to read; the read after that finds the end.
    write_error_ = result.error != 0 ? net_error_of(result.error) : NetError::reset;
    drop_sent(queued());
    if (state_ == State::lingering) return close_now();
    return read_soon();
  }
  if (state_ == State::lingering) return finish_sending();
  if (handler_ != nullptr) handler_->on_drained();
}

// The last bytes are out: say so, then wait until the other end has closed too. Closing at once would make the kernel
// answer whatever is still coming in with a reset, which can destroy our last words on their way.
void Socket::finish_sending() {
  if (fin_sent_) return;
  fin_sent_ = true;
  if (tls_ != nullptr) tls_->send_close_notify();
  if (::shutdown(descriptor_, SHUT_WR) != 0) return close_now();
  tls_.reset();  // what comes now is not looked at
  set_limit(linger_limit);
  want();
}

void Socket::throw_away_input() {
  for (std::size_t i = 0; i < linger_reads_max; ++i) {
    const auto got = ::recv(descriptor_, core_->buffer.data(), core_->buffer.size(), MSG_DONTWAIT);
    if (got > 0) continue;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    return close_now();
  }
  close_now();
}

void Socket::wait_write() {
  waits_write_ = true;
  want();
}

void Socket::read_soon() {
  asio::post(core_->io, [self = SocketPtr(this)] { self->on_readable(); });
}

void Socket::on_broken_while_paused() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error == 0 && write_error_ == NetError::none) return;
  ended(error != 0 ? net_error_of(error) : write_error_);
}

void Socket::on_readable() {
  if (state_ == State::handshake) return continue_handshake();
  if (state_ == State::lingering) return fin_sent_ ? throw_away_input() : void();
  if (state_ != State::open || handler_ == nullptr) return;
  if (paused_) return on_broken_while_paused();
  for (int i = 0; i < reads_per_turn; ++i) {
    const IoResult result = receive(core_->buffer.data(), core_->buffer.size());
    switch (result.status) {
      case IoStatus::ok:
        handler_->on_data({core_->buffer.data(), result.bytes});
        if (state_ != State::open || handler_ == nullptr || paused_) return;
        // Less than can come at once: that was all, or it is told.
        if (result.bytes < (tls_ == nullptr ? core_->buffer.size() : tls_record_max)) return read_pending();
        break;
      case IoStatus::want_read:
        return;
      case IoStatus::want_write:
        return wait_write();
      case IoStatus::closed:
        return ended(write_error_ != NetError::none ? write_error_ : NetError::closed);
      case IoStatus::failed:
        return ended(result.error != 0 ? net_error_of(result.error) : NetError::reset);
    }
  }
  read_pending();
}

// What TLS has taken from the kernel already: the poller does not tell of it.
void Socket::read_pending() {
  if (tls_ != nullptr && tls_->has_pending()) read_soon();
}

IoResult Socket::receive(char* to, std::size_t size) {
  if (tls_ != nullptr) return tls_->read(to, size);
  const auto got = ::recv(descriptor_, to, size, MSG_DONTWAIT);
  if (got > 0) return {IoStatus::ok, static_cast<std::size_t>(got)};
  if (got == 0) return {IoStatus::closed};
  if (errno == EAGAIN || errno == EINTR) return {IoStatus::want_read};
  return {IoStatus::failed, 0, errno};
}

IoResult Socket::send(const char* from, std::size_t size) {
  if (tls_ != nullptr) return tls_->write(from, size);
  const auto sent = ::send(descriptor_, from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {IoStatus::ok, static_cast<std::size_t>(sent)};
  if (errno == EAGAIN || errno == EINTR) return {IoStatus::want_write};
  return {IoStatus::failed, 0, errno};
}

void Socket::drop_sent(std::size_t count) {
  out_->sent += count;
  if (queued() == 0) {
    core_->give_back(std::move(out_));
  } else if (out_->sent > NetCore::buffer_size && out_->sent > out_->bytes.size() / 2) {
    out_->bytes.erase(0, out_->sent);
    out_->sent = 0;
  }
}

void Socket::ended(NetError why) {
  StreamHandler* handler = std::exchange(handler_, nullptr);
  close_now();
  if (handler != nullptr) handler->on_closed(why);
}

void Socket::set_limit(Duration wall) {
  limit_ = core_->loop.at(core_->loop.wall_ahead(wall), TimerKind::periodic, [this] { close_now(); });
}

void Socket::close_now() {
  if (state_ == State::closed) return;
  const SocketPtr self(this);  // the poller's may be the last share
  state_ = State::closed;
  tls_.reset();
  out_.reset();
  if (const auto poller = core_->poller(); interest_ != 0 && poller != nullptr) poller->forget(descriptor_);
  ::close(std::exchange(descriptor_, -1));
  limit_.cancel();
}

}  // namespace chatproof::runtime
