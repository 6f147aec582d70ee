#include "mockserver/actions.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "mockserver/domain/words.hpp"
#include "mockserver/gateway/gateway.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/usersig/secrets.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

ActResult done(json value = nullptr) { return {true, {}, {}, std::move(value)}; }
ActResult wrong(std::string pointer, std::string text) { return {false, std::move(text), std::move(pointer), nullptr}; }
ActResult result_of(const std::optional<Problem>& problem, const std::string& below = {}) {
  return problem ? wrong(below + problem->pointer, problem->text) : done();
}

// Arguments that check_arguments() has passed. What only the server's state can tell is checked when it is used.
class Arguments {
 public:
  Arguments(const json& object, const Service& service) : object_(object), service_(service) {}

  [[nodiscard]] std::string text(const char* key, const std::string& otherwise = {}) const {
    return object_.value(key, otherwise);
  }
  [[nodiscard]] std::int64_t number(const char* key, std::int64_t otherwise) const {
    return object_.value(key, otherwise);
  }
  [[nodiscard]] std::uint32_t app_id() const { return object_.value("sdkAppID", default_app); }
  // Of an app that there is.
  [[nodiscard]] std::uint32_t app() {
    const std::uint32_t id = app_id();
    if (!service_.knows_app(id)) mistake_ = wrong("/sdkAppID", "there is no such app; app.add makes one");
    return id;
  }
  [[nodiscard]] runtime::Duration span(const char* key) const {
    return runtime::parse_duration(object_.value(key, "0s")).value_or(runtime::Duration{});
  }
  [[nodiscard]] bool flag(const char* key) const { return object_.value(key, false); }
  [[nodiscard]] const json& object(const char* key) const { return object_[key]; }
  [[nodiscard]] const std::optional<ActResult>& mistake() const { return mistake_; }

 private:
  const json& object_;
  const Service& service_;
  std::optional<ActResult> mistake_;
};

