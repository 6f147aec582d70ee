#include "conformance/scenario/step_reader.hpp"

#include <algorithm>
#include <array>

#include "conformance/check/captures.hpp"
#include "conformance/check/match.hpp"

namespace chatproof::scenario {
namespace {

constexpr std::array<const char*, 14> kinds = {"do",    "await",   "expect", "never", "advance", "quiet", "server",
                                               "fault", "network", "device", "par",   "repeat",  "alt",   "use"};
constexpr Duration call_window = std::chrono::seconds(60);
constexpr Duration event_window = std::chrono::seconds(10);
constexpr int rounds_max = 1000;

// `await` of a method without a completion: it is awaited until it has returned.
bool returns_only(const Fields& fields) {
  const Json* expect = fields.peek("expect");
  return expect != nullptr && expect->is_object() && expect->size() == 1 && expect->contains("return");
}

std::vector<std::string> as_list(const std::set<std::string>& set) { return {set.begin(), set.end()}; }

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

}  // namespace

Json replace(const Json& value, const std::map<std::string, Json>& values) { return check::substitute(value, values); }

void StepReader::known(const std::set<std::string>& set, const std::string& word, const std::string& pointer,
                       const std::string& what) const {
  if (word.find("${") != std::string::npos || set.contains(word)) return;
  report_(pointer, "there is no " + what + " \"" + word + "\"", did_you_mean(word, as_list(set)));
}

void StepReader::pattern_is_legal(const Json& pattern, const std::string& pointer) const {
  if (const auto wrong = check::check_pattern(pattern)) report_(pointer, *wrong);
}

// Every "${x}" has to be saved by some step.
void StepReader::refer(const Json& json, const std::string& pointer) {
  if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    for (std::size_t open = text.find("${"); open != std::string::npos; open = text.find("${", open + 2)) {
      const std::size_t close = text.find('}', open);
      if (close == std::string::npos) break;
      const std::string name = text.substr(open + 2, close - open - 2);
      context_.referred.emplace_back(
          name, LoadError{report_.source->place(pointer), "nothing saves \"${" + name + "}\"", ""});
    }
  } else if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) refer(json[i], pointer + "/" + std::to_string(i));
  } else if (json.is_object()) {
    for (const auto& [key, value] : json.items()) refer(value, pointer + "/" + escaped(key));
  }
}

Steps StepReader::read(const Json& array, const std::string& pointer) {
  Steps steps;
  if (!array.is_array()) {
    report_(pointer, "a list of steps is expected");
    return steps;
  }
  for (std::size_t i = 0; i < array.size(); ++i) read_one(array[i], pointer + "/" + std::to_string(i), steps);
  return steps;
}

void StepReader::read_one(const Json& json, const std::string& pointer, Steps& into) {
  if (++context_.steps > steps_max) {
    if (context_.steps == steps_max + 1) report_(pointer, "more than " + std::to_string(steps_max) + " steps");
    return;
  }
  if (!json.is_object()) return report_(pointer, "a step is an object");
  std::vector<std::string> found;
  for (const char* kind : kinds)
    if (json.contains(kind)) found.emplace_back(kind);
  // A call has an "expect" of its own, and so has an await, a server action and a device step.
  if (found.size() == 2) std::erase_if(found, [](const std::string& kind) { return kind == "expect"; });
  if (found.size() != 1) {
    const std::string what = found.empty() ? "none of the kinds of steps" : "more than one kind of step";
    return report_(pointer, "a step has exactly one kind; here is " + what,
                   json.empty() ? "" : did_you_mean(json.begin().key(), {kinds.begin(), kinds.end()}));
  }
  Fields fields(json, pointer, report_);
  Step step;
  step.place = report_.source->place(pointer);
  step.used_from = report_.used_from;
  step.id = fields.text("id");
  step.proves = fields.texts("proves");
  for (const std::string& id : step.proves)
    if (!context_.words.requirements.empty())
      known(context_.words.requirements, id, fields.at("proves"), "requirement");
  if (!step.id.empty() && !context_.ids.insert(step.id).second) fields.wrong("id", "this id is used twice");
  if (found[0] == "use") {
    use(fields, into);
  } else if (body(fields, found[0], step)) {
    into.push_back(std::move(step));
  }
  fields.finish();
}

