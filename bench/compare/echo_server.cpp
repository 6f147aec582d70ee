// The floor: a server on bare epoll that says everything back, plain or with TLS. What a server costs above it is its
// own doing.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/compare/tls.hpp"
#include "bench/load/machine.hpp"

namespace {

using namespace chatproof;

void accept_all(int listener, int poll) {
  while (true) {
    const int socket = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    epoll_event wanted{.events = EPOLLIN, .data = {.fd = socket}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &wanted);
  }
}

class Echo {
 public:
  explicit Echo(compare::TlsSettings tls) : tls_(std::move(tls)) {}

  // Whether the connection goes on.
  bool answer(int socket) {
    if (tls_ != nullptr) return answer_tls(socket);
    const ssize_t got = ::recv(socket, buffer_.data(), buffer_.size(), 0);
    return got > 0 && ::send(socket, buffer_.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
  }

  void end(int socket) {
    if (tls_ != nullptr) connections_[static_cast<std::size_t>(socket)].reset();
    ::close(socket);
  }

 private:
  bool answer_tls(int socket) {
    if (const auto wanted = static_cast<std::size_t>(socket) + 1; connections_.size() < wanted)
      connections_.resize(wanted);
    compare::Tls& tls = connections_[static_cast<std::size_t>(socket)];
    if (tls == nullptr) tls = compare::accept_tls(tls_.get(), socket);
    do {  // the handshake is part of the first reads
      const ssize_t got = compare::tls_receive(tls.get(), buffer_.data(), buffer_.size());
      if (got < 0 && errno == EAGAIN) return true;
      if (got <= 0 || compare::tls_send(tls.get(), buffer_.data(), static_cast<std::size_t>(got)) != got) return false;
    } while (SSL_has_pending(tls.get()) == 1);
    return true;
  }

  const compare::TlsSettings tls_;
  std::vector<compare::Tls> connections_;  // by descriptor
  std::array<char, 64 * 1024> buffer_{};
};

void serve(int listener, Echo& echo) {
  const int poll = ::epoll_create1(0);
  epoll_event wanted{.events = EPOLLIN, .data = {.fd = listener}};
  ::epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted);
  std::array<epoll_event, 1024> events{};
  while (true) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int at = 0; at < ready; ++at) {
      const int socket = events[static_cast<std::size_t>(at)].data.fd;
      if (socket == listener) {
        accept_all(listener, poll);
      } else if (!echo.answer(socket)) {
        echo.end(socket);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  const std::vector<std::string_view> words(argv, argv + argc);
  const bool with_tls = words.size() == 5 && words[2] == "--tls";
  if (words.size() == 2 || with_tls) std::from_chars(words[1].data(), words[1].data() + words[1].size(), port);
  if (port == 0) return std::fputs("echo_server PORT [--tls CERTIFICATE KEY]\n", stderr), 2;
  compare::TlsSettings tls;
  if (with_tls && (tls = compare::tls_server(argv[3], argv[4])) == nullptr)
    return std::fputs("echo_server: cannot load certificate and key\n", stderr), 2;
  std::signal(SIGPIPE, SIG_IGN);
  static_cast<void>(load::descriptor_limit());
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(listener, 65535) != 0)
    return std::perror("echo_server"), 2;
  Echo echo(std::move(tls));
  serve(listener, echo);
}
