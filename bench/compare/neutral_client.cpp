// How fast, and for how many bytes, does a server log users in, and answer them afterwards? One thread, epoll, raw
// protocol bytes: the same client for every server, so that what differs is the server. One line of JSON on stdout.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/compare/protocol.hpp"
#include "bench/compare/tls.hpp"
#include "bench/load/histogram.hpp"
#include "bench/load/machine.hpp"

namespace chatproof::compare {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
using load::Duration;

struct Options {
  std::string protocol, password, storm, label;
  std::uint16_t port = 0;
  std::size_t users = 10'000, in_flight = 256;
  double seconds = 3;
  bool round_trips = true, tls = false, resume = false;
  std::vector<pid_t> servers;
};

Duration since(Clock::time_point start) { return std::chrono::duration_cast<Duration>(Clock::now() - start); }
double in_seconds(Duration span) { return static_cast<double>(span.count()) / 1e6; }
double in_ms(Duration span) { return static_cast<double>(span.count()) / 1e3; }

sockaddr_in at_loopback(in_addr_t address, std::uint16_t port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(address);
  return at;
}

// One connection at the socket's level.
struct Link {
  int socket = -1;
  bool connected = false, secured = false, logged_in = false, waiting = false;
  Clock::time_point started;
  Session session;
  Tls tls;  // null: plain
};

class Client {
 public:
  Client(Options options, Protocol& protocol)
      : options_(std::move(options)),
        protocol_(protocol),
        poll_(::epoll_create1(0)),
        events_(1024),
        tls_(options_.tls ? tls_client() : nullptr),
        tickets_(options_.users) {
    protocol_.prepare(options_.users);
  }
  ~Client() {
    for (Link& link : links_) end(link);
    ::close(poll_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Json run() {
    const auto before = use(load::WithMemory::yes);
    const auto kernel = load::kernel_use();
    Json result = {{"label", options_.label}, {"protocol", options_.protocol}, {"users", options_.users}};
    result["login"] = log_in(0);
    settle();
    result["memory"] = {{"server_kb_per_user", kb_per_user(use(load::WithMemory::yes).pss_bytes, before.pss_bytes)},
                        {"kernel_kb_per_user", kb_per_user(load::kernel_use().slab_bytes, kernel.slab_bytes)}};
    if (options_.round_trips)
      for (const Request what : protocol_.requests()) {
        result["round_trips"][std::string(to_string(what))] = {{"1", ask(1, what)}, {"1000", ask(1000, what)}};
      }
    if (options_.storm == "reconnect") {
      for (Link& link : links_) end(link);
      settle();
    }
    if (!options_.storm.empty()) result["storm"] = log_in(options_.storm == "kick" ? 1 : 0);
    result["listen_drops"] = load::kernel_use().listen_drops - kernel.listen_drops;
    result["lost"] = lost_;
    if (!problem_.empty()) result["problem"] = problem_;
    return result;
  }

 private:
  static std::string_view to_string(Request what) {
    return what == Request::message ? "message" : what == Request::ping ? "ping" : "scripted";
  }

  // Every user once, so many at a time, each clock from the start of its connect().
  Json log_in(int device) {
    const std::size_t first = links_.size(), resumed_before = resumed_;
    links_.resize(first + options_.users);
    load::Histogram times;
    const Span span(*this);
    std::size_t started = 0;
    const std::size_t lost_before = lost_;
    auto progress = Clock::now();
    while (times.count() + lost_ - lost_before < options_.users && since(progress) < std::chrono::seconds(20)) {
      while (started < options_.users && started - times.count() - (lost_ - lost_before) < options_.in_flight)
        connect(first + started++, device);
      turn([&](Link& link, const Heard& heard) {
        if (link.logged_in || heard.answers == 0) return;
        link.logged_in = true;
        times.add(since(link.started));
        progress = Clock::now();
      });
    }
    Json result = span.result(times.count());
    result["p50_ms"] = in_ms(times.percentile(0.5));
    result["p99_ms"] = in_ms(times.percentile(0.99));
    result["failed"] = options_.users - times.count();
    if (options_.tls) result["resumed"] = resumed_ - resumed_before;
    return result;
  }

  // One request outstanding on each of so many connections.
  Json ask(std::size_t connections, Request what) {
    std::vector<std::size_t> asked;
    for (std::size_t at = 0; at < links_.size() && asked.size() < connections; ++at)
      if (links_[at].logged_in && links_[at].socket >= 0) asked.push_back(at);
    load::Histogram times;
    const Span span(*this);
    const auto start = Clock::now();
    const auto limit = std::chrono::duration<double>(options_.seconds);
    const auto send = [&](Link& link) {
      link.started = Clock::now();
      link.waiting = true;
      say(link, protocol_.request(link.session, what));
    };
    for (const std::size_t at : asked) send(links_[at]);
    while (Clock::now() - start < limit)
      turn([&](Link& link, const Heard& heard) {
        if (heard.answers == 0 || !link.waiting) return;
        times.add(since(link.started));
        send(link);
      });
    Json result = span.result(times.count());
    result["p50_ms"] = in_ms(times.percentile(0.5));
    result["p99_ms"] = in_ms(times.percentile(0.99));
    for (const std::size_t at : asked) links_[at].waiting = false;
    settle();
    return result;
  }

  // Rate and processor time of what is done meanwhile.
  class Span {
   public:
    explicit Span(Client& client)
        : client_(client), server_(client.use(load::WithMemory::no).cpu), own_(load::cpu_of_this_thread()) {}
    [[nodiscard]] Json result(std::uint64_t done) const {
      const double count = static_cast<double>(std::max<std::uint64_t>(done, 1));
      const Duration took = since(start_);
      return {{"count", done},
              {"per_second", static_cast<double>(done) / in_seconds(took)},
              {"seconds", in_seconds(took)},
              {"server_us", static_cast<double>((client_.use(load::WithMemory::no).cpu - server_).count()) / count},
              {"client_us", static_cast<double>((load::cpu_of_this_thread() - own_).count()) / count}};
    }

   private:
    Client& client_;
    const Duration server_, own_;
    const Clock::time_point start_ = Clock::now();
  };

  [[nodiscard]] load::ProcessUse use(load::WithMemory memory) const {
    load::ProcessUse sum;
    for (const pid_t process : options_.servers) {
      const auto one = load::use_of(process, memory);
      sum.cpu += one.cpu;
      sum.pss_bytes += one.pss_bytes;
    }
    return sum;
  }
  [[nodiscard]] double kb_per_user(std::uint64_t after, std::uint64_t before) const {
    return (static_cast<double>(after) - static_cast<double>(before)) / 1024 / static_cast<double>(options_.users);
  }

  void connect(std::size_t at, int device) {
    Link& link = links_[at];
    link.session.user = at % options_.users;
    link.session.device = device;
    link.started = Clock::now();
    link.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (link.socket < 0) return lose(link, std::strerror(errno));
    const int yes = 1;
    ::setsockopt(link.socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // An address of its own for each device: where ports become scarce, the kernel's search for one would be measured.
    ::setsockopt(link.socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    const auto from = at_loopback(INADDR_LOOPBACK + static_cast<in_addr_t>(device), 0);
    const auto to = at_loopback(INADDR_LOOPBACK, options_.port);
    if (::bind(link.socket, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
        (::connect(link.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS))
      return lose(link, std::strerror(errno));
    epoll_event wanted{.events = EPOLLOUT | EPOLLIN, .data = {.u64 = at}};
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, link.socket, &wanted);
  }

  void turn(const std::function<void(Link&, const Heard&)>& heard) {
    const int ready = ::epoll_wait(poll_, events_.data(), static_cast<int>(events_.size()), 100);
    for (int at = 0; at < ready; ++at) {
      const epoll_event event = events_[static_cast<std::size_t>(at)];
      Link& link = links_[event.data.u64];
      if (link.socket < 0) continue;
      if (!link.connected && !begin(link, event.data.u64)) continue;
      if (!link.secured && !secure(link)) continue;
      if (read(link)) take(link, heard);
    }
  }

  bool begin(Link& link, std::uint64_t at) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(link.socket, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      lose(link, std::strerror(error));
      return false;
    }
    link.connected = true;
    epoll_event wanted{.events = EPOLLIN, .data = {.u64 = at}};
    ::epoll_ctl(poll_, EPOLL_CTL_MOD, link.socket, &wanted);
    if (!options_.tls) return true;
    TlsSession& ticket = tickets_[link.session.user];
    if (!options_.resume) ticket.reset();
    link.tls = connect_tls(tls_.get(), link.socket, ticket);
    return true;
  }

  // Says the first word as soon as nobody else can read it.
  bool secure(Link& link) {
    const int done = link.tls == nullptr ? 1 : tls_shake_hands(link.tls.get());
    if (done == 0 || (done < 0 && errno != EAGAIN)) lose(link, "no TLS handshake");
    if (done != 1) return false;
    link.secured = true;
    if (link.tls != nullptr && SSL_session_reused(link.tls.get()) == 1) ++resumed_;
    say(link, protocol_.greeting(link.session));
    return true;
  }

  void take(Link& link, const std::function<void(Link&, const Heard&)>& tell) {
    const Heard heard = protocol_.hear(link.session);
    if (!heard.refused.empty()) return lose(link, heard.refused);
    if (!heard.say.empty()) say(link, heard.say);
    tell(link, heard);
  }

  bool read(Link& link) {
    while (true) {
      const ssize_t got = receive(link);
      if (got > 0) link.session.received.append(buffer_.data(), static_cast<std::size_t>(got));
      if (got == static_cast<ssize_t>(buffer_.size()) || (got > 0 && link.tls != nullptr)) continue;
      if (got == 0 || (got < 0 && errno != EAGAIN)) {
        // Thrown out by the storm that is being measured: no loss.
        if (link.logged_in && options_.storm == "kick") {
          end(link);
        } else {
          lose(link, "closed by the server");
        }
        return false;
      }
      return !link.session.received.empty();
    }
  }

  [[nodiscard]] ssize_t receive(const Link& link) {
    if (link.tls != nullptr) return tls_receive(link.tls.get(), buffer_.data(), buffer_.size());
    return ::recv(link.socket, buffer_.data(), buffer_.size(), 0);
  }

  void say(Link& link, const std::string& bytes) {
    if (link.socket < 0) return;
    const ssize_t sent = link.tls != nullptr ? tls_send(link.tls.get(), bytes.data(), bytes.size())
                                             : ::send(link.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(bytes.size())) lose(link, "the socket takes nothing more");
  }

  void lose(Link& link, std::string_view why) {
    if (problem_.empty()) problem_ = why;
    ++lost_;
    end(link);
  }
  static void end(Link& link) {
    link.tls.reset();
    if (link.socket >= 0) ::close(link.socket);
    link.socket = -1;
  }

  // Takes late answers; servers free what they can.
  void settle() {
    for (const auto start = Clock::now(); since(start) < std::chrono::seconds(2);) turn([](Link&, const Heard&) {});
  }

  const Options options_;
  Protocol& protocol_;
  const int poll_;
  std::vector<epoll_event> events_;
  const TlsSettings tls_;            // null: plain
  std::vector<TlsSession> tickets_;  // by user
  std::vector<Link> links_;
  std::array<char, 64 * 1024> buffer_{};
  std::size_t lost_ = 0, resumed_ = 0;
  std::string problem_;
};

}  // namespace
}  // namespace chatproof::compare

int main(int argc, char** argv) {
  using namespace chatproof;
  compare::Options options;
  CLI::App app("A neutral client: logs users in, counts round trips, measures the server's cost");
  app.add_option("--protocol", options.protocol, "chatproof, echo, http, mqtt, redis or xmpp")->required();
  app.add_option("--port", options.port, "on 127.0.0.1")->required();
  app.add_option("--server", options.servers, "the server's processes, for their cost")->delimiter(',');
  app.add_option("--users", options.users, "logged in at once");
  app.add_option("--in-flight", options.in_flight, "logins at once");
  app.add_option("--seconds", options.seconds, "of each round of requests");
  app.add_option("--password", options.password, "of every user, where the protocol has one");
  app.add_option("--storm", options.storm, "afterwards: kick (all log in again beside), reconnect")
      ->check(CLI::IsMember({"kick", "reconnect"}));
  const auto tls = app.add_flag("--tls", options.tls, "TLS 1.3, whatever the certificate");
  app.add_flag("--resume", options.resume, "whoever connects again resumes the TLS session")->needs(tls);
  app.add_option("--label", options.label, "what the result calls the server");
  app.add_flag("!--no-round-trips", options.round_trips, "logins only");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGPIPE, SIG_IGN);
  const auto protocol = compare::protocol_named(options.protocol, options.password);
  if (protocol == nullptr) {
    std::cerr << "neutral_client: unknown protocol " << options.protocol << "\n";
    return 2;
  }
  const std::size_t sockets = options.users * (options.storm == "kick" ? 2 : 1) + 16;
  if (load::descriptor_limit() < sockets) {
    std::cerr << "neutral_client: needs " << sockets << " descriptors, may have " << load::descriptor_limit() << "\n";
    return 2;
  }
  const auto result = compare::Client(std::move(options), *protocol).run();
  std::cout << result.dump() << std::endl;
  return result["login"]["failed"] == 0 ? 0 : 1;
}
