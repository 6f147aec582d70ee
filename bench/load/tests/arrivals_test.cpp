#include "bench/load/arrivals.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chatproof::load {
namespace {

using namespace std::chrono_literals;

std::vector<Duration> times_of(Arrivals arrivals) {
  std::vector<Duration> times;
  for (; arrivals.next(); arrivals.pop()) times.push_back(arrivals.next()->at);
  return times;
}

TEST(ArrivalsTest, ConstantRateStartsAtEvenDistances) {
  EXPECT_EQ(times_of(Arrivals({{2s, 2, 2}})), (std::vector<Duration>{250ms, 750ms, 1250ms, 1750ms}));
}

TEST(ArrivalsTest, RampMakesAsManyStartsAsTheAreaUnderIt) {
  const Rate ramp = {{10s, 0, 100}};
  const auto times = times_of(Arrivals(ramp));
  EXPECT_EQ(times.size(), 500u);
  EXPECT_EQ(starts_in(ramp), 500u);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  const auto in_the_first_half = std::count_if(times.begin(), times.end(), [](Duration at) { return at < 5s; });
  EXPECT_EQ(in_the_first_half, 125);
}

TEST(ArrivalsTest, StepsFollowEachOther) {
  const auto times = times_of(Arrivals({{1s, 10, 10}, {1s, 0, 0}, {1s, 20, 20}}));
  EXPECT_EQ(times.size(), 30u);
  EXPECT_LT(times[9], 1s);
  EXPECT_GE(times[10], 2s);
}

TEST(ArrivalsTest, WorkersShareTheStartsAndLoseNone) {
  const Rate rate = {{3s, 5, 50}, {2s, 50, 50}};
  std::set<std::uint64_t> numbers;
  for (std::uint64_t worker = 0; worker < 3; ++worker)
    for (Arrivals mine(rate, worker, 3); mine.next(); mine.pop()) {
      EXPECT_EQ(mine.next()->number % 3, worker);
      EXPECT_TRUE(numbers.insert(mine.next()->number).second);
    }
  EXPECT_EQ(numbers.size(), starts_in(rate));
  EXPECT_EQ(*numbers.rbegin(), starts_in(rate) - 1);
}

TEST(ArrivalsTest, NoRateMakesNoStart) {
  EXPECT_FALSE(Arrivals({}).next());
  EXPECT_FALSE(Arrivals({{5s, 0, 0}}).next());
}

}  // namespace
}  // namespace chatproof::load
