// Many copies of one scenario against one server: each is started at its time, whatever the others do.
#include <unistd.h>

#include <array>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "bench/load/book.hpp"
#include "bench/load/copy.hpp"
#include "bench/load/machine.hpp"
#include "bench/load/run.hpp"
#include "conformance/stage/scratch.hpp"
#include "mockserver/server.hpp"

namespace chatproof::load {
namespace {

constexpr Duration look_every = std::chrono::milliseconds(100);  // for an interruption
constexpr Duration late_after = std::chrono::milliseconds(10);
// Of an actor: its store with two companions, its log, and both ends of its connection.
constexpr std::uint64_t descriptors_each = 7;
constexpr std::uint64_t descriptors_beside = 64;

std::string text_of(const scenario::Step& step) {
  if (const auto* call = std::get_if<scenario::Do>(&step.body)) return call->actor + "." + call->method;
  if (const auto* await = std::get_if<scenario::Await>(&step.body)) return "end of " + await->call;
  if (const auto* expect = std::get_if<scenario::Expect>(&step.body)) {
    const auto& patterns = expect->expectation.patterns;
    if (patterns.empty()) return "expect";
    const scenario::EventPattern& first = patterns.front();
    return (first.actor.empty() ? "" : first.actor + ".") + first.name +
           (patterns.size() > 1 ? " +" + std::to_string(patterns.size() - 1) : "");
  }
  return "one of several";
}

class ScenarioRun {
 public:
  ScenarioRun(const Profile& profile, const RunOptions& options)
      : profile_(profile),
        options_(options),
        cases_(*profile.scenario->cases),
        scratch_("load"),
        world_(stage::make_world(to_string(profile.world), {profile.seed, 1.0, cases_.front().tls})),
        house_([this] { return world_->now(); }, 1),
        theatre_{*world_, [this](const std::string& action, const Json& args) { return act(action, args); },
                 profile.seed, scratch_.path(),
                 [this](const scenario::Step& step, Instant began, Instant met) { step_met(step, met - began); }} {
    result_.profile = profile;
    result_.phases = phases_of(profile);
    result_.scenario.emplace();
    if (profile.world != WorldKind::sim) result_.workers.resize(2);
  }

  Result run() {
    result_.started_unix_s = unix_now_s();
    result_.machine = describe_machine();
    if (open_server()) {
      origin_ = world_->now();
      book_.begin(origin_);
      result_.kernel_before = kernel_use();
      sample("");
      go_on();
      result_.took = world_->now() - origin_;
      result_.kernel_after = kernel_use();
    }
    copies_.clear();
    world_->on_server([this] { server_.reset(); });
    world_->stop();
    judge(result_);
    return std::move(result_);
  }

 private:
  bool open_server() {
    runtime::NetError error{};
    world_->on_server([&] {
      server_ = std::make_unique<mockserver::Server>(
          world_->server_loop(), world_->server_network(), runtime::Random(profile_.seed).named("server"),
          [this](const mockserver::ServerEvent& event) { server_event(event); },
          [this](const mockserver::LinkDeed& deed) { change_link(deed); });
      error = server_->listen(world_->server_address(), world_->server_tls());
      if (error == runtime::NetError::none) world_->server_is_at(server_->local());
    });
    if (error != runtime::NetError::none) {
      result_.void_reasons.push_back("the server cannot listen: " + std::string(runtime::to_string(error)));
      return false;
    }
    if (const Json& settings = cases_.front().settings; !settings.empty())
      if (const auto set = act("settings.set", {{"settings", settings}}); !set.ok)
        result_.void_reasons.push_back("settings.set: " + set.error);
    return result_.void_reasons.empty();
  }

  stage::Acted act(const std::string& action, const Json& args) {
    stage::Acted acted;
    world_->on_server([&] {
      const auto done = server_->act(action, args);
      acted = {done.ok, done.pointer.empty() ? done.error : done.pointer + ": " + done.error, done.value};
    });
    return acted;
  }

  // --- from the server's thread

  // A copy is taken out of copies_ under the same lock, on the thread that runs it.
  template <class Use>
  void with_copy(const std::string& user, const std::string& device, const Use& use) {
    const auto number = user.empty() ? copy_of(device) : copy_of(user);
    if (!number) return;
    const std::lock_guard lock(copies_mutex_);
    if (const auto found = copies_.find(*number); found != copies_.end()) use(*found->second);
  }
  void server_event(const mockserver::ServerEvent& event) {
    if (event.kind == "connect") ++connected_;
    if (event.kind == "disconnect") --connected_;
    with_copy(event.user, event.device, [&](Copy& copy) { copy.server_event(event); });
  }
  void change_link(const mockserver::LinkDeed& deed) {
    with_copy("", deed.device, [&](Copy& copy) { copy.change_link(deed); });
  }

