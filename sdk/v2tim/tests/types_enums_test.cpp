// The number behind every enumerator of the API, with where it is known from. "public API" means published
// documentation and samples; the others are entries of the catalogue.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "V2TIMErrorCode.h"
#include "sdk/v2tim/types/enums.hpp"

namespace chatproof::v2tim {
namespace {

struct Expected {
  const char* name;
  int value;
};

template <class Enum, size_t Count>
void expect_values(const Expected (&expected)[Count]) {
  const auto& all = Enumerators<Enum>::all;
  ASSERT_EQ(all.size(), Count) << Enumerators<Enum>::name;
  for (size_t i = 0; i < Count; ++i) {
    EXPECT_EQ(all[i].name, expected[i].name);
    EXPECT_EQ(static_cast<int>(all[i].value), expected[i].value) << expected[i].name;
  }
}

TEST(EnumValuesTest, Common) {
  // spec login 4.01
  expect_values<V2TIMLoginStatus>({
      {"V2TIM_STATUS_LOGINED", 1},
      {"V2TIM_STATUS_LOGINING", 2},
      {"V2TIM_STATUS_LOGOUT", 3},
  });
  // spec login 11.01
  expect_values<V2TIMLogLevel>({
      {"V2TIM_LOG_NONE", 0},
      {"V2TIM_LOG_DEBUG", 3},
      {"V2TIM_LOG_INFO", 4},
      {"V2TIM_LOG_WARN", 5},
      {"V2TIM_LOG_ERROR", 6},
  });
  // spec messages OPT-01
  expect_values<V2TIMReceiveMessageOpt>({
      {"V2TIM_RECEIVE_MESSAGE", 0},
      {"V2TIM_NOT_RECEIVE_MESSAGE", 1},
      {"V2TIM_RECEIVE_NOT_NOTIFY_MESSAGE", 2},
      {"V2TIM_RECEIVE_NOT_NOTIFY_MESSAGE_EXCEPT_AT", 3},
      {"V2TIM_NOT_RECEIVE_MESSAGE_EXCEPT_AT", 4},
  });
  // public API; OR is the observed default (O7)
  expect_values<V2TIMKeywordListMatchType>({
      {"V2TIM_KEYWORD_LIST_MATCH_TYPE_OR", 0},
      {"V2TIM_KEYWORD_LIST_MATCH_TYPE_AND", 1},
  });
}

TEST(EnumValuesTest, Friendship) {
  // spec login 9.02
  expect_values<V2TIMUserStatusType>({
      {"V2TIM_USER_STATUS_UNKNOWN", 0},
      {"V2TIM_USER_STATUS_ONLINE", 1},
      {"V2TIM_USER_STATUS_OFFLINE", 2},
      {"V2TIM_USER_STATUS_UNLOGINED", 3},
  });
  // public API
  expect_values<V2TIMGender>({
      {"V2TIM_GENDER_UNKNOWN", 0},
      {"V2TIM_GENDER_MALE", 1},
      {"V2TIM_GENDER_FEMALE", 2},
  });
  // public API; ANY = 0: spec groups 13.1
  expect_values<V2TIMFriendAllowType>({
      {"V2TIM_FRIEND_ALLOW_ANY", 0},
      {"V2TIM_FRIEND_NEED_CONFIRM", 1},
      {"V2TIM_FRIEND_DENY_ANY", 2},
  });
  // public API; COME_IN = 1: observed O7
  expect_values<V2TIMFriendApplicationType>({
      {"V2TIM_FRIEND_APPLICATION_COME_IN", 1},
      {"V2TIM_FRIEND_APPLICATION_SEND_OUT", 2},
      {"V2TIM_FRIEND_APPLICATION_BOTH", 3},
  });
  // public API; SINGLE = 1: observed O7
  expect_values<V2TIMFriendType>({
      {"V2TIM_FRIEND_TYPE_SINGLE", 1},
      {"V2TIM_FRIEND_TYPE_BOTH", 2},
  });
  // public API; NONE is the observed default (O7)
  expect_values<V2TIMFriendRelationType>({
      {"V2TIM_FRIEND_RELATION_TYPE_NONE", 0},
      {"V2TIM_FRIEND_RELATION_TYPE_IN_MY_FRIEND_LIST", 1},
      {"V2TIM_FRIEND_RELATION_TYPE_IN_OTHER_FRIEND_LIST", 2},
      {"V2TIM_FRIEND_RELATION_TYPE_BOTH_WAY", 3},
  });
  // public API
  expect_values<V2TIMFriendAcceptType>({
      {"V2TIM_FRIEND_ACCEPT_AGREE", 0},
      {"V2TIM_FRIEND_ACCEPT_AGREE_AND_ADD", 1},
  });
  // spec login 10.03, groups 13.1
  expect_values<V2TIMUserInfoModifyFlag>({
      {"V2TIM_USER_INFO_MODIFY_FLAG_UNKNOWN", 0},
      {"V2TIM_USER_INFO_MODIFY_FLAG_NICK", 1},
      {"V2TIM_USER_INFO_MODIFY_FLAG_FACE_URL", 2},
      {"V2TIM_USER_INFO_MODIFY_FLAG_GENDER", 3},
      {"V2TIM_USER_INFO_MODIFY_FLAG_BIRTHDAY", 4},
      {"V2TIM_USER_INFO_MODIFY_FLAG_SELF_SIGNATURE", 7},
      {"V2TIM_USER_INFO_MODIFY_FLAG_LEVEL", 8},
      {"V2TIM_USER_INFO_MODIFY_FLAG_ROLE", 9},
      {"V2TIM_USER_INFO_MODIFY_FLAG_ALLOW_TYPE", 10},
      {"V2TIM_USER_INFO_MODIFY_FLAG_CUSTOM", 11},
  });
  // spec groups 11.26
  expect_values<V2TIMFriendInfoModifyFlag>({
      {"V2TIM_FRIEND_INFO_MODIFY_FLAG_UNKNOWN", 0},
      {"V2TIM_FRIEND_INFO_MODIFY_FLAG_REMARK", 1},
      {"V2TIM_FRIEND_INFO_MODIFY_FLAG_CUSTOM", 2},
  });
  // public API
  expect_values<V2TIMFollowType>({
      {"V2TIM_FOLLOW_TYPE_NONE", 0},
      {"V2TIM_FOLLOW_TYPE_IN_MY_FOLLOWING_LIST", 1},
      {"V2TIM_FOLLOW_TYPE_IN_MY_FOLLOWERS_LIST", 2},
      {"V2TIM_FOLLOW_TYPE_IN_BOTH_FOLLOWERS_LIST", 3},
  });
}

TEST(EnumValuesTest, Group) {
  // spec groups 2.2
  expect_values<V2TIMGroupMemberRole>({
      {"V2TIM_GROUP_MEMBER_UNDEFINED", 0},
      {"V2TIM_GROUP_MEMBER_ROLE_MEMBER", 200},
      {"V2TIM_GROUP_MEMBER_ROLE_ADMIN", 300},
      {"V2TIM_GROUP_MEMBER_ROLE_SUPER", 400},
  });
  // spec groups 5.8
  expect_values<V2TIMGroupInfoChangeType>({
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_NAME", 1},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_INTRODUCTION", 2},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_NOTIFICATION", 3},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_FACE", 4},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_OWNER", 5},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_CUSTOM", 6},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_SHUT_UP_ALL", 8},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_CUSTOM_DATA", 9},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_RECEIVE_MESSAGE_OPT", 0x0A},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_GROUP_ADD_OPT", 0x0B},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_GROUP_APPROVE_OPT", 0x0C},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_ENABLE_PERMISSION_GROUP", 0x0D},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_DEFAULT_PERMISSIONS", 0x0E},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_ADD_OPT", 0x0F},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_APPROVE_OPT", 0x10},
      {"V2TIM_GROUP_INFO_CHANGE_TYPE_TOPIC_MEMBER_MAX_COUNT", 0x11},
  });
  // public API; UNKNOWN = 3: observed O7
  expect_values<V2TIMGroupAddOpt>({
      {"V2TIM_GROUP_ADD_FORBID", 0},
      {"V2TIM_GROUP_ADD_AUTH", 1},
      {"V2TIM_GROUP_ADD_ANY", 2},
      {"V2TIM_GROUP_ADD_UNKNOWN", 3},
  });
  // spec groups 5.5
  expect_values<V2TIMGroupInfoModifyFlag>({
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_UNKNOWN", 0},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_NAME", 0x01},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_NOTIFICATION", 0x02},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_INTRODUCTION", 0x04},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_FACE_URL", 0x08},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_ADD_OPTION", 0x10},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_SHUTUP_ALL", 0x100},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_CUSTOM_INFO", 0x200},
      {"V2TIM_TOPIC_INFO_MODIFY_FLAG_CUSTOM_STRING", 0x800},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_GROUP_APPROVE_OPTION", 0x1000},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_ENABLE_PERMISSION_GROUP", 0x2000},
      {"V2TIM_GROUP_INFO_MODIFY_FLAG_DEFAULT_PERMISSIONS", 0x4000},
  });
  // spec groups 6.21, 6.34
  expect_values<V2TIMGroupMemberResult>({
      {"V2TIM_GROUP_MEMBER_RESULT_FAIL", 0},
      {"V2TIM_GROUP_MEMBER_RESULT_SUCC", 1},
      {"V2TIM_GROUP_MEMBER_RESULT_INVALID", 2},
      {"V2TIM_GROUP_MEMBER_RESULT_PENDING", 3},
      {"V2TIM_GROUP_MEMBER_RESULT_OVERLIMIT", 4},
  });
  // spec groups 6.1
  expect_values<V2TIMGroupMemberFilter>({
      {"V2TIM_GROUP_MEMBER_FILTER_ALL", 0x00},
      {"V2TIM_GROUP_MEMBER_FILTER_OWNER", 0x01},
      {"V2TIM_GROUP_MEMBER_FILTER_ADMIN", 0x02},
      {"V2TIM_GROUP_MEMBER_FILTER_COMMON", 0x04},
  });
  // spec groups 6.10
  expect_values<V2TIMGroupMemberInfoModifyFlag>({
      {"V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_UNKNOWN", 0x00},
      {"V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_MEMBER_ROLE", 0x02},
      {"V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_SHUTUP_TIME", 0x04},
      {"V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_NAME_CARD", 0x08},
      {"V2TIM_GROUP_MEMBER_INFO_MODIFY_FLAG_CUSTOM_INFO", 0x10},
  });
  // spec groups 6.37, 6.38
  expect_values<V2TIMGroupApplicationType>({
      {"V2TIM_GROUP_JOIN_APPLICATION_NEED_APPROVED_BY_ADMIN", 0},
      {"V2TIM_GROUP_INVITE_APPLICATION_NEED_APPROVED_BY_INVITEE", 1},
      {"V2TIM_GROUP_INVITE_APPLICATION_NEED_APPROVED_BY_ADMIN", 2},
  });
  // public API
  expect_values<V2TIMGroupApplicationHandleStatus>({
      {"V2TIM_GROUP_APPLICATION_HANDLE_STATUS_UNHANDLED", 0},
      {"V2TIM_GROUP_APPLICATION_HANDLE_STATUS_HANDLED_BY_OTHER", 1},
      {"V2TIM_GROUP_APPLICATION_HANDLE_STATUS_HANDLED_BY_SELF", 2},
  });
  // spec groups 7.3
  expect_values<V2TIMGroupApplicationHandleResult>({
      {"V2TIM_GROUP_APPLICATION_HANDLE_RESULT_REFUSE", 0},
      {"V2TIM_GROUP_APPLICATION_HANDLE_RESULT_AGREE", 1},
  });
  // public API; AT_ME = 1: observed O7
  expect_values<V2TIMGroupAtType>({
      {"V2TIM_AT_ME", 1},
      {"V2TIM_AT_ALL", 2},
      {"V2TIM_AT_ALL_AT_ME", 3},
  });
}