bool StepReader::body(Fields& fields, const std::string& kind, Step& step) {
  if (kind == "do") {
    step.body = do_step(fields);
  } else if (kind == "await") {
    step.body = await_step(fields);
  } else if (kind == "expect") {
    step.body = expect_step(fields);
  } else if (kind == "never") {
    step.body = never_step(fields);
  } else if (kind == "advance") {
    Advance advance{fields.duration("advance").value_or(Duration{}), fields.text("reason")};
    if (advance.reason.empty()) report_(fields.pointer(), "a bare wait needs a \"reason\"");
    step.body = std::move(advance);
  } else if (kind == "quiet") {
    step.body = Quiet{fields.duration("quiet").value_or(Duration{})};
  } else if (kind == "server") {
    step.body = server_act(fields);
  } else if (kind == "fault") {
    const Json* rule = fields.take("fault");
    refer(*rule, fields.at("fault"));
    step.body = Fault{*rule};
  } else if (kind == "network") {
    step.body = network_step(fields);
  } else if (kind == "device") {
    step.body = device_step(fields);
  } else if (kind == "par") {
    step.body = par_step(fields);
  } else if (kind == "repeat") {
    step.body = repeat_step(fields);
  } else {
    step.body = alt_step(fields);
  }
  return true;
}

// "alice.phone.login" into the actor "alice.phone" and the name "login".
std::string StepReader::actor_of(const std::string& address, const std::string& pointer, std::string& name) {
  const std::size_t dot = address.rfind('.');
  if (dot == std::string::npos) {
    report_(pointer, "\"user.device.name\" is expected");
    return {};
  }
  name = address.substr(dot + 1);
  const std::string actor = address.substr(0, dot);
  const bool any =
      actor == "*" || (actor.ends_with(".*") &&
                       std::any_of(context_.actors.begin(), context_.actors.end(), [&](const std::string& one) {
                         return one.starts_with(actor.substr(0, actor.size() - 1));
                       }));
  if (!any) known(context_.actors, actor, pointer, "actor");
  return actor;
}

Do StepReader::do_step(Fields& fields) {
  Do call;
  call.actor = actor_of(fields.need_text("do"), fields.at("do"), call.method);
  if (!call.actor.empty()) known(context_.actors, call.actor, fields.at("do"), "actor");
  const auto method = context_.words.methods.find(call.method);
  if (method == context_.words.methods.end()) {
    fields.wrong("do", "there is no method \"" + call.method + "\"",
                 did_you_mean(call.method, keys_of(context_.words.methods)));
  }
  if (const Json* args = fields.take("args")) {
    call.args = *args;
    refer(*args, fields.at("args"));
    if (!args->is_object()) {
      fields.wrong("args", "an object is expected");
    } else if (method != context_.words.methods.end()) {
      const auto& names = method->second.arguments;
      for (const auto& [name, value] : args->items())
        if (std::find(names.begin(), names.end(), name) == names.end())
          report_(fields.at("args") + "/" + escaped(name), call.method + " has no argument \"" + name + "\"",
                  did_you_mean(name, names));
    }
  }
  call.wait = fields.flag("wait", true);
  call.as = fields.text("as");
  call.within = fields.duration("within").value_or(call_window);
  if (const Json* inside = fields.take("inside")) {
    call.inside = event(*inside, fields.at("inside"));
    call.wait = false;
  }
  // With a null callback nobody is told.
  const bool told = !(call.args.contains("callback") && call.args["callback"].is_null());
  const bool completes = method != context_.words.methods.end() && method->second.completes && told;
  call.expect = result(fields, "expect", completes, completes && call.wait);
  if (call.expect.given) ++context_.expectations;
  call.save = save(fields);
  if (!call.as.empty() && !context_.ids.insert("call " + call.as).second)
    fields.wrong("as", "there is a call \"" + call.as + "\" already");
  if (!call.wait && call.as.empty() && call.expect.given) {
    // Judged at the end, by a name of its own.
    call.as = "call at " + fields.pointer() + " of " + report_.source->file + " #" + std::to_string(context_.steps);
    context_.ids.insert("call " + call.as);
  }
  return call;
}

Await StepReader::await_step(Fields& fields) {
  Await await;
  await.call = fields.need_text("await");
  if (!context_.ids.contains("call " + await.call)) fields.wrong("await", "there is no call \"" + await.call + "\"");
  await.expect = result(fields, "expect", !returns_only(fields), true);
  await.within = fields.duration("within").value_or(call_window);
  await.save = save(fields);
  ++context_.expectations;
  return await;
}