  // --- from any thread

  void has_changed(std::uint64_t number) {
    {
      const std::lock_guard lock(changed_mutex_);
      changed_.insert(number);
    }
    house_.poke();
  }

  // --- the run

  void go_on() {
    while (result_.void_reasons.empty() && !result_.interrupted) {
      const std::size_t seen = house_.version();
      start_due();
      std::set<std::uint64_t> now_changed;
      {
        const std::lock_guard lock(changed_mutex_);
        now_changed = std::exchange(changed_, {});
      }
      for (const std::uint64_t number : now_changed) advance(number);
      while (!deadlines_.empty() && deadlines_.begin()->first <= world_->now()) advance(deadlines_.begin()->second);
      if (phase_ == profile_.phases.size() && copies_.empty()) break;
      if (const std::string trouble = world_->trouble(); !trouble.empty()) result_.void_reasons.push_back(trouble);
      const Instant until = next_instant();
      result_.interrupted = options_.interrupted();
      world_->run(house_, [&] { return house_.version() > seen; }, until);
      if (const Instant now = world_->now(); now >= until) meter().time(Latency::lag, now - until);
    }
    book_.end(gauges());
  }

  Instant next_instant() {
    Instant until = book_.next_end();
    if (profile_.world != WorldKind::sim) until = std::min(until, world_->now() + look_every);
    if (!deadlines_.empty()) until = std::min(until, deadlines_.begin()->first);
    if (phase_ < profile_.phases.size()) {
      const Phase& phase = profile_.phases[phase_];
      const auto* next = arrivals_ && arrivals_->next() ? &*arrivals_->next() : nullptr;
      until = std::min(until, origin_ + (next != nullptr ? phase.from + next->at : phase.until));
    }
    return until;
  }

  void start_due() {
    for (; phase_ < profile_.phases.size(); ++phase_, arrivals_.reset()) {
      const Phase& phase = profile_.phases[phase_];
      if (world_->now() < origin_ + phase.from) return;
      if (!arrivals_) arrivals_.emplace(phase.flows.empty() ? Rate{} : phase.flows.front().rate);
      while (const auto& next = arrivals_->next()) {
        const Instant intended = origin_ + phase.from + next->at;
        if (intended > world_->now()) return;
        start(intended);
        arrivals_->pop();
      }
      if (world_->now() < origin_ + phase.until) return;
      sample(phase.name);
    }
  }

  void start(Instant intended) {
    const std::uint64_t number = ++started_;
    const scenario::Scenario& chosen = cases_[(number - 1) % cases_.size()];
    const std::uint64_t needed = (copies_.size() + 1) * chosen.actors.size() * descriptors_each + descriptors_beside;
    if (needed > descriptor_limit_) {
      if (result_.void_reasons.empty())
        result_.void_reasons.push_back("out of descriptors: " + std::to_string(copies_.size()) +
                                       " copies are under way and this process may have " +
                                       std::to_string(descriptor_limit_) + " descriptors");
      return;
    }
    meter().count(Counter::starts);
    if (world_->now() - intended > late_after) meter().count(Counter::late);
    auto copy = std::make_unique<Copy>(theatre_, chosen, number, intended, [this, number] { has_changed(number); });
    {
      const std::lock_guard lock(copies_mutex_);
      copies_.emplace(number, std::move(copy));
    }
    result_.scenario->most_at_once = std::max<std::uint64_t>(result_.scenario->most_at_once, copies_.size());
    advance(number);
  }

  void advance(std::uint64_t number) {
    const auto found = copies_.find(number);
    if (found == copies_.end()) return;  // it had its end, and something was told late
    Copy& copy = *found->second;
    if (const auto known = deadline_of_.find(number); known != deadline_of_.end()) {
      deadlines_.erase({known->second, number});
      deadline_of_.erase(known);
    }
    copy.advance();
    if (!copy.finished()) {
      deadline_of_[number] = copy.decide_by();
      deadlines_.emplace(copy.decide_by(), number);
      return;
    }
    note(number, copy);
    std::unique_ptr<Copy> gone;  // outside the lock: the server's thread may be waited for
    const std::lock_guard lock(copies_mutex_);
    gone = std::move(found->second);
    copies_.erase(found);
  }

  void note(std::uint64_t number, const Copy& copy) {
    meter().count(Counter::copies);
    meter().time(Latency::copy, copy.took());
    // As in a single run, a deviation that only warns does not fail it.
    const bool good = copy.verdict() == check::Verdict::pass || copy.verdict() == check::Verdict::non_strict;
    meter().count(good ? Counter::copies_passed : Counter::copies_failed);
    std::set<std::size_t> told;  // a loop may find the same many times
    for (const check::Finding& finding : copy.findings()) {
      const std::size_t kind = kind_of(number, finding);
      if (told.insert(kind).second && kind < troubles_max) ++result_.scenario->troubles[kind].copies;
    }
  }

