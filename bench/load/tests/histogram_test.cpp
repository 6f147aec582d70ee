#include "bench/load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "sdk/runtime/random.hpp"

namespace chatproof::load {
namespace {

TEST(HistogramTest, PercentilesAreNeverBetterThanTheTruthAndWorseByTheStatedErrorAtMost) {
  runtime::Random random(7);
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    // From microseconds to hours, as many of each size.
    const auto value = static_cast<std::int64_t>(random.below(std::uint64_t{1} << random.between(1, 34)));
    values.push_back(value);
    histogram.add(Duration(value));
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    const auto truth = static_cast<double>(values[rank - 1]);
    const auto told = static_cast<double>(histogram.percentile(share).count());
    EXPECT_GE(told, truth) << share;
    EXPECT_LE(told, truth * (1 + Histogram::error_bound)) << share;
  }
  EXPECT_EQ(histogram.min().count(), values.front());
  EXPECT_EQ(histogram.max().count(), values.back());
}

TEST(HistogramTest, TwoAddedAreAsOneThatSawEverything) {
  Histogram one, other, both;
  for (int i = 1; i < 3000; ++i) {
    (i % 3 == 0 ? one : other).add(Duration(i * i));
    both.add(Duration(i * i));
  }
  one.add(other);
  EXPECT_EQ(one.to_json(), both.to_json());
}

TEST(HistogramTest, ComesBackFromJsonAsItWas) {
  Histogram histogram, back;
  for (int i = 1; i < 2000; ++i) histogram.add(Duration(i * 37));
  ASSERT_TRUE(back.from_json(histogram.to_json()));
  EXPECT_EQ(back.to_json(), histogram.to_json());
  EXPECT_EQ(back.count(), histogram.count());
  EXPECT_EQ(back.percentile(0.99), histogram.percentile(0.99));
}

TEST(HistogramTest, RefusesWhatIsNoneAndIsEmptyThen) {
  Histogram histogram;
  histogram.add(Duration(5));
  for (const char* text : {"null", "[]", R"({"buckets":[[1]]})", R"({"buckets":[[-1,2]]})",
                           R"({"buckets":[[999999999999,1]],"min":0,"max":1,"sum":1})", R"({"buckets":[[1,1]]})"}) {
    EXPECT_FALSE(histogram.from_json(nlohmann::json::parse(text))) << text;
    EXPECT_TRUE(histogram.empty());
  }
}

TEST(HistogramTest, EmptyOneHasNoPercentiles) {
  const Histogram histogram;
  EXPECT_EQ(histogram.percentile(0.99), Duration{});
  EXPECT_EQ(histogram.mean(), Duration{});
}

}  // namespace
}  // namespace chatproof::load