using Kind = ArgumentKind;
constexpr bool needed = true;
constexpr bool optional = false;
// A second more than an app's own server asks for as a rule: what that signs in the same second is another ticket.
constexpr std::int64_t ticket_life_s = 180 * 86'400 + 1;
constexpr std::int64_t accounts_page = 100;  // of account.list, unless another limit is given
constexpr std::int64_t accounts_page_max = 1000;
constexpr runtime::Duration clock_shift_max = std::chrono::hours(24 * 10'000);
constexpr ArgumentInfo whom{"user", Kind::user, needed};
constexpr ArgumentInfo on_device{"device", Kind::device, optional};
constexpr ArgumentInfo any_user{"user", Kind::anybody, optional};
constexpr ArgumentInfo of_app{"sdkAppID", Kind::app, optional};

struct Action {
  ActionInfo info;
  std::function<ActResult(Gateway&, Arguments&)> run;
};

// A deed on one user that leads to effects.
template <class Deed>
auto on_user(Deed deed) {
  return [deed](Gateway& gateway, Arguments& args) {
    const std::uint32_t app = args.app();
    if (args.mistake()) return *args.mistake();
    Effects effects;
    const std::string user = args.text("user"), device = args.text("device");
    deed(gateway.service, app, user, device, gateway.now(), effects);
    gateway.carry_out(effects);
    return done();
  };
}

// The same, where it makes no sense without an account.
template <class Deed>
auto on_account(Deed deed) {
  return [run = on_user(std::move(deed))](Gateway& gateway, Arguments& args) {
    const std::uint32_t app = args.app();
    if (args.mistake()) return *args.mistake();
    if (gateway.service.find_account(app, args.text("user")) == nullptr)
      return wrong("/user", "there is no such account; a login or account.create makes one");
    return run(gateway, args);
  };
}

template <class Deed>
auto on_connections(Deed deed) {
  return [deed](Gateway& gateway, Arguments& args) {
    const std::string user = args.text("user"), device = args.text("device");
    deed(gateway, user, device);
    return done();
  };
}

ActResult make_ticket(Gateway& gateway, Arguments& args) {
  const std::string defect = args.text("defect");
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  Now now = gateway.now();
  now.unix_s = args.number("now", now.unix_s);
  std::string ticket = gateway.service.make_ticket(app, args.text("user"), args.number("expire", ticket_life_s),
                                                   args.text("key"), defect, now);
  if (ticket.empty() && defect != "empty") return wrong("", "no ticket can be made of these arguments");
  gateway.secrets->learn(usersig::SecretKind::ticket, ticket);
  return done(std::move(ticket));
}

ActResult send_message(Gateway& gateway, Arguments& args) {
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  Effects effects;
  const json elements = json::array({{{"type", 1}, {"text", args.text("text")}}});
  json reply = gateway.service.send_as(app, args.text("from"), args.text("to"), elements, gateway.now(), effects);
  gateway.carry_out(effects);
  if (reply["code"] != 0) return wrong("/text", reply["text"]);
  return done(std::move(reply));
}

ActResult set_profile(Gateway& gateway, Arguments& args) {
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  Effects effects;
  const auto problem = gateway.service.set_profile(app, args.text("user"), args.object("profile"), effects);
  gateway.carry_out(effects);
  return result_of(problem);
}

ActResult list_faults(Gateway& gateway, Arguments& args) {
  const bool removed = args.flag("removed");
  json list = json::array();
  const auto add = [&](const FaultRule& rule) {
    list.push_back({{"id", rule.id},
                    {"seen", rule.seen},
                    {"acted", rule.acted},
                    {"mustAct", rule.must_act},
                    {"rule", rule.source}});
  };
  if (removed) std::for_each(gateway.faults.removed().begin(), gateway.faults.removed().end(), add);
  std::for_each(gateway.faults.rules().begin(), gateway.faults.rules().end(), add);
  return done(std::move(list));
}

ActResult drain(Gateway& gateway, Arguments& args) {
  const auto span = args.span("for");
  if (span == runtime::Duration{}) {
    gateway.drain();
  } else {
    gateway.maintain(span);
  }
  return done();
}

ActResult list_sessions(Gateway& gateway, Arguments&) {
  json list = json::array();
  for (const auto& [id, client] : gateway.service.clients())
    list.push_back({{"connection", id},
                    {"sdkAppID", client.app},
                    {"user", client.user},
                    {"device", client.device},
                    {"platform", client.software->platform}});
  return done(std::move(list));
}

ActResult restart(Gateway& gateway, Arguments& args) {
  gateway.restart(args.text("state", "keep") == "keep", args.span("down"));
  return done();
}

ActResult start_listening(Gateway& gateway, Arguments&) {
  if (gateway.listening()) return done();
  const auto error = gateway.listen_again();
  return error == runtime::NetError::none ? done() : wrong("", "cannot listen: " + std::string(to_string(error)));
}

ActResult shift_clock(Gateway& gateway, Arguments& args) {
  const auto by = args.span("by");
  if (std::chrono::abs(gateway.clock_shift() + by) > clock_shift_max)
    return wrong("/by", "the clock would be off by more than " + runtime::to_text(clock_shift_max));
  gateway.shift_clock(by);
  return done();
}

ActResult view_clock(Gateway& gateway, Arguments&) {
  return done({{"unixMs", gateway.now().unix_ms}, {"shift", runtime::to_text(gateway.clock_shift())}});
}

ActResult view_accounts(Gateway& gateway, Arguments& args) {
  const std::uint32_t app = args.app();
  if (args.mistake()) return *args.mistake();
  const std::int64_t limit = args.number("limit", accounts_page);
  if (limit < 1 || limit > accounts_page_max)
    return wrong("/limit", "1 to " + std::to_string(accounts_page_max) + " is expected");
  const auto& accounts = gateway.service.apps().at(app).accounts;
  json page = json::array();
  for (auto at = accounts.upper_bound(args.text("after"));
       at != accounts.end() && page.size() < static_cast<std::size_t>(limit); ++at) {
    json one = Service::status_json(at->second);
    one["banned"] = at->second.banned;
    one["devices"] = json::array();
    for (const Device& device : at->second.devices)
      one["devices"].push_back(
          {{"id", device.id}, {"platform", device.platform()}, {"online", device.connection != 0}});
    page.push_back(std::move(one));
  }
  return done(std::move(page));
}

std::vector<Action> user_actions() {
  return {
      {{"account.create", {whom, of_app}, "Registers an account without a login"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now&, Effects&) { s.account(app, user); })},
      {{"kick",
        {whom, on_device, of_app},
        "Forces the user off every device and invalidates the tickets issued until now; with `device`: off that one"},
       on_account([](Service& s, auto app, auto& user, auto& device, const Now& now, Effects& effects) {
         s.kick(app, user, device, now, effects);
       })},
      {{"ticket.expire", {whom, of_app}, "The user's tickets expire now"},
       on_account([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.expire(app, user, now, effects);
       })},
      {{"ticket.revoke", {whom, of_app}, "Tickets issued until now are refused from now on; who is online stays"},
       on_account([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.revoke(app, user, now, effects);
       })},
      {{"ticket.create",
        {whom,
         {"expire", Kind::whole, optional},
         {"key", Kind::text, optional},
         {"now", Kind::whole, optional},
         {"defect", Kind::defect, optional},
         of_app},
        "Makes a UserSig, good or with exactly one defect: empty, truncated, garbage, missingField, wrongVersion, "
        "otherApp, otherUser, wrongKey, expired"},
       make_ticket},
      {{"ban", {whom, of_app}, "Puts the account on the block list (70051)"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.ban(app, user, true, now, effects);
       })},
      {{"unban", {whom, of_app}, "Takes it off again"},
       on_user([](Service& s, auto app, auto& user, auto&, const Now& now, Effects& effects) {
         s.ban(app, user, false, now, effects);
       })},
      {{"message.send",
        {{"from", Kind::user, needed}, {"to", Kind::user, needed}, {"text", Kind::text, needed}, of_app},
        "Sends a text message as a user"},
       send_message},
      {{"profile.set", {whom, {"profile", Kind::profile, needed}, of_app}, "Changes a user's profile"}, set_profile},
  };
}

