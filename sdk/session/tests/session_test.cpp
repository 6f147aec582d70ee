// The session as its owner sees it, over the simulated network.
#include "sdk/session/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/session/tests/session_fixture.hpp"

namespace chatproof::session {
namespace {

using runtime::ConnectOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(SessionTest, ConnectsByItself) {
  start();
  EXPECT_THAT(told.lines, IsEmpty());
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected"));
  EXPECT_TRUE(session->connected());
  EXPECT_THAT(server.commands, ElementsAre("hello"));
  EXPECT_EQ(server.payloads[0],
            json::parse(R"({"sdkAppID":1400000000,"version":"8.0.0","platform":"Linux","deviceID":"device"})"));
}

TEST_F(SessionTest, LogsInAsSoonAsThereIsALink) {
  session->set_cursor(17);
  start();
  login();
  EXPECT_EQ(session->login_state(), LoginState::logging_in);
  EXPECT_EQ(session->user_id(), "");
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice", "login 0"));
  EXPECT_EQ(server.payloads[1], json::parse(R"({"userID":"alice","userSig":"s3cret-alice","cursor":17})"));
  EXPECT_EQ(session->user_id(), "alice");
}

TEST_F(SessionTest, HandsOutTheBodyOfTheLoginReply) {
  std::string body;
  start();
  session->login("alice", "sig", [&](const Reply& reply) { body = reply.body; });
  run();
  EXPECT_EQ(json::parse(body).at("token"), "token-of-alice");
}

TEST_F(SessionTest, PassesTheCodeOfARefusedLoginOn) {
  server.replies["login"] = {{"code", 70009}, {"text", "bad signature"}};
  start();
  login();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 70009"));
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
  EXPECT_TRUE(session->connected());
}

TEST_F(SessionTest, ALoginReplyWithoutATokenIsAFailure) {
  server.replies["login"] = {{"code", 0}};
  start();
  login();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 6001"));
}

TEST_F(SessionTest, LoginsAndLogoutsThatOverlapAreRefused) {
  start();
  login("alice", "first");
  login("alice", "second");
  login("bob", "third");
  run();
  EXPECT_THAT(told.take(),
              ElementsAre("connecting", "second 7501", "third 7501", "connected", "online 0 as alice", "first 0"));
  logout("first");
  logout("second");
  login("bob", "third");
  run();
  EXPECT_THAT(told.take(), ElementsAre("second 7502", "third 7502", "first 0"));
}

TEST_F(SessionTest, LoginAgainAsTheSameUserChangesNothing) {
  log_in();
  login("alice");
  run();
  EXPECT_THAT(told.take(), ElementsAre("login 0"));
  EXPECT_EQ(server.count("login"), 1);
}

TEST_F(SessionTest, SwitchesTheUserWithAnImplicitLogout) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("request of alice");
  login("bob");
  run();
  EXPECT_THAT(told.take(), ElementsAre("request of alice 6014", "online 0 as bob", "login 0"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "c2c.send", "logout", "login"));
}

TEST_F(SessionTest, LogoutDuringLoginCancelsIt) {
  start();
  run();
  server.replies["login"] = nullptr;
  login();
  logout();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 6023", "logout 0"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "logout"));
  server.replies.clear();
  login();
  run();
  EXPECT_THAT(told.take(), ElementsAre("online 0 as alice", "login 0"));
}

TEST_F(SessionTest, LogoutOfNobodySucceeds) {
  start();
  logout();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "logout 0", "connected"));
}

TEST_F(SessionTest, LogoutWithoutALinkIsDoneAtOnce) {
  log_in();
  network(ConnectOutcome::refuse);
  server.close_links();
  run(100ms);
  logout();
  run(1ms);
  EXPECT_EQ(told.lines.back(), "logout 0");
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
}

TEST_F(SessionTest, EveryConnectFailureHasItsCodeAndItsOwnBeginning) {
  const std::vector<std::pair<ConnectOutcome, std::string>> table = {
      {ConnectOutcome::refuse, "failed 9511"},
      {ConnectOutcome::unresolvable, "failed 9516"},
      {ConnectOutcome::unreachable, "failed 9512"},
      {ConnectOutcome::reset_after_accept, "failed 9517"}};
  for (const auto& [outcome, line] : table) {
    network(outcome);
    make();
    (void)told.take();
    start();
    run(5s);  // at 0, 0, 1 and 3 seconds
    EXPECT_THAT(told.take(),
                ElementsAre("connecting", line, "connecting", line, "connecting", line, "connecting", line));
  }
}

