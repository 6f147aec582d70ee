// What is made of a run's numbers.
#include "bench/load/result.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "bench/load/terminal.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

// A run of one interval in which everything that was started went well.
Result made_up(std::uint64_t logins) {
  Result result;
  result.profile.interval = std::chrono::seconds(1);
  result.profile.phases.push_back({"ramp", {}, std::chrono::seconds(1), {}});
  result.intervals.emplace_back();
  result.intervals.back().count(Counter::starts, logins);
  result.intervals.back().count(Counter::logins, logins);
  return result;
}

TEST(ResultTest, ServerThatHasCountedTheSameIsSaidSo) {
  Result result = made_up(1000);
  result.server_counts = {{"login", 990}};
  judge(result);
  EXPECT_EQ(result.verdict, Verdict::pass);
  ASSERT_EQ(result.agreements.size(), 1u);
  EXPECT_EQ(result.agreements[0].what, "logins");
  EXPECT_NEAR(result.agreements[0].difference(), 10.0 / 990, 1e-9);
}

TEST(ResultTest, ServerThatHasCountedSomethingElseVoidsTheRun) {
  Result result = made_up(1000);
  result.server_counts = {{"login", 970}};
  judge(result);
  EXPECT_EQ(result.verdict, Verdict::void_run);
  ASSERT_EQ(result.void_reasons.size(), 1u);
  EXPECT_EQ(result.void_reasons[0],
            "the server has counted 970 logins, the generator 1000: 3.1 % apart (2 % are allowed)");
}

TEST(ResultTest, SummaryWritesWholeNumbersWhole) {
  Result result;
  const auto loaded = load_profile_text(R"({"schemaVersion": "1.0", "title": "many", "world": "tcp",
      "users": {"count": 1000000}, "phases": [{"name": "ramp", "for": "1s", "login": {"total": 1000000}}],
      "thresholds": [{"metric": "logins", "min": 1000000}]})",
                                        "many.json");
  ASSERT_TRUE(loaded.profile);
  result.profile = *loaded.profile;
  result.intervals.emplace_back();
  result.intervals.back().count(Counter::logins, 1'000'000);
  judge(result);
  EXPECT_NE(summary(result).find("measured 1000000\n"), std::string::npos) << summary(result);
}

// The reply to a login that the server has counted may have been lost with its link.
TEST(ResultTest, CountsAreNotComparedWhereRepliesMayBeLost) {
  Result result = made_up(1000);
  result.server_counts = {{"login", 1100}};
  result.intervals.back().error(9508);
  judge(result);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.agreements.size(), 1u) << "but shown";
}

TEST(ResultTest, WhoComesBackHasLoggedInTwice) {
  Result result = made_up(1000);
  result.intervals.back().count(Counter::losses, 400);
  result.intervals.back().count(Counter::returns, 400);
  result.server_counts = {{"login", 1400}};
  judge(result);
  ASSERT_EQ(result.agreements.size(), 1u);
  EXPECT_EQ(result.agreements[0].reported, 1400u);
  EXPECT_EQ(result.agreements[0].difference(), 0);
}

TEST(ResultTest, GeneratorWithoutCpuNamesItsWorker) {
  Result result = made_up(1000);
  result.workers.resize(2);
  result.workers[1].busy = {0.99, 0.99, 0.2};
  judge(result);
  EXPECT_EQ(result.verdict, Verdict::void_run);
  ASSERT_EQ(result.void_reasons.size(), 1u);
  EXPECT_NE(result.void_reasons[0].find("out of CPU: worker 1"), std::string::npos) << result.void_reasons[0];
}

