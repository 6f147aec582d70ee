#include "conformance/stage/steps.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "conformance/check/expecter.hpp"
#include "conformance/check/match.hpp"
#include "conformance/stage/result_check.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::stage {

using check::Finding;
using runtime::Instant;

Finding step_finding(std::string expected, std::string observed, std::uint32_t event) {
  Finding finding;
  finding.rule = "step";
  finding.expected = std::move(expected);
  finding.observed = std::move(observed);
  finding.event = event;
  return finding;
}

namespace {

std::string name_of(const scenario::EventPattern& pattern) {
  return pattern.actor + (pattern.actor.empty() ? "" : ".") + pattern.name;
}

}  // namespace

Finding forbidden_event(const scenario::EventPattern& pattern, const check::Event& event) {
  return step_finding("never " + name_of(pattern), check::to_short_line(event), event.id);
}

namespace {

// The end of a call, from `do` and `await`.
class CallWaiting final : public Waiting {
 public:
  CallWaiting(Stagecraft& craft, const scenario::Step& step, std::uint32_t call, const scenario::ResultPattern& expect,
              runtime::Duration within, const std::map<std::string, std::string>& save)
      : craft_(craft), step_(step), call_(call), expect_(expect), save_(save) {
    if (expect.pending) {
      deadline_ = craft.now() + *expect.pending;
    } else {
      const bool has_ended = expect.codes.empty() && craft.cast.call_record(call).has_returned;
      deadline_ = has_ended ? craft.now() : craft.deadline(within);
      if (craft.defect == check::JudgeDefect::callsHaveAllTime) deadline_ += std::chrono::hours(1);
    }
    ++craft.expectations;
  }

  Progress poll() override {
    const CallRecord record = craft_.cast.call_record(call_);
    const bool over = craft_.now() >= deadline_;
    if (expect_.pending) {
      if (record.ended_by && craft_.defect != check::JudgeDefect::pendingMayEnd) return verdict(still_pending(record));
      return over ? Progress::done : Progress::waiting;
    }
    if (!over && (!record.has_returned || (!expect_.codes.empty() && !record.ended_by))) return Progress::waiting;
    if (!record.has_returned)
      return verdict(step_finding(record.actor + "." + record.method + " returns", "it has not"));
    return judge(record);
  }
  Instant decide_by() const override { return deadline_; }

 private:
  std::optional<Finding> still_pending(const CallRecord& record) {
    return step_finding(record.actor + "." + record.method + " has not ended yet", "it has", *record.ended_by);
  }

  Progress judge(const CallRecord& record) {
    std::optional<check::Event> end;
    if (record.ended_by && !expect_.codes.empty()) {
      end = craft_.cast.recorder().with([&](check::History& history) {
        check::Event& event = history[*record.ended_by - 1];
        event.used = true;
        return event;
      });
    }
    auto finding = check_result(expect_, record, end ? &*end : nullptr, craft_.captures, craft_.defect);
    if (!finding) {
      nlohmann::json from = end ? end->payload : nlohmann::json::object();
      from["return"] = record.returned;
      finding = craft_.save(save_, from);
      if (!step_.id.empty() && end) craft_.ids[step_.id] = end->id;
    }
    return verdict(std::move(finding));
  }

  Progress verdict(std::optional<Finding> finding) {
    if (!finding) return Progress::done;
    return craft_.report(step_, std::move(*finding)) ? Progress::done : Progress::failed;
  }

  Stagecraft& craft_;
  const scenario::Step& step_;
  std::uint32_t call_;
  const scenario::ResultPattern expect_;
  const std::map<std::string, std::string> save_;
  Instant deadline_;
};

class ExpectWaiting final : public Waiting {
 public:
  ExpectWaiting(Stagecraft& craft, const scenario::Step& step, const scenario::Expect& expect)
      : craft_(craft), step_(step), expect_(expect), started_(craft.now()), deadline_(craft.deadline(expect.within)) {
    ++craft.expectations;
  }

  Progress poll() override {
    auto judgement = craft_.cast.recorder().with([&](check::History& history) {
      auto verdict = check::judge(expect_.expectation, history, context());
      if (verdict.state == check::State::met)
        for (const auto id : verdict.used) history[id - 1].used = true;
      return verdict;
    });
    if (judgement.state == check::State::waiting) {
      decide_by_ = judgement.decide_by.value_or(deadline_);
      return Progress::waiting;
    }
    if (judgement.state == check::State::met) {
      for (const auto& [id, event] : judgement.ids) craft_.ids[id] = event;
      return Progress::done;
    }
    return craft_.report(step_, std::move(judgement.finding)) ? Progress::done : Progress::failed;
  }
  Instant decide_by() const override { return std::min(decide_by_, deadline_); }

