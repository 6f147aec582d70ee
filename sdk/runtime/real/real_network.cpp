// Connecting and listening with real sockets.
#include "sdk/runtime/real/real_network.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ip/tcp.hpp>
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
using ErrorCode = boost::system::error_code;
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

void set_flag(int descriptor, int level, int name) {
  const int on = 1;
  ::setsockopt(descriptor, level, name, &on, sizeof on);
}

// A descriptor that is closed in the end, unless somebody else takes it over.
class OwnDescriptor {
 public:
  OwnDescriptor() = default;
  ~OwnDescriptor() { close(); }
  OwnDescriptor(const OwnDescriptor&) = delete;
  OwnDescriptor& operator=(const OwnDescriptor&) = delete;

  // A TCP socket that does not block. False: errno says why.
  bool open(int family) {
    value_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    return value_ >= 0;
  }
  void close() {
    if (value_ >= 0) ::close(std::exchange(value_, -1));
  }
  [[nodiscard]] int release() { return std::exchange(value_, -1); }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_ = -1;
};

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
class Dialing final : public Watched {
 public:
  Dialing(std::shared_ptr<NetCore> core, Endpoint to, ClientTls tls, ConnectHandler handler)
      : core_(std::move(core)), to_(std::move(to)), tls_(std::move(tls)), handler_(std::move(handler)) {}

  void start(const asio::ip::address& address) {
    started_ = core_->loop.now();
    asio::post(core_->io, [self = boost::intrusive_ptr(this), address] {
      if (self->handler_ != nullptr) self->open({address, self->to_.port});
    });
  }

  void cancel() {
    handler_ = nullptr;
    stop();
    if (connected_ != nullptr) connected_->drop();
  }

