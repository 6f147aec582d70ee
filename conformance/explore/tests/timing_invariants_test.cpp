#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/explore/tests/tale.hpp"

namespace chatproof::explore {
namespace {

using namespace std::chrono_literals;
using check::Channel;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string phone = "alice.phone";

void beat(Tale& story, int connection) {
  story.add("server", Channel::server, "ping", {{"device", phone}, {"connection", connection}});
}

// A device that is connected, and nobody logged in, after the world has healed.
Tale idle() {
  Tale story;
  story.callback(phone, "onConnecting");
  story.add("server", Channel::server, "hello", {{"device", phone}, {"connection", 1}});
  story.callback(phone, "onConnectSuccess");
  story.add("stage", Channel::step, "healed");
  return story;
}

// It beats every so often, for eight minutes.
std::vector<std::string> broken_when_beating_every(runtime::Duration interval) {
  Tale story = idle();
  const auto end = story.now + 8min;
  for (story.now += interval; story.now < end; story.now += interval) beat(story, 1);
  story.now = end;
  story.ends_as(phone, "");
  return story.broken();
}

TEST(TimingInvariantsTest, AHeartbeatEveryTwoMinutesIsRight) {
  EXPECT_THAT(broken_when_beating_every(120s), IsEmpty());
}

TEST(TimingInvariantsTest, ARareAFrequentAndAForgottenHeartbeatAreFound) {
  EXPECT_THAT(broken_when_beating_every(5min), testing::Contains("heartbeatKept"));
  EXPECT_THAT(broken_when_beating_every(1min), testing::Contains("heartbeatKept"));
  EXPECT_THAT(broken_when_beating_every(1h), ElementsAre("heartbeatKept"));
}

TEST(TimingInvariantsTest, APongThatStaysAwayMayBeAskedForOnce) {
  Tale story = idle();
  for (const auto gap : {120s, 10s, 120s}) {
    story.now += gap;
    beat(story, 1);
  }
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), IsEmpty());
  EXPECT_THAT(broken_when_beating_every(10s), testing::Contains("heartbeatKept"));
}

TEST(TimingInvariantsTest, NobodyBeatsOnALinkThatIsGone) {
  Tale story = idle();
  story.add("server", Channel::server, "hello", {{"device", phone}, {"connection", 2}});
  for (int i = 0; i < 4; ++i) {
    story.now += 120s;
    beat(story, 2);
  }
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), IsEmpty()) << "the first link died without a word";
}

TEST(TimingInvariantsTest, TimesOfItsOwnAreASessionsOwn) {
  Tale story = idle();
  story.add(phone, Channel::step, "ownTimes", {{"heartbeatInterval", "1h"}});
  story.call(phone, "getUsersInfo", 1);
  story.now += 8min;
  story.result(phone, "getUsersInfo", 1, {{"error", 9520}});
  story.ends_as(phone, "");
  EXPECT_THAT(story.broken(), IsEmpty());
}

TEST(TimingInvariantsTest, ACallThatTakesTooLongIsFound) {
  Tale story;
  story.call(phone, "getUsersInfo", 1);
  story.now += 65s;
  story.result(phone, "getUsersInfo", 1, {{"error", 9520}});
  EXPECT_THAT(story.broken(), IsEmpty());
  story.call(phone, "getUsersInfo", 2);
  story.now += 71s;
  story.result(phone, "getUsersInfo", 2, {{"error", 9520}});
  EXPECT_THAT(story.broken(), ElementsAre("endsInTime"));
}

TEST(TimingInvariantsTest, AProcessThatStandsStillHasItsTimeAfterwards) {
  Tale story;
  story.call(phone, "getUsersInfo", 1);
  story.now += 5s;
  story.add(phone, Channel::network, "process.suspend");
  story.now += 10min;
  story.add(phone, Channel::network, "process.resume");
  story.now += 30s;
  story.result(phone, "getUsersInfo", 1, {{"error", 9520}});
  EXPECT_THAT(story.broken(), IsEmpty());
  story.call("bob.phone", "getUsersInfo", 2);
  story.call(phone, "getUsersInfo", 3);
  story.now += 71s;
  story.result("bob.phone", "getUsersInfo", 2, {{"error", 9520}});
  story.result(phone, "getUsersInfo", 3, {{"error", 9520}});
  EXPECT_THAT(story.broken(), ElementsAre("endsInTime", "endsInTime"));
}

}  // namespace
}  // namespace chatproof::explore
