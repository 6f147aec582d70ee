// The generator: the same seed makes the same story, every kind of step can be switched off and on, and what comes out
// is a scenario that can be read.
#include "conformance/explore/generate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "conformance/explore/ingredients.hpp"
#include "conformance/scenario/load.hpp"
#include "conformance/stage/vocabulary.hpp"
#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::explore {
namespace {

// What one kind adds to the story of two apps.
Story steps_of(const Ingredient& ingredient, std::uint64_t seed) {
  Kitchen kitchen(runtime::Random(seed), {"alice.phone", "bob.phone"}, {"alice", "bob"});
  ingredient.add(kitchen);
  return std::move(kitchen.steps);
}

// What keeps the story from being read.
std::string complaint(const Story& story) {
  static const auto root = stage::find_root();
  static const auto words = stage::standard_vocabulary({});
  const auto loaded = scenario::load_text(story.dump(), "", root / "scenarios", words);
  return loaded.errors.empty() ? "" : loaded.errors.front().place.pointer + ": " + loaded.errors.front().message;
}

class IngredientTest : public testing::TestWithParam<const Ingredient*> {};

TEST_P(IngredientTest, WritesStepsThatCanBeRead) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Story story = generate(1, {});
    story["actors"] = {{"alice.phone", {{"platform", "iOS"}}}, {"bob.phone", {{"platform", "Android"}}}};
    story["steps"] = steps_of(*GetParam(), seed);
    EXPECT_FALSE(story["steps"].empty());
    story["steps"].push_back(last_step("alice.phone"));
    EXPECT_EQ(complaint(story), "") << story["steps"].dump(1);
  }
}

TEST_P(IngredientTest, IsLeftOutAndPutInByTheSwarm) {
  const std::string name(GetParam()->name);
  bool in = false, out = false;
  for (std::uint64_t seed = 1; seed <= 60 && !(in && out); ++seed) {
    const auto menu = menu_of(seed, {});
    const bool listed = std::find(menu.begin(), menu.end(), name) != menu.end();
    (listed ? in : out) = true;
  }
  EXPECT_TRUE(in);
  EXPECT_TRUE(out);
  const auto all = menu_of(1, {.swarm = false});
  EXPECT_NE(std::find(all.begin(), all.end(), name), all.end());
}

INSTANTIATE_TEST_SUITE_P(Every, IngredientTest, testing::ValuesIn(all_ingredients()),
                         [](const auto& one) { return std::string(one.param->name); });

TEST(GenerateTest, TheSameSeedMakesTheSameStory) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) EXPECT_EQ(generate(seed, {}), generate(seed, {}));
}

TEST(GenerateTest, OtherSeedsMakeOtherStories) {
  std::set<std::string> steps;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) steps.insert(generate(seed, {})["steps"].dump());
  EXPECT_EQ(steps.size(), 50u);
}

TEST(GenerateTest, EveryStoryCanBeRead) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) EXPECT_EQ(complaint(generate(seed, {})), "") << "seed " << seed;
}

TEST(GenerateTest, AStoryUsesOnlyWhatItsMenuNames) {
  // Kicks come from one kind alone.
  int with = 0, without = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto menu = menu_of(seed, {});
    const bool may_kick = std::find(menu.begin(), menu.end(), "kick") != menu.end();
    const bool kicks = generate(seed, {})["steps"].dump().find(R"("server":"kick")") != std::string::npos;
    EXPECT_TRUE(may_kick || !kicks) << "seed " << seed;
    ++(kicks ? with : without);
  }
  EXPECT_GT(with, 0);
  EXPECT_GT(without, 0);
}

// Methods that work and are in no story, each with its reason.
const std::map<std::string_view, std::string_view> in_no_story = {};

TEST(GenerateTest, EveryMethodThatWorksIsInSomeStory) {
  std::set<std::string> called;
  for (const Ingredient* ingredient : all_ingredients())
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
      for (const auto& step : steps_of(*ingredient, seed))
        if (const auto call = step.value("do", std::string()); !call.empty())
          called.insert(call.substr(call.rfind('.') + 1));
  for (const v2tim::Method& method : v2tim::methods()) {
    if (method.support != v2tim::Support::working) continue;
    const bool there = called.contains(std::string(method.id));
    EXPECT_NE(there, in_no_story.contains(method.id)) << method.id << (there ? " needs no reason" : " is in no story");
  }
}

TEST(GenerateTest, NobodyIsLeftSuspended) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::set<std::string> suspended;
    const auto story = generate(seed, {.swarm = false});
    for (const auto& step : story["steps"]) {
      if (step.value("device", "") == "process.suspend") suspended.insert(step["actor"]);
      if (step.value("device", "") == "process.resume") suspended.erase(step["actor"]);
      const std::string call = step.value("do", "");
      EXPECT_FALSE(suspended.contains(call.substr(0, call.rfind('.')))) << "seed " << seed << ": " << call;
    }
    EXPECT_TRUE(suspended.empty()) << "seed " << seed;
  }
}

TEST(GenerateTest, NamesOfKindsAreUnique) {
  const auto names = menu_of(1, {.swarm = false});
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), names.size());
}

}  // namespace
}  // namespace chatproof::explore