ResultPattern StepReader::result(Fields& fields, const std::string& key, bool completes, bool mandatory) {
  ResultPattern pattern;
  const Json* json = fields.take(key);
  if (json == nullptr) {
    if (mandatory) report_(fields.pointer(), "\"expect\" is missing: say what the call ends in", "");
    return pattern;
  }
  pattern.given = true;
  Fields of(*json, fields.at(key), report_);
  const int ends = int{of.has("ok")} + int{of.has("error")} + int{of.has("pending")};
  if (ends > 1) report_(of.pointer(), "\"ok\", \"error\" and \"pending\" exclude one another");
  if (completes && ends == 0) report_(of.pointer(), "one of \"ok\", \"error\" and \"pending\" is missing");
  if (!completes && ends > 0) report_(of.pointer(), "this method does not complete: expect its \"return\"");
  if (const Json* ok = of.take("ok")) {
    if (*ok != true) of.wrong("ok", "true is expected; for a failure use \"error\"");
    pattern.codes = {0};
  }
  if (const Json* error = of.take("error")) pattern.codes = codes(*error, of.at("error"));
  pattern.pending = of.duration("pending");
  if (const Json* value = of.take("value")) {
    pattern.value = *value;
    pattern_is_legal(*value, of.at("value"));
    refer(*value, of.at("value"));
  }
  if (const Json* returned = of.take("return")) {
    pattern.judges_return = true;
    pattern.returned = *returned;
    pattern_is_legal(*returned, of.at("return"));
    refer(*returned, of.at("return"));
  }
  pattern.thread = of.text("on");
  if (!pattern.thread.empty() && pattern.thread != "caller" && pattern.thread != "sdk")
    of.wrong("on", "\"caller\" or \"sdk\" is expected");
  of.finish();
  return pattern;
}

// A number, a name such as "ERR_SDK_NOT_INITIALIZED", or a list of them.
std::vector<int> StepReader::codes(const Json& value, const std::string& pointer) {
  std::vector<int> out;
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      for (const int code : codes(value[i], pointer + "/" + std::to_string(i))) out.push_back(code);
    if (out.empty()) report_(pointer, "at least one code is expected");
    return out;
  }
  if (value.is_number_integer()) {
    if (value == 0) report_(pointer, "0 is no error; use \"ok\"");
    return {value.get<int>()};
  }
  if (value.is_string()) {
    const auto found = context_.words.codes.find(value.get<std::string>());
    if (found != context_.words.codes.end()) return {found->second};
    report_(pointer, "there is no error code " + value.dump(),
            did_you_mean(value.get<std::string>(), keys_of(context_.words.codes)));
    return {-1};
  }
  report_(pointer, "an error code, its name, or a list of them is expected");
  return {-1};
}

EventPattern StepReader::event(const Json& json, const std::string& pointer) {
  EventPattern pattern;
  Fields fields(json, pointer, report_);
  event_into(fields, pattern);
  fields.finish();
  return pattern;
}

void StepReader::event_into(Fields& fields, EventPattern& pattern) {
  pattern.place = report_.source->place(fields.pointer());
  const int given =
      int{fields.has("cb")} + int{fields.has("result")} + int{fields.has("wire")} + int{fields.has("serverEvent")};
  if (given != 1)
    return report_(fields.pointer(), "exactly one of \"cb\", \"result\", \"wire\" and \"serverEvent\" is expected");
  const char* content = "args";
  if (fields.has("cb")) {
    pattern.actor = actor_of(fields.text("cb"), fields.at("cb"), pattern.name);
    known(context_.words.callbacks, pattern.name, fields.at("cb"), "callback");
  } else if (fields.has("result")) {
    pattern.kind = EventPattern::Kind::result;
    pattern.name = fields.text("result");
    if (!context_.ids.contains("call " + pattern.name))
      fields.wrong("result", "there is no call \"" + pattern.name + "\"");
    if (const Json* error = fields.take("error")) pattern.errors = codes(*error, fields.at("error"));
    if (fields.take("ok") != nullptr) pattern.errors = {0};
    content = "value";
  } else if (fields.has("wire")) {
    pattern.kind = EventPattern::Kind::wire;
    pattern.name = fields.text("wire");
    known(context_.words.commands, pattern.name, fields.at("wire"), "command");
    pattern.actor = fields.text("from");
    std::string ignored;
    if (!pattern.actor.empty()) actor_of(pattern.actor + ".x", fields.at("from"), ignored);
    content = "payload";
  } else {
    pattern.kind = EventPattern::Kind::server_event;
    pattern.name = fields.text("serverEvent");
    pattern.actor = fields.text("user");
    content = "detail";
  }
  if (const Json* part = fields.take(content)) {
    pattern.pattern = *part;
    pattern_is_legal(*part, fields.at(content));
    refer(*part, fields.at(content));
  }
  counts(fields, pattern);
  timing(fields, pattern);
}

