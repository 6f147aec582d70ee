// GoogleMock mocks of the nine V2TIM listeners: every callback with its exact signature. An ordinary mock tells of
// calls that no test expected; wrap it in NiceMock or StrictMock as you like. The SDK calls it on its own thread (in
// the simulated world: on the test's thread, while time advances). Remove it from the SDK before it goes.
#pragma once

#include <V2TIMListener.h>
#include <gmock/gmock.h>

namespace chatproof::testing {

class MockSDKListener : public V2TIMSDKListener {
 public:
  MOCK_METHOD(void, OnConnecting, (), (override));
  MOCK_METHOD(void, OnConnectSuccess, (), (override));
  MOCK_METHOD(void, OnConnectFailed, (int error_code, const V2TIMString& error_message), (override));
  MOCK_METHOD(void, OnKickedOffline, (), (override));
  MOCK_METHOD(void, OnUserSigExpired, (), (override));
  MOCK_METHOD(void, OnSelfInfoUpdated, (const V2TIMUserFullInfo& info), (override));
  MOCK_METHOD(void, OnUserStatusChanged, (const V2TIMUserStatusVector& userStatusList), (override));
  MOCK_METHOD(void, OnUserInfoChanged, (const V2TIMUserFullInfoVector& userInfoList), (override));
  MOCK_METHOD(void, OnAllReceiveMessageOptChanged, (const V2TIMReceiveMessageOptInfo& receiveMessageOptInfo),
              (override));
  MOCK_METHOD(void, onExperimentalNotify, (const V2TIMString& key, const V2TIMBaseObject& param), (override));
};

class MockSimpleMsgListener : public V2TIMSimpleMsgListener {
 public:
  MOCK_METHOD(void, OnRecvC2CTextMessage,
              (const V2TIMString& msgID, const V2TIMUserFullInfo& sender, const V2TIMString& text), (override));
  MOCK_METHOD(void, OnRecvC2CCustomMessage,
              (const V2TIMString& msgID, const V2TIMUserFullInfo& sender, const V2TIMBuffer& customData), (override));
  MOCK_METHOD(void, OnRecvGroupTextMessage,
              (const V2TIMString& msgID, const V2TIMString& groupID, const V2TIMGroupMemberFullInfo& sender,
               const V2TIMString& text),
              (override));
  MOCK_METHOD(void, OnRecvGroupCustomMessage,
              (const V2TIMString& msgID, const V2TIMString& groupID, const V2TIMGroupMemberFullInfo& sender,
               const V2TIMBuffer& customData),
              (override));
};

class MockAdvancedMsgListener : public V2TIMAdvancedMsgListener {
 public:
  MOCK_METHOD(void, OnRecvNewMessage, (const V2TIMMessage& message), (override));
  MOCK_METHOD(void, OnRecvC2CReadReceipt, (const V2TIMMessageReceiptVector& receiptList), (override));
  MOCK_METHOD(void, OnRecvMessageReadReceipts, (const V2TIMMessageReceiptVector& receiptList), (override));
  MOCK_METHOD(void, OnRecvMessageRevoked,
              (const V2TIMString& msgID, const V2TIMUserFullInfo& operateUser, const V2TIMString& reason), (override));
  MOCK_METHOD(void, OnRecvMessageModified, (const V2TIMMessage& message), (override));
  MOCK_METHOD(void, OnRecvMessageExtensionsChanged,
              (const V2TIMString& msgID, const V2TIMMessageExtensionVector& extensions), (override));
  MOCK_METHOD(void, OnRecvMessageExtensionsDeleted, (const V2TIMString& msgID, const V2TIMStringVector& extensionKeys),
              (override));
  MOCK_METHOD(void, OnRecvMessageReactionsChanged, (const V2TIMMessageReactionChangeInfoVector& changeInfos),
              (override));
  MOCK_METHOD(void, OnGroupMessagePinned,
              (const V2TIMString& groupID, const V2TIMMessage& message, bool isPinned,
               const V2TIMGroupMemberInfo& opUser),
              (override));
  MOCK_METHOD(void, OnRecvMessageRevoked, (const V2TIMString& msgID), (override));
};

class MockGroupListener : public V2TIMGroupListener {
 public:
  MOCK_METHOD(void, OnMemberEnter, (const V2TIMString& groupID, const V2TIMGroupMemberInfoVector& memberList),
              (override));
  MOCK_METHOD(void, OnMemberLeave, (const V2TIMString& groupID, const V2TIMGroupMemberInfo& member), (override));
  MOCK_METHOD(void, OnMemberInvited,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser,
               const V2TIMGroupMemberInfoVector& memberList),
              (override));
  MOCK_METHOD(void, OnMemberKicked,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser,
               const V2TIMGroupMemberInfoVector& memberList),
              (override));
  MOCK_METHOD(void, OnMemberInfoChanged,
              (const V2TIMString& groupID, const V2TIMGroupMemberChangeInfoVector& v2TIMGroupMemberChangeInfoList),
              (override));
  MOCK_METHOD(void, OnAllGroupMembersMuted, (const V2TIMString& groupID, bool isMute), (override));
  MOCK_METHOD(void, OnMemberMarkChanged,
              (const V2TIMString& groupID, const V2TIMStringVector& memberIDList, uint32_t markType, bool enableMark),
              (override));
  MOCK_METHOD(void, OnGroupCreated, (const V2TIMString& groupID), (override));
  MOCK_METHOD(void, OnGroupDismissed, (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser), (override));
  MOCK_METHOD(void, OnGroupRecycled, (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser), (override));
  MOCK_METHOD(void, OnGroupInfoChanged, (const V2TIMString& groupID, const V2TIMGroupChangeInfoVector& changeInfos),
              (override));
  MOCK_METHOD(void, OnGroupAttributeChanged,
              (const V2TIMString& groupID, const V2TIMGroupAttributeMap& groupAttributeMap), (override));
  MOCK_METHOD(void, OnGroupCounterChanged, (const V2TIMString& groupID, const V2TIMString& key, int64_t newValue),
              (override));
  MOCK_METHOD(void, OnReceiveJoinApplication,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& member, const V2TIMString& opReason),
              (override));
  MOCK_METHOD(void, OnApplicationProcessed,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser, bool isAgreeJoin,
               const V2TIMString& opReason),
              (override));
  MOCK_METHOD(void, OnGrantAdministrator,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser,
               const V2TIMGroupMemberInfoVector& memberList),
              (override));
  MOCK_METHOD(void, OnRevokeAdministrator,
              (const V2TIMString& groupID, const V2TIMGroupMemberInfo& opUser,
               const V2TIMGroupMemberInfoVector& memberList),
              (override));
  MOCK_METHOD(void, OnQuitFromGroup, (const V2TIMString& groupID), (override));
  MOCK_METHOD(void, OnReceiveRESTCustomData, (const V2TIMString& groupID, const V2TIMBuffer& customData), (override));
  MOCK_METHOD(void, OnTopicCreated, (const V2TIMString& groupID, const V2TIMString& topicID), (override));
  MOCK_METHOD(void, OnTopicDeleted, (const V2TIMString& groupID, const V2TIMStringVector& topicIDList), (override));
  MOCK_METHOD(void, OnTopicChanged, (const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo), (override));
};

