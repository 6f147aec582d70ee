#include "mockserver/actions.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "mockserver/gateway/gateway.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

ActResult done(json value = nullptr) { return {true, {}, {}, std::move(value)}; }
ActResult wrong(std::string pointer, std::string text) { return {false, std::move(text), std::move(pointer), nullptr}; }
ActResult result_of(const std::optional<Problem>& problem, const std::string& below = {}) {
  return problem ? wrong(below + problem->pointer, problem->text) : done();
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string hint = nearest(word, known);
  return hint.empty() ? hint : "; did you mean \"" + hint + "\"?";
}

// The arguments of an action, checked when they are used: the first mistake wins.
class Arguments {
 public:
  Arguments(const json& object, const Service& service) : object_(object), service_(service) {}

  std::string text(const char* key, std::string otherwise = {}) {
    return get<std::string>(key, "text", std::move(otherwise), [](const json& v) { return v.is_string(); });
  }
  std::string needed_text(const char* key) {
    std::string value = needed(key) ? text(key) : std::string();
    if (value.empty()) fail(key, "must not be empty");
    return value;
  }
  std::string user() { return needed_text("user"); }
  std::int64_t number(const char* key, std::int64_t otherwise) {
    return get<std::int64_t>(key, "a whole number", otherwise, [](const json& v) { return v.is_number_integer(); });
  }
  std::uint32_t app_id() {
    const std::int64_t id = number("sdkAppID", default_app);
    if (id <= 0 || id > std::numeric_limits<std::uint32_t>::max()) fail("sdkAppID", "is out of range");
    return static_cast<std::uint32_t>(id);
  }
  std::uint32_t app() {
    const std::uint32_t id = app_id();
    if (!service_.knows_app(id)) fail("sdkAppID", "there is no such app; app.add makes one");
    return id;
  }
  runtime::Duration span(const char* key, runtime::Duration otherwise) {
    const auto given = any_span(key, otherwise);
    if (given < runtime::Duration{}) fail(key, "must not be negative");
    return given;
  }
  runtime::Duration any_span(const char* key, runtime::Duration otherwise) {
    if (!object_.contains(key)) return otherwise;
    const auto parsed =
        object_[key].is_string() ? runtime::parse_duration(object_[key].get<std::string>()) : std::nullopt;
    if (!parsed) fail(key, "a duration such as \"30s\" is expected");
    return parsed.value_or(otherwise);
  }
  const json& object(const char* key) {
    static const json nothing = json::object();
    return needed(key) ? object_[key] : nothing;
  }
  bool needed(const char* key) {
    if (object_.contains(key)) return true;
    fail(key, "is missing");
    return false;
  }
  [[nodiscard]] const std::optional<ActResult>& mistake() const { return mistake_; }

 private:
  template <class T, class Check>
  T get(const char* key, const std::string& expected, T otherwise, Check&& check) {
    if (!object_.contains(key)) return otherwise;
    if (check(object_[key])) return object_[key].get<T>();
    fail(key, expected + " is expected");
    return otherwise;
  }
  void fail(const char* key, const std::string& text) {
    if (!mistake_) mistake_ = wrong(std::string("/") + key, text);
  }
  const json& object_;
  const Service& service_;
  std::optional<ActResult> mistake_;
};

struct Action {
  ActionInfo info;
  std::function<ActResult(Gateway&, Arguments&)> run;
};

// A deed on one user that leads to effects.
template <class Deed>
auto on_user(Deed deed) {
  return [deed](Gateway& gateway, Arguments& args) {
    const std::string user = args.user();
    const std::uint32_t app = args.app();
    const std::string device = args.text("device");
    if (args.mistake()) return *args.mistake();
    Effects effects;
    deed(gateway.service, app, user, device, gateway.now(), effects);
    gateway.carry_out(std::move(effects));
    return done();
  };
}

template <class Deed>
auto on_connections(Deed deed) {
  return [deed](Gateway& gateway, Arguments& args) {
    const std::string user = args.text("user");
    const std::string device = args.text("device");
    if (args.mistake()) return *args.mistake();
    deed(gateway, user, device);
    return done();
  };
}

