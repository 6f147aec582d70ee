// The method table: complete, unique, and right about what is required.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "sdk/v2tim/api/check.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/support_table.hpp"

namespace chatproof::v2tim {
namespace {

TEST(MethodTableTest, HasEveryMethodOfEveryManager) {
  std::map<std::string, int> counts;
  for (const auto& method : methods()) ++counts[std::string(method.manager)];
  const std::map<std::string, int> expected{{"V2TIMManager", 40},           {"V2TIMMessageManager", 50},
                                            {"V2TIMGroupManager", 37},      {"V2TIMConversationManager", 23},
                                            {"V2TIMFriendshipManager", 34}, {"V2TIMSignalingManager", 10},
                                            {"V2TIMCommunityManager", 20},  {"V2TIMOfflinePushManager", 3}};
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(methods().size(), 217U);
}

TEST(MethodTableTest, HasEveryCallbackOfEveryListener) {
  std::map<std::string, int> counts;
  for (const auto& callback : listener_callbacks()) ++counts[std::string(callback.listener)];
  const std::map<std::string, int> expected{
      {"V2TIMSDKListener", 10},          {"V2TIMSimpleMsgListener", 4},   {"V2TIMAdvancedMsgListener", 10},
      {"V2TIMGroupListener", 22},        {"V2TIMCommunityListener", 12},  {"V2TIMLogListener", 1},
      {"V2TIMConversationListener", 14}, {"V2TIMFriendshipListener", 20}, {"V2TIMSignalingListener", 6}};
  EXPECT_EQ(counts, expected);
  EXPECT_EQ(listener_callbacks().size(), 99U);
}

TEST(MethodTableTest, IdsAreUniqueAndFollowTheName) {
  std::set<std::string_view> ids;
  const auto check = [&](std::string_view id, std::string_view name) {
    EXPECT_TRUE(ids.insert(id).second) << id;
    const auto plain = id.substr(0, id.find('#'));
    EXPECT_EQ(plain.substr(1), name.substr(1)) << id;
    EXPECT_TRUE(plain.front() >= 'a' && plain.front() <= 'z') << id;
  };
  for (const auto& method : methods()) check(method.id, method.name);
  for (const auto& callback : listener_callbacks()) check(callback.id, callback.name);
  EXPECT_EQ(find_method("login")->name, "Login");
  EXPECT_EQ(find_method("createCustomMessage#2")->manager, "V2TIMMessageManager");
  EXPECT_EQ(find_method("Login"), nullptr);
  EXPECT_EQ(find_listener_callback("onKickedOffline")->listener, "V2TIMSDKListener");
  EXPECT_EQ(find_listener_callback("onNothing"), nullptr);
}

TEST(MethodTableTest, ParameterNamesComeFromTheSignature) {
  EXPECT_EQ(parameter_names("()"), std::vector<std::string_view>());
  EXPECT_EQ(parameter_names("(const V2TIMString& userID, bool on, V2TIMValueCallback<V2TIMString>* callback)"),
            (std::vector<std::string_view>{"userID", "on", "callback"}));
}

TEST(MethodTableTest, ACallbackIsTheLastParameterAndOfItsKind) {
  for (const auto& method : methods()) {
    const auto names = parameter_names(method.signature);
    const bool has_callback = !names.empty() && names.back() == "callback";
    EXPECT_EQ(method.callback != CallbackKind::none, has_callback) << method.id;
  }
  EXPECT_EQ(find_method("login")->callback, CallbackKind::plain);
  EXPECT_EQ(find_method("getUsersInfo")->callback, CallbackKind::value);
  EXPECT_EQ(find_method("sendMessage")->callback, CallbackKind::send);
  EXPECT_EQ(find_method("modifyMessage")->callback, CallbackKind::complete);
}

TEST(MethodTableTest, RequiredArgumentsAreParameters) {
  for (const auto& method : methods()) {
    const auto names = parameter_names(method.signature);
    for (auto required : required_arguments(method.required)) {
      for (size_t either = 0; either != std::string_view::npos;) {
        either = required.find(" ^ ");
        const auto path = required.substr(0, either);
        const auto parameter = path.substr(0, path.find('.'));
        EXPECT_NE(std::find(names.begin(), names.end(), parameter), names.end()) << method.id << " " << path;
        if (either != std::string_view::npos) required.remove_prefix(either + 3);
      }
    }
  }
}

TEST(MethodTableTest, WhatAChatNeedsIsWorking) {
  for (const char* id :
       {"initSDK", "unInitSDK", "login", "logout", "sendC2CTextMessage", "sendMessage", "getUsersInfo", "setSelfInfo",
        "getUserStatus", "subscribeUserStatus", "addSDKListener", "addFriendListener"}) {
    EXPECT_EQ(find_method(id)->support, Support::working) << id;
  }
  EXPECT_EQ(find_method("createGroup")->support, Support::not_built);
}

TEST(MissingArgumentTest, NamesTheFirstOneMissing) {
  const auto& login = *find_method("login");
  EXPECT_EQ(missing_argument(login, V2TIMString(), V2TIMString()), "userID");
  EXPECT_EQ(missing_argument(login, V2TIMString("a"), V2TIMString()), "userSig");
  EXPECT_EQ(missing_argument(login, V2TIMString("a"), V2TIMString("b")), "");
  V2TIMStringVector users;
  EXPECT_EQ(missing_argument(*find_method("getUsersInfo"), users), "userIDList");
  users.PushBack("a");
  EXPECT_EQ(missing_argument(*find_method("getUsersInfo"), users), "");
  EXPECT_EQ(missing_argument(*find_method("unsubscribeUserStatus"), V2TIMStringVector()), "");
  EXPECT_EQ(missing_argument(*find_method("sendC2CCustomMessage"), V2TIMBuffer(), V2TIMString("a")), "customData");
}

TEST(MissingArgumentTest, LooksIntoStructs) {
  V2TIMUserFullInfo info;
  EXPECT_EQ(missing_argument(*find_method("setSelfInfo"), info), "info.modifyFlag");
  info.modifyFlag = V2TIM_USER_INFO_MODIFY_FLAG_NICK;
  EXPECT_EQ(missing_argument(*find_method("setSelfInfo"), info), "");
}

TEST(MissingArgumentTest, AMessageHasExactlyOneReceiver) {
  const auto& send = *find_method("sendMessage");
  const V2TIMMessage message;
  EXPECT_EQ(missing_argument(send, message, V2TIMString(), V2TIMString()), "receiver ^ groupID");
  EXPECT_EQ(missing_argument(send, message, V2TIMString("a"), V2TIMString("g")), "receiver ^ groupID");
  EXPECT_EQ(missing_argument(send, message, V2TIMString("a"), V2TIMString()), "");
  EXPECT_EQ(missing_argument(send, message, V2TIMString(), V2TIMString("g")), "");
}

TEST(MissingArgumentTest, EveryRequiredFieldExistsInItsStruct) {
  // An unknown field would count as present and the check would silently not be made.
  EXPECT_TRUE(is_field_missing(V2TIMGroupInfo(), "groupID"));
  EXPECT_TRUE(is_field_missing(V2TIMMessage(), "msgID"));
  EXPECT_FALSE(is_field_missing(V2TIMMessage(), "isSelf"));
}

TEST(SupportTableTest, TheOneInTheFolderIsUpToDate) {
  const std::string path = CHATPROOF_SOURCE_DIR "/sdk/v2tim/api/SUPPORT.md";
  const std::string expected =
      "# What works\n\nMade from the method table; CHATPROOF_UPDATE=1 and the test rewrite it.\n\n" + support_table();
  if (std::getenv("CHATPROOF_UPDATE") != nullptr) std::ofstream(path) << expected;
  std::stringstream found;
  found << std::ifstream(path).rdbuf();
  EXPECT_EQ(found.str(), expected) << "run this test with CHATPROOF_UPDATE=1";
}

}  // namespace
}  // namespace chatproof::v2tim