TEST(EnumValuesTest, Message) {
  // spec messages MSG-35
  expect_values<V2TIMMessagePriority>({
      {"V2TIM_PRIORITY_DEFAULT", 0},
      {"V2TIM_PRIORITY_HIGH", 1},
      {"V2TIM_PRIORITY_NORMAL", 2},
      {"V2TIM_PRIORITY_LOW", 3},
  });
  // spec messages MSG-04
  expect_values<V2TIMMessageStatus>({
      {"V2TIM_MSG_STATUS_SENDING", 1},
      {"V2TIM_MSG_STATUS_SEND_SUCC", 2},
      {"V2TIM_MSG_STATUS_SEND_FAIL", 3},
      {"V2TIM_MSG_STATUS_HAS_DELETED", 4},
      {"V2TIM_MSG_STATUS_LOCAL_IMPORTED", 5},
      {"V2TIM_MSG_STATUS_LOCAL_REVOKED", 6},
  });
  // spec messages MSG-03
  expect_values<V2TIMElemType>({
      {"V2TIM_ELEM_TYPE_NONE", 0},
      {"V2TIM_ELEM_TYPE_TEXT", 1},
      {"V2TIM_ELEM_TYPE_CUSTOM", 2},
      {"V2TIM_ELEM_TYPE_IMAGE", 3},
      {"V2TIM_ELEM_TYPE_SOUND", 4},
      {"V2TIM_ELEM_TYPE_VIDEO", 5},
      {"V2TIM_ELEM_TYPE_FILE", 6},
      {"V2TIM_ELEM_TYPE_LOCATION", 7},
      {"V2TIM_ELEM_TYPE_FACE", 8},
      {"V2TIM_ELEM_TYPE_GROUP_TIPS", 9},
      {"V2TIM_ELEM_TYPE_MERGER", 10},
  });
  // public API
  expect_values<V2TIMOfflinePushFlag>({
      {"V2TIM_OFFLINE_PUSH_DEFAULT", 0},
      {"V2TIM_OFFLINE_PUSH_NO_PUSH", 1},
  });
  // spec messages MSG-11
  expect_values<V2TIMImageType>({
      {"V2TIM_IMAGE_TYPE_ORIGIN", 0x01},
      {"V2TIM_IMAGE_TYPE_THUMB", 0x02},
      {"V2TIM_IMAGE_TYPE_LARGE", 0x04},
  });
  // public API; 0x0A and 0x0B: spec messages PIN-05
  expect_values<V2TIMGroupTipsType>({
      {"V2TIM_GROUP_TIPS_TYPE_NONE", 0x00},
      {"V2TIM_GROUP_TIPS_TYPE_JOIN", 0x01},
      {"V2TIM_GROUP_TIPS_TYPE_INVITE", 0x02},
      {"V2TIM_GROUP_TIPS_TYPE_QUIT", 0x03},
      {"V2TIM_GROUP_TIPS_TYPE_KICKED", 0x04},
      {"V2TIM_GROUP_TIPS_TYPE_SET_ADMIN", 0x05},
      {"V2TIM_GROUP_TIPS_TYPE_CANCEL_ADMIN", 0x06},
      {"V2TIM_GROUP_TIPS_TYPE_GROUP_INFO_CHANGE", 0x07},
      {"V2TIM_GROUP_TIPS_TYPE_MEMBER_INFO_CHANGE", 0x08},
      {"V2TIM_GROUP_TIPS_TYPE_TOPIC_INFO_CHANGE", 0x09},
      {"V2TIM_GROUP_TIPS_TYPE_PINNED_MESSAGE_ADDED", 0x0A},
      {"V2TIM_GROUP_TIPS_TYPE_PINNED_MESSAGE_DELETED", 0x0B},
  });
  // spec messages HIS-01
  expect_values<V2TIMMessageGetType>({
      {"V2TIM_GET_CLOUD_OLDER_MSG", 1},
      {"V2TIM_GET_CLOUD_NEWER_MSG", 2},
      {"V2TIM_GET_LOCAL_OLDER_MSG", 3},
      {"V2TIM_GET_LOCAL_NEWER_MSG", 4},
  });
  // spec messages RCP-09
  expect_values<V2TIMGroupMessageReadMembersFilter>({
      {"V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_READ", 0},
      {"V2TIM_GROUP_MESSAGE_READ_MEMBERS_FILTER_UNREAD", 1},
  });
  // public API
  expect_values<V2TIMIOSOfflinePushType>({
      {"V2TIM_IOS_OFFLINE_PUSH_TYPE_APNS", 0},
      {"V2TIM_IOS_OFFLINE_PUSH_TYPE_VOIP", 1},
  });
  // spec messages OFP-01
  expect_values<V2TIMOfflinePushTokenType>({
      {"V2TIM_OFFLINE_PUSH_TOKEN_TYPE_DEFAULT", 0},
      {"V2TIM_OFFLINE_PUSH_TOKEN_TYPE_TPNS", 1},
      {"V2TIM_OFFLINE_PUSH_TOKEN_TYPE_VOIP", 2},
  });
}