ActResult make_ticket(Gateway& gateway, Arguments& args) {
  const std::string user = args.user();
  const std::string defect = args.text("defect");
  const std::uint32_t app = args.app();
  const std::int64_t expire = args.number("expire", 180 * 86'400);
  const std::string key = args.text("key");
  Now now = gateway.now();
  now.unix_s = args.number("now", now.unix_s);
  if (args.mistake()) return *args.mistake();
  const auto& defects = Service::ticket_defects();
  if (!defect.empty() && std::find(defects.begin(), defects.end(), defect) == defects.end()) {
    return wrong("/defect", "no such defect" + did_you_mean(defect, defects));
  }
  std::string ticket = gateway.service.make_ticket(app, user, expire, key, defect, now);
  if (ticket.empty() && defect != "empty") return wrong("", "no ticket can be made of these arguments");
  return done(std::move(ticket));
}

ActResult send_message(Gateway& gateway, Arguments& args) {
  const std::string from = args.needed_text("from");
  const std::string to = args.needed_text("to");
  const std::string text = args.text("text");
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  Effects effects;
  json reply =
      gateway.service.send_as(app, from, to, json::array({{{"type", 1}, {"text", text}}}), gateway.now(), effects);
  gateway.carry_out(std::move(effects));
  if (reply["code"] != 0) return wrong("/text", reply["text"]);
  return done(std::move(reply));
}

ActResult set_profile(Gateway& gateway, Arguments& args) {
  const std::string user = args.user();
  const json& profile = args.object("profile");
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  Effects effects;
  const auto problem = gateway.service.set_profile(app, user, profile, effects);
  gateway.carry_out(std::move(effects));
  return result_of(problem);
}

ActResult list_faults(Gateway& gateway, Arguments&) {
  json list = json::array();
  for (const FaultRule& rule : gateway.faults.rules())
    list.push_back({{"id", rule.id},
                    {"seen", rule.seen},
                    {"acted", rule.acted},
                    {"mustAct", rule.must_act},
                    {"rule", rule.source}});
  return done(std::move(list));
}

ActResult list_sessions(Gateway& gateway, Arguments&) {
  json list = json::array();
  for (const auto& [id, client] : gateway.service.clients())
    list.push_back({{"connection", id},
                    {"sdkAppID", client.app},
                    {"user", client.user},
                    {"device", client.device},
                    {"platform", client.platform}});
  return done(std::move(list));
}

ActResult restart(Gateway& gateway, Arguments& args) {
  const std::string state = args.text("state", "keep");
  const auto down = args.span("down", {});
  if (args.mistake()) return *args.mistake();
  if (state != "keep" && state != "lose") return wrong("/state", "\"keep\" or \"lose\" is expected");
  gateway.restart(state == "keep", down);
  return done();
}

ActResult start_listening(Gateway& gateway, Arguments&) {
  if (gateway.listening()) return done();
  const auto error = gateway.listen_again();
  return error == runtime::NetError::none ? done() : wrong("", "cannot listen: " + std::string(to_string(error)));
}

ActResult shift_clock(Gateway& gateway, Arguments& args) {
  if (!args.needed("by")) return *args.mistake();
  const auto by = args.any_span("by", {});
  if (args.mistake()) return *args.mistake();
  gateway.shift_clock(by);
  return done();
}

std::vector<Action> user_actions() {
  return {
      {{"account.create", "user, sdkAppID?", "Registers an account without a login"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now&, Effects&) { s.account(app, user); })},
      {{"kick", "user, device?, sdkAppID?",
        "Forces the user off every device and invalidates the tickets issued until now; with `device`: off that one"},
       on_user([](Service& s, auto app, auto& user, auto& device, const Now& now, Effects& effects) {
         s.kick(app, user, device, now, effects);
       })},
      {{"ticket.expire", "user, sdkAppID?", "The user's tickets expire now"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.expire(app, user, now, effects);
       })},
      {{"ticket.revoke", "user, sdkAppID?", "Tickets issued until now are refused from now on; who is online stays"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.revoke(app, user, now, effects);
       })},
      {{"ticket.create", "user, expire?, key?, now?, defect?, sdkAppID?",
        "Makes a UserSig, good or with exactly one defect: empty, truncated, garbage, missingField, wrongVersion, "
        "otherApp, otherUser, wrongKey, expired"},
       make_ticket},
      {{"ban", "user, sdkAppID?", "Puts the account on the block list (70051)"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.ban(app, user, true, now, effects);
       })},
      {{"unban", "user, sdkAppID?", "Takes it off again"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.ban(app, user, false, now, effects);
       })},
      {{"message.send", "from, to, text, sdkAppID?", "Sends a text message as a user"}, send_message},
      {{"profile.set", "user, profile, sdkAppID?", "Changes a user's profile"}, set_profile},
  };
}

