// Connecting and listening with real sockets.
#include "sdk/runtime/real/real_network.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <optional>
#include <utility>

#include "sdk/runtime/dialer.hpp"
#include "sdk/runtime/real/socket.hpp"

namespace chatproof::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using Resolver = asio::ip::basic_resolver<tcp, asio::io_context::executor_type>;

constexpr int backlog = 65535;  // the kernel cuts it down to its own limit
constexpr int accepts_per_turn = 64;
constexpr Duration accept_pause = std::chrono::milliseconds(100);  // wall time, when out of descriptors
constexpr Duration handshake_limit = std::chrono::seconds(30);     // wall time, for a client that says nothing

// Answers that need no resolver: literal addresses, and the names of RFC 6761. nullopt: ask.
std::optional<std::vector<tcp::endpoint>> known_addresses(const Endpoint& endpoint) {
  ErrorCode error;
  const auto literal = asio::ip::make_address(endpoint.host, error);
  if (!error) return std::vector{tcp::endpoint(literal, endpoint.port)};
  const std::string& name = endpoint.host;
  if (name == "localhost" || name.ends_with(".localhost")) {
    return std::vector{tcp::endpoint(asio::ip::address_v4::loopback(), endpoint.port),
                       tcp::endpoint(asio::ip::address_v6::loopback(), endpoint.port)};
  }
  if (name.empty() || name == "invalid" || name.ends_with(".invalid")) return std::vector<tcp::endpoint>{};
  return std::nullopt;
}

// A name being looked up.
class LookingUp : public std::enable_shared_from_this<LookingUp> {
 public:
  LookingUp(const std::shared_ptr<NetCore>& core, std::string name, ResolveHandler handler)
      : core_(core), name_(std::move(name)), handler_(std::move(handler)), resolver_(core->io) {}

  void start() {
    if (auto known = known_addresses({name_, 0})) {
      return asio::post(core_->io, [self = shared_from_this(), found = std::move(*known)] { self->finish(found); });
    }
    resolver_.async_resolve(name_, "", [self = shared_from_this()](const ErrorCode& error, const auto& found) {
      self->finish(error ? std::vector<tcp::endpoint>{} : std::vector<tcp::endpoint>(found.begin(), found.end()));
    });
  }

  void cancel() {
    handler_ = nullptr;
    resolver_.cancel();
  }

 private:
  void finish(const std::vector<tcp::endpoint>& found) {
    if (handler_ == nullptr) return;
    std::vector<std::string> addresses;
    for (const tcp::endpoint& one : found) addresses.push_back(one.address().to_string());
    const NetError error = addresses.empty() ? NetError::resolve_failed : NetError::none;
    const ResolveHandler handler = std::exchange(handler_, nullptr);  // it may destroy the Pending
    handler(std::move(addresses), error);
  }

  std::shared_ptr<NetCore> core_;
  const std::string name_;
  ResolveHandler handler_;  // null: cancelled or done
  Resolver resolver_;
};

// A connection being made to an address: the socket, then the TLS handshake.
class Dialing : public std::enable_shared_from_this<Dialing> {
 public:
  Dialing(std::shared_ptr<NetCore> core, Endpoint to, ClientTls tls, ConnectHandler handler)
      : core_(std::move(core)),
        to_(std::move(to)),
        tls_(std::move(tls)),
        handler_(std::move(handler)),
        socket_(core_->io) {}

  void start(const asio::ip::address& address) {
    started_ = core_->loop.now();
    asio::post(core_->io, [self = shared_from_this(), address] {
      if (self->handler_ != nullptr) self->open({address, self->to_.port});
    });
  }

  void cancel() {
    handler_ = nullptr;
    ErrorCode ignored;
    socket_.close(ignored);
    if (connected_ != nullptr) connected_->drop();
  }

 private:
  void open(const tcp::endpoint& address) {
    ErrorCode error;
    socket_.open(address.protocol(), error);
    if (!error && !core_->options.source_addresses.empty()) bind_source(error);
    if (error) return finish(nullptr, net_error_of(error.value()));
    socket_.async_connect(address, [self = shared_from_this()](const ErrorCode& result) {
      if (self->handler_ == nullptr) return;
      if (result) return self->finish(nullptr, net_error_of(result.value()));
      self->connected();
    });
  }

