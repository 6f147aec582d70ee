#include "sdk/runtime/testing/black_hole.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace chatproof::runtime {

BlackHole::BlackHole(const std::string& address, std::uint16_t port) : port_(port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  if (::inet_pton(AF_INET, address.c_str(), &at.sin_addr) != 1) return;
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  auto* const raw = reinterpret_cast<sockaddr*>(&at);
  socklen_t size = sizeof at;
  const bool listens =
      ::bind(listener_, raw, size) == 0 && ::listen(listener_, 0) == 0 && ::getsockname(listener_, raw, &size) == 0;
  if (!listens) return;
  port_ = ntohs(at.sin_port);
  const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(filler, raw, size) == 0) {
    filler_ = filler;
  } else {
    ::close(filler);
  }
}

BlackHole::~BlackHole() {
  for (const int descriptor : {filler_, listener_})
    if (descriptor >= 0) ::close(descriptor);
}

}  // namespace chatproof::runtime
