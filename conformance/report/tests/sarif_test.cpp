#include "conformance/report/sarif.hpp"

#include <gmock/gmock.h>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json run_of(const check::RunResult& run) { return json::parse(sarif(run))["runs"][0]; }

// The only result of a verdict.
json result_of(const json& run, const std::string& verdict) {
  json found;
  for (const auto& result : run["results"]) {
    if (result["properties"]["verdict"] != verdict) continue;
    EXPECT_TRUE(found.is_null()) << verdict << " comes twice";
    found = result;
  }
  return found;
}

TEST(SarifTest, PointsAtTheLineOfTheScenario) {
  const json result = result_of(run_of(sample_run()), "fail");
  EXPECT_EQ(result["ruleId"], "step");
  EXPECT_EQ(result["level"], "error");
  const json place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "scenarios/kick/second-phone-kicks-the-first.json");
  EXPECT_EQ(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
  EXPECT_EQ(place["region"]["startLine"], 17);
  EXPECT_THAT(result["message"]["text"], HasSubstr("observed: it ended with 6208"));
  EXPECT_EQ(result["properties"]["requirements"], json({"LOGIN-STATE-05"}));
}

TEST(SarifTest, TellsTheVerdictsApart) {
  const json run = run_of(sample_run());
  EXPECT_EQ(run["results"].size(), 5u);
  EXPECT_EQ(result_of(run, "error")["level"], "error");
  EXPECT_EQ(result_of(run, "inconclusive")["level"], "warning");
  EXPECT_EQ(result_of(run, "nonStrict")["level"], "note");
  const json known = result_of(run, "knownFailing");
  EXPECT_EQ(known["suppressions"][0]["kind"], "inSource");
  EXPECT_EQ(known["suppressions"][0]["justification"], "the login is forgotten, issue 12");
  EXPECT_FALSE(result_of(run, "fail").contains("suppressions"));
  const json notes = run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0]["message"]["text"], "connection/a-day-of-silence (tcp) was skipped: needs a day of silence");
  EXPECT_EQ(run["properties"]["totals"]["passed"], 2);
  EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
  EXPECT_EQ(run["invocations"][0]["commandLine"], sample_run().command);
}

TEST(SarifTest, NamesEachRuleOnceAndPointsToIt) {
  const json run = run_of(sample_run());
  const json rules = run["tool"]["driver"]["rules"];
  std::set<std::string> ids;
  for (const auto& rule : rules) EXPECT_TRUE(ids.insert(rule["id"]).second) << rule;
  for (const auto& result : run["results"])
    EXPECT_EQ(rules[result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
}

TEST(SarifTest, SaysTheSameFindingInSeveralWorldsOnce) {
  check::RunResult run;
  run.cases = {kick_case("sim"), kick_case("tcp"), kick_case("tls")};
  const json results = run_of(run)["results"];
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0]["properties"]["cases"].size(), 3u);
}

TEST(SarifTest, ReportsAnUnexpectedPassAsAFailure) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  check::expect_failure(run.cases[0], "issue 12", 4);
  const json result = result_of(run_of(run), "fail");
  EXPECT_EQ(result["ruleId"], "unexpectedPass");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
}

TEST(SarifTest, WritesPathsAsUris) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  run.cases[0].findings[0].file = "/home/me/my scenarios/100%.json";
  const json place = run_of(run)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
  EXPECT_EQ(place["uri"], "file:///home/me/my%20scenarios/100%25.json");
  EXPECT_FALSE(place.contains("uriBaseId"));
}

TEST(SarifTest, IsJsonWhateverCasesSay) {
  check::RunResult run;
  run.command = run.version = hostile;
  run.cases = {kick_case(hostile)};
  check::CaseResult& evil = run.cases[0];
  evil.id = evil.scenario = evil.title = evil.file = evil.reason = evil.repro = hostile;
  evil.findings[0].file = evil.findings[0].rule = evil.findings[0].where = evil.findings[0].expected = hostile;
  for (const auto verdict : {check::Verdict::skipped, check::Verdict::known_failing, check::Verdict::fail}) {
    evil.verdict = verdict;
    EXPECT_EQ(json::parse(sarif(run))["version"], "2.1.0");
  }
  EXPECT_TRUE(run_of({})["results"].empty());
}

}  // namespace
}  // namespace chatproof::report