  // The port is chosen when the connection is made: bound to one beforehand, no two connections could share it.
  void bind_source(ErrorCode& error) {
    const auto& sources = core_->options.source_addresses;
    const auto address = asio::ip::make_address(sources[core_->dials++ % sources.size()], error);
    if (error) return;
    const int on = 1;
    ::setsockopt(socket_.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    socket_.bind(tcp::endpoint(address, 0), error);
  }

  [[nodiscard]] Duration since(Instant earlier) const { return core_->loop.now() - earlier; }

  void connected() {
    times_.connect = since(started_);
    connected_ = std::make_shared<Socket>(core_, std::move(socket_));
    if (!tls_.enabled) return finish(std::move(connected_), NetError::none);
    const auto context = core_->client_context(tls_.ca_file);
    if (context == nullptr) return fail_tls(NetError::tls_failed);
    const std::string& name = tls_.server_name.empty() ? to_.host : tls_.server_name;
    auto session = std::make_unique<TlsSession>(context, connected_->descriptor());
    if (!session->expect_server(name, name + ':' + std::to_string(to_.port) + ' ' + tls_.owner))
      return fail_tls(NetError::tls_failed);
    const TlsSession* raw = session.get();
    connected_->start_tls(std::move(session), [self = shared_from_this(), raw](NetError error) {
      if (self->handler_ == nullptr) return;
      if (error != NetError::none) return self->fail_tls(error);
      ++self->core_->tls_handshakes;
      self->times_.resumed = raw->resumed();
      if (self->times_.resumed) ++self->core_->tls_resumptions;
      self->finish(std::move(self->connected_), NetError::none);
    });
  }

  void fail_tls(NetError error) {
    connected_.reset();
    finish(nullptr, error);
  }

  void finish(std::shared_ptr<Socket> socket, NetError error) {
    if (socket != nullptr && core_->options.on_dialed) {
      if (tls_.enabled) times_.tls = since(started_) - times_.connect;
      core_->options.on_dialed(times_);
    }
    const ConnectHandler handler = std::exchange(handler_, nullptr);  // it may destroy the Pending
    handler(socket == nullptr ? nullptr : std::make_unique<RealStream>(std::move(socket)), error);
  }

  std::shared_ptr<NetCore> core_;
  Endpoint to_;
  ClientTls tls_;
  ConnectHandler handler_;  // null: cancelled or done
  TcpSocket socket_;
  Instant started_{};
  DialTimes times_;
  std::shared_ptr<Socket> connected_;
};

template <class Work>
class RealPending final : public Pending {
 public:
  explicit RealPending(std::shared_ptr<Work> work) : work_(std::move(work)) {}
  ~RealPending() override { work_->cancel(); }

 private:
  std::shared_ptr<Work> work_;
};

// The client's first bytes are answered with a reset.
class ResetAtHello final : public StreamHandler {
 public:
  ResetAtHello(std::shared_ptr<Socket> socket, std::function<void()> over)
      : stream_(std::move(socket)), over_(std::move(over)) {
    stream_.set_handler(*this);
  }
  void on_data(std::string_view) override {
    stream_.reset();
    end();
  }
  void on_closed(NetError) override { end(); }

 private:
  void end() {
    const auto over = over_;  // it destroys this object
    over();
  }
  RealStream stream_;
  std::function<void()> over_;
};

class Listening : public std::enable_shared_from_this<Listening> {
 public:
  Listening(std::shared_ptr<NetCore> core, ServerTls tls, AcceptHandler handler)
      : core_(std::move(core)),
        tls_(std::move(tls)),
        handler_(std::make_shared<AcceptHandler>(std::move(handler))),
        acceptor_(core_->io) {}

  [[nodiscard]] bool can_shake_hands() { return !tls_.enabled() || context_for(TlsOutcome::ok) != nullptr; }
  // The error of the system, or 0.
  int open(const tcp::endpoint& at) {
    ErrorCode error;
    acceptor_.open(at.protocol(), error);
    if (!error) acceptor_.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(at, error);
    if (!error) acceptor_.listen(backlog, error);
    if (!error) acceptor_.non_blocking(true, error);
    return error.value();
  }
  [[nodiscard]] std::uint16_t port() const {
    ErrorCode ignored;
    return acceptor_.local_endpoint(ignored).port();
  }

