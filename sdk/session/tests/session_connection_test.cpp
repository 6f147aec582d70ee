// The link as the session's owner sees it, over the simulated network: attempts, losses, coming back, heartbeat.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/session/session.hpp"
#include "sdk/session/tests/session_fixture.hpp"

namespace chatproof::session {
namespace {

using runtime::ConnectOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

using SessionConnectionTest = SessionTest;

TEST_F(SessionConnectionTest, ConnectsByItself) {
  start();
  EXPECT_THAT(told.lines, IsEmpty());
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected"));
  EXPECT_TRUE(session->connected());
  EXPECT_THAT(server.commands, ElementsAre("hello"));
  EXPECT_EQ(server.payloads[0],
            json::parse(R"({"sdkAppID":1400000000,"version":"8.0.0","platform":"Linux","deviceID":"device"})"));
}

TEST_F(SessionConnectionTest, EveryConnectFailureHasItsCodeAndItsOwnBeginning) {
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

TEST_F(SessionConnectionTest, TlsFailuresHaveCodesToo) {
  server.listen({"certificate.pem", "key.pem"});
  config.tls.enabled = true;
  const std::vector<std::pair<runtime::TlsOutcome, std::string>> table = {
      {runtime::TlsOutcome::self_signed, "failed 9515"}, {runtime::TlsOutcome::reset, "failed 9517"}};
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

TEST_F(SessionConnectionTest, ABlackHoleIsATimeoutAfterTenSeconds) {
  network(ConnectOutcome::blackhole);
  start();
  run(9999ms);
  EXPECT_THAT(told.take(), ElementsAre("connecting"));
  run(2ms);
  EXPECT_THAT(told.take(), ElementsAre("failed 9510", "connecting"));
}

TEST_F(SessionConnectionTest, AServerThatDoesNotAnswerHelloIsATimeoutToo) {
  server.replies["hello"] = nullptr;
  start();
  run(10001ms);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "failed 9510", "connecting"));
}

TEST_F(SessionConnectionTest, AServerThatRefusesHelloFailsAWaitingLogin) {
  server.replies["hello"] = {{"code", 70404}, {"text", "too old"}};
  start();
  login();
  run(100ms);
  EXPECT_THAT(told.lines, testing::IsSupersetOf({"failed 70404", "login 70404"}));
  EXPECT_EQ(session->login_state(), LoginState::logged_out);
}

TEST_F(SessionConnectionTest, GarbageFailsTheAttempt) {
  server.when["hello"] = [this] { server.raw("HTTP/1.1 400 Bad Request\r\n\r\n"); };
  start();
  run(100ms);
  EXPECT_THAT(told.lines, testing::Contains("failed 9502"));
}

TEST_F(SessionConnectionTest, ComesBackWithTheTokenAndNotTheTicket) {
  log_in();
  session->set_cursor(5);
  server.reset_links();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "hello", "resume"));
  EXPECT_EQ(server.payloads[3], json::parse(R"({"userID":"alice","token":"token-of-alice","cursor":5})"));
}

