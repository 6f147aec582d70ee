// Calls end once, connections and logins follow their rules, and everything comes back when it may.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/explore/backoff.hpp"
#include "conformance/explore/facts.hpp"
#include "conformance/explore/invariants.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::explore {
namespace {

namespace code = wire::code;

constexpr int logged_in = 1, logging_in = 2;  // V2TIM_STATUS_...

// A session that is thrown out at once every time waits 0, 1, 2, 4 ... 30 s, one whose link lives for 5 s is back at
// once: twelve links in a minute and a failed attempt for each.
constexpr runtime::Duration storm_window = std::chrono::minutes(1);
constexpr std::size_t attempts_max = 24;
// One of the app's own calls may make one login request on each link.
constexpr std::size_t logins_max = 24;

std::string who(const Event& event) { return event.actor + "." + event.name; }

bool thrown_out(const Event& event) {
  return event.channel == Channel::callback && (event.name == "onKickedOffline" || event.name == "onUserSigExpired");
}

bool completes(const Event& call) {
  const auto returned = call.payload.find("return");
  if (returned != call.payload.end() && returned->is_object() && returned->contains("invalidArguments"))
    return false;  // it was never made
  const auto* method = v2tim::find_method(call.name);
  if (method == nullptr || method->callback == v2tim::CallbackKind::none) return false;
  const auto args = call.payload.value("args", nlohmann::json::object());
  return !(args.contains("callback") && args["callback"].is_null());  // nobody is to be told
}

// From here on the app is not told what happens to its connection and its login.
bool turns_deaf(const Event& event) { return is(event, Channel::call, "removeSDKListener"); }

std::vector<Finding> every_call_ends(const History& history) {
  std::map<std::uint64_t, const Event*> open;
  std::set<std::string> gone;
  for (const Event& event : history) {
    if (vanishes(event)) {
      std::erase_if(open, [&](const auto& entry) { return entry.second->actor == event.actor; });
      gone.insert(event.actor);
      if (event.name == "restart") gone.erase(event.actor);
    }
    if (event.channel == Channel::call && completes(event) && !gone.contains(event.actor))
      open[call_of(event)] = &event;
    if (event.channel == Channel::result) open.erase(call_of(event));
  }
  std::vector<Finding> out;
  for (const auto& [number, call] : open)
    out.push_back(violation("every call ends", who(*call) + " never ended", call->id));
  return out;
}

// An attempt is announced once, and ends before the next one is announced.
std::vector<Finding> attempts_alternate(const History& history) {
  std::vector<Finding> out;
  std::map<std::string, bool> connecting;
  for (const Event& event : history) {
    const bool begins_anew = is(event, Channel::call, "initSDK") || is(event, Channel::call, "unInitSDK");
    if (vanishes(event) || begins_anew || turns_deaf(event)) connecting[event.actor] = false;
    if (event.channel != Channel::callback) continue;
    if (event.name == "onConnectSuccess" || event.name == "onConnectFailed") connecting[event.actor] = false;
    if (event.name != "onConnecting") continue;
    if (connecting[event.actor])
      out.push_back(violation("an attempt ends before the next one begins", who(event) + " twice", event.id));
    connecting[event.actor] = true;
  }
  return out;
}

// More than `most` events of one actor within the window.
template <class Wanted>
std::vector<Finding> storms(const History& history, std::size_t most, const std::string& rule, const Wanted& wanted) {
  std::vector<Finding> out;
  std::map<std::string, std::vector<runtime::Instant>> times;
  for (const Event& event : history) {
    if (!wanted(event)) continue;
    auto& recent = times[event.actor];
    recent.push_back(event.at);
    std::erase_if(recent, [&](runtime::Instant at) { return event.at - at >= storm_window; });
    if (recent.size() != most + 1) continue;
    out.push_back(
        violation(rule, who(event) + " for the " + std::to_string(recent.size()) + "th time in a minute", event.id));
    recent.clear();
  }
  return out;
}

std::vector<Finding> no_reconnect_storm(const History& history) {
  // The app's own doing starts an attempt at once.
  std::set<std::string> restless;
  for (const Event& event : history)
    if (is(event, Channel::call, "initSDK") && !restless.insert("once " + event.actor).second)
      restless.insert(event.actor);
  return storms(history, attempts_max, "attempts to connect keep a distance", [&](const Event& event) {
    return is(event, Channel::callback, "onConnecting") && !restless.contains(event.actor);
  });
}

std::vector<Finding> no_login_storm(const History& history) {
  std::map<std::string, std::size_t> calls;
  for (const Event& event : history)
    if (is(event, Channel::call, "login")) ++calls[event.actor];
  return storms(history, logins_max, "login requests keep a distance", [&](const Event& event) {
    const bool logs_in = event.channel == Channel::wire && (event.name == "login" || event.name == "resume");
    return logs_in && calls[event.actor] < logins_max / 2;
  });
}

// The usual ear only: a new SDK has it again.
std::vector<Finding> silent_after_removal(const History& history) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> silent_from;  // actor and listener -> the last event
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (vanishes(event))
      std::erase_if(silent_from, [&](const auto& entry) { return entry.first.first == event.actor; });
    if (event.channel == Channel::call && event.name.ends_with("Listener")) {
      const bool removes = event.name.starts_with("remove");
      const std::pair key(event.actor, "V2TIM" + event.name.substr(removes ? 6 : 3));
      silent_from.erase(key);
      if (removes) silent_from[key] = event.payload.value("eventsAtReturn", std::uint64_t{event.id});
    }
    if (event.channel != Channel::callback) continue;
    const auto silent = silent_from.find({event.actor, event.payload.value("listener", std::string())});
    if (silent != silent_from.end() && event.id > silent->second)
      out.push_back(violation("a listener that was removed hears nothing", who(event), event.id));
  }
  return out;
}

