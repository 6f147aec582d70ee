#include "bench/load/crowd.hpp"

#include <algorithm>
#include <limits>

#include "bench/load/machine.hpp"
#include "mockserver/domain/place.hpp"
#include "sdk/wire/command.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

constexpr Duration late_after = std::chrono::milliseconds(10);
constexpr Duration pulse_every = std::chrono::milliseconds(50);
constexpr Duration clock_margin = std::chrono::milliseconds(20);  // of a server on the same machine or near it
// A deed of the coordinator's may come a little before the worker's own clock says so.
constexpr Duration deed_margin = std::chrono::milliseconds(100);
constexpr Duration drain_look = std::chrono::milliseconds(100);
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

bool names_users(Activity activity) {
  return activity == Activity::login || activity == Activity::logout || activity == Activity::second_device;
}

std::shared_ptr<const session::Config> make_config(const Profile& profile, const Seat& seat,
                                                   const runtime::Endpoint& server, Device device) {
  auto config = std::make_shared<session::Config>();
  config->server = server;
  config->tls = seat.tls;
  config->sdk_app_id = profile.server.sdk_app_id;
  config->sdk_version = "load";
  config->platform = profile.users.platform;
  config->device_id = device == Device::first ? "load-1" : "load-2";  // of one user, so all may share it
  config->log_level = 0;
  const ClientPlan& plan = profile.client;
  config->heartbeat_interval = plan.heartbeat.value_or(config->heartbeat_interval);
  config->heartbeat_timeout = plan.heartbeat_timeout.value_or(config->heartbeat_timeout);
  config->connect_timeout = plan.connect_timeout.value_or(config->connect_timeout);
  config->backoff_base = plan.backoff_base.value_or(config->backoff_base);
  config->backoff_cap = plan.backoff_cap.value_or(config->backoff_cap);
  config->backoff_jitter_percent = plan.backoff_jitter_percent.value_or(config->backoff_jitter_percent);
  config->link_stable = plan.link_stable.value_or(config->link_stable);
  config->request_timeout = plan.request_timeout.value_or(config->request_timeout);
  return config;
}

}  // namespace

Crowd::Crowd(const Profile& profile, Seat seat, Book::Told told_interval, Book::Told told_phase,
             std::function<void()> done)
    : profile_(profile),
      seat_(std::move(seat)),
      book_(
          profile, [this] { return gauges(); }, std::move(told_interval), std::move(told_phase)),
      done_(std::move(done)),
      random_(runtime::Random(profile.seed).named("load")) {
  if (seat_.shards.empty()) seat_.shards.push_back(seat_.server);
  for (const runtime::Endpoint& shard : seat_.shards) {
    configs_.push_back(make_config(profile, seat_, shard, Device::first));
    second_configs_.push_back(make_config(profile, seat_, shard, Device::second));
  }
  const auto users = static_cast<std::uint32_t>(profile.users.count);
  const std::uint32_t mine = users / seat_.workers + (seat_.worker < users % seat_.workers ? 1 : 0);
  clients_.resize(mine);
  second_.resize(mine);
  online_at_.assign(mine, nowhere);
}

// What is pending ends now and is counted, so the clients go while everything else is there.
Crowd::~Crowd() {
  clients_.clear();
  second_.clear();
}

// --- the run

void Crowd::at(Duration when, runtime::Task task) {
  timeline_.push_back(seat_.loop.at(origin_ + when, runtime::TimerKind::work, std::move(task)));
}

void Crowd::start(Instant origin) {
  origin_ = origin;
  book_.begin(origin);
  for (const Phase& phase : profile_.phases) at(phase.from, [this, &phase] { begin_phase(phase); });
  for (const Deed& deed : profile_.deeds)
    if (deed.cuts_links)
      at(std::max(Duration{}, deed.at - deed_margin), [this, &deed] { open_recovery(deed.action, deed.at, deed.at); });
  for (const LinkWindow& window : profile_.links) {
    at(window.from, [this, &window] {
      open_recovery("bad links", window.from, window.until);
      set_links(window.conditions);
    });
    at(window.until, [this] { set_links({}); });
  }
  at(profile_.length(), [this] { drain(origin_ + profile_.length() + profile_.drain); });
  keep_book();
  if (profile_.world != WorldKind::sim) pulse(now() + pulse_every);  // virtual time is never late
  if (profile_.plant.generator_stall > Duration{}) stall(profile_.plant.generator_every);
}

