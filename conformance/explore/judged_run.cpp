#include "conformance/explore/judged_run.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/explore/converge.hpp"
#include "conformance/explore/facts.hpp"
#include "conformance/explore/invariants.hpp"
#include "conformance/explore/probed_world.hpp"
#include "conformance/stage/case_runner.hpp"
#include "conformance/stage/cast.hpp"

namespace chatproof::explore {
namespace {

class Disturbance final : public stage::Intervention {
 public:
  explicit Disturbance(Probe& probe) : probe_(probe) {}

  std::unique_ptr<stage::World> make_world(const stage::WorldOptions& options) override {
    return make_probed_world(options, probe_);
  }
  void opened(stage::Cast& cast) override {
    for (const scenario::Actor& actor : cast.scenario().actors)
      if (!actor.session.empty()) cast.recorder().add(actor.name, check::Channel::step, "ownTimes", actor.session);
    probe_.deed = [&cast](const std::string& device, Fault fault) { do_deed(cast, device, fault); };
    probe_.end_of_deed = [&cast](const std::string& device, Fault fault) {
      cast.device(fault == Fault::suspend ? "process.resume" : "store.heal", device, nlohmann::json::object());
    };
    probe_.told = [&cast](const std::string& device, const Cell& cell) {
      cast.recorder().add(device, check::Channel::network, "decision",
                          {{"position", cell.position}, {"fault", to_string(cell.fault)}});
    };
  }
  void played(stage::Cast& cast) override {
    probe_.choose = nullptr;  // from here on nothing goes wrong any more
    converge(cast);
    leave(cast, probe_.timers);
    probe_.deed = probe_.end_of_deed = nullptr;
    probe_.told = nullptr;
  }

 private:
  static void do_deed(stage::Cast& cast, const std::string& device, Fault fault) {
    const auto& actors = cast.scenario().actors;
    const auto actor =
        std::find_if(actors.begin(), actors.end(), [&](const scenario::Actor& one) { return one.name == device; });
    if (actor == actors.end()) return;
    const nlohmann::json user = {{"user", actor->user}, {"sdkAppID", actor->app}}, nothing = nlohmann::json::object();
    if (fault == Fault::kick) {
      nlohmann::json args = user;
      args["device"] = actor->device_id;
      cast.act("kick", args);
    }
    if (fault == Fault::expire) cast.act("ticket.expire", user);
    if (fault == Fault::store_full) cast.device("store.full", device, nothing);
    if (fault == Fault::suspend) cast.device("process.suspend", device, nothing);
    if (fault == Fault::clock_jump) cast.device("clock.shift", device, {{"by", "1d"}});
    if (cast.suspended(device)) return;  // nobody is there to do the rest
    if (fault == Fault::un_init) cast.call(device, "unInitSDK", nothing, "", 0);
    if (fault == Fault::power_cut) cast.device("cut.power", device, nothing);
  }

  Probe& probe_;
};

std::uint32_t healed_at(const History& history) {
  for (const Event& event : history)
    if (is(event, Channel::step, "healed")) return event.id;
  return static_cast<std::uint32_t>(history.size()) + 1;
}

// The code of the first call that ended in an error, where the scenario has other plans; 0: none did.
int first_refusal(const check::CaseResult& result, std::uint32_t end) {
  for (const Event& event : result.history) {
    if (event.id >= end) break;
    if (event.channel == Channel::result && event.payload.contains("error")) return event.payload["error"].get<int>();
  }
  return 0;
}

Outcome outcome_of(const check::CaseResult& result) {
  Outcome outcome;
  auto violated = violations(result.history);
  // What has not come to its end is judged by what happened so far: its calls might have ended.
  const auto endless = std::find_if(result.findings.begin(), result.findings.end(),
                                    [](const Finding& finding) { return finding.rule == "limit"; });
  if (endless != result.findings.end())
    std::erase_if(violated, [](const Finding& finding) { return finding.rule == "everyCallEnds"; });
  for (const Finding& finding : violated)
    if (std::find(outcome.invariants.begin(), outcome.invariants.end(), finding.rule) == outcome.invariants.end())
      outcome.invariants.push_back(finding.rule);
  const auto broken = std::find_if(result.findings.begin(), result.findings.end(),
                                   [](const Finding& finding) { return finding.verdict == check::Verdict::error; });
  if (!violated.empty()) {
    outcome.kind = Outcome::Kind::violated;
    outcome.first = violated.front();
    return outcome;
  }
  if (broken != result.findings.end()) {
    outcome.kind = Outcome::Kind::broken;
    outcome.first = endless != result.findings.end() ? *endless : *broken;
    return outcome;
  }
  const std::uint32_t end = healed_at(result.history);
  const bool as_expected = std::none_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
    return finding.rule == "step" || (finding.rule == "leftover" && finding.event < end);
  });
  if (as_expected) return outcome;
  outcome.code = first_refusal(result, end);
  outcome.kind = outcome.code != 0 ? Outcome::Kind::refused : Outcome::Kind::healed;
  return outcome;
}

}  // namespace

std::string_view to_string(Outcome::Kind kind) {
  static constexpr std::array<std::string_view, 5> names = {"passed", "healed", "refused", "violated", "broken"};
  return names[static_cast<std::size_t>(kind)];
}

std::string to_text(const Outcome& outcome) {
  std::string text(to_string(outcome.kind));
  if (outcome.kind == Outcome::Kind::refused) text += " " + std::to_string(outcome.code);
  for (const std::string& name : outcome.invariants) text += " " + name;
  return text;
}

JudgedRun run_judged(const scenario::Scenario& scenario, const RunOptions& options, Probe& probe) {
  Disturbance disturbance(probe);
  stage::CaseOptions one;
  one.world = "sim";
  one.seed = options.seed;
  one.scratch = options.scratch;
  one.driver = options.driver;
  one.lenient = true;
  one.intervention = &disturbance;
  JudgedRun run;
  run.result = stage::run_case(scenario, one);
  run.outcome = outcome_of(run.result);
  return run;
}

}  // namespace chatproof::explore