// --- after the end: what converge() has seen

std::vector<Finding> comes_to_rest(const History& history) {
  std::vector<Finding> out;
  for (const Event& event : history)
    if (is(event, Channel::step, "quiet") && !event.payload.value("quiet", false))
      out.push_back(violation("nothing but periodic timers is left", "the world does not come to rest", event.id));
  return out;
}

std::vector<Finding> connects_again(const History& history) {
  std::map<std::string, std::string> last;
  std::set<std::string> deaf;
  for (const Event& event : history) {
    if (turns_deaf(event)) deaf.insert(event.actor);
    const bool tells =
        event.name == "onConnecting" || event.name == "onConnectSuccess" || event.name == "onConnectFailed";
    if (event.channel == Channel::callback && tells) last[event.actor] = event.name;
  }
  std::vector<Finding> out;
  for (const FinalState& state : final_states(history)) {
    if (!state.initialised) continue;
    const bool told = last[state.actor] == "onConnectSuccess" || deaf.contains(state.actor);
    if (!told || !state.session_user)
      out.push_back(violation("an initialised SDK is connected in the end",
                              state.actor + " is not; the last it said was " + last[state.actor], state.event));
  }
  return out;
}

std::vector<Finding> leaks_no_connection(const History& history) {
  std::vector<Finding> out;
  for (const FinalState& state : final_states(history)) {
    if (state.connections > (state.initialised ? 1 : 0))
      out.push_back(violation("an SDK has one connection, and none once it is un-initialised",
                              state.actor + " has " + std::to_string(state.connections), state.event));
  }
  return out;
}

// Memory, timers and handles come back to where they were.
std::vector<Finding> leaves_nothing_behind(const History& history) {
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (!is(event, Channel::step, "left")) continue;
    const auto connections = event.payload.value("connections", 0), timers = event.payload.value("timers", 0);
    if (connections != 0 || timers != 0)
      out.push_back(violation("an SDK that is un-initialised holds nothing",
                              event.actor + " holds " + std::to_string(connections) + " connections and " +
                                  std::to_string(timers) + " timers",
                              event.id));
  }
  return out;
}

// A login lasts until something that the app is told of, or does, ends it.
std::vector<Finding> stays_logged_in(const History& history) {
  std::map<std::string, bool> in;
  std::map<std::string, std::set<std::uint64_t>> asked;  // logins that nothing has overtaken
  std::set<std::string> deaf;
  for (const Event& event : history) {
    if (is(event, Channel::step, "state")) break;  // what comes later is no part of the story
    if (turns_deaf(event)) deaf.insert(event.actor);
    if (vanishes(event) || is(event, Channel::call, "addSDKListener")) deaf.erase(event.actor);
    if (is(event, Channel::result, "login"))
      in[event.actor] =
          event.payload.contains("ok") && asked[event.actor].contains(call_of(event)) && !deaf.contains(event.actor);
    const bool leaves = event.channel == Channel::call && (event.name == "logout" || event.name == "unInitSDK");
    const bool ends = leaves || thrown_out(event) || vanishes(event) || turns_deaf(event);
    if (ends) asked[event.actor].clear();
    if (is(event, Channel::call, "login")) asked[event.actor].insert(call_of(event));
    if (ends || is(event, Channel::call, "login")) in[event.actor] = false;
  }
  std::vector<Finding> out;
  for (const FinalState& state : final_states(history)) {
    if (state.status == logging_in)
      out.push_back(violation("a login ends", state.actor + " is still logging in", state.event));
    if (state.initialised && in[state.actor] && state.status != logged_in)
      out.push_back(violation("a login lasts until the app ends it or is told of its end",
                              state.actor + " is logged out", state.event));
  }
  return out;
}