void Crowd::begin_phase(const Phase& phase) {
  for (const Flow& flow : phase.flows) begin_flow(flow, origin_ + phase.from);
}

void Crowd::begin_flow(const Flow& flow, Instant begins) {
  std::uint64_t first = 0;
  std::uint64_t index = seat_.worker;
  if (names_users(flow.activity)) {
    for (const auto& before : running_)
      if (before->flow->activity == flow.activity) first += starts_in(before->flow->rate);
    // The users are dealt to the workers in turn, and so are the starts that are about one user.
    index = (seat_.worker + seat_.workers - first % seat_.workers) % seat_.workers;
  }
  if (flow.activity == Activity::messages) messages_ = flow.messages;
  running_.push_back(
      std::make_unique<Running>(Running{&flow, begins, first, Arrivals(flow.rate, index, seat_.workers), {}}));
  arm(*running_.back());
}

void Crowd::arm(Running& running) {
  const auto& next = running.arrivals.next();
  if (!next) return;
  running.timer =
      seat_.loop.at(running.begins + next->at, runtime::TimerKind::work, [this, &running] { run_due(running); });
}

void Crowd::run_due(Running& running) {
  // What is due by now; what becomes due meanwhile comes after what else is ready.
  const Instant until = now();
  while (const auto& next = running.arrivals.next()) {
    const Instant intended = running.begins + next->at;
    if (intended > until) break;
    meter().count(Counter::starts);
    if (now() - intended > late_after) meter().count(Counter::late);
    start_one(*running.flow, running.first + next->number, intended);
    running.arrivals.pop();
  }
  arm(running);
}

void Crowd::start_one(const Flow& flow, std::uint64_t number, Instant intended) {
  switch (flow.activity) {
    case Activity::login:
    case Activity::second_device:
    case Activity::logout: {
      if (number >= static_cast<std::uint64_t>(profile_.users.count)) return meter().count(Counter::idle_starts);
      if (flow.activity == Activity::second_device) return start_second_device(number, intended);
      Client* client = client_of(number);
      if (flow.activity == Activity::login) return client->log_in(intended);
      return client->log_out();
    }
    case Activity::messages:
      return start_message(flow, number, intended);
    case Activity::requests:
      return start_request(flow, number, intended);
    case Activity::copies:
      return;  // scenario_run.cpp
  }
}

Client* Crowd::client_of(std::uint64_t user) {
  const auto local = static_cast<std::uint32_t>(user / seat_.workers);
  auto& client = clients_[local];
  if (client == nullptr)
    client = std::make_unique<Client>(*this, static_cast<std::uint32_t>(user), local, Device::first);
  return client.get();
}

void Crowd::start_second_device(std::uint64_t user, Instant intended) {
  const auto local = static_cast<std::uint32_t>(user / seat_.workers);
  if (clients_[local] != nullptr) clients_[local]->kick_counts_from(intended);
  second_[local] = std::make_unique<Client>(*this, static_cast<std::uint32_t>(user), local, Device::second);
  second_[local]->log_in(intended);
}

Client* Crowd::somebody(std::uint64_t number) {
  if (online_.empty()) return nullptr;
  return clients_[online_[number / seat_.workers % online_.size()]].get();
}

void Crowd::start_message(const Flow& flow, std::uint64_t number, Instant intended) {
  Client* sender = somebody(number);
  if (sender == nullptr) return meter().count(Counter::idle_starts);
  const auto reachable = [this](std::uint32_t local) {
    return local < clients_.size() && clients_[local] != nullptr && clients_[local]->was_ready();
  };
  if (flow.messages.pattern == Pattern::ping_pong) {
    const std::uint32_t partner = sender->local() ^ 1U;
    if (!reachable(partner)) return meter().count(Counter::idle_starts);
    return sender->send({sender->local(), partner, MessageKind::ping}, intended);
  }
  const auto crowd = static_cast<std::uint32_t>(clients_.size());
  std::uint32_t receiver = sender->local();
  for (int sent = 0; sent < flow.messages.fan_out;) {
    receiver = (receiver + 1) % crowd;
    if (receiver == sender->local()) {
      if (sent == 0) meter().count(Counter::idle_starts);
      return;  // once around: there are not so many
    }
    if (!reachable(receiver)) continue;
    sender->send({sender->local(), receiver, MessageKind::plain}, intended);
    ++sent;
  }
}

