// What an app can be told without asking. Derive, override what you need, add the object with the matching
// Add...Listener and keep it alive until it was removed (spec login 1.21).
// All callbacks come on the SDK's one dispatcher thread, in order; never from inside a call of the app. Calls into the
// SDK are allowed there. What a callback throws is noted in the log as an error, and the SDK goes on.

#pragma once

#include "V2TIMCommon.h"
#include "V2TIMCommunity.h"
#include "V2TIMConversation.h"
#include "V2TIMFriendship.h"
#include "V2TIMGroup.h"
#include "V2TIMMessage.h"
#include "V2TIMOfficialAccount.h"
#include "V2TIMSignaling.h"

/// Connection, kick, ticket, own profile, watched users.
class TIM_API V2TIMSDKListener {
 public:
  V2TIMSDKListener();
  virtual ~V2TIMSDKListener();

  /// A connection attempt begins; about the link to the cloud, not the device's network (spec login 2.01, 2.02).
  virtual void OnConnecting() {}

  /// The link is up. Comes without a login too (spec login 2.07).
  virtual void OnConnectSuccess() {}

  /// The attempt failed, `error_code` 95xx; the SDK tries again by itself (spec login 2.05, 15.13).
  virtual void OnConnectFailed(int /*error_code*/, const V2TIMString& /*error_message*/) {}

  /// Another device, or the operator, logged this one out (spec login 6.01). Nobody is logged in any more: GetLoginUser
  /// is empty and calls end in 6014 (spec login 3.15, 6.14). The app may log in again; the SDK never does by itself.
  virtual void OnKickedOffline() {}

  /// The ticket ran out while online (spec login 7.02). Log in with a new one; the old one again would loop for ever
  /// (spec login 7.03).
  virtual void OnUserSigExpired() {}

  /// The logged-in user's profile changed, on this device or another (spec login 10.01). `info` is the whole profile.
  virtual void OnSelfInfoUpdated(const V2TIMUserFullInfo& /*info*/) {}

  /// Watched users' status, friends' if the switch is on, or the own custom status changed (spec login 9.16).
  virtual void OnUserStatusChanged(const V2TIMUserStatusVector& /*userStatusList*/) {}

  /// Profiles of strangers watched with SubscribeUserInfo changed (spec login 10.05).
  virtual void OnUserInfoChanged(const V2TIMUserFullInfoVector& /*userInfoList*/) {}

  /// The global do-not-disturb setting changed.
  virtual void OnAllReceiveMessageOptChanged(const V2TIMReceiveMessageOptInfo& /*receiveMessageOptInfo*/) {}

  /// Event of an experimental feature.
  virtual void onExperimentalNotify(const V2TIMString& /*key*/, const V2TIMBaseObject& /*param*/) {}
};

/// Text and custom messages, the simple way.
class TIM_API V2TIMSimpleMsgListener {
 public:
  V2TIMSimpleMsgListener();
  virtual ~V2TIMSimpleMsgListener();

  /// A text of `sender`. Comes once per message, in order, also for what was sent while this device was offline.
  virtual void OnRecvC2CTextMessage(const V2TIMString& /*msgID*/, const V2TIMUserFullInfo& /*sender*/,
                                    const V2TIMString& /*text*/) {}

  /// A custom message of `sender`, as above.
  virtual void OnRecvC2CCustomMessage(const V2TIMString& /*msgID*/, const V2TIMUserFullInfo& /*sender*/,
                                      const V2TIMBuffer& /*customData*/) {}

  virtual void OnRecvGroupTextMessage(const V2TIMString& /*msgID*/, const V2TIMString& /*groupID*/,
                                      const V2TIMGroupMemberFullInfo& /*sender*/, const V2TIMString& /*text*/) {}

  virtual void OnRecvGroupCustomMessage(const V2TIMString& /*msgID*/, const V2TIMString& /*groupID*/,
                                        const V2TIMGroupMemberFullInfo& /*sender*/, const V2TIMBuffer& /*customData*/) {
  }
};

/// Messages of every kind, and what happens to them later.
class TIM_API V2TIMAdvancedMsgListener {
 public:
  V2TIMAdvancedMsgListener();
  virtual ~V2TIMAdvancedMsgListener();

  /// A message arrived, or was sent by another device of the account (then isSelf). Once per message.
  virtual void OnRecvNewMessage(const V2TIMMessage& /*message*/) {}

