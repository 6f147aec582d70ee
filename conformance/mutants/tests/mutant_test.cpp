// Names of mutants, and the ways to values.
#include "conformance/mutants/mutant.hpp"

#include <gtest/gtest.h>

#include <set>

#include "conformance/mutants/defect.hpp"

namespace chatproof::mutants {
namespace {

TEST(MutantTest, EveryDefectHasAnOwnNameAndSaysWhatItIs) {
  std::set<std::string_view> names;
  for (const DefectRow* row : defect_table()) {
    EXPECT_TRUE(names.insert(row->name).second) << row->name;
    EXPECT_FALSE(row->what.empty()) << row->name;
    EXPECT_EQ(row->name.find(':'), std::string_view::npos) << row->name;
    EXPECT_TRUE(row->target != TargetKind::nothing || !row->targets.empty()) << row->name;
  }
}

TEST(MutantTest, EveryDefectWithTargetsOfItsOwnCanBeNamedAndMade) {
  for (const DefectRow* row : defect_table()) {
    for (const auto target : row->targets) {
      const Mutant wanted{row, std::string(target)};
      const auto named = mutant_named(wanted.id());
      ASSERT_TRUE(named) << wanted.id();
      EXPECT_EQ(*named, wanted);
      EXPECT_NE(row->make(*row, wanted.target), nullptr) << wanted.id();
    }
  }
}

TEST(MutantTest, ATargetMustBeOfTheKindThatTheDefectBefalls) {
  for (const char* good :
       {"doubleResult:login", "dropCallback:onKickedOffline", "lostRequest:c2c.send", "lostPush:kicked",
        "wrongField:onSelfInfoUpdated/info/nickName", "wrongReturn:getLoginStatus",
        "wrongValue:getUserStatus/*/statusType", "wrongMember:hello/platform", "ignoredArgument:login/userSig",
        "ignoredCall:addSDKListener", "noSync:session"})
    EXPECT_TRUE(mutant_named(good)) << good;
  for (const char* bad :
       {"", "login", "doubleResult", "doubleResult:logon", "doubleResult:onKickedOffline", "dropCallback:login",
        "lostRequest:kicked", "lostPush:login", "noSync:login", "wrongField:onSelfInfoUpdated", "trippleResult:login"})
    EXPECT_FALSE(mutant_named(bad)) << bad;
}

TEST(FieldPathTest, LeadsThroughObjectsAndEveryItemOfALists) {
  const json before = {{"list", {{{"a", 1}, {"b", "x"}}, {{"a", 2}}}}, {"on", true}};
  json value = before;
  EXPECT_TRUE(make_wrong(value, path_of("onX/list/*/a")));
  EXPECT_EQ(value["list"], json::parse(R"([{"a": 2, "b": "x"}, {"a": 3}])"));
  EXPECT_TRUE(make_wrong(value, path_of("onX/list/*/b")));
  EXPECT_EQ(value["list"][0]["b"], "xx");
  EXPECT_TRUE(make_wrong(value, path_of("onX/on")));
  EXPECT_EQ(value["on"], false);
}

TEST(FieldPathTest, WhatIsNotThereStaysAway) {
  const json before = {{"list", json::array()}, {"on", true}};
  json value = before;
  for (const char* target : {"onX/off", "onX/list/*", "onX/list/a", "onX/on/off"})
    EXPECT_FALSE(make_wrong(value, path_of(target))) << target;
  EXPECT_FALSE(take_away(value, path_of("f/off")));
  EXPECT_EQ(value, before);
}

TEST(FieldPathTest, TakesAwayOneMemberOrThatOfEveryItem) {
  json value = {{"list", {{{"a", 1}, {"b", 1}}, {{"a", 2}}}}, {"on", true}};
  EXPECT_TRUE(take_away(value, path_of("f/list/*/a")));
  EXPECT_TRUE(take_away(value, path_of("f/on")));
  EXPECT_EQ(value, json::parse(R"({"list": [{"b": 1}, {}]})"));
}

TEST(FieldPathTest, TheWholeValueCanBeWrong) {
  json value = 3;
  EXPECT_TRUE(make_wrong(value, path_of("getLoginStatus")));
  EXPECT_EQ(value, 4);
  EXPECT_EQ(name_of_target("getLoginStatus"), "getLoginStatus");
  EXPECT_EQ(name_of_target("onX/list/*/a"), "onX");
}

}  // namespace
}  // namespace chatproof::mutants
