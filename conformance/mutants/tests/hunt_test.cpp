// Hunts by one small scenario: what it looks at is killed, what it does not look at survives.
#include "conformance/mutants/hunt.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "conformance/report/catalogue.hpp"
#include "conformance/scenario/load.hpp"
#include "conformance/stage/vocabulary.hpp"
#include "sdk/tests/scratch.hpp"

namespace chatproof::mutants {
namespace {

const char* const in_and_out = R"({
  "schemaVersion": "1.0", "id": "in-and-out", "title": "Somebody logs in, looks at himself, and logs out",
  "covers": ["LOGIN-01"], "actors": {"alice.phone": {}},
  "steps": [
    {"use": "lib/online", "with": {"who": "alice.phone"}},
    {"do": "alice.phone.getUsersInfo", "args": {"userIDList": ["alice"]},
     "expect": {"ok": true, "value": [{"userID": "alice"}]}},
    {"do": "alice.phone.logout", "expect": {"ok": true}}
  ]})";

class HuntTest : public ScratchTest {
 protected:
  Hunt hunt_for(const std::string& filter, const std::string& text = in_and_out,
                const std::vector<std::string>& more = {}) {
    const auto root = stage::find_root();
    const auto catalogue = report::load_catalogue(root / "conformance" / "catalogue");
    const auto words = stage::standard_vocabulary(catalogue.catalogue.ids());
    auto loaded = scenario::load_text(text, "", root / "scenarios", words);
    EXPECT_TRUE(loaded.errors.empty()) << loaded.errors.front().message;
    for (const std::string& other : more)
      loaded.cases.push_back(scenario::load_text(other, "", root / "scenarios", words).cases.at(0));
    HuntOptions options;
    options.jobs = 1;
    options.filter = filter;
    options.scratch = scratch;
    options.stop = stop;
    return hunt(loaded.cases, options, [](const char*, std::size_t, std::size_t) {});
  }
  static Fate::Kind only(const Hunt& found) {
    EXPECT_EQ(found.fates.size(), 1U);
    return found.fates.empty() ? Fate::Kind::misjudged : found.fates.front().kind;
  }

  std::function<bool()> stop = [] { return false; };
};

TEST_F(HuntTest, WhatIsLookedAtIsKilledAndTheKillerIsNamed) {
  const Hunt found = hunt_for("dropResult:logout");
  ASSERT_EQ(only(found), Fate::Kind::killed);
  EXPECT_EQ(found.fates.front().killer, "in-and-out");
  EXPECT_EQ(found.fates.front().rule, "step");
  EXPECT_TRUE(found.good());
}

TEST_F(HuntTest, WhatIsNotLookedAtSurvives) {
  const Hunt found = hunt_for("wrongValue:getUsersInfo/*/level");
  EXPECT_EQ(only(found), Fate::Kind::survived);
  EXPECT_FALSE(found.good());
}

TEST_F(HuntTest, DefectsOfTheWireAndOfTheSessionArePlanted) {
  EXPECT_EQ(only(hunt_for("lostRequest:login")), Fate::Kind::killed);
  EXPECT_EQ(only(hunt_for("neverLogsOut:session")), Fate::Kind::survived);
}

TEST_F(HuntTest, TheOthersHuntWithoutASpoiltCase) {
  std::string wrong = in_and_out;
  wrong.replace(wrong.find("in-and-out"), 10, "spoilt");
  wrong.replace(wrong.find("[{\"userID\": \"alice\"}]"), 21, "[{\"userID\": \"bob\"}]");
  const Hunt found = hunt_for("dropResult:logout", in_and_out, {wrong});
  EXPECT_THAT(found.spoilt, testing::ElementsAre("spoilt"));
  EXPECT_EQ(found.cases, 1U);
  EXPECT_EQ(only(found), Fate::Kind::killed);
  EXPECT_EQ(found.fates.front().killer, "in-and-out");
  EXPECT_TRUE(found.good());
}

TEST_F(HuntTest, AStoppedHuntTellsWhatIsLeft) {
  int runs = 0;
  stop = [&runs] { return ++runs > 4; };  // the look around, and a few mutants
  const Hunt found = hunt_for("Result:");
  EXPECT_TRUE(found.stopped);
  EXPECT_GT(found.left_out, 0U);
  EXPECT_FALSE(found.good());
}

TEST_F(HuntTest, ASpoiltSuiteHuntsNothing) {
  std::string wrong = in_and_out;
  wrong.replace(wrong.find("[{\"userID\": \"alice\"}]"), 21, "[{\"userID\": \"bob\"}]");
  const Hunt found = hunt_for("login", wrong);
  EXPECT_EQ(found.spoilt.size(), 1U);
  EXPECT_TRUE(found.fates.empty());
  EXPECT_FALSE(found.good());
}

TEST_F(HuntTest, NoMutantIsNoSuccess) { EXPECT_FALSE(hunt_for("nothing like this").good()); }

TEST_F(HuntTest, ReportsSayWhoKilledWhom) {
  const Hunt found = hunt_for("Result:logout");
  const nlohmann::json report = to_json(found);
  EXPECT_EQ(report["summary"]["total"], found.fates.size());
  EXPECT_EQ(report["summary"]["killed"], found.count(Fate::Kind::killed));
  EXPECT_EQ(report["mutants"].size(), found.fates.size());
  EXPECT_EQ(report["killers"]["in-and-out"], found.count(Fate::Kind::killed));
  std::ostringstream text;
  print_hunt(text, found, true);
  EXPECT_NE(text.str().find("killed      dropResult:logout: in-and-out: step:"), std::string::npos) << text.str();
}

}  // namespace
}  // namespace chatproof::mutants
