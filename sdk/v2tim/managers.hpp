// The managers behind the public headers, one class each. Those of services that are not built yet check state and
// arguments like all others and then answer 7013 (README.md lists them).
#pragma once

#include <memory>

#include "V2TIMCommunityManager.h"
#include "V2TIMConversationManager.h"
#include "V2TIMFriendshipManager.h"
#include "V2TIMGroupManager.h"
#include "V2TIMOfflinePushManager.h"
#include "V2TIMSignalingManager.h"

namespace chatproof::v2tim {

class Core;

class GroupManager final : public V2TIMGroupManager {
 public:
  explicit GroupManager(Core& core) : core_(core) {}

  void CreateGroup(const V2TIMGroupInfo& info, const V2TIMCreateGroupMemberInfoVector& memberList,
                   V2TIMValueCallback<V2TIMString>* callback) override;
  void GetJoinedGroupList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) override;
  void GetGroupsInfo(const V2TIMStringVector& groupIDList,
                     V2TIMValueCallback<V2TIMGroupInfoResultVector>* callback) override;
  void SearchGroups(const V2TIMGroupSearchParam& searchParam,
                    V2TIMValueCallback<V2TIMGroupInfoVector>* callback) override;
  void SearchCloudGroups(const V2TIMGroupSearchParam& searchParam,
                         V2TIMValueCallback<V2TIMGroupSearchResult>* callback) override;
  void SetGroupInfo(const V2TIMGroupInfo& info, V2TIMCallback* callback) override;
  void InitGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& attributes,
                           V2TIMCallback* callback) override;
  void SetGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& attributes,
                          V2TIMCallback* callback) override;
  void DeleteGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& keys,
                             V2TIMCallback* callback) override;
  void GetGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& keys,
                          V2TIMValueCallback<V2TIMGroupAttributeMap>* callback) override;
  void GetGroupOnlineMemberCount(const V2TIMString& groupID, V2TIMValueCallback<uint32_t>* callback) override;
  void SetGroupCounters(const V2TIMString& groupID, const V2TIMStringToInt64Map& counters,
                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) override;
  void GetGroupCounters(const V2TIMString& groupID, const V2TIMStringVector& keys,
                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) override;
  void IncreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t value,
                            V2TIMValueCallback<V2TIMStringToInt64Map>* callback) override;
  void DecreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t value,
                            V2TIMValueCallback<V2TIMStringToInt64Map>* callback) override;
  void GetGroupMemberList(const V2TIMString& groupID, uint32_t filter, uint64_t nextSeq,
                          V2TIMValueCallback<V2TIMGroupMemberInfoResult>* callback) override;
  void GetGroupMembersInfo(const V2TIMString& groupID, V2TIMStringVector memberList,
                           V2TIMValueCallback<V2TIMGroupMemberFullInfoVector>* callback) override;
  void SearchGroupMembers(const V2TIMGroupMemberSearchParam& param,
                          V2TIMValueCallback<V2TIMGroupSearchGroupMembersMap>* callback) override;
  void SearchCloudGroupMembers(const V2TIMGroupMemberSearchParam& param,
                               V2TIMValueCallback<V2TIMGroupMemberSearchResult>* callback) override;
  void SetGroupMemberInfo(const V2TIMString& groupID, const V2TIMGroupMemberFullInfo& info,
                          V2TIMCallback* callback) override;
  void MuteGroupMember(const V2TIMString& groupID, const V2TIMString& userID, uint32_t seconds,
                       V2TIMCallback* callback) override;
  void MuteAllGroupMembers(const V2TIMString& groupID, bool isMute, V2TIMCallback* callback) override;
  void InviteUserToGroup(const V2TIMString& groupID, const V2TIMStringVector& userList,
                         V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) override;
  void KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList, const V2TIMString& reason,
                       uint32_t duration, V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) override;
  void SetGroupMemberRole(const V2TIMString& groupID, const V2TIMString& userID, uint32_t role,
                          V2TIMCallback* callback) override;
  void MarkGroupMemberList(const V2TIMString& groupID, const V2TIMStringVector& memberList, uint32_t markType,
                           bool enableMark, V2TIMCallback* callback) override;
  void TransferGroupOwner(const V2TIMString& groupID, const V2TIMString& userID, V2TIMCallback* callback) override;
  void KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList, const V2TIMString& reason,
                       V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) override;
  void GetGroupApplicationList(V2TIMValueCallback<V2TIMGroupApplicationResult>* callback) override;
  void AcceptGroupApplication(const V2TIMGroupApplication& application, const V2TIMString& reason,
                              V2TIMCallback* callback) override;
  void RefuseGroupApplication(const V2TIMGroupApplication& application, const V2TIMString& reason,
                              V2TIMCallback* callback) override;
  void SetGroupApplicationRead(V2TIMCallback* callback) override;
  void GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) override;
  void CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo,
                              V2TIMValueCallback<V2TIMString>* callback) override;
  void DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) override;
  void SetTopicInfo(const V2TIMTopicInfo& topicInfo, V2TIMCallback* callback) override;
  void GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                        V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) override;

 private:
  Core& core_;
};

