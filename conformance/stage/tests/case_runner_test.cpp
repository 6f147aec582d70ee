// Cases that do not come to their end: each is an error of its own, with what it was and where it stood.
#include "conformance/stage/case_runner.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "conformance/scenario/load.hpp"
#include "conformance/stage/vocabulary.hpp"
#include "sdk/tests/scratch.hpp"

namespace chatproof::stage {
namespace {

using testing::HasSubstr;

class ThrowingDriver final : public Driver {
 public:
  nlohmann::json call(std::uint32_t, const std::string& method, const nlohmann::json&) override {
    throw std::runtime_error("no " + method + " today");
  }
};

class CaseRunnerTest : public ScratchTest {
 protected:
  check::CaseResult run(const DriverFactory& driver, const std::string& world) {
    const auto loaded = scenario::load_text(
        R"({"schemaVersion": "1.0", "id": "a", "title": "a", "covers": ["INIT-05"], "actors": {"alice.phone": {}},
            "steps": [{"do": "alice.phone.initSDK", "expect": {"return": true}}]})",
        "", find_root() / "scenarios", standard_vocabulary({"INIT-05"}));
    EXPECT_TRUE(loaded.errors.empty()) << loaded.errors.front().message;
    CaseOptions options;
    options.world = world;
    options.scratch = scratch / "case";
    options.driver = driver;
    return run_case(loaded.cases.front(), options);
  }
};

TEST_F(CaseRunnerTest, WhatADriverThrowsIsAnErrorOfTheCase) {
  for (const std::string world : {"sim", "tcp"}) {
    const auto result = run([](const auto&, auto&) { return std::make_unique<ThrowingDriver>(); }, world);
    EXPECT_EQ(result.verdict, check::Verdict::error) << world;
    ASSERT_EQ(result.findings.size(), 1U) << world;
    EXPECT_EQ(result.findings[0].rule, "brokeOff");
    EXPECT_THAT(result.findings[0].observed, HasSubstr("an exception was thrown: no initSDK today; at /steps/0"));
    EXPECT_THAT(result.findings[0].observed, HasSubstr("alice.phone call initSDK"));
    EXPECT_FALSE(result.history.empty()) << "what happened before is still told";
  }
}

TEST_F(CaseRunnerTest, WhatSettingTheStageThrowsIsAnErrorOfTheCase) {
  const auto result =
      run([](const auto&, auto&) -> std::unique_ptr<Driver> { throw std::runtime_error("no SDK at all"); }, "sim");
  EXPECT_EQ(result.verdict, check::Verdict::error);
  ASSERT_EQ(result.findings.size(), 1U);
  EXPECT_THAT(result.findings[0].observed, HasSubstr("no SDK at all"));
}

}  // namespace
}  // namespace chatproof::stage
