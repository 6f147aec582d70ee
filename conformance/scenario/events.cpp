// P, E and R of scenarios/README.md: events, expectations, and what a call ends in.
#include <algorithm>
#include <limits>

#include "conformance/check/match.hpp"
#include "conformance/scenario/step_reader.hpp"

namespace chatproof::scenario {
namespace {

constexpr int times_most = 100'000, listed_times_most = 1000;

// The event that a sibling counts its time from and that comes more than once: which of them would that be?
std::optional<std::size_t> ambiguous_anchor(const std::vector<EventPattern>& patterns) {
  for (const EventPattern& pattern : patterns)
    for (std::size_t i = 0; i < patterns.size(); ++i)
      if (!pattern.since.empty() && patterns[i].id == pattern.since && patterns[i].times_max != 1) return i;
  return std::nullopt;
}

std::vector<std::string> code_names(const Vocabulary& words) {
  std::vector<std::string> names;
  for (const auto& [name, code] : words.codes) names.push_back(name);
  return names;
}

}  // namespace

Json StepReader::pattern(Fields& fields, const std::string& key) {
  const Json* json = fields.take(key);
  if (json == nullptr) return {};
  if (const auto wrong = check::check_pattern(*json))
    report_(fields.at(key) + wrong->pointer, wrong->text, did_you_mean(wrong->word, wrong->known));
  refer(*json, fields.at(key));
  return *json;
}

// A number, a name such as "ERR_SDK_NOT_INITIALIZED", or a list of them.
std::vector<int> StepReader::codes(const Json& value, const std::string& pointer) {
  std::vector<int> out;
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      for (const int code : codes(value[i], pointer + "/" + std::to_string(i))) out.push_back(code);
    if (value.empty()) report_(pointer, "at least one code is expected");
    return out;
  }
  using Limits = std::numeric_limits<int>;
  if (value.is_number_integer() && value >= Limits::min() && value <= Limits::max()) {
    if (value == 0) report_(pointer, "0 is no error; use \"ok\"");
    return {value.get<int>()};
  }
  if (value.is_string()) {
    const auto found = context_.words.codes.find(value.get<std::string>());
    if (found != context_.words.codes.end()) return {found->second};
    report_(pointer, "there is no error code " + value.dump(),
            did_you_mean(value.get<std::string>(), code_names(context_.words)));
    return {-1};
  }
  report_(pointer, "an error code, its name, or a list of them is expected");
  return {-1};
}

ResultPattern StepReader::result(Fields& fields, CallKind call, bool mandatory) {
  ResultPattern out;
  const Json* json = fields.take("expect");
  if (json == nullptr) {
    if (mandatory) report_(fields.pointer(), "\"expect\" is missing: say what the call ends in");
    return out;
  }
  out.given = true;
  Fields of(*json, fields.at("expect"), report_);
  const int ends = int{of.has("ok")} + int{of.has("error")} + int{of.has("pending")};
  const bool completion = of.has("ok") || of.has("error");
  if (ends > 1) report_(of.pointer(), "\"ok\", \"error\" and \"pending\" exclude one another");
  if (call.known && !call.completes && ends > 0)
    report_(of.pointer(), "this method does not complete: expect its \"return\"");
  if (call.known && ends == 0 && call.completes && !(of.has("return") && !call.waits))
    report_(of.pointer(), "one of \"ok\", \"error\" and \"pending\" is missing");
  if (call.known && ends == 0 && !call.completes && !of.has("return")) report_(of.pointer(), "\"return\" is missing");
  if (const Json* ok = of.take("ok")) {
    if (*ok != true) of.wrong("ok", "true is expected; for a failure use \"error\"");
    out.codes = {0};
  }
  if (const Json* error = of.take("error")) out.codes = codes(*error, of.at("error"));
  out.pending = of.duration("pending");
  if (out.pending && !call.waits) of.wrong("pending", "without a wait there is nothing to be pending for");
  if (of.has("value") && !of.has("ok")) of.wrong("value", "only a success has a value");
  out.value = pattern(of, "value");
  if (of.has("return")) {
    out.judges_return = true;
    out.returned = pattern(of, "return");
  }
  if (of.has("on") && !completion) of.wrong("on", "\"on\" is the thread of a completion: it needs \"ok\" or \"error\"");
  out.thread = of.text("on");
  if (!out.thread.empty() && out.thread != "caller" && out.thread != "sdk")
    of.wrong("on", "\"caller\" or \"sdk\" is expected");
  of.finish();
  return out;
}

