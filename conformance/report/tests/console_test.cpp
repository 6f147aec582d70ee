#include "conformance/report/console.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"
#include "conformance/report/totals.hpp"

namespace chatproof::report {
namespace {

using namespace std::chrono_literals;
using check::Verdict;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string outcome(const check::RunResult& run, const ConsoleOptions& options = {}) {
  std::ostringstream out;
  print_outcome(out, run, options);
  return out.str();
}

TEST(ConsoleTest, ExplainsWhatDidNotPass) { EXPECT_TRUE(same_lines(outcome(sample_run()), golden("console.txt"))); }

TEST(ConsoleTest, EndsWithOneSummaryLine) {
  check::RunResult run;
  run.wall_time = 3'120ms;
  for (const char* world : {"sim", "tcp", "tls"}) {
    for (int i = 0; i < 104; ++i) {
      run.cases.push_back(login_case(world));
      run.cases.back().history.clear();
    }
  }
  run.cases.push_back(login_case("tls"));
  run.cases.back().verdict = Verdict::skipped;
  EXPECT_EQ(outcome(run),
            "312 passed, 0 failed, 1 skipped, 0 inconclusive, 0 non-strict in 3.1 s (sim 104, tcp 104, tls 104)\n");
}

TEST(ConsoleTest, PaintsOnlyWhenAsked) {
  EXPECT_THAT(outcome(sample_run()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome(sample_run(), {true, true, 100, 50}), HasSubstr("\x1b[31mFAIL \x1b[0m"));
}

TEST(ConsoleTest, KeepsWhatCasesSayAwayFromTheTerminal) {
  check::CaseResult evil = kick_case("sim");
  evil.title = evil.reason = evil.repro = evil.id = hostile;
  evil.findings[0].expected = evil.findings[0].observed = evil.findings[0].file = hostile;
  evil.history[0].actor = evil.history[1].name = hostile;
  evil.history[1].payload = {{"args", {{hostile, hostile}}}};
  check::RunResult run;
  run.cases = {evil};
  EXPECT_THAT(outcome(run), Not(HasSubstr("\x1b")));
  EXPECT_THAT(outcome(run), Not(HasSubstr("\r")));
  EXPECT_THAT(outcome(run), Not(HasSubstr("\xff")));
}

TEST(ConsoleTest, BreaksLongTextsAtWords) {
  check::CaseResult result = kick_case("sim");
  result.history.clear();
  result.findings[0].expected = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen";
  EXPECT_THAT(explain(result, {false, false, 70, 50}),
              HasSubstr("        expected  one two three four five six seven eight nine ten\n"
                        "                  eleven twelve thirteen fourteen\n"));
}

TEST(ConsoleTest, ExplainsAtMostSoManyAndNamesTheRest) {
  check::RunResult run;
  for (std::size_t i = 0; i < failures_explained_max + 2; ++i) run.cases.push_back(kick_case("sim"));
  const std::string text = outcome(run);
  std::size_t replays = 0;
  for (std::size_t at = text.find("replay"); at != std::string::npos; at = text.find("replay", at + 1)) ++replays;
  EXPECT_EQ(replays, failures_explained_max);
}

TEST(ConsoleTest, SaysThatNothingWasSelected) {
  EXPECT_THAT(outcome({}), HasSubstr("no case was selected"));
  EXPECT_FALSE(succeeded({}));
}

TEST(TotalsTest, SucceedsOnlyWhenSomethingRanAndNothingWentWrong) {
  const auto with = [](std::initializer_list<Verdict> verdicts) {
    check::RunResult run;
    for (const Verdict verdict : verdicts) {
      run.cases.emplace_back();
      run.cases.back().verdict = verdict;
    }
    return succeeded(run);
  };
  EXPECT_TRUE(with({Verdict::pass, Verdict::skipped, Verdict::non_strict}));
  EXPECT_FALSE(with({Verdict::skipped}));
  EXPECT_FALSE(with({Verdict::pass, Verdict::inconclusive}));
  EXPECT_FALSE(with({Verdict::pass, Verdict::fail}));
  EXPECT_FALSE(with({Verdict::pass, Verdict::error}));
}

TEST(ProgressTest, PrintsPlainLinesNowAndThenWithoutATerminal) {
  std::ostringstream out;
  ProgressPrinter progress(out, {false, false, 80, 2}, 5);
  progress.started("slow", "tcp", 0ms);
  for (int i = 0; i < 3; ++i) progress.finished(login_case("sim"), 900ms);
  progress.finished(kick_case("sim"), 1'000ms);
  auto last = login_case("tcp");
  last.id = "slow";
  progress.finished(last, 2'000ms);
  progress.close();
  EXPECT_EQ(out.str(),
            "2/5  slow (tcp) for 900 ms\n"
            "FAIL  kick/second-phone-kicks-the-first[policy=triple] (sim)\n"
            "4/5  1 failed  slow (tcp) for 1.0 s\n"
            "5/5  1 failed\n");
}

TEST(ProgressTest, KeepsOneLineUpToDateOnATerminal) {
  std::ostringstream out;
  ProgressPrinter progress(out, {true, false, 80, 2}, 3);
  progress.started("slow", "tcp", 0ms);
  progress.tick(10ms);
  progress.tick(600ms);
  progress.finished(kick_case("sim"), 700ms);
  progress.close();
  EXPECT_EQ(out.str(),
            "\r\x1b[K0/3"
            "\r\x1b[K0/3  slow (tcp) for 600 ms"
            "\r\x1b[KFAIL  kick/second-phone-kicks-the-first[policy=triple] (sim)\n"
            "\r\x1b[K1/3  1 failed  slow (tcp) for 700 ms"
            "\r\x1b[K");
}

}  // namespace
}  // namespace chatproof::report