TEST(EnumValuesTest, Community) {
  // spec groups 9.7
  expect_values<V2TIMTopicInfoModifyFlag>({
      {"V2TIM_COMMUNITY_MODIFY_FLAG_UNKNOWN", 0},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_NAME", 0x01},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_NOTIFICATION", 0x02},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_INTRODUCTION", 0x04},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_FACE_URL", 0x08},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_MUTE_ALL", 0x100},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_CUSTOM_STRING", 0x800},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_DRAFT", 0x4000},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_DEFAULT_PERMISSIONS", 0x8000},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_TYPE", 0x1 << 24},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_ADD_OPTION", 0x1 << 25},
      {"V2TIM_COMMUNITY_MODIFY_FLAG_TOPIC_APPROVE_OPTION", 0x1 << 26},
  });
  // spec groups 9.22
  expect_values<V2TIMPermissionGroupInfoModifyFlag>({
      {"V2TIM_PERMISSION_MODIFY_FLAG_NONE", 0x00},
      {"V2TIM_PERMISSION_MODIFY_FLAG_NAME", 0x01},
      {"V2TIM_PERMISSION_MODIFY_FLAG_GROUP_PERMISSION", 0x02},
      {"V2TIM_PERMISSION_MODIFY_FLAG_CUSTOM_DATA", 0x04},
  });
  // spec groups 9.17
  expect_values<V2TIMCommunityPermissionValue>({
      {"V2TIM_COMMUNITY_PERMISSION_MANAGE_GROUP_INFO", 0x1 << 0},
      {"V2TIM_COMMUNITY_PERMISSION_MANAGE_GROUP_MEMBER", 0x1 << 1},
      {"V2TIM_COMMUNITY_PERMISSION_MANAGE_PERMISSION_GROUP_INFO", 0x1 << 2},
      {"V2TIM_COMMUNITY_PERMISSION_MANAGE_PERMISSION_GROUP_MEMBER", 0x1 << 3},
      {"V2TIM_COMMUNITY_PERMISSION_MANAGE_TOPIC_IN_COMMUNITY", 0x1 << 4},
      {"V2TIM_COMMUNITY_PERMISSION_MUTE_MEMBER", 0x1 << 5},
      {"V2TIM_COMMUNITY_PERMISSION_SEND_MESSAGE", 0x1 << 6},
      {"V2TIM_COMMUNITY_PERMISSION_AT_ALL", 0x1 << 7},
      {"V2TIM_COMMUNITY_PERMISSION_GET_HISTORY_MESSAGE", 0x1 << 8},
      {"V2TIM_COMMUNITY_PERMISSION_REVOKE_OTHER_MEMBER_MESSAGE", 0x1 << 9},
      {"V2TIM_COMMUNITY_PERMISSION_BAN_MEMBER", 0x1 << 10},
  });
  // spec groups 9.17
  expect_values<V2TIMTopicPermissionValue>({
      {"V2TIM_TOPIC_PERMISSION_MANAGE_TOPIC", 0x1 << 0},
      {"V2TIM_TOPIC_PERMISSION_MANAGE_TOPIC_PERMISSION", 0x1 << 1},
      {"V2TIM_TOPIC_PERMISSION_MUTE_MEMBER", 0x1 << 2},
      {"V2TIM_TOPIC_PERMISSION_SEND_MESSAGE", 0x1 << 3},
      {"V2TIM_TOPIC_PERMISSION_GET_HISTORY_MESSAGE", 0x1 << 4},
      {"V2TIM_TOPIC_PERMISSION_REVOKE_OTHER_MEMBER_MESSAGE", 0x1 << 5},
      {"V2TIM_TOPIC_PERMISSION_AT_ALL", 0x1 << 6},
  });
}