 private:
  check::JudgeContext context() const {
    check::JudgeContext context;
    context.now = craft_.now();
    context.started = started_;
    context.deadline = deadline_;
    context.tolerance = craft_.cast.world().tolerance(expect_.within);
    context.captures = &craft_.captures;
    context.ids = &craft_.ids;
    context.defect = craft_.defect;
    return context;
  }

  Stagecraft& craft_;
  const scenario::Step& step_;
  const scenario::Expect& expect_;
  Instant started_, deadline_;
  Instant decide_by_ = deadline_;
};

class NeverWaiting final : public Waiting {
 public:
  NeverWaiting(Stagecraft& craft, const scenario::Step& step, const scenario::Never& never)
      : craft_(craft),
        step_(step),
        pattern_(never.pattern),
        seen_(craft.cast.recorder().size()),
        until_(craft.now() + *never.for_ / (craft.defect == check::JudgeDefect::neverIsCutShort ? 2 : 1)) {
    ++craft.expectations;
  }
  Progress poll() override {
    auto broken = craft_.cast.recorder().with([&](check::History& history) -> std::optional<check::Event> {
      for (; seen_ < history.size(); ++seen_)
        if (forbids(craft_, pattern_, history[seen_])) return history[seen_];
      return std::nullopt;
    });
    if (broken) return craft_.report(step_, forbidden_event(pattern_, *broken)) ? Progress::done : Progress::failed;
    return craft_.now() >= until_ ? Progress::done : Progress::waiting;
  }
  Instant decide_by() const override { return until_; }

 private:
  Stagecraft& craft_;
  const scenario::Step& step_;
  const scenario::EventPattern& pattern_;
  std::size_t seen_;
  Instant until_;
};

class AdvanceWaiting final : public Waiting {
 public:
  AdvanceWaiting(Stagecraft& craft, runtime::Duration by) : craft_(craft), until_(craft.now() + by) {}
  Progress poll() override { return craft_.now() >= until_ ? Progress::done : Progress::waiting; }
  Instant decide_by() const override { return until_; }

 private:
  Stagecraft& craft_;
  Instant until_;
};

class ParWaiting final : public Waiting {
 public:
  ParWaiting(Stagecraft& craft, const scenario::Par& par) {
    for (const auto& [name, steps] : par.branches) branches_.push_back(std::make_unique<Branch>(craft, steps));
  }
  Progress poll() override {
    bool finished = true;
    for (const auto& branch : branches_) {
      branch->advance();
      if (branch->failed()) return Progress::failed;
      finished = finished && branch->finished();
    }
    return finished ? Progress::done : Progress::waiting;
  }
  Instant decide_by() const override {
    Instant earliest = Instant::max();
    for (const auto& branch : branches_)
      if (!branch->finished()) earliest = std::min(earliest, branch->decide_by());
    return earliest;
  }

 private:
  std::vector<std::unique_ptr<Branch>> branches_;
};

class AltWaiting final : public Waiting {
 public:
  AltWaiting(Stagecraft& craft, const scenario::Step& step, const scenario::Alt& alt)
      : craft_(craft), step_(step), alt_(alt), deadline_(craft.deadline(alt.within)) {
    ++craft.expectations;
  }
  Progress poll() override {
    const scenario::AltBranch* taken = craft_.cast.recorder().with([&](check::History& history) {
      for (check::Event& event : history) {
        if (event.used) continue;
        for (const auto& branch : alt_.branches)
          if (check::matches(branch.when, event, craft_.captures)) {
            event.used = true;
            return &branch;
          }
      }
      return static_cast<const scenario::AltBranch*>(nullptr);
    });
    if (taken != nullptr) return take(*taken);
    if (craft_.now() < deadline_) return Progress::waiting;
    auto finding = step_finding("one of " + std::to_string(alt_.branches.size()) + " alternatives", "none in time");
    return craft_.report(step_, std::move(finding)) ? Progress::done : Progress::failed;
  }
  Instant decide_by() const override { return deadline_; }
  const scenario::Steps* then() const override { return then_; }

 private:
  Progress take(const scenario::AltBranch& branch) {
    then_ = &branch.steps;
    if (branch.non_strict && craft_.defect != check::JudgeDefect::lesserAlternativesPass) {
      auto finding = step_finding("an alternative that is fully right", branch.note);
      finding.verdict = check::Verdict::non_strict;
      craft_.report(step_, std::move(finding));
    }
    return Progress::done;
  }

