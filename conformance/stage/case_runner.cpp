#include "conformance/stage/case_runner.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <system_error>

#include "conformance/stage/cast.hpp"
#include "conformance/stage/interpreter.hpp"
#include "conformance/stage/recorder.hpp"
#include "conformance/stage/step_places.hpp"
#include "conformance/stage/world.hpp"
#include "mockserver/lints.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/usersig/secrets.hpp"
#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::stage {
namespace {

using check::CaseResult;
using check::Finding;
using check::Verdict;
using Defect = check::JudgeDefect;

constexpr std::size_t events_max = 200'000;
// Lenient: somebody made this story up, and wants to go on with the next one.
constexpr std::uint64_t tasks_max = 50'000'000, lenient_tasks_max = 5'000'000;
constexpr runtime::Duration settle_at_most = std::chrono::minutes(10);

bool completes(const std::string& method) {
  const auto* known = v2tim::find_method(method);
  return known != nullptr && known->callback != v2tim::CallbackKind::none;
}

Finding trouble(std::string rule, std::string expected, std::string observed) {
  Finding finding;
  finding.verdict = Verdict::error;
  finding.rule = std::move(rule);
  finding.expected = std::move(expected);
  finding.observed = std::move(observed);
  return finding;
}

// It was judged by what happened; what is shown of it holds no ticket, token or key.
void hide_secrets(const usersig::Secrets& secrets, CaseResult& result) {
  for (check::Event& event : result.history) {
    event.actor = secrets.hide(event.actor);
    secrets.hide_in(event.payload);
  }
  for (std::string* text : {&result.title, &result.reason}) *text = secrets.hide(*text);
  for (Finding& finding : result.findings)
    for (std::string* text : {&finding.expected, &finding.observed, &finding.nearest}) *text = secrets.hide(*text);
}

// The case while it runs: made, played, swept, judged.
class Case {
 public:
  Case(const scenario::Scenario& scenario, const CaseOptions& options, CaseResult& result)
      : scenario_(scenario),
        options_(options),
        result_(result),
        world_(world_of(scenario, options)),
        recorder_([this] { return world_->now(); }, events_max, [this] { tell_standing(); }),
        cast_(*world_, recorder_, scenario, options.driver, options.scratch,
              runtime::Random(options.seed).named("cast")) {}

  void run() {
    const bool whole = caught([this] { open_and_play(); });
    if (!caught([this] { cast_.close(); }) || !whole) last_step_reached_ = false;
    finish();
  }

 private:
  static std::unique_ptr<World> world_of(const scenario::Scenario& scenario, const CaseOptions& options) {
    WorldOptions wanted{options.seed, options.speed, scenario.tls, options.lenient ? lenient_tasks_max : tasks_max};
    if (auto* standing = options.standing) wanted.waits = [standing](auto at_most) { standing->waits(at_most); };
    auto world = options.intervention != nullptr ? options.intervention->make_world(wanted) : nullptr;
    return world ? std::move(world) : make_world(options.world, wanted);
  }

  void open_and_play() {
    std::string why_not;
    if (cast_.open(why_not)) return play_scenario();
    result_.findings.push_back(trouble("setUp", "the stage can be set", why_not));
  }

  // What the SDK, a driver or the stage throws ends the case, not the run. False: something was thrown.
  template <class Act>
  bool caught(const Act& act) {
    std::string what = "something that is no std::exception";
    try {
      act();
      return true;
    } catch (const std::exception& error) {
      what = error.what();
    } catch (...) {
    }
    broke_off(result_, "an exception was thrown: " + what, standing());
    return false;
  }

  // Where the case is: the step, and what happened last.
  std::string standing() {
    return recorder_.with([this](const check::History& history) {
      if (history.empty()) return std::string("before the first event");
      for (; steps_seen_ < history.size(); ++steps_seen_)
        if (history[steps_seen_].channel == check::Channel::step) step_ = history[steps_seen_].name;
      const check::Event& last = history.back();
      return (step_.empty() ? "before the first step" : "at " + step_) +
             "; last event: " + runtime::to_text(last.at.time_since_epoch()) + " " + last.actor + " " +
             std::string(to_string(last.channel)) + " " + last.name;
    });
  }
  void tell_standing() {
    if (options_.standing == nullptr) return;
    const std::string text = standing();
    const std::lock_guard lock(telling_);
    options_.standing->tell(text);
  }

  void play_scenario() {
    if (options_.intervention != nullptr) options_.intervention->opened(cast_);
    Stagecraft craft{cast_, scenario_, [this](const Finding& finding) { return noted_only(finding); }};
    craft.suspended_calls_wait = options_.lenient;
    craft.defect = options_.defect;
    last_step_reached_ = play(craft);
    const auto faults = fault_uses(craft);
    cast_.act("fault.clear", nlohmann::json::object());
    cast_.heal();
    if (last_step_reached_) settle(craft);
    const bool endless = !world_->trouble().empty() || recorder_.overflowed();
    if (options_.intervention != nullptr && !endless) options_.intervention->played(cast_);
    result_.findings.insert(result_.findings.end(), craft.findings.begin(), craft.findings.end());
    result_.expectations = craft.expectations;
    if (!world_->trouble().empty())
      result_.findings.push_back(trouble("limit", "the world becomes quiet", world_->trouble()));
    if (recorder_.overflowed())
      result_.findings.push_back(trouble("limit", "the case stays within its limit of events", "too many events"));
    sweep(scenario_, recorder_, last_step_reached_, faults, options_.lenient, result_.findings, options_.defect);
  }