TEST(EnumValuesTest, Conversation) {
  // spec messages CNV-01
  expect_values<V2TIMConversationType>({
      {"V2TIM_UNKNOWN", 0},
      {"V2TIM_C2C", 1},
      {"V2TIM_GROUP", 2},
  });
  // spec messages CMG-01
  expect_values<V2TIMConversationMarkType>({
      {"V2TIM_CONVERSATION_MARK_TYPE_STAR", 0x1},
      {"V2TIM_CONVERSATION_MARK_TYPE_UNREAD", 0x1 << 1},
      {"V2TIM_CONVERSATION_MARK_TYPE_FOLD", 0x1 << 2},
      {"V2TIM_CONVERSATION_MARK_TYPE_HIDE", 0x1 << 3},
  });
  // spec messages CNV-09
  expect_values<V2TIMConversationFilterType>({
      {"V2TIM_CONVERSATION_FILTER_TYPE_NONE", 0x00},
      {"V2TIM_CONVERSATION_FILTER_TYPE_CONVERSATION_MARK", 0x01},
      {"V2TIM_CONVERSATION_FILTER_TYPE_CONVERSATION_GROUP", 0x02},
      {"V2TIM_CONVERSATION_FILTER_TYPE_HAS_UNREAD_COUNT", 0x04},
      {"V2TIM_CONVERSATION_FILTER_TYPE_HAS_GROUP_AT_INFO", 0x08},
  });
}

