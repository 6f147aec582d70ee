// Requests and pushes as the session's owner sees them, over the simulated network.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk/session/session.hpp"
#include "sdk/session/tests/session_fixture.hpp"

namespace chatproof::session {
namespace {

using runtime::ConnectOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

using SessionRequestTest = SessionTest;

TEST_F(SessionRequestTest, AnswersRequests) {
  log_in();
  std::string body;
  session->request(wire::Command::c2c_send, R"({"to":"bob"})", {}, [&](const Reply& reply) { body = reply.body; });
  run();
  EXPECT_EQ(json::parse(body), json::parse(R"({"code":0,"echo":{"to":"bob"}})"));
  server.replies["c2c.send"] = {{"code", 60003}, {"text", "what is that"}};
  ask("one");
  run();
  EXPECT_THAT(told.take(), ElementsAre("one 60003"));
}

TEST_F(SessionRequestTest, RegistersAgainWhenTheServerDoesNotKnowTheUserAnyMore) {
  log_in();
  server.replies["c2c.send"] = {{"code", 9503}, {"text", "who are you"}};
  ask("one");
  run();
  EXPECT_THAT(told.take(), ElementsAre("one 9503", "connecting", "connected", "online 0 as alice"));
}

TEST_F(SessionRequestTest, ChecksRequestsInOrder) {
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

TEST_F(SessionRequestTest, FailsAtOnceWithoutANetworkIfAskedTo) {
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

TEST_F(SessionRequestTest, AReplyThatNeverComesIsATimeout) {
  log_in();
  server.replies["c2c.send"] = nullptr;
  ask("one");
  run(29s);
  EXPECT_THAT(told.take(), IsEmpty());
  run(2s);
  EXPECT_THAT(told.take(), ElementsAre("one 9520"));
  EXPECT_EQ(server.count("c2c.send"), 1);
}

TEST_F(SessionRequestTest, ARequestWaitsForTheUserToBeOnlineAgain) {
  log_in();
  server.reset_links();
  run(700us);  // the loss is known, the new link is not up yet
  ask("one");
  run();
  EXPECT_THAT(told.take(), ElementsAre("connecting", "connected", "online 0 as alice", "one 0"));
  EXPECT_THAT(server.commands, ElementsAre("hello", "login", "hello", "resume", "c2c.send"));
}

TEST_F(SessionRequestTest, ARequestIsSentAgainOnANewLinkIfItMayBe) {
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

TEST_F(SessionRequestTest, ARequestTimesOutByWhereItWasStuck) {
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

TEST_F(SessionRequestTest, WithoutANetworkTheSamePlacesHaveOtherCodes) {
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

TEST_F(SessionRequestTest, HandsOutPushesOfTheUserOnly) {
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

TEST_F(SessionRequestTest, KeepsTheOrderWhenHandlersCallBack) {
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

TEST_F(SessionRequestTest, WhatIsToldLaterKeepsItsBytes) {
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

TEST_F(SessionRequestTest, AHandlerThatAsksAgainAtOnceDoesNotStarveTheLoop) {
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

TEST_F(SessionRequestTest, SendsNothingOfTheUsersBeforeTheResumeIsAnswered) {
  log_in();
  server.replies["resume"] = nullptr;
  server.reset_links();
  run(10ms);
  ask("one");
  run(5s);
  EXPECT_EQ(server.count("resume"), 1);
  EXPECT_EQ(server.count("c2c.send"), 0);
}

TEST_F(SessionRequestTest, IgnoresRepliesThatNobodyWaitsFor) {
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

}  // namespace
}  // namespace chatproof::session
