#include "conformance/report/json_report.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;

json parsed(const check::RunResult& run) {
  return json::parse(json_report(run, sample_catalogue(), sample_vocabulary()));
}

TEST(JsonReportTest, SaysItsVersionAndTheTotals) {
  const json report = parsed(sample_run());
  EXPECT_EQ(report["schemaVersion"], "1.0");
  EXPECT_EQ(report["tool"]["version"], "0.1.0");
  EXPECT_EQ(report["run"]["totals"]["cases"], 8);
  EXPECT_EQ(report["run"]["totals"]["failed"], 1);
  EXPECT_EQ(report["run"]["worlds"]["tcp"]["skipped"], 1);
  EXPECT_EQ(report["run"]["succeeded"], false);
}

TEST(JsonReportTest, HoldsEveryCaseWithItsFindings) {
  const json report = parsed(sample_run());
  ASSERT_EQ(report["cases"].size(), 8u);
  const json& failed = report["cases"][1];
  EXPECT_EQ(failed["id"], "kick/second-phone-kicks-the-first[policy=triple]");
  EXPECT_EQ(failed["verdict"], "fail");
  EXPECT_EQ(failed["seed"], "42");
  EXPECT_EQ(failed["findings"][0]["line"], 17);
  EXPECT_EQ(failed["findings"][0]["nearest"], "the right call, the wrong code: 6208 instead of 6014");
  EXPECT_EQ(failed["events"]["callback"], 5);
}

TEST(JsonReportTest, KeepsHistoriesOfWhatDidNotPassOnly) {
  const json report = parsed(sample_run());
  EXPECT_FALSE(report["cases"][0].contains("history"));
  EXPECT_EQ(report["cases"][0]["traceHash"], "9f3c2a7d51e8b604");
  const json& history = report["cases"][1]["history"];
  EXPECT_EQ(history["leftOut"], 0);
  EXPECT_EQ(history["events"].size(), 24u);
  EXPECT_EQ(history["actors"][history["events"][23][2].get<std::size_t>()], "alice.phone");
}

TEST(JsonReportTest, KeepsSeedsOf64Bits) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  run.cases[0].seed = 18'446'744'073'709'551'615u;
  EXPECT_EQ(parsed(run)["cases"][0]["seed"], "18446744073709551615");
}

TEST(JsonReportTest, OfALongHistoryThePartAroundTheEventInQuestionIsKept) {
  const check::History history = kick_case("sim").history;
  const auto ids = [&](std::uint32_t about, const HistoryLimits& limits) {
    const auto document = history_document(history, about, limits);
    std::vector<int> out;
    for (const auto& row : document["events"]) out.push_back(row[0].get<int>());
    EXPECT_EQ(document["leftOut"], out.front() - 1);
    EXPECT_EQ(document["leftOutBehind"], 24 - out.back());
    return out;
  };
  EXPECT_EQ(ids(0, {.events_max = 4}), (std::vector{21, 22, 23, 24})) << "without an event the end";
  EXPECT_EQ(ids(10, {.events_max = 5}), (std::vector{8, 9, 10, 11, 12}));
  EXPECT_EQ(ids(2, {.events_max = 5}), (std::vector{1, 2, 3, 4, 5}));
  EXPECT_EQ(ids(10, {.events_max = 24}).size(), 24u);
  EXPECT_EQ(ids(10, {.events_max = 24, .bytes_max = 1}), (std::vector{10})) << "at least that one";
  const auto some = ids(10, {.events_max = 24, .bytes_max = 800});
  EXPECT_GT(some.size(), 2u);
  EXPECT_LT(some.size(), 24u);
}

TEST(JsonReportTest, JudgesTheCatalogue) {
  const json report = parsed(sample_run());
  const auto status = [&](std::size_t place) { return report["requirements"][place]["status"].get<std::string>(); };
  EXPECT_EQ(report["requirements"].size(), 9u);
  EXPECT_EQ(status(0), "passed");
  EXPECT_EQ(status(1), "failed");
  EXPECT_EQ(status(3), "warned");
  EXPECT_EQ(status(4), "notCovered");
  EXPECT_EQ(status(6), "notTestable");
}

TEST(JsonReportTest, StaysJsonWhateverCasesSay) {
  check::RunResult run;
  run.command = run.version = hostile;
  run.cases = {kick_case(hostile)};
  run.cases[0].id = run.cases[0].title = run.cases[0].findings[0].expected = hostile;
  run.cases[0].history[0].name = hostile;
  run.cases[0].history[1].payload = {{hostile, hostile}};
  EXPECT_EQ(parsed(run)["cases"].size(), 1u);
}

TEST(JsonReportTest, IsTheSameEveryTime) {
  EXPECT_EQ(json_report(sample_run(), sample_catalogue(), sample_vocabulary()),
            json_report(sample_run(), sample_catalogue(), sample_vocabulary()));
}

}  // namespace
}  // namespace chatproof::report