void StepReader::shaped(const Json& pattern, const std::map<std::string, Json>& shapes, const std::string& name,
                        const std::string& pointer) {
  if (const auto shape = shapes.find(name); shape != shapes.end() && !pattern.is_null())
    check_shape(pattern, shape->second, pointer, report_);
}

EventPattern StepReader::event(const Json& json, const std::string& pointer, Role role) {
  EventPattern out;
  Fields fields(json, pointer, report_);
  event_into(fields, out, role);
  fields.finish();
  return out;
}

void StepReader::event_into(Fields& fields, EventPattern& out, Role role) {
  out.place = report_.source->place(fields.pointer());
  const int given =
      int{fields.has("cb")} + int{fields.has("result")} + int{fields.has("wire")} + int{fields.has("serverEvent")};
  for (const char* key : {"cb", "result", "wire", "serverEvent"}) static_cast<void>(fields.take(key));
  if (given != 1)
    return report_(fields.pointer(), "exactly one of \"cb\", \"result\", \"wire\" and \"serverEvent\" is expected");
  if (fields.has("cb")) {
    out.actor = actor_of(fields.need_text("cb"), fields.at("cb"), out.name, true);
    if (!out.name.empty()) known(context_.words.callbacks, out.name, fields.at("cb"), "callback");
    out.pattern = pattern(fields, "args");
    shaped(out.pattern, context_.words.callback_shapes, out.name, fields.at("args"));
  } else if (fields.has("result")) {
    result_event(fields, out);
  } else if (fields.has("wire")) {
    out.kind = EventPattern::Kind::wire;
    out.name = fields.need_text("wire");
    known(context_.words.commands, out.name, fields.at("wire"), "command");
    out.actor = fields.text("from");
    std::string ignored;
    if (!out.actor.empty()) static_cast<void>(actor_of(out.actor + ".x", fields.at("from"), ignored, true));
    out.pattern = pattern(fields, "payload");
  } else {
    out.kind = EventPattern::Kind::server_event;
    out.name = fields.need_text("serverEvent");
    out.actor = fields.text("user");
    refer(out.name, fields.at("serverEvent"));
    refer(out.actor, fields.at("user"));
    out.pattern = pattern(fields, "detail");
    if (references_in(out.name).empty()) {
      std::set<std::string> kinds;
      for (const auto& [kind, shape] : context_.words.server_events) kinds.insert(kind);
      known(kinds, out.name, fields.at("serverEvent"), "server event");
    }
    shaped(out.pattern, context_.words.server_events, out.name, fields.at("detail"));
  }
  if (role == Role::hook && (fields.has("wire") || fields.has("serverEvent")))
    report_(fields.pointer(), "a call can be made from inside a callback (\"cb\") or a completion (\"result\") only");
  if (role == Role::counted || role == Role::listed) {
    counts(fields, out, role);
    timing(fields, out);
  }
}

void StepReader::result_event(Fields& fields, EventPattern& out) {
  out.kind = EventPattern::Kind::result;
  out.name = fields.need_text("result");
  const auto call = context_.calls.find(out.name);
  if (call == context_.calls.end()) {
    std::vector<std::string> names;
    for (const auto& [name, given] : context_.calls) names.push_back(name);
    fields.wrong("result", "there is no call \"" + out.name + "\"", did_you_mean(out.name, names));
  } else if (!call->second.completes) {
    fields.wrong("result", "the call \"" + out.name + "\" returns at once and has no completion");
  }
  if (const Json* error = fields.take("error")) out.errors = codes(*error, fields.at("error"));
  if (const Json* ok = fields.take("ok")) {
    if (*ok != true) fields.wrong("ok", "true is expected; for a failure use \"error\"");
    if (fields.has("error")) fields.wrong("ok", "\"ok\" and \"error\" exclude one another");
    out.errors = {0};
  }
  if (fields.has("value") && !fields.has("ok")) fields.wrong("value", "only a success has a value: say \"ok\" too");
  out.pattern = pattern(fields, "value");
}

