#include "conformance/report/markdown.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MarkdownTest, SumsARunUp) {
  EXPECT_TRUE(same_lines(markdown(sample_run(), sample_catalogue()), golden("summary.md")));
}

TEST(MarkdownTest, SaysThatAllIsWellInFewLines) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  const std::string text = markdown(run, {});
  EXPECT_THAT(text, testing::StartsWith("## \u2705 chatproof: 1 passed"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 6);
}

TEST(MarkdownTest, ReportsAnUnexpectedPass) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  check::expect_failure(run.cases[0], "issue 12", 4);
  EXPECT_THAT(markdown(run, {}),
              HasSubstr("### failed: The first login creates the account\n\n"
                        "`scenarios/login/first-login-creates-the-account.json:4`, rule `unexpectedPass`"));
}

TEST(MarkdownTest, KeepsWhatCasesSayText) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  check::CaseResult& evil = run.cases[0];
  evil.title = "<script> | ![x](y) @all *b*";
  evil.repro = "a `b` | c";
  evil.findings[0].expected = hostile;
  const std::string text = markdown(run, {});
  EXPECT_THAT(text, HasSubstr("### failed: &lt;script&gt; \\| !\\[x\\](y) &#64;all \\*b\\*\n"));
  EXPECT_THAT(text, HasSubstr("`a 'b' \\| c`"));
  EXPECT_THAT(text, Not(HasSubstr("</script>")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(MarkdownTest, IsLimited) {
  check::RunResult run;
  for (std::size_t i = 0; i < markdown_findings_max + 2; ++i) {
    run.cases.push_back(kick_case("sim"));
    run.cases.back().findings[0].line = static_cast<int>(i) + 1;
  }
  EXPECT_THAT(markdown(run, {}), HasSubstr("2 more findings are in report.html."));
}

TEST(MarkdownTest, SaysThatNothingWasSelected) { EXPECT_THAT(markdown({}, {}), HasSubstr("No case was selected")); }

}  // namespace
}  // namespace chatproof::report
