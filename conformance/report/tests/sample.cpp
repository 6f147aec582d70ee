#include "conformance/report/tests/sample.hpp"

#include <array>
#include <utility>

namespace chatproof::report {

using check::CaseResult;
using check::Channel;
using check::Finding;
using check::History;
using check::RunResult;
using check::Verdict;
using nlohmann::json;

std::uint32_t add_event(History& history, std::int64_t at_ms, const std::string& actor, Channel channel,
                        const std::string& name, json payload, std::uint32_t cause) {
  const auto id = static_cast<std::uint32_t>(history.size()) + 1;
  history.push_back({id, runtime::Instant(std::chrono::milliseconds(at_ms)), actor, channel, name, std::move(payload),
                     cause, channel == Channel::callback});
  return id;
}

namespace {

// initSDK to logged in.
void bring_online(History& history, std::int64_t at, const std::string& actor, const std::string& user, int call) {
  add_event(history, at, "stage", Channel::step, "/steps/" + std::to_string(call / 2));
  const auto init = add_event(history, at, actor, Channel::call, "initSDK",
                              {{"args", {{"sdkAppID", 1400000000}, {"config", {{"logLevel", 4}}}}}, {"call", call}});
  const auto connecting = add_event(history, at, actor, Channel::callback, "onConnecting",
                                    {{"args", json::object()}, {"listener", "sdk"}, {"thread", "sdk"}}, init);
  const auto connect = add_event(history, at + 21, "server", Channel::server, "connect",
                                 {{"user", ""}, {"device", actor}, {"connection", call}}, connecting);
  add_event(history, at + 42, actor, Channel::callback, "onConnectSuccess",
            {{"args", json::object()}, {"listener", "sdk"}, {"thread", "sdk"}}, connect);
  const auto login = add_event(history, at + 42, actor, Channel::call, "login",
                               {{"args", {{"userID", user}, {"userSig", "(a ticket)"}}}, {"call", call + 1}});
  const auto wire = add_event(history, at + 63, actor, Channel::wire, "login",
                              {{"user", user},
                               {"device", actor},
                               {"connection", call},
                               {"detail", {{"command", "login"}, {"payload", {{"platform", "iOS"}}}}}},
                              login);
  const auto reply = add_event(
      history, at + 63, "server", Channel::server, "reply",
      {{"user", user}, {"device", actor}, {"connection", call}, {"detail", {{"command", "login"}, {"code", 0}}}}, wire);
  add_event(history, at + 84, actor, Channel::result, "login", {{"call", call + 1}, {"ok", true}, {"thread", "sdk"}},
            reply);
}

CaseResult base_case(const std::string& id, const std::string& title, const std::string& world) {
  CaseResult result;
  result.id = id;
  result.scenario = id.substr(0, id.find('['));
  result.title = title;
  result.file = "scenarios/" + result.scenario + ".json";
  result.world = world;
  result.seed = 42;
  result.expectations = 4;
  result.wall_time = std::chrono::microseconds(2150);
  result.scenario_time = std::chrono::milliseconds(65'204);
  result.trace_hash = world == "sim" ? "9f3c2a7d51e8b604" : "";
  result.repro = "chatproof run " + result.id + " --world " + world + " --seed 42";
  return result;
}

}  // namespace

CaseResult kick_case(const std::string& world) {
  CaseResult result = base_case("kick/second-phone-kicks-the-first[policy=triple]",
                                "A second phone logs in: it wins, the first one is told once", world);
  result.verdict = Verdict::fail;
  result.covers = {"KICK-02", "LOGIN-STATE-05"};
  result.tags = {"kick"};
  History& history = result.history;
  bring_online(history, 0, "alice.phone", "alice", 1);
  add_event(history, 3'000, "alice.phone", Channel::network, "latency", {{"of", "200ms"}});
  bring_online(history, 5'000, "alice.second", "alice", 3);
  const auto login = static_cast<std::uint32_t>(history.size()) - 2;  // the request
  const auto kick = add_event(history, 5'084, "server", Channel::server, "kick",
                              {{"user", "alice"},
                               {"device", "alice.phone"},
                               {"connection", 1},
                               {"detail", {{"reason", "another device of the same kind"}}}},
                              login);
  const auto kicked = add_event(history, 5'284, "alice.phone", Channel::callback, "onKickedOffline",
                                {{"args", json::object()}, {"listener", "sdk"}, {"thread", "sdk"}}, kick);
  add_event(history, 5'284, "stage", Channel::step, "/steps/4", nullptr);
  const auto call = add_event(history, 5'284, "alice.phone", Channel::call, "getUsersInfo",
                              {{"args", {{"userIDList", {"alice"}}}}, {"call", 5}}, kicked);
  const auto wrong =
      add_event(history, 5'684, "alice.phone", Channel::result, "getUsersInfo",
                {{"call", 5}, {"error", 6208}, {"text", "the account was kicked"}, {"thread", "sdk"}}, call);
  Finding finding;
  finding.rule = "step";
  finding.where = "/steps/4";
  finding.line = 17;
  finding.file = result.file;
  finding.expected = "alice.phone.getUsersInfo ends with 6014 (ERR_SDK_NOT_LOGGED_IN)";
  finding.observed = "it ended with 6208 (ERR_USERSIG_KICKED) after 0.400 s";
  finding.nearest = "the right call, the wrong code: 6208 instead of 6014";
  finding.event = wrong;
  finding.proves = {"LOGIN-STATE-05"};
  result.findings = {finding};
  return result;
}

CaseResult long_case(std::size_t events) {
  CaseResult result = base_case("messages/a-long-day", "A day of messages, with outages", "sim");
  result.verdict = Verdict::fail;
  result.covers = {"CONN-03"};
  History& history = result.history;
  bring_online(history, 0, "alice.phone", "alice", 1);
  std::int64_t at = 1'000;
  int call = 2;
  const auto on_wire = [](json detail) {
    return json{{"user", "alice"}, {"device", "alice.phone"}, {"connection", 1}, {"detail", std::move(detail)}};
  };
  const auto send = [&] {
    const json arguments = {{"text", "message " + std::to_string(call)}, {"userID", "bob"}};
    return add_event(history, at, "alice.phone", Channel::call, "sendC2CTextMessage",
                     {{"args", arguments}, {"call", ++call}});
  };
  while (history.size() + 20 < events) {
    at += 700;
    send();
    add_event(
        history, at + 20, "alice.phone", Channel::wire, "c2c.send",
        on_wire({{"command", "c2c.send"}, {"payload", {{"to", "bob"}, {"text", "message " + std::to_string(call)}}}}));
    add_event(history, at + 20, "server", Channel::server, "reply", on_wire({{"command", "c2c.send"}, {"code", 0}}));
    add_event(history, at + 40, "alice.phone", Channel::result, "sendC2CTextMessage", {{"call", call}, {"ok", true}});
    if (call % 1'000 == 0) {
      add_event(history, at + 50, "alice.phone", Channel::network, "stall", {{"direction", "both"}});
      add_event(history, at + 350, "alice.phone", Channel::network, "heal", json::object());
    }
  }
  add_event(history, at + 1'000, "alice.phone", Channel::network, "unreachable", json::object());
  add_event(history, at + 1'000, "server", Channel::server, "disconnect", on_wire({{"how", "reset"}}));
  add_event(history, at + 1'020, "alice.phone", Channel::callback, "onConnectFailed", {{"args", {{"code", 9508}}}});
  at += 2'000;
  send();
  at += 10'000;
  Finding finding;
  finding.rule = "step";
  finding.where = "/steps/9";
  finding.line = 31;
  finding.file = result.file;
  finding.expected = "alice.phone.sendC2CTextMessage ends with 9508 (ERR_NETWORK_LINK)";
  finding.observed = "it ended with 6012 after 10.000 s";
  finding.nearest = "the right call, the wrong code: 6012 instead of 9508";
  finding.event =
      add_event(history, at, "alice.phone", Channel::result, "sendC2CTextMessage", {{"call", call}, {"error", 6012}});
  result.findings = {finding};
  while (history.size() < events) add_event(history, ++at, "alice.phone", Channel::callback, "onConnecting");
  return result;
}

CaseResult login_case(const std::string& world) {
  CaseResult result = base_case("login/first-login-creates-the-account", "The first login creates the account", world);
  result.covers = {"LOGIN-02"};
  result.tags = {"login", "quick"};
  result.wall_time = std::chrono::microseconds(1210);
  bring_online(result.history, 0, "alice.phone", "alice", 1);
  return result;
}

RunResult sample_run() {
  RunResult run;
  run.command = "chatproof run scenarios --world sim,tcp --report out";
  run.version = "0.1.0";
  run.started_unix = 1'795'409'286;
  run.wall_time = std::chrono::milliseconds(3'120);
  run.cases = {login_case("sim"), kick_case("sim"), login_case("tcp")};

  CaseResult skipped = base_case("connection/a-day-of-silence", "Heartbeats keep a silent link alive", "tcp");
  skipped.verdict = Verdict::skipped;
  skipped.reason = "needs a day of silence";
  skipped.covers = {"CONN-07"};

  CaseResult noted = base_case("init/second-init-with-another-app", "A second initSDK with another app", "sim");
  noted.verdict = Verdict::non_strict;
  noted.covers = {"OPEN-01"};
  Finding note;
  note.verdict = Verdict::non_strict;
  note.rule = "step";
  note.where = "/steps/1";
  note.line = 9;
  note.file = noted.file;
  note.expected = "alice.phone.initSDK returns false";
  note.observed = "it returned true";
  note.proves = {"OPEN-01"};
  noted.findings = {note};

  CaseResult open = base_case("connection/refused", "A refused connection is told with its code", "sim");
  open.verdict = Verdict::inconclusive;
  open.covers = {"CONN-03"};
  Finding fault;
  fault.verdict = Verdict::inconclusive;
  fault.rule = "faultNeverActed";
  fault.where = "/server/faults/0";
  fault.line = 6;
  fault.file = open.file;
  fault.expected = "the fault rule \"f1\" acts at least once";
  fault.observed = "no request matched it";
  open.findings = {fault};

  CaseResult broken = base_case("login/loop", "An expired ticket does not make a login loop", "tcp");
  broken.verdict = Verdict::error;
  broken.reason = "the server cannot listen: address in use";

  CaseResult known = base_case("logout/during-a-login", "A logout during a login ends both calls", "sim");
  known.verdict = Verdict::known_failing;
  known.reason = "the login is forgotten, issue 12";
  known.covers = {"LOGOUT-04"};
  Finding forgotten;
  forgotten.rule = "unfinishedCall";
  forgotten.file = known.file;
  forgotten.expected = "every call ends once";
  forgotten.observed = "alice.phone.login never ended";
  known.findings = {forgotten};

  run.cases.insert(run.cases.end(), {skipped, noted, open, broken, known});
  return run;
}

Catalogue sample_catalogue() {
  const auto entry = [](const char* id, const char* topic, Level level, const char* text, const char* source) {
    Requirement requirement;
    requirement.id = id;
    requirement.topic = topic;
    requirement.level = level;
    requirement.text = text;
    requirement.source = source;
    return requirement;
  };
  Catalogue catalogue;
  catalogue.requirements = {
      entry("LOGIN-02", "login", Level::documented,
            "An account that the service does not know is created by its first login.", "login 3.02"),
      entry("LOGIN-STATE-05", "login-state", Level::observed, "After a kick calls end with 6014.", "observed O4.2"),
      entry("KICK-02", "kick", Level::documented, "The device that is kicked is told exactly once.", "login 6.02"),
      entry("CONN-03", "connection", Level::documented, "A connection that fails is told with its code.", "login 2.03"),
      entry("CONN-07", "connection", Level::inferred, "Heartbeats keep a silent link alive.", "login 2.07"),
      entry("OPEN-01", "open-questions", Level::inferred, "A second initSDK with another app is refused.",
            "login 15.1"),
      entry("DISP-04", "disputes", Level::disputed, "The policy when nothing is configured.", "login 14.4"),
      entry("LOGOUT-04", "logout", Level::documented, "A logout ends a login that is still under way.", "login 4.04"),
      entry("LOG-03", "logging", Level::documented, "Logs older than seven days are removed by initSDK.", "login 13.3"),
  };
  catalogue.requirements[6].testable = false;
  catalogue.requirements[6].why = "Scenarios set the policy explicitly.";
  catalogue.requirements[6].readings = {"Double.", "Triple."};
  return catalogue;
}

Vocabulary sample_vocabulary() {
  Vocabulary vocabulary;
  vocabulary.methods = {"initSDK",
                        "unInitSDK",
                        "login",
                        "logout",
                        "getLoginUser",
                        "getUsersInfo",
                        "setSelfInfo",
                        "getUserStatus",
                        "sendC2CTextMessage",
                        "subscribeUserStatus"};
  vocabulary.callbacks = {"onConnecting",     "onConnectSuccess",    "onConnectFailed",  "onKickedOffline",
                          "onUserSigExpired", "onUserStatusChanged", "onSelfInfoUpdated"};
  vocabulary.codes = {{6013, "ERR_SDK_NOT_INITIALIZED"}, {6014, "ERR_SDK_NOT_LOGGED_IN"},
                      {6017, "ERR_INVALID_PARAMETERS"},  {6206, "ERR_USERSIG_EXPIRED"},
                      {6208, "ERR_USERSIG_KICKED"},      {9508, "ERR_NETWORK_LINK"}};
  return vocabulary;
}

RunResult large_run(std::size_t cases) {
  RunResult run = sample_run();
  constexpr std::array<const char*, 8> topics{"init",   "login",   "logout",      "kick",
                                              "ticket", "profile", "user-status", "messages"};
  constexpr std::array<const char*, 6> what{"survives-a-reset",  "after-the-kick",         "with-an-expired-ticket",
                                            "before-the-answer", "from-inside-a-callback", "when-the-server-restarts"};
  constexpr std::array<const char*, 3> worlds{"sim", "tcp", "tls"};
  for (std::size_t i = run.cases.size(); i < cases; ++i) {
    const std::string world = worlds[i % worlds.size()];
    CaseResult one = i % 97 == 5 ? kick_case(world) : login_case(world);
    const std::string topic = topics[i / 3 % topics.size()];
    one.scenario = topic + "/" + what[i / 24 % what.size()] + "-" + std::to_string(i / 144);
    one.id = one.scenario;
    one.file = "scenarios/" + one.scenario + ".json";
    one.tags = {topic};
    one.seed = i;
    one.repro = "chatproof run " + one.id + " --world " + world + " --seed " + std::to_string(i);
    if (i % 11 == 3 && one.verdict == Verdict::pass) {
      one.verdict = Verdict::skipped;
      one.reason = "needs ten minutes of silence";
      one.history.clear();
    }
    run.cases.push_back(std::move(one));
  }
  return run;
}

}  // namespace chatproof::report
