// The floor: a server on bare epoll that says everything back. What a server costs above it is its own doing.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "bench/load/machine.hpp"

namespace {

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

void serve(int listener) {
  const int poll = ::epoll_create1(0);
  epoll_event wanted{.events = EPOLLIN, .data = {.fd = listener}};
  ::epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted);
  std::array<epoll_event, 1024> events{};
  std::array<char, 64 * 1024> buffer{};
  while (true) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int at = 0; at < ready; ++at) {
      const int socket = events[static_cast<std::size_t>(at)].data.fd;
      if (socket == listener) {
        accept_all(listener, poll);
        continue;
      }
      const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
      if (got <= 0 || ::send(socket, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) != got)
        ::close(socket);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::uint16_t port = 0;
  if (argc == 2) std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), port);
  if (port == 0) return std::fputs("echo_server PORT\n", stderr), 2;
  static_cast<void>(chatproof::load::descriptor_limit());
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 || ::listen(listener, 65535) != 0)
    return std::perror("echo_server"), 2;
  serve(listener);
}