  Stagecraft& craft_;
  const scenario::Step& step_;
  const scenario::Alt& alt_;
  Instant deadline_;
  const scenario::Steps* then_ = nullptr;
};

// The turn of a call whose process stands still: the app's code goes on when the process does.
class SuspendedWaiting final : public Waiting {
 public:
  SuspendedWaiting(Stagecraft& craft, const std::string& actor, std::function<std::unique_ptr<Waiting>()> call)
      : craft_(craft), actor_(actor), call_(std::move(call)), deadline_(craft.now() + suspension_max) {}
  Progress poll() override {
    if (call_) {
      if (craft_.cast.suspended(actor_) && craft_.now() < deadline_) return Progress::waiting;
      called_ = std::exchange(call_, nullptr)();
    }
    return called_ ? called_->poll() : Progress::done;
  }
  Instant decide_by() const override { return called_ ? called_->decide_by() : deadline_; }

 private:
  static constexpr runtime::Duration suspension_max = std::chrono::minutes(10);

  Stagecraft& craft_;
  const std::string actor_;
  std::function<std::unique_ptr<Waiting>()> call_;  // null: it was made
  Instant deadline_;
  std::unique_ptr<Waiting> called_;
};

// One overload for each kind of step; `repeat` is unrolled by the branch.
class Starter {
 public:
  Starter(Stagecraft& craft, const scenario::Step& step, bool& ok) : craft_(craft), step_(step), ok_(ok) {}

  std::unique_ptr<Waiting> operator()(const scenario::Do& call) {
    if (call.inside) {
      craft_.cast.hooks().add(*call.inside, [this_craft = &craft_, &call](const check::Event& event) {
        this_craft->cast.call(call.actor, call.method, substitute(call.args, this_craft->captures), call.as, event.id,
                              call.thread);
      });
      if (call.expect.given) craft_.later.emplace_back(&step_, &call);
      return nullptr;
    }
    if (craft_.suspended_calls_wait && craft_.cast.suspended(call.actor))
      return std::make_unique<SuspendedWaiting>(craft_, call.actor, [craft = &craft_, step = &step_, &call] {
        bool ok = true;
        return Starter(*craft, *step, ok).make_call(call);  // what fails is in the findings
      });
    return make_call(call);
  }

  std::unique_ptr<Waiting> make_call(const scenario::Do& call) {
    const auto cause = static_cast<std::uint32_t>(craft_.cast.recorder().size());
    const auto number = craft_.call(call, cause);
    // A mistake of the file, which no completion will ever tell.
    const nlohmann::json returned = craft_.cast.call_record(number).returned;
    if (returned.is_object() && returned.contains("invalidArguments")) {
      fail(call.method + " understands its arguments", returned["invalidArguments"].get<std::string>());
      return nullptr;
    }
    const bool has_returned = call.thread.empty();
    if (call.wait || (has_returned && call.expect.codes.empty()))
      return std::make_unique<CallWaiting>(craft_, step_, number, call.expect, call.within, call.save);
    if (call.expect.given) craft_.later.emplace_back(&step_, &call);
    return nullptr;
  }

