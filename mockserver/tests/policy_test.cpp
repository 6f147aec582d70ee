// Who may be online together: the four policies, the limits of a platform, and kicks of devices that are away.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class PolicyTest : public ServiceTest {
 protected:
  std::vector<Json> kicks(ConnectionId of) { return take(of, Command::kicked); }
};

const std::vector<std::string> platforms = {"Android", "iOS", "iPad", "Windows", "Mac", "Linux", "Web"};
bool is_web(const std::string& platform) { return platform == "Web"; }
bool is_desktop(const std::string& platform) {
  return platform == "Windows" || platform == "Mac" || platform == "Linux";
}

// Spec login 6.04, said in other words than in the service.
bool may_coexist(const std::string& policy, const std::string& a, const std::string& b) {
  if (a == b) return false;
  if (policy == "single") return false;
  if (policy == "dual") return is_web(a) || is_web(b);
  if (policy == "triple") return is_web(a) || is_web(b) || is_desktop(a) != is_desktop(b);
  return true;
}

class EveryPairTest : public PolicyTest, public testing::WithParamInterface<const char*> {};

TEST_P(EveryPairTest, TheNewOneStaysAndTheOldOneStaysOrGoes) {
  ASSERT_FALSE(set({{"multiDevicePolicy", GetParam()}}));
  int user = 0;
  for (const std::string& first : platforms) {
    for (const std::string& second : platforms) {
      const std::string name = "user" + std::to_string(++user);
      const ConnectionId old_one = online(name, "old", first);
      const ConnectionId new_one = online(name, "new", second);
      const bool together = may_coexist(GetParam(), first, second);
      std::vector<Json> expected;
      if (!together) expected.push_back({{"reason", "login"}, {"userID", name}});
      EXPECT_EQ(kicks(old_one), expected) << first << " then " << second;
      EXPECT_EQ(has_user(old_one), together) << first << " then " << second;
      EXPECT_TRUE(has_user(new_one));
      EXPECT_TRUE(kicks(new_one).empty());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Policies, EveryPairTest, testing::Values("single", "dual", "triple", "multi"),
                         [](const auto& param_info) { return std::string(param_info.param); });

TEST_F(PolicyTest, OneLoginMayKickSeveral) {
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  const ConnectionId page = online("alice", "page", "Web");
  ASSERT_FALSE(set({{"multiDevicePolicy", "single"}}));
  online("alice", "pad", "iPad");
  for (const ConnectionId victim : {phone, pc, page}) EXPECT_EQ(kicks(victim).size(), 1U);
}

TEST_F(PolicyTest, TheLoginTellsWhomItKicked) {
  ASSERT_FALSE(set({{"multiDevicePolicy", "single"}}));
  lose(online("alice", "pad", "iPad"));
  online("alice", "phone", "Android");
  effects.clear();
  online("alice", "pc", "Windows");
  EXPECT_EQ(notes(), (std::vector<std::string>{"hello", "login", "kick"}));
  const Json detail = std::get<Note>(effects[1]).detail;
  EXPECT_EQ(detail, Json({{"platform", "Windows"}, {"kickedDevice", {{{"platform", "Android"}}}}}));
}

TEST_F(PolicyTest, APlatformHoldsAsManyAsItsLimitAndTheFirstOnesGo) {
  ASSERT_FALSE(set({{"instancesPerPlatform", 3}}));
  std::vector<ConnectionId> phones;
  for (const char* device : {"a", "b", "c"}) phones.push_back(online("alice", device));
  for (const ConnectionId phone : phones) EXPECT_TRUE(kicks(phone).empty());
  // "a" logs in again and is now the newest; "b" is the first to go.
  EXPECT_EQ(login(phones[0], "alice").at("code"), 0);
  const ConnectionId fourth = online("alice", "d");
  EXPECT_TRUE(kicks(phones[0]).empty());
  EXPECT_EQ(kicks(phones[1]).size(), 1U);
  EXPECT_TRUE(kicks(phones[2]).empty());
  ASSERT_FALSE(set({{"instancesPerPlatform", 1}}));
  online("alice", "e");
  for (const ConnectionId phone : {phones[0], phones[2], fourth}) EXPECT_EQ(kicks(phone).size(), 1U);
}

TEST_F(PolicyTest, WebHasALimitOfItsOwn) {
  ASSERT_FALSE(set({{"instancesPerPlatform", 3}, {"webInstances", 10}}));
  std::vector<ConnectionId> pages;
  for (int i = 0; i < 10; ++i) pages.push_back(online("alice", "page" + std::to_string(i), "Web"));
  for (const ConnectionId page : pages) EXPECT_TRUE(kicks(page).empty());
  online("alice", "one too many", "Web");
  EXPECT_EQ(kicks(pages[0]).size(), 1U);
  EXPECT_TRUE(kicks(pages[1]).empty());
}

TEST_F(PolicyTest, WhatNobodyKnowsCountsAsWeb) {
  const ConnectionId page = online("alice", "page", "Web");
  online("alice", "game", "MiniProgram");
  EXPECT_EQ(kicks(page).size(), 1U);
}

TEST_F(PolicyTest, AKickEndsTheTokenAndAnswersRequestsWith9503) {
  const ConnectionId old_one = connect("old");
  const Json token = login(old_one, "alice").at("token");
  online("alice", "new");
  EXPECT_EQ(code(old_one, Command::sync), 9503);
  EXPECT_EQ(resume(connect("old"), "alice", token).at("code"), 6208);
  EXPECT_EQ(login(old_one, "alice").at("code"), 0) << "it may log in again, and wins in its turn";
}

TEST_F(PolicyTest, KickedWhileAwayAndNotToldItComesBackAndWins) {
  const ConnectionId old_one = connect("old");
  const Json token = login(old_one, "alice").at("token");
  lose(old_one);
  const ConnectionId new_one = online("alice", "new");
  EXPECT_TRUE(kicks(old_one).empty());
  EXPECT_EQ(resume(connect("old"), "alice", token).at("code"), 0);
  EXPECT_EQ(kicks(new_one).size(), 1U);
}

TEST_F(PolicyTest, KickedWhileAwayAndToldOnceAtTheLogin) {
  ASSERT_FALSE(set({{"tellOfflineKick", true}}));
  const ConnectionId old_one = online("alice", "old");
  lose(old_one);
  const ConnectionId new_one = online("alice", "new");
  const ConnectionId back = connect("old");
  EXPECT_EQ(login(back, "alice").at("code"), 6208);
  EXPECT_FALSE(has_user(back));
  EXPECT_TRUE(kicks(new_one).empty());
  EXPECT_EQ(login(back, "alice").at("code"), 0);
  EXPECT_EQ(kicks(new_one).size(), 1U);
}

TEST_F(PolicyTest, KickedWhileAwayAndToldOnceAtTheResume) {
  ASSERT_FALSE(set({{"tellOfflineKick", true}}));
  const ConnectionId old_one = connect("old");
  const Json token = login(old_one, "alice").at("token");
  lose(old_one);
  online("alice", "new");
  const ConnectionId back = connect("old");
  EXPECT_EQ(resume(back, "alice", token).at("code"), 6208);
  EXPECT_EQ(resume(back, "alice", token).at("code"), -10004) << "nothing comes back by itself after a kick";
  EXPECT_EQ(login(back, "alice").at("code"), 0);
}

TEST_F(PolicyTest, AwayAndNotKickedItIsNotTold) {
  ASSERT_FALSE(set({{"tellOfflineKick", true}}));
  const ConnectionId phone = online("alice", "phone", "Android");
  lose(phone);
  online("alice", "pc", "Windows");
  EXPECT_EQ(login(connect("phone"), "alice").at("code"), 0);
}

TEST_F(PolicyTest, KickedOnlineItIsNotToldAgain) {
  ASSERT_FALSE(set({{"tellOfflineKick", true}}));
  const ConnectionId old_one = online("alice", "old");
  online("alice", "new");
  EXPECT_EQ(kicks(old_one).size(), 1U);
  EXPECT_EQ(login(old_one, "alice").at("code"), 0);
}

TEST_F(PolicyTest, OneWhoseTicketsWereRevokedIsStillOnlineAndCanBeKicked) {
  const ConnectionId old_one = online("alice", "old");
  service.revoke(default_app, "alice", now, effects);
  online("alice", "new");
  EXPECT_EQ(kicks(old_one).size(), 1U);
}

}  // namespace
}  // namespace chatproof::mockserver