TEST_F(SessionTest, TlsFailuresHaveCodesToo) {
  server.listen({"certificate.pem", "key.pem"});
  config.tls.enabled = true;
  const std::vector<std::pair<runtime::TlsOutcome, std::string>> table = {
      {runtime::TlsOutcome::untrusted, "failed 9515"}, {runtime::TlsOutcome::failed, "failed 9517"}};
  for (const auto& [outcome, line] : table) {
    runtime::LinkConditions conditions;
    conditions.tls = outcome;
    network(conditions);
    make();
    (void)told.take();
    start();
    run(500ms);
    EXPECT_THAT(told.take(), ElementsAre("connecting", line, "connecting", line));
  }
  network(ConnectOutcome::ok);
  run(2s);
  EXPECT_EQ(told.lines.back(), "connected");
}

TEST_F(SessionTest, ABlackHoleIsATimeoutAfterTenSeconds) {
  network(ConnectOutcome::blackhole);
  start();
  run(9999ms);
  EXPECT_THAT(told.take(), ElementsAre("connecting"));
  run(2ms);
  EXPECT_THAT(told.take(), ElementsAre("failed 9510", "connecting"));
}

TEST_F(SessionTest, AServerThatDoesNotAnswerHelloIsATimeoutToo) {
  server.replies["hello"] = nullptr;
  start();
  run(10001ms);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "failed 9510", "connecting"));
}

TEST_F(SessionTest, AServerThatRefusesHelloFailsAWaitingLogin) {
  server.replies["hello"] = {{"code", 70404}, {"text", "too old"}};
  start();
  login();
  run(100ms);
  EXPECT_THAT(told.lines, testing::IsSupersetOf({"failed 70404", "login 70404"}));
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
}

TEST_F(SessionTest, GarbageFailsTheAttempt) {
  server.when["hello"] = [this] { server.raw("HTTP/1.1 400 Bad Request\r\n\r\n"); };
  start();
  run(100ms);
  EXPECT_THAT(told.lines, testing::Contains("failed 9502"));
}

TEST_F(SessionTest, ComesBackWithTheTokenAndNotTheTicket) {
  log_in();
  session->set_cursor(5);
  server.reset_links();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "hello", "resume"));
  EXPECT_EQ(server.payloads[3], json::parse(R"({"userID":"alice","token":"token-of-alice","cursor":5})"));
}

TEST_F(SessionTest, StaysLoggedInWhileThereIsNoLink) {
  log_in();
  network(ConnectOutcome::refuse);
  server.reset_links();
  run(60s);
  EXPECT_EQ(session->login_state(), LoginState::logged_in);
  EXPECT_EQ(session->user_id(), "alice");
  network(ConnectOutcome::ok);
  run(40s);
  EXPECT_EQ(told.lines.back(), "online 0 as alice");
}

TEST_F(SessionTest, ARefusedResumeEndsTheLogin) {
  const std::vector<std::pair<int, std::string>> table = {
      {-10003, "expired"}, {-10004, "expired"}, {6208, "kicked offline"}, {70051, "kicked server"}};
  for (const auto& [code, line] : table) {
    server.replies.clear();
    make();
    log_in();
    server.replies["resume"] = {{"code", code}, {"text", "no"}};
    server.reset_links();
    run(60s);
    EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", line)) << code;
    EXPECT_EQ(session->user_id(), "");
    EXPECT_TRUE(session->connected());  // 15.17: the link stays usable
  }
}

TEST_F(SessionTest, AnOverloadedServerIsTriedAgainMoreAndMoreSlowly) {
  log_in();
  run(10s);
  server.replies["resume"] = {{"code", -10114}, {"text", "busy"}};
  server.reset_links();
  run(60s);
  EXPECT_EQ(session->login_state(), LoginState::logged_in);
  EXPECT_GE(server.count("resume"), 5);
  EXPECT_LE(server.count("resume"), 8);
  server.replies.clear();
  run(40s);
  EXPECT_EQ(told.lines.back(), "online 0 as alice");
}

