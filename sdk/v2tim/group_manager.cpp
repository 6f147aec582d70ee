#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void GroupManager::CreateGroup(const V2TIMGroupInfo& info, const V2TIMCreateGroupMemberInfoVector& memberList,
                               V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createGroup#2", callback, info, memberList);
}

void GroupManager::GetJoinedGroupList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedGroupList", callback);
}

void GroupManager::GetGroupsInfo(const V2TIMStringVector& groupIDList,
                                 V2TIMValueCallback<V2TIMGroupInfoResultVector>* callback) {
  core_.not_built("getGroupsInfo", callback, groupIDList);
}

void GroupManager::SearchGroups(const V2TIMGroupSearchParam& searchParam,
                                V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("searchGroups", callback, searchParam);
}

void GroupManager::SearchCloudGroups(const V2TIMGroupSearchParam& searchParam,
                                     V2TIMValueCallback<V2TIMGroupSearchResult>* callback) {
  core_.not_built("searchCloudGroups", callback, searchParam);
}

void GroupManager::SetGroupInfo(const V2TIMGroupInfo& info, V2TIMCallback* callback) {
  core_.not_built("setGroupInfo", callback, info);
}

void GroupManager::InitGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& attributes,
                                       V2TIMCallback* callback) {
  core_.not_built("initGroupAttributes", callback, groupID, attributes);
}

void GroupManager::SetGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& attributes,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupAttributes", callback, groupID, attributes);
}

void GroupManager::DeleteGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& keys,
                                         V2TIMCallback* callback) {
  core_.not_built("deleteGroupAttributes", callback, groupID, keys);
}

void GroupManager::GetGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& keys,
                                      V2TIMValueCallback<V2TIMGroupAttributeMap>* callback) {
  core_.not_built("getGroupAttributes", callback, groupID, keys);
}

void GroupManager::GetGroupOnlineMemberCount(const V2TIMString& groupID, V2TIMValueCallback<uint32_t>* callback) {
  core_.not_built("getGroupOnlineMemberCount", callback, groupID);
}

void GroupManager::SetGroupCounters(const V2TIMString& groupID, const V2TIMStringToInt64Map& counters,
                                    V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("setGroupCounters", callback, groupID, counters);
}

void GroupManager::GetGroupCounters(const V2TIMString& groupID, const V2TIMStringVector& keys,
                                    V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("getGroupCounters", callback, groupID, keys);
}

void GroupManager::IncreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t value,
                                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("increaseGroupCounter", callback, groupID, key, value);
}

void GroupManager::DecreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t value,
                                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("decreaseGroupCounter", callback, groupID, key, value);
}

void GroupManager::GetGroupMemberList(const V2TIMString& groupID, uint32_t filter, uint64_t nextSeq,
                                      V2TIMValueCallback<V2TIMGroupMemberInfoResult>* callback) {
  core_.not_built("getGroupMemberList", callback, groupID, filter, nextSeq);
}

void GroupManager::GetGroupMembersInfo(const V2TIMString& groupID, V2TIMStringVector memberList,
                                       V2TIMValueCallback<V2TIMGroupMemberFullInfoVector>* callback) {
  core_.not_built("getGroupMembersInfo", callback, groupID, memberList);
}

void GroupManager::SearchGroupMembers(const V2TIMGroupMemberSearchParam& param,
                                      V2TIMValueCallback<V2TIMGroupSearchGroupMembersMap>* callback) {
  core_.not_built("searchGroupMembers", callback, param);
}

void GroupManager::SearchCloudGroupMembers(const V2TIMGroupMemberSearchParam& param,
                                           V2TIMValueCallback<V2TIMGroupMemberSearchResult>* callback) {
  core_.not_built("searchCloudGroupMembers", callback, param);
}

void GroupManager::SetGroupMemberInfo(const V2TIMString& groupID, const V2TIMGroupMemberFullInfo& info,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupMemberInfo", callback, groupID, info);
}

void GroupManager::MuteGroupMember(const V2TIMString& groupID, const V2TIMString& userID, uint32_t seconds,
                                   V2TIMCallback* callback) {
  core_.not_built("muteGroupMember", callback, groupID, userID, seconds);
}

void GroupManager::MuteAllGroupMembers(const V2TIMString& groupID, bool isMute, V2TIMCallback* callback) {
  core_.not_built("muteAllGroupMembers", callback, groupID, isMute);
}

void GroupManager::InviteUserToGroup(const V2TIMString& groupID, const V2TIMStringVector& userList,
                                     V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("inviteUserToGroup", callback, groupID, userList);
}

void GroupManager::KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                   const V2TIMString& reason, uint32_t duration,
                                   V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("kickGroupMember", callback, groupID, memberList, reason, duration);
}

void GroupManager::SetGroupMemberRole(const V2TIMString& groupID, const V2TIMString& userID, uint32_t role,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupMemberRole", callback, groupID, userID, role);
}

void GroupManager::MarkGroupMemberList(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                       uint32_t markType, bool enableMark, V2TIMCallback* callback) {
  core_.not_built("markGroupMemberList", callback, groupID, memberList, markType, enableMark);
}

void GroupManager::TransferGroupOwner(const V2TIMString& groupID, const V2TIMString& userID, V2TIMCallback* callback) {
  core_.not_built("transferGroupOwner", callback, groupID, userID);
}

void GroupManager::KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                   const V2TIMString& reason,
                                   V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("kickGroupMember#2", callback, groupID, memberList, reason);
}

void GroupManager::GetGroupApplicationList(V2TIMValueCallback<V2TIMGroupApplicationResult>* callback) {
  core_.not_built("getGroupApplicationList", callback);
}

void GroupManager::AcceptGroupApplication(const V2TIMGroupApplication& application, const V2TIMString& reason,
                                          V2TIMCallback* callback) {
  core_.not_built("acceptGroupApplication", callback, application, reason);
}

void GroupManager::RefuseGroupApplication(const V2TIMGroupApplication& application, const V2TIMString& reason,
                                          V2TIMCallback* callback) {
  core_.not_built("refuseGroupApplication", callback, application, reason);
}

void GroupManager::SetGroupApplicationRead(V2TIMCallback* callback) {
  core_.not_built("setGroupApplicationRead", callback);
}

void GroupManager::GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedCommunityList", callback);
}

void GroupManager::CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& topicInfo,
                                          V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createTopicInCommunity", callback, groupID, topicInfo);
}

void GroupManager::DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                            V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicFromCommunity", callback, groupID, topicIDList);
}

void GroupManager::SetTopicInfo(const V2TIMTopicInfo& topicInfo, V2TIMCallback* callback) {
  core_.not_built("setTopicInfo", callback, topicInfo);
}

void GroupManager::GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                    V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) {
  core_.not_built("getTopicInfoList", callback, groupID, topicIDList);
}

}  // namespace chatproof::v2tim
