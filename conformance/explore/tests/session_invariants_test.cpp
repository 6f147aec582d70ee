#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/explore/tests/tale.hpp"

namespace chatproof::explore {
namespace {

using check::Channel;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string phone = "alice.phone";

// Initialised, connected, logged in, and still so in the end.
Tale healthy() {
  Tale story;
  story.call(phone, "initSDK", 1);
  story.callback(phone, "onConnecting");
  story.callback(phone, "onConnectSuccess");
  story.call(phone, "login", 2);
  story.registers(phone, "alice", 1);
  story.result(phone, "login", 2);
  return story;
}

TEST(SessionInvariantsTest, AHealthyStoryBreaksNothing) {
  Tale story = healthy();
  story.ends_as(phone, "alice");
  story.add("stage", Channel::step, "quiet", {{"quiet", true}});
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, ACallWithoutAnEndIsFound) {
  Tale story = healthy();
  story.call(phone, "logout", 3);
  EXPECT_THAT(story.broken(), ElementsAre("everyCallEnds"));
}

TEST(SessionInvariantsTest, WhatHasNoCompletionOrNobodyToTellNeedsNoEnd) {
  Tale story = healthy();
  story.call(phone, "getLoginStatus", 3);
  story.call(phone, "logout", 4, {{"callback", nullptr}});
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, ADeviceWithoutPowerOwesNoEnd) {
  Tale story = healthy();
  story.call(phone, "logout", 3);
  story.add(phone, Channel::network, "cut.power");
  story.call(phone, "logout", 4);
  EXPECT_THAT(story.broken(), IsEmpty());
  story.add(phone, Channel::network, "restart");
  story.call(phone, "logout", 5);
  EXPECT_THAT(story.broken(), ElementsAre("everyCallEnds"));
}

TEST(SessionInvariantsTest, ASecondEndIsFound) {
  Tale story = healthy();
  story.result(phone, "login", 2);
  EXPECT_THAT(story.broken(), ElementsAre("completionOnce"));
}

TEST(SessionInvariantsTest, AnAttemptThatNeverEndedIsFoundAtTheNext) {
  Tale story = healthy();
  story.callback(phone, "onConnecting");
  EXPECT_THAT(story.broken(), IsEmpty());
  story.callback(phone, "onConnecting");
  EXPECT_THAT(story.broken(), ElementsAre("attemptsAlternate"));
}

TEST(SessionInvariantsTest, UnInitEndsAnAttemptSilently) {
  Tale story = healthy();
  story.callback(phone, "onConnecting");
  story.call(phone, "unInitSDK", 3);
  story.call(phone, "initSDK", 4);
  story.callback(phone, "onConnecting");
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, TwentyFiveAttemptsInAMinuteAreAStorm) {
  Tale story;
  for (int i = 0; i < 24; ++i) {
    story.callback(phone, "onConnecting");
    story.callback(phone, "onConnectSuccess");
    story.now += std::chrono::seconds(2);
  }
  EXPECT_THAT(story.broken(), IsEmpty());
  story.callback(phone, "onConnecting");
  EXPECT_THAT(story.broken(), ElementsAre("noReconnectStorm"));
}

TEST(SessionInvariantsTest, TwentyFiveLoginRequestsInAMinuteAreAStorm) {
  Tale story = healthy();
  for (int i = 0; i < 24; ++i) story.add(phone, Channel::wire, "resume");
  EXPECT_THAT(story.broken(), IsEmpty());
  story.add(phone, Channel::wire, "resume");
  EXPECT_THAT(story.broken(), ElementsAre("noLoginStorm"));
}

TEST(SessionInvariantsTest, ALoginRequestAfterAKickIsFound) {
  Tale story = healthy();
  story.callback(phone, "onKickedOffline");
  story.add(phone, Channel::wire, "resume");
  EXPECT_THAT(story.broken(), ElementsAre("noLoginAfterKick"));
}

TEST(SessionInvariantsTest, AWorldWithoutRestIsFound) {
  Tale story = healthy();
  story.add("stage", Channel::step, "quiet", {{"quiet", false}});
  EXPECT_THAT(story.broken(), ElementsAre("comesToRest"));
}

TEST(SessionInvariantsTest, WhoeverIsNotConnectedInTheEndIsFound) {
  Tale story = healthy();
  story.callback(phone, "onConnecting");
  story.ends_as(phone, "alice");
  EXPECT_THAT(story.broken(), ElementsAre("connectsAgain"));
}

TEST(SessionInvariantsTest, ASpareConnectionIsFound) {
  Tale story = healthy();
  story.ends_as(phone, "alice", {{"connections", 2}});
  EXPECT_THAT(story.broken(), ElementsAre("leaksNoConnection"));
}

TEST(SessionInvariantsTest, AConnectionAfterUnInitIsFound) {
  Tale story = healthy();
  story.call(phone, "unInitSDK", 3);
  story.ends_as(phone, "", {{"initialised", false}});
  EXPECT_THAT(story.broken(), ElementsAre("leaksNoConnection"));
}

TEST(SessionInvariantsTest, AnEventAfterUnInitIsFound) {
  Tale story = healthy();
  story.call(phone, "unInitSDK", 3);
  story.callback(phone, "onConnectSuccess");
  const auto broken = story.broken();
  EXPECT_THAT(broken, testing::Contains("silentAfterUnInit"));
}

TEST(SessionInvariantsTest, ALoginThatEndsUntoldIsFound) {
  Tale story = healthy();
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), ElementsAre("staysLoggedIn"));
}

