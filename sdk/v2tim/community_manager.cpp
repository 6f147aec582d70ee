#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void CommunityManager::AddCommunityListener(V2TIMCommunityListener* listener) {
  core_.community_listeners.add(listener);
}

void CommunityManager::RemoveCommunityListener(V2TIMCommunityListener* listener) {
  core_.community_listeners.remove(listener);
}

void CommunityManager::CreateCommunity(const V2TIMGroupInfo& info, const V2TIMCreateGroupMemberInfoVector& memberList,
                                       V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createCommunity", callback, info, memberList);
}

void CommunityManager::GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedCommunityList#2", callback);
}

void CommunityManager::CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo,
                                              V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createTopicInCommunity#2", callback, groupID, topicInfo);
}

void CommunityManager::DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                                V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicFromCommunity#2", callback, groupID, topicIDList);
}

void CommunityManager::SetTopicInfo(const V2TIMTopicInfo& topicInfo, V2TIMCallback* callback) {
  core_.not_built("setTopicInfo#2", callback, topicInfo);
}

void CommunityManager::GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                        V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) {
  core_.not_built("getTopicInfoList#2", callback, groupID, topicIDList);
}

void CommunityManager::CreatePermissionGroupInCommunity(const V2TIMPermissionGroupInfo& info,
                                                        V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createPermissionGroupInCommunity", callback, info);
}

void CommunityManager::DeletePermissionGroupFromCommunity(
    const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
    V2TIMValueCallback<V2TIMPermissionGroupOperationResultVector>* callback) {
  core_.not_built("deletePermissionGroupFromCommunity", callback, groupID, permissionGroupIDList);
}

void CommunityManager::ModifyPermissionGroupInfoInCommunity(const V2TIMPermissionGroupInfo& info,
                                                            V2TIMCallback* callback) {
  core_.not_built("modifyPermissionGroupInfoInCommunity", callback, info);
}

void CommunityManager::GetJoinedPermissionGroupListInCommunity(
    const V2TIMString& groupID, V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) {
  core_.not_built("getJoinedPermissionGroupListInCommunity", callback, groupID);
}

void CommunityManager::GetPermissionGroupListInCommunity(
    const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
    V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) {
  core_.not_built("getPermissionGroupListInCommunity", callback, groupID, permissionGroupIDList);
}

void CommunityManager::AddCommunityMembersToPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
    V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) {
  core_.not_built("addCommunityMembersToPermissionGroup", callback, groupID, permissionGroupID, memberList);
}

void CommunityManager::RemoveCommunityMembersFromPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
    V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) {
  core_.not_built("removeCommunityMembersFromPermissionGroup", callback, groupID, permissionGroupID, memberList);
}

void CommunityManager::GetCommunityMemberListInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMString& nextCursor,
    V2TIMValueCallback<V2TIMPermissionGroupMemberInfoResult>* callback) {
  core_.not_built("getCommunityMemberListInPermissionGroup", callback, groupID, permissionGroupID, nextCursor);
}

void CommunityManager::AddTopicPermissionToPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringToUint64Map& topicPermissionMap,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("addTopicPermissionToPermissionGroup", callback, groupID, permissionGroupID, topicPermissionMap);
}

void CommunityManager::DeleteTopicPermissionFromPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& topicIDList,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicPermissionFromPermissionGroup", callback, groupID, permissionGroupID, topicIDList);
}

void CommunityManager::ModifyTopicPermissionInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringToUint64Map& topicPermissionMap,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("modifyTopicPermissionInPermissionGroup", callback, groupID, permissionGroupID, topicPermissionMap);
}

void CommunityManager::GetTopicPermissionInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& topicIDList,
    V2TIMValueCallback<V2TIMTopicPermissionResultVector>* callback) {
  core_.not_built("getTopicPermissionInPermissionGroup", callback, groupID, permissionGroupID, topicIDList);
}

}  // namespace chatproof::v2tim