  void on_ready(std::uint32_t) override {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(descriptor_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    // Reset by one who had accepted it: made, and over at once.
    const bool reset = error == ECONNRESET;
    if (error != 0 && !reset) return fail(error);
    connected(reset);
  }

 private:
  void open(const tcp::endpoint& address) {
    const bool opened = descriptor_.open(address.protocol().family());
    if (!opened || (!core_->options.source_addresses.empty() && !bind_source())) return fail(errno);
    set_flag(descriptor_.get(), IPPROTO_TCP, TCP_NODELAY);
    if (::connect(descriptor_.get(), address.data(), static_cast<socklen_t>(address.size())) != 0 &&
        errno != EINPROGRESS)
      return fail(errno);
    const auto poller = core_->poller();
    if (poller != nullptr && !poller->add(descriptor_.get(), EPOLLOUT, this)) return fail(ENOMEM);
    watched_ = true;
  }

  // The port is chosen when the connection is made: bound to one beforehand, no two connections could share it.
  [[nodiscard]] bool bind_source() {
    const auto& sources = core_->options.source_addresses;
    ErrorCode wrong;
    const tcp::endpoint from(asio::ip::make_address(sources[core_->dials++ % sources.size()], wrong), 0);
    if (wrong) {
      errno = EADDRNOTAVAIL;
      return false;
    }
    set_flag(descriptor_.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
    return ::bind(descriptor_.get(), from.data(), static_cast<socklen_t>(from.size())) == 0;
  }

  void stop() {
    if (const auto poller = core_->poller(); watched_ && poller != nullptr) poller->forget(descriptor_.get());
    watched_ = false;
    descriptor_.close();
  }

  void fail(int error) {
    const boost::intrusive_ptr self(this);
    stop();
    finish(nullptr, net_error_of(error));
  }

  [[nodiscard]] Duration since(Instant earlier) const { return core_->loop.now() - earlier; }

  void connected(bool reset) {
    times_.connect = since(started_);
    watched_ = false;  // the socket is, from here on
    const int descriptor = descriptor_.release();
    connected_ = new Socket(core_, descriptor, EPOLLOUT);
    if (reset) connected_->was_reset();
    core_->poller()->hand_over(descriptor, connected_);
    if (!tls_.enabled) return finish(std::move(connected_), NetError::none);
    const auto context = core_->client_context(tls_.ca_file);
    if (context == nullptr) return fail_tls(NetError::tls_failed);
    const std::string& name = tls_.server_name.empty() ? to_.host : tls_.server_name;
    auto session = std::make_unique<TlsSession>(context, connected_->descriptor());
    if (!session->expect_server(name, name + ':' + std::to_string(to_.port) + ' ' + tls_.owner))
      return fail_tls(NetError::tls_failed);
    const TlsSession* raw = session.get();
    connected_->start_tls(std::move(session), [self = boost::intrusive_ptr(this), raw](NetError error) {
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

  void finish(SocketPtr socket, NetError error) {
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
  OwnDescriptor descriptor_;
  bool watched_ = false;
  Instant started_{};
  DialTimes times_;
  SocketPtr connected_;
};

template <class Work>  // a share of it
class RealPending final : public Pending {
 public:
  explicit RealPending(Work work) : work_(std::move(work)) {}
  ~RealPending() override { work_->cancel(); }

 private:
  Work work_;
};

// The client's first bytes are answered with a reset.
class ResetAtHello final : public StreamHandler {
 public:
  ResetAtHello(SocketPtr socket, std::function<void()> over) : stream_(std::move(socket)), over_(std::move(over)) {
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

class Listening final : public Watched {
 public:
  Listening(std::shared_ptr<NetCore> core, ServerTls tls, AcceptHandler handler)
      : core_(std::move(core)), tls_(std::move(tls)), handler_(std::make_shared<AcceptHandler>(std::move(handler))) {}

  [[nodiscard]] bool can_shake_hands() { return !tls_.enabled() || context_for(TlsOutcome::ok) != nullptr; }
  // The error of the system, or 0.
  int open(const tcp::endpoint& at) {
    if (!descriptor_.open(at.protocol().family())) return errno;
    set_flag(descriptor_.get(), SOL_SOCKET, SO_REUSEADDR);
    set_flag(descriptor_.get(), IPPROTO_TCP, TCP_NODELAY);  // those who are accepted inherit it
    if (::bind(descriptor_.get(), at.data(), static_cast<socklen_t>(at.size())) != 0) return errno;
    if (::listen(descriptor_.get(), backlog) != 0) return errno;
    return core_->poller()->add(descriptor_.get(), EPOLLIN, this) ? 0 : ENOMEM;
  }
  [[nodiscard]] std::uint16_t port() const {
    tcp::endpoint local;
    auto size = static_cast<socklen_t>(local.capacity());
    return ::getsockname(descriptor_.get(), local.data(), &size) == 0 ? local.port() : std::uint16_t{0};
  }

  void close() {
    handler_ = nullptr;
    pause_.cancel();
    if (const auto poller = core_->poller(); poller != nullptr && descriptor_.get() >= 0)
      poller->forget(descriptor_.get());
    descriptor_.close();
    stalled_.clear();
    refused_.clear();
    for (const auto& [number, socket] : std::exchange(handshaking_, {})) socket->drop();
  }

  void on_ready(std::uint32_t) override {
    for (int i = 0; i < accepts_per_turn && handler_ != nullptr; ++i) {
      const int accepted = ::accept4(descriptor_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (accepted >= 0) {
        welcome(new Socket(core_, accepted));
      } else if (net_error_of(errno) == NetError::too_many_open) {
        return pause();
      } else if (errno == EAGAIN) {
        return;
      }
    }
  }

 private:
  void pause() {
    core_->poller()->change(descriptor_.get(), Poller::only_errors);
    pause_ = core_->loop.at(core_->loop.wall_ahead(accept_pause), TimerKind::periodic,
                            [this] { core_->poller()->change(descriptor_.get(), EPOLLIN); });
  }

  void welcome(SocketPtr socket) {
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

  void reset_at_hello(SocketPtr socket, std::uint64_t number) {
    refused_[number] = std::make_unique<ResetAtHello>(std::move(socket), [this, number] { refused_.erase(number); });
  }

  void shake_hands(const SocketPtr& socket, std::uint64_t number, TlsOutcome outcome) {
    const auto context = context_for(outcome);
    if (context == nullptr) return socket->drop();
    handshaking_.emplace(number, socket);
    Timer limit = core_->loop.at(core_->loop.wall_ahead(handshake_limit), TimerKind::periodic,
                                 [this, number] { end_handshake(number, NetError::timed_out); });
    auto session = std::make_unique<TlsSession>(context, socket->descriptor());
    // The socket holds this handler, so the handler must not hold the socket.
    socket->start_tls(std::move(session), [self = boost::intrusive_ptr(this), number,
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
    SocketPtr socket = std::move(found->second);
    handshaking_.erase(found);
    if (error == NetError::none) return hand_over(std::move(socket));
    if (error == NetError::timed_out) socket->drop();
  }

  void hand_over(SocketPtr socket) {
    const auto handler = handler_;  // a share, because the listener may be destroyed inside it
    if (handler != nullptr) (*handler)(std::make_unique<RealStream>(std::move(socket)));
  }

  std::shared_ptr<NetCore> core_;
  const ServerTls tls_;
  std::map<TlsOutcome, std::shared_ptr<TlsContext>> contexts_;
  std::shared_ptr<AcceptHandler> handler_;
  OwnDescriptor descriptor_;
  Timer pause_;
  std::map<std::uint64_t, SocketPtr> handshaking_;  // until close() at the latest
  std::map<std::uint64_t, Timer> stalled_;
  std::map<std::uint64_t, std::unique_ptr<ResetAtHello>> refused_;
  std::uint64_t last_handshake_ = 0;
};

class RealListener final : public Listener {
 public:
  RealListener(boost::intrusive_ptr<Listening> listening, Endpoint local)
      : listening_(std::move(listening)), local_(std::move(local)) {}
  ~RealListener() override { listening_->close(); }
  [[nodiscard]] Endpoint local() const override { return local_; }

 private:
  boost::intrusive_ptr<Listening> listening_;
  Endpoint local_;
};

}  // namespace

RealNetwork::RealNetwork(RealLoop& loop, RealNetworkOptions options)
    : core_(std::make_shared<NetCore>(loop, std::move(options))) {}
RealNetwork::~RealNetwork() = default;

std::unique_ptr<Pending> RealNetwork::resolve(const std::string& name, ResolveHandler handler) {
  auto looking = std::make_shared<LookingUp>(core_, name, std::move(handler));
  looking->start();
  return std::make_unique<RealPending<std::shared_ptr<LookingUp>>>(std::move(looking));
}

std::unique_ptr<Pending> RealNetwork::connect(const Endpoint& to, const ClientTls& tls, ConnectHandler handler) {
  ErrorCode no_address;
  const auto address = asio::ip::make_address(to.host, no_address);
  if (no_address) return std::make_unique<Dialer>(core_->loop, *this, to, tls, Duration{0}, std::move(handler));
  const boost::intrusive_ptr dialing(new Dialing(core_, to, tls, std::move(handler)));
  dialing->start(address);
  return std::make_unique<RealPending<boost::intrusive_ptr<Dialing>>>(dialing);
}

ListenResult RealNetwork::listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) {
  boost::intrusive_ptr listening(new Listening(core_, tls, std::move(handler)));
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
  return {std::make_unique<RealListener>(std::move(listening), Endpoint{at.host.empty() ? "0.0.0.0" : at.host, port}),
          NetError::none};
}

std::size_t RealNetwork::tls_handshakes() const { return core_->tls_handshakes; }
std::size_t RealNetwork::tls_resumptions() const { return core_->tls_resumptions; }

}  // namespace chatproof::runtime