  // Alike: the same rule at the same place. What was observed differs in times and ids.
  std::size_t kind_of(std::uint64_t number, const check::Finding& finding) {
    const std::string key = finding.rule + " " + finding.file + ":" + finding.where + " " + finding.expected;
    auto& troubles = result_.scenario->troubles;
    const auto [at, fresh] = troubles_.emplace(key, troubles.size());
    if (!fresh) return at->second;
    if (troubles.size() == troubles_max) {
      troubles_.erase(at);
      ++result_.scenario->more_troubles;
      return troubles_max;
    }
    troubles.push_back({{finding.file, finding.line, 0, finding.where},
                        std::string(check::to_string(finding.verdict)) + " (" + finding.rule + "): expected " +
                            finding.expected + "; observed " + finding.observed,
                        0,
                        number});
    return at->second;
  }

  void step_met(const scenario::Step& step, Duration took) {
    meter().time(Latency::step, took);
    // A fragment stands at one place and is used from several.
    const scenario::Place& place = step.used_from.empty() ? step.place : step.used_from.front();
    const std::string text = text_of(step);
    const std::string key = place.pointer + " " + step.place.file + step.place.pointer + " " + text;
    const auto [at, fresh] = steps_.emplace(key, result_.scenario->steps.size());
    if (fresh) result_.scenario->steps.push_back({place, text, {}});
    result_.scenario->steps[at->second].times.add(took);
  }

  // --- intervals

  Meter& meter() { return book_.at(world_->now()); }

  Gauges gauges() {
    Gauges now{static_cast<std::int64_t>(copies_.size()), 0};
    world_->on_server([&] { now.connected = connected_; });
    return now;
  }

  void told(std::size_t number, const Meter& meter) {
    if (!result_.workers.empty()) measure_threads();
    result_.intervals.push_back(meter);
    options_.on_interval(number, meter);
  }

  // This thread walks the steps, the other one runs the SDKs.
  void measure_threads() {
    std::array<Duration, 2> cpu = {cpu_of_this_thread(), {}};
    world_->on_links([&](runtime::LinkControl&) { cpu[1] = cpu_of_this_thread(); });
    const Instant now = world_->now();
    const auto wall = static_cast<double>(std::max<Duration::rep>(1, (now - measured_at_).count()));
    for (std::size_t i = 0; i < cpu.size(); ++i) {
      WorkerUse& use = result_.workers[i];
      if (measured_at_ != Instant{}) use.busy.push_back(static_cast<double>((cpu[i] - cpu_before_[i]).count()) / wall);
      use.cpu = cpu[i];
    }
    cpu_before_ = cpu;
    measured_at_ = now;
  }

  // One process has everything.
  void sample(const std::string& phase) {
    UseSample sample;
    sample.phase = phase;
    sample.online = static_cast<std::int64_t>(copies_.size());
    world_->on_server([&] { sample.connected = connected_; });
    const ProcessUse use = use_of(::getpid(), WithMemory::yes);
    sample.generator_bytes = use.pss_bytes;
    sample.generator_cpu = use.cpu;
    sample.kernel = kernel_use();
    result_.use.push_back(std::move(sample));
  }

  const Profile& profile_;
  const RunOptions& options_;
  const std::vector<scenario::Scenario>& cases_;
  const std::uint64_t descriptor_limit_ = descriptor_limit();
  stage::Scratch scratch_;
  Result result_;
  Book book_{profile_, [this] { return gauges(); },
             [this](std::size_t number, const Meter& meter) { told(number, meter); },
             [this](std::size_t number, const Meter& meter) { result_.phases[number].meter = meter; }};
  std::unique_ptr<stage::World> world_;
  stage::Recorder house_;  // holds nothing: it tells the world that some copy has changed
  Theatre theatre_;
  std::unique_ptr<mockserver::Server> server_;
  std::int64_t connected_ = 0;  // the server's thread

  std::mutex copies_mutex_;  // the server's thread looks, the thread of the run alone changes
  std::map<std::uint64_t, std::unique_ptr<Copy>> copies_;
  std::mutex changed_mutex_;
  std::set<std::uint64_t> changed_;
  std::set<std::pair<Instant, std::uint64_t>> deadlines_;
  std::map<std::uint64_t, Instant> deadline_of_;

  Instant origin_{};
  std::size_t phase_ = 0;  // the one under way
  std::optional<Arrivals> arrivals_;
  std::uint64_t started_ = 0;
  std::map<std::string, std::size_t> steps_, troubles_;
  std::array<Duration, 2> cpu_before_{};
  Instant measured_at_{};
};

}  // namespace

Result run_scenario(const Profile& profile, const RunOptions& options) { return ScenarioRun(profile, options).run(); }

}  // namespace chatproof::load