std::vector<Action> server_actions() {
  return {
      {{"app.add",
        {{"sdkAppID", Kind::app, needed}, {"key", Kind::name, needed}},
        "Adds an SDKAppID, or changes its key"},
       [](Gateway& gateway, Arguments& args) {
         gateway.service.add_app(args.app_id(), args.text("key"));
         gateway.secrets->learn(usersig::SecretKind::key, args.text("key"));
         return done();
       }},
      {{"settings.set", {{"settings", Kind::settings, needed}}, "Changes settings; see --list-settings"},
       [](Gateway& gateway, Arguments& args) {
         const auto problem = apply_settings(gateway.service.settings, args.object("settings"));
         gateway.set_timers();
         return result_of(problem, "/settings");
       }},
      {{"fault.add", {{"rule", Kind::rule, needed}}, "Adds a fault rule; see --list-faults"},
       [](Gateway& gateway, Arguments& args) {
         if (const auto problem = gateway.faults.add(args.object("rule"), gateway.now().steady))
           return result_of(problem, "/rule");
         return done({{"id", gateway.faults.rules().back().id}});
       }},
      {{"fault.remove", {{"id", Kind::name, needed}}, "Removes a fault rule"},
       [](Gateway& gateway, Arguments& args) {
         const std::string id = args.text("id");
         return gateway.faults.remove(id) ? done() : wrong("/id", "there is no rule \"" + id + "\"");
       }},
      {{"fault.clear", {}, "Removes every fault rule"},
       [](Gateway& gateway, Arguments&) {
         gateway.clear_faults();
         return done();
       }},
      {{"fault.list",
        {{"removed", Kind::flag, optional}},
        "Every fault rule, and how often it acted; with `removed` also those that were taken back"},
       list_faults},
      {{"clock.shift", {{"by", Kind::span, needed}}, "The server's wall clock jumps"}, shift_clock},
      {{"stopListening", {}, "New connections are refused"},
       [](Gateway& gateway, Arguments&) {
         gateway.stop_listening();
         return done();
       }},
      {{"startListening", {}, "The end of that"}, start_listening},
      {{"stop", {}, "New connections are refused and those that are open are reset"},
       [](Gateway& gateway, Arguments&) {
         gateway.stop_listening();
         gateway.end_connections({}, {}, Gateway::End::reset);
         return done();
       }},
      {{"start", {}, "The end of that"}, start_listening},
      {{"restart",
        {{"state", Kind::fate, optional}, {"down", Kind::length, optional}},
        "Stops and starts again after `down`; `state` is \"keep\" or \"lose\""},
       restart},
      {{"resetConnections", {any_user, on_device}, "Resets open connections"},
       on_connections(
           [](Gateway& g, auto& user, auto& device) { g.end_connections(user, device, Gateway::End::reset); })},
      {{"closeConnections", {any_user, on_device}, "Closes open connections in good order"},
       on_connections(
           [](Gateway& g, auto& user, auto& device) { g.end_connections(user, device, Gateway::End::close); })},
      {{"freeze", {any_user, on_device}, "Half-open: reads nothing and says nothing on these connections"},
       on_connections([](Gateway& g, auto& user, auto& device) { g.freeze(user, device, true); })},
      {{"thaw", {any_user, on_device}, "The end of that"},
       on_connections([](Gateway& g, auto& user, auto& device) { g.freeze(user, device, false); })},
      {{"drain",
        {{"for", Kind::length, optional}},
        "Tells every client that the server is about to close; with `for` it does so a second later, and refuses new "
        "connections until then"},
       drain},
      {{"state.export", {}, "Everything the server knows, as JSON"},
       [](Gateway& gateway, Arguments&) { return done(gateway.service.export_state()); }},
      {{"state.import", {{"state", Kind::state, needed}}, "Replaces everything the server knows"},
       [](Gateway& gateway, Arguments& args) {
         return result_of(gateway.import_state(args.object("state")), "/state");
       }},
      {{"reset",
        {},
        "Everything as when the server began to listen: state, settings, clock; no faults, nobody connected"},
       [](Gateway& gateway, Arguments&) {
         gateway.reset();
         return done();
       }},
  };
}

