#include "conformance/check/sweeps.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

namespace chatproof::check {
namespace {

constexpr int cancelled = 6023;  // a login, by a logout (spec login 5.05)

Finding finding(std::string rule, std::string expected, std::string observed, std::uint32_t event) {
  Finding out;
  out.rule = std::move(rule);
  out.expected = std::move(expected);
  out.observed = std::move(observed);
  out.event = event;
  return out;
}

std::string who(const Event& event) { return event.actor + "." + event.name; }

// --- invariants

std::vector<Finding> completion_once(const History& history) {
  std::vector<Finding> out;
  std::set<std::uint64_t> ended;
  for (const Event& event : history)
    if (event.channel == Channel::result && !ended.insert(event.payload.value("call", std::uint64_t{0})).second)
      out.push_back(finding("completionOnce", "a call ends once", who(event) + " ended again", event.id));
  return out;
}

// Success and failure come after the announcement of their attempt. Who has not listened may have missed that.
std::vector<Finding> connection_legal(const History& history) {
  std::vector<Finding> out;
  std::map<std::string, bool> connecting;
  std::set<std::string> missed;
  for (const Event& event : history) {
    if (event.channel == Channel::call && event.name == "removeSDKListener") missed.insert(event.actor);
    if (event.channel != Channel::callback) continue;
    if (event.name == "onConnecting") {
      connecting[event.actor] = true;
      missed.erase(event.actor);
    }
    if (event.name != "onConnectSuccess" && event.name != "onConnectFailed") continue;
    if (!connecting[event.actor] && missed.erase(event.actor) == 0)
      out.push_back(finding("connectionLegal", "onConnecting comes before every success and failure",
                            who(event) + " without one", event.id));
    connecting[event.actor] = false;
  }
  return out;
}

// What the published SDK tells inside the call: argument errors (spec observed O2.1), and that a message cannot be sent
// before InitSDK (O8.5).
bool may_end_inside_its_call(const Event& event) {
  const int code = event.payload.value("error", 0);
  return code == 6017 || (code == 6013 && event.name.starts_with("send"));
}

// Spec observed O5.1.
std::vector<Finding> callback_thread(const History& history) {
  std::vector<Finding> out;
  for (const Event& event : history) {
    const bool told = event.channel == Channel::callback || event.channel == Channel::result;
    if (!told || event.payload.value("thread", std::string()) != "caller") continue;
    if (may_end_inside_its_call(event)) continue;
    out.push_back(finding("callbackThread", "results and events come on the SDK's thread, never from inside the call",
                          who(event) + " came from inside a call", event.id));
  }
  return out;
}

std::vector<Finding> silent_after_uninit(const History& history) {
  std::vector<Finding> out;
  std::map<std::string, std::uint64_t> silent_from;  // actor -> the last event before unInitSDK returned
  for (const Event& event : history) {
    if (event.channel == Channel::call && event.name == "unInitSDK")
      silent_from[event.actor] = event.payload.value("eventsAtReturn", std::uint64_t{event.id});
    if (event.channel == Channel::call && event.name == "initSDK") silent_from.erase(event.actor);
    const auto silent = silent_from.find(event.actor);
    if (event.channel == Channel::callback && silent != silent_from.end() && event.id > silent->second &&
        event.name != "onLog")
      out.push_back(finding("silentAfterUnInit", "no event after unInitSDK has returned", who(event), event.id));
  }
  return out;
}

// After a kick or an expiry nothing logs in by itself. A login that the app has asked for and that has not ended yet is
// the app's; so is one that a logout has cancelled while its request was on the way.
std::vector<Finding> no_login_after_kick(const History& history) {
  struct Row {
    bool thrown_out = false;
    std::map<std::uint64_t, bool> under_way;  // logins: whether a request of theirs has reached the server
    int on_the_way = 0;                       // requests of those that were cancelled
  };
  std::vector<Finding> out;
  std::map<std::string, Row> rows;
  for (const Event& event : history) {
    Row& row = rows[event.actor];
    if (event.channel == Channel::callback && (event.name == "onKickedOffline" || event.name == "onUserSigExpired"))
      row.thrown_out = true;
    if (event.channel == Channel::call && event.name == "login") {
      row.thrown_out = false;
      row.under_way[event.payload.value("call", std::uint64_t{0})] = false;
    }
    if (event.channel == Channel::result && event.name == "login") {
      const auto ended = row.under_way.extract(event.payload.value("call", std::uint64_t{0}));
      if (event.payload.contains("ok")) row.thrown_out = false;  // called before it was told of the end
      if (!ended.empty() && !ended.mapped() && event.payload.value("error", 0) == cancelled) ++row.on_the_way;
    }
    if (event.channel == Channel::network && (event.name == "cut.power" || event.name == "restart"))
      row.under_way.clear();
    if (event.channel != Channel::wire || (event.name != "login" && event.name != "resume")) continue;
    const bool asked = !row.under_way.empty();
    for (auto& [call, arrived] : row.under_way) arrived = true;
    if (!row.thrown_out || asked) continue;
    if (event.name == "login" && row.on_the_way > 0) {
      --row.on_the_way;
    } else {
      out.push_back(finding("noLoginAfterKick", "nothing logs in by itself after a kick or an expiry",
                            who(event) + " reached the server", event.id));
    }
  }
  return out;
}

constexpr std::size_t leftovers_told_max = 3;  // of one kind: many would hide what is wrong beside them

std::vector<Finding> few_of_each_kind(const std::vector<const Event*>& left) {
  std::map<std::string, std::size_t> counts;
  const auto kind = [](const Event& event) { return who(event) + " " + std::string(to_string(event.channel)); };
  for (const Event* event : left) ++counts[kind(*event)];
  std::vector<Finding> out;
  std::map<std::string, std::size_t> told;
  for (const Event* event : left) {
    const std::size_t number = ++told[kind(*event)], all = counts[kind(*event)];
    // One more takes no more room than to say that there is one more.
    if (number > leftovers_told_max + 1 || (number == leftovers_told_max + 1 && all > number)) {
      if (number == leftovers_told_max + 1)
        out.push_back(finding(
            "leftover", "every callback and result is expected or tolerated",
            "and " + std::to_string(all - leftovers_told_max) + " more of the same kind: " + kind(*event), event->id));
      continue;
    }
    out.push_back(
        finding("leftover", "every callback and result is expected or tolerated", to_short_line(*event), event->id));
  }
  return out;
}

}  // namespace

const std::map<std::string, std::vector<std::string>>& tolerated_sets() {
  static const std::map<std::string, std::vector<std::string>> sets = {
      {"log", {"onLog"}},
      {"sync", {"onSyncServerStart", "onSyncServerFinish", "onSyncServerFailed"}},
      {"connection", {"onConnecting", "onConnectSuccess", "onConnectFailed"}},
      {"selfInfo", {"onSelfInfoUpdated"}},
      {"userStatus", {"onUserStatusChanged"}},
      {"lints", {}},
  };
  return sets;
}

std::vector<Finding> leftovers(const History& history, const std::vector<std::string>& tolerate, JudgeDefect defect) {
  std::set<std::string> tolerated;
  for (const std::string& word : tolerate) {
    const auto set = tolerated_sets().find(word);
    if (set == tolerated_sets().end()) {
      tolerated.insert(word);
    } else {
      tolerated.insert(set->second.begin(), set->second.end());
    }
  }
  std::vector<const Event*> left;
  for (const Event& event : history) {
    if (event.used) continue;
    const bool callback = event.channel == Channel::callback && !tolerated.contains(event.name);
    if (!callback && event.channel != Channel::result) continue;
    if (defect == (callback ? JudgeDefect::leftoverCallbacksPass : JudgeDefect::leftoverResultsPass)) continue;
    left.push_back(&event);
  }
  return few_of_each_kind(left);
}

std::vector<Finding> unfinished_calls(const History& history,
                                      const std::function<bool(const std::string&)>& completes) {
  std::set<std::uint64_t> ended;
  for (const Event& event : history)
    if (event.channel == Channel::result) ended.insert(event.payload.value("call", std::uint64_t{0}));
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (event.channel != Channel::call || !completes(event.name)) continue;
    const auto args = event.payload.value("args", nlohmann::json::object());
    if (args.contains("callback") && args["callback"].is_null()) continue;  // nobody is to be told
    if (!ended.contains(event.payload.value("call", std::uint64_t{0})))
      out.push_back(finding("unfinishedCall", "every call ends once", who(event) + " never ended", event.id));
  }
  return out;
}

