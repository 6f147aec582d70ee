#include "conformance/explore/backoff.hpp"

#include <gtest/gtest.h>

#include "conformance/explore/tests/tale.hpp"

namespace chatproof::explore {
namespace {

using namespace std::chrono_literals;

// An outage in which the app waits so long before each further attempt.
check::History outage(const std::vector<runtime::Duration>& lengths) {
  Tale story;
  story.callback("alice.phone", "onConnecting");
  for (const auto length : lengths) {
    story.callback("alice.phone", "onConnectFailed");
    story.now += length;
    story.callback("alice.phone", "onConnecting");
  }
  return story.history;
}

TEST(BackoffTest, WaitsThatGrowAsTheyShouldAreFine) {
  EXPECT_TRUE(backoff_kept(outage({0s, 1s, 2s, 4s, 8s, 16s, 30s, 30s, 30s})).empty());
  EXPECT_TRUE(backoff_kept(outage({0s, 1200ms, 1600ms, 4800ms, 6400ms, 19s, 36s, 24s})).empty());
}

TEST(BackoffTest, AWaitThatIsNoStepIsFound) {
  EXPECT_EQ(backoff_kept(outage({0s, 1300ms})).size(), 1u);
  EXPECT_EQ(backoff_kept(outage({0s, 1s, 2s, 4s, 8s, 16s, 37s})).size(), 1u);
}

TEST(BackoffTest, WaitsThatDoNotGrowAreFound) {
  EXPECT_EQ(backoff_kept(outage({0s, 1s, 1s, 1s})).size(), 2u);
  EXPECT_EQ(backoff_kept(outage({0s, 0s, 0s})).size(), 2u);
}

TEST(BackoffTest, ALinkThatIsUpAgainStartsOver) {
  auto history = outage({0s, 1s, 2s});
  Tale story;
  story.history = history;
  story.now = history.back().at;
  story.callback("alice.phone", "onConnectSuccess");
  story.callback("alice.phone", "onConnecting");
  story.callback("alice.phone", "onConnectFailed");
  story.callback("alice.phone", "onConnecting");
  EXPECT_TRUE(backoff_kept(story.history).empty());
}

TEST(BackoffTest, TheStatisticsSeeJitterThatLeansToOneSide) {
  BackoffStatistics even, leaning;
  for (int i = 0; i < 100; ++i) {
    even.add(outage({0s, 800ms + i * 4ms}));
    leaning.add(outage({0s, 1100ms + i * 1ms}));
  }
  EXPECT_EQ(even.row(1).count, 100u);
  EXPECT_NEAR(even.row(1).mean, 0.998, 1e-9);
  EXPECT_TRUE(even.even(1));
  EXPECT_FALSE(leaning.even(1));
  EXPECT_TRUE(leaning.even(2));  // nothing was seen of it
}

TEST(BackoffTest, TheStatisticsSeeThatThereIsNoJitterOrTooMuch) {
  BackoffStatistics none, extreme;
  for (int i = 0; i < 100; ++i) {
    none.add(outage({0s, 1s}));
    extreme.add(outage({0s, i % 2 == 0 ? 800ms : 1200ms}));
  }
  EXPECT_FALSE(none.even(1));
  EXPECT_FALSE(extreme.even(1));
  EXPECT_TRUE(none.even(0)) << "the first attempt comes without a wait";
}

}  // namespace
}  // namespace chatproof::explore
