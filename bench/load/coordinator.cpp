#include "bench/load/coordinator.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "bench/load/roles.hpp"
#include "mockserver/domain/place.hpp"
#include "mockserver/shards/shard_actions.hpp"

namespace chatproof::load {
namespace {

constexpr std::uint64_t descriptors_beside = 64;  // of a process, besides its users'
// From telling the workers until the run begins, for all of them at once: what is done to the server at the beginning
// of a phase is done in that phase by every clock.
constexpr Duration lead = std::chrono::milliseconds(100);
constexpr Duration ready_limit = std::chrono::seconds(30);
constexpr Duration look_every = std::chrono::milliseconds(100);
constexpr Duration interrupt_limit = std::chrono::seconds(10);
constexpr Duration end_limit = std::chrono::seconds(60);  // beyond the profile's length and its drain

std::string make_token() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();
  std::string text;
  for (const unsigned char byte : bytes) {
    text += static_cast<char>('a' + (byte >> 4));
    text += static_cast<char>('a' + (byte & 15));
  }
  return text;
}

// Users are dealt to shards by their names, which is never quite even.
std::uint64_t most_on_a_shard(const Profile& profile) {
  const int shards = profile.server.shard_count;
  std::vector<std::uint64_t> users(static_cast<std::size_t>(shards));
  for (int user = 0; user < profile.users.count; ++user)
    ++users[static_cast<std::size_t>(mockserver::shard_of(profile.users.prefix + std::to_string(user), shards))];
  return *std::max_element(users.begin(), users.end()) + static_cast<std::uint64_t>(shards - 1);
}

bool has_second_devices(const Profile& profile) {
  for (const Phase& phase : profile.phases)
    for (const Flow& flow : phase.flows)
      if (flow.activity == Activity::second_device) return true;
  return false;
}

}  // namespace

struct Coordinator::Visitor {
  std::unique_ptr<Channel> channel;
};

Coordinator::Coordinator(const Profile& profile, const RunOptions& options)
    : profile_(profile), options_(options), token_(make_token()) {
  result_.profile = profile;
  result_.phases = phases_of(profile);
  result_.workers.resize(static_cast<std::size_t>(profile.workers));
}

Coordinator::~Coordinator() {
  timeline_.clear();
  watchdog_.cancel();
  look_.cancel();
  for (auto* hands : {&servers_, &workers_})
    for (Hand& hand : *hands) hand.channel.reset();
  visitors_.clear();
  listener_.reset();
}

Result Coordinator::run() {
  result_.started_unix_s = unix_now_s();
  result_.machine = describe_machine();
  if (profile_.world == WorldKind::tls && profile_.server.own)
    certificates_ = std::make_unique<runtime::TestCertificates>();
  if (enough_descriptors() && fork_all() && open_control()) loop_->run();
  judge(result_);
  return std::move(result_);
}

bool Coordinator::enough_descriptors() {
  const std::uint64_t devices = has_second_devices(profile_) ? 2 : 1;
  const std::uint64_t users = static_cast<std::uint64_t>(profile_.users.count) * devices;
  const std::uint64_t limit = descriptor_limit();
  const auto check = [&](const char* who, std::uint64_t most) {
    const std::uint64_t needed = most * devices + 1 + descriptors_beside;
    if (needed <= limit) return true;
    result_.void_reasons.push_back("out of descriptors: a " + std::string(who) + " process needs " +
                                   std::to_string(needed) + " and may have " + std::to_string(limit) + "; at least " +
                                   std::to_string(users / (limit - descriptors_beside - 1) + 1) + " are needed");
    return false;
  };
  return check("worker", static_cast<std::uint64_t>(profile_.users.count / profile_.workers)) &&
         (!profile_.server.own || check("server (shards)", most_on_a_shard(profile_)));
}