TEST(EnumValuesTest, Signaling) {
  // spec messages SIG-01; names: public API
  expect_values<V2TIMSignalingActionType>({
      {"SignalingActionType_Invite", 1},
      {"SignalingActionType_Cancel_Invite", 2},
      {"SignalingActionType_Accept_Invite", 3},
      {"SignalingActionType_Reject_Invite", 4},
      {"SignalingActionType_Invite_Timeout", 5},
  });
}

TEST(EnumValuesTest, EverythingLoggedMeansDebug) { EXPECT_EQ(V2TIM_LOG_ALL, V2TIM_LOG_DEBUG); }

TEST(EnumValuesTest, ErrorCodesThatTheSdkMakesItself) {
  // spec login, section 8
  EXPECT_EQ(ERR_SUCC, 0);
  EXPECT_EQ(ERR_SDK_NOT_INITIALIZED, 6013);
  EXPECT_EQ(ERR_SDK_NOT_LOGGED_IN, 6014);
  EXPECT_EQ(ERR_IN_PROGESS, 6015);
  EXPECT_EQ(ERR_INVALID_PARAMETERS, 6017);
  EXPECT_EQ(ERR_USER_SIG_EXPIRED, 6206);
  EXPECT_EQ(ERR_LOGIN_KICKED_OFF_BY_OTHER, 6208);
  EXPECT_EQ(ERR_SDK_COMM_INTERRUPT, 7009);
  EXPECT_EQ(ERR_SDK_INTERFACE_NOT_SUPPORT, 7013);
  EXPECT_EQ(ERR_SDK_ACCOUNT_LOGIN_IN_PROCESS, 7501);
  EXPECT_EQ(ERR_SDK_ACCOUNT_LOGOUT_IN_PROCESS, 7502);
}

}  // namespace
}  // namespace chatproof::v2tim