std::vector<Finding> agrees_with_the_server(const History& history) {
  std::vector<Finding> out;
  for (const FinalState& state : final_states(history)) {
    const std::string there = state.session_user.value_or("");
    const std::string here = state.status == logged_in ? state.user : "";
    if (state.status == logging_in || here == there) continue;
    out.push_back(violation("client and server agree on who is logged in",
                            state.actor + " says \"" + here + "\", the server \"" + there + "\"", state.event));
  }
  return out;
}

// Whoever is logged in and connected is served, unless the app leaves meanwhile.
std::vector<Finding> is_alive(const History& history) {
  std::map<std::string, std::uint32_t> left;     // by actor, the last event
  std::map<std::uint64_t, std::uint32_t> asked;  // the event of each call
  for (const Event& event : history) {
    if (event.channel != Channel::call) continue;
    asked[call_of(event)] = event.id;
    if (event.name == "logout" || event.name == "unInitSDK") left[event.actor] = event.id;
  }
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (event.channel != Channel::result || event.payload.value("as", std::string()) != "probe") continue;
    if (event.payload.contains("error") && left[event.actor] < asked[call_of(event)])
      out.push_back(violation("a healed world serves whoever is logged in",
                              who(event) + " ended in " + event.payload["error"].dump(), event.id));
  }
  return out;
}

// A push, or a request refused; or a fault rule that sends either in its own way.
bool ends_login(const Event& server) {
  if (server.channel != Channel::server) return false;
  if (server.name == "fault") return true;
  const auto& command = detail_of(server, "command");
  if (server.name == "push") return command == "kicked" || command == "ticketExpired";
  if (server.name != "reply") return false;
  const auto& answer = detail_of(server, "code");
  return answer == code::ERR_SVR_SSO_D2_EXPIRED || answer == code::ERR_SVR_SSO_A2_UP_INVALID ||
         answer == code::ERR_SVR_SSO_A2_DOWN_INVALID || (command == "resume" && answer != 0);
}

std::vector<Finding> ends_for_a_reason(const History& history) {
  std::map<std::string, std::string> devices;  // of actors
  for (const FinalState& state : final_states(history)) devices[state.actor] = state.device;
  std::set<std::string> told;  // devices
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (ends_login(event)) told.insert(event.payload.value("device", std::string()));
    if (!thrown_out(event) || !devices.contains(event.actor)) continue;
    if (told.erase(devices[event.actor]) == 0)
      out.push_back(violation("a login ends by the app's deed or the server's word", who(event) + " came from nowhere",
                              event.id));
  }
  return out;
}

}  // namespace

const std::vector<Invariant>& session_invariants() {
  static const std::vector<Invariant> table = {
      {"everyCallEnds", "Every call ends, also when the SDK is un-initialised under it", every_call_ends},
      {"attemptsAlternate", "An attempt to connect ends before the next one begins", attempts_alternate},
      {"silentAfterRemoval", "A listener that was removed hears nothing", silent_after_removal},
      {"backoffKept", "Waits between attempts grow as they should", backoff_kept},
      {"noReconnectStorm", "Attempts to connect keep a distance", no_reconnect_storm},
      {"noLoginStorm", "Login requests keep a distance", no_login_storm},
      {"comesToRest", "A healed world comes to rest", comes_to_rest},
      {"connectsAgain", "An initialised SDK is connected when the world was healed long enough ago", connects_again},
      {"leaksNoConnection", "An SDK has one connection, and none once it is un-initialised", leaks_no_connection},
      {"leavesNothingBehind", "An SDK that is un-initialised holds no connection and no timer", leaves_nothing_behind},
      {"staysLoggedIn", "A login lasts until the app ends it or is told of its end", stays_logged_in},
      {"agreesWithServer", "Client and server agree on who is logged in", agrees_with_the_server},
      {"endsForAReason", "A login that ends without the app's doing ends by the server's word", ends_for_a_reason},
      {"isAlive", "Whoever is logged in in a healed world is served", is_alive},
  };
  return table;
}

}  // namespace chatproof::explore