bool Coordinator::fork_all() {
  const auto tls = certificates_ ? certificates_->valid() : runtime::ServerTls{};
  const int shards = profile_.server.own ? profile_.server.shard_count : 0;
  for (int i = 0; i < shards; ++i)
    servers_.push_back(
        {Child([&](const Errand& errand) { return be_server(profile_, tls, static_cast<std::uint32_t>(i), errand); }),
         {},
         {},
         0,
         false,
         false});
  for (int i = 0; i < profile_.workers; ++i)
    workers_.push_back(
        {Child([&](const Errand& errand) { return be_worker(profile_, static_cast<std::uint32_t>(i), errand); }),
         {},
         {},
         0,
         false,
         false});
  for (const auto* hands : {&servers_, &workers_})
    for (const Hand& hand : *hands) {
      if (hand.child.running()) continue;
      result_.void_reasons.emplace_back("a process could not be started");
      return false;
    }
  return true;
}

bool Coordinator::open_control() {
  loop_ = std::make_unique<runtime::RealLoop>();
  network_ = std::make_unique<runtime::RealNetwork>(*loop_);
  auto opened = network_->listen({"127.0.0.1", 0}, {}, [this](std::unique_ptr<runtime::Stream> stream) {
    const std::uint64_t number = ++visits_;
    auto visitor = std::make_unique<Visitor>();
    Visitor& known = *visitor;
    known.channel = std::make_unique<Channel>(
        std::move(stream), [this, &known](const Json& message) { admit(known, message); }, [] {});
    visitors_.emplace(number, std::move(visitor));
  });
  if (opened.listener == nullptr) {
    result_.void_reasons.push_back("no port to listen on: " + std::string(to_string(opened.error)));
    return false;
  }
  listener_ = std::move(opened.listener);
  for (auto* hands : {&servers_, &workers_})
    for (Hand& hand : *hands) hand.child.send({listener_->local(), token_});
  watchdog_ = loop_->after(ready_limit, [this] { give_up("server or workers did not get ready"); });
  look_for_interruption();
  return true;
}

// --- who is who

// The first message names the child; whoever does not know the token is not listened to.
void Coordinator::admit(Visitor& visitor, const Json& message) {
  if (message.value("token", "") != token_) return;
  const auto index = message.value("index", std::size_t{0});
  const bool server = message.value("role", "") == "server";
  auto& hands = server ? servers_ : workers_;
  if (index >= hands.size() || hands[index].channel != nullptr) return;
  attach(hands, server ? "server" : "worker", index, visitor);
}

void Coordinator::attach(std::vector<Hand>& hands, const char* role, std::size_t index, Visitor& visitor) {
  const bool server = &hands == &servers_;
  hands[index].channel = std::move(visitor.channel);
  hands[index].channel->set_receiver(
      [this, server, index](const Json& message) {
        server ? told_by_server(index, message) : told_by_worker(index, message);
      },
      [this, &hands, role, index] { lost(hands, role, index); });
  if (!server) {
    hands[index].ready = true;
    start_when_ready();
  }
}

void Coordinator::lost(std::vector<Hand>& hands, const char* role, std::size_t index) {
  if (!over_ && !hands[index].done)
    give_up(std::string(role) + " " + std::to_string(index) + " has died before its work was done");
}

void Coordinator::give_up(std::string reason) {
  result_.void_reasons.push_back(std::move(reason));
  over_ = true;
  loop_->stop();
}

// --- the run

void Coordinator::start_when_ready() {
  const auto ready = [](const Hand& hand) { return hand.ready; };
  if (started_ || !std::all_of(servers_.begin(), servers_.end(), ready) ||
      !std::all_of(workers_.begin(), workers_.end(), ready))
    return;
  started_ = true;
  start();
}

void Coordinator::later(Duration when, runtime::Task task) {
  timeline_.push_back(loop_->at(origin_ + when, runtime::TimerKind::work, std::move(task)));
}