class CommunityManager final : public V2TIMCommunityManager {
 public:
  explicit CommunityManager(Core& core) : core_(core) {}

  void AddCommunityListener(V2TIMCommunityListener* listener) override;
  void RemoveCommunityListener(V2TIMCommunityListener* listener) override;
  void CreateCommunity(const V2TIMGroupInfo& info, const V2TIMCreateGroupMemberInfoVector& memberList,
                       V2TIMValueCallback<V2TIMString>* callback) override;
  void GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) override;
  void CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo,
                              V2TIMValueCallback<V2TIMString>* callback) override;
  void DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) override;
  void SetTopicInfo(const V2TIMTopicInfo& topicInfo, V2TIMCallback* callback) override;
  void GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                        V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) override;
  void CreatePermissionGroupInCommunity(const V2TIMPermissionGroupInfo& info,
                                        V2TIMValueCallback<V2TIMString>* callback) override;
  void DeletePermissionGroupFromCommunity(
      const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
      V2TIMValueCallback<V2TIMPermissionGroupOperationResultVector>* callback) override;
  void ModifyPermissionGroupInfoInCommunity(const V2TIMPermissionGroupInfo& info, V2TIMCallback* callback) override;
  void GetJoinedPermissionGroupListInCommunity(
      const V2TIMString& groupID, V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) override;
  void GetPermissionGroupListInCommunity(const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
                                         V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) override;
  void AddCommunityMembersToPermissionGroup(
      const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
      V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) override;
  void RemoveCommunityMembersFromPermissionGroup(
      const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
      V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) override;
  void GetCommunityMemberListInPermissionGroup(
      const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMString& nextCursor,
      V2TIMValueCallback<V2TIMPermissionGroupMemberInfoResult>* callback) override;
  void AddTopicPermissionToPermissionGroup(const V2TIMString& groupID, const V2TIMString& permissionGroupID,
                                           const V2TIMStringToUint64Map& topicPermissionMap,
                                           V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) override;
  void DeleteTopicPermissionFromPermissionGroup(const V2TIMString& groupID, const V2TIMString& permissionGroupID,
                                                const V2TIMStringVector& topicIDList,
                                                V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) override;
  void ModifyTopicPermissionInPermissionGroup(const V2TIMString& groupID, const V2TIMString& permissionGroupID,
                                              const V2TIMStringToUint64Map& topicPermissionMap,
                                              V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) override;
  void GetTopicPermissionInPermissionGroup(const V2TIMString& groupID, const V2TIMString& permissionGroupID,
                                           const V2TIMStringVector& topicIDList,
                                           V2TIMValueCallback<V2TIMTopicPermissionResultVector>* callback) override;

 private:
  Core& core_;
};

class ConversationManager final : public V2TIMConversationManager {
 public:
  explicit ConversationManager(Core& core) : core_(core) {}

