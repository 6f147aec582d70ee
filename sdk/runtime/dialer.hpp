// Connecting to a name: looks it up and tries its addresses one after the other.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// So that one dead address does not use up the time of all, each but the last may take an equal share of what is left
// of `limit` (0: no limit). The last one has no limit: the caller gives up when it sees fit. What ends in an error, an
// untrusted certificate included, makes way for the next address. When all have failed the handler gets the error of
// TLS, if there was one, for somebody did answer there; else that of the last address.
class Dialer final : public Pending {
 public:
  static constexpr std::size_t addresses_max = 8;  // more are not tried: the shares would be too small

  // Loop and network must live longer.
  Dialer(Loop& loop, Network& network, Endpoint to, ClientTls tls, Duration limit, ConnectHandler handler);

 private:
  void resolved(std::vector<std::string> addresses, NetError error);
  void try_next();
  void ended(std::unique_ptr<Stream> stream, NetError error);

  Loop& loop_;
  Network& network_;
  Endpoint to_;
  ClientTls tls_;
  const Duration limit_;
  const Instant begun_;
  ConnectHandler handler_;
  std::vector<std::string> addresses_;
  std::size_t next_ = 0;
  NetError tls_error_ = NetError::none;
  Timer share_;
  std::unique_ptr<Pending> attempt_;
};

}  // namespace chatproof::runtime