  void wait() {
    acceptor_.async_wait(Acceptor::wait_read, [self = shared_from_this()](const ErrorCode& error) {
      if (!error) self->accept();
    });
  }

  void close() {
    handler_ = nullptr;
    pause_.cancel();
    ErrorCode ignored;
    acceptor_.close(ignored);
    stalled_.clear();
    refused_.clear();
    for (const auto& weak : std::exchange(handshaking_, {})) {
      if (const auto socket = weak.second.lock()) socket->drop();
    }
  }

 private:
  void accept() {
    for (int i = 0; i < accepts_per_turn && handler_ != nullptr; ++i) {
      TcpSocket socket(core_->io);
      ErrorCode error;
      acceptor_.accept(socket, error);
      if (!error) {
        welcome(std::move(socket));
      } else if (net_error_of(error.value()) == NetError::too_many_open) {
        pause_ = core_->loop.at(core_->loop.wall_ahead(accept_pause), TimerKind::periodic, [this] { wait(); });
        return;
      } else if (error == asio::error::would_block || error == asio::error::try_again) {
        break;
      }
    }
    if (handler_ != nullptr) wait();
  }

  void welcome(TcpSocket accepted) {
    auto socket = std::make_shared<Socket>(core_, std::move(accepted));
    if (!tls_.enabled()) return hand_over(std::move(socket));
    const HandshakeFault fault = tls_.fault ? tls_.fault() : HandshakeFault{};
    const std::uint64_t number = ++last_handshake_;
    if (fault.outcome == TlsOutcome::reset && fault.stall == Duration{0})
      return reset_at_hello(std::move(socket), number);
    if (fault.stall == Duration{0}) return shake_hands(socket, number, fault.outcome);
    // Nobody else holds it until then. What the client says waits in the kernel.
    const bool ever = fault.stall != Duration::max();
    const Instant until = ever ? core_->loop.now() + fault.stall : core_->loop.wall_ahead(handshake_limit);
    stalled_[number] = core_->loop.at(until, TimerKind::periodic, [this, number, socket, ever, fault] {
      const auto timer = stalled_.extract(number);
      if (!ever) return socket->drop();
      if (fault.outcome == TlsOutcome::reset) return reset_at_hello(socket, number);
      shake_hands(socket, number, fault.outcome);
    });
  }

  void reset_at_hello(std::shared_ptr<Socket> socket, std::uint64_t number) {
    refused_[number] = std::make_unique<ResetAtHello>(std::move(socket), [this, number] { refused_.erase(number); });
  }

  void shake_hands(const std::shared_ptr<Socket>& socket, std::uint64_t number, TlsOutcome outcome) {
    const auto context = context_for(outcome);
    if (context == nullptr) return socket->drop();
    handshaking_.emplace(number, socket);
    Timer limit = core_->loop.at(core_->loop.wall_ahead(handshake_limit), TimerKind::periodic,
                                 [this, number] { end_handshake(number, NetError::timed_out); });
    auto session = std::make_unique<TlsSession>(context, socket->descriptor());
    // The socket holds this handler, so the handler must not hold the socket.
    socket->start_tls(std::move(session), [self = shared_from_this(), number,
                                           keep = std::make_shared<Timer>(std::move(limit))](NetError error) {
      keep->cancel();
      self->end_handshake(number, error);
    });
  }

  // Null: its files cannot be loaded. A context of its own resumes no session of another one.
  [[nodiscard]] std::shared_ptr<TlsContext> context_for(TlsOutcome outcome) {
    auto& context = contexts_[outcome];
    if (context != nullptr) return context;
    if (outcome == TlsOutcome::expired) context = TlsContext::for_server(tls_.expired);
    if (outcome == TlsOutcome::self_signed) context = TlsContext::for_server(tls_.self_signed);
    if (outcome == TlsOutcome::wrong_host) context = TlsContext::for_server(tls_.wrong_host);
    if (outcome == TlsOutcome::old_protocol) context = TlsContext::for_old_server(own_files());
    if (outcome == TlsOutcome::ok) context = TlsContext::for_server(own_files());
    return context;
  }
  [[nodiscard]] CertificateFiles own_files() const { return {tls_.certificate_file, tls_.key_file}; }

