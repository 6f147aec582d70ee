#include "conformance/check/result_bytes.hpp"

#include <gmock/gmock.h>

namespace chatproof::check {
namespace {

Finding some_finding() {
  Finding finding{Verdict::error, "step",          "/steps/3", 17, "a.json",
                  "expected",     "observed \xff", "nearest",  2,  {"A-01"}};
  return finding;
}

CaseResult some_result() {
  CaseResult result;
  result.id = "kick/a[x=1]";
  result.scenario = "kick/a";
  result.title = "title";
  result.file = "kick/a.json";
  result.world = "tcp";
  result.seed = ~std::uint64_t{0};
  result.verdict = Verdict::known_failing;
  result.reason = "reason";
  result.covers = {"A-01", "A-02"};
  result.tags = {"kick"};
  result.findings = {some_finding()};
  result.expectations = 7;
  result.scenario_time = std::chrono::hours(3);
  result.wall_time = std::chrono::microseconds(12);
  result.trace_hash = "hash";
  result.repro = "chatproof run";
  result.history = {{1, runtime::Instant(std::chrono::seconds(2)), "alice.phone", Channel::callback, "onX",
                     nlohmann::json{{"args", {{"text", "not UTF-8: \xff"}, {"n", -1}, {"x", 0.1}}}}, 0, true},
                    {2, {}, "stage", Channel::step, "/steps/3", nullptr, 1, false}};
  return result;
}

TEST(ResultBytesTest, AResultComesOutAsItWentIn) {
  const CaseResult result = some_result();
  const CaseResult out = result_of(to_bytes(result));
  const auto head = [](const CaseResult& one) {
    return std::tie(one.id, one.scenario, one.title, one.file, one.world, one.seed, one.verdict, one.reason, one.covers,
                    one.tags, one.expectations, one.scenario_time, one.wall_time, one.trace_hash, one.repro);
  };
  EXPECT_EQ(head(out), head(result));
  ASSERT_EQ(out.findings.size(), 1u);
  const auto all = [](const Finding& one) {
    return std::tie(one.verdict, one.rule, one.where, one.line, one.file, one.expected, one.observed, one.nearest,
                    one.event, one.proves);
  };
  EXPECT_EQ(all(out.findings[0]), all(result.findings[0]));
  ASSERT_EQ(out.history.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    const auto event = [](const Event& one) {
      return std::tie(one.id, one.at, one.actor, one.channel, one.name, one.payload, one.cause, one.used);
    };
    EXPECT_EQ(event(out.history[i]), event(result.history[i]));
  }
}

}  // namespace
}  // namespace chatproof::check
