#include "conformance/report/requirements.hpp"

#include <gmock/gmock.h>

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Finding;
using check::Verdict;

CaseResult one(Verdict verdict, std::vector<std::string> covers) {
  CaseResult result;
  result.verdict = verdict;
  result.covers = std::move(covers);
  return result;
}

CaseResult with_finding(Verdict verdict, std::vector<std::string> covers, std::vector<std::string> proves) {
  CaseResult result = one(verdict, std::move(covers));
  Finding finding;
  finding.verdict = verdict;
  finding.proves = std::move(proves);
  result.findings.push_back(finding);
  return result;
}

RequirementResult judged(std::vector<CaseResult> cases, bool testable = true) {
  check::RunResult run;
  run.cases = std::move(cases);
  Catalogue catalogue;
  Requirement requirement;
  requirement.id = "A-1";
  requirement.testable = testable;
  if (!testable) requirement.why = "because";
  catalogue.requirements = {requirement};
  return judge_requirements(run, catalogue).results.at(0);
}

TEST(RequirementsTest, PassesWhenACaseThatCoversItPassed) {
  EXPECT_EQ(judged({one(Verdict::pass, {"A-1"})}).status, Status::passed);
}

TEST(RequirementsTest, FailsWhenAFindingProvesIt) {
  const auto result = judged({one(Verdict::pass, {"A-1"}), with_finding(Verdict::fail, {"A-1", "B-1"}, {"A-1"})});
  EXPECT_EQ(result.status, Status::failed);
  EXPECT_THAT(result.cases, testing::ElementsAre(0, 1));
  EXPECT_THAT(result.broken, testing::ElementsAre(1));
}

TEST(RequirementsTest, TakesAFindingThatNamesNoneForAll) {
  EXPECT_EQ(judged({with_finding(Verdict::fail, {"A-1"}, {})}).status, Status::failed);
  EXPECT_EQ(judged({one(Verdict::error, {"A-1"})}).status, Status::failed);
}

TEST(RequirementsTest, DoesNotTakeACaseThatFailedBeforeItForAProof) {
  const auto result = judged({with_finding(Verdict::fail, {"A-1", "B-1"}, {"B-1"})});
  EXPECT_EQ(result.status, Status::not_covered);
  EXPECT_EQ(result.note, "the cases that cover it failed for other reasons");
}

TEST(RequirementsTest, WarnsForNonStrictAndInconclusiveFindings) {
  EXPECT_EQ(judged({with_finding(Verdict::non_strict, {"A-1"}, {"A-1"})}).status, Status::warned);
  EXPECT_EQ(judged({with_finding(Verdict::inconclusive, {"A-1"}, {})}).status, Status::warned);
  EXPECT_EQ(judged({with_finding(Verdict::non_strict, {"A-1", "B-1"}, {"B-1"})}).status, Status::passed);
}

TEST(RequirementsTest, TakesAKnownFailureForWhatItIs) {
  EXPECT_EQ(judged({with_finding(Verdict::fail, {"A-1"}, {"A-1"})}).status, Status::failed);
  CaseResult known = with_finding(Verdict::fail, {"A-1", "B-1"}, {"B-1"});
  known.verdict = Verdict::known_failing;
  EXPECT_EQ(judged({known}).status, Status::not_covered);
  known.findings[0].proves = {"A-1"};
  EXPECT_EQ(judged({known}).status, Status::failed);
}

TEST(RequirementsTest, TakesAnUnexpectedPassForAPass) {
  CaseResult result = one(Verdict::pass, {"A-1"});
  check::expect_failure(result, "a bug", 3);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(judged({result}).status, Status::passed);
}

TEST(RequirementsTest, TellsNotCoveredFromSkippedAndNotTestable) {
  EXPECT_EQ(judged({one(Verdict::pass, {"B-1"})}).status, Status::not_covered);
  EXPECT_EQ(judged({one(Verdict::skipped, {"A-1"})}).note, "all cases that cover it were skipped");
  EXPECT_EQ(judged({}, false).status, Status::not_testable);
  EXPECT_EQ(judged({}, false).note, "because");
}

TEST(RequirementsTest, NamesIdsThatTheCatalogueDoesNotKnow) {
  check::RunResult run;
  run.cases = {one(Verdict::pass, {"Z-9", "A-1"})};
  EXPECT_THAT(judge_requirements(run, {}).unknown, testing::ElementsAre("A-1", "Z-9"));
}

}  // namespace
}  // namespace chatproof::report
