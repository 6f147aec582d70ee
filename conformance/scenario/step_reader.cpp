#include "conformance/scenario/step_reader.hpp"

#include <algorithm>
#include <array>

#include "conformance/check/match.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::scenario {
namespace {

constexpr std::array<const char*, 15> kinds = {"do",    "await",  "expect", "never",   "advance",
                                               "quiet", "server", "fault",  "network", "device",
                                               "app",   "par",    "repeat", "alt",     "use"};
constexpr Duration call_window = std::chrono::seconds(60);
constexpr Duration event_window = std::chrono::seconds(10);
constexpr int rounds_max = 1000;

// What the words of network and device steps say besides; a word that is not here may say anything.
const std::map<std::string, std::vector<std::string>> more_keys = {{"refuse", {}},
                                                                   {"blackhole", {}},
                                                                   {"unresolvable", {}},
                                                                   {"unreachable", {}},
                                                                   {"untrusted", {}},
                                                                   {"resetAfterAccept", {}},
                                                                   {"slice", {}},
                                                                   {"reset", {}},
                                                                   {"close", {}},
                                                                   {"heal", {}},
                                                                   {"stall", {"direction"}},
                                                                   {"latency", {"of", "jitter"}},
                                                                   {"throttle", {"bytesPerSecond"}},
                                                                   {"clock.shift", {"by"}},
                                                                   {"cut.power", {}},
                                                                   {"restart", {}},
                                                                   {"files.write", {"path", "text", "age"}},
                                                                   {"files.list", {"path"}},
                                                                   {"log.read", {}},
                                                                   {"log.block", {}},
                                                                   {"log.heal", {}},
                                                                   {"process.suspend", {}},
                                                                   {"process.resume", {}},
                                                                   {"store.full", {}},
                                                                   {"store.readOnly", {}},
                                                                   {"store.damage", {"part"}},
                                                                   {"store.newer", {}},
                                                                   {"store.foreign", {}},
                                                                   {"store.heal", {}},
                                                                   {"store.read", {}}};
const std::set<std::string> duration_keys = {"of", "jitter", "by", "age"};
const std::map<std::string, std::set<std::string>> choices = {{"part", {"head", "rest"}}};

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

// The keys that say what kind of step it is. A call has an "expect" of its own, and so have an await, a server action
// and a device step.
std::vector<std::string> kinds_of(const Json& step) {
  std::vector<std::string> found;
  for (const char* kind : kinds)
    if (step.contains(kind)) found.emplace_back(kind);
  if (found.size() == 2 &&
      (step.contains("do") || step.contains("await") || step.contains("server") || step.contains("device")))
    std::erase(found, "expect");
  return found;
}

}  // namespace

void StepReader::known(const std::set<std::string>& set, const std::string& word, const std::string& pointer,
                       const std::string& what) const {
  if (set.empty() || set.contains(word)) return;  // of an empty set something else has been told
  report_(pointer, "there is no " + what + " \"" + word + "\"", did_you_mean(word, {set.begin(), set.end()}));
}

