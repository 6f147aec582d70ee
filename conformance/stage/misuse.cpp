#include "conformance/stage/misuse.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;
using v2tim::CallbackKind;
using v2tim::Method;
using v2tim::Support;

constexpr const char* who = "alice.phone";
constexpr const char* at_once = "1s";  // nobody has to be asked for a refusal

json call(const std::string& method, json args, json expect) {
  json step = {{"do", who + ("." + method)}, {"args", std::move(args)}};
  if (!expect.is_null()) step["expect"] = std::move(expect);
  return step;
}

json connected() {
  return json::array({call("initSDK", json::object(), {{"return", true}}),
                      {{"expect",
                        {{"inOrder", json::array({{{"cb", std::string(who) + ".onConnecting"}},
                                                  {{"cb", std::string(who) + ".onConnectSuccess"}}})}}}}});
}

json then(json steps, const json& more) {
  for (const json& step : more) steps.push_back(step);
  return steps;
}

json online() { return json::array({{{"use", "lib/online"}, {"with", {{"who", who}}}}}); }
json told(const std::string& callback) { return {{"expect", {{"cb", std::string(who) + "." + callback}}}}; }

// A state of the SDK: how to get there, and what a method answers there when its arguments are all right.
struct State {
  const char* name;
  json before;
  int code;  // of a method that needs a user; 7009: of one that waits until the state is over
  bool initialised;
  std::vector<const char*> covers;
  json after = json::array();
  bool inside_callback = false;
};

std::vector<State> states() {
  const json login_hangs = {{"fault",
                             {{"id", "silent"},
                              {"when", {{"layer", "request"}, {"command", "login"}}},
                              {"then", {{"kind", "noReply"}}},
                              {"times", 1}}}};
  json login_begins = call("login", json::object(), nullptr);
  login_begins["as"] = "first";
  login_begins["wait"] = false;
  const json under_way = {{"advance", "1s"}, {"reason", "the login has reached the server, which says nothing"}};
  return {
      {"before-init", json::array(), 6013, false, {"INIT-08", "OBS-1-1", "OBS-8-1", "OBS-8-5"}},
      {"after-uninit",
       then(connected(), json::array({call("unInitSDK", json::object(), nullptr)})),
       6013,
       false,
       {"OBS-1-6", "OPEN-03"}},
      {"before-login", connected(), 6014, true, {"LOGIN-12", "OBS-2-1", "OBS-2-2", "OBS-8-2", "OBS-8-3"}},
      {"while-logging-in",
       then(connected(), json::array({login_hangs, login_begins, under_way})),
       7009,
       true,
       {"OBS-9-1", "LOGIN-05"},
       json::array({call("unInitSDK", json::object(), nullptr), {{"await", "first"}, {"expect", {{"error", 7009}}}}})},
      {"logged-in", online(), 7013, true, {"OBS-2-1"}},
      {"after-logout",
       then(online(), json::array({call("logout", json::object(), {{"ok", true}})})),
       6014,
       true,
       {"LOGIN-12"}},
      {"after-kick",
       then(online(), json::array({{{"server", "kick"}, {"args", {{"user", "alice"}}}}, told("onKickedOffline")})),
       6014,
       true,
       {"KICK-14"}},
      {"after-expiry",
       then(online(),
            json::array({{{"server", "ticket.expire"}, {"args", {{"user", "alice"}}}}, told("onUserSigExpired")})),
       6014,
       true,
       {"OPEN-20"}},
      {"inside-callback", json::array(), 6014, true, {"OPEN-05"}, connected(), true},
  };
}

// What a parameter, or a field of one, is filled with to count as given.
json filled(std::string_view name, std::string_view type) {
  if (name.ends_with("elemList")) return json::array({{{"elemType", 1}, {"text", "hello"}}});
  if (type.find("Filter") != std::string_view::npos) return {{"hasUnreadCount", true}};
  if (type.find("void*") != std::string_view::npos) return "{}";
  if (type.find("StringVector") != std::string_view::npos) return json::array({"bob"});
  if (type.find("Vector") != std::string_view::npos) return json::array({json::object()});
  if (type.find("nt64Map") != std::string_view::npos) return {{"key", 1}};
  if (type.find("Map") != std::string_view::npos) return {{"key", "value"}};
  if (type.find("Buffer") != std::string_view::npos) return {{"text", "data"}};
  if (type.find("String") != std::string_view::npos) return "bob";
  if (type.empty()) {  // a field: its name has to do
    if (name.ends_with("List")) return json::array({"bob"});
    if (name == "modifyFlag") return 1;
    return "bob";
  }
  return 1;
}

// "const V2TIMString& userID" out of "(const V2TIMString& userID, ...)".
std::string_view type_of(const Method& method, std::string_view parameter) {
  const std::string_view signature = method.signature;
  for (std::size_t at = signature.find(parameter); at != std::string_view::npos;
       at = signature.find(parameter, at + 1)) {
    const std::size_t end = at + parameter.size();
    if (end < signature.size() && (signature[end] == ',' || signature[end] == ')')) {
      const std::size_t begin = signature.find_last_of("(,", at) + 1;
      return signature.substr(begin, at - begin);
    }
  }
  return {};
}

