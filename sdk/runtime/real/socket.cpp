#include "sdk/runtime/real/socket.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <utility>

namespace chatproof::runtime {
namespace {

namespace asio = boost::asio;

constexpr int reads_per_turn = 4;              // then the others have their turn
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

void NetCore::request_flush(std::shared_ptr<Socket> socket) {
  auto batch = to_flush_.lock();
  if (batch == nullptr) {
    batch = std::make_shared<Batch>();
    to_flush_ = batch;
    asio::post(io, [self = shared_from_this(), batch] {
      self->to_flush_.reset();
      flush(*batch);
    });
  }
  batch->push_back(std::move(socket));
}

void NetCore::flush(const Batch& batch) {
  for (const auto& socket : batch) {
    socket->flush_wanted = false;
    socket->flush();
  }
}

std::shared_ptr<TlsContext> NetCore::client_context(const std::string& ca_file) {
  auto& context = client_contexts_[ca_file];
  if (context == nullptr) context = TlsContext::for_client(ca_file);
  return context;
}

Socket::Socket(std::shared_ptr<NetCore> core, TcpSocket socket) : core_(std::move(core)), socket_(std::move(socket)) {
  ErrorCode ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  peer_ = socket_.remote_endpoint(ignored);
}

Endpoint Socket::peer() const { return {peer_.address().to_string(), peer_.port()}; }

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
      return wait_read();
    case IoStatus::want_write:
      return wait_write();
    case IoStatus::closed:
    case IoStatus::failed:
      return end_handshake(tls_->handshake_error());
  }
}

