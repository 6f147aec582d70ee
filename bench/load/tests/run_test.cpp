// Whole runs, small, in each world; and that the load tester tells on itself and on a slow server.
#include "bench/load/run.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace chatproof::load {
namespace {

using nlohmann::json;

json small_profile() {
  return json::parse(R"({
    "schemaVersion": "1.0", "title": "small", "users": {"count": 20}, "server": {"count": true},
    "phases": [
      {"name": "ramp", "for": "1s", "login": {"total": 20}},
      {"name": "talk", "for": "1s", "messages": {"rate": 20}, "requests": {"rate": 40}},
      {"name": "leave", "for": "500ms", "logout": {"total": 20}}]})");
}

Result run_json(const json& profile) {
  const auto loaded = load_profile_text(profile.dump(), "test.json");
  for (const auto& error : loaded.errors) ADD_FAILURE() << error.place.pointer << ": " << error.message;
  return loaded.profile ? run(*loaded.profile, {}) : Result{};
}

class WorldTest : public testing::TestWithParam<const char*> {};

TEST_P(WorldTest, SmallLoadLogsInTalksAndLeavesWithoutALoss) {
  json profile = small_profile();
  profile["world"] = GetParam();
  const Result result = run_json(profile);
  const Meter& total = result.total;
  EXPECT_TRUE(result.trouble.empty());
  EXPECT_EQ(total.counted(Counter::logins), 20u);
  EXPECT_EQ(total.counted(Counter::logouts), 20u);
  EXPECT_EQ(total.of(Latency::ready).count(), 20u);
  EXPECT_EQ(total.of(Latency::tls).count(), GetParam() == std::string("tls") ? 20u : 0u);
  EXPECT_EQ(total.counted(Counter::sent), 40u);  // and as many answers
  EXPECT_EQ(total.counted(Counter::received), 40u);
  EXPECT_EQ(total.counted(Counter::requests), 40u);
  EXPECT_EQ(total.counted(Counter::lost) + total.counted(Counter::duplicates) + total.counted(Counter::disordered), 0u);
  EXPECT_TRUE(total.errors.empty());
  EXPECT_EQ(result.server_counts["login"], 20) << "the server has counted something else";
  EXPECT_EQ(result.server_counts["message"], 40);
  EXPECT_EQ(result.agreements.size(), 4u) << "connects, logins, logouts, messagesAcked";
  for (const Agreement& one : result.agreements) EXPECT_EQ(one.reported, one.counted) << one.what;
}

INSTANTIATE_TEST_SUITE_P(Worlds, WorldTest, testing::Values("sim", "tcp", "tls"),
                         [](const auto& name) { return std::string(name.param); });

// Three server processes that know each other: who comes to the wrong one is sent on, and messages find their way.
TEST(RunTest, UsersOfDifferentShardsWriteToEachOther) {
  json profile = small_profile();
  profile["server"]["shards"] = 3;
  const Result result = run_json(profile);
  const Meter& total = result.total;
  EXPECT_EQ(total.counted(Counter::logins), 20u);
  EXPECT_EQ(total.counted(Counter::logouts), 20u);
  EXPECT_GT(total.counted(Counter::redirects), 5u);
  EXPECT_EQ(total.counted(Counter::dials), 20u + total.counted(Counter::redirects));
  EXPECT_EQ(total.of(Latency::redirect).count(), total.counted(Counter::redirects));
  EXPECT_EQ(total.counted(Counter::received), 40u);
  EXPECT_EQ(total.counted(Counter::lost), 0u);
  EXPECT_TRUE(total.errors.empty());
  EXPECT_EQ(result.server_counts["login"], 20);
  EXPECT_EQ(result.server_counts["redirect"], total.counted(Counter::redirects));
}

TEST(RunTest, UsersThatDialTheShardTheyLiveOnAreNeverSentOn) {
  json profile = small_profile();
  profile["server"]["shards"] = 3;
  profile["server"]["entry"] = "home";
  const Meter total = run_json(profile).total;
  EXPECT_EQ(total.counted(Counter::logins), 20u);
  EXPECT_EQ(total.counted(Counter::redirects), 0u);
  EXPECT_EQ(total.counted(Counter::received), 40u);
}

// A deed on one user is done by the shard of that user, one for all users by each for its own.
TEST(RunTest, DeedsReachTheShardOfTheirUser) {
  json profile = small_profile();
  profile["server"]["shards"] = 3;
  profile["drain"] = "100ms";  // what is sent to who was kicked does not arrive
  profile["phases"][1]["acts"] = {{{"act", "kick"}, {"args", {{"user", "load7"}}}, {"after", "200ms"}},
                                  {{"act", "kick"}, {"forEveryUser", true}, {"after", "700ms"}}};
  const Result result = run_json(profile);
  EXPECT_TRUE(result.trouble.empty()) << result.trouble.front();
  EXPECT_EQ(result.total.counted(Counter::kicks), 20u);
  EXPECT_EQ(result.server_counts["kick"], 20);
}

