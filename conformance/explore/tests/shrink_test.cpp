// The shrinker, against failures that are known: what they need stays, everything else goes.
#include "conformance/explore/shrink.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "conformance/explore/explorer.hpp"
#include "conformance/mutants/mutant.hpp"
#include "conformance/stage/vocabulary.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

bool has(const Story& story, const std::string& text) { return story.dump().find(text) != std::string::npos; }

Story sample() {
  return Story::parse(R"({
    "schemaVersion": "1.0", "id": "a/b", "title": "t", "covers": ["X"],
    "tags": ["explore"],
    "server": {"settings": {"userStatus": true, "multiDevicePolicy": "dual"}},
    "actors": {"alice.phone": {"platform": "iOS"}, "bob.phone": {"platform": "Android"}},
    "steps": [
      {"do": "alice.phone.createTextMessage", "args": {"text": "m"}, "save": {"m1": "$.return"}},
      {"do": "bob.phone.initSDK"},
      {"do": "alice.phone.sendMessage", "args": {"message": "${m1}", "receiver": "bob"}},
      {"advance": "20s", "reason": "time passes"},
      {"do": "alice.phone.login", "expect": {"ok": true}, "as": "c1", "wait": false},
      {"server": "kick", "args": {"user": "alice", "device": "alice.phone"}}
    ],
    "x-decisions": ["bob.phone/1/read/hello:reset", "alice.phone/1/write/login:cut"],
    "x-seed": 12
  })");
}

Shrunk shrink_while(const StillFails& fails, std::size_t runs = 1'000) { return shrink(sample(), fails, runs); }

TEST(ShrinkTest, LeavesTheStepsThatTheFailureNeeds) {
  const auto shrunk = shrink_while([](const Story& story) { return has(story, "login") && has(story, "kick"); });
  EXPECT_TRUE(shrunk.finished);
  EXPECT_EQ(shrunk.story["steps"].size(), 2u) << shrunk.story.dump(1);
  EXPECT_TRUE(smaller(size_of(shrunk.story), size_of(sample())));
}

TEST(ShrinkTest, LeavesOutActorsWithTheirStepsAndDecisions) {
  const auto shrunk = shrink_while([](const Story& story) { return has(story, "alice.phone\":{"); });
  EXPECT_EQ(size_of(shrunk.story).actors, 1u);
  EXPECT_FALSE(has(shrunk.story, "bob.phone"));
}

TEST(ShrinkTest, LeavesTheDecisionsThatTheFailureNeeds) {
  const auto shrunk = shrink_while([](const Story& story) { return has(story, "write/login:cut"); });
  EXPECT_EQ(shrunk.story["x-decisions"], Story::parse(R"(["alice.phone/1/write/login:cut"])"));
}

TEST(ShrinkTest, LeavesOutArgumentsAndSettings) {
  const auto shrunk = shrink_while([](const Story& story) { return has(story, "\"multiDevicePolicy\""); });
  EXPECT_EQ(shrunk.story["server"], Story::parse(R"({"settings": {"multiDevicePolicy": "dual"}})"));
  EXPECT_FALSE(shrunk.story.contains("x-seed"));
}

TEST(ShrinkTest, ShortensTimesAsFarAsTheFailureLasts) {
  const auto shrunk = shrink_while([](const Story& story) {
    for (const Story& step : story["steps"])
      if (step.contains("advance"))
        return runtime::parse_duration(step["advance"].get<std::string>()) >= std::chrono::seconds(3);
    return false;
  });
  EXPECT_EQ(shrunk.story["steps"], Story::parse(R"([{"advance": "5s"}])"));
}

TEST(ShrinkTest, WhatUsesASavedValueGoesWithIt) {
  const auto shrunk = shrink_while([](const Story& story) { return has(story, "login") && !has(story, "createText"); });
  EXPECT_FALSE(has(shrunk.story, "sendMessage"));
}

TEST(ShrinkTest, EndsAtTheLimitOfRunsWithAStoryThatFails) {
  std::size_t runs = 0;
  const auto fails = [&](const Story& story) {
    ++runs;
    return has(story, "kick");
  };
  const auto shrunk = shrink_while(fails, 5);
  EXPECT_FALSE(shrunk.finished);
  EXPECT_EQ(shrunk.runs, 5u);
  EXPECT_LE(runs, 5u);
  EXPECT_TRUE(has(shrunk.story, "kick"));
}

// The whole way: a defect is planted, a seed finds it, the story that is left needs it and little else.
TEST(ShrinkTest, ShrinksAPlantedFailureToTheCallThatItIsAbout) {
  const auto root = stage::find_root();
  const StoryWords words{stage::standard_vocabulary({}), root / "scenarios"};
  const auto scratch = std::filesystem::path(testing::TempDir()) / "shrink_test";
  const StoryOptions planted{scratch,
                             mutants::planted(stage::make_sdk_driver, mutants::mutant_named("dropResult:login"))};
  const auto run = [&](const Story& story, const StoryOptions& options) {
    std::string error;
    auto out = run_story(story, words, options, error);
    return out ? out->judged.outcome : Outcome{};
  };
  const Story story = story_of(3, {});
  ASSERT_EQ(run(story, planted).kind, Outcome::Kind::violated);
  const auto fails = [&](const Story& candidate) { return run(candidate, planted).first.rule == "everyCallEnds"; };
  ASSERT_TRUE(fails(story));
  const auto shrunk = shrink(story, fails, 2'000);
  EXPECT_TRUE(shrunk.finished);
  EXPECT_TRUE(fails(shrunk.story));
  EXPECT_LE(size_of(shrunk.story).steps, 3u) << shrunk.story.dump(1);
  EXPECT_TRUE(has(shrunk.story, ".login\""));
  EXPECT_NE(run(shrunk.story, {scratch, stage::make_sdk_driver}).kind, Outcome::Kind::violated) << "without the defect";
  std::filesystem::remove_all(scratch);
}

}  // namespace
}  // namespace chatproof::explore