  /// The other side marked C2C conversations as read.
  virtual void OnRecvC2CReadReceipt(const V2TIMMessageReceiptVector& /*receiptList*/) {}

  virtual void OnRecvMessageReadReceipts(const V2TIMMessageReceiptVector& /*receiptList*/) {}

  virtual void OnRecvMessageRevoked(const V2TIMString& /*msgID*/, const V2TIMUserFullInfo& /*operateUser*/,
                                    const V2TIMString& /*reason*/) {}

  virtual void OnRecvMessageModified(const V2TIMMessage& /*message*/) {}

  virtual void OnRecvMessageExtensionsChanged(const V2TIMString& /*msgID*/,
                                              const V2TIMMessageExtensionVector& /*extensions*/) {}

  virtual void OnRecvMessageExtensionsDeleted(const V2TIMString& /*msgID*/,
                                              const V2TIMStringVector& /*extensionKeys*/) {}

  virtual void OnRecvMessageReactionsChanged(const V2TIMMessageReactionChangeInfoVector& /*changeInfos*/) {}

  virtual void OnGroupMessagePinned(const V2TIMString& /*groupID*/, const V2TIMMessage& /*message*/, bool /*isPinned*/,
                                    const V2TIMGroupMemberInfo& /*opUser*/) {}

  /// The older form without operator and reason; both forms are called.
  virtual void OnRecvMessageRevoked(const V2TIMString& /*msgID*/) {}
};

/// What happens in and to groups.
class TIM_API V2TIMGroupListener {
 public:
  V2TIMGroupListener();
  virtual ~V2TIMGroupListener();

  virtual void OnMemberEnter(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfoVector& /*memberList*/) {}

  virtual void OnMemberLeave(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*member*/) {}

  virtual void OnMemberInvited(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/,
                               const V2TIMGroupMemberInfoVector& /*memberList*/) {}

  virtual void OnMemberKicked(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/,
                              const V2TIMGroupMemberInfoVector& /*memberList*/) {}

  virtual void OnMemberInfoChanged(const V2TIMString& /*groupID*/,
                                   const V2TIMGroupMemberChangeInfoVector& /*v2TIMGroupMemberChangeInfoList*/) {}

  virtual void OnAllGroupMembersMuted(const V2TIMString& /*groupID*/, bool /*isMute*/) {}

  virtual void OnMemberMarkChanged(const V2TIMString& /*groupID*/, const V2TIMStringVector& /*memberIDList*/,
                                   uint32_t /*markType*/, bool /*enableMark*/) {}

  virtual void OnGroupCreated(const V2TIMString& /*groupID*/) {}

  virtual void OnGroupDismissed(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/) {}

  virtual void OnGroupRecycled(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/) {}

  virtual void OnGroupInfoChanged(const V2TIMString& /*groupID*/, const V2TIMGroupChangeInfoVector& /*changeInfos*/) {}

  virtual void OnGroupAttributeChanged(const V2TIMString& /*groupID*/,
                                       const V2TIMGroupAttributeMap& /*groupAttributeMap*/) {}

  virtual void OnGroupCounterChanged(const V2TIMString& /*groupID*/, const V2TIMString& /*key*/, int64_t /*newValue*/) {
  }

  virtual void OnReceiveJoinApplication(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*member*/,
                                        const V2TIMString& /*opReason*/) {}

  virtual void OnApplicationProcessed(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/,
                                      bool /*isAgreeJoin*/, const V2TIMString& /*opReason*/) {}

  virtual void OnGrantAdministrator(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/,
                                    const V2TIMGroupMemberInfoVector& /*memberList*/) {}

  virtual void OnRevokeAdministrator(const V2TIMString& /*groupID*/, const V2TIMGroupMemberInfo& /*opUser*/,
                                     const V2TIMGroupMemberInfoVector& /*memberList*/) {}

  virtual void OnQuitFromGroup(const V2TIMString& /*groupID*/) {}

  virtual void OnReceiveRESTCustomData(const V2TIMString& /*groupID*/, const V2TIMBuffer& /*customData*/) {}

  virtual void OnTopicCreated(const V2TIMString& /*groupID*/, const V2TIMString& /*topicID*/) {}

  virtual void OnTopicDeleted(const V2TIMString& /*groupID*/, const V2TIMStringVector& /*topicIDList*/) {}