// A run of which nothing came but what `count` enters.
Result about(
    const std::string& flow, const std::string& thresholds, const std::function<void(Meter&)>& count = [](Meter&) {}) {
  Result result;
  const auto loaded = load_profile_text(R"({"schemaVersion": "1.0", "title": "aims", "world": "tcp",
      "users": {"count": 10}, "phases": [{"name": "all", "for": "1s", )" +
                                            flow + R"(}], "thresholds": [)" + thresholds + "]}",
                                        "aims.json");
  EXPECT_TRUE(loaded.profile);
  if (!loaded.profile) return result;
  result.profile = *loaded.profile;
  result.intervals.emplace_back();
  result.intervals.back().count(Counter::starts, 10);
  count(result.intervals.back());
  judge(result);
  return result;
}

TEST(ResultTest, RunInWhichNothingHappenedOfWhatItIsAboutIsVoid) {
  const auto voided = [](
                          const std::string& flow, const std::function<void(Meter&)>& count = [](Meter&) {}) {
    const Result result = about(flow, "", count);
    EXPECT_EQ(result.verdict, Verdict::void_run) << flow;
    return result.void_reasons.empty() ? std::string() : result.void_reasons.front();
  };
  EXPECT_EQ(voided(R"("login": {"total": 10})",
                   [](Meter& meter) {
                     for (int i = 0; i < 12; ++i) meter.error(9508);
                     meter.error(70003);
                   }),
            "nobody logged in, of 10 meant to; errors 9508 x12 (" + std::string(wire::text_of(9508)) + "), 70003 x1 (" +
                std::string(wire::text_of(70003)) + ")");
  EXPECT_EQ(voided(R"("messages": {"rate": 10})", [](Meter& meter) { meter.count(Counter::acked, 3); }),
            "no message reached its receiver, of 10 meant to (3 were acknowledged); no error was told");
  EXPECT_EQ(voided(R"("requests": {"rate": 10})"), "no request succeeded, of 10 meant to; no error was told");
  EXPECT_EQ(voided(R"("logout": {"total": 10})"), "nobody logged out, of 10 meant to; no error was told");
}

TEST(ResultTest, OneSuccessOrAWishForFailuresIsEnough) {
  EXPECT_EQ(about(R"("login": {"total": 10})", "", [](Meter& meter) { meter.count(Counter::logins); }).verdict,
            Verdict::pass);
  const auto all_refused = [](Meter& meter) { meter.count(Counter::login_failures, 10); };
  EXPECT_EQ(about(R"("login": {"total": 10})", R"({"metric": "loginFailures", "min": 10})", all_refused).verdict,
            Verdict::pass);
  EXPECT_EQ(about(R"("login": {"total": 10})", R"({"metric": "loginFailures", "max": 10})", all_refused).verdict,
            Verdict::void_run);
}

TEST(ResultTest, GrowthIsThatOfAPhase) {
  Result result;
  const auto loaded = load_profile_text(R"({"schemaVersion": "1.0", "title": "soak", "world": "tcp",
      "users": {"count": 1}, "phases": [{"name": "ramp", "for": "1s", "login": {"total": 1}}, {"name": "soak", "for": "1s"}],
      "thresholds": [{"metric": "serverGrowthMB", "phase": "soak", "max": 5},
                     {"metric": "generatorGrowthMB", "phase": "soak", "max": 5}]})",
                                        "soak.json");
  ASSERT_TRUE(loaded.profile);
  result.profile = *loaded.profile;
  result.phases = phases_of(result.profile);
  constexpr std::uint64_t mb = 1024 * 1024;
  for (const auto& [server, generator] :
       std::vector<std::pair<std::uint64_t, std::uint64_t>>{{1, 1}, {90, 20}, {95, 26}}) {
    result.use.emplace_back();
    result.use.back().server_bytes = server * mb;
    result.use.back().generator_bytes = generator * mb;
  }
  judge(result);
  ASSERT_EQ(result.thresholds.size(), 2u);
  EXPECT_EQ(result.thresholds[0].value, 5);
  EXPECT_TRUE(result.thresholds[0].good);
  EXPECT_EQ(result.thresholds[1].value, 6);
  EXPECT_FALSE(result.thresholds[1].good);
}

TEST(ProfileTest, GrowthWithoutAPhaseIsRefused) {
  const auto loaded = load_profile_text(R"({"schemaVersion": "1.0", "title": "soak", "users": {"count": 1},
      "phases": [{"name": "ramp", "for": "1s"}], "thresholds": [{"metric": "serverGrowthMB", "max": 5}]})",
                                        "soak.json");
  ASSERT_EQ(loaded.errors.size(), 1u);
  EXPECT_EQ(loaded.errors[0].message, "the growth of a phase is meant, and none is named");
}

TEST(MachineTest, ProcessWithoutADescriptorKnowsIt) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(descriptor_left());
  rlimit none = before;
  none.rlim_cur = 3;  // those that are open stay open
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const bool left = descriptor_left();
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_FALSE(left);
}

}  // namespace
}  // namespace chatproof::load