TEST_F(SessionTest, AKickEndsWhatIsInFlightFirst) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  ask("two");
  run(100ms);
  server.push(wire::Command::kicked, {{"reason", "login"}});
  run(60s);
  EXPECT_THAT(told.take(), ElementsAre("one 6014", "two 6014", "kicked login"));
  EXPECT_EQ(server.count("login"), 1);  // nothing logs in by itself
  ask("three");
  run();
  EXPECT_THAT(told.take(), ElementsAre("three 6014"));
  login("alice");
  run();
  EXPECT_THAT(told.take(), ElementsAre("online 0 as alice", "login 0"));
}

TEST_F(SessionTest, AnExpiryEndsWhatIsInFlightWithItsOwnCode) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  run(100ms);
  server.push(wire::Command::ticket_expired, json::object());
  run(60s);
  EXPECT_THAT(told.take(), ElementsAre("one 6206", "expired"));
}

TEST_F(SessionTest, ARequestThatIsRefusedForTheTicketIsAnExpiry) {
  log_in();
  server.replies["c2c.send"] = {{"code", -10003}, {"text", "old"}};
  ask("one");
  ask("two");
  run(60s);
  EXPECT_THAT(told.take(), ElementsAre("one 6206", "two 6206", "expired"));
}

TEST_F(SessionTest, AnswersRequests) {
  log_in();
  std::string body;
  session->request(wire::Command::c2c_send, R"({"to":"bob"})", {}, [&](const Reply& reply) { body = reply.body; });
  run();
  EXPECT_EQ(json::parse(body), json::parse(R"({"code":0,"echo":{"to":"bob"}})"));
  server.replies["c2c.send"] = {{"code", 9503}, {"text", "who are you"}};
  ask("one");
  run();
  EXPECT_THAT(told.take(), ElementsAre("one 9503"));
}

TEST_F(SessionTest, ChecksRequestsInOrder) {
  ask("nobody");
  run();
  EXPECT_THAT(told.take(), ElementsAre("nobody 6014"));
  log_in();
  ask("too large", {}, std::string(wire::payload_max + 1, ' '));
  server.replies["c2c.send"] = nullptr;
  for (int n = 0; n < 1000; ++n) session->request(wire::Command::c2c_send, "{}", {}, nullptr);
  ask("too many");
  run();
  EXPECT_THAT(told.take(), ElementsAre("too large 9522", "too many 9507"));
}

TEST_F(SessionTest, FailsAtOnceWithoutANetworkIfAskedTo) {
  log_in();
  hint(false);
  network(ConnectOutcome::unreachable);
  server.reset_links();
  run(10ms);
  (void)told.take();
  RequestOptions now_or_never;
  now_or_never.fail_when_offline = true;
  ask("now", now_or_never);
  ask("later");
  run(10ms);
  EXPECT_EQ(told.lines.front(), "now 9508");
  run(30s);
  EXPECT_EQ(std::count(told.lines.begin(), told.lines.end(), "later 9523"), 1);
}

TEST_F(SessionTest, AReplyThatNeverComesIsATimeout) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  run(29s);
  EXPECT_THAT(told.take(), IsEmpty());
  run(2s);
  EXPECT_THAT(told.take(), ElementsAre("one 9520"));
  EXPECT_EQ(server.count("c2c.send"), 1);
}

TEST_F(SessionTest, ARequestWaitsForTheUserToBeOnlineAgain) {
  log_in();
  server.reset_links();
  run(700us);  // the loss is known, the new link is not up yet
  ask("one");
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice", "one 0"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "hello", "resume", "c2c.send"));
}

TEST_F(SessionTest, ARequestIsSentAgainOnANewLinkIfItMayBe) {
  log_in();
  server.when["c2c.send"] = [this] {
    server.when.clear();
    server.reset_links();
  };
  RequestOptions once;
  once.idempotent = false;
  ask("twice");
  run();
  server.when["c2c.send"] = [this] {
    server.when.clear();
    server.reset_links();
  };
  ask("once", once);
  run(40s);
  EXPECT_THAT(told.take(), testing::IsSupersetOf({"twice 0", "once 9520"}));
  EXPECT_EQ(server.count("c2c.send"), 3);
}

