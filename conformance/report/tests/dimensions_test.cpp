#include <gmock/gmock.h>

#include "conformance/report/coverage.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;

std::size_t at(SdkState state) { return static_cast<std::size_t>(state); }

Dimension named(const std::vector<Dimension>& all, const std::string& name) {
  for (const auto& one : all)
    if (one.name == name) return one;
  ADD_FAILURE() << name << " is missing";
  return {};
}

Coverage of(const check::CaseResult& result) {
  check::RunResult run;
  run.cases = {result};
  return coverage_of(run, sample_vocabulary());
}

TEST(CoverageMapsTest, SayWhereCallbacksBegan) {
  const Coverage coverage = of(kick_case("sim"));
  EXPECT_EQ(coverage.causes.at("onKickedOffline")[static_cast<std::size_t>(Origin::other_call)], 1u);
  EXPECT_EQ(coverage.causes.at("onConnectSuccess")[static_cast<std::size_t>(Origin::own_call)], 2u);
}

TEST(CoverageMapsTest, CountTransitions) {
  const Coverage coverage = of(kick_case("sim"));
  EXPECT_EQ(coverage.transitions[at(SdkState::logged_in)][at(SdkState::after_kick)], 1u);
  EXPECT_EQ(coverage.transitions[at(SdkState::before_init)][at(SdkState::initialised)], 2u);
  EXPECT_EQ(coverage.transitions[at(SdkState::logged_in)][at(SdkState::logged_in)], 0u);
}

TEST(CoverageMapsTest, SayInWhichStateAFaultMetASdk) {
  const Coverage coverage = of(kick_case("sim"));
  EXPECT_EQ(coverage.faults.at("link latency")[at(SdkState::logged_in)], 1u);
}

TEST(CoverageMapsTest, LetADeedMeetTheDevicesOfItsUser) {
  check::CaseResult result = login_case("sim");
  add_event(result.history, 9'000, "server", check::Channel::network, "ticket.expire", {{"user", "alice"}});
  add_event(result.history, 9'000, "server", check::Channel::network, "kick", {{"user", "alic"}});
  const Coverage coverage = of(result);
  EXPECT_EQ(coverage.faults.at("server ticket.expire")[at(SdkState::logged_in)], 1u);
  EXPECT_FALSE(coverage.faults.contains("server kick"));
}

TEST(DimensionsTest, CountWhatCanBe) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  const auto all = dimensions_of(coverage_of(run, sample_vocabulary()), judge_requirements(run, sample_catalogue()));
  EXPECT_EQ(named(all, "methods").seen, 3u);
  EXPECT_EQ(named(all, "methods").all, 10u);
  EXPECT_EQ(named(all, "codes").seen, 1u);
  EXPECT_EQ(named(all, "transitions").seen, 4u);
  EXPECT_EQ(named(all, "requirements").all, 8u);  // one cannot be tested
  EXPECT_EQ(named(all, "requirements").seen, 1u);
  const Dimension total = total_of(all);
  EXPECT_GT(total.percent(), 0.0);
  EXPECT_LT(total.percent(), 100.0);
}

TEST(DimensionsTest, AreEmptyWithoutAVocabulary) {
  const auto all = dimensions_of({}, {});
  EXPECT_EQ(named(all, "methods").percent(), 100.0);
  EXPECT_EQ(named(all, "transitions").percent(), 0.0);
}

TEST(DimensionsTest, KnowWhatCannotBe) {
  EXPECT_TRUE(can_begin("onKickedOffline", Origin::other_call));
  EXPECT_FALSE(can_begin("onKickedOffline", Origin::own_call));
  EXPECT_FALSE(can_begin("onNewInvitation", Origin::other_call));
  EXPECT_TRUE(can_follow(SdkState::logged_in, SdkState::after_kick));
  EXPECT_FALSE(can_follow(SdkState::before_init, SdkState::logged_in));
  EXPECT_TRUE(can_meet("link reset", SdkState::logging_in));
  EXPECT_FALSE(can_meet("server kick", SdkState::after_un_init));
  EXPECT_TRUE(can_meet("device store.damage", SdkState::initialised));
  EXPECT_FALSE(can_meet("device store.damage", SdkState::after_kick));
}

TEST(CoverageReportTest, HoldsMapsAndDimensions) {
  const json report = json::parse(coverage_report(sample_run(), sample_catalogue(), sample_vocabulary()));
  EXPECT_EQ(report["schemaVersion"], "1.0");
  EXPECT_EQ(report["dimensions"].size(), 7u);
  EXPECT_EQ(report["callbackCauses"]["onKickedOffline"], json({{"otherCall", 1}}));
  EXPECT_EQ(report["transitions"]["loggedIn"], json({{"afterKick", 1}}));
  EXPECT_EQ(report["possible"]["faults"]["link latency"].size(), 7u);
  EXPECT_EQ(report["total"]["name"], "all");
}

}  // namespace
}  // namespace chatproof::report