  void AddConversationListener(V2TIMConversationListener* listener) override;
  void RemoveConversationListener(V2TIMConversationListener* listener) override;
  void GetConversationList(uint64_t nextSeq, uint32_t count,
                           V2TIMValueCallback<V2TIMConversationResult>* callback) override;
  void GetConversation(const V2TIMString& conversationID, V2TIMValueCallback<V2TIMConversation>* callback) override;
  void GetConversationList(const V2TIMStringVector& conversationIDList,
                           V2TIMValueCallback<V2TIMConversationVector>* callback) override;
  void GetConversationListByFilter(const V2TIMConversationListFilter& filter, uint64_t nextSeq, uint32_t count,
                                   V2TIMValueCallback<V2TIMConversationResult>* callback) override;
  void DeleteConversation(const V2TIMString& conversationID, V2TIMCallback* callback) override;
  void DeleteConversationList(const V2TIMStringVector& conversationIDList, bool clearMessage,
                              V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;
  void SetConversationDraft(const V2TIMString& conversationID, const V2TIMString& draftText,
                            V2TIMCallback* callback) override;
  void SetConversationCustomData(const V2TIMStringVector& conversationIDList, const V2TIMBuffer& customData,
                                 V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;
  void PinConversation(const V2TIMString& conversationID, bool isPinned, V2TIMCallback* callback) override;
  void MarkConversation(const V2TIMStringVector& conversationIDList, uint64_t markType, bool enableMark,
                        V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;
  void GetTotalUnreadMessageCount(V2TIMValueCallback<uint64_t>* callback) override;
  void GetUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter,
                                     V2TIMValueCallback<uint64_t>* callback) override;
  void SubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter) override;
  void UnsubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter) override;
  void CleanConversationUnreadMessageCount(const V2TIMString& conversationID, uint64_t cleanTimestamp,
                                           uint64_t cleanSequence, V2TIMCallback* callback) override;
  void CreateConversationGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                               V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;
  void GetConversationGroupList(V2TIMValueCallback<V2TIMStringVector>* callback) override;
  void DeleteConversationGroup(const V2TIMString& groupName, V2TIMCallback* callback) override;
  void RenameConversationGroup(const V2TIMString& oldName, const V2TIMString& newName,
                               V2TIMCallback* callback) override;
  void AddConversationsToGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                               V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;
  void DeleteConversationsFromGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                                    V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) override;

 private:
  Core& core_;
};

class FriendshipManager final : public V2TIMFriendshipManager {
 public:
  explicit FriendshipManager(Core& core) : core_(core) {}

