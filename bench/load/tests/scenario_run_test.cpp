// One scenario many times at once against one server.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/load/run.hpp"

namespace chatproof::load {
namespace {

using nlohmann::json;

json profile_of(const std::string& scenario, int copies, const std::string& world) {
  return {{"schemaVersion", "1.0"},
          {"title", "copies"},
          {"world", world},
          {"scenario", scenario},
          {"phases", {{{"name", "start"}, {"for", "2s"}, {"copies", {{"total", copies}}}}}}};
}

Result run_json(const json& profile) {
  const auto loaded = load_profile_text(profile.dump(), "test.json");
  for (const auto& error : loaded.errors) ADD_FAILURE() << error.place.pointer << ": " << error.message;
  return loaded.profile ? run(*loaded.profile, {}) : Result{};
}

// A scenario of this test's own, in a file: alice is online, then come these steps.
class OwnScenario {
 public:
  explicit OwnScenario(const std::string& steps) {
    static int number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("chatproof-copies-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".json");
    std::ofstream(path_) << R"({"schemaVersion": "1.0", "id": "own", "title": "own", "covers": ["LOGIN-01"],
  "actors": {"alice.phone": {"platform": "iOS"}}, "tolerate": ["log", "sync", "connection"],
  "steps": [{"use": "lib/online", "with": {"who": "alice.phone"}}, )"
                         << steps << "]}";
  }
  ~OwnScenario() { std::filesystem::remove(path_); }
  OwnScenario(const OwnScenario&) = delete;
  OwnScenario& operator=(const OwnScenario&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

class CopiesTest : public testing::TestWithParam<const char*> {};

// Every copy has an alice and a bob. With accounts in common the second alice would throw out the first.
TEST_P(CopiesTest, EachCopyPassesWithAccountsOfItsOwn) {
  const Result result = run_json(profile_of("scenarios/messages/advanced-text.json", 20, GetParam()));
  EXPECT_NE(result.verdict, Verdict::fail);
  ASSERT_TRUE(result.scenario);
  for (const CopyTrouble& trouble : result.scenario->troubles) ADD_FAILURE() << trouble.text;
  EXPECT_EQ(result.total.counted(Counter::starts), 20u);
  EXPECT_EQ(result.total.counted(Counter::copies_passed), 20u);
  EXPECT_EQ(result.total.of(Latency::copy).count(), 20u);
  EXPECT_GT(result.scenario->most_at_once, 1u) << "they did not run side by side";
  ASSERT_EQ(result.scenario->steps.size(), 9u);
  for (const StepTimes& step : result.scenario->steps) EXPECT_EQ(step.times.count(), 20u) << step.text;
  EXPECT_EQ(result.scenario->steps[2].text, "alice.phone.login");
}

INSTANTIATE_TEST_SUITE_P(Worlds, CopiesTest, testing::Values("sim", "tcp", "tls"),
                         [](const auto& name) { return std::string(name.param); });

TEST(ScenarioRunTest, CopiesThatFailAreCountedWithTheirReasonOnce) {
  const OwnScenario wrong(R"({"do": "alice.phone.logoutt"})");
  const auto refused = load_profile_text(profile_of(wrong.path(), 3, "sim").dump(), "test.json");
  ASSERT_FALSE(refused.profile) << "a mistake of the scenario is one of the profile";
  EXPECT_EQ(refused.errors.front().place.file, wrong.path());

  const OwnScenario fails(R"({"do": "alice.phone.logout", "expect": {"error": 6013}})");
  const Result result = run_json(profile_of(fails.path(), 3, "sim"));
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.total.counted(Counter::copies_failed), 3u);
  ASSERT_EQ(result.scenario->troubles.size(), 1u);
  EXPECT_EQ(result.scenario->troubles[0].copies, 3u);
  EXPECT_EQ(result.scenario->troubles[0].first, 1u);
  EXPECT_EQ(result.scenario->troubles[0].place.pointer, "/steps/1");
}

// The deed, the rule, the server's event and the link are those of the one copy.
TEST(ScenarioRunTest, DeedsRulesAndLinksReachTheirOwnCopyOnly) {
  const OwnScenario own(R"(
    {"fault": {"when": {"command": "profile.get", "layer": "request", "user": "alice"},
      "then": {"kind": "error", "code": 60009}, "times": 1}},
    {"do": "alice.phone.getUsersInfo", "args": {"userIDList": ["alice"]}, "expect": {"error": 60009}},
    {"do": "alice.phone.getUsersInfo", "args": {"userIDList": ["alice"]}, "expect": {"ok": true}},
    {"network": "reset", "actor": "alice.phone"},
    {"expect": {"cb": "alice.phone.onConnectSuccess"}, "within": "60s"},
    {"advance": "1s", "reason": "the server knows the new link"},
    {"server": "kick", "args": {"user": "alice"}},
    {"expect": {"serverEvent": "kick", "user": "alice"}, "within": "5s"},
    {"expect": {"cb": "alice.phone.onKickedOffline"}, "within": "5s"})");
  const Result result = run_json(profile_of(own.path(), 10, "sim"));
  for (const CopyTrouble& trouble : result.scenario->troubles) ADD_FAILURE() << trouble.copies << " " << trouble.text;
  EXPECT_EQ(result.total.counted(Counter::copies_passed), 10u);
}

TEST(ScenarioRunTest, StepsThatReachEveryCopyAreRefusedWithTheirPlace) {
  const auto refused = [](const std::string& step) {
    const OwnScenario own(step);
    const auto loaded = load_profile_text(profile_of(own.path(), 3, "sim").dump(), "test.json");
    return loaded.errors.size() == 1 && loaded.errors[0].place.file == own.path() &&
           loaded.errors[0].place.pointer == "/steps/1" && loaded.errors[0].place.line > 1;
  };
  EXPECT_TRUE(refused(R"({"server": "restart"})"));
  EXPECT_TRUE(refused(R"({"fault": {"when": {"layer": "connect"}, "then": {"kind": "close"}}})"));
  EXPECT_TRUE(refused(R"({"quiet": "10s"})"));
}

TEST(ScenarioRunTest, SimulatedCopiesRepeatToTheLastNumber) {
  const auto measured = [] {
    const auto result = to_json(run_json(profile_of("scenarios/kick/second-phone-kicks-the-first.json", 10, "sim")));
    return std::pair(result["total"].dump(), result["scenario"].dump());
  };
  EXPECT_EQ(measured(), measured());
}

TEST(ScenarioRunTest, AScenarioHasItsOwnUsersAndServer) {
  json profile = profile_of("scenarios/login/succeeds-once.json", 1, "sim");
  profile["users"] = {{"count", 1}};
  const auto loaded = load_profile_text(profile.dump(), "test.json");
  ASSERT_EQ(loaded.errors.size(), 1u);
  EXPECT_EQ(loaded.errors[0].place.pointer, "/users");
  profile = profile_of("scenarios/there/is-none.json", 1, "sim");
  const auto missing = load_profile_text(profile.dump(), "test.json");
  ASSERT_EQ(missing.errors.size(), 1u);
  EXPECT_EQ(missing.errors[0].place.pointer, "/scenario");
}

}  // namespace
}  // namespace chatproof::load