class MockCommunityListener : public V2TIMCommunityListener {
 public:
  MOCK_METHOD(void, OnCreateTopic, (const V2TIMString& groupID, const V2TIMString& topicID), (override));
  MOCK_METHOD(void, OnDeleteTopic, (const V2TIMString& groupID, const V2TIMStringVector& topicIDList), (override));
  MOCK_METHOD(void, OnChangeTopicInfo, (const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo), (override));
  MOCK_METHOD(void, OnReceiveTopicRESTCustomData, (const V2TIMString& topicID, const V2TIMBuffer& customData),
              (override));
  MOCK_METHOD(void, OnCreatePermissionGroup,
              (const V2TIMString& groupID, const V2TIMPermissionGroupInfo& permissionGroupInfo), (override));
  MOCK_METHOD(void, OnDeletePermissionGroup,
              (const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList), (override));
  MOCK_METHOD(void, OnChangePermissionGroupInfo,
              (const V2TIMString& groupID, const V2TIMPermissionGroupInfo& permissionGroupInfo), (override));
  MOCK_METHOD(void, OnAddMembersToPermissionGroup,
              (const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberIDList),
              (override));
  MOCK_METHOD(void, OnRemoveMembersFromPermissionGroup,
              (const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberIDList),
              (override));
  MOCK_METHOD(void, OnAddTopicPermission,
              (const V2TIMString& groupID, const V2TIMString& permissionGroupID,
               const V2TIMStringToUint64Map& topicPermissionMap),
              (override));
  MOCK_METHOD(void, OnDeleteTopicPermission,
              (const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& topicIDList),
              (override));
  MOCK_METHOD(void, OnModifyTopicPermission,
              (const V2TIMString& groupID, const V2TIMString& permissionGroupID,
               const V2TIMStringToUint64Map& topicPermissionMap),
              (override));
};

class MockLogListener : public V2TIMLogListener {
 public:
  MOCK_METHOD(void, OnLog, (V2TIMLogLevel logLevel, const V2TIMString& logContent), (override));
};

