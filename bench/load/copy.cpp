#include "bench/load/copy.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "conformance/stage/case_runner.hpp"
#include "conformance/stage/driver.hpp"

namespace chatproof::load {
namespace {

using check::Finding;
using nlohmann::json;

constexpr std::size_t events_max = 200'000;  // of a copy
// After its last step a copy is over when nothing has happened to it for so long, and every call has ended.
constexpr Duration quiet_after = std::chrono::seconds(3);
constexpr Duration settle_at_most = std::chrono::minutes(10);

// The SDK as the copy's scenario sees it.
class NamedDriver final : public stage::Driver, public stage::DriverSink {
 public:
  NamedDriver(const CopyNames& names, stage::DriverOptions options, stage::DriverSink& sink)
      : names_(names), sink_(sink) {
    options.actor.user = names.outwards(options.actor.user);
    options.actor.device_id = names.outwards(options.actor.device_id);
    sdk_ = stage::make_sdk_driver(options, *this);
  }

  json call(std::uint32_t call, const std::string& method, const json& args) override {
    return names_.inwards(sdk_->call(call, method, names_.outwards(args)));
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    sink_.callback(listener, name, names_.inwards(std::move(args)));
  }
  void completion(std::uint32_t call, json outcome) override {
    sink_.completion(call, names_.inwards(std::move(outcome)));
  }
  void changed(std::uint32_t call, json args) override { sink_.changed(call, names_.inwards(std::move(args))); }

 private:
  const CopyNames& names_;
  stage::DriverSink& sink_;
  std::unique_ptr<stage::Driver> sdk_;
};

// The links of the copy's devices, by the names of the scenario.
class OwnLinks final : public runtime::LinkControl {
 public:
  OwnLinks(runtime::LinkControl& links, const CopyNames& names) : links_(links), names_(names) {}

  void set(const std::string& host, const runtime::LinkConditions& conditions) override {
    links_.set(names_.outwards(host), conditions);
  }
  runtime::LinkConditions conditions(const std::string& host) const override {
    return links_.conditions(names_.outwards(host));
  }
  void reset(const std::string& host) override { links_.reset(names_.outwards(host)); }
  void reset_after(const std::string& host, runtime::Direction direction, std::uint64_t bytes) override {
    links_.reset_after(names_.outwards(host), direction, bytes);
  }
  void close(const std::string& host) override { links_.close(names_.outwards(host)); }
  runtime::LinkEffects effects(const std::string& host) const override { return links_.effects(names_.outwards(host)); }
  void set_names(runtime::NameServer) override {}  // one for all, and not a copy's to choose
  std::size_t connections(const std::string& host) const override { return links_.connections(names_.outwards(host)); }

 private:
  runtime::LinkControl& links_;
  const CopyNames& names_;
};

}  // namespace

// The shared world with a time that begins with the copy, and hosts of the copy's own.
class Copy::OwnWorld final : public stage::World {
 public:
  OwnWorld(stage::World& world, const CopyNames& names) : world_(world), names_(names), begins_(world.now()) {}

  [[nodiscard]] Instant outside(Instant own) const {
    return own >= Instant::max() - begins_.time_since_epoch() ? Instant::max() : own + begins_.time_since_epoch();
  }

  std::string_view name() const override { return world_.name(); }
  bool deterministic() const override { return world_.deterministic(); }
  Instant now() const override { return Instant(world_.now() - begins_); }
  Duration tolerance(Duration window) const override { return world_.tolerance(window); }
  void run(stage::Recorder& recorder, const std::function<bool()>& done, Instant deadline) override {
    world_.run(recorder, done, outside(deadline));
  }
  bool settle(stage::Recorder& recorder, Instant deadline) override {
    return world_.settle(recorder, outside(deadline));
  }
  std::optional<Instant> next_due() override {
    const auto due = world_.next_due();  // of any copy
    return due ? std::optional(Instant(*due - begins_)) : std::nullopt;
  }
  std::string trouble() const override { return world_.trouble(); }
  void on_server(const std::function<void()>& task) override { world_.on_server(task); }
  runtime::Loop& server_loop() override { return world_.server_loop(); }
  runtime::Network& server_network() override { return world_.server_network(); }
  runtime::Endpoint server_address() const override { return world_.server_address(); }
  runtime::ServerTls server_tls() const override { return world_.server_tls(); }
  void server_is_at(const runtime::Endpoint& address) override { world_.server_is_at(address); }

  stage::Seat seat(const std::string& device) override {
    stage::Seat seat = world_.seat(names_.outwards(device));
    seat.tls.owner = names_.outwards(device);
    return seat;
  }
  void set_names(Names) override {}  // as OwnLinks
  std::string nowhere(int number, bool silent) override { return world_.nowhere(number, silent); }
  std::string stranger() override { return world_.stranger(); }
  void on_links(const std::function<void(runtime::LinkControl&)>& use) override {
    world_.on_links([&](runtime::LinkControl& links) {
      OwnLinks own(links, names_);
      use(own);
    });
  }
  void shift_clock(const std::string& device, Duration by) override { world_.shift_clock(names_.outwards(device), by); }
  void stop() override {}  // others are still in it