// Whatever the distance of the points in plots, and however far the clocks of the processes are apart.
TEST_P(WorldTest, DeedAtTheBeginningOfAPhaseIsOfThatPhase) {
  json profile = small_profile();
  profile["world"] = GetParam();
  profile["interval"] = "700ms";
  profile["drain"] = "100ms";
  profile["phases"] = {{{"name", "ramp"}, {"for", "2500ms"}, {"login", {{"from", 16}, {"to", 0}}}},
                       {{"name", "kick"}, {"for", "2s"}, {"acts", {{{"act", "kick"}, {"forEveryUser", true}}}}}};
  const Result result = run_json(profile);
  ASSERT_EQ(result.phases.size(), 2u);
  EXPECT_EQ(result.phases[0].meter.counted(Counter::logins), 20u);
  EXPECT_EQ(result.phases[0].meter.online, 20);
  EXPECT_EQ(result.phases[0].meter.counted(Counter::kicks), 0u);
  EXPECT_EQ(result.phases[1].meter.counted(Counter::kicks), 20u);
  EXPECT_EQ(result.phases[1].meter.online, 0);
}

TEST(RunTest, ServerThatIsNotThereVoidsTheRun) {
  json profile = {{"schemaVersion", "1.0"},
                  {"title", "nobody is there"},
                  {"world", "tcp"},
                  {"users", {{"count", 20}}},
                  {"server", {{"at", {"127.0.0.1:1"}}}},
                  {"drain", "0s"},
                  {"phases", {{{"name", "ramp"}, {"for", "1s"}, {"login", {{"total", 10}}}}}}};
  const Result result = run_json(profile);
  EXPECT_EQ(result.verdict, Verdict::void_run);
  // A busy machine may be late as well.
  EXPECT_THAT(result.void_reasons,
              testing::Contains(testing::StartsWith("nobody logged in, of 10 meant to; errors 9511 x")));
}

TEST(RunTest, SimulatedRunRepeatsToTheLastNumber) {
  json profile = small_profile();
  profile["world"] = "sim";
  const auto measured = [&] {
    const auto result = to_json(run_json(profile));
    return std::pair(result["total"].dump(), result["intervals"].dump());
  };
  EXPECT_EQ(measured(), measured());
}

// Each user's first handshake is a full one; whoever comes back goes on with the session of before.
TEST(RunTest, EveryReconnectResumesTheTlsSessionOfItsOwnUser) {
  json profile = small_profile();
  profile["world"] = "tls";
  profile["phases"][1]["acts"] = {{{"act", "resetConnections"}, {"after", "200ms"}}};
  profile["phases"][1]["for"] = "3s";
  const Meter total = run_json(profile).total;
  EXPECT_EQ(total.of(Latency::tls).count(), 40u);
  EXPECT_EQ(total.counted(Counter::tls_resumed), 20u);
}

TEST(RunTest, ThrottledGeneratorVoidsItsRun) {
  json profile = small_profile();
  profile["plant"] = {{"generatorStall", {{"every", "50ms"}, {"for", "40ms"}}}};
  const Result result = run_json(profile);
  EXPECT_EQ(result.verdict, Verdict::void_run);
  ASSERT_FALSE(result.void_reasons.empty());
  EXPECT_NE(result.void_reasons.front().find("late"), std::string::npos) << result.void_reasons.front();
}

TEST(RunTest, ServerThatStallsForATenthOfASecondShowsItInTheTail) {
  json profile = small_profile();
  profile["phases"][1]["requests"]["rate"] = 100;
  profile["plant"] = {{"serverStall", {{"after", "1500ms"}, {"for", "100ms"}}}};
  const Result result = run_json(profile);
  const Histogram& request = result.total.of(Latency::request);
  EXPECT_EQ(request.count(), 100u);
  // Ten requests were due while the server stood still; all of them count from when they were due.
  EXPECT_GE(request.percentile(0.99), std::chrono::milliseconds(80));
  EXPECT_GE(request.percentile(0.95), std::chrono::milliseconds(20));
}

TEST(RunTest, MissedThresholdFailsTheRun) {
  json profile = small_profile();
  profile["world"] = "sim";
  profile["thresholds"] = json::array({{{"metric", "logins"}, {"min", 21}}, {{"metric", "kick.p99"}, {"max", "1s"}}});
  const Result result = run_json(profile);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_EQ(result.thresholds.size(), 2u);
  EXPECT_FALSE(result.thresholds[0].good);
  EXPECT_FALSE(result.thresholds[1].good) << "what was never measured is no success";
}

TEST(RunTest, TooManyUsersForOneProcessVoidTheRunBeforeItBegins) {
  json profile = small_profile();
  profile["users"]["count"] = 5'000'000;
  const Result result = run_json(profile);
  EXPECT_EQ(result.verdict, Verdict::void_run);
  EXPECT_NE(result.void_reasons.front().find("descriptors"), std::string::npos);
}

}  // namespace
}  // namespace chatproof::load