std::vector<Finding> client_lints(const History& history, const std::vector<std::string>& tolerate) {
  if (std::find(tolerate.begin(), tolerate.end(), "lints") != tolerate.end()) return {};
  std::vector<Finding> out;
  for (const Event& event : history) {
    if (event.used || event.channel != Channel::server || event.name != "lint") continue;
    const auto detail = event.payload.value("detail", nlohmann::json::object());
    out.push_back(finding("lint." + detail.value("lint", std::string()), "a client that behaves well",
                          event.payload.value("device", std::string()) + ": " + detail.dump(), event.id));
    out.back().verdict = Verdict::non_strict;
  }
  return out;
}

std::vector<Finding> idle_faults(const std::vector<FaultUse>& faults, JudgeDefect defect) {
  std::vector<Finding> out;
  for (const FaultUse& fault : faults) {
    if (!fault.must_act || fault.acted > 0) continue;
    const bool step = fault.rule == "deedNeverActed";
    if (defect == (step ? JudgeDefect::idleDeedsPass : JudgeDefect::idleFaultsPass)) continue;
    const std::string what = step ? fault.id : "the fault \"" + fault.id + "\"";
    out.push_back(finding(fault.rule, what + " acts", "it never did", 0));
    out.back().verdict = Verdict::inconclusive;
    out.back().where = fault.place.pointer;
    out.back().file = fault.place.file;
    out.back().line = fault.place.line;
  }
  return out;
}

const std::map<std::string, Invariant>& invariants() {
  static const std::map<std::string, Invariant> table = {{"completionOnce", completion_once},
                                                         {"connectionLegal", connection_legal},
                                                         {"callbackThread", callback_thread},
                                                         {"silentAfterUnInit", silent_after_uninit},
                                                         {"noLoginAfterKick", no_login_after_kick}};
  return table;
}

Verdict verdict_of(const std::vector<Finding>& findings, int expectations, bool last_step_reached) {
  Verdict verdict = Verdict::pass;
  for (const Finding& one : findings) verdict = worse(verdict, one.verdict);
  if (expectations == 0 || !last_step_reached) verdict = worse(verdict, Verdict::fail);
  return verdict;
}

std::string hash_of(const History& history) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const Event& event : history) {
    for (const char c : to_line(event) + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

}  // namespace chatproof::check