TEST_F(SessionTest, LoginTimesOutByWhereItWasStuck) {
  const auto code_with = [this](ConnectOutcome outcome, json reply, int up) {
    network(outcome);
    server.replies["login"] = std::move(reply);
    make();
    (void)told.take();
    if (up >= 0) hint(up == 1);
    start();
    login();
    run(31s);
    for (const std::string& line : told.take()) {
      if (line.starts_with("login ")) return line;
    }
    return std::string("nothing");
  };
  EXPECT_EQ(code_with(ConnectOutcome::refuse, {}, -1), "login 9518");
  EXPECT_EQ(code_with(ConnectOutcome::unreachable, {}, -1), "login 9523");  // observed O4.2
  EXPECT_EQ(code_with(ConnectOutcome::unreachable, {}, 1), "login 9518");
  EXPECT_EQ(code_with(ConnectOutcome::ok, {}, 0), "login 9523");
  EXPECT_EQ(code_with(ConnectOutcome::ok, nullptr, -1), "login 9520");
}

TEST_F(SessionTest, ARequestTimesOutByWhereItWasStuck) {
  log_in();
  runtime::LinkConditions stalled;
  stalled.stall_up = true;
  network(stalled);
  ask("in the network");
  run(1ms);
  ask("partly sent", {}, json{{"filling", std::string(200'000, 'x')}}.dump());
  ask("behind it");
  run(31s);
  EXPECT_THAT(told.take(), ElementsAre("in the network 9520", "partly sent 9521", "behind it 9519"));
}

TEST_F(SessionTest, WithoutANetworkTheSamePlacesHaveOtherCodes) {
  log_in();
  runtime::LinkConditions stalled;
  stalled.stall_up = true;
  network(stalled);
  hint(false);
  ask("in the network");
  run(1ms);
  ask("partly sent", {}, json{{"filling", std::string(200'000, 'x')}}.dump());
  ask("behind it");
  run(31s);
  EXPECT_THAT(told.take(), ElementsAre("in the network 9524", "partly sent 9525", "behind it 9523"));
}

TEST_F(SessionTest, SwitchingTheUserWithoutALinkEndsWithTheNewOneOnline) {
  log_in();
  network(ConnectOutcome::refuse);
  server.reset_links();
  run(100ms);
  login("bob");
  EXPECT_EQ(session->login_state(), LoginState::logging_in);
  network(ConnectOutcome::ok);
  run(10s);
  EXPECT_EQ(told.lines.back(), "login 0");
  EXPECT_EQ(session->user_id(), "bob");
  EXPECT_EQ(server.count("resume"), 0);
}

TEST_F(SessionTest, ATicketThatFitsNoFrameIsRefusedAtOnce) {
  start();
  call([this] { session->login("alice", std::string(wire::payload_max, 's'), told.result("login")); });
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "login 9522", "connected"));
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
}

TEST_F(SessionTest, ALateLogoutOfALoginThatTimedOutKeepsTheServerClean) {
  start();
  run();
  server.replies["login"] = nullptr;
  login();
  run(31s);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 9520"));
  EXPECT_EQ(server.commands.back(), "logout");
  server.push(wire::Command::message, {{"n", 1}});
  run();
  EXPECT_THAT(told.take(), IsEmpty());
}

TEST_F(SessionTest, ALoginSurvivesTheLossOfItsLink) {
  server.when["login"] = [this] {
    server.when.clear();
    server.reset_links();
  };
  start();
  login();
  run();
  EXPECT_THAT(told.take(),
              ElementsAre("connecting", "connected", "connecting", "connected", "online 0 as alice", "login 0"));
}

TEST_F(SessionTest, BeatsAndNoticesADeadLink) {
  log_in();
  run(10min);
  EXPECT_EQ(server.pings, 5);
  EXPECT_THAT(told.take(), IsEmpty());
  server.answers_pings = false;
  run(141s);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
}

TEST_F(SessionTest, LearnsTheServersClock) {
  server.replies["hello"] = {{"code", 0}, {"time", 1767225600000 + 90'000}};  // 90 s ahead of the world's beginning
  start();
  run(100ms);
  EXPECT_NEAR(std::chrono::duration<double>(session->server_clock_offset()).count(), 90.0, 0.1);
  run(2min);  // the pong tells the world's true time
  EXPECT_NEAR(std::chrono::duration<double>(session->server_clock_offset()).count(), 0.0, 0.1);
}

TEST_F(SessionTest, IsQuietWhenNothingIsPending) {
  using runtime::RunEnd;
  const auto quiet = [this] { return world.loop().run_until_quiet(world.loop().now() + 1h); };
  start();
  EXPECT_EQ(quiet(), RunEnd::reached);
  EXPECT_TRUE(session->connected());
  login();
  EXPECT_EQ(quiet(), RunEnd::reached);
  EXPECT_EQ(told.lines.back(), "login 0");
  const auto before = world.loop().now();
  network(ConnectOutcome::refuse);
  server.reset_links();
  EXPECT_EQ(quiet(), RunEnd::reached);
  EXPECT_LT(world.loop().now() - before, 10s);  // it dials on, but nobody has to wait for that
  server.replies["c2c.send"] = nullptr;
  network(ConnectOutcome::ok);
  run(1min);
  ask("one");
  EXPECT_EQ(quiet(), RunEnd::reached);
  EXPECT_EQ(told.lines.back(), "one 9520");
}

TEST_F(SessionTest, GoawayMovesToAnotherLink) {
  log_in();
  run(10s);
  server.send({wire::FrameType::goaway, wire::Command::none, 0, {}}, "");
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
  EXPECT_EQ(server.links(), 1u);
}

TEST_F(SessionTest, HandsOutPushesOfTheUserOnly) {
  log_in();
  server.push(wire::Command::self_info, {{"n", 1}});
  server.push(static_cast<wire::Command>(999), {{"n", 2}});
  server.push(wire::Command::message, {{"n", 3}});
  run();
  EXPECT_THAT(told.take(), ElementsAre(R"(push selfInfo {"n":1})", R"(push message {"n":3})"));
  logout();
  run();
  server.push(wire::Command::message, {{"n", 4}});
  server.push(wire::Command::kicked, {{"reason", "login"}});
  run();
  EXPECT_THAT(told.take(), ElementsAre("logout 0"));
}

TEST_F(SessionTest, KeepsTheOrderWhenHandlersCallBack) {
  log_in();
  told.on_line = [this](const std::string& line) {
    if (line != R"(push message {"n":1})") return;
    session->request(wire::Command::c2c_send, std::string(wire::payload_max + 1, ' '), {}, told.result("inner"));
    EXPECT_EQ(told.lines.back(), line);  // not from inside the call
  };
  server.push(wire::Command::message, {{"n", 1}});
  server.push(wire::Command::message, {{"n", 2}});
  run();
  EXPECT_THAT(told.take(), ElementsAre(R"(push message {"n":1})", "inner 9522", R"(push message {"n":2})"));
}

TEST_F(SessionTest, WhatIsToldLaterKeepsItsBytes) {
  log_in();
  std::string large;
  told.on_line = [this, &large](const std::string& line) {
    if (line.size() < 1000) return;
    large = line;
    session->request(wire::Command::c2c_send, std::string(wire::payload_max + 1, ' '), {}, told.result("inner"));
  };
  // The small push ends in the same piece of bytes as the large one, and is told after that piece is gone.
  server.push(wire::Command::message, json(std::string(200'000, 'x')));
  server.push(wire::Command::message, {{"n", 2}});
  run();
  EXPECT_THAT(told.take(), ElementsAre(large, "inner 9522", R"(push message {"n":2})"));
}

TEST_F(SessionTest, AHandlerThatAsksAgainAtOnceDoesNotStarveTheLoop) {
  log_in();
  logout();
  run();
  int results = 0;
  ReplyHandler again = [&](const Reply&) {
    if (++results < 1000) session->request(wire::Command::c2c_send, "{}", {}, again);
  };
  session->request(wire::Command::c2c_send, "{}", {}, again);
  int results_seen = 0;
  world.loop().post([&] { results_seen = results; });
  run();
  EXPECT_EQ(results, 1000);
  EXPECT_LT(results_seen, 10);
}

TEST_F(SessionTest, HalfAFrameOfTheOldLinkDoesNotSpoilTheNewOne) {
  log_in();
  server.raw(std::string("\0\0\1\0\1\3\0\x66half", 12));
  run(10ms);
  server.reset_links();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
}

TEST_F(SessionTest, SendsNothingOfTheUsersBeforeTheResumeIsAnswered) {
  log_in();
  server.replies["resume"] = nullptr;
  server.reset_links();
  run(10ms);
  ask("one");
  run(5s);
  EXPECT_EQ(server.count("resume"), 1);
  EXPECT_EQ(server.count("c2c.send"), 0);
}

TEST_F(SessionTest, IgnoresRepliesThatNobodyWaitsFor) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  run(10ms);
  const std::uint32_t id = 3;  // hello, login, this
  server.send({wire::FrameType::reply, wire::Command::sync, id, {}}, R"({"code":0})");
  server.send({wire::FrameType::reply, wire::Command::c2c_send, id + 40, {}}, R"({"code":0})");
  run(10ms);
  EXPECT_THAT(told.take(), IsEmpty());
  server.send({wire::FrameType::reply, wire::Command::c2c_send, id, {}}, "{");
  server.send({wire::FrameType::reply, wire::Command::c2c_send, id, {}}, R"({"code":0})");
  run(10ms);
  EXPECT_THAT(told.take(), ElementsAre("one 6001"));
}

TEST_F(SessionTest, StopEndsEverythingAndIsSilentThereafter) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  ask("two");
  logout();
  ask("refused");  // its result is on its way
  session->stop();
  EXPECT_THAT(told.take(), ElementsAre("refused 6014", "one 7009", "two 7009", "logout 7009"));
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
  EXPECT_EQ(session->user_id(), "");
  run(10min);
  EXPECT_THAT(told.take(), IsEmpty());
  EXPECT_EQ(server.links(), 0u);
}

TEST_F(SessionTest, StopEndsALogin) {
  start();
  login();
  session->stop();
  EXPECT_THAT(told.take(), ElementsAre("login 7009"));
  run();
  EXPECT_THAT(told.take(), IsEmpty());
}

TEST_F(SessionTest, CallsAfterStopEndOnce) {
  session->stop();
  ask("request");
  login();
  logout();
  hint(true);
  start();
  run();
  EXPECT_THAT(told.take(), ElementsAre("request 7009", "login 7009", "logout 7009"));
}

TEST_F(SessionTest, AHandlerThatAsksAgainForeverDoesNotKeepStopFromReturning) {
  log_in();
  int results = 0;
  ReplyHandler again = [&](const Reply& reply) {
    EXPECT_EQ(reply.code, 7009);
    if (++results < 20'000) session->request(wire::Command::c2c_send, "{}", {}, again);
  };
  session->request(wire::Command::c2c_send, "{}", {}, again);
  session->stop();
  EXPECT_LT(results, 20'000);
  run();
  EXPECT_EQ(results, 20'000);
}

TEST_F(SessionTest, NeverLogsATicketOrAToken) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  server.reset_links();
  run(60s);
  server.replies["resume"] = {{"code", -10003}, {"text", "token-of-alice is old"}};
  server.reset_links();
  run(60s);
  EXPECT_GT(told.logs.size(), 5u);
  for (const std::string& line : told.logs) {
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("s3cret")));
    EXPECT_THAT(line, testing::Not(testing::HasSubstr("token-of")));
  }
}

TEST_F(SessionTest, MakesNoLogLineBelowItsLevel) {
  config.log_level = 0;
  make();
  log_in();
  EXPECT_THAT(told.logs, IsEmpty());
}

TEST_F(SessionTest, WorksOnANetworkThatCutsEverythingIntoPieces) {
  runtime::LinkConditions conditions;
  conditions.segmentation = true;
  conditions.jitter = 20ms;
  network(conditions);
  log_in();
  for (int n = 0; n < 50; ++n)
    ask("r", {}, json{{"filling", std::string(static_cast<std::size_t>(n) * 37, 'x')}}.dump());
  run(30s);
  EXPECT_EQ(told.take(), std::vector<std::string>(50, "r 0"));
}

}  // namespace
}  // namespace chatproof::session
