#include "bench/load/search.hpp"

#include <gtest/gtest.h>

namespace chatproof::load {
namespace {

// A system that is good up to a factor.
auto good_up_to(double limit, Verdict beyond = Verdict::fail) {
  return [limit, beyond](double factor) { return factor <= limit ? Verdict::pass : beyond; };
}

Search search() { return {"load", 1, 64, 0.1, 20}; }

TEST(SearchTest, ComesAsCloseToTheLimitAsItWasAsked) {
  const Found found = find_highest(search(), good_up_to(11));
  ASSERT_TRUE(found.best && found.too_much);
  EXPECT_LE(*found.best, 11);
  EXPECT_GT(*found.too_much, 11);
  EXPECT_LE(*found.too_much / *found.best, 1.1);
  EXPECT_FALSE(found.generator_is_the_limit);
}

TEST(SearchTest, SaysWhenItIsTheGeneratorThatCannotGoOn) {
  const Found found = find_highest(search(), good_up_to(11, Verdict::void_run));
  EXPECT_TRUE(found.best);
  EXPECT_TRUE(found.generator_is_the_limit);
}

TEST(SearchTest, EndsAtTheHighestFactorWhenEverythingIsGood) {
  const Found found = find_highest(search(), good_up_to(1e9));
  EXPECT_EQ(found.best, 64);
  EXPECT_FALSE(found.too_much);
}

TEST(SearchTest, FindsNothingWhenNotEvenTheLowestIsGood) {
  const Found found = find_highest(search(), good_up_to(0.5));
  EXPECT_FALSE(found.best);
  EXPECT_EQ(found.trials.size(), 1u);
}

TEST(SearchTest, MakesNoMoreTrialsThanItMay) {
  Search few = search();
  few.trials = 3;
  EXPECT_EQ(find_highest(few, good_up_to(5)).trials.size(), 3u);
}

TEST(SearchTest, FactorChangesTheRatesOfItsPhaseOnly) {
  Profile profile;
  for (const char* name : {"ramp", "load"}) {
    Flow flow;
    flow.activity = Activity::requests;
    flow.rate = {{std::chrono::seconds(2), 10, 10}};
    profile.phases.push_back({name, {}, std::chrono::seconds(2), {flow}});
  }
  const Profile more = with_factor(profile, "load", 3);
  EXPECT_EQ(starts_in(more.phases[0].flows[0].rate), 20u);
  EXPECT_EQ(starts_in(more.phases[1].flows[0].rate), 60u);
  EXPECT_EQ(rates_at(profile, "load", 3), "requests 30/s");
}

}  // namespace
}  // namespace chatproof::load
