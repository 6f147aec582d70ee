// The server and the phases of a profile.
#include <set>

#include "bench/load/profile_reader.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"
#include "mockserver/domain/settings.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/shards/shard_actions.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/runtime/endpoint_text.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::load {
namespace {

// Deeds after which users have to come back.
const std::set<std::string, std::less<>>& cutting_actions() {
  static const std::set<std::string, std::less<>> names = {"resetConnections", "closeConnections", "restart", "stop",
                                                           "drain"};
  return names;
}

// What a server with so many shards refuses besides.
std::optional<mockserver::ActResult> refused_by_shards(int shards, const std::string& action, const Json& arguments) {
  if (shards == 1 || (action != "settings.set" && action != "state.import")) return std::nullopt;
  auto result = mockserver::act_on_shards(
      shards, [](int, std::string_view, const Json&) { return mockserver::ActResult{}; }, action, arguments);
  if (result.ok) return std::nullopt;
  return result;
}

}  // namespace

std::optional<runtime::Endpoint> endpoint_of(const std::string& text, int least_port) {
  auto endpoint = runtime::parse_endpoint(text);
  if (endpoint && endpoint->port < least_port) return std::nullopt;
  return endpoint;
}

Duration ProfileReader::need_duration(Fields& fields, const std::string& key) {
  if (!fields.has(key)) fields.missing(key);
  return fields.duration(key).value_or(Duration{});
}

double ProfileReader::real(Fields& fields, const std::string& key, double otherwise, double least, double most) {
  const Json* value = fields.take(key);
  if (value == nullptr) return otherwise;
  if (value->is_number() && *value >= least && *value <= most) return value->get<double>();
  fields.wrong(key, "a number from " + Json(least).dump() + " to " + Json(most).dump() + " is expected");
  return otherwise;
}

std::size_t ProfileReader::word(Fields& fields, const std::string& key, std::span<const std::string_view> known,
                                std::size_t otherwise) {
  if (!fields.has(key)) return otherwise;
  const std::string text = fields.text(key);
  const auto found = std::find(known.begin(), known.end(), text);
  if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
  std::string expected;
  for (const std::string_view one : known) expected += (expected.empty() ? "\"" : ", \"") + std::string(one) + "\"";
  fields.wrong(key, "one of " + expected + " is expected",
               scenario::did_you_mean(text, std::vector<std::string>(known.begin(), known.end())));
  return otherwise;
}

const Phase* ProfileReader::find_phase(const std::string& name) const {
  for (const Phase& phase : profile_.phases)
    if (phase.name == name) return &phase;
  return nullptr;
}

std::vector<std::string> ProfileReader::phase_names() const {
  std::vector<std::string> names;
  for (const Phase& phase : profile_.phases) names.push_back(phase.name);
  return names;
}