class MockConversationListener : public V2TIMConversationListener {
 public:
  MOCK_METHOD(void, OnSyncServerStart, (), (override));
  MOCK_METHOD(void, OnSyncServerFinish, (), (override));
  MOCK_METHOD(void, OnSyncServerFailed, (), (override));
  MOCK_METHOD(void, OnNewConversation, (const V2TIMConversationVector& conversationList), (override));
  MOCK_METHOD(void, OnConversationChanged, (const V2TIMConversationVector& conversationList), (override));
  MOCK_METHOD(void, OnConversationDeleted, (const V2TIMStringVector& conversationIDList), (override));
  MOCK_METHOD(void, OnTotalUnreadMessageCountChanged, (uint64_t totalUnreadCount), (override));
  MOCK_METHOD(void, OnUnreadMessageCountChangedByFilter,
              (const V2TIMConversationListFilter& filter, uint64_t totalUnreadCount), (override));
  MOCK_METHOD(void, OnConversationGroupCreated,
              (const V2TIMString& groupName, const V2TIMConversationVector& conversationList), (override));
  MOCK_METHOD(void, OnConversationGroupDeleted, (const V2TIMString& groupName), (override));
  MOCK_METHOD(void, OnConversationGroupNameChanged, (const V2TIMString& oldName, const V2TIMString& newName),
              (override));
  MOCK_METHOD(void, OnConversationsAddedToGroup,
              (const V2TIMString& groupName, const V2TIMConversationVector& conversationList), (override));
  MOCK_METHOD(void, OnConversationsDeletedFromGroup,
              (const V2TIMString& groupName, const V2TIMConversationVector& conversationList, uint32_t reason),
              (override));
  MOCK_METHOD(void, OnConversationsDeletedFromGroup,
              (const V2TIMString& groupName, const V2TIMConversationVector& conversationList), (override));
};

class MockFriendshipListener : public V2TIMFriendshipListener {
 public:
  MOCK_METHOD(void, OnFriendApplicationListAdded, (const V2TIMFriendApplicationVector& applicationList), (override));
  MOCK_METHOD(void, OnFriendApplicationListDeleted, (const V2TIMStringVector& userIDList), (override));
  MOCK_METHOD(void, OnFriendApplicationListRead, (), (override));
  MOCK_METHOD(void, OnFriendListAdded, (const V2TIMFriendInfoVector& userIDList), (override));
  MOCK_METHOD(void, OnFriendListDeleted, (const V2TIMStringVector& userIDList), (override));
  MOCK_METHOD(void, OnBlackListAdded, (const V2TIMFriendInfoVector& infoList), (override));
  MOCK_METHOD(void, OnBlackListDeleted, (const V2TIMStringVector& userIDList), (override));
  MOCK_METHOD(void, OnFriendInfoChanged, (const V2TIMFriendInfoVector& infoList), (override));
  MOCK_METHOD(void, OnFriendGroupCreated, (const V2TIMString& groupName, const V2TIMFriendInfoVector& friendInfoList),
              (override));
  MOCK_METHOD(void, OnFriendGroupDeleted, (const V2TIMStringVector& groupNameList), (override));
  MOCK_METHOD(void, OnFriendGroupNameChanged, (const V2TIMString& oldGroupName, const V2TIMString& newGroupName),
              (override));
  MOCK_METHOD(void, OnFriendsAddedToGroup, (const V2TIMString& groupName, const V2TIMFriendInfoVector& friendInfoList),
              (override));
  MOCK_METHOD(void, OnFriendsDeletedFromGroup, (const V2TIMString& groupName, const V2TIMStringVector& friendIDList),
              (override));
  MOCK_METHOD(void, OnOfficialAccountSubscribed, (const V2TIMOfficialAccountInfo& info), (override));
  MOCK_METHOD(void, OnOfficialAccountUnsubscribed, (const V2TIMString& officialAccountID), (override));
  MOCK_METHOD(void, OnOfficialAccountDeleted, (const V2TIMString& officialAccountID), (override));
  MOCK_METHOD(void, OnOfficialAccountInfoChanged, (const V2TIMOfficialAccountInfo& info), (override));
  MOCK_METHOD(void, OnMyFollowingListChanged, (const V2TIMUserFullInfoVector& userInfoList, bool isAdd), (override));
  MOCK_METHOD(void, OnMyFollowersListChanged, (const V2TIMUserFullInfoVector& userInfoList, bool isAdd), (override));
  MOCK_METHOD(void, OnMutualFollowersListChanged, (const V2TIMUserFullInfoVector& userInfoList, bool isAdd),
              (override));
};

class MockSignalingListener : public V2TIMSignalingListener {
 public:
  MOCK_METHOD(void, OnReceiveNewInvitation,
              (const V2TIMString& inviteID, const V2TIMString& inviter, const V2TIMString& groupID,
               const V2TIMStringVector& inviteeList, const V2TIMString& data),
              (override));
  MOCK_METHOD(void, OnInviteeAccepted,
              (const V2TIMString& inviteID, const V2TIMString& invitee, const V2TIMString& data), (override));
  MOCK_METHOD(void, OnInviteeRejected,
              (const V2TIMString& inviteID, const V2TIMString& invitee, const V2TIMString& data), (override));
  MOCK_METHOD(void, OnInvitationCancelled,
              (const V2TIMString& inviteID, const V2TIMString& inviter, const V2TIMString& data), (override));
  MOCK_METHOD(void, OnInvitationTimeout, (const V2TIMString& inviteID, const V2TIMStringVector& inviteeList),
              (override));
  MOCK_METHOD(void, OnInvitationModified, (const V2TIMString& inviteID, const V2TIMString& data), (override));
};

}  // namespace chatproof::testing