void StepReader::counts(Fields& fields, EventPattern& out, Role role) {
  const Json* times = fields.take("times");
  if (times == nullptr) return;
  if (times->is_object()) {
    Fields of(*times, fields.at("times"), report_);
    out.exactly = of.has("exactly");
    if (out.exactly) {
      out.times_min = out.times_max = of.number("exactly", 1, 1, times_most);
      if (of.has("min") || of.has("max")) of.wrong("exactly", "\"exactly\" stands without \"min\" and \"max\"");
      if (role == Role::listed)
        of.wrong("exactly", "\"exactly\" waits for the end of the window: it needs a step of its own");
    }
    if (const int least = of.number("min", 1, 0, times_most); !out.exactly) out.times_min = least;
    if (const int most = of.number("max", times_most, 1, times_most); !out.exactly) out.times_max = most;
    if (role == Role::listed && !out.exactly)
      report_(of.pointer(), "in a list \"times\" is one number: a range needs a step of its own");
    if (out.times_min > out.times_max) report_(of.pointer(), "\"min\" is above \"max\"");
    of.finish();
  } else if (times->is_number_integer() && *times >= 1 && *times <= times_most) {
    out.times_min = out.times_max = times->get<int>();
    if (role == Role::listed && out.times_max > listed_times_most)
      fields.wrong("times", "in a list at most " + std::to_string(listed_times_most) + " times are expected");
  } else {
    fields.wrong("times", "a whole number from 1, or {\"min\", \"max\"} is expected",
                 *times == 0 ? "for an event that must not happen use \"never\"" : "");
  }
}

void StepReader::timing(Fields& fields, EventPattern& out) {
  out.since = fields.text("since");
  if (!out.since.empty() && !context_.ids.contains(out.since)) {
    std::vector<std::string> names;
    for (const auto& [name, given] : context_.ids) names.push_back(name);
    fields.wrong("since", "no step or event before has the id \"" + out.since + "\"", did_you_mean(out.since, names));
  }
  out.id = fields.text("id");
  if (!out.id.empty()) give_name(context_.ids, out.id, fields.at("id"), "a step or event with the id");
  const Json* by = fields.take("by");
  if ((by != nullptr) != fields.has("since"))
    return report_(fields.pointer(), "\"since\" and \"by\" need one another: since what, and how long after it");
  if (by == nullptr) return;
  if (!by->is_array() || by->size() != 2)
    return fields.wrong("by", "the earliest and the latest time are expected", "such as [\"9s\", \"11s\"]");
  const Json named = {{"0", (*by)[0]}, {"1", (*by)[1]}};  // so that a mistake has the pointer of its member
  Fields of(named, fields.at("by"), report_);
  out.by_min = of.duration("0");
  out.by_max = of.duration("1");
  if (out.by_min && out.by_max && *out.by_min > *out.by_max)
    fields.wrong("by", "the earliest time is above the latest");
}

Expect StepReader::expect_step(Fields& fields) {
  Expect step;
  ++context_.expectations;
  Fields of(*fields.take("expect"), fields.at("expect"), report_);
  const auto list = [&](const char* key, Expectation::Kind kind) {
    step.expectation.kind = kind;
    const Json* events = of.take(key);
    if (!events->is_array() || events->size() < 2) return of.wrong(key, "a list of at least two events is expected");
    for (std::size_t i = 0; i < events->size(); ++i)
      step.expectation.patterns.push_back(event((*events)[i], of.at(key) + "/" + std::to_string(i), Role::listed));
  };
  if (of.has("inOrder")) {
    list("inOrder", Expectation::Kind::in_order);
    const std::string gaps = of.text("gaps");
    if (of.has("gaps") && gaps != "allow") of.wrong("gaps", "\"allow\" is expected");
    step.expectation.gaps_allowed = gaps == "allow";
  } else if (of.has("anyOrder")) {
    list("anyOrder", Expectation::Kind::any_order);
    if (const auto twice = ambiguous_anchor(step.expectation.patterns))
      report_(of.at("anyOrder") + "/" + std::to_string(*twice) + "/times",
              "an event that a sibling counts from (\"since\") comes once");
  } else {
    EventPattern one;
    event_into(of, one, Role::counted);
    step.expectation.patterns.push_back(std::move(one));
  }
  of.finish();
  return step;
}

Never StepReader::never_step(Fields& fields) {
  ++context_.expectations;
  Never never;
  never.pattern = event(*fields.take("never"), fields.at("never"), Role::watched);
  never.for_ = fields.duration("for");
  const std::string during = fields.text("during");
  if (fields.has("during") && during != "rest") fields.wrong("during", "\"rest\" is expected");
  if (fields.has("for") == fields.has("during"))
    report_(fields.pointer(), "exactly one of \"for\" and \"during\" is expected");
  return never;
}

}  // namespace chatproof::scenario
