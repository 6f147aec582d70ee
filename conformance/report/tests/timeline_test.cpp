#include "conformance/report/timeline.hpp"

#include <gmock/gmock.h>

#include "conformance/report/tests/sample.hpp"
#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using check::Channel;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(TimelineTest, MarksTheEventInItsColumn) {
  check::History history;
  add_event(history, 0, "alice.phone", Channel::call, "login", {{"args", {{"userID", "alice"}}}});
  add_event(history, 20, "alice.phone", Channel::wire, "login");
  const auto kick = add_event(history, 1'040, "server", Channel::server, "kick", {{"device", "alice.phone"}});
  add_event(history, 1'060, "stage", Channel::step, "/steps/3");
  EXPECT_THAT(timeline_excerpt(history, kick, {80, 8, 4}),
              ElementsAre("           alice.phone                       server", "  0.000 s  login(userID: \"alice\")",
                          "  0.020 s  ~> login", "> 1.040 s                                    kick alice.phone",
                          "  1.060 s  -- stage /steps/3"));
}

TEST(TimelineTest, ShowsOnlyWhatIsNear) {
  check::History history;
  for (int i = 0; i < 100; ++i) add_event(history, i, "a", Channel::callback, "on" + std::to_string(i));
  const auto lines = timeline_excerpt(history, 51, {80, 2, 1});
  ASSERT_EQ(lines.size(), 5u);  // with the head
  EXPECT_THAT(lines[1], HasSubstr("on48"));
  EXPECT_THAT(lines[4], HasSubstr("on51"));
  EXPECT_EQ(timeline_excerpt(history, 0, {80, 2, 1}).size(), 5u);
  EXPECT_THAT(timeline_excerpt(history, 0, {80, 2, 1}).back(), HasSubstr("on99"));
  EXPECT_THAT(timeline_excerpt(history, 4'000'000'000u, {80, 2, 1}).back(), HasSubstr("on99"));
}

TEST(TimelineTest, NamesTheActorInFrontWhenColumnsWouldBeTooNarrow) {
  check::History history;
  for (int i = 0; i < 6; ++i) add_event(history, i, "actor" + std::to_string(i), Channel::callback, "onConnecting");
  const auto lines = timeline_excerpt(history, 0, {80, 8, 4});
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[5], "  0.005 s  actor5: * onConnecting()");
}

TEST(TimelineTest, KeepsLinesWithinTheirWidth) {
  check::History history;
  for (const char* actor : {"a", "b", "server", "stage"})
    add_event(history, 0, actor, Channel::call, std::string(500, 'x'));
  for (const auto& line : timeline_excerpt(history, 1, {70, 8, 4})) EXPECT_LE(width_of(line), 70u) << line;
}

TEST(TimelineTest, SaysNothingAboutNothing) { EXPECT_TRUE(timeline_excerpt({}, 0, {}).empty()); }

TEST(TimelineTest, PutsTheServerLast) {
  check::History history;
  add_event(history, 0, "server", Channel::server, "connect");
  add_event(history, 0, "b", Channel::call, "x");
  add_event(history, 0, "stage", Channel::step, "/steps/0");
  add_event(history, 0, "a", Channel::call, "x");
  EXPECT_THAT(lanes_of(history), ElementsAre("b", "a", "server"));
}

TEST(TimelineTest, FollowsCausesWithoutGoingInCircles) {
  check::History history;
  add_event(history, 0, "a", Channel::call, "x");
  add_event(history, 0, "a", Channel::wire, "x", nullptr, 1);
  add_event(history, 0, "a", Channel::result, "x", nullptr, 2);
  EXPECT_THAT(causes_of(history, 3), ElementsAre(2, 1));
  history[0].cause = 3;
  EXPECT_THAT(causes_of(history, 3), ElementsAre(2, 1));
  EXPECT_TRUE(causes_of(history, 77).empty());
}

}  // namespace
}  // namespace chatproof::report