void Crowd::start_request(const Flow& flow, std::uint64_t number, Instant intended) {
  Client* client = somebody(number);
  if (client == nullptr) return meter().count(Counter::idle_starts);
  if (flow.command == "sync") return client->request(wire::Command::sync, R"({"cursor":0,"limit":1})", intended);
  const auto command = flow.command == "status.get" ? wire::Command::status_get : wire::Command::profile_get;
  client->request(command, R"({"users":[")" + name_of(client->user()) + R"("]})", intended);
}

void Crowd::received(Client& client, const Marker& marker) {
  switch (ledger_.received(marker.stream, marker.number)) {
    case Ledger::Seen::unknown:
      return;  // of an earlier run
    case Ledger::Seen::duplicate:
      return meter().count(Counter::duplicates);
    case Ledger::Seen::disordered:
      meter().count(Counter::disordered);
      break;
    case Ledger::Seen::fresh:
      break;
  }
  if (marker.intended < origin_ || marker.intended > now()) return told_nonsense();
  meter().count(Counter::received);
  if (marker.stream.kind == MessageKind::pong) return meter().time(Latency::round_trip, now() - marker.intended);
  meter().time(Latency::message, now() - marker.intended);
  if (marker.stream.kind == MessageKind::ping)
    client.send({client.local(), marker.stream.from, MessageKind::pong}, marker.intended);
}

void Crowd::told_nonsense() {
  meter().count(Counter::protocol_errors);
  meter().error(wire::code::ERR_PARSE_RESPONSE_FAILED);
}

// --- intervals, the generator's watch over itself, planted defects

// Intervals and phases in which nothing happens end, too.
void Crowd::keep_book() {
  static_cast<void>(meter());
  book_timer_ = seat_.loop.at(book_.next_end(), runtime::TimerKind::work, [this] { keep_book(); });
}

Gauges Crowd::gauges() const { return {static_cast<std::int64_t>(online_.size()) + seconds_online_, connected_}; }

void Crowd::pulse(Instant due) {
  pulse_timer_ = seat_.loop.at(due, runtime::TimerKind::periodic, [this, due] {
    meter().time(Latency::lag, now() - due);
    pulse(std::max(due + pulse_every, now()));
  });
}

void Crowd::stall(Duration every) {
  stall_timer_ = seat_.loop.after_periodic(every, [this, every] {
    const Instant until = now() + profile_.plant.generator_stall;
    while (now() < until) {
    }
    stall(every);
  });
}

// --- links

runtime::Network& Crowd::network_of(std::uint32_t user) {
  const UserPlan& plan = profile_.users;
  // Evenly over the users: one of them is slow whenever the sum of the shares passes a whole number.
  const auto slow_until = [&](std::uint32_t count) {
    return static_cast<std::uint64_t>(static_cast<double>(count) * plan.slow_share);
  };
  if (slow_until(user) == slow_until(user + 1)) return seat_.network("users");
  const std::string host = "slow-" + std::to_string(user);
  runtime::Network& network = seat_.network(host);
  runtime::LinkConditions slow;
  slow.bytes_per_second = plan.slow_bytes_per_second;
  seat_.links->set(host, slow);
  return network;
}

// In the next second, of which the next ticket will be.
void Crowd::log_in_later(Client& client, Instant intended) {
  using std::chrono::seconds;
  const runtime::UnixTime unix_now = seat_.loop.unix_now();
  const Duration wait = std::chrono::floor<seconds>(unix_now) + seconds(1) - unix_now + clock_margin;
  later(client, wait, [&client, intended] { client.log_in(intended); });
}

void Crowd::later(Client& client, Duration wait, runtime::Task task) {
  later_[&client] = seat_.loop.after(wait, std::move(task));
}

void Crowd::set_links(const runtime::LinkConditions& conditions) { seat_.links->set("users", conditions); }