TEST(SessionInvariantsTest, ALoginThatNeverEndsIsFound) {
  Tale story = healthy();
  story.ends_as(phone, "", {{"status", 2}});
  EXPECT_THAT(story.broken(), testing::Contains("staysLoggedIn"));
}

TEST(SessionInvariantsTest, AKickOrALogoutEndsALoginRightly) {
  Tale kicked = healthy();
  kicked.says(phone, "push", {{"command", "kicked"}});
  kicked.callback(phone, "onKickedOffline");
  kicked.ends_as(phone, "");
  EXPECT_THAT(kicked.broken(), IsEmpty());
  Tale left = healthy();
  left.call(phone, "logout", 3);
  left.result(phone, "logout", 3);
  left.ends_as(phone, "");
  EXPECT_THAT(left.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, ALogoutOvertakesALoginThatIsStillToEnd) {
  Tale story = healthy();
  story.call(phone, "login", 3);
  story.call(phone, "logout", 4);
  story.result(phone, "login", 3);
  story.result(phone, "logout", 4);
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, AServerWithAnotherOpinionIsFound) {
  Tale story = healthy();
  story.ends_as(phone, "alice", {{"session", {{"user", ""}}}});
  EXPECT_THAT(story.broken(), ElementsAre("agreesWithServer"));
}

TEST(SessionInvariantsTest, ARefusedProbeIsFound) {
  Tale story = healthy();
  story.call(phone, "getUsersInfo", 3);
  story.result(phone, "getUsersInfo", 3, {{"error", 9520}, {"as", "probe"}});
  EXPECT_THAT(story.broken(), ElementsAre("isAlive"));
}

TEST(SessionInvariantsTest, AProbeOfAnAppThatLeavesMeanwhileMayBeRefused) {
  Tale story = healthy();
  story.call(phone, "getUsersInfo", 3);
  story.call(phone, "unInitSDK", 4);
  story.result(phone, "getUsersInfo", 3, {{"error", 7009}, {"as", "probe"}});
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, WhatIsLeftAfterUnInitIsFound) {
  Tale story = healthy();
  story.ends_as(phone, "alice");
  story.call(phone, "unInitSDK", 3);
  story.add(phone, Channel::step, "left", {{"connections", 0}, {"timers", 0}});
  EXPECT_THAT(story.broken(), IsEmpty());
  story.add(phone, Channel::step, "left", {{"connections", 0}, {"timers", 1}});
  story.add(phone, Channel::step, "left", {{"connections", 1}, {"timers", 0}});
  EXPECT_THAT(story.broken(), ElementsAre("leavesNothingBehind", "leavesNothingBehind"));
}

TEST(SessionInvariantsTest, AnEndThatTheServerDidNotSpeakOfIsFound) {
  Tale story = healthy();
  story.says("bob.phone", "push", {{"command", "kicked"}});
  story.says(phone, "push", {{"command", "message"}});
  story.says(phone, "reply", {{"command", "resume"}, {"code", 0}});
  story.callback(phone, "onUserSigExpired");
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), ElementsAre("endsForAReason"));
}