 private:
  stage::World& world_;
  const CopyNames& names_;
  const Instant begins_;
};

Copy::Copy(const Theatre& theatre, const scenario::Scenario& scenario, std::uint64_t number, Instant intended,
           std::function<void()> on_change)
    : theatre_(theatre),
      scenario_(scenario),
      intended_(intended),
      names_(number),
      directory_(theatre.scratch / std::to_string(number)),
      world_(std::make_unique<OwnWorld>(theatre.world, names_)),
      recorder_([this] { return world_->now(); }, events_max, std::move(on_change)),
      cast_(std::make_unique<stage::Cast>(
          *world_, recorder_, scenario,
          [this](const stage::DriverOptions& options, stage::DriverSink& sink) {
            return std::make_unique<NamedDriver>(names_, options, sink);
          },
          directory_, runtime::Random(theatre.seed).named("copy " + std::to_string(number)),
          [this](const std::string& action, const json& args) { return act(action, args); })),
      craft_{*cast_, scenario, [](const Finding&) { return false; }} {
  craft_.on_met = theatre.on_met;
}

Copy::~Copy() = default;

void Copy::advance() {
  if (state_ == State::waiting) open();
  if (state_ == State::walking) walk();
  if (state_ == State::settling) settle();
}

Instant Copy::decide_by() const {
  if (state_ == State::walking) return world_->outside(walk_->decide_by());
  return state_ == State::settling ? world_->outside(settled_at_) : Instant{};
}

void Copy::open() {
  std::string why_not;
  if (!cast_->open(why_not)) {
    Finding finding;
    finding.verdict = check::Verdict::error;
    finding.rule = "setUp";
    finding.expected = "the stage can be set";
    finding.observed = why_not;
    findings_.push_back(std::move(finding));
    walked_ = theatre_.world.now();
    return finish();
  }
  walk_ = std::make_unique<stage::Walk>(craft_);
  state_ = State::walking;
}

void Copy::walk() {
  walk_->advance();
  if (!walk_->finished()) return;
  reached_end_ = walk_->reached_end();
  walked_ = theatre_.world.now();
  used_faults_ = take_faults_back();
  cast_->heal();
  settled_at_ = world_->now() + quiet_after;
  settled_at_most_ = world_->now() + settle_at_most;
  seen_ = recorder_.version();
  state_ = State::settling;
}

// Until nothing happens any more, and what may still end has ended.
void Copy::settle() {
  const Instant now = world_->now();
  if (const std::size_t version = recorder_.version(); reached_end_ && version != seen_) {
    seen_ = version;
    settled_at_ = std::min(now + quiet_after, settled_at_most_);
  }
  if (reached_end_ && now < settled_at_) return;
  std::vector<Finding> more;
  stage::sweep(scenario_, recorder_, reached_end_, used_faults_, false, more);
  const bool unfinished =
      std::any_of(more.begin(), more.end(), [](const Finding& finding) { return finding.rule == "unfinishedCall"; });
  if (unfinished && now < settled_at_most_) {
    settled_at_ = std::min(now + quiet_after, settled_at_most_);
    return;
  }
  if (reached_end_) static_cast<void>(stage::watch_rest(craft_));  // what was forbidden is in the findings
  findings_ = std::move(craft_.findings);
  findings_.insert(findings_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  finish();
}

void Copy::finish() {
  state_ = State::finished;
  verdict_ = check::verdict_of(findings_, craft_.expectations, reached_end_);
  walk_.reset();
  cast_->close();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

// A rule has an id of its own in each copy.
stage::Acted Copy::act(const std::string& action, json args) {
  if (action == "fault.add" && args.contains("rule") && args["rule"].is_object()) {
    json& rule = args["rule"];
    const std::string otherwise = "rule-" + std::to_string(faults_.size());
    rule["id"] =
        names_.outwards(rule.contains("id") && rule["id"].is_string() ? rule["id"].get<std::string>() : otherwise);
    faults_.push_back(rule["id"].get<std::string>());
  }
  stage::Acted acted = theatre_.server(action, names_.outwards(std::move(args)));
  acted.value = names_.inwards(std::move(acted.value));
  acted.error = names_.inwards(std::move(acted.error));
  return acted;
}

std::vector<check::FaultUse> Copy::take_faults_back() {
  std::vector<check::FaultUse> uses = craft_.deeds.end();
  if (faults_.empty()) return uses;
  const stage::Acted listed = theatre_.server("fault.list", json::object());
  for (const json& fault : listed.value) {
    const auto id = fault.value("id", std::string());
    if (std::find(faults_.begin(), faults_.end(), id) == faults_.end()) continue;
    uses.push_back({names_.inwards(id), fault.value("mustAct", true), fault.value("acted", 0)});
    static_cast<void>(theatre_.server("fault.remove", {{"id", id}}));
  }
  return uses;
}

void Copy::server_event(const mockserver::ServerEvent& event) {
  mockserver::ServerEvent own = event;
  own.user = names_.inwards(event.user);
  own.device = names_.inwards(event.device);
  json detail;
  if (event.detail != nullptr) {
    detail = names_.inwards(*event.detail);
    own.detail = &detail;
  }
  cast_->record_server_event(own);
}

void Copy::change_link(mockserver::LinkDeed deed) {
  deed.device = names_.inwards(std::move(deed.device));
  cast_->change_link(deed);
}

}  // namespace chatproof::load
