#include "conformance/check/sweeps.hpp"

#include <gtest/gtest.h>

namespace chatproof::check {
namespace {

class Story {
 public:
  Event& add(Channel channel, const std::string& name, nlohmann::json payload = nlohmann::json::object()) {
    Event event;
    event.id = static_cast<std::uint32_t>(history.size()) + 1;
    event.actor = "a.phone";
    event.channel = channel;
    event.name = name;
    event.payload = std::move(payload);
    history.push_back(std::move(event));
    return history.back();
  }
  History history;
};

std::size_t violations(const std::string& invariant, const History& history) {
  return invariants().at(invariant)(history).size();
}

TEST(SweepsTest, WhatNobodyExpectedIsALeftover) {
  Story story;
  story.add(Channel::callback, "onConnecting").used = true;
  story.add(Channel::callback, "onLog");
  story.add(Channel::callback, "onKickedOffline");
  story.add(Channel::result, "login", {{"call", 1}});
  const auto found = leftovers(story.history, {"log"});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].event, 3u);
  EXPECT_EQ(found[1].event, 4u);
  EXPECT_EQ(leftovers(story.history, {"onLog", "onKickedOffline"}).size(), 1u);
}

TEST(SweepsTest, OfManyLeftoversOfAKindAFewAreToldInShort) {
  Story story;
  for (int i = 1; i <= 100; ++i)
    story.add(Channel::callback, "onRecvNewMessage",
              {{"args",
                {{"text", "message " + std::to_string(i)},
                 {"isSelf", false},
                 {"seq", 0},
                 {"elemList", nlohmann::json::array()}}},
               {"listener", "advanced"},
               {"thread", "sdk"}});
  story.add(Channel::callback, "onKickedOffline", {{"args", nlohmann::json::object()}});
  const auto found = leftovers(story.history, {});
  ASSERT_EQ(found.size(), 5u);
  EXPECT_TRUE(found[0].observed.ends_with("onRecvNewMessage {\"text\":\"message 1\"}")) << found[0].observed;
  EXPECT_NE(found[3].observed.find("and 97 more of the same kind"), std::string::npos) << found[3].observed;
  EXPECT_NE(found[4].observed.find("onKickedOffline"), std::string::npos);
}

TEST(SweepsTest, ACallThatCompletesMustEnd) {
  Story story;
  story.add(Channel::call, "login", {{"call", 1}});
  story.add(Channel::call, "getVersion", {{"call", 2}});
  story.add(Channel::call, "logout", {{"call", 3}});
  story.add(Channel::result, "logout", {{"call", 3}});
  const auto found = unfinished_calls(story.history, [](const std::string& method) { return method != "getVersion"; });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].event, 1u);
}

TEST(SweepsTest, AFaultThatNeverActedLeavesTheCaseOpen) {
  EXPECT_TRUE(idle_faults({{"f", true, 1}, {"g", false, 0}}).empty());
  const auto found = idle_faults({{"f", true, 0}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].verdict, Verdict::inconclusive);
}

TEST(SweepsTest, ACallEndsOnce) {
  Story story;
  story.add(Channel::result, "login", {{"call", 1}});
  EXPECT_EQ(violations("completionOnce", story.history), 0u);
  story.add(Channel::result, "login", {{"call", 1}});
  EXPECT_EQ(violations("completionOnce", story.history), 1u);
}

TEST(SweepsTest, AnOutcomeOfAConnectionNeedsItsAnnouncement) {
  Story story;
  story.add(Channel::callback, "onConnecting");
  story.add(Channel::callback, "onConnectFailed");
  EXPECT_EQ(violations("connectionLegal", story.history), 0u);
  story.add(Channel::callback, "onConnectSuccess");
  EXPECT_EQ(violations("connectionLegal", story.history), 1u);
}

TEST(SweepsTest, OnlyArgumentErrorsComeOnTheCallersThread) {
  Story story;
  story.add(Channel::result, "login", {{"thread", "caller"}, {"error", 6017}});
  story.add(Channel::callback, "onConnecting", {{"thread", "sdk"}});
  EXPECT_EQ(violations("callbackThread", story.history), 0u);
  story.add(Channel::result, "login", {{"thread", "caller"}, {"error", 6014}});
  EXPECT_EQ(violations("callbackThread", story.history), 1u);
}

TEST(SweepsTest, AfterUnInitThereIsSilence) {
  Story story;
  story.add(Channel::callback, "onConnecting");
  story.add(Channel::call, "unInitSDK");
  EXPECT_EQ(violations("silentAfterUnInit", story.history), 0u);
  story.add(Channel::callback, "onConnecting");
  EXPECT_EQ(violations("silentAfterUnInit", story.history), 1u);
}