void Coordinator::start() {
  sample("");
  result_.kernel_before = result_.use.front().kernel;
  const std::string ca = certificates_ ? certificates_->ca_file() : profile_.server.ca_file;
  Json own = Json::array();
  for (const Hand& server : servers_) own.push_back({{"host", server.listening.host}, {"port", server.listening.port}});
  const Duration origin = shared_clock() + lead;
  origin_ = loop_->now() + lead;
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    Json servers = own;
    // Whether those that were there before know each other is not known, so each worker keeps to one.
    if (!profile_.server.own) {
      const runtime::Endpoint& server = profile_.server.shards[i % profile_.server.shards.size()];
      servers.push_back({{"host", server.host}, {"port", server.port}});
    }
    workers_[i].channel->send({{"start", {{"servers", std::move(servers)}, {"ca", ca}, {"origin", origin.count()}}}});
  }
  for (const Deed& deed : profile_.deeds) later(deed.at, [this, &deed] { act(deed); });
  for (const Phase& phase : profile_.phases) later(phase.until, [this, &phase] { sample(phase.name); });
  if (profile_.plant.server_stall > Duration{})
    later(profile_.plant.server_at, [this] {
      for (Hand& server : servers_) server.channel->send({{"stall", profile_.plant.server_stall.count()}});
    });
  watchdog_ = loop_->after(profile_.length() + profile_.drain + end_limit,
                           [this] { give_up("the workers did not come to their end"); });
}

// A shard that does not know the others would keep users that live elsewhere, so nobody logs in before all have met.
void Coordinator::introduce_when_listening() {
  Json shards = Json::array();
  for (const Hand& server : servers_) {
    if (server.listening.port == 0) return;
    shards.push_back({{"port", server.listening.port}, {"links", server.links}});
  }
  for (Hand& server : servers_) server.channel->send({{"meet", shards}});
}

void Coordinator::told_by_server(std::size_t index, const Json& message) {
  if (message.contains("failed")) return give_up("the server could not start: " + message["failed"].dump());
  if (message.contains("listening")) {
    servers_[index].listening = {"127.0.0.1", message["listening"].get<std::uint16_t>()};
    servers_[index].links = message.value("links", std::uint16_t{0});
    return introduce_when_listening();
  }
  if (message.contains("met")) {
    servers_[index].ready = true;
    return start_when_ready();
  }
  if (message.contains("error")) result_.trouble.push_back("server: " + message["error"].get<std::string>());
  if (message.contains("counts")) {
    if (result_.server_counts.is_null()) result_.server_counts = Json::object();
    for (const auto& [kind, count] : message["counts"].items())
      result_.server_counts[kind] = result_.server_counts.value(kind, std::uint64_t{0}) + count.get<std::uint64_t>();
    --counts_missing_;
    end_when_done();
  }
}

void Coordinator::told_by_worker(std::size_t index, const Json& message) {
  if (message.contains("interval")) take_interval(index, message);
  if (message.contains("phase")) take_phase(message);
  if (message.contains("done")) take_done(index, message["done"]);
}

void Coordinator::take_interval(std::size_t worker, const Json& message) {
  const auto number = message["interval"].get<std::size_t>();
  Meter meter;
  if (number > 2 * intervals_max || !meter.from_json(message["meter"])) return give_up("a worker spoke nonsense");
  if (result_.intervals.size() <= number) {
    result_.intervals.resize(number + 1);
    tellers_.resize(number + 1);
  }
  result_.intervals[number].add(meter);
  ++tellers_[number];
  result_.workers[worker].busy.push_back(message["busy"].get<double>());
  for (; complete_ < tellers_.size() && tellers_[complete_] == workers_.size(); ++complete_)
    options_.on_interval(complete_, result_.intervals[complete_]);
}