void ProfileReader::read_server(Fields& fields) {
  ServerPlan& plan = profile_.server;
  plan.sdk_app_id = mockserver::default_app;
  plan.key = mockserver::default_key;
  const Json* json = fields.take("server");
  if (json == nullptr) return;
  Fields server(*json, fields.at("server"), report_);
  plan.own = !server.has("at");
  if (plan.own) {
    read_own_server(server);
  } else {
    const auto places = server.texts("at");
    for (const std::string& text : places) {
      if (const auto endpoint = endpoint_of(text)) {
        plan.shards.push_back(*endpoint);
      } else {
        server.wrong("at", "\"" + text + "\" is no HOST:PORT");
      }
    }
    if (places.empty() && server.take("at")->is_array()) server.wrong("at", "at least one HOST:PORT is expected");
    plan.ca_file = server.text("ca");
    plan.sdk_app_id =
        static_cast<std::uint32_t>(server.number("sdkAppID", static_cast<int>(plan.sdk_app_id), 1, 2'147'483'647));
    plan.key = server.text("key", plan.key);
    if (plan.key.empty()) server.wrong("key", "the key that tickets are made with is expected");
  }
  server.finish();
}

void ProfileReader::read_own_server(Fields& server) {
  ServerPlan& plan = profile_.server;
  plan.count = server.flag("count", false);
  plan.shard_count = server.number("shards", 1, 1, mockserver::shards_max);
  static constexpr auto entries = std::to_array<std::string_view>({"any", "home"});
  plan.entry = static_cast<Entry>(word(server, "entry", entries, 0));
  if (const Json* settings = server.take("settings")) {
    mockserver::Settings trial;
    plan.settings = *settings;
    if (const auto problem = mockserver::apply_settings(trial, *settings)) {
      report_(server.at("settings") + problem->pointer, problem->text);
    } else if (const auto refused = refused_by_shards(plan.shard_count, "settings.set", {{"settings", *settings}})) {
      report_(server.pointer() + refused->pointer, refused->error);
    }
  }
}

void ProfileReader::read_phases(Fields& fields) {
  const Json* list = fields.take("phases");
  if (list == nullptr) return fields.missing("phases");
  if (!list->is_array() || list->empty()) return fields.wrong("phases", "a list of phases is expected");
  if (list->size() > phases_max)
    return fields.wrong("phases", "at most " + std::to_string(phases_max) + " are allowed");
  for (std::size_t i = 0; i < list->size(); ++i) {
    Fields phase((*list)[i], fields.at("phases") + "/" + std::to_string(i), report_);
    read_phase(phase);
  }
}

void ProfileReader::read_phase(Fields& fields) {
  Phase phase;
  phase.name = fields.need_text("name");
  if (find_phase(phase.name) != nullptr) fields.wrong("name", "another phase has this name");
  const Duration length = need_duration(fields, "for");
  if (fields.has("for") && length <= Duration{}) fields.wrong("for", "a phase takes time");
  phase.from = profile_.length();
  phase.until = phase.from + length;
  if (profile_.scenario) {
    read_flow(fields, "copies", Activity::copies, phase);
    fields.finish();
    profile_.phases.push_back(std::move(phase));
    return;
  }
  read_flow(fields, "login", Activity::login, phase);
  read_flow(fields, "logout", Activity::logout, phase);
  read_flow(fields, "secondDevice", Activity::second_device, phase);
  read_flow(fields, "messages", Activity::messages, phase);
  read_flow(fields, "requests", Activity::requests, phase);
  read_acts(fields, phase);
  read_faults(fields, phase);
  read_links(fields, phase);
  fields.finish();
  profile_.phases.push_back(std::move(phase));
}

void ProfileReader::read_flow(Fields& fields, const std::string& key, Activity activity, Phase& phase) {
  if (!fields.has(key)) return;
  Flow flow;
  flow.activity = activity;
  flow.place = report_.source->place(fields.at(key));
  const Duration length = phase.until - phase.from;
  if (activity == Activity::messages || activity == Activity::requests) {
    Fields inner(*fields.take(key), fields.at(key), report_);
    if (!inner.has("rate")) inner.missing("rate");
    flow.rate = read_rate(inner, "rate", length);
    if (activity == Activity::messages) read_messages(inner, flow.messages);
    if (activity == Activity::requests) {
      static constexpr auto commands = std::to_array<std::string_view>({"profile.get", "status.get", "sync"});
      flow.command = commands[word(inner, "command", commands, 0)];
    }
    inner.finish();
  } else {
    flow.rate = read_rate(fields, key, length);
  }
  if (starts_in(flow.rate) > starts_max) fields.wrong(key, "this makes more than 1000000000 starts");
  phase.flows.push_back(std::move(flow));
}

void ProfileReader::read_messages(Fields& fields, MessagePlan& plan) {
  static constexpr auto patterns = std::to_array<std::string_view>({"pingPong", "fanOut"});
  plan.pattern = static_cast<Pattern>(word(fields, "pattern", patterns, 0));
  plan.fan_out = fields.number("receivers", 1, 1, 10'000);
  if (fields.has("receivers") && plan.pattern == Pattern::ping_pong)
    fields.wrong("receivers", "only a fan-out has more than one");
  plan.bytes = fields.number("bytes", plan.bytes, 1, message_bytes_max);
  plan.online_only = fields.flag("onlineOnly", false);
}

// A number: so many each second. {"from", "to"}: a ramp. {"steps": [...]}: so many each second, one after the other.
// {"total"}: so many, spread evenly.
Rate ProfileReader::read_rate(Fields& fields, const std::string& key, Duration length) {
  const Json* value = fields.take(key);
  if (value == nullptr || length <= Duration{}) {
    (void)fields.take(key);
    return {};
  }
  if (!value->is_object()) {
    const double rate = real(fields, key, 0, 0, rate_max);
    return {{length, rate, rate}};
  }
  (void)fields.take(key);
  Fields shape(*value, fields.at(key), report_);
  Rate rate;
  if (shape.has("steps")) {
    const Json* steps = shape.take("steps");
    const bool good = steps->is_array() && !steps->empty() && steps->size() <= phases_max &&
                      std::all_of(steps->begin(), steps->end(),
                                  [](const Json& one) { return one.is_number() && one >= 0 && one <= rate_max; });
    if (!good) shape.wrong("steps", "a list of starts per second is expected");
    if (good)
      for (const Json& one : *steps)
        rate.push_back({length / static_cast<Duration::rep>(steps->size()), one.get<double>(), one.get<double>()});
  } else if (shape.has("total")) {
    const double each =
        real(shape, "total", 0, 0, static_cast<double>(starts_max)) * 1e6 / static_cast<double>(length.count());
    rate.push_back({length, each, each});
  } else {
    for (const char* end : {"from", "to"})
      if (!shape.has(end)) shape.missing(end);
    const double from = real(shape, "from", 0, 0, rate_max);
    rate.push_back({length, from, real(shape, "to", 0, 0, rate_max)});
  }
  shape.finish();
  return rate;
}

template <class Use>
void ProfileReader::read_list(Fields& fields, const std::string& key, const Phase& phase, const Use& use) {
  const Json* list = fields.take(key);
  if (list == nullptr) return;
  if (!list->is_array()) return fields.wrong(key, "a list is expected");
  for (std::size_t i = 0; i < list->size(); ++i) {
    Fields one((*list)[i], fields.at(key) + "/" + std::to_string(i), report_);
    const Duration after = one.duration("after").value_or(Duration{});
    if (phase.from + after >= phase.until) one.wrong("after", "the phase is over by then");
    use(one, phase.from + after);
    one.finish();
  }
}

void ProfileReader::read_acts(Fields& fields, const Phase& phase) {
  read_list(fields, "acts", phase, [&](Fields& one, Duration at) {
    Deed deed;
    deed.at = at;
    deed.place = report_.source->place(one.pointer());
    deed.action = one.need_text("act");
    if (const Json* arguments = one.take("args")) deed.arguments = *arguments;
    deed.for_every_user = one.flag("forEveryUser", false);
    deed.cuts_links = cutting_actions().contains(deed.action);
    Json trial = deed.arguments;
    if (deed.for_every_user && trial.is_object()) trial["user"] = "somebody";
    if (const auto problem = mockserver::check_action(deed.action, trial)) {
      if (!deed.action.empty())
        report_(problem->pointer.empty() ? one.at("act") : one.at("args") + problem->pointer, problem->text);
    } else if (const auto refused = refused_by_shards(profile_.server.shard_count, deed.action, trial)) {
      report_(one.at("args") + refused->pointer, refused->error);
    }
    Duration down{};
    if (deed.arguments.is_object() && deed.arguments.contains("down") && deed.arguments["down"].is_string())
      down = runtime::parse_duration(deed.arguments["down"].get<std::string>()).value_or(down);
    profile_.shades.push_back({at, at + down, deed.action});
    profile_.deeds.push_back(std::move(deed));
  });
}

void ProfileReader::read_faults(Fields& fields, const Phase& phase) {
  read_list(fields, "faults", phase, [&](Fields& one, Duration from) {
    const Duration until = one.has("for") ? from + need_duration(one, "for") : phase.until;
    const Json* rule = one.take("rule");
    if (rule == nullptr) return one.missing("rule");
    Json complete = *rule;
    const std::string id = "load-" + std::to_string(profile_.shades.size());
    if (complete.is_object()) {
      if (complete.contains("id")) report_(one.at("rule") + "/id", "the load tester names the rules itself");
      complete["id"] = id;
      if (!complete.contains("times")) complete["times"] = 0;  // as long as it is there
      // It is removed at its end; a rule without one is not accepted.
      if (!complete.contains("ttl")) complete["ttl"] = runtime::to_text(until - from + std::chrono::minutes(1));
      complete["mustAct"] = false;
    }
    mockserver::FaultEngine trial(runtime::Random(1));
    if (const auto problem = trial.add(complete, runtime::Instant{}))
      report_(one.at("rule") + problem->pointer, problem->text);
    const scenario::Place place = report_.source->place(one.pointer());
    std::string text = "fault";
    if (complete.is_object() && complete.contains("then") && complete["then"].is_object())
      text = complete["then"].value("kind", text);
    profile_.shades.push_back({from, until, text});
    profile_.deeds.push_back({from, "fault.add", {{"rule", complete}}, false, false, place});
    profile_.deeds.push_back({until, "fault.remove", {{"id", id}}, false, false, place});
  });
}

void ProfileReader::read_links(Fields& fields, const Phase& phase) {
  read_list(fields, "links", phase, [&](Fields& one, Duration from) {
    LinkWindow window{from, one.has("for") ? from + need_duration(one, "for") : phase.until, {}};
    runtime::LinkConditions& link = window.conditions;
    std::string text;
    if (one.flag("partition", false)) {
      link.stall_up = link.stall_down = true;
      link.connect = runtime::ConnectOutcome::blackhole;
      text = "partition";
    }
    if (const auto latency = one.duration("latency")) link.latency = *latency;
    if (const auto jitter = one.duration("jitter")) link.jitter = *jitter;
    if (one.has("bytesPerSecond"))
      link.bytes_per_second = static_cast<std::uint64_t>(one.number("bytesPerSecond", 0, 1, 2'000'000'000));
    static constexpr auto outcomes = std::to_array<std::string_view>(
        {"ok", "refuse", "blackhole", "unresolvable", "unreachable", "resetAfterAccept"});
    if (one.has("connect")) link.connect = static_cast<runtime::ConnectOutcome>(word(one, "connect", outcomes, 0));
    if (link == runtime::LinkConditions{}) report_(one.pointer(), "this changes nothing about the links");
    profile_.shades.push_back({window.from, window.until, text.empty() ? "bad links" : text});
    profile_.links.push_back(window);
  });
}

}  // namespace chatproof::load