  std::unique_ptr<Waiting> operator()(const scenario::Await& await) {
    std::erase_if(craft_.later, [&](const auto& entry) { return entry.second->as == await.call; });
    return std::make_unique<NamedCallWaiting>(craft_, step_, await);
  }
  std::unique_ptr<Waiting> operator()(const scenario::Expect& expect) {
    return std::make_unique<ExpectWaiting>(craft_, step_, expect);
  }
  std::unique_ptr<Waiting> operator()(const scenario::Never& never) {
    if (never.for_) return std::make_unique<NeverWaiting>(craft_, step_, never);
    craft_.nevers.push_back({&step_, &never.pattern, craft_.cast.recorder().size()});
    ++craft_.expectations;
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::Advance& advance) {
    return std::make_unique<AdvanceWaiting>(craft_, advance.by);
  }
  std::unique_ptr<Waiting> operator()(const scenario::Quiet& quiet) {
    const bool settled = craft_.cast.world().settle(craft_.cast.recorder(), craft_.deadline(quiet.at_most));
    if (settled || craft_.defect == check::JudgeDefect::quietComesEarly) return nullptr;
    auto finding = step_finding("the world becomes quiet within " + runtime::to_text(quiet.at_most),
                                "still due: " + craft_.cast.still_due());
    finding.verdict = check::Verdict::error;
    ok_ = craft_.report(step_, std::move(finding));
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::ServerAct& act) {
    const nlohmann::json args = substitute(act.args, craft_.captures);
    craft_.cast.recorder().add("server", check::Channel::network, act.action, args);
    const auto acted = craft_.cast.act(act.action, args);
    if (acted.ok != act.expect_ok) {
      fail("the server action " + act.action + (act.expect_ok ? " succeeds" : " is refused"),
           acted.ok ? "it succeeded" : acted.error);
    } else {
      judge_value(act.value, acted.value, act.save, "the server action " + act.action);
    }
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::Fault& fault) {
    const auto acted = craft_.cast.act("fault.add", {{"rule", substitute(fault.rule, craft_.captures)}});
    if (!acted.ok) fail("the server accepts the fault rule", acted.error);
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::Network& network) {
    const nlohmann::json args = substitute(network.args, craft_.captures);
    craft_.deeds.begin(step_, network.what, network.actor, args, network.must_act);
    const auto acted = craft_.cast.network(network.what, network.actor, args);
    if (!acted.ok) fail("the network can do \"" + network.what + "\"", acted.error);
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::Device& device) {
    const nlohmann::json args = substitute(device.args, craft_.captures);
    craft_.deeds.begin(step_, device.what, device.actor, args, device.must_act);
    const auto acted = craft_.cast.device(device.what, device.actor, args);
    if (!acted.ok) {
      fail("the device can do \"" + device.what + "\"", acted.error);
    } else {
      judge_value(device.value, acted.value, device.save, device.what);
    }
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::App& app) {
    const std::string word = app.blocks_for ? "block" : "throw";
    const auto deed = [&cast = craft_.cast, &app, word](const check::Event& event) {
      const nlohmann::json what = app.blocks_for ? nlohmann::json{{"for", runtime::to_text(*app.blocks_for)}}
                                                 : nlohmann::json{{"text", app.text}};
      cast.recorder().add(event.actor, check::Channel::network, "app." + word, what, event.id);
      if (!app.blocks_for) throw std::runtime_error(app.text);
      cast.block(event.actor, *app.blocks_for);
    };
    const std::string name = "\"" + word + "\" inside " + name_of(app.inside);
    craft_.cast.hooks().add(app.inside, deed, check::FaultUse{name, app.must_act, 0, "deedNeverActed", step_.place});
    return nullptr;
  }
  std::unique_ptr<Waiting> operator()(const scenario::Par& par) { return std::make_unique<ParWaiting>(craft_, par); }
  std::unique_ptr<Waiting> operator()(const scenario::Alt& alt) {
    return std::make_unique<AltWaiting>(craft_, step_, alt);
  }
  std::unique_ptr<Waiting> operator()(const scenario::Repeat&) { return nullptr; }

 private:
  // The call may be made later, from inside a callback: its name is looked up until it is there.
  class NamedCallWaiting final : public Waiting {
   public:
    NamedCallWaiting(Stagecraft& craft, const scenario::Step& step, const scenario::Await& await)
        : craft_(craft), step_(step), await_(await), deadline_(craft.deadline(await.within)) {}
    Progress poll() override {
      if (!call_) {
        const auto record = craft_.cast.call_named(await_.call);
        if (record && record->has_returned)
          call_ = std::make_unique<CallWaiting>(craft_, step_, record->number, await_.expect, deadline_ - craft_.now(),
                                                await_.save);
      }
      if (call_) return call_->poll();
      if (craft_.now() < deadline_) return Progress::waiting;
      const bool made = craft_.cast.call_named(await_.call).has_value();
      auto finding =
          step_finding("the call \"" + await_.call + "\" ends", made ? "it has not returned" : "it has not been made");
      return craft_.report(step_, std::move(finding)) ? Progress::done : Progress::failed;
    }
    Instant decide_by() const override { return call_ ? call_->decide_by() : deadline_; }

   private:
    Stagecraft& craft_;
    const scenario::Step& step_;
    const scenario::Await await_;
    Instant deadline_;
    std::unique_ptr<CallWaiting> call_;
  };

  void judge_value(const nlohmann::json& pattern, const nlohmann::json& value,
                   const std::map<std::string, std::string>& save, const std::string& what) {
    if (!pattern.is_null()) {
      ++craft_.expectations;
      if (const auto mismatch = check::match(substitute(pattern, craft_.captures), value))
        fail(what + " gives " + pattern.dump() + " at " + mismatch->pointer + ": " + mismatch->expected, mismatch->got);
    }
    if (auto finding = craft_.save(save, {{"value", value}})) ok_ = craft_.report(step_, std::move(*finding)) && ok_;
  }
  void fail(std::string expected, std::string observed) {
    ok_ = craft_.report(step_, step_finding(std::move(expected), std::move(observed)));
  }

  Stagecraft& craft_;
  const scenario::Step& step_;
  bool& ok_;
};

}  // namespace

std::unique_ptr<Waiting> start_step(Stagecraft& craft, const scenario::Step& step, bool& ok) {
  return std::visit(Starter(craft, step, ok), step.body);
}

}  // namespace chatproof::stage