void Coordinator::take_phase(const Json& message) {
  const auto number = message["phase"].get<std::size_t>();
  Meter meter;
  if (number >= result_.phases.size() || !meter.from_json(message["meter"])) return give_up("a worker spoke nonsense");
  result_.phases[number].meter.add(meter);
}

void Coordinator::take_done(std::size_t worker, const Json& report) {
  if (const auto what = report["exhausted"].get<std::string>(); !what.empty())
    result_.void_reasons.push_back("out of " + what + ": worker " + std::to_string(worker) +
                                   " could not open a connection for want of one");
  const auto dials = report["dials"].get<std::vector<std::uint32_t>>();
  if (result_.dials.size() < dials.size()) result_.dials.resize(dials.size());
  for (std::size_t i = 0; i < dials.size(); ++i) result_.dials[i] += dials[i];
  const Json& recoveries = report["recoveries"];
  for (std::size_t i = 0; i < recoveries.size(); ++i) {
    const Recovery one = recovery_from(recoveries[i]);
    if (result_.recoveries.size() <= i) {
      result_.recoveries.push_back(one);
      continue;
    }
    result_.recoveries[i].online_before += one.online_before;
    result_.recoveries[i].lost += one.lost;
    result_.recoveries[i].back.add(one.back);
  }
  const ProcessUse use = use_of(workers_[worker].child.pid(), WithMemory::no);
  result_.workers[worker].cpu = use.cpu;
  result_.workers[worker].waiting = use.waiting;
  workers_[worker].done = true;
  if (!std::all_of(workers_.begin(), workers_.end(), [](const Hand& hand) { return hand.done; })) return;
  result_.took = loop_->now() - origin_;
  result_.kernel_after = kernel_use();
  for (Hand& server : servers_) {
    if (!profile_.server.count) continue;
    ++counts_missing_;
    server.channel->send({{"count", true}});
  }
  end_when_done();
}

void Coordinator::end_when_done() {
  if (counts_missing_ != 0) return;
  over_ = true;
  loop_->stop();
}

void Coordinator::look_for_interruption() {
  if (!options_.interrupted()) {
    look_ = loop_->after_periodic(look_every, [this] { look_for_interruption(); });
    return;
  }
  result_.interrupted = true;
  if (!started_) return loop_->stop();
  timeline_.clear();
  for (Hand& worker : workers_) worker.channel->send({{"interrupt", true}});
  watchdog_ = loop_->after(interrupt_limit, [this] { give_up("the workers did not come to their end"); });
}

void Coordinator::act(const Deed& deed) {
  const int shards = static_cast<int>(servers_.size());
  const auto only =
      deed.for_every_user ? std::nullopt : mockserver::shard_concerned(shards, deed.action, deed.arguments);
  for (int shard = 0; shard < shards; ++shard)
    if (!only || *only == shard)
      servers_[static_cast<std::size_t>(shard)].channel->send({{"act", deed.action},
                                                               {"arguments", deed.arguments},
                                                               {"number", ++deeds_},
                                                               {"forEveryUser", deed.for_every_user}});
}

void Coordinator::sample(const std::string& phase) {
  UseSample sample;
  sample.phase = phase;
  if (complete_ > 0) {
    sample.online = result_.intervals[complete_ - 1].online;
    sample.connected = result_.intervals[complete_ - 1].connected;
  }
  for (const Hand& server : servers_) {
    const ProcessUse use = use_of(server.child.pid(), WithMemory::yes);
    sample.server_bytes += use.pss_bytes;
    sample.server_cpu += use.cpu;
  }
  for (const Hand& worker : workers_) {
    const ProcessUse use = use_of(worker.child.pid(), WithMemory::yes);
    sample.generator_bytes += use.pss_bytes;
    sample.generator_cpu += use.cpu;
  }
  sample.kernel = kernel_use();
  result_.use.push_back(std::move(sample));
}

Result run_real(const Profile& profile, const RunOptions& options) { return Coordinator(profile, options).run(); }

}  // namespace chatproof::load