TEST(SessionInvariantsTest, OneWordOfTheServersEndsOneLogin) {
  Tale story = healthy();
  story.says(phone, "push", {{"command", "ticketExpired"}});
  story.callback(phone, "onUserSigExpired");
  story.callback(phone, "onUserSigExpired");
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), ElementsAre("endsForAReason"));
}

TEST(SessionInvariantsTest, ALoginThatWasCalledBeforeTheAppWasToldOfTheEndMayReachTheServer) {
  Tale story = healthy();
  story.call(phone, "login", 3);
  story.says(phone, "push", {{"command", "ticketExpired"}});
  story.callback(phone, "onUserSigExpired");
  story.add(phone, Channel::wire, "login");
  story.result(phone, "login", 3);
  EXPECT_THAT(story.broken(), IsEmpty());
  story.says(phone, "push", {{"command", "kicked"}});
  story.callback(phone, "onKickedOffline");
  story.add(phone, Channel::wire, "login");
  EXPECT_THAT(story.broken(), ElementsAre("noLoginAfterKick"));
}

// The app's SDK listener is removed.
Tale deaf() {
  Tale story = healthy();
  story.call(phone, "removeSDKListener", 3);
  return story;
}

TEST(SessionInvariantsTest, AListenerThatWasRemovedHearsNothing) {
  Tale story = deaf();
  story.add(phone, Channel::callback, "onConnecting", {{"listener", "V2TIMSDKListener"}});
  EXPECT_THAT(story.broken(), ElementsAre("silentAfterRemoval"));
  Tale other = deaf();
  other.add(phone, Channel::callback, "onSyncServerStart", {{"listener", "V2TIMConversationListener"}});
  other.call(phone, "addSDKListener", 4);
  other.add(phone, Channel::callback, "onConnecting", {{"listener", "V2TIMSDKListener"}});
  EXPECT_THAT(other.broken(), IsEmpty());
}

TEST(SessionInvariantsTest, WhoDoesNotListenIsNotToldOfAnEnd) {
  Tale kicked = deaf();
  kicked.ends_as(phone, "");
  EXPECT_THAT(kicked.broken(), IsEmpty());
  Tale again = deaf();
  again.call(phone, "login", 4);
  again.result(phone, "login", 4);
  again.ends_as(phone, "");
  EXPECT_THAT(again.broken(), IsEmpty());
  Tale listens = deaf();
  listens.call(phone, "addSDKListener", 4);
  listens.call(phone, "login", 5);
  listens.result(phone, "login", 5);
  listens.ends_as(phone, "");
  EXPECT_THAT(listens.broken(), ElementsAre("staysLoggedIn"));
}

TEST(SessionInvariantsTest, WhoDoesNotListenIsConnectedInTheEnd) {
  Tale story = deaf();
  story.call(phone, "addSDKListener", 4);
  story.callback(phone, "onConnectSuccess");
  story.ends_as(phone, "alice", {{"session", nullptr}});
  EXPECT_THAT(story.broken(), testing::Contains("connectsAgain"));
}

TEST(SessionInvariantsTest, ACallThatWasNeverMadeNeedsNoEnd) {
  Tale story = healthy();
  story.call(phone, "logout", 3);
  story.history.back().payload["return"] = {{"invalidArguments", "nothing is called in a suspended process"}};
  story.ends_as(phone, "alice");
  EXPECT_THAT(story.broken(), testing::Not(testing::Contains("everyCallEnds")));
}

TEST(SessionInvariantsTest, AllHaveANameAndAText) {
  for (const auto& [name, text] : invariant_texts()) {
    EXPECT_FALSE(name.empty());
    EXPECT_FALSE(text.empty());
  }
}

}  // namespace
}  // namespace chatproof::explore
