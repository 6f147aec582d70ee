// Login, logout, kick, expiry and stop as the session's owner sees them, over the simulated network.
#include "sdk/session/session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/session/tests/session_fixture.hpp"

namespace chatproof::session {
namespace {

using runtime::ConnectOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

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
  // On a new link: the server may have taken the user for registered on the old one.
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 6001", "connecting", "connected"));
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
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "login 9520", "connecting", "connected"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "logout", "hello"));
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

}  // namespace
}  // namespace chatproof::session
