// Real sockets: TCP and TLS 1.2 or later, for clients and servers.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

class NetCore;
class RealLoop;

// What the parts of a connection took once its address was known, in the loop's time.
struct DialTimes {
  Duration connect{};
  Duration tls{};        // 0 without TLS
  bool resumed = false;  // the handshake was short: it went on with an earlier session
};

struct RealNetworkOptions {
  // Literal addresses that connections leave from, in turn; none: the system chooses. With one address Linux searches
  // for a port longer and longer once half of its range is in use.
  std::vector<std::string> source_addresses{};
  // Told right before the handler of a connection that was made.
  std::function<void(const DialTimes&)> on_dialed{};
};

// One is enough for a loop: the read buffer is shared by all its connections. Loop thread only.
//
// Names are resolved by the system, on a thread of Asio's; "localhost" and names below ".invalid" are answered without
// it (RFC 6761). Listening: an empty host means every IPv4 address; names are resolved on the spot. Certificates that
// cannot be loaded end in
// tls_failed, an address that is not this machine's in unreachable. A stream that is destroyed still sends what was
// written, then waits up to 5 s for the other end to close, so that its last words are not lost to a reset; the loop
// must run for that.
class RealNetwork final : public Network {
 public:
  explicit RealNetwork(RealLoop& loop, RealNetworkOptions options = {});
  ~RealNetwork() override;

  [[nodiscard]] std::unique_ptr<Pending> resolve(const std::string& name, ResolveHandler handler) override;
  [[nodiscard]] std::unique_ptr<Pending> connect(const Endpoint& to, const ClientTls& tls,
                                                 ConnectHandler handler) override;
  [[nodiscard]] ListenResult listen(const Endpoint& at, const ServerTls& tls, AcceptHandler handler) override;

  // TLS handshakes of clients so far, and how many of them resumed an earlier session.
  [[nodiscard]] std::size_t tls_handshakes() const;
  [[nodiscard]] std::size_t tls_resumptions() const;

 private:
  std::shared_ptr<NetCore> core_;
};

}  // namespace chatproof::runtime