void Socket::end_handshake(NetError why) {
  // In a task of its own: this may still be inside start_tls().
  asio::post(core_->io, [self = shared_from_this(), why] {
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
  wait_read();
}

void Socket::write(std::string_view bytes) {
  if (state_ != State::open || bytes.empty() || write_error_ != NetError::none) return;
  out_.append(bytes);
  if (flush_wanted || waits_write_) return;
  flush_wanted = true;
  core_->request_flush(shared_from_this());
}

void Socket::pause(bool paused) {
  if (paused_ == paused || state_ != State::open) return;
  paused_ = paused;
  if (paused_) {
    wait_error();
  } else {
    wait_read();
  }
}

void Socket::reset() {
  if (state_ != State::open) return;
  handler_ = nullptr;
  ErrorCode ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  close_now();
}

void Socket::close() {
  handler_ = nullptr;
  if (state_ == State::handshake) return drop();
  if (state_ != State::open) return;
  state_ = State::lingering;
  if (queued() == 0 || write_error_ != NetError::none) return finish_sending();
  set_limit(send_limit);
  if (!flush_wanted && !waits_write_) {
    flush_wanted = true;
    core_->request_flush(shared_from_this());
  }
}

void Socket::flush() {
  if (state_ != State::open && state_ != State::lingering) return;
  if (waits_write_ || queued() == 0) return;
  while (queued() > 0) {
    const IoResult result = send(out_.data() + out_head_, queued());
    if (result.status == IoStatus::ok) {
      drop_sent(result.bytes);
      if (state_ == State::lingering) set_limit(send_limit);
      continue;
    }
    if (result.status == IoStatus::want_write) return wait_write();
    if (result.status == IoStatus::want_read) return wait_read();
    // What the other end said last may still be there to read; the read after that finds the end.
    write_error_ = result.error != 0 ? net_error_of(result.error) : NetError::reset;
    drop_sent(queued());
    if (state_ == State::lingering) return close_now();
    return asio::post(core_->io, [self = shared_from_this()] { self->on_readable(); });
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
  ErrorCode error;
  socket_.shutdown(TcpSocket::shutdown_send, error);
  if (error) return close_now();
  tls_.reset();  // what comes now is not looked at
  set_limit(linger_limit);
  wait_read();
}

void Socket::throw_away_input() {
  for (std::size_t i = 0; i < linger_reads_max; ++i) {
    const auto got = ::recv(descriptor(), core_->buffer.data(), core_->buffer.size(), MSG_DONTWAIT);
    if (got > 0) continue;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return wait_read();
    return close_now();
  }
  close_now();
}

void Socket::wait_read() {
  const bool reads = handler_ != nullptr ? !paused_ : state_ != State::open;
  if (waits_read_ || state_ == State::closed || !reads) return;
  waits_read_ = true;
  socket_.async_wait(TcpSocket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
    self->waits_read_ = false;
    if (!error) self->on_readable();
  });
}

void Socket::wait_write() {
  if (waits_write_ || state_ == State::closed) return;
  waits_write_ = true;
  socket_.async_wait(TcpSocket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
    self->waits_write_ = false;
    if (error) return;
    if (self->state_ == State::handshake) return self->continue_handshake();
    self->flush();
  });
}

// A paused reader does not look at the descriptor, yet wants to know when the connection is reset.
void Socket::wait_error() {
  if (waits_error_ || state_ != State::open) return;
  waits_error_ = true;
  socket_.async_wait(TcpSocket::wait_error, [self = shared_from_this()](const ErrorCode& error) {
    self->waits_error_ = false;
    if (!error && self->state_ == State::open && self->paused_) self->on_paused_event();
  });
}

void Socket::on_paused_event() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(descriptor(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error == 0 && write_error_ == NetError::none) return;
  ended(error != 0 ? net_error_of(error) : write_error_);
}

void Socket::on_readable() {
  if (state_ == State::handshake) return continue_handshake();
  if (state_ == State::lingering) return fin_sent_ ? throw_away_input() : void();
  if (state_ != State::open || handler_ == nullptr) return;
  if (paused_) return on_paused_event();
  for (int i = 0; i < reads_per_turn; ++i) {
    const IoResult result = receive(core_->buffer.data(), core_->buffer.size());
    switch (result.status) {
      case IoStatus::ok:
        handler_->on_data({core_->buffer.data(), result.bytes});
        if (state_ != State::open || handler_ == nullptr || paused_) return;
        // Less than the buffer holds: that was all. (A TLS record is always less.)
        if (result.bytes < core_->buffer.size() && tls_ == nullptr) return wait_read();
        break;
      case IoStatus::want_read:
        return wait_read();
      case IoStatus::want_write:
        return wait_write();
      case IoStatus::closed:
        return ended(write_error_ != NetError::none ? write_error_ : NetError::closed);
      case IoStatus::failed:
        return ended(result.error != 0 ? net_error_of(result.error) : NetError::reset);
    }
  }
  if (tls_ != nullptr && tls_->has_pending()) {
    return asio::post(core_->io, [self = shared_from_this()] { self->on_readable(); });
  }
  wait_read();
}

IoResult Socket::receive(char* to, std::size_t size) {
  if (tls_ != nullptr) return tls_->read(to, size);
  const auto got = ::recv(descriptor(), to, size, MSG_DONTWAIT);
  if (got > 0) return {IoStatus::ok, static_cast<std::size_t>(got)};
  if (got == 0) return {IoStatus::closed};
  if (errno == EAGAIN || errno == EINTR) return {IoStatus::want_read};
  return {IoStatus::failed, 0, errno};
}

IoResult Socket::send(const char* from, std::size_t size) {
  if (tls_ != nullptr) return tls_->write(from, size);
  const auto sent = ::send(descriptor(), from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {IoStatus::ok, static_cast<std::size_t>(sent)};
  if (errno == EAGAIN || errno == EINTR) return {IoStatus::want_write};
  return {IoStatus::failed, 0, errno};
}

void Socket::drop_sent(std::size_t count) {
  out_head_ += count;
  if (out_head_ == out_.size()) {
    out_head_ = 0;
    std::string().swap(out_);  // most connections are idle most of the time
  } else if (out_head_ > NetCore::buffer_size && out_head_ > out_.size() / 2) {
    out_.erase(0, out_head_);
    out_head_ = 0;
  }
}

void Socket::ended(NetError why) {
  StreamHandler* handler = std::exchange(handler_, nullptr);
  close_now();
  if (handler != nullptr) handler->on_closed(why);
}

void Socket::set_limit(Duration wall) {
  limit_ = core_->loop.at(core_->loop.wall_ahead(wall), TimerKind::periodic, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->close_now();
  });
}

void Socket::close_now() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  limit_.cancel();
  tls_.reset();
  std::string().swap(out_);
  out_head_ = 0;
  ErrorCode ignored;
  socket_.close(ignored);
}

}  // namespace chatproof::runtime