  virtual void OnTopicChanged(const V2TIMString& /*groupID*/, const V2TIMTopicInfo& /*topicInfo*/) {}
};

/// What happens in and to communities.
class TIM_API V2TIMCommunityListener {
 public:
  V2TIMCommunityListener();
  virtual ~V2TIMCommunityListener();

  virtual void OnCreateTopic(const V2TIMString& /*groupID*/, const V2TIMString& /*topicID*/) {}

  virtual void OnDeleteTopic(const V2TIMString& /*groupID*/, const V2TIMStringVector& /*topicIDList*/) {}

  virtual void OnChangeTopicInfo(const V2TIMString& /*groupID*/, const V2TIMTopicInfo& /*topicInfo*/) {}

  virtual void OnReceiveTopicRESTCustomData(const V2TIMString& /*topicID*/, const V2TIMBuffer& /*customData*/) {}

  virtual void OnCreatePermissionGroup(const V2TIMString& /*groupID*/,
                                       const V2TIMPermissionGroupInfo& /*permissionGroupInfo*/) {}

  virtual void OnDeletePermissionGroup(const V2TIMString& /*groupID*/,
                                       const V2TIMStringVector& /*permissionGroupIDList*/) {}

  virtual void OnChangePermissionGroupInfo(const V2TIMString& /*groupID*/,
                                           const V2TIMPermissionGroupInfo& /*permissionGroupInfo*/) {}

  virtual void OnAddMembersToPermissionGroup(const V2TIMString& /*groupID*/, const V2TIMString& /*permissionGroupID*/,
                                             const V2TIMStringVector& /*memberIDList*/) {}

  virtual void OnRemoveMembersFromPermissionGroup(const V2TIMString& /*groupID*/,
                                                  const V2TIMString& /*permissionGroupID*/,
                                                  const V2TIMStringVector& /*memberIDList*/) {}

  virtual void OnAddTopicPermission(const V2TIMString& /*groupID*/, const V2TIMString& /*permissionGroupID*/,
                                    const V2TIMStringToUint64Map& /*topicPermissionMap*/) {}

  virtual void OnDeleteTopicPermission(const V2TIMString& /*groupID*/, const V2TIMString& /*permissionGroupID*/,
                                       const V2TIMStringVector& /*topicIDList*/) {}

  virtual void OnModifyTopicPermission(const V2TIMString& /*groupID*/, const V2TIMString& /*permissionGroupID*/,
                                       const V2TIMStringToUint64Map& /*topicPermissionMap*/) {}
};

/// Lines of the log as they are written.
class TIM_API V2TIMLogListener {
 public:
  V2TIMLogListener();
  virtual ~V2TIMLogListener();

  /// May come often: do not block, and do not log from it (spec login 11.04).
  virtual void OnLog(V2TIMLogLevel /*logLevel*/, const V2TIMString& /*logContent*/) {}
};

/// What happens to the conversation list.
class TIM_API V2TIMConversationListener {
 public:
  V2TIMConversationListener();
  virtual ~V2TIMConversationListener();

  /// After a login or reconnection the list is being fetched (spec login 2.08).
  virtual void OnSyncServerStart() {}

  virtual void OnSyncServerFinish() {}

  virtual void OnSyncServerFailed() {}

  virtual void OnNewConversation(const V2TIMConversationVector& /*conversationList*/) {}

  virtual void OnConversationChanged(const V2TIMConversationVector& /*conversationList*/) {}

  virtual void OnConversationDeleted(const V2TIMStringVector& /*conversationIDList*/) {}

  virtual void OnTotalUnreadMessageCountChanged(uint64_t /*totalUnreadCount*/) {}

  virtual void OnUnreadMessageCountChangedByFilter(const V2TIMConversationListFilter& /*filter*/,
                                                   uint64_t /*totalUnreadCount*/) {}

  virtual void OnConversationGroupCreated(const V2TIMString& /*groupName*/,
                                          const V2TIMConversationVector& /*conversationList*/) {}

  virtual void OnConversationGroupDeleted(const V2TIMString& /*groupName*/) {}

  virtual void OnConversationGroupNameChanged(const V2TIMString& /*oldName*/, const V2TIMString& /*newName*/) {}

  virtual void OnConversationsAddedToGroup(const V2TIMString& /*groupName*/,
                                           const V2TIMConversationVector& /*conversationList*/) {}