json filled_arguments(const Method& method) {
  json args = json::object();
  for (std::string_view required : v2tim::required_arguments(method.required)) {
    required = required.substr(0, required.find_first_of(" "));  // of "one | other" the first
    const std::size_t dot = required.find('.');
    if (dot == std::string_view::npos) {
      args[std::string(required)] = filled(required, type_of(method, required));
    } else {
      const std::string_view field = required.substr(dot + 1);
      args[std::string(required.substr(0, dot))][std::string(field)] = filled(field, {});
    }
  }
  return args;
}

// What a method ends with that nobody can be asked for; `state` has an SDK that is initialised.
json answer_of_unbuilt(const State& state, const Method& method) {
  const bool under_way = state.code == 7009;
  if (under_way && method.support == Support::not_built_read) return {{"ok", true}};
  return {{"error", under_way ? 7013 : state.code}};
}

// What a state answers to a method whose arguments are all there; nothing where the call would be no misuse, or would
// end the state.
std::optional<json> answer(const State& state, const Method& method) {
  static const std::set<std::string_view> life_cycle = {"getInstance", "initSDK", "unInitSDK"};
  if (life_cycle.contains(method.id)) return std::nullopt;
  if (method.id == "logout") {
    const bool nobody = state.code != 7013 && state.code != 7009;
    return nobody ? std::optional<json>(json{{"ok", true}}) : std::nullopt;
  }
  if (method.id == "login") {
    if (!state.initialised) return json{{"error", 6013}};
    return state.code == 7009 ? std::optional<json>(json{{"error", 7501}}) : std::nullopt;
  }
  if (method.callback == CallbackKind::none) return json();
  if (method.id == "callExperimentalAPI") return json{{"error", state.initialised ? 7013 : 6013}};
  // The sending ones say so at once, with the id of a message that has none (spec observed O8.5).
  if (!state.initialised && method.result == "V2TIMString" && method.id.starts_with("send"))
    return json{{"error", 6013}, {"on", "caller"}, {"return", "-0-0"}};
  // A message to a group waits like every message, to hear afterwards that this is not built.
  const bool waits = method.support == Support::working || method.callback == CallbackKind::send;
  if (!waits || (state.code == 7013 && method.support != Support::working)) return answer_of_unbuilt(state, method);
  if (state.code == 7013) return std::nullopt;
  return json{{"error", state.code}};
}

json arguments_of(const Method& method) {
  if (method.id == "login") return {{"userID", "bob"}, {"userSig", "any"}};
  json args = filled_arguments(method);
  if (method.id == "sendMessage") args["message"]["elemList"] = filled("elemList", {});
  return args;
}

// A call that waits for the end of the login ends with it: its name is noted to be awaited.
void add_call(const Method& method, json expect, json& steps, json& awaits) {
  const std::string id(method.id);
  if (expect.is_object() && expect.value("error", 0) == 7009) {
    json step = call(id, arguments_of(method), nullptr);
    step["as"] = id;
    step["wait"] = false;
    steps.push_back(step);
    awaits.push_back({{"await", id}, {"expect", expect}});
    return;
  }
  const bool ends = expect.is_object();
  if (expect.contains("error") && !expect.contains("on")) expect["on"] = "sdk";
  steps.push_back(call(id, arguments_of(method), expect));
  if (ends) steps.back()["within"] = at_once;
}

void add_calls(const State& state, const Method& method, json& steps, json& awaits) {
  const auto expect = answer(state, method);
  if (!expect) return;
  add_call(method, *expect, steps, awaits);
  if (arguments_of(method).empty() || method.callback == CallbackKind::none) return;
  json none = json::object();
  if (method.id == "login") none = {{"userID", ""}, {"userSig", ""}};
  steps.push_back(call(std::string(method.id), none, {{"error", 6017}, {"on", "caller"}}));
}

void move_inside_callback(json& steps) {
  int number = 0;
  for (json& step : steps) {
    step["inside"] = {{"cb", std::string(who) + ".onConnectSuccess"}};
    step["as"] = "call" + std::to_string(++number);
  }
}

json scenario_of(const State& state, std::string_view manager) {
  json steps = json::array(), awaits = json::array();
  for (const Method& method : v2tim::methods())
    if (method.manager == manager) add_calls(state, method, steps, awaits);
  if (state.inside_callback) move_inside_callback(steps);
  const std::string name(manager.substr(std::string_view("V2TIM").size()));
  return {
      {"schemaVersion", "1.0"},
      {"id", "misuse/" + std::string(state.name) + "/" + name},
      {"title", "Every method of " + std::string(manager) + " called " + state.name + " answers once, with its code"},
      {"covers", state.covers},
      {"tags", {"misuse", "generated"}},
      {"actors", {{who, json::object()}}},
      {"steps", then(then(then(state.before, steps), state.after), awaits)}};
}

}  // namespace

std::vector<json> misuse_scenarios() {
  std::vector<json> scenarios;
  for (const State& state : states()) {
    std::string_view last;
    for (const Method& method : v2tim::methods()) {
      if (method.manager != last) scenarios.push_back(scenario_of(state, method.manager));
      last = method.manager;
    }
  }
  return scenarios;
}

}  // namespace chatproof::stage