Steps StepReader::read(const Json& array, const std::string& pointer) {
  Steps steps;
  if (!array.is_array() || array.empty()) {
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
  const auto found = kinds_of(json);
  if (found.empty()) {
    std::string hint;
    for (const std::string& key : report_.source->keys_in_order(json, pointer))
      if (hint.empty()) hint = did_you_mean(key, {kinds.begin(), kinds.end()});
    return report_(pointer, "this is no kind of step", hint);
  }
  if (found.size() > 1)
    return report_(pointer, "a step is of one kind; here are \"" + found[0] + "\" and \"" + found[1] + "\"");

  Fields fields(json, pointer, report_);
  Step step;
  step.place = report_.source->place(pointer);
  step.used_from = report_.used_from;
  step.fragment = report_.fragment;
  step.id = fields.text("id");
  static_cast<void>(fields.text("note"));
  step.proves = fields.texts("proves");
  for (std::size_t i = 0; i < step.proves.size(); ++i)
    if (!context_.covers.contains(step.proves[i]))
      report_(fields.at("proves") + "/" + std::to_string(i), "\"" + step.proves[i] + "\" is not in \"covers\"",
              did_you_mean(step.proves[i], {context_.covers.begin(), context_.covers.end()}));
  if (step.proves.empty()) step.proves = proves_;
  if (!step.id.empty()) give_name(context_.ids, step.id, fields.at("id"), "a step or event with the id");

  const auto outer = std::exchange(proves_, step.proves);
  if (found[0] == "use") {
    if (!step.id.empty()) fields.wrong("id", "a fragment is many steps and has no id");
    use(fields, into);
  } else {
    body(fields, found[0], step);
    into.push_back(std::move(step));
  }
  proves_ = outer;
  fields.finish();
}

void StepReader::body(Fields& fields, const std::string& kind, Step& step) {
  if (kind == "do") {
    step.body = do_step(fields);
  } else if (kind == "await") {
    step.body = await_step(fields);
  } else if (kind == "expect") {
    Expect expect = expect_step(fields);
    expect.within = fields.duration("within").value_or(event_window);
    step.body = std::move(expect);
  } else if (kind == "never") {
    step.body = never_step(fields);
  } else if (kind == "advance") {
    step.body = advance_step(fields);
  } else if (kind == "quiet") {
    step.body = quiet_step(fields);
  } else if (kind == "server") {
    step.body = server_act(fields);
  } else if (kind == "fault") {
    step.body = Fault{fault_rule(*fields.take("fault"), fields.at("fault"))};
  } else if (kind == "network") {
    step.body = network_step(fields);
  } else if (kind == "device") {
    step.body = device_step(fields);
  } else if (kind == "app") {
    step.body = app_step(fields);
  } else if (kind == "par") {
    step.body = par_step(fields);
  } else if (kind == "repeat") {
    step.body = repeat_step(fields);
  } else {
    step.body = alt_step(fields);
  }
}

// "alice.phone.login" into the actor "alice.phone" and the name "login"; where any are allowed, also "alice.*" and "*".
std::string StepReader::actor_of(const std::string& address, const std::string& pointer, std::string& name,
                                 bool any_allowed) {
  const std::size_t dot = address.rfind('.');
  if (dot == std::string::npos || dot + 1 == address.size()) {
    if (!address.empty()) report_(pointer, "an actor and a name are expected, such as \"alice.phone.login\"");
    return {};
  }
  name = address.substr(dot + 1);
  const std::string actor = address.substr(0, dot);
  if (any_allowed && actor == "*") return actor;
  if (any_allowed && actor.ends_with(".*")) {
    const bool somebody = std::any_of(context_.actors.begin(), context_.actors.end(), [&](const std::string& one) {
      return one.starts_with(actor.substr(0, actor.size() - 1));
    });
    if (!somebody) report_(pointer, "no actor is a device of \"" + actor.substr(0, actor.size() - 2) + "\"");
    return actor;
  }
  known(context_.actors, actor, pointer, "actor");
  return actor;
}

Do StepReader::do_step(Fields& fields) {
  Do call;
  call.actor = actor_of(fields.need_text("do"), fields.at("do"), call.method, false);
  const auto found = context_.words.methods.find(call.method);
  const MethodInfo* method = found == context_.words.methods.end() ? nullptr : &found->second;
  if (method == nullptr && !call.method.empty())
    fields.wrong("do", "there is no method \"" + call.method + "\"",
                 did_you_mean(call.method, keys_of(context_.words.methods)));
  arguments(fields, call, method);
  call.wait = fields.flag("wait", true);
  call.as = fields.text("as");
  call.thread = fields.text("thread");
  if (fields.has("thread") && call.thread.empty()) fields.wrong("thread", "a thread has a name");
  call.within = fields.duration("within").value_or(call_window);
  if (const Json* inside = fields.take("inside")) {
    if (fields.has("wait") && call.wait) fields.wrong("wait", "a call from inside a callback is not waited for");
    call.inside = event(*inside, fields.at("inside"), Role::hook);
    call.wait = false;
  }
  // With a null callback nobody is told.
  const bool told = !(call.args.contains("callback") && call.args["callback"].is_null());
  const bool completes = method != nullptr && method->completes && told;
  const CallKind kind{completes, call.wait, method != nullptr};
  call.expect = result(fields, kind, completes && call.wait);
  if (call.expect.given) ++context_.expectations;
  if (fields.has("within") && call.expect.codes.empty()) fields.wrong("within", "there is no completion to wait for");
  call.save = save(fields);
  if (!call.save.empty() && !call.wait) fields.wrong("save", "nothing waits for this call: save from its \"await\"");
  name_call(fields, call, completes);
  return call;
}

App StepReader::app_step(Fields& fields) {
  App app;
  const std::string deed = fields.need_text("app");
  app.must_act = fields.flag("mustAct", true);
  known({"block", "throw"}, deed, fields.at("app"), "deed of an app");
  if (const Json* inside = fields.take("inside")) {
    app.inside = event(*inside, fields.at("inside"), Role::hook);
  } else {
    fields.missing("inside");
  }
  if (deed == "throw") {
    app.text = fields.text("text", "thrown by the app");
  } else {
    app.blocks_for = fields.duration("for").value_or(Duration{});
    if (!fields.has("for")) fields.missing("for");
  }
  return app;
}

void StepReader::arguments(Fields& fields, Do& call, const MethodInfo* method) {
  const Json* args = fields.take("args");
  if (args == nullptr) return;
  if (!args->is_object()) return fields.wrong("args", "an object of arguments is expected");
  call.args = *args;
  refer(*args, fields.at("args"));
  if (method == nullptr) return;
  const auto& names = method->arguments;
  for (const auto& [name, value] : args->items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      report_.at(report_.source->key_place(fields.at("args") + "/" + escaped(name)),
                 call.method + " has no argument \"" + name + "\"", did_you_mean(name, names));
}

void StepReader::name_call(Fields& fields, Do& call, bool completes) {
  if (!call.as.empty()) return give_name(context_.calls, call.as, fields.at("as"), "a call", completes);
  if (call.wait) return;
  if (call.expect.given) {
    // Judged at the end, by a name of its own.
    call.as = "call at " + fields.pointer() + " of " + report_.source->file + " #" + std::to_string(context_.steps);
  } else if (completes) {
    report_(fields.pointer(), "nothing judges this call: give it an \"expect\", or a name (\"as\") to await it by");
  }
}

Await StepReader::await_step(Fields& fields) {
  Await await;
  await.call = fields.need_text("await");
  const auto call = context_.calls.find(await.call);
  if (call == context_.calls.end())
    fields.wrong("await", "there is no call \"" + await.call + "\"", did_you_mean(await.call, keys_of(context_.calls)));
  const bool known_call = call != context_.calls.end();
  await.expect = result(fields, {known_call && call->second.completes, true, known_call}, true);
  await.within = fields.duration("within").value_or(call_window);
  await.save = save(fields);
  ++context_.expectations;
  return await;
}

Advance StepReader::advance_step(Fields& fields) {
  Advance advance{fields.duration("advance").value_or(Duration{}), fields.text("reason")};
  if (advance.reason.empty()) report_(fields.pointer(), "a bare wait needs a \"reason\"");
  return advance;
}

Quiet StepReader::quiet_step(Fields& fields) { return {fields.duration("quiet").value_or(Duration{})}; }

ServerAct StepReader::server_act(Fields& fields) {
  ServerAct act;
  act.action = fields.need_text("server");
  known(context_.words.actions, act.action, fields.at("server"), "server action");
  if (const Json* args = fields.take("args")) {
    act.args = *args;
    if (!args->is_object()) fields.wrong("args", "an object of arguments is expected");
    refer(act.args, fields.at("args"));
  }
  if (const Json* expect = fields.take("expect")) {
    Fields of(*expect, fields.at("expect"), report_);
    if (of.has("ok") == of.has("error")) report_(of.pointer(), "exactly one of \"ok\" and \"error\" is expected");
    act.expect_ok = !of.has("error");
    for (const char* key : {"ok", "error"})
      if (const Json* value = of.take(key); value != nullptr && *value != true) of.wrong(key, "true is expected");
    if (of.has("value") && !act.expect_ok) of.wrong("value", "only a success has a value");
    act.value = pattern(of, "value");
    of.finish();
    ++context_.expectations;
  }
  acceptable(act.action, act.args, "", fields.at("args"));
  act.save = save(fields);
  return act;
}

void StepReader::acceptable(const std::string& action, const Json& arguments, const std::string& prefix,
                            const std::string& pointer) {
  if (!context_.words.check_action || !context_.words.actions.contains(action)) return;
  if (!references_in(arguments.dump()).empty()) return;  // a capture is known at run time only
  const auto mistake = context_.words.check_action(action, arguments);
  if (!mistake) return;
  const std::string below = mistake->pointer.starts_with(prefix) ? mistake->pointer.substr(prefix.size()) : "";
  report_(pointer + below, mistake->message);
}

// What has a "did you mean" of its own is checked here, the rest by the server's own table.
Json StepReader::fault_rule(const Json& rule, const std::string& pointer) {
  const std::size_t mistakes = report_.errors->size();
  refer(rule, pointer);
  Fields of(rule, pointer, report_);
  for (const char* key : {"id", "times", "mustAct", "ttl"}) static_cast<void>(of.take(key));
  if (const Json* when = of.take("when")) {
    Fields when_fields(*when, of.at("when"), report_);
    const std::string command = when_fields.text("command");
    if (when_fields.has("command")) known(context_.words.commands, command, when_fields.at("command"), "command");
    for (const char* key :
         {"layer", "edge", "user", "device", "connection", "nth", "probability", "rate", "from", "until"})
      static_cast<void>(when_fields.take(key));
    when_fields.finish();
  }
  if (const Json* then = of.take("then")) {
    Fields then_fields(*then, of.at("then"), report_);
    static_cast<void>(then_fields.need_text("kind"));
    static_cast<void>(then_fields.rest());  // a kind has arguments of its own
  } else {
    of.missing("then");
  }
  of.finish();
  if (report_.errors->size() == mistakes) acceptable("fault.add", {{"rule", rule}}, "/rule", pointer);
  return rule;
}

Json StepReader::more_words(Fields& fields, const std::string& what) {
  Json out = Json::object();
  const auto keys = more_keys.find(what);
  if (keys == more_keys.end()) {
    out = fields.rest();
  } else {
    for (const std::string& key : keys->second) {
      const Json* value = fields.take(key);
      if (value == nullptr) continue;
      if (references_in(value->dump()).empty()) {
        if (duration_keys.contains(key))
          static_cast<void>(what == "clock.shift" ? fields.signed_duration(key) : fields.duration(key));
        if (const auto choice = choices.find(key); choice != choices.end())
          known(choice->second, fields.text(key), fields.at(key), key);
      }
      out[key] = *value;
    }
  }
  refer(out, fields.pointer());
  return out;
}

Network StepReader::network_step(Fields& fields) {
  Network step;
  step.what = fields.need_text("network");
  known(context_.words.link_words, step.what, fields.at("network"), "network step");
  step.actor = fields.text("actor");
  if (fields.has("actor")) known(context_.actors, step.actor, fields.at("actor"), "actor");
  step.must_act = fields.flag("mustAct", true);
  step.args = more_words(fields, step.what);
  return step;
}

Device StepReader::device_step(Fields& fields) {
  Device step;
  step.what = fields.need_text("device");
  known(context_.words.device_words, step.what, fields.at("device"), "device step");
  step.actor = fields.need_text("actor");
  if (fields.has("actor")) known(context_.actors, step.actor, fields.at("actor"), "actor");
  if (const Json* expect = fields.take("expect")) {
    Fields of(*expect, fields.at("expect"), report_);
    if (!of.has("value")) of.missing("value");
    step.value = pattern(of, "value");
    of.finish();
    ++context_.expectations;
  }
  step.save = save(fields);
  step.must_act = fields.flag("mustAct", true);
  step.args = more_words(fields, step.what);
  return step;
}

Par StepReader::par_step(Fields& fields) {
  Par par;
  const Json& branches = *fields.take("par");
  if (!branches.is_object() || branches.size() < 2) {
    fields.wrong("par", "an object of at least two branches is expected");
    return par;
  }
  ++context_.side_by_side;
  for (const std::string& name : report_.source->keys_in_order(branches, fields.at("par")))
    par.branches.emplace_back(name, read(branches[name], fields.at("par") + "/" + escaped(name)));
  --context_.side_by_side;
  return par;
}

Repeat StepReader::repeat_step(Fields& fields) {
  Repeat repeat;
  Fields of(*fields.take("repeat"), fields.at("repeat"), report_);
  if (!of.has("n")) of.missing("n");
  repeat.n = of.number("n", 1, 1, rounds_max);
  repeat.as = of.text("as", "i");
  if (context_.parameters.contains(repeat.as)) of.wrong("as", "\"" + repeat.as + "\" is a parameter already");
  const Json* steps = of.take("steps");
  of.finish();
  if (steps == nullptr) {
    of.missing("steps");
    return repeat;
  }
  const std::size_t mistakes = report_.errors->size();
  for (int round = 1; round <= repeat.n && context_.steps <= steps_max; ++round) {
    repeat.rounds.push_back(read(replace(*steps, {{repeat.as, round}}), of.at("steps")));
    if (report_.errors->size() != mistakes) break;  // the same mistakes in every round help nobody
  }
  return repeat;
}

Alt StepReader::alt_step(Fields& fields) {
  Alt alt;
  ++context_.expectations;
  alt.within = fields.duration("within").value_or(event_window);
  const Json& list = *fields.take("alt");
  if (!list.is_array() || list.empty()) {
    fields.wrong("alt", "a list of alternatives is expected");
    return alt;
  }
  // Only one of them happens: each may save the same captures.
  const auto before = context_.saved;
  auto after = before;
  for (std::size_t i = 0; i < list.size(); ++i) {
    Fields of(list[i], fields.at("alt") + "/" + std::to_string(i), report_);
    context_.saved = before;
    alt.branches.push_back(alt_branch(of));
    after.insert(context_.saved.begin(), context_.saved.end());
  }
  context_.saved = std::move(after);
  return alt;
}

AltBranch StepReader::alt_branch(Fields& fields) {
  AltBranch branch;
  if (const Json* when = fields.take("when")) {
    branch.when = event(*when, fields.at("when"), Role::chosen);
  } else {
    fields.missing("when");
  }
  const std::string verdict = fields.text("verdict", "pass");
  if (verdict != "pass" && verdict != "nonStrict") fields.wrong("verdict", "\"pass\" or \"nonStrict\" is expected");
  branch.non_strict = verdict == "nonStrict";
  branch.note = fields.text("note");
  if (branch.non_strict && branch.note.empty()) report_(fields.pointer(), "\"nonStrict\" needs a \"note\": why");
  if (const Json* steps = fields.take("steps")) branch.steps = read(*steps, fields.at("steps"));
  fields.finish();
  return branch;
}

}  // namespace chatproof::scenario