std::vector<Action> server_actions() {
  return {
      {{"app.add", "sdkAppID, key", "Adds an SDKAppID, or changes its key"},
       [](Gateway& gateway, Arguments& args) {
         const std::string key = args.needed_text("key");
         const auto app = args.needed("sdkAppID") ? args.app_id() : 0;
         if (args.mistake()) return *args.mistake();
         gateway.service.add_app(app, key);
         return done();
       }},
      {{"settings.set", "settings", "Changes settings; see --list-settings"},
       [](Gateway& gateway, Arguments& args) {
         const json& changes = args.object("settings");
         if (args.mistake()) return *args.mistake();
         const auto problem = apply_settings(gateway.service.settings, changes);
         gateway.set_timers();
         return result_of(problem, "/settings");
       }},
      {{"fault.add", "rule", "Adds a fault rule; see --list-faults"},
       [](Gateway& gateway, Arguments& args) {
         const json& rule = args.object("rule");
         if (args.mistake()) return *args.mistake();
         return result_of(gateway.faults.add(rule, gateway.now().steady), "/rule");
       }},
      {{"fault.remove", "id", "Removes a fault rule"},
       [](Gateway& gateway, Arguments& args) {
         const std::string id = args.needed_text("id");
         if (args.mistake()) return *args.mistake();
         return gateway.faults.remove(id) ? done() : wrong("/id", "there is no rule \"" + id + "\"");
       }},
      {{"fault.clear", "", "Removes every fault rule"},
       [](Gateway& gateway, Arguments&) {
         gateway.faults.clear();
         return done();
       }},
      {{"fault.list", "", "Every fault rule, and how often it acted"}, list_faults},
      {{"clock.shift", "by", "The server's wall clock jumps"}, shift_clock},
      {{"stopListening", "", "New connections are refused"},
       [](Gateway& gateway, Arguments&) {
         gateway.stop_listening();
         return done();
       }},
      {{"startListening", "", "The end of that"}, start_listening},
      {{"stop", "", "New connections are refused and those that are open are reset"},
       [](Gateway& gateway, Arguments&) {
         gateway.stop_listening();
         gateway.end_connections({}, {}, Gateway::End::reset);
         return done();
       }},
      {{"start", "", "The end of that"}, start_listening},
      {{"restart", "state?, down?", "Stops and starts again after `down`; `state` is \"keep\" or \"lose\""}, restart},
      {{"resetConnections", "user?, device?", "Resets open connections"},
       on_connections(
           [](Gateway& g, auto& user, auto& device) { g.end_connections(user, device, Gateway::End::reset); })},
      {{"closeConnections", "user?, device?", "Closes open connections in good order"},
       on_connections(
           [](Gateway& g, auto& user, auto& device) { g.end_connections(user, device, Gateway::End::close); })},
      {{"freeze", "user?, device?", "Half-open: reads nothing and says nothing on these connections"},
       on_connections([](Gateway& g, auto& user, auto& device) { g.freeze(user, device, true); })},
      {{"thaw", "user?, device?", "The end of that"},
       on_connections([](Gateway& g, auto& user, auto& device) { g.freeze(user, device, false); })},
      {{"drain", "", "Tells every client that the server is about to close"},
       [](Gateway& gateway, Arguments&) {
         gateway.drain();
         return done();
       }},
      {{"sessions.list", "", "Who is connected"}, list_sessions},
      {{"state.export", "", "Everything the server knows, as JSON"},
       [](Gateway& gateway, Arguments&) { return done(gateway.service.export_state()); }},
      {{"state.import", "state", "Replaces everything the server knows"},
       [](Gateway& gateway, Arguments& args) {
         const json& state = args.object("state");
         if (args.mistake()) return *args.mistake();
         return result_of(gateway.import_state(state), "/state");
       }},
  };
}

const std::vector<Action>& actions() {
  static const std::vector<Action> table = [] {
    auto all = user_actions();
    for (Action& action : server_actions()) all.push_back(std::move(action));
    return all;
  }();
  return table;
}

// The names in "user, device?".
std::vector<std::string_view> names_in(std::string_view arguments) {
  std::vector<std::string_view> names;
  while (!arguments.empty()) {
    names.push_back(arguments.substr(0, arguments.find_first_of(",?")));
    const auto comma = arguments.find(", ");
    arguments.remove_prefix(comma == std::string_view::npos ? arguments.size() : comma + 2);
  }
  return names;
}

const Action* find_action(std::string_view name) {
  const auto found =
      std::find_if(actions().begin(), actions().end(), [&](const Action& a) { return a.info.name == name; });
  return found == actions().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<ActionInfo>& action_table() {
  static const std::vector<ActionInfo> table = [] {
    std::vector<ActionInfo> out;
    for (const Action& action : actions()) out.push_back(action.info);
    return out;
  }();
  return table;
}

std::optional<Problem> check_action(std::string_view name, const json& arguments) {
  const Action* action = find_action(name);
  if (action == nullptr) {
    std::vector<std::string_view> names;
    for (const ActionInfo& info : action_table()) names.push_back(info.name);
    return Problem{"", "no such action: " + std::string(name) + did_you_mean(name, names)};
  }
  if (!arguments.is_object()) return Problem{"", "an object of arguments is expected"};
  const auto known = names_in(action->info.arguments);
  for (const auto& [key, value] : arguments.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string takes = known.empty() ? "none" : std::string(action->info.arguments);
    return Problem{"/" + key, "unknown argument; " + std::string(name) + " takes: " + takes + did_you_mean(key, known)};
  }
  return std::nullopt;
}

ActResult act_on(Gateway& gateway, std::string_view name, const json& arguments) {
  if (const auto problem = check_action(name, arguments)) return result_of(problem);
  Arguments args(arguments, gateway.service);
  return find_action(name)->run(gateway, args);
}

}  // namespace chatproof::mockserver
