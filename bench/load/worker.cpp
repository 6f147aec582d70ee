// A worker: a crowd on real sockets, in a process of its own.
#include <algorithm>

#include "bench/load/channel.hpp"
#include "bench/load/crowd.hpp"
#include "bench/load/machine.hpp"
#include "bench/load/roles.hpp"
#include "sdk/runtime/impair/impaired_network.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"

namespace chatproof::load {
namespace {

constexpr std::uint32_t connections_per_address = 4000;

bool is_loopback(const std::string& host) { return host.starts_with("127."); }

class Worker {
 public:
  Worker(const Profile& profile, std::uint32_t index, const Errand& errand)
      : profile_(profile), index_(index), token_(errand.token), control_net_(loop_) {
    dial_ = control_net_.connect(errand.report_to, {}, [this](std::unique_ptr<runtime::Stream> stream, auto) {
      if (stream == nullptr) return loop_.stop();
      channel_ = std::make_unique<Channel>(
          std::move(stream), [this](const Json& message) { told(message); }, [this] { loop_.stop(); });
      channel_->send({{"token", token_}, {"role", "worker"}, {"index", index_}});
    });
  }

  int run() {
    loop_.run();
    return finished_ ? 0 : 1;
  }

 private:
  // Each worker leaves from addresses of its own. A port is found quickly while few of an address's are in use.
  [[nodiscard]] std::vector<std::string> own_addresses() const {
    const auto users = static_cast<std::uint32_t>(profile_.users.count / profile_.workers);
    std::vector<std::string> addresses;
    for (std::uint32_t i = 0; i <= std::min(250U, users / connections_per_address); ++i)
      addresses.push_back("127.0." + std::to_string(1 + index_ % 250) + "." + std::to_string(1 + i));
    return addresses;
  }

  void told(const Json& message) {
    if (message.contains("interrupt") && crowd_ != nullptr && !finished_) return crowd_->interrupt();
    if (!message.contains("start")) return;
    const Json& start = message["start"];
    std::vector<runtime::Endpoint> shards;
    for (const Json& shard : start.at("servers"))
      shards.push_back({shard.at("host").get<std::string>(), shard.at("port").get<std::uint16_t>()});
    const runtime::Endpoint server = shards.at(0);
    runtime::RealNetworkOptions options;
    if (is_loopback(server.host)) options.source_addresses = own_addresses();
    options.on_dialed = [this](const runtime::DialTimes& times) {
      if (crowd_ != nullptr) crowd_->dialed({times.connect, times.tls, times.resumed});
    };
    network_ = std::make_unique<runtime::RealNetwork>(loop_, options);
    Seat seat{loop_,
              [this](const std::string&) -> runtime::Network& { return *network_; },
              nullptr,
              server,
              {profile_.world == WorldKind::tls, start.at("ca").get<std::string>(), {}},
              index_,
              static_cast<std::uint32_t>(profile_.workers),
              std::move(shards)};
    if (!profile_.links.empty() || profile_.users.slow_share > 0) {
      links_ =
          std::make_unique<runtime::ImpairedNetwork>(loop_, *network_, runtime::Random(profile_.seed).named("links"));
      seat.network = [this](const std::string& host) -> runtime::Network& { return links_->host(host); };
      seat.links = links_.get();
    }
    crowd_ = std::make_unique<Crowd>(
        profile_, std::move(seat), [this](std::size_t number, const Meter& meter) { tell(number, meter); },
        [this](std::size_t number, const Meter& meter) {
          channel_->send({{"phase", number}, {"meter", meter.to_json()}});
        },
        [this] { finish(); });
    cpu_before_ = cpu_of_this_thread();
    told_at_ = loop_.now();
    crowd_->start(loop_.now() + (Duration(start.at("origin").get<Duration::rep>()) - shared_clock()));
  }

  void tell(std::size_t number, const Meter& meter) {
    const runtime::Instant now = loop_.now();
    const Duration cpu = cpu_of_this_thread();
    const auto wall = static_cast<double>(std::max<Duration::rep>(1, (now - told_at_).count()));
    channel_->send({{"interval", number},
                    {"meter", meter.to_json()},
                    {"busy", static_cast<double>((cpu - cpu_before_).count()) / wall}});
    cpu_before_ = cpu;
    told_at_ = now;
  }

  // Not from inside the crowd, which is the caller's.
  void finish() {
    loop_.post([this] {
      Json recoveries = Json::array();
      for (const Recovery& recovery : crowd_->recoveries()) recoveries.push_back(to_json(recovery));
      channel_->send(
          {{"done",
            {{"recoveries", std::move(recoveries)}, {"exhausted", crowd_->exhausted()}, {"dials", crowd_->dials()}}}});
      finished_ = true;  // the coordinator closes the channel when it has everything
    });
  }

  const Profile& profile_;
  const std::uint32_t index_;
  const std::string token_;
  runtime::RealLoop loop_;
  runtime::RealNetwork control_net_;
  std::unique_ptr<runtime::Pending> dial_;
  std::unique_ptr<Channel> channel_;
  std::unique_ptr<runtime::RealNetwork> network_;
  std::unique_ptr<runtime::ImpairedNetwork> links_;
  std::unique_ptr<Crowd> crowd_;
  Duration cpu_before_{};
  runtime::Instant told_at_{};
  bool finished_ = false;
};

}  // namespace

Json to_json(const Recovery& recovery) {
  return {{"name", recovery.name},     {"from", recovery.from.count()},
          {"at", recovery.at.count()}, {"onlineBefore", recovery.online_before},
          {"lost", recovery.lost},     {"back", recovery.back.to_json()}};
}

Recovery recovery_from(const Json& json) {
  Recovery recovery{json.at("name").get<std::string>(),           Duration(json.at("from").get<Duration::rep>()),
                    Duration(json.at("at").get<Duration::rep>()), json.at("onlineBefore").get<std::int64_t>(),
                    json.at("lost").get<std::uint64_t>(),         {}};
  static_cast<void>(recovery.back.from_json(json.at("back")));
  return recovery;
}

int be_worker(const Profile& profile, std::uint32_t worker, const Errand& errand) {
  static_cast<void>(descriptor_limit());
  return Worker(profile, worker, errand).run();
}

}  // namespace chatproof::load
