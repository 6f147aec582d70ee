#include "conformance/report/annotations.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "conformance/report/tests/golden.hpp"
#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

TEST(AnnotationsTest, PointAtTheLineOfTheScenario) {
  EXPECT_TRUE(same_lines(github_annotations(sample_run()), golden("annotations.txt")));
}

TEST(AnnotationsTest, SayTheSameFindingInSeveralWorldsOnce) {
  check::RunResult run;
  run.cases = {kick_case("sim"), kick_case("tcp"), kick_case("tls")};
  const std::string text = github_annotations(run);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_THAT(text, testing::HasSubstr("(sim)%0Ain kick/second-phone-kicks-the-first[policy=triple] (tcp)%0A"));
}

TEST(AnnotationsTest, CannotBeBrokenOutOf) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  run.cases[0].scenario = run.cases[0].title = run.cases[0].findings[0].file = hostile;
  run.cases[0].findings[0].expected = hostile;
  const std::string text = github_annotations(run);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\r'), 0);
  EXPECT_THAT(text.substr(0, text.find(",line=")), testing::Not(testing::HasSubstr("::error::")));
}

TEST(AnnotationsTest, AreLimited) {
  check::RunResult run;
  for (std::size_t i = 0; i < annotations_max + 3; ++i) {
    run.cases.push_back(kick_case("sim"));
    run.cases.back().findings[0].line = static_cast<int>(i) + 1;
  }
  const std::string text = github_annotations(run);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<std::ptrdiff_t>(annotations_max) + 1);
  EXPECT_THAT(text, testing::EndsWith("::notice title=chatproof::3 more findings are in the report\n"));
}

TEST(AnnotationsTest, AreSilentWhenAllIsWell) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  EXPECT_EQ(github_annotations(run), "");
}

}  // namespace
}  // namespace chatproof::report
