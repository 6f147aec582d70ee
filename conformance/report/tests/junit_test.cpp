#include "conformance/report/junit.hpp"

#include <gmock/gmock.h>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"
#include "conformance/report/tests/xml_check.hpp"

namespace chatproof::report {
namespace {

TEST(JUnitTest, HasASuiteForEachWorld) { EXPECT_TRUE(same_lines(junit_xml(sample_run()), golden("junit.xml"))); }

TEST(JUnitTest, IsWellFormed) {
  EXPECT_EQ(xml_problem(junit_xml(sample_run())), std::nullopt);
  EXPECT_EQ(xml_problem(junit_xml({})), std::nullopt);
  EXPECT_EQ(xml_problem(junit_xml(large_run(400))), std::nullopt);
}

TEST(JUnitTest, StaysWellFormedWhateverCasesSay) {
  check::CaseResult evil = kick_case(hostile);
  evil.title = evil.reason = evil.repro = evil.id = evil.scenario = evil.file = evil.trace_hash = hostile;
  evil.covers = evil.tags = {hostile};
  evil.findings[0].expected = evil.findings[0].rule = evil.findings[0].nearest = hostile;
  evil.history[0].actor = evil.history[1].name = hostile;
  for (const auto verdict : {check::Verdict::pass, check::Verdict::skipped, check::Verdict::non_strict,
                             check::Verdict::inconclusive, check::Verdict::fail, check::Verdict::error}) {
    evil.verdict = verdict;
    check::RunResult run;
    run.cases = {evil};
    EXPECT_EQ(xml_problem(junit_xml(run)), std::nullopt) << check::to_string(verdict);
  }
}

// The checker itself must be able to say no.
TEST(XmlCheckTest, FindsWhatIsWrong) {
  EXPECT_EQ(xml_problem("<a b=\"c\"><d/></a>"), std::nullopt);
  for (const char* bad : {"<a>", "<a></b>", "<a b=\"<\"/>", "<a>&nbsp;</a>", "<a b=\"\" b=\"\"/>", "<a/><a/>",
                          "<a>\x01</a>", "<a>\xff</a>", "x<a/>", "<a b=\"\n\"/>", "<a b=c/>", ""})
    EXPECT_NE(xml_problem(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace chatproof::report
