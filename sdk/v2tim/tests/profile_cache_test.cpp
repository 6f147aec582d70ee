#include "sdk/v2tim/profile_cache.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chatproof::v2tim {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const json bob = {{"userID", "bob"}, {"nickName", "Bob"}};
constexpr runtime::Instant start{};

TEST(ProfileCacheTest, KeepsAProfileForTenMinutes) {
  ProfileCache cache;
  EXPECT_EQ(cache.find("bob", start), nullptr);
  cache.fetched(bob, start);
  ASSERT_NE(cache.find("bob", start + 599s), nullptr);
  EXPECT_EQ(*cache.find("bob", start + 599s), bob);
  EXPECT_EQ(cache.find("bob", start + 600s), nullptr);
}

TEST(ProfileCacheTest, APushChangesWhatIsKnownButNotItsAge) {
  ProfileCache cache;
  const json robert = {{"userID", "bob"}, {"nickName", "Robert"}};
  cache.pushed(robert);
  EXPECT_EQ(cache.find("bob", start), nullptr);
  cache.fetched(bob, start);
  cache.pushed(robert);
  EXPECT_EQ(*cache.find("bob", start + 599s), robert);
  EXPECT_EQ(cache.find("bob", start + 600s), nullptr);
}

TEST(ProfileCacheTest, WhatHasNoNameIsNotKept) {
  ProfileCache cache;
  for (const json& profile : {json(), json("bob"), json::object(), json{{"userID", 7}}, json{{"userID", ""}}}) {
    cache.fetched(profile, start);
    cache.pushed(profile);
  }
  EXPECT_EQ(cache.find("", start), nullptr);
}

TEST(ProfileCacheTest, IsBounded) {
  ProfileCache cache;
  for (std::size_t i = 0; i <= ProfileCache::profiles_max; ++i) cache.fetched({{"userID", std::to_string(i)}}, start);
  EXPECT_EQ(cache.find("0", start), nullptr);
  EXPECT_NE(cache.find(std::to_string(ProfileCache::profiles_max), start), nullptr);
}

TEST(ProfileCacheTest, TheOwnProfileHasChangedWhenItWasKnownAsAnother) {
  ProfileCache cache;
  const json robert = {{"userID", "bob"}, {"nickName", "Robert"}};
  EXPECT_FALSE(cache.own_changed(bob));
  EXPECT_FALSE(cache.own_changed(bob));
  cache.clear();
  EXPECT_TRUE(cache.own_changed(robert));
  EXPECT_FALSE(cache.own_changed(robert));
  EXPECT_FALSE(cache.own_changed({{"userID", "alice"}})) << "another user's";
  EXPECT_FALSE(cache.own_changed(robert)) << "long ago";
}

}  // namespace
}  // namespace chatproof::v2tim
