#include "conformance/stage/interpreter.hpp"

#include <algorithm>
#include <utility>

#include "conformance/check/expecter.hpp"
#include "conformance/stage/steps.hpp"

namespace chatproof::stage {

bool Stagecraft::report(const scenario::Step& step, check::Finding finding) {
  finding.where = step.place.pointer;
  finding.file = step.place.file;
  finding.line = step.place.line;
  finding.proves = step.proves.empty() ? scenario.covers : step.proves;
  const bool may_go_on =
      finding.verdict < check::Verdict::fail || (finding.verdict == check::Verdict::fail && noted_only(finding));
  if (may_go_on && finding.verdict == check::Verdict::fail) finding.verdict = check::Verdict::non_strict;
  findings.push_back(std::move(finding));
  return may_go_on;
}

std::uint32_t Stagecraft::call(const scenario::Do& call, std::uint32_t cause) {
  const std::uint32_t number =
      cast.call(call.actor, call.method, check::substitute(call.args, captures), call.as, cause, call.thread);
  const nlohmann::json changed = cast.call_record(number).changed;
  for (const auto& [name, value] : changed.items()) {
    const auto given = call.args.find(name);
    if (given == call.args.end() || !given->is_string()) continue;
    const auto& text = given->get_ref<const std::string&>();
    for (auto& [saved, was] : captures)
      if (text == "${" + saved + "}") was = value;
  }
  return number;
}

std::optional<check::Finding> Stagecraft::save(const std::map<std::string, std::string>& what,
                                               const nlohmann::json& from) {
  for (const auto& [name, path] : what) {
    auto value = follow(path, from);
    if (!value) return step_finding("there is something at " + path + " to be saved", "nothing, in " + from.dump());
    captures.insert_or_assign(name, std::move(*value));
  }
  return std::nullopt;
}

Branch::Branch(Stagecraft& craft, const scenario::Steps& steps) : craft_(craft) { stack_.push_back({&steps, 0}); }

bool Branch::advance() {
  bool moved = false;
  while (!finished()) {
    if (waiting_) {
      const Progress progress = waiting_->poll();
      if (progress == Progress::waiting) return moved;
      failed_ = progress == Progress::failed;
      if (!failed_ && craft_.on_met) tell_met();
      if (const auto* then = waiting_->then()) stack_.push_back({then, 0});
      waiting_.reset();
    } else {
      start_next();
    }
    moved = true;
  }
  return moved;
}

void Branch::start_next() {
  Frame& frame = stack_.back();
  if (frame.next == frame.steps->size()) {
    stack_.pop_back();
    return;
  }
  const scenario::Step& step = (*frame.steps)[frame.next++];
  const auto event = craft_.cast.recorder().add("stage", check::Channel::step, scenario::name_of(step), nullptr);
  if (!step.id.empty()) craft_.ids[step.id] = event;
  if (const auto* repeat = std::get_if<scenario::Repeat>(&step.body)) {
    for (auto round = repeat->rounds.rbegin(); round != repeat->rounds.rend(); ++round) stack_.push_back({&*round, 0});
    return;
  }
  bool ok = true;
  waited_for_ = &step;
  began_ = craft_.now();
  waiting_ = start_step(craft_, step, ok);
  failed_ = !ok;
}

// Steps that only let time pass say nothing about how long anything took.
void Branch::tell_met() const {
  const auto& body = waited_for_->body;
  if (std::holds_alternative<scenario::Advance>(body) || std::holds_alternative<scenario::Never>(body) ||
      std::holds_alternative<scenario::Par>(body))
    return;
  craft_.on_met(*waited_for_, began_, craft_.now());
}

runtime::Instant Branch::decide_by() const { return waiting_ ? waiting_->decide_by() : craft_.now(); }

bool forbids(const Stagecraft& craft, const scenario::EventPattern& pattern, const check::Event& event) {
  if (craft.defect == check::JudgeDefect::neverSeesNoRequests && event.channel == check::Channel::wire) return false;
  return check::matches(pattern, event, craft.captures);
}

bool watch_rest(Stagecraft& craft) {
  for (auto& rest : craft.nevers) {
    const auto next_broken = [&] {
      return craft.cast.recorder().with([&](check::History& history) -> std::optional<check::Event> {
        while (rest.seen < history.size())
          if (forbids(craft, *rest.pattern, history[rest.seen++])) return history[rest.seen - 1];
        return std::nullopt;
      });
    };
    while (const auto broken = next_broken())
      if (!craft.report(*rest.step, forbidden_event(*rest.pattern, *broken))) return false;
  }
  return true;
}

Walk::Walk(Stagecraft& craft)
    : craft_(craft),
      limit_(runtime::Instant{} + craft.scenario.limit),
      branch_(std::make_unique<Branch>(craft, craft.scenario.steps)) {}

Walk::~Walk() = default;

void Walk::advance() {
  while (!finished_) {
    branch_->advance();
    if (!watch_rest(craft_) || branch_->failed()) return end(false);
    if (!branch_->finished()) {
      if (!within_limits()) end(false);
      return;
    }
    next();
  }
}

// After the steps come the calls whose ends nobody has waited for.
void Walk::next() {
  if (later_.empty()) later_ = std::exchange(craft_.later, {});
  if (next_later_ == later_.size()) return end(true);
  const auto& [step, call] = later_[next_later_++];
  branch_.reset();
  last_ = {*step};
  last_[0].body = scenario::Await{call->as, call->expect, call->within, {}};
  branch_ = std::make_unique<Branch>(craft_, last_);
}

void Walk::end(bool reached_end) {
  finished_ = true;
  reached_end_ = reached_end;
}

bool Walk::within_limits() {
  const Recorder& recorder = craft_.cast.recorder();
  const std::string trouble = craft_.cast.world().trouble();
  if (!recorder.overflowed() && trouble.empty() && craft_.now() < limit_) return true;
  check::Finding finding;
  finding.verdict = check::Verdict::error;
  finding.rule = "limit";
  finding.expected = "the scenario ends within its limits of time and events";
  finding.observed = recorder.overflowed() ? "too many events"
                     : trouble.empty()     ? "the time limit of the scenario is over"
                                           : trouble;
  craft_.findings.push_back(std::move(finding));
  return false;
}

runtime::Instant Walk::decide_by() const { return std::min(branch_->decide_by(), limit_); }

bool play(Stagecraft& craft) {
  Walk walk(craft);
  Recorder& recorder = craft.cast.recorder();
  while (true) {
    const std::size_t seen = recorder.version();
    walk.advance();
    if (walk.finished()) return walk.reached_end();
    craft.cast.world().run(recorder, [&] { return recorder.version() > seen; }, walk.decide_by());
  }
}

}  // namespace chatproof::stage
