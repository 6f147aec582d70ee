#include "conformance/report/html.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"
#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const check::RunResult& run, const HtmlOptions& options = {}) {
  return html_report(run, sample_catalogue(), sample_vocabulary(), options);
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t times = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++times;
  return times;
}

// The JSON between the tags of a script with an id.
json data(const std::string& page, const std::string& id) {
  const std::string open = "<script type=\"application/json\" id=\"" + id + "\">";
  const std::size_t start = page.find(open);
  if (start == std::string::npos) return nullptr;
  const std::size_t from = start + open.size();
  return json::parse(page.substr(from, page.find("</script>", from) - from));
}

TEST(HtmlTest, HoldsEveryCase) {
  const json report = data(page_of(sample_run()), "report");
  ASSERT_EQ(report["cases"].size(), 8u);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(report["cases"][i]["id"], sample_run().cases[i].id);
  EXPECT_EQ(report["requirements"].size(), 9u);
}

TEST(HtmlTest, IsOneFileThatAsksNobody) {
  const std::string page = page_of(sample_run());
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  for (const char* call :
       {"http://", "https://", "fetch(", "XMLHttpRequest", "@import", "url(", "<link", " src=", "innerHTML"})
    EXPECT_THAT(page, Not(HasSubstr(call)));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
}

TEST(HtmlTest, HoldsHistoriesOfFailuresAndOfTheSimulatedWorld) {
  check::RunResult run;
  run.cases = {login_case("sim"), login_case("tcp"), kick_case("tcp")};
  const std::string page = page_of(run);
  EXPECT_EQ(data(page, "history-0")["events"].size(), 9u);
  EXPECT_EQ(data(page, "history-1"), nullptr);
  EXPECT_EQ(data(page, "history-2")["events"].size(), 24u);
}

TEST(HtmlTest, LeavesHistoriesOfPassedCasesOutFirst) {
  check::RunResult run;
  run.cases = {login_case("sim"), login_case("sim"), kick_case("sim")};
  const std::string page = page_of(run, {3'000, 5'000});
  EXPECT_EQ(data(page, "history-0"), nullptr);
  EXPECT_NE(data(page, "history-2"), nullptr);
  EXPECT_EQ(data(page, "report")["historiesLeftOut"], 2);
}

// However much happened in the cases that failed, the page has of each the part around its failure, and stays small.
TEST(HtmlTest, KeepsOfEveryFailureThePartAroundIt) {
  check::RunResult run;
  run.cases = {kick_case("sim"), kick_case("tcp"), login_case("sim")};
  for (check::Event& event : run.cases[0].history) event.payload = {{"args", std::string(2'000, 'x')}};
  const HtmlOptions options{.history_bytes_max = 60'000, .case_bytes_max = 20'000};
  const std::string page = page_of(run, options);
  EXPECT_LT(page.size(), page_of({}, options).size() + 60'000 + 20'000);
  const json large = data(page, "history-0"), small = data(page, "history-1");
  EXPECT_GT(large["leftOut"].get<int>() + large["leftOutBehind"].get<int>(), 0);
  const auto about = run.cases[0].findings[0].event;
  EXPECT_TRUE(
      std::any_of(large["events"].begin(), large["events"].end(), [&](const json& row) { return row[0] == about; }));
  EXPECT_EQ(small["events"].size(), 24u);
  EXPECT_EQ(data(page, "report")["historiesLeftOut"], 0);
}

TEST(HtmlTest, HoldsAHundredThousandEvents) {
  check::RunResult run;
  run.cases = {long_case(100'000)};
  const json history = data(page_of(run), "history-0");
  EXPECT_EQ(history["leftOut"], 0);
  ASSERT_EQ(history["events"].size(), 100'000u);
  // The page finds the way from the failed call to the fault.
  const auto& events = history["events"];
  const auto failed = run.cases[0].findings[0].event;
  const auto failure = events[failed - 1][6].get<std::size_t>();
  const json faults = history["faults"];
  EXPECT_EQ(events[failure - 1][4], "disconnect");
  EXPECT_EQ(faults.back()[1], "link unreachable");
  EXPECT_EQ(faults.back()[0], events[failure - 1][6]);
}

TEST(HtmlTest, IsSafeWhateverCasesSay) {
  check::RunResult run;
  run.command = run.version = hostile;
  run.cases = {kick_case("sim")};
  check::CaseResult& evil = run.cases[0];
  evil.id = evil.scenario = evil.title = evil.world = evil.file = evil.reason = evil.repro = hostile;
  evil.covers = evil.tags = {hostile};
  evil.findings[0].expected = evil.findings[0].nearest = hostile;
  evil.history[0].actor = evil.history[1].name = hostile;
  evil.history[1].payload = {{hostile, hostile}};
  const std::string page = page_of(run), tame = page_of(sample_run());
  EXPECT_EQ(clean_utf8(page), page);
  EXPECT_EQ(count(page, "alert(1)</script>"), 0u);
  EXPECT_EQ(count(page, "<script"), 3u);  // report, one history, the program
  EXPECT_EQ(count(page, "</script"), 3u);
  EXPECT_EQ(count(page, "<!--"), count(tame, "<!--"));
  EXPECT_EQ(data(page, "report")["cases"][0]["title"], json::parse(dump(json(hostile))));
}

TEST(HtmlTest, DrawsAnEmptyRun) {
  const json report = data(page_of({}), "report");
  EXPECT_TRUE(report["cases"].empty());
  EXPECT_EQ(report["run"]["succeeded"], false);
}

}  // namespace
}  // namespace chatproof::report
