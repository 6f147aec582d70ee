#include "conformance/explore/converge.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/stage/cast.hpp"

namespace chatproof::explore {
namespace {

using nlohmann::json;

constexpr int logged_in = 1;  // V2TIM_STATUS_LOGINED

// The server as it should be, whatever the story did to it.
void heal(stage::Cast& cast) {
  cast.act("fault.clear", json::object());
  for (const char* deed : {"start", "startListening", "thaw"}) cast.act(deed, json::object());
  cast.heal();
}

void let_pass(stage::Cast& cast, runtime::Duration span) {
  cast.world().run(cast.recorder(), [] { return false; }, cast.world().now() + span);
}

json returned(stage::Cast& cast, const std::string& actor, const std::string& method) {
  return cast.call_record(cast.call(actor, method, json::object(), "state", 0)).returned;
}

// Whether the actor's SDK is one that was initialised: the last deed with a say in it decides.
bool initialised(stage::Cast& cast, const std::string& actor) {
  return cast.recorder().with([&](const check::History& history) {
    bool is = false;
    for (const check::Event& event : history) {
      if (event.actor != actor) continue;
      if (event.channel == check::Channel::network && (event.name == "cut.power" || event.name == "restart"))
        is = false;
      if (event.channel != check::Channel::call) continue;
      if (event.name == "unInitSDK") is = false;
      if (event.name == "initSDK" && event.payload.value("return", false)) is = true;
    }
    return is;
  });
}

json session_of(const json& sessions, const scenario::Actor& actor) {
  for (const json& session : sessions)
    if (session.value("device", "") == actor.device_id && session.value("sdkAppID", 0u) == actor.app)
      return {{"user", session.value("user", "")}, {"platform", session.value("platform", "")}};
  return nullptr;
}

std::size_t connections_of(stage::Cast& cast, const std::string& actor) {
  std::size_t connections = 0;
  cast.world().on_links([&](runtime::LinkControl& links) { connections = links.connections(actor); });
  return connections;
}

json state_of(stage::Cast& cast, const scenario::Actor& actor, const json& sessions) {
  json state = {{"initialised", initialised(cast, actor.name)}, {"deviceID", actor.device_id}};
  state["connections"] = connections_of(cast, actor.name);
  state["status"] = returned(cast, actor.name, "getLoginStatus");
  state["user"] = returned(cast, actor.name, "getLoginUser");
  state["session"] = session_of(sessions, actor);
  return state;
}

// Everybody who is logged in asks the server something and writes to the next one.
void converse(stage::Cast& cast, const std::string& as) {
  std::vector<std::pair<std::string, std::string>> online;
  for (const scenario::Actor& actor : cast.scenario().actors)
    if (initialised(cast, actor.name) && returned(cast, actor.name, "getLoginStatus") == logged_in)
      online.emplace_back(actor.name, returned(cast, actor.name, "getLoginUser").get<std::string>());
  std::vector<std::uint32_t> calls;
  for (std::size_t i = 0; i < online.size(); ++i) {
    const auto& [actor, user] = online[i];
    const std::string& next = online[(i + 1) % online.size()].second;
    calls.push_back(cast.call(actor, "getUsersInfo", {{"userIDList", {user}}}, as, 0));
    calls.push_back(cast.call(actor, "sendC2CTextMessage", {{"text", as + " of " + actor}, {"userID", next}}, as, 0));
  }
  const auto all_ended = [&] {
    return std::all_of(calls.begin(), calls.end(),
                       [&](std::uint32_t call) { return cast.call_record(call).ended_by.has_value(); });
  };
  cast.world().run(cast.recorder(), all_ended, cast.world().now() + probe_budget);
  let_pass(cast, std::chrono::seconds(1));  // so that everybody has heard
}

}  // namespace

void converge(stage::Cast& cast) {
  stage::Recorder& recorder = cast.recorder();
  heal(cast);
  recorder.add("stage", check::Channel::step, "healed", nullptr);
  let_pass(cast, convergence_budget);
  // Whoever missed being thrown out, because the word of it was lost, learns of it by the first answer.
  converse(cast, "greeting");
  let_pass(cast, convergence_budget);
  converse(cast, "probe");
  const json sessions = cast.act("sessions.list", json::object()).value;
  for (const scenario::Actor& actor : cast.scenario().actors)
    recorder.add(actor.name, check::Channel::step, "state", state_of(cast, actor, sessions));
  const bool quiet = cast.world().settle(recorder, cast.world().now() + probe_budget);
  recorder.add("stage", check::Channel::step, "quiet", {{"quiet", quiet}});
}

void leave(stage::Cast& cast, const std::map<std::string, std::size_t>& timers) {
  for (const scenario::Actor& actor : cast.scenario().actors)
    if (initialised(cast, actor.name)) (void)cast.call(actor.name, "unInitSDK", json::object(), "", 0);
  static_cast<void>(cast.world().settle(cast.recorder(), cast.world().now() + probe_budget));
  for (const scenario::Actor& actor : cast.scenario().actors) {
    const auto set = timers.find(actor.name);
    cast.recorder().add(
        actor.name, check::Channel::step, "left",
        {{"connections", connections_of(cast, actor.name)}, {"timers", set == timers.end() ? 0 : set->second}});
  }
}

}  // namespace chatproof::explore
