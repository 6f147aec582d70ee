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
        either = required.find_first_of("|^");
        if (either != std::string_view::npos) --either;
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
  EXPECT_EQ(missing_argument(login, V2TIMString(), V2TIMString()), "userID is empty");
  EXPECT_EQ(missing_argument(login, V2TIMString("a"), V2TIMString()), "userSig is empty");
  EXPECT_EQ(missing_argument(login, V2TIMString("a"), V2TIMString("b")), "");
  V2TIMStringVector users;
  EXPECT_EQ(missing_argument(*find_method("getUsersInfo"), users), "userIDList is empty");
  users.PushBack("a");
  EXPECT_EQ(missing_argument(*find_method("getUsersInfo"), users), "");
  EXPECT_EQ(missing_argument(*find_method("unsubscribeUserStatus"), V2TIMStringVector()), "");
  EXPECT_EQ(missing_argument(*find_method("sendC2CCustomMessage"), V2TIMBuffer(), V2TIMString("a")),
            "customData is empty");
  EXPECT_EQ(missing_argument(*find_method("getConversationList"), uint64_t{0}, uint32_t{0}), "invalid count");
  const void* null = nullptr;
  EXPECT_EQ(missing_argument(*find_method("callExperimentalAPI"), V2TIMString("a"), null), "param is nullptr");
}

TEST(MissingArgumentTest, LooksIntoStructs) {
  V2TIMUserFullInfo info;
  EXPECT_EQ(missing_argument(*find_method("setSelfInfo"), info), "invalid info.modifyFlag");
  info.modifyFlag = V2TIM_USER_INFO_MODIFY_FLAG_NICK;
  EXPECT_EQ(missing_argument(*find_method("setSelfInfo"), info), "");
}

TEST(MissingArgumentTest, AMessageHasAReceiverAtLeast) {
  const auto& send = *find_method("sendMessage");
  const V2TIMMessage message;
  EXPECT_EQ(missing_argument(send, message, V2TIMString(), V2TIMString()), "receiver and groupID are empty");
  EXPECT_EQ(missing_argument(send, message, V2TIMString("a"), V2TIMString("g")), "");
  EXPECT_EQ(missing_argument(send, message, V2TIMString("a"), V2TIMString()), "");
  EXPECT_EQ(missing_argument(send, message, V2TIMString(), V2TIMString("g")), "");
}

TEST(MissingArgumentTest, EveryRequiredFieldExistsInItsStruct) {
  // An unknown field would count as present and the check would silently not be made.
  EXPECT_EQ(missing_member_text("info.groupID", V2TIMGroupInfo()), "info.groupID is empty");
  EXPECT_EQ(missing_member_text("message.msgID", V2TIMMessage()), "message.msgID is empty");
  EXPECT_EQ(missing_member_text("message.isSelf", V2TIMMessage()), "");
}

TEST(MissingArgumentTest, AFilterThatFiltersNothingIsMissing) {
  const auto& count = *find_method("getUnreadMessageCountByFilter");
  V2TIMConversationListFilter filter;
  EXPECT_EQ(missing_argument(count, filter), "filter is empty");
  filter.hasUnreadCount = true;
  EXPECT_EQ(missing_argument(count, filter), "");
}

TEST(MissingArgumentTest, OneOfTwoMayBeAskedForExactlyOnce) {
  const auto& history = *find_method("getHistoryMessageList");
  V2TIMMessageListGetOption option;
  EXPECT_EQ(missing_argument(history, option), "option.userID and option.groupID are empty");
  option.userID = "a";
  EXPECT_EQ(missing_argument(history, option), "");
  option.groupID = "g";
  EXPECT_EQ(missing_argument(history, option), "option.userID excludes option.groupID");
}

TEST(ArgumentErrorTest, NamesTheTextThatIsNoText) {
  const V2TIMString half("\xED\xA0\xBD");
  V2TIMStringVector ids;
  ids.PushBack("bob");
  ids.PushBack(half);
  EXPECT_EQ(argument_error("getUsersInfo", ids), "userIDList[1] is not UTF-8");
  V2TIMGroupAttributeMap attributes;
  attributes.Insert("colour", half);
  EXPECT_EQ(argument_error("setGroupAttributes", V2TIMString("g"), attributes), "attributes[\"colour\"] is not UTF-8");
  attributes = {};
  attributes.Insert(half, "red");
  EXPECT_EQ(argument_error("setGroupAttributes", V2TIMString("g"), attributes), "attributes, key 0 is not UTF-8");
  V2TIMMessage message;
  auto* text = new V2TIMTextElem();
  text->text = half;
  message.elemList.PushBack(text);
  EXPECT_EQ(argument_error("sendMessage", message, V2TIMString("bob"), V2TIMString()),
            "message.elemList[0].text is not UTF-8");
  V2TIMMessageListGetOption option;
  option.userID = "bob";
  option.lastMsg = &message;
  EXPECT_EQ(argument_error("getHistoryMessageList", option), "option.lastMsg.elemList[0].text is not UTF-8");
}

TEST(ArgumentErrorTest, BytesNeedNotBeText) {
  const uint8_t bytes[] = {0xff, 0};
  EXPECT_EQ(argument_error("sendC2CCustomMessage", V2TIMBuffer(bytes, 2), V2TIMString("bob")), "");
}

TEST(ArgumentErrorTest, AnIdHasABound) {
  const std::string longest(32, 'a');
  const auto error_of = [](const std::string& id) {
    return argument_error("sendC2CTextMessage", V2TIMString("hi"), V2TIMString(id.data(), id.size()));
  };
  EXPECT_EQ(error_of(longest), "");
  EXPECT_EQ(error_of(longest + "a"), "userID is longer than 32 bytes");
  // A login has a code of its own for that.
  EXPECT_EQ(argument_error("login", V2TIMString((longest + "a").c_str()), V2TIMString("sig")), "");
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
