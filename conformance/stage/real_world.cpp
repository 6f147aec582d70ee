// Loopback sockets and threads: one for the server, one for the devices, and the interpreter's own. Scenario time runs
// `speed` times as fast as the wall clock, by the loops' clocks alone.
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <chrono>
#include <map>
#include <new>
#include <optional>
#include <system_error>
#include <thread>

#include "conformance/stage/recorder.hpp"
#include "conformance/stage/stranger.hpp"
#include "conformance/stage/world.hpp"
#include "sdk/runtime/impair/impaired_network.hpp"
#include "sdk/runtime/random.hpp"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/shifted_loop.hpp"
#include "sdk/runtime/testing/black_hole.hpp"
#include "sdk/runtime/testing/test_certificates.hpp"

namespace chatproof::stage {
namespace {

using runtime::Duration;
using runtime::Instant;

// Wall times do not scale: a slow machine is as slow in a fast world.
constexpr std::chrono::milliseconds wall_slack{100};
constexpr Duration quiet_after = std::chrono::seconds(3);

const runtime::TestCertificates& certificates() {
  static const runtime::TestCertificates made;
  return made;
}

bool is_free(std::uint16_t port) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket probe(io, boost::asio::ip::tcp::v4());
  boost::system::error_code error;
  probe.bind({boost::asio::ip::address_v4::loopback(), port}, error);
  return !error;
}

constexpr unsigned port_first = 20'000, port_count = 12'000, port_shares = 16;  // a share for each run on this machine

// How many ports were given away, by this process and by those that are forked from it.
std::atomic<unsigned>& ports_taken() {
  static auto* const taken = [] {
    void* const place =
        ::mmap(nullptr, sizeof(std::atomic<unsigned>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
    const unsigned share = static_cast<unsigned>(::getpid()) % port_shares;
    return new (place) std::atomic<unsigned>(share * (port_count / port_shares));
  }();
  return *taken;
}

// A server that is down must find its port again, and nobody else at it meanwhile: not another case's server, to which
// a user would come back in vain. So none of those that the system gives to whoever asks, and each only once.
std::uint16_t port_of_its_own() {
  for (unsigned tries = 0; tries < port_count; ++tries) {
    const auto port = static_cast<std::uint16_t>(port_first + ports_taken()++ % port_count);
    if (is_free(port)) return port;
  }
  return 0;  // then any
}

class RealStage final : public World {
 public:
  RealStage(const WorldOptions& options, bool tls)
      : options_(options), tls_(tls), server_({options.speed}), devices_({options.speed}) {
    server_.call([this] { server_net_ = std::make_unique<runtime::RealNetwork>(server_.loop()); });
    devices_.call([this] {
      device_net_ = std::make_unique<runtime::RealNetwork>(devices_.loop());
      links_ = std::make_unique<runtime::ImpairedNetwork>(devices_.loop(), *device_net_,
                                                          runtime::Random(options_.seed).named("links"));
    });
  }
  ~RealStage() override { stop(); }

  std::string_view name() const override { return tls_ ? "tls" : "tcp"; }
  bool deterministic() const override { return false; }
  Instant now() const override { return devices_.loop().now(); }
  Duration tolerance(Duration window) const override {
    return window / 4 + Duration(static_cast<Duration::rep>(
                            static_cast<double>(std::chrono::microseconds(wall_slack).count()) * options_.speed));
  }

  void run(Recorder& recorder, const std::function<bool()>& done, Instant deadline) override {
    while (!recorder.overflowed()) {
      const std::size_t seen = recorder.version();  // before done() is asked: nothing is missed in between
      if (done()) return;
      const Duration left = deadline - now();
      if (left <= Duration{}) return;
      wait_for_more(recorder, seen, left);
    }
  }

  // What is under way in the kernel nobody can ask for: the silence stands for that.
  bool settle(Recorder& recorder, Instant deadline) override {
    std::size_t seen = recorder.version();
    Instant quiet_at = now() + quiet_after;
    while (now() < deadline && !recorder.overflowed()) {
      if (now() >= quiet_at) {
        const auto due = next_due();
        if (!due) return true;
        quiet_at = std::max(*due, now()) + quiet_after;
      }
      wait_for_more(recorder, seen, std::min(deadline, quiet_at) - now());
      if (recorder.version() == seen) continue;
      seen = recorder.version();
      quiet_at = now() + quiet_after;
    }
    return !next_due();
  }
  std::optional<Instant> next_due() override {
    std::optional<Instant> earliest;
    for (runtime::LoopThread* const thread : {&server_, &devices_})
      thread->call([&] {
        const auto due = thread->loop().next_work();
        if (due && (!earliest || *due < *earliest)) earliest = due;
      });
    return earliest;
  }

  void on_server(const std::function<void()>& task) override { server_.call(task); }
  runtime::Loop& server_loop() override { return server_.loop(); }
  runtime::Network& server_network() override { return *server_net_; }
  runtime::Endpoint server_address() const override { return {"127.0.0.1", port_of_its_own()}; }
  runtime::ServerTls server_tls() const override { return tls_ ? certificates().valid() : runtime::ServerTls{}; }
  void server_is_at(const runtime::Endpoint& address) override { address_ = address; }

  Seat seat(const std::string& device) override {
    Seat seat{&loop_of(device), nullptr, address_, tls_ ? certificates().client() : runtime::ClientTls{}};
    devices_.call([&] { seat.network = &links_->host(device); });
    return seat;
  }
  void set_names(Names names) override {
    devices_.call([&] { links_->set_names(names ? asking(std::move(names)) : nullptr); });
  }
  std::string nowhere(int number, bool silent) override {
    const std::string address = (silent ? "127.0.2." : "127.0.1.") + std::to_string(number + 1);
    if (silent && !holes_.contains(address))
      holes_[address] = std::make_unique<runtime::BlackHole>(address, address_.port);
    return address;
  }
  std::string stranger() override {
    const std::string address = "127.0.3.1";
    if (!stranger_)
      stranger_.emplace(*server_net_, runtime::Endpoint{address, address_.port},
                        tls_ ? certificates().wrong_host() : runtime::ServerTls{});
    return address;
  }
  void on_links(const std::function<void(runtime::LinkControl&)>& use) override {
    devices_.call([&] { use(*links_); });
  }
  bool block(Duration by) override {
    std::this_thread::sleep_for(wall_time(by));
    return true;
  }
  void shift_clock(const std::string& device, Duration by) override {
    auto& loop = loop_of(device);
    loop.set_unix_offset(loop.unix_offset() + by);
  }

  void stop() override {
    devices_.call([this] {
      links_.reset();
      device_net_.reset();
    });
    server_.call([this] {
      stranger_.reset();
      server_net_.reset();
    });
  }

 private:
  std::chrono::microseconds wall_time(Duration scenario) const {
    return std::chrono::microseconds(static_cast<std::int64_t>(static_cast<double>(scenario.count()) / options_.speed) +
                                     1);
  }
  void wait_for_more(Recorder& recorder, std::size_t seen, Duration at_most) const {
    const auto wait = wall_time(at_most);
    if (options_.waits) options_.waits(wait);
    recorder.wait_for_more(seen, std::chrono::steady_clock::now() + wait);
    if (options_.waits) options_.waits({});
  }
  // Asked on the devices' thread, answered on the server's.
  runtime::NameServer asking(Names names) {
    return [this, names = std::move(names)](const std::string& device, const auto& done) {
      server_.loop().post(
          [this, names, device, done] { devices_.loop().post([done, answer = names(device)] { done(answer); }); });
    };
  }
  runtime::ShiftedLoop& loop_of(const std::string& device) {
    auto& loop = device_loops_[device];
    if (!loop) loop = std::make_unique<runtime::ShiftedLoop>(devices_.loop());
    return *loop;
  }

  const WorldOptions options_;
  const bool tls_;
  mutable runtime::LoopThread server_, devices_;
  std::unique_ptr<runtime::RealNetwork> server_net_, device_net_;
  std::unique_ptr<runtime::ImpairedNetwork> links_;
  std::map<std::string, std::unique_ptr<runtime::ShiftedLoop>> device_loops_;
  runtime::Endpoint address_;
  std::map<std::string, std::unique_ptr<runtime::BlackHole>> holes_;
  std::optional<Stranger> stranger_;
};

}  // namespace

std::unique_ptr<World> make_real_world(const WorldOptions& options, bool tls) {
  return std::make_unique<RealStage>(options, tls);
}

void prepare_real_worlds() {
  static_cast<void>(certificates());
  static_cast<void>(ports_taken());
}

std::unique_ptr<World> make_world(std::string_view name, const WorldOptions& options) {
  if (name == "sim") return make_sim_world(options);
  if (name == "tcp" || name == "tls") return make_real_world(options, name == "tls");
  return nullptr;
}

}  // namespace chatproof::stage
