#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/explore/tests/tale.hpp"

namespace chatproof::explore {
namespace {

using check::Channel;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string alice = "alice.phone", bob = "bob.phone";

// Alice and Bob are online; Alice has sent "m1" and "m2" to Bob.
Tale two_messages() {
  Tale story;
  for (const auto& [device, user, connection] : {std::tuple(alice, "alice", 1), std::tuple(bob, "bob", 2)}) {
    story.callback(device, "onConnecting");
    story.callback(device, "onConnectSuccess");
    story.registers(device, user, connection);
  }
  story.accepts("m1", "alice", "bob", 1);
  story.accepts("m2", "alice", "bob", 1);
  return story;
}

void end(Tale& story) {
  story.ends_as(alice, "alice");
  story.ends_as(bob, "bob");
}

TEST(MessageInvariantsTest, EachMessageOnceAndInOrderBreaksNothing) {
  Tale story = two_messages();
  story.receives(bob, "m1");
  story.receives(bob, "m2");
  end(story);
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(MessageInvariantsTest, BothUsersOfADeviceGetWhatTheyWroteEachOther) {
  Tale story = two_messages();
  for (const char* id : {"m1", "m2"}) story.receives(bob, id);
  story.registers(bob, "alice", 3);
  for (const char* id : {"m1", "m2"}) story.receives(bob, id);
  story.ends_as(alice, "alice");
  story.ends_as(bob, "alice");
  EXPECT_THAT(story.broken(), IsEmpty());
  story.receives(bob, "m2");
  EXPECT_THAT(story.broken(), ElementsAre("noMessageDoubled"));
}

TEST(MessageInvariantsTest, ALostMessageIsFound) {
  Tale story = two_messages();
  story.receives(bob, "m1");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("noMessageLost"));
}

TEST(MessageInvariantsTest, AnInboxThatStayedEmptyIsFound) {
  Tale story = two_messages();
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("noMessageLost", "noMessageLost"));
}

TEST(MessageInvariantsTest, WhoeverIsLoggedOutMayMissMessages) {
  Tale story = two_messages();
  story.ends_as(alice, "alice");
  story.ends_as(bob, "");
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(MessageInvariantsTest, AServerThatForgetsLosesMessagesRightly) {
  Tale story = two_messages();
  story.add("server", Channel::network, "restart", {{"state", "lose"}});
  end(story);
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(MessageInvariantsTest, ADoubledMessageIsFound) {
  Tale story = two_messages();
  story.receives(bob, "m1");
  story.receives(bob, "m2");
  story.receives(bob, "m2");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("noMessageDoubled"));
}

// Bob's disk is full when "m1" comes, and heals.
Tale message_meets_a_full_disk() {
  Tale story = two_messages();
  story.add(bob, Channel::network, "store.full");
  story.receives(bob, "m1");
  story.add(bob, Channel::network, "store.heal");
  story.receives(bob, "m2");
  return story;
}

TEST(MessageInvariantsTest, WhatCouldNotBeKeptMayComeAgainAfterTheNextLogin) {
  Tale story = message_meets_a_full_disk();
  story.call(bob, "login", 1);
  story.result(bob, "login", 1);
  story.receives(bob, "m1");
  end(story);
  EXPECT_THAT(story.broken(), IsEmpty());
  story.receives(bob, "m1");
  EXPECT_THAT(story.broken(), ElementsAre("noMessageDoubled")) << "that one was kept";
}

TEST(MessageInvariantsTest, WhatCouldNotBeKeptComesOnceUntilTheNextLogin) {
  Tale story = message_meets_a_full_disk();
  story.receives(bob, "m1");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("noMessageDoubled"));
}

TEST(MessageInvariantsTest, WhatWasKeptDoesNotComeAgainAfterALogin) {
  Tale story = message_meets_a_full_disk();
  story.call(bob, "login", 1);
  story.result(bob, "login", 1);
  story.receives(bob, "m2");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("noMessageDoubled"));
}

// It lost its place: what came while nobody was logged in is not told.
TEST(MessageInvariantsTest, ADeviceWithoutAPlaceIsANewOneOnlyWhereItsDiskFailed) {
  for (const bool full : {true, false}) {
    Tale story = two_messages();
    if (full) story.add(bob, Channel::network, "store.full");
    story.add(bob, Channel::wire, "login", {{"detail", {{"payload", {{"userID", "bob"}, {"cursor", -1}}}}}});
    story.registers(bob, "bob", 3);
    end(story);
    if (full) {
      EXPECT_THAT(story.broken(), IsEmpty());
    } else {
      EXPECT_THAT(story.broken(), ElementsAre("noMessageLost", "noMessageLost"));
    }
  }
}

TEST(MessageInvariantsTest, DisorderIsFound) {
  Tale story = two_messages();
  story.receives(bob, "m2");
  story.receives(bob, "m1");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("messagesInOrder"));
}

TEST(MessageInvariantsTest, ASecondCopyOnTheServerIsFound) {
  Tale story = two_messages();
  story.accepts("m1", "alice", "bob", 1);
  EXPECT_THAT(story.broken(), ElementsAre("acceptedOnce"));
}

TEST(MessageInvariantsTest, ASuccessThatTheServerKnowsNothingOfIsFound) {
  Tale story = two_messages();
  story.call(alice, "sendC2CTextMessage", 1);
  story.result(alice, "sendC2CTextMessage", 1, {{"ok", true}, {"value", {{"msgID", "m3"}}}});
  EXPECT_THAT(story.broken(), ElementsAre("sentIsAccepted"));
}

TEST(MessageInvariantsTest, SomebodyElsesMessageIsFound) {
  Tale story = two_messages();
  story.accepts("m3", "carol", "dave", 0);
  story.receives(bob, "m1");
  story.receives(bob, "m2");
  story.receives(bob, "m3");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("forNobodyElse"));
}

TEST(MessageInvariantsTest, AMessageOutOfNowhereIsFound) {
  Tale story = two_messages();
  story.receives(bob, "m1");
  story.receives(bob, "m2");
  story.receives(bob, "m9");
  end(story);
  EXPECT_THAT(story.broken(), ElementsAre("forNobodyElse"));
}

TEST(MessageInvariantsTest, WhoeverPlaysWithListenersIsLeftOut) {
  Tale story = two_messages();
  story.call(bob, "removeAdvancedMsgListener", 1);
  story.receives(bob, "m2");
  end(story);
  EXPECT_THAT(story.broken(), IsEmpty());
}

}  // namespace
}  // namespace chatproof::explore