  void AddFriendListener(V2TIMFriendshipListener* listener) override;
  void RemoveFriendListener(V2TIMFriendshipListener* listener) override;
  void GetFriendList(V2TIMValueCallback<V2TIMFriendInfoVector>* callback) override;
  void GetFriendsInfo(const V2TIMStringVector& userIDList,
                      V2TIMValueCallback<V2TIMFriendInfoResultVector>* callback) override;
  void SetFriendInfo(const V2TIMFriendInfo& info, V2TIMCallback* callback) override;
  void SearchFriends(const V2TIMFriendSearchParam& searchParam,
                     V2TIMValueCallback<V2TIMFriendInfoResultVector>* callback) override;
  void AddFriend(const V2TIMFriendAddApplication& application,
                 V2TIMValueCallback<V2TIMFriendOperationResult>* callback) override;
  void DeleteFromFriendList(const V2TIMStringVector& userIDList, V2TIMFriendType deleteType,
                            V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void CheckFriend(const V2TIMStringVector& userIDList, V2TIMFriendType checkType,
                   V2TIMValueCallback<V2TIMFriendCheckResultVector>* callback) override;
  void GetFriendApplicationList(V2TIMValueCallback<V2TIMFriendApplicationResult>* callback) override;
  void AcceptFriendApplication(const V2TIMFriendApplication& application, V2TIMFriendAcceptType acceptType,
                               V2TIMValueCallback<V2TIMFriendOperationResult>* callback) override;
  void AcceptFriendApplication(const V2TIMFriendApplication& application, V2TIMFriendAcceptType acceptType,
                               const V2TIMString& remark,
                               V2TIMValueCallback<V2TIMFriendOperationResult>* callback) override;
  void RefuseFriendApplication(const V2TIMFriendApplication& application,
                               V2TIMValueCallback<V2TIMFriendOperationResult>* callback) override;
  void DeleteFriendApplication(const V2TIMFriendApplication& application, V2TIMCallback* callback) override;
  void SetFriendApplicationRead(V2TIMCallback* callback) override;
  void AddToBlackList(const V2TIMStringVector& userIDList,
                      V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void DeleteFromBlackList(const V2TIMStringVector& userIDList,
                           V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void GetBlackList(V2TIMValueCallback<V2TIMFriendInfoVector>* callback) override;
  void CreateFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                         V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void GetFriendGroups(const V2TIMStringVector& groupNameList,
                       V2TIMValueCallback<V2TIMFriendGroupVector>* callback) override;
  void DeleteFriendGroup(const V2TIMStringVector& groupNameList, V2TIMCallback* callback) override;
  void RenameFriendGroup(const V2TIMString& oldName, const V2TIMString& newName, V2TIMCallback* callback) override;
  void AddFriendsToFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                               V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void DeleteFriendsFromFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                                    V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) override;
  void SubscribeOfficialAccount(const V2TIMString& officialAccountID, V2TIMCallback* callback) override;
  void UnsubscribeOfficialAccount(const V2TIMString& officialAccountID, V2TIMCallback* callback) override;
  void GetOfficialAccountsInfo(const V2TIMStringVector& officialAccountIDList,
                               V2TIMValueCallback<V2TIMOfficialAccountInfoResultVector>* callback) override;
  void FollowUser(const V2TIMStringVector& userIDList,
                  V2TIMValueCallback<V2TIMFollowOperationResultVector>* callback) override;
  void UnfollowUser(const V2TIMStringVector& userIDList,
                    V2TIMValueCallback<V2TIMFollowOperationResultVector>* callback) override;
  void GetMyFollowingList(const V2TIMString& nextCursor, V2TIMValueCallback<V2TIMUserInfoResult>* callback) override;
  void GetMyFollowersList(const V2TIMString& nextCursor, V2TIMValueCallback<V2TIMUserInfoResult>* callback) override;
  void GetMutualFollowersList(const V2TIMString& nextCursor,
                              V2TIMValueCallback<V2TIMUserInfoResult>* callback) override;
  void GetUserFollowInfo(const V2TIMStringVector& userIDList,
                         V2TIMValueCallback<V2TIMFollowInfoVector>* callback) override;
  void CheckFollowType(const V2TIMStringVector& userIDList,
                       V2TIMValueCallback<V2TIMFollowTypeCheckResultVector>* callback) override;

 private:
  Core& core_;
};

class OfflinePushManager final : public V2TIMOfflinePushManager {
 public:
  explicit OfflinePushManager(Core& core) : core_(core) {}

  void SetOfflinePushConfig(const V2TIMOfflinePushConfig& config, V2TIMCallback* callback) override;
  void DoBackground(uint32_t unreadCount, V2TIMCallback* callback) override;
  void DoForeground(V2TIMCallback* callback) override;

 private:
  Core& core_;
};

class SignalingManager final : public V2TIMSignalingManager {
 public:
  explicit SignalingManager(Core& core) : core_(core) {}

  void AddSignalingListener(V2TIMSignalingListener* listener) override;
  void RemoveSignalingListener(V2TIMSignalingListener* listener) override;
  V2TIMString Invite(const V2TIMString& invitee, const V2TIMString& data, bool onlineUserOnly,
                     const V2TIMOfflinePushInfo& offlinePushInfo, int timeout, V2TIMCallback* callback) override;
  V2TIMString InviteInGroup(const V2TIMString& groupID, const V2TIMStringVector& inviteeList, const V2TIMString& data,
                            bool onlineUserOnly, int timeout, V2TIMCallback* callback) override;
  void Cancel(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) override;
  void Accept(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) override;
  void Reject(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) override;
  V2TIMSignalingInfo GetSignalingInfo(const V2TIMMessage& msg) override;
  void AddInvitedSignaling(const V2TIMSignalingInfo& info, V2TIMCallback* callback) override;
  void ModifyInvitation(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) override;

 private:
  Core& core_;
};

}  // namespace chatproof::v2tim