TEST_F(SessionConnectionTest, StaysLoggedInWhileThereIsNoLink) {
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

TEST_F(SessionConnectionTest, ARefusedResumeEndsTheLogin) {
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

TEST_F(SessionConnectionTest, AnOverloadedServerIsTriedAgainMoreAndMoreSlowly) {
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

TEST_F(SessionConnectionTest, BeatsAndNoticesADeadLink) {
  log_in();
  run(10min);
  EXPECT_EQ(server.pings, 5);
  EXPECT_THAT(told.take(), IsEmpty());
  server.answers_pings = false;
  run(141s);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
}

TEST_F(SessionConnectionTest, LearnsTheServersClock) {
  constexpr runtime::UnixTime beginning{1767225600s};  // of the world
  server.replies["hello"] = {{"code", 0}, {"time", 1767225600000 + 90'000}};
  start();
  EXPECT_EQ(session->server_start(), std::nullopt);
  run(100ms);
  const auto ahead = [&] { return std::chrono::duration<double>(session->server_start().value() - beginning).count(); };
  EXPECT_NEAR(ahead(), 90.0, 0.1);
  run(2min);  // the pong tells the world's true time
  EXPECT_NEAR(ahead(), 0.0, 0.1);
}

TEST_F(SessionConnectionTest, IsQuietWhenNothingIsPending) {
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

TEST_F(SessionConnectionTest, GoawayMovesToAnotherLink) {
  log_in();
  run(10s);
  server.send({wire::FrameType::goaway, wire::Command::none, 0, {}}, "");
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
  EXPECT_EQ(server.links(), 1u);
}

// A server whose shard for every user is another one.
class SessionRedirectTest : public SessionConnectionTest {
 protected:
  SessionRedirectTest() {
    sends_away(server, 444, "login");
    sends_away(server, 444, "resume");
  }
  ~SessionRedirectTest() override {
    session.reset();
    shard.close_links();
  }
  static void sends_away(ScriptedServer& from, std::uint16_t port, const std::string& command) {
    from.replies[command] = nullptr;
    from.when[command] = [&from, port] {
      from.send({wire::FrameType::goaway, wire::Command::none, 0, {}}, wire::write_goaway_port(port));
    };
  }
  ScriptedServer shard{world, 444};
};

TEST_F(SessionRedirectTest, TheLoginIsRepeatedAtTheShardWithoutAWordToTheApp) {
  start();
  run(10ms);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected"));
  login();
  run(100ms);
  EXPECT_THAT(told.take(), ElementsAre("online 0 as alice", "login 0"));
  EXPECT_THAT(shard.commands, ElementsAre("hello", "login"));
  EXPECT_EQ(server.links(), 0u);
  EXPECT_EQ(shard.links(), 1u);
}

TEST_F(SessionRedirectTest, ALostLinkComesBackToTheShardFirst) {
  log_in();
  run(10s);
  shard.reset_links();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
  EXPECT_THAT(shard.commands, ElementsAre("hello", "login", "hello", "resume"));
  EXPECT_EQ(server.count("hello"), 1);
}

TEST_F(SessionRedirectTest, AShardThatIsGoneIsAskedForAgain) {
  log_in();
  run(10s);
  ScriptedServer other(world, 445);
  sends_away(server, 445, "resume");
  shard.refuse();
  shard.reset_links();
  run(3s);
  EXPECT_THAT(told.take(), ElementsAre("connecting", "failed 9511", "connecting", "connected", "online 0 as alice"));
  EXPECT_EQ(other.count("resume"), 1);
  session.reset();
  other.close_links();
}

TEST_F(SessionRedirectTest, AShardThatCannotBeReachedIsAFailedAttempt) {
  shard.refuse();
  start();
  run(10ms);
  (void)told.take();
  login();
  run(25s);
  const auto lines = told.take();
  EXPECT_THAT(Lines(lines.begin(), lines.begin() + 4),
              ElementsAre("connecting", "failed 9511", "connecting", "connected"));
  EXPECT_LT(server.count("login"), 15);  // it does not try in a circle without a wait
}

TEST_F(SessionRedirectTest, ServersThatSendInACircleAreNotDialledWithoutAWait) {
  sends_away(shard, 443, "login");
  start();
  login();
  run(25s);
  EXPECT_LT(server.count("login") + shard.count("login"), 15);
  run(10s);
  EXPECT_THAT(told.lines, testing::Contains(testing::StartsWith("login 95")));  // it timed out in the end
}

TEST_F(SessionConnectionTest, HalfAFrameOfTheOldLinkDoesNotSpoilTheNewOne) {
  log_in();
  server.raw(std::string("\0\0\1\0\1\3\0\x66half", 12));
  run(10ms);
  server.reset_links();
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice"));
}

TEST_F(SessionConnectionTest, WorksOnANetworkThatCutsEverythingIntoPieces) {
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