  virtual void OnConversationsDeletedFromGroup(const V2TIMString& /*groupName*/,
                                               const V2TIMConversationVector& /*conversationList*/,
                                               uint32_t /*reason*/) {}

  /// The older form without reason.
  virtual void OnConversationsDeletedFromGroup(const V2TIMString& /*groupName*/,
                                               const V2TIMConversationVector& /*conversationList*/) {}
};

/// What happens to friends, block list, follows and official accounts.
class TIM_API V2TIMFriendshipListener {
 public:
  V2TIMFriendshipListener();
  virtual ~V2TIMFriendshipListener();

  virtual void OnFriendApplicationListAdded(const V2TIMFriendApplicationVector& /*applicationList*/) {}

  virtual void OnFriendApplicationListDeleted(const V2TIMStringVector& /*userIDList*/) {}

  virtual void OnFriendApplicationListRead() {}

  virtual void OnFriendListAdded(const V2TIMFriendInfoVector& /*userIDList*/) {}

  virtual void OnFriendListDeleted(const V2TIMStringVector& /*userIDList*/) {}

  virtual void OnBlackListAdded(const V2TIMFriendInfoVector& /*infoList*/) {}

  virtual void OnBlackListDeleted(const V2TIMStringVector& /*userIDList*/) {}

  virtual void OnFriendInfoChanged(const V2TIMFriendInfoVector& /*infoList*/) {}

  virtual void OnFriendGroupCreated(const V2TIMString& /*groupName*/, const V2TIMFriendInfoVector& /*friendInfoList*/) {
  }

  virtual void OnFriendGroupDeleted(const V2TIMStringVector& /*groupNameList*/) {}

  virtual void OnFriendGroupNameChanged(const V2TIMString& /*oldGroupName*/, const V2TIMString& /*newGroupName*/) {}

  virtual void OnFriendsAddedToGroup(const V2TIMString& /*groupName*/,
                                     const V2TIMFriendInfoVector& /*friendInfoList*/) {}

  virtual void OnFriendsDeletedFromGroup(const V2TIMString& /*groupName*/, const V2TIMStringVector& /*friendIDList*/) {}

  virtual void OnOfficialAccountSubscribed(const V2TIMOfficialAccountInfo& /*info*/) {}

  virtual void OnOfficialAccountUnsubscribed(const V2TIMString& /*officialAccountID*/) {}

  virtual void OnOfficialAccountDeleted(const V2TIMString& /*officialAccountID*/) {}

  virtual void OnOfficialAccountInfoChanged(const V2TIMOfficialAccountInfo& /*info*/) {}

  virtual void OnMyFollowingListChanged(const V2TIMUserFullInfoVector& /*userInfoList*/, bool /*isAdd*/) {}

  virtual void OnMyFollowersListChanged(const V2TIMUserFullInfoVector& /*userInfoList*/, bool /*isAdd*/) {}

  virtual void OnMutualFollowersListChanged(const V2TIMUserFullInfoVector& /*userInfoList*/, bool /*isAdd*/) {}
};

/// What happens to invitations.
class TIM_API V2TIMSignalingListener {
 public:
  V2TIMSignalingListener();
  virtual ~V2TIMSignalingListener();

  virtual void OnReceiveNewInvitation(const V2TIMString& /*inviteID*/, const V2TIMString& /*inviter*/,
                                      const V2TIMString& /*groupID*/, const V2TIMStringVector& /*inviteeList*/,
                                      const V2TIMString& /*data*/) {}

  virtual void OnInviteeAccepted(const V2TIMString& /*inviteID*/, const V2TIMString& /*invitee*/,
                                 const V2TIMString& /*data*/) {}

  virtual void OnInviteeRejected(const V2TIMString& /*inviteID*/, const V2TIMString& /*invitee*/,
                                 const V2TIMString& /*data*/) {}

  virtual void OnInvitationCancelled(const V2TIMString& /*inviteID*/, const V2TIMString& /*inviter*/,
                                     const V2TIMString& /*data*/) {}

  virtual void OnInvitationTimeout(const V2TIMString& /*inviteID*/, const V2TIMStringVector& /*inviteeList*/) {}

  virtual void OnInvitationModified(const V2TIMString& /*inviteID*/, const V2TIMString& /*data*/) {}
};

DEFINE_POINT_VECTOR(V2TIMSimpleMsgListener)
typedef TXPV2TIMSimpleMsgListenerVector V2TIMSimpleMsgListenerVector;
