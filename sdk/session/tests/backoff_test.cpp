#include "sdk/session/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chatproof::session {
namespace {

TEST(BackoffTest, IsZeroThenDoublesFromTheBaseToTheCap) {
  Config config;
  config.backoff_jitter_percent = 0;
  Backoff backoff(runtime::Random(1));
  for (const Duration expected : {Duration(0s), Duration(1s), Duration(2s), Duration(4s), Duration(8s), Duration(16s),
                                  Duration(30s), Duration(30s)}) {
    EXPECT_EQ(backoff.next(config), expected);
  }
}

TEST(BackoffTest, JitterStaysWithinItsBoundsAndReachesBothHalves) {
  const Config config;
  std::set<bool> sides;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Backoff backoff{runtime::Random(seed)};
    EXPECT_EQ(backoff.next(config), Duration(0));
    for (const Duration middle :
         {Duration(1s), Duration(2s), Duration(4s), Duration(8s), Duration(16s), Duration(30s)}) {
      const Duration delay = backoff.next(config);
      EXPECT_GE(delay, middle * 8 / 10);
      EXPECT_LE(delay, middle * 12 / 10);
      sides.insert(delay < middle);
    }
  }
  EXPECT_EQ(sides.size(), 2u);
}

TEST(BackoffTest, ResetBeginsAgain) {
  const Config config;
  Backoff backoff(runtime::Random(1));
  for (int n = 0; n < 40; ++n) (void)backoff.next(config);
  backoff.reset();
  EXPECT_EQ(backoff.next(config), Duration(0));
}

TEST(BackoffTest, NeverExceedsACapBelowTheBase) {
  Config config;
  config.backoff_jitter_percent = 0;
  config.backoff_cap = 500ms;
  Backoff backoff(runtime::Random(1));
  (void)backoff.next(config);
  EXPECT_EQ(backoff.next(config), Duration(500ms));
}

}  // namespace
}  // namespace chatproof::session