void Crowd::dialing() {
  meter().count(Counter::dials);
  const auto bucket = static_cast<std::size_t>(elapsed() / dial_bucket);
  if (dials_.size() <= bucket) dials_.resize(bucket + 1);
  ++dials_[bucket];
}

void Crowd::connected(Duration took) {
  meter().count(Counter::connects);
  const Dialed parts = dialed_.value_or(Dialed{.connect = took});
  dialed_.reset();
  meter().time(Latency::connect, parts.connect);
  if (profile_.world == WorldKind::tls) meter().time(Latency::tls, parts.tls);
  if (parts.resumed) meter().count(Counter::tls_resumed);
}

void Crowd::connect_failed(runtime::NetError error) {
  meter().count(Counter::connect_failures);
  // The network says the same of both.
  if (error == runtime::NetError::too_many_open && exhausted_.empty())
    exhausted_ = descriptor_left() ? "ports" : "descriptors";
}

// What ended before this is told with what there was before it.
void Crowd::linked_changed(bool linked) {
  static_cast<void>(meter());
  connected_ += linked ? 1 : -1;
}

void Crowd::online_changed(Client& client, Device device) {
  static_cast<void>(meter());
  if (device == Device::second) {
    seconds_online_ += client.online() ? 1 : -1;
    return;
  }
  std::uint32_t& place = online_at_[client.local()];
  if (client.online()) {
    place = static_cast<std::uint32_t>(online_.size());
    online_.push_back(client.local());
  } else {
    online_at_[online_.back()] = place;
    online_[place] = online_.back();
    online_.pop_back();
    place = nowhere;
  }
}

void Crowd::open_recovery(std::string name, Duration from, Duration back_from) {
  recoveries_.push_back({std::move(name), from, back_from, static_cast<std::int64_t>(online_.size()), 0, {}});
}

void Crowd::lost_one() {
  if (!recoveries_.empty()) ++recoveries_.back().lost;
}

void Crowd::one_is_back() {
  if (recoveries_.empty()) return;
  recoveries_.back().back.add(std::max(Duration{}, elapsed() - recoveries_.back().at));
}

// --- who a user is

std::int64_t Crowd::unix_seconds() const {
  return std::chrono::floor<std::chrono::seconds>(seat_.loop.unix_now()).time_since_epoch().count();
}

runtime::Random Crowd::random_of(std::uint32_t user, Device device) const {
  return random_.named((device == Device::first ? "user-" : "second-") + std::to_string(user));
}

const std::shared_ptr<const session::Config>& Crowd::config(std::uint32_t user, Device device) const {
  const auto& configs = device == Device::first ? configs_ : second_configs_;
  const auto shards = static_cast<std::uint32_t>(configs.size());
  if (profile_.server.entry == Entry::any || shards == 1) return configs[user % shards];
  return configs[static_cast<std::size_t>(mockserver::shard_of(name_of(user), static_cast<int>(shards)))];
}

std::string Crowd::name_of(std::uint32_t user) const { return profile_.users.prefix + std::to_string(user); }

std::string Crowd::ticket_of(std::uint32_t user) {
  const auto lifetime = std::chrono::ceil<std::chrono::seconds>(profile_.users.ticket_lifetime).count();
  return creator_
      .create({profile_.server.sdk_app_id, name_of(user), profile_.server.key, unix_seconds(), lifetime, std::nullopt})
      .ticket;
}

// --- the end

void Crowd::drain(Instant deadline) {
  if (now() >= deadline || (pending_ == 0 && ledger_.missing() == 0)) return finish();
  drain_timer_ = seat_.loop.after(drain_look, [this, deadline] { drain(deadline); });
}

void Crowd::interrupt() {
  if (over_) return;
  timeline_.clear();
  drain_timer_.cancel();
  finish();
}

void Crowd::finish() {
  over_ = true;
  meter().count(Counter::lost, ledger_.missing());
  const Gauges last = gauges();
  running_.clear();
  later_.clear();
  for (const auto& client : clients_)
    if (client != nullptr) client->stop();
  for (const auto& client : second_)
    if (client != nullptr) client->stop();
  book_timer_.cancel();
  pulse_timer_.cancel();
  stall_timer_.cancel();
  book_.end(last);
  done_();
}

}  // namespace chatproof::load
