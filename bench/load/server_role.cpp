// The server of a run, in a process of its own: what `chatproof serve` serves, without its log.
#include <map>

#include "bench/load/channel.hpp"
#include "bench/load/machine.hpp"
#include "bench/load/roles.hpp"
#include "mockserver/server.hpp"
#include "mockserver/shards/shard_actions.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/real/secrets.hpp"

namespace chatproof::load {
namespace {

constexpr const char* host = "127.0.0.1";

class Shard {
 public:
  Shard(const Profile& profile, const runtime::ServerTls& tls, std::uint32_t index, const Errand& errand)
      : profile_(profile),
        tls_(tls),
        place_{static_cast<int>(index), profile.server.shard_count},
        token_(errand.token),
        network_(loop_),
        server_(loop_, network_,
                {runtime::Random(profile.seed).named("server " + std::to_string(index)), runtime::real_secrets()},
                sink()) {
    dial_ = network_.connect(errand.report_to, {}, [this](std::unique_ptr<runtime::Stream> stream, auto) {
      if (stream == nullptr) return loop_.stop();
      channel_ = std::make_unique<Channel>(
          std::move(stream), [this](const Json& message) { told(message); }, [this] { loop_.stop(); });
      channel_->send({{"token", token_}, {"role", "server"}, {"index", place_.index}});
      open();
    });
  }

  int run() {
    loop_.run();
    return 0;
  }

 private:
  mockserver::ServerEventSink sink() {
    if (!profile_.server.count) return {};
    return [this](const mockserver::ServerEvent& event) { ++counts_[std::string(event.kind)]; };
  }

  void open() {
    auto set = server_.act("settings.set", {{"settings", profile_.server.settings}});
    auto error = runtime::NetError::none;
    if (place_.count > 1) error = server_.open_shard_links(place_, token_, {host, 0});
    if (error == runtime::NetError::none) error = server_.listen({host, 0}, tls_);
    if (!set.ok || error != runtime::NetError::none) {
      channel_->send({{"failed", set.ok ? std::string(to_string(error)) : set.error}});
    } else if (place_.count > 1) {
      const auto address = server_.shard_address();
      channel_->send({{"listening", address.port}, {"links", address.link.port}});
    } else {
      channel_->send({{"listening", server_.local().port}});
    }
  }

  void meet(const Json& shards) {
    std::vector<mockserver::ShardAddress> addresses;
    for (const Json& shard : shards)
      addresses.push_back({{host, shard.at("links").get<std::uint16_t>()}, shard.at("port").get<std::uint16_t>()});
    if (place_.count > 1) server_.meet_shards(addresses);
    channel_->send({{"met", true}});
  }

  void told(const Json& message) {
    if (message.contains("meet")) meet(message["meet"]);
    if (message.contains("stall")) {
      const runtime::Instant until = loop_.now() + Duration(message["stall"].get<Duration::rep>());
      while (loop_.now() < until) {
      }
    }
    if (message.contains("count")) channel_->send({{"counts", counts_}});
    if (message.contains("act")) act(message);
  }

  void act(const Json& message) {
    const auto action = message.at("act").get<std::string>();
    Json arguments = message.at("arguments");
    const bool all = message.value("forEveryUser", false);
    std::string error;
    for (int user = 0; user < (all ? profile_.users.count : 1); ++user) {
      if (all) {
        const std::string name = profile_.users.prefix + std::to_string(user);
        if (!place_.holds(name)) continue;
        arguments["user"] = name;
      }
      const auto result = act_here(action, arguments);
      if (!result.ok) error = result.pointer + " " + result.error;
    }
    Json answer = {{"acted", message.at("number")}};
    if (!error.empty()) answer["error"] = error;
    channel_->send(answer);
  }

  // A state is split among the shards: each takes its own part of it.
  mockserver::ActResult act_here(const std::string& action, const Json& arguments) {
    if (place_.count == 1 || action != "state.import") return server_.act(action, arguments);
    return mockserver::act_on_shards(
        place_.count,
        [this](int shard, std::string_view name, const Json& part) {
          return shard == place_.index ? server_.act(name, part) : mockserver::ActResult{};
        },
        action, arguments);
  }

  const Profile& profile_;
  const runtime::ServerTls tls_;
  const mockserver::Place place_;
  const std::string token_;
  std::map<std::string, std::uint64_t> counts_;
  runtime::RealLoop loop_;
  runtime::RealNetwork network_;
  mockserver::Server server_;
  std::unique_ptr<runtime::Pending> dial_;
  std::unique_ptr<Channel> channel_;
};

}  // namespace

int be_server(const Profile& profile, const runtime::ServerTls& tls, std::uint32_t shard, const Errand& errand) {
  static_cast<void>(descriptor_limit());
  return Shard(profile, tls, shard, errand).run();
}

}  // namespace chatproof::load
