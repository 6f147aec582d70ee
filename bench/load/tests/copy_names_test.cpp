#include "bench/load/copy_names.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chatproof::load {
namespace {

using nlohmann::json;

TEST(CopyNamesTest, WhatNamesSomebodyGoesOutMarkedAndComesBackAsItWas) {
  const CopyNames names(7);
  const json said = json::parse(R"({"userID": "alice", "userIDList": ["bob", "carol"], "text": "alice", "n": 1,
    "message": {"sender": "alice", "receiver": ""}, "conversationID": "c2c_bob", "groupID": "alice"})");
  const json told = json::parse(R"({"userID": "alice.copy7", "userIDList": ["bob.copy7", "carol.copy7"], "n": 1,
    "text": "alice", "message": {"sender": "alice.copy7", "receiver": ""}, "conversationID": "c2c_bob.copy7",
    "groupID": "alice"})");
  EXPECT_EQ(names.outwards(said), told);
  EXPECT_EQ(names.inwards(told), said);
}

TEST(CopyNamesTest, MarksAreFoundInsideIdsAndInKeysToo) {
  const CopyNames names(7);
  EXPECT_EQ(names.inwards(json::parse(R"({"bob.copy7": {"msgID": "alice.copy7-12-34"}})")),
            json::parse(R"({"bob": {"msgID": "alice-12-34"}})"));
}

TEST(CopyNamesTest, OtherCopiesKeepTheirMarks) {
  EXPECT_EQ(CopyNames(7).inwards(std::string("alice.copy71 bob.copy7")), "alice.copy71 bob");
  EXPECT_EQ(copy_of("alice.copy71"), 71u);
  EXPECT_EQ(copy_of("alice"), std::nullopt);
  EXPECT_EQ(copy_of("alice.copy7x"), std::nullopt);
}

}  // namespace
}  // namespace chatproof::load