  // Whatever the steps have set going comes to its end, and is looked at like the rest.
  void settle(Stagecraft& craft) {
    const bool quiet = world_->settle(recorder_, world_->now() + settle_at_most);
    // What was forbidden is in the findings.
    if (options_.defect != Defect::restIsNotWatched) static_cast<void>(watch_rest(craft));
    const bool may_go_on = options_.lenient || options_.defect == Defect::endIsNotQuiet;
    if (quiet || may_go_on || !world_->trouble().empty() || recorder_.overflowed()) return;
    result_.findings.push_back(
        trouble("limit", "the world becomes quiet within " + runtime::to_text(settle_at_most) + " of the last step",
                "still due: " + cast_.still_due()));
  }

  std::vector<check::FaultUse> fault_uses(Stagecraft& craft) {
    std::vector<check::FaultUse> uses = craft.deeds.end();
    const auto undone = cast_.hooks().undone();
    uses.insert(uses.end(), undone.begin(), undone.end());
    const Acted listed = cast_.act("fault.list", nlohmann::json::object());
    for (const auto& fault : listed.value)
      uses.push_back({fault.value("id", std::string()), fault.value("mustAct", true), fault.value("acted", 0)});
    return uses;
  }

  // A deviation from what is only inferred warns, unless the run is strict.
  bool noted_only(const Finding& finding) const {
    if (options_.lenient) return finding.rule == "step";
    if (options_.strict || options_.levels == nullptr || finding.proves.empty()) return false;
    return std::all_of(finding.proves.begin(), finding.proves.end(), [this](const std::string& id) {
      const auto level = options_.levels->find(id);
      return level != options_.levels->end() && level->second == "inferred";
    });
  }

  void finish() {
    result_.scenario_time = world_->now().time_since_epoch();
    recorder_.with([&](check::History& history) { result_.history = std::move(history); });
    hide_secrets(cast_.secrets(), result_);
    if (world_->deterministic()) result_.trace_hash = check::hash_of(result_.history);
    const StepPlaces places(scenario_);
    for (Finding& finding : result_.findings) {
      places.place(finding, result_.history);
      if (options_.strict && finding.rule.starts_with("lint.")) finding.verdict = Verdict::fail;
      if (finding.rule != "step" && finding.verdict == Verdict::fail && noted_only(finding))
        finding.verdict = Verdict::non_strict;
    }
    result_.verdict = check::verdict_of(result_.findings, result_.expectations, last_step_reached_);
    if (result_.findings.empty() && result_.verdict != Verdict::pass)
      result_.findings.push_back(trouble("vacuous", "at least one expectation is judged", "none was"));
  }

  const scenario::Scenario& scenario_;
  const CaseOptions& options_;
  CaseResult& result_;
  std::string step_;  // the last one, of the events that were looked at
  std::size_t steps_seen_ = 0;
  std::mutex telling_;
  std::unique_ptr<World> world_;
  Recorder recorder_;
  Cast cast_;
  bool last_step_reached_ = false;
};

std::vector<Finding> lints(const check::History& history, const std::vector<std::string>& tolerate) {
  auto findings = check::client_lints(history, tolerate);
  for (Finding& finding : findings)
    finding.expected = mockserver::expected_by(finding.rule.substr(finding.rule.find('.') + 1));
  return findings;
}

}  // namespace

void sweep(const scenario::Scenario& scenario, Recorder& recorder, bool last_step_reached,
           const std::vector<check::FaultUse>& faults, bool lenient, std::vector<Finding>& findings,
           check::JudgeDefect defect) {
  const StepPlaces places(scenario);
  recorder.with([&](check::History& history) {
    const auto note_all = [&](std::vector<Finding> more, bool noted_only = false) {
      for (Finding& finding : more) {
        if (noted_only) finding.verdict = Verdict::non_strict;
        places.place(finding, history);
        finding.proves = scenario.covers;
        findings.push_back(std::move(finding));
      }
    };
    if (last_step_reached) {
      note_all(check::leftovers(history, scenario.tolerate, defect), lenient);
      if (defect != Defect::openCallsPass) note_all(check::unfinished_calls(history, completes));
      note_all(check::idle_faults(faults, defect), lenient);
      note_all(lints(history, scenario.tolerate));
    }
    if (defect == Defect::invariantsAreNotAsked) return;
    for (const auto& [name, invariant] : check::invariants()) {
      const bool wanted = scenario.always.empty() ||
                          std::find(scenario.always.begin(), scenario.always.end(), name) != scenario.always.end();
      if (wanted) note_all(invariant(history));
    }
  });
}

CaseResult case_to_run(const scenario::Scenario& scenario, const CaseOptions& options) {
  CaseResult result;
  result.id = scenario.case_id;
  result.scenario = scenario.id;
  result.title = scenario.title;
  result.file = scenario.file;
  result.world = options.world;
  result.seed = options.seed;
  result.covers = scenario.covers;
  result.tags = scenario.tags;
  return result;
}

void broke_off(CaseResult& result, const std::string& what, const std::string& standing) {
  Finding finding = trouble("brokeOff", "the case comes to its end", what);
  if (!standing.empty()) finding.observed += "; " + standing;
  finding.file = result.file;
  finding.event = static_cast<std::uint32_t>(result.history.size());
  result.findings.push_back(std::move(finding));
  result.verdict = Verdict::error;
}

CaseResult run_case(const scenario::Scenario& scenario, const CaseOptions& options) {
  CaseResult result = case_to_run(scenario, options);
  if (const auto skip = scenario.skip.find(options.world); skip != scenario.skip.end()) {
    result.verdict = Verdict::skipped;
    result.reason = skip->second;
    return result;
  }
  Case(scenario, options, result).run();
  if (!scenario.known_failing.empty() && !options.lenient)
    check::expect_failure(result, scenario.known_failing, scenario.known_failing_line);
  std::error_code ignored;
  std::filesystem::remove_all(options.scratch, ignored);
  return result;
}

}  // namespace chatproof::stage
