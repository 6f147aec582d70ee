// The sim world: the same crowd and the same server in one process, in virtual time.
#include <sys/types.h>
#include <unistd.h>

#include <cstdlib>

#include "bench/load/run.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::load {
namespace {

constexpr std::uint16_t port = 7100;
constexpr std::uint64_t events_max = 100'000'000'000;

class VirtualRun {
 public:
  VirtualRun(const Profile& profile, const RunOptions& options)
      : profile_(profile),
        options_(options),
        world_({.seed = profile.seed, .limits = {.events_per_run = events_max, .virtual_time = run_max * 2}}),
        server_(world_.loop(), world_.network("server"), world_.random("server"), sink(profile)) {
    result_.profile = profile;
    result_.phases = phases_of(profile);
  }

  Result run() {
    result_.started_unix_s = unix_now_s();
    result_.machine = describe_machine();
    const auto settings = server_.act("settings.set", {{"settings", profile_.server.settings}});
    const auto error = server_.listen({"", port}, {});
    if (!settings.ok || error != runtime::NetError::none) std::abort();  // both were checked by the profile
    Seat seat{world_.loop(),
              [this](const std::string& host) -> runtime::Network& { return world_.network(host); },
              &world_.net(),
              {"server", port},
              {},
              0,
              1};
    Crowd crowd(
        profile_, seat, [this](std::size_t number, const Meter& meter) { told(number, meter); },
        [this](std::size_t number, const Meter& meter) { result_.phases[number].meter = meter; },
        [this] { done_ = true; });
    for (const Deed& deed : profile_.deeds)
      timers_.push_back(world_.loop().after(deed.at, [this, &deed] { act(deed); }));
    sample("");
    for (const Phase& phase : profile_.phases)
      timers_.push_back(world_.loop().after(phase.until, [this, &phase] { sample(phase.name); }));
    crowd.start(world_.loop().now());
    const auto end =
        world_.loop().run_until([this] { return done_ || options_.interrupted(); }, runtime::Instant(run_max * 2));
    result_.interrupted = end == runtime::RunEnd::reached && !done_;
    if (result_.interrupted) crowd.interrupt();
    if (end != runtime::RunEnd::reached)
      result_.void_reasons.push_back("the simulation did not come to its end: " + std::string(to_string(end)));
    result_.took = crowd.elapsed();
    result_.recoveries = crowd.recoveries();
    result_.dials = crowd.dials();
    if (profile_.server.count) result_.server_counts = counts_;
    judge(result_);
    return std::move(result_);
  }

 private:
  mockserver::ServerEventSink sink(const Profile& profile) {
    if (!profile.server.count) return {};
    return [this](const mockserver::ServerEvent& event) { ++counts_[std::string(event.kind)]; };
  }

  void told(std::size_t number, const Meter& meter) {
    result_.intervals.push_back(meter);
    options_.on_interval(number, meter);
  }

  void act(const Deed& deed) {
    Json arguments = deed.arguments;
    const UserPlan& users = profile_.users;
    for (int user = 0; user < (deed.for_every_user ? users.count : 1); ++user) {
      if (deed.for_every_user) arguments["user"] = users.prefix + std::to_string(user);
      const auto done = server_.act(deed.action, arguments);
      if (!done.ok) result_.trouble.push_back(deed.action + ": " + done.pointer + " " + done.error);
    }
  }

  // Server and generator are one process here, and there are no sockets.
  void sample(const std::string& phase) {
    UseSample sample;
    sample.phase = phase;
    if (!result_.intervals.empty()) {
      sample.online = result_.intervals.back().online;
      sample.connected = result_.intervals.back().connected;
    }
    const ProcessUse use = use_of(::getpid(), WithMemory::yes);
    sample.generator_bytes = use.pss_bytes;
    sample.generator_cpu = use.cpu;
    result_.use.push_back(std::move(sample));
  }

  const Profile& profile_;
  const RunOptions& options_;
  Result result_;
  std::map<std::string, std::uint64_t> counts_;
  runtime::SimWorld world_;
  mockserver::Server server_;
  std::vector<runtime::Timer> timers_;
  bool done_ = false;
};

}  // namespace

Result run_virtual(const Profile& profile, const RunOptions& options) { return VirtualRun(profile, options).run(); }

Result run(const Profile& profile, const RunOptions& options) {
  if (profile.scenario) return run_scenario(profile, options);
  return profile.world == WorldKind::sim ? run_virtual(profile, options) : run_real(profile, options);
}

}  // namespace chatproof::load