void StepReader::counts(Fields& fields, EventPattern& pattern) {
  const Json* times = fields.take("times");
  if (times == nullptr) return;
  if (times->is_object()) {
    Fields of(*times, fields.at("times"), report_);
    pattern.times_min = of.number("min", 1, 0, 100'000);
    pattern.times_max = of.number("max", 100'000, 1, 100'000);
    if (pattern.times_min > pattern.times_max) report_(of.pointer(), "\"min\" is above \"max\"");
    of.finish();
  } else if (times->is_number_integer() && *times >= 1) {
    pattern.times_min = pattern.times_max = times->get<int>();
  } else {
    fields.wrong("times", "a number from 1, or {\"min\", \"max\"} is expected");
  }
}

void StepReader::timing(Fields& fields, EventPattern& pattern) {
  pattern.id = fields.text("id");
  pattern.since = fields.text("since");
  if (!pattern.since.empty() && !context_.ids.contains(pattern.since))
    fields.wrong("since", "there is no step or event with the id \"" + pattern.since + "\"");
  if (!pattern.id.empty()) context_.ids.insert(pattern.id);
  const Json* by = fields.take("by");
  if (by == nullptr) return;
  if (pattern.since.empty()) fields.wrong("by", "\"by\" needs \"since\"");
  Json pair = by->is_array() ? *by : Json::array({"0s", *by});
  Json named = {{"from", pair.size() == 2 ? pair[0] : Json()}, {"to", pair.size() == 2 ? pair[1] : Json()}};
  Fields of(named, fields.at("by"), report_);
  pattern.by_min = of.duration("from");
  pattern.by_max = of.duration("to");
}

Expect StepReader::expect_step(Fields& fields) {
  Expect step;
  ++context_.expectations;
  const Json& json = *fields.take("expect");
  Fields of(json, fields.at("expect"), report_);
  const auto list = [&](const char* key) {
    const Json* events = of.take(key);
    if (!events->is_array() || events->empty()) return of.wrong(key, "a list of events is expected");
    for (std::size_t i = 0; i < events->size(); ++i)
      step.expectation.patterns.push_back(event((*events)[i], of.at(key) + "/" + std::to_string(i)));
  };
  if (of.has("inOrder")) {
    step.expectation.kind = Expectation::Kind::in_order;
    list("inOrder");
    const std::string gaps = of.text("gaps");
    if (!gaps.empty() && gaps != "allow") of.wrong("gaps", "\"allow\" is expected");
    step.expectation.gaps_allowed = gaps == "allow";
  } else if (of.has("anyOrder")) {
    step.expectation.kind = Expectation::Kind::any_order;
    list("anyOrder");
  } else {
    EventPattern pattern;
    event_into(of, pattern);
    step.expectation.patterns.push_back(std::move(pattern));
  }
  of.finish();
  step.within = fields.duration("within").value_or(event_window);
  return step;
}

Never StepReader::never_step(Fields& fields) {
  ++context_.expectations;
  Never never;
  never.pattern = event(*fields.take("never"), fields.at("never"));
  never.for_ = fields.duration("for");
  const std::string during = fields.text("during");
  if (!during.empty() && during != "rest") fields.wrong("during", "\"rest\" is expected");
  if (never.for_.has_value() == !during.empty())
    report_(fields.pointer(), "exactly one of \"for\" and \"during\" is expected");
  return never;
}

ServerAct StepReader::server_act(Fields& fields) {
  ServerAct act;
  act.action = fields.need_text("server");
  known(context_.words.actions, act.action, fields.at("server"), "server action");
  if (const Json* args = fields.take("args")) act.args = *args;
  refer(act.args, fields.at("args"));
  if (const Json* expect = fields.take("expect")) {
    Fields of(*expect, fields.at("expect"), report_);
    act.expect_ok = !of.has("error");
    static_cast<void>(of.take("ok"));
    static_cast<void>(of.take("error"));
    if (const Json* value = of.take("value")) act.value = *value;
    pattern_is_legal(act.value, of.at("value"));
    of.finish();
  }
  act.save = save(fields);
  return act;
}

Network StepReader::network_step(Fields& fields) {
  Network step;
  step.what = fields.need_text("network");
  known(context_.words.link_words, step.what, fields.at("network"), "network step");
  step.actor = fields.text("actor");
  if (!step.actor.empty()) known(context_.actors, step.actor, fields.at("actor"), "actor");
  step.args = fields.rest();
  refer(step.args, fields.pointer());
  return step;
}

Device StepReader::device_step(Fields& fields) {
  Device step;
  step.what = fields.need_text("device");
  known(context_.words.device_words, step.what, fields.at("device"), "device step");
  step.actor = fields.need_text("actor");
  known(context_.actors, step.actor, fields.at("actor"), "actor");
  if (const Json* expect = fields.take("expect")) {
    Fields of(*expect, fields.at("expect"), report_);
    if (const Json* value = of.take("value")) step.value = *value;
    pattern_is_legal(step.value, of.at("value"));
    refer(step.value, of.at("value"));
    of.finish();
    ++context_.expectations;
  }
  step.save = save(fields);
  step.args = fields.rest();
  refer(step.args, fields.pointer());
  return step;
}

Par StepReader::par_step(Fields& fields) {
  Par par;
  const Json& branches = *fields.take("par");
  if (!branches.is_object() || branches.size() < 2) {
    fields.wrong("par", "an object of at least two branches is expected");
    return par;
  }
  for (const auto& [name, steps] : branches.items())
    par.branches.emplace_back(name, read(steps, fields.at("par") + "/" + escaped(name)));
  return par;
}

Repeat StepReader::repeat_step(Fields& fields) {
  Repeat repeat;
  Fields of(*fields.take("repeat"), fields.at("repeat"), report_);
  repeat.n = of.number("n", 1, 1, rounds_max);
  repeat.as = of.text("as", "i");
  const Json* steps = of.take("steps");
  of.finish();
  if (steps == nullptr) {
    report_(of.pointer(), "\"steps\" is missing");
    return repeat;
  }
  for (int round = 1; round <= repeat.n && context_.steps <= steps_max; ++round)
    repeat.rounds.push_back(read(replace(*steps, {{repeat.as, round}}), of.at("steps")));
  return repeat;
}

Alt StepReader::alt_step(Fields& fields) {
  Alt alt;
  ++context_.expectations;
  const Json& list = *fields.take("alt");
  if (!list.is_array() || list.empty()) {
    fields.wrong("alt", "a list of alternatives is expected");
    return alt;
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    Fields of(list[i], fields.at("alt") + "/" + std::to_string(i), report_);
    AltBranch branch;
    if (const Json* when = of.take("when")) {
      branch.when = event(*when, of.at("when"));
    } else {
      report_(of.pointer(), "\"when\" is missing");
    }
    const std::string verdict = of.text("verdict", "pass");
    if (verdict != "pass" && verdict != "nonStrict") of.wrong("verdict", "\"pass\" or \"nonStrict\" is expected");
    branch.non_strict = verdict == "nonStrict";
    branch.note = of.text("note", "an alternative that is not fully right");
    if (const Json* steps = of.take("steps")) branch.steps = read(*steps, of.at("steps"));
    of.finish();
    alt.branches.push_back(std::move(branch));
  }
  alt.within = fields.duration("within").value_or(event_window);
  return alt;
}

std::map<std::string, std::string> StepReader::save(Fields& fields) {
  std::map<std::string, std::string> out;
  const Json* json = fields.take("save");
  if (json == nullptr) return out;
  if (!json->is_object()) {
    fields.wrong("save", "an object of names and \"$...\" paths is expected");
    return out;
  }
  for (const auto& [name, path] : json->items()) {
    const std::string pointer = fields.at("save") + "/" + escaped(name);
    if (!path.is_string() || !path.get<std::string>().starts_with("$")) {
      report_(pointer, "a path such as \"$.value.msgID\" is expected");
      continue;
    }
    if (!context_.saved.emplace(name, report_.source->place(pointer)).second)
      report_(pointer, "\"" + name + "\" is saved twice: a capture is assigned once");
    out[name] = path.get<std::string>();
  }
  return out;
}

}  // namespace chatproof::scenario
