// Bytes between two ends. The same interfaces are spoken by TCP, TLS and the simulated network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {

// Why a connection could not be made, or ended.
enum class NetError : std::uint8_t {
  none,
  resolve_failed,  // the host name has no address
  unreachable,     // no route to the address
  refused,         // the address answered with a reset to the first packet
  timed_out,       // the kernel gave up
  reset,           // the other end, or a box between, reset the connection
  closed,          // the other end closed in good order
  tls_failed,      // the handshake broke off
  tls_untrusted,   // the certificate or the host name in it was not accepted
  too_many_open,   // no descriptor, port or buffer left
  address_in_use,  // listen() only
  internal,
};
[[nodiscard]] std::string_view to_string(NetError error);

struct Endpoint {
  std::string host;  // a name or a literal address
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

// TLS of a client. Certificate and host name are always verified.
struct ClientTls {
  bool enabled = false;
  std::string ca_file{};      // PEM; empty: the system's certificate authorities
  std::string server_name{};  // for SNI and verification; empty: the endpoint's host
  // Whose connection it is, where one program plays many devices: TLS sessions are resumed only by their owner.
  std::string owner{};
};

// How a TLS handshake ends, where a test wants it to end otherwise than well.
enum class TlsOutcome : std::uint8_t {
  ok,
  expired,       // the certificate: NetError::tls_untrusted
  self_signed,   // the same
  wrong_host,    // the same
  old_protocol,  // the server speaks nothing newer than TLS 1.1: NetError::tls_failed
  reset,         // NetError::tls_failed
};
[[nodiscard]] NetError error_of(TlsOutcome outcome);

struct HandshakeFault {
  TlsOutcome outcome = TlsOutcome::ok;
  Duration stall{0};  // the server's first answer comes later by this much; Duration::max(): never
};

struct CertificateFiles {
  std::string certificate{}, key{};  // PEM
};

// TLS of a server: both files are PEM; empty means plain TCP.
struct ServerTls {
  std::string certificate_file{};
  std::string key_file{};
  // For tests: asked on the loop when a handshake begins, null for one that goes well; and what it may present then.
  std::function<HandshakeFault()> fault{};
  CertificateFiles expired{}, self_signed{}, wrong_host{};
  [[nodiscard]] bool enabled() const { return !certificate_file.empty(); }
};

// Receives what happens on a stream, on the loop's thread, never from inside a call to the stream.
// Inside any of these the handler may destroy the stream.
class StreamHandler {
 public:
  virtual ~StreamHandler() = default;
  // The bytes are valid during the call only: the buffer is shared by all connections of a loop.
  virtual void on_data(std::string_view bytes) = 0;
  // Everything written so far has been handed to the network.
  virtual void on_drained() {}
  // The last call for this stream.
  virtual void on_closed(NetError why) = 0;
};

// One open connection. Destroying it closes it in good order and silences the handler.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;

  virtual void set_handler(StreamHandler& handler) = 0;
  // Queues the bytes; writes of one loop turn leave together. Never blocks, never calls the handler.
  virtual void write(std::string_view bytes) = 0;
  // Bytes queued but not yet handed to the network.
  [[nodiscard]] virtual std::size_t queued() const = 0;
  // Stop or resume reading: while paused the peer fills the window and then stalls.
  virtual void pause_reading(bool paused) = 0;
  // Close without good order: the peer sees a reset and queued bytes are lost. No on_closed follows.
  virtual void reset() = 0;
  [[nodiscard]] virtual Endpoint peer() const = 0;
};

// A connection being made, or an open listener. Destroying it cancels it; its handler is not called again.
class Pending {
 public:
  Pending() = default;
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;
  virtual ~Pending() = default;
};

class Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener() = default;                     // later connections are refused
  [[nodiscard]] virtual Endpoint local() const = 0;  // with the port that was chosen for port 0
};

// Exactly one of `stream` and `error` is set.
using ConnectHandler = std::function<void(std::unique_ptr<Stream> stream, NetError error)>;
// Literal addresses, at least one, in the order in which to try them; or an error.
using ResolveHandler = std::function<void(std::vector<std::string> addresses, NetError error)>;
using AcceptHandler = std::function<void(std::unique_ptr<Stream> stream)>;
struct ListenResult {
  std::unique_ptr<Listener> listener;  // null on error
  NetError error = NetError::none;
};

class Network {
 public:
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  virtual ~Network() = default;

  // Looks a name up; a literal address is its own answer. The handler is called once, later, on the loop.
  [[nodiscard]] virtual std::unique_ptr<Pending> resolve(const std::string& name, ResolveHandler handler) = 0;
  // Connects and, where asked, completes the TLS handshake. The addresses of a name are tried one after the other,
  // without a limit of time: Dialer has one. The handler is called once, later, on the loop.
  [[nodiscard]] virtual std::unique_ptr<Pending> connect(const Endpoint& to, const ClientTls& tls,
                                                         ConnectHandler handler) = 0;
  [[nodiscard]] virtual ListenResult listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) = 0;
};

}  // namespace chatproof::runtime