std::vector<Action> view_actions() {
  return {
      {{"account.list",
        {of_app, {"after", Kind::text, optional}, {"limit", Kind::whole, optional}},
        "Accounts in the order of their ids, `limit` (100, at most 1000) of them behind `after`"},
       view_accounts},
      {{"sessions.list", {}, "Who is connected"}, list_sessions},
      {{"settings.get", {}, "Every setting and its value"},
       [](Gateway& gateway, Arguments&) { return done(to_json(gateway.service.settings)); }},
      {{"traffic.get", {}, "Open connections, bytes so far, and how much is kept for clients"},
       [](Gateway& gateway, Arguments&) {
         json counts = gateway.service.kept();
         counts["connections"] = gateway.connections();
         counts["receivedBytes"] = gateway.traffic.received;
         counts["sentBytes"] = gateway.traffic.sent;
         return done(std::move(counts));
       }},
      {{"clock.get", {}, "The server's wall clock, and by how much it was shifted"}, view_clock},
  };
}

const std::vector<Action>& actions() {
  static const std::vector<Action> table = [] {
    auto all = user_actions();
    for (auto&& more : {server_actions(), view_actions()}) all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
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
  return check_arguments(name, action->info.arguments, arguments);
}

ActResult act_on(Gateway& gateway, std::string_view name, const json& arguments) {
  if (const auto problem = check_action(name, arguments)) return result_of(problem);
  Arguments args(arguments, gateway.service);
  return find_action(name)->run(gateway, args);
}

}  // namespace chatproof::mockserver