TEST(SweepsTest, NothingLogsInByItselfAfterAKick) {
  Story story;
  story.add(Channel::callback, "onKickedOffline");
  story.add(Channel::wire, "hello");
  story.add(Channel::call, "login", {{"call", 1}});
  story.add(Channel::wire, "login");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 0u);
  story.add(Channel::callback, "onUserSigExpired");
  story.add(Channel::wire, "login");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 0u) << "the app has asked for it and waits";
  story.add(Channel::result, "login", {{"call", 1}});
  story.add(Channel::wire, "resume");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 1u);
}

TEST(SweepsTest, ALoginThatWasCalledBeforeTheAppWasToldOfTheEndIsALogin) {
  Story story;
  story.add(Channel::call, "login", {{"call", 1}});
  story.add(Channel::callback, "onUserSigExpired");
  story.add(Channel::wire, "login");
  story.add(Channel::result, "login", {{"call", 1}, {"ok", true}});
  story.add(Channel::wire, "resume");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 0u);
}

TEST(SweepsTest, ALoginThatALogoutCancelledMayStillReachTheServerOnce) {
  Story story;
  story.add(Channel::call, "login", {{"call", 1}});
  story.add(Channel::callback, "onKickedOffline");
  story.add(Channel::result, "login", {{"call", 1}, {"error", 6023}});
  story.add(Channel::wire, "login");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 0u);
  story.add(Channel::wire, "login");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 1u);
}

TEST(SweepsTest, ALoginThatALogoutCancelledAfterItReachedTheServerExcusesNoOther) {
  Story story;
  story.add(Channel::call, "login", {{"call", 1}});
  story.add(Channel::wire, "login");
  story.add(Channel::callback, "onKickedOffline");
  story.add(Channel::result, "login", {{"call", 1}, {"error", 6023}});
  story.add(Channel::wire, "login");
  EXPECT_EQ(violations("noLoginAfterKick", story.history), 1u);
}

TEST(SweepsTest, WhoHasNotListenedMayMissTheAnnouncementOfOneAttempt) {
  Story story;
  story.add(Channel::call, "removeSDKListener");
  story.add(Channel::callback, "onConnectSuccess");
  EXPECT_EQ(violations("connectionLegal", story.history), 0u);
  story.add(Channel::callback, "onConnectSuccess");
  EXPECT_EQ(violations("connectionLegal", story.history), 1u);
}

TEST(SweepsTest, NothingPassesVacuously) {
  EXPECT_EQ(verdict_of({}, 3, true), Verdict::pass);
  EXPECT_EQ(verdict_of({}, 0, true), Verdict::fail);
  EXPECT_EQ(verdict_of({}, 3, false), Verdict::fail);
  Finding noted;
  noted.verdict = Verdict::non_strict;
  EXPECT_EQ(verdict_of({noted}, 3, true), Verdict::non_strict);
}

TEST(SweepsTest, TheHashIsThatOfTheLines) {
  Story one, two;
  one.add(Channel::callback, "onConnecting");
  two.add(Channel::callback, "onConnecting");
  EXPECT_EQ(hash_of(one.history), hash_of(two.history));
  two.history[0].payload["args"] = 1;
  EXPECT_NE(hash_of(one.history), hash_of(two.history));
}

CaseResult ended(Verdict verdict) {
  CaseResult result;
  result.file = "a.json";
  result.verdict = verdict;
  expect_failure(result, "a bug", 7);
  return result;
}

TEST(ExpectedFailureTest, IsKnownWithItsReason) {
  const CaseResult result = ended(Verdict::fail);
  EXPECT_EQ(result.verdict, Verdict::known_failing);
  EXPECT_EQ(result.reason, "a bug");
  EXPECT_TRUE(result.findings.empty());
}

TEST(ExpectedFailureTest, FailsWhenItPasses) {
  const CaseResult result = ended(Verdict::pass);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].rule, unexpected_pass);
  EXPECT_EQ(result.findings[0].line, 7);
  EXPECT_EQ(result.findings[0].expected, "the case fails, for it is known: a bug");
}

TEST(ExpectedFailureTest, LeavesEverythingElseAsItIs) {
  for (const Verdict verdict : {Verdict::non_strict, Verdict::inconclusive, Verdict::error})
    EXPECT_EQ(ended(verdict).verdict, verdict);
}

}  // namespace
}  // namespace chatproof::check
