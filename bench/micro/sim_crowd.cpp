#include "bench/micro/sim_crowd.hpp"

#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>

#include "bench/micro/must.hpp"
#include "mockserver/domain/service.hpp"

namespace chatproof::bench {
namespace {

using runtime::Duration;

constexpr std::uint16_t port = 7100;
constexpr Duration century = std::chrono::hours(24 * 365 * 100);  // one user lives through a year in a second
constexpr Duration patience = std::chrono::minutes(10);           // until all are online

std::shared_ptr<const session::Config> make_config(Duration heartbeat) {
  auto config = std::make_shared<session::Config>();
  config->server = {"server", port};
  config->sdk_app_id = mockserver::default_app;
  config->sdk_version = "bench";
  config->platform = "Linux";
  config->device_id = "device";  // of one user, so all may share it
  config->heartbeat_interval = heartbeat;
  config->log_level = 0;
  return config;
}

}  // namespace

class SimCrowd::User final : public session::Observer {
 public:
  User(SimCrowd& crowd, std::uint32_t number, const std::shared_ptr<const session::Config>& config)
      : crowd_(crowd),
        session_(crowd.world_.loop(), crowd.world_.network("users"),
                 crowd.world_.random("user-" + std::to_string(number)), config, *this),
        number_(number) {}

  void begin() {
    session_.start();
    log_in();
  }
  [[nodiscard]] std::uint32_t number() const { return number_; }

 private:
  void log_in() {
    const std::string name = crowd_.name_of(*this);
    session_.login(name, crowd_.ticket_for(name), [this](const session::Reply& reply) {
      must(reply.code == 0, "a login is refused");
      ++crowd_.totals_.logins;
    });
  }
  void set_online(bool online) {
    if (online_ != online) crowd_.online_ += online ? 1U : std::numeric_limits<std::size_t>::max();
    online_ = online;
  }

  void on_connecting() override { set_online(false); }
  void on_connected() override {}
  void on_connect_failed(int, std::string_view) override { ++crowd_.totals_.failures; }
  void on_online(const session::Reply&) override {
    set_online(true);
    if (was_online_) ++crowd_.totals_.returns;
    was_online_ = true;
  }
  void on_kicked(std::string_view) override { must(false, "nobody kicks"); }
  void on_ticket_expired() override {
    set_online(false);
    was_online_ = false;
    ++crowd_.totals_.expiries;
    log_in();
  }
  void on_push(wire::Command, std::string_view) override {}
  void on_log(int, std::string_view) override {}

  SimCrowd& crowd_;
  session::Session session_;
  std::uint32_t number_;
  bool online_ = false;
  bool was_online_ = false;  // since the last login
};

SimCrowd::SimCrowd(std::size_t users, Duration ticket_lifetime, Duration heartbeat)
    : world_({.limits = {.events_per_run = std::numeric_limits<std::uint64_t>::max() / 2, .virtual_time = century}}),
      server_(world_.loop(), world_.network("server"), world_.random("server"), {}),
      heartbeat_(heartbeat),
      ticket_seconds_(std::chrono::ceil<std::chrono::seconds>(ticket_lifetime).count()) {
  must(server_.listen({"", port}, {}) == runtime::NetError::none, "the server cannot listen");
  const auto config = make_config(heartbeat);
  for (std::uint32_t number = 0; number < users; ++number)
    users_.push_back(std::make_unique<User>(*this, number, config));
}

SimCrowd::~SimCrowd() = default;

void SimCrowd::log_in() {
  runtime::SimLoop& loop = world_.loop();
  starts_.reserve(users_.size());
  for (const auto& user : users_) {
    const auto delay = heartbeat_ * user->number() / static_cast<Duration::rep>(users_.size());
    starts_.push_back(loop.after(delay, [&user] { user->begin(); }));
  }
  const auto end = loop.run_until([this] { return online_ == users_.size(); }, loop.now() + patience);
  must(end == runtime::RunEnd::reached, "not everybody comes online");
  std::vector<runtime::Timer>().swap(starts_);
}

void SimCrowd::run_for(Duration span) {
  must(world_.loop().run_for(span) == runtime::RunEnd::deadline, "the world comes to an end");
}

void SimCrowd::act(std::string_view action, const std::string& arguments) {
  must(server_.act(action, nlohmann::json::parse(arguments)).ok, "the server refuses a deed");
}

SimCrowd::Totals SimCrowd::totals() {
  Totals totals = totals_;
  totals.events = world_.loop().executed();
  return totals;
}

std::string SimCrowd::name_of(const User& user) const { return "user-" + std::to_string(user.number()); }

std::string SimCrowd::ticket_for(const std::string& user) {
  const auto now = std::chrono::floor<std::chrono::seconds>(world_.loop().unix_now()).time_since_epoch().count();
  return creator_
      .create({mockserver::default_app, user, std::string(mockserver::default_key), now, ticket_seconds_, std::nullopt})
      .ticket;
}

}  // namespace chatproof::bench
