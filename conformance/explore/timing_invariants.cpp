// How long calls may take, and how often a link that is idle is felt for.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/explore/facts.hpp"
#include "conformance/explore/invariants.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

using std::chrono::seconds;

// spec login 15.16: a login and a request end after 30 s each, and a request may wait for a login first (observed
// O9.1). A switch of the user is one call; a probe may hold a timer back for 5 s.
constexpr runtime::Duration call_max = seconds(70);
// spec login 2.10: every 120 s; 15.15: once more after 10 s without a pong. A link that was slow before it healed may
// owe an answer for a while.
constexpr runtime::Duration heartbeat_least = seconds(110), heartbeat_most = seconds(135), heartbeat_calm = seconds(30),
                            heartbeat_again = seconds(16);

// Those whose sessions the scenario gives times of their own.
std::set<std::string> with_own_times(const History& history) {
  std::set<std::string> out;
  for (const Event& event : history)
    if (is(event, Channel::step, "ownTimes")) out.insert(event.actor);
  return out;
}

// While a process stands still its time does, too.
std::vector<Finding> ends_in_time(const History& history) {
  const auto own_times = with_own_times(history);
  std::map<std::uint64_t, runtime::Duration> began;
  Suspensions suspensions;
  std::vector<Finding> out;
  for (const Event& event : history) {
    suspensions.see(event);
    const auto awake = event.at.time_since_epoch() - suspensions.until(event.actor, event.at);
    if (event.channel == Channel::call) began[call_of(event)] = awake;
    if (event.channel != Channel::result || own_times.contains(event.actor)) continue;
    const auto call = began.find(call_of(event));
    if (call == began.end()) continue;
    if (awake - call->second > call_max)
      out.push_back(violation("a call ends within " + runtime::to_text(call_max),
                              event.actor + "." + event.name + " took " + runtime::to_text(awake - call->second),
                              event.id));
  }
  return out;
}

// From the healing on, when nothing disturbs, until the devices are asked how they are.
std::vector<Finding> heartbeat_kept(const History& history) {
  struct Link {
    std::string device;
    runtime::Instant since;
    bool beaten = false;    // `since` is the time of a ping
    bool repeated = false;  // that one asked for a pong that had stayed away
  };
  std::set<std::string> judged;  // devices
  const auto own_times = with_own_times(history);
  for (const FinalState& state : final_states(history))
    if (!own_times.contains(state.actor) && state.connections > 0) judged.insert(state.device);
  std::map<std::uint64_t, Link> links;
  std::optional<runtime::Instant> calm;
  std::vector<Finding> out;
  const auto judge = [&](const Link& link, const Event& event, bool beats) {
    const auto gap = event.at - std::max(link.since, *calm);
    const bool again = gap <= heartbeat_again && !link.repeated;
    const bool often = beats && link.beaten && link.since >= *calm && gap < heartbeat_least && !again;
    if (judged.contains(link.device) && (often || gap > heartbeat_most))
      out.push_back(violation("an idle link is felt for every 120 s",
                              link.device + (beats ? " did so after " : " did not for ") + runtime::to_text(gap),
                              event.id));
  };
  for (const Event& event : history) {
    if (is(event, Channel::step, "healed")) calm = event.at + heartbeat_calm;
    if (is(event, Channel::step, "state")) {
      for (const auto& [number, link] : links) judge(link, event, false);
      break;
    }
    if (event.channel != Channel::server) continue;
    const std::uint64_t number = event.payload.value("connection", std::uint64_t{0});
    if (event.name == "hello") {
      const std::string device = event.payload.value("device", std::string());
      // The server may still hold a link that died without a word.
      std::erase_if(links, [&](const auto& entry) { return entry.second.device == device; });
      links[number] = {device, event.at};
    }
    if (event.name == "disconnect") links.erase(number);
    const auto link = links.find(number);
    if (event.name != "ping" || link == links.end()) continue;
    if (calm && event.at > *calm) judge(link->second, event, true);
    link->second.repeated = link->second.beaten && event.at - link->second.since <= heartbeat_again;
    link->second.since = event.at;
    link->second.beaten = true;
  }
  return out;
}

}  // namespace

const std::vector<Invariant>& timing_invariants() {
  static const std::vector<Invariant> table = {
      {"endsInTime", "Every call ends within the time of a request", ends_in_time},
      {"heartbeatKept", "A link in a healed world is felt for every 120 s, and not more often", heartbeat_kept},
  };
  return table;
}

}  // namespace chatproof::explore
