// An address that does not answer, made of real sockets. Not product code.
#pragma once

#include <cstdint>
#include <string>

namespace chatproof::runtime {

// Listens and never accepts, with its queue full from the start: the kernel drops every further SYN, so that a
// connect() waits until it gives up. Any thread.
class BlackHole {
 public:
  // An IPv4 address of this machine; port 0 chooses. Where it cannot listen, ok() is false and connections are refused.
  BlackHole(const std::string& address, std::uint16_t port);
  ~BlackHole();
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;

  [[nodiscard]] bool ok() const { return filler_ >= 0; }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int listener_ = -1;
  int filler_ = -1;  // the connection that takes the one place
  std::uint16_t port_;
};

}  // namespace chatproof::runtime
