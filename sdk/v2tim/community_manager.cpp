#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void CommunityManager::AddCommunityListener(V2TIMCommunityListener* listener) {
  core_.community_listeners.add(listener);
}

void CommunityManager::RemoveCommunityListener(V2TIMCommunityListener* listener) {
  core_.community_listeners.remove(listener);
}

void CommunityManager::CreateCommunity(const V2TIMGroupInfo& /*info*/,
                                       const V2TIMCreateGroupMemberInfoVector& memberList,
                                       V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createCommunity", {required_list("memberList", memberList)}, callback);
}

void CommunityManager::GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedCommunityList", {}, callback);
}

void CommunityManager::CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& /*topicInfo*/,
                                              V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createTopicInCommunity", {required("groupID", groupID)}, callback);
}

void CommunityManager::DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                                V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicFromCommunity", {required("groupID", groupID), required_list("topicIDList", topicIDList)},
                  callback);
}

void CommunityManager::SetTopicInfo(const V2TIMTopicInfo& /*topicInfo*/, V2TIMCallback* callback) {
  core_.not_built("setTopicInfo", {}, callback);
}

void CommunityManager::GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                        V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) {
  core_.not_built("getTopicInfoList", {required("groupID", groupID), required_list("topicIDList", topicIDList)},
                  callback);
}

void CommunityManager::CreatePermissionGroupInCommunity(const V2TIMPermissionGroupInfo& /*info*/,
                                                        V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createPermissionGroupInCommunity", {}, callback);
}

void CommunityManager::DeletePermissionGroupFromCommunity(
    const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
    V2TIMValueCallback<V2TIMPermissionGroupOperationResultVector>* callback) {
  core_.not_built("deletePermissionGroupFromCommunity",
                  {required("groupID", groupID), required_list("permissionGroupIDList", permissionGroupIDList)},
                  callback);
}

void CommunityManager::ModifyPermissionGroupInfoInCommunity(const V2TIMPermissionGroupInfo& /*info*/,
                                                            V2TIMCallback* callback) {
  core_.not_built("modifyPermissionGroupInfoInCommunity", {}, callback);
}

void CommunityManager::GetJoinedPermissionGroupListInCommunity(
    const V2TIMString& groupID, V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) {
  core_.not_built("getJoinedPermissionGroupListInCommunity", {required("groupID", groupID)}, callback);
}

void CommunityManager::GetPermissionGroupListInCommunity(
    const V2TIMString& groupID, const V2TIMStringVector& permissionGroupIDList,
    V2TIMValueCallback<V2TIMPermissionGroupInfoResultVector>* callback) {
  core_.not_built("getPermissionGroupListInCommunity",
                  {required("groupID", groupID), required_list("permissionGroupIDList", permissionGroupIDList)},
                  callback);
}

void CommunityManager::AddCommunityMembersToPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
    V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) {
  core_.not_built("addCommunityMembersToPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID),
                   required_list("memberList", memberList)},
                  callback);
}

void CommunityManager::RemoveCommunityMembersFromPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& memberList,
    V2TIMValueCallback<V2TIMPermissionGroupMemberOperationResultVector>* callback) {
  core_.not_built("removeCommunityMembersFromPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID),
                   required_list("memberList", memberList)},
                  callback);
}

void CommunityManager::GetCommunityMemberListInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMString& /*nextCursor*/,
    V2TIMValueCallback<V2TIMPermissionGroupMemberInfoResult>* callback) {
  core_.not_built("getCommunityMemberListInPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID)}, callback);
}

void CommunityManager::AddTopicPermissionToPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID,
    const V2TIMStringToUint64Map& /*topicPermissionMap*/,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("addTopicPermissionToPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID)}, callback);
}

void CommunityManager::DeleteTopicPermissionFromPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& topicIDList,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicPermissionFromPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID),
                   required_list("topicIDList", topicIDList)},
                  callback);
}

void CommunityManager::ModifyTopicPermissionInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID,
    const V2TIMStringToUint64Map& /*topicPermissionMap*/,
    V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("modifyTopicPermissionInPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID)}, callback);
}

void CommunityManager::GetTopicPermissionInPermissionGroup(
    const V2TIMString& groupID, const V2TIMString& permissionGroupID, const V2TIMStringVector& topicIDList,
    V2TIMValueCallback<V2TIMTopicPermissionResultVector>* callback) {
  core_.not_built("getTopicPermissionInPermissionGroup",
                  {required("groupID", groupID), required("permissionGroupID", permissionGroupID),
                   required_list("topicIDList", topicIDList)},
                  callback);
}

}  // namespace chatproof::v2tim