  void end_handshake(std::uint64_t number, NetError error) {
    const auto found = handshaking_.find(number);
    if (found == handshaking_.end()) return;
    auto socket = found->second.lock();
    handshaking_.erase(found);
    if (socket == nullptr) return;
    if (error == NetError::none) return hand_over(std::move(socket));
    if (error == NetError::timed_out) socket->drop();
  }

  void hand_over(std::shared_ptr<Socket> socket) {
    const auto handler = handler_;  // a share, because the listener may be destroyed inside it
    if (handler != nullptr) (*handler)(std::make_unique<RealStream>(std::move(socket)));
  }

  std::shared_ptr<NetCore> core_;
  const ServerTls tls_;
  std::map<TlsOutcome, std::shared_ptr<TlsContext>> contexts_;
  std::shared_ptr<AcceptHandler> handler_;
  Acceptor acceptor_;
  Timer pause_;
  std::map<std::uint64_t, std::weak_ptr<Socket>> handshaking_;
  std::map<std::uint64_t, Timer> stalled_;
  std::map<std::uint64_t, std::unique_ptr<ResetAtHello>> refused_;
  std::uint64_t last_handshake_ = 0;
};

class RealListener final : public Listener {
 public:
  RealListener(std::shared_ptr<Listening> listening, Endpoint local)
      : listening_(std::move(listening)), local_(std::move(local)) {}
  ~RealListener() override { listening_->close(); }
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  std::shared_ptr<Listening> listening_;
  Endpoint local_;
};

}  // namespace

RealNetwork::RealNetwork(RealLoop& loop, RealNetworkOptions options)
    : core_(std::make_shared<NetCore>(loop, std::move(options))) {}
RealNetwork::~RealNetwork() = default;

std::unique_ptr<Pending> RealNetwork::resolve(const std::string& name, ResolveHandler handler) {
  auto looking = std::make_shared<LookingUp>(core_, name, std::move(handler));
  looking->start();
  return std::make_unique<RealPending<LookingUp>>(std::move(looking));
}

std::unique_ptr<Pending> RealNetwork::connect(const Endpoint& to, const ClientTls& tls, ConnectHandler handler) {
  ErrorCode no_address;
  const auto address = asio::ip::make_address(to.host, no_address);
  if (no_address) return std::make_unique<Dialer>(core_->loop, *this, to, tls, Duration{0}, std::move(handler));
  auto dialing = std::make_shared<Dialing>(core_, to, tls, std::move(handler));
  dialing->start(address);
  return std::make_unique<RealPending<Dialing>>(std::move(dialing));
}

ListenResult RealNetwork::listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) {
  auto listening = std::make_shared<Listening>(core_, tls, std::move(handler));
  if (!listening->can_shake_hands()) return {nullptr, NetError::tls_failed};
  std::optional<std::vector<tcp::endpoint>> addresses;
  if (at.host.empty()) {
    addresses = std::vector{tcp::endpoint(tcp::v4(), at.port)};
  } else {
    addresses = known_addresses(at);
  }
  if (!addresses) {
    ErrorCode error;
    Resolver resolver(core_->io);
    const auto found = resolver.resolve(at.host, std::to_string(at.port), Resolver::passive, error);
    if (!error) addresses.emplace(found.begin(), found.end());
  }
  if (!addresses || addresses->empty()) return {nullptr, NetError::resolve_failed};
  const int error = listening->open(addresses->front());
  if (error != 0) return {nullptr, error == EADDRNOTAVAIL ? NetError::unreachable : net_error_of(error)};
  const std::uint16_t port = listening->port();
  listening->wait();
  return {std::make_unique<RealListener>(std::move(listening), Endpoint{at.host.empty() ? "0.0.0.0" : at.host, port}),
          NetError::none};
}

std::size_t RealNetwork::tls_handshakes() const { return core_->tls_handshakes; }
std::size_t RealNetwork::tls_resumptions() const { return core_->tls_resumptions; }

}  // namespace chatproof::runtime
