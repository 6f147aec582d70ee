#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void GroupManager::CreateGroup(const V2TIMGroupInfo& /*info*/, const V2TIMCreateGroupMemberInfoVector& /*memberList*/,
                               V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createGroup", {}, callback);
}

void GroupManager::GetJoinedGroupList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedGroupList", {}, callback);
}

void GroupManager::GetGroupsInfo(const V2TIMStringVector& groupIDList,
                                 V2TIMValueCallback<V2TIMGroupInfoResultVector>* callback) {
  core_.not_built("getGroupsInfo", {required_list("groupIDList", groupIDList)}, callback);
}

void GroupManager::SearchGroups(const V2TIMGroupSearchParam& /*searchParam*/,
                                V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("searchGroups", {}, callback);
}

void GroupManager::SearchCloudGroups(const V2TIMGroupSearchParam& /*searchParam*/,
                                     V2TIMValueCallback<V2TIMGroupSearchResult>* callback) {
  core_.not_built("searchCloudGroups", {}, callback);
}

void GroupManager::SetGroupInfo(const V2TIMGroupInfo& /*info*/, V2TIMCallback* callback) {
  core_.not_built("setGroupInfo", {}, callback);
}

void GroupManager::InitGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& /*attributes*/,
                                       V2TIMCallback* callback) {
  core_.not_built("initGroupAttributes", {required("groupID", groupID)}, callback);
}

void GroupManager::SetGroupAttributes(const V2TIMString& groupID, const V2TIMGroupAttributeMap& /*attributes*/,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupAttributes", {required("groupID", groupID)}, callback);
}

void GroupManager::DeleteGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& /*keys*/,
                                         V2TIMCallback* callback) {
  core_.not_built("deleteGroupAttributes", {required("groupID", groupID)}, callback);
}

void GroupManager::GetGroupAttributes(const V2TIMString& groupID, const V2TIMStringVector& /*keys*/,
                                      V2TIMValueCallback<V2TIMGroupAttributeMap>* callback) {
  core_.not_built("getGroupAttributes", {required("groupID", groupID)}, callback);
}

void GroupManager::GetGroupOnlineMemberCount(const V2TIMString& groupID, V2TIMValueCallback<uint32_t>* callback) {
  core_.not_built("getGroupOnlineMemberCount", {required("groupID", groupID)}, callback);
}

void GroupManager::SetGroupCounters(const V2TIMString& groupID, const V2TIMStringToInt64Map& /*counters*/,
                                    V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("setGroupCounters", {required("groupID", groupID)}, callback);
}

void GroupManager::GetGroupCounters(const V2TIMString& groupID, const V2TIMStringVector& /*keys*/,
                                    V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("getGroupCounters", {required("groupID", groupID)}, callback);
}

void GroupManager::IncreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t /*value*/,
                                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("increaseGroupCounter", {required("groupID", groupID), required("key", key)}, callback);
}

void GroupManager::DecreaseGroupCounter(const V2TIMString& groupID, const V2TIMString& key, int64_t /*value*/,
                                        V2TIMValueCallback<V2TIMStringToInt64Map>* callback) {
  core_.not_built("decreaseGroupCounter", {required("groupID", groupID), required("key", key)}, callback);
}

void GroupManager::GetGroupMemberList(const V2TIMString& groupID, uint32_t /*filter*/, uint64_t /*nextSeq*/,
                                      V2TIMValueCallback<V2TIMGroupMemberInfoResult>* callback) {
  core_.not_built("getGroupMemberList", {required("groupID", groupID)}, callback);
}

void GroupManager::GetGroupMembersInfo(const V2TIMString& groupID, V2TIMStringVector memberList,
                                       V2TIMValueCallback<V2TIMGroupMemberFullInfoVector>* callback) {
  core_.not_built("getGroupMembersInfo", {required("groupID", groupID), required_list("memberList", memberList)},
                  callback);
}

void GroupManager::SearchGroupMembers(const V2TIMGroupMemberSearchParam& /*param*/,
                                      V2TIMValueCallback<V2TIMGroupSearchGroupMembersMap>* callback) {
  core_.not_built("searchGroupMembers", {}, callback);
}

void GroupManager::SearchCloudGroupMembers(const V2TIMGroupMemberSearchParam& /*param*/,
                                           V2TIMValueCallback<V2TIMGroupMemberSearchResult>* callback) {
  core_.not_built("searchCloudGroupMembers", {}, callback);
}

void GroupManager::SetGroupMemberInfo(const V2TIMString& groupID, const V2TIMGroupMemberFullInfo& /*info*/,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupMemberInfo", {required("groupID", groupID)}, callback);
}

void GroupManager::MuteGroupMember(const V2TIMString& groupID, const V2TIMString& userID, uint32_t /*seconds*/,
                                   V2TIMCallback* callback) {
  core_.not_built("muteGroupMember", {required("groupID", groupID), required("userID", userID)}, callback);
}

void GroupManager::MuteAllGroupMembers(const V2TIMString& groupID, bool /*isMute*/, V2TIMCallback* callback) {
  core_.not_built("muteAllGroupMembers", {required("groupID", groupID)}, callback);
}

void GroupManager::InviteUserToGroup(const V2TIMString& groupID, const V2TIMStringVector& userList,
                                     V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("inviteUserToGroup", {required("groupID", groupID), required_list("userList", userList)}, callback);
}

void GroupManager::KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                   const V2TIMString& /*reason*/, uint32_t /*duration*/,
                                   V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("kickGroupMember", {required("groupID", groupID), required_list("memberList", memberList)}, callback);
}

void GroupManager::SetGroupMemberRole(const V2TIMString& groupID, const V2TIMString& userID, uint32_t /*role*/,
                                      V2TIMCallback* callback) {
  core_.not_built("setGroupMemberRole", {required("groupID", groupID), required("userID", userID)}, callback);
}

void GroupManager::MarkGroupMemberList(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                       uint32_t /*markType*/, bool /*enableMark*/, V2TIMCallback* callback) {
  core_.not_built("markGroupMemberList", {required("groupID", groupID), required_list("memberList", memberList)},
                  callback);
}

void GroupManager::TransferGroupOwner(const V2TIMString& groupID, const V2TIMString& userID, V2TIMCallback* callback) {
  core_.not_built("transferGroupOwner", {required("groupID", groupID), required("userID", userID)}, callback);
}

void GroupManager::KickGroupMember(const V2TIMString& groupID, const V2TIMStringVector& memberList,
                                   const V2TIMString& /*reason*/,
                                   V2TIMValueCallback<V2TIMGroupMemberOperationResultVector>* callback) {
  core_.not_built("kickGroupMember", {required("groupID", groupID), required_list("memberList", memberList)}, callback);
}

void GroupManager::GetGroupApplicationList(V2TIMValueCallback<V2TIMGroupApplicationResult>* callback) {
  core_.not_built("getGroupApplicationList", {}, callback);
}

void GroupManager::AcceptGroupApplication(const V2TIMGroupApplication& /*application*/, const V2TIMString& /*reason*/,
                                          V2TIMCallback* callback) {
  core_.not_built("acceptGroupApplication", {}, callback);
}

void GroupManager::RefuseGroupApplication(const V2TIMGroupApplication& /*application*/, const V2TIMString& /*reason*/,
                                          V2TIMCallback* callback) {
  core_.not_built("refuseGroupApplication", {}, callback);
}

void GroupManager::SetGroupApplicationRead(V2TIMCallback* callback) {
  core_.not_built("setGroupApplicationRead", {}, callback);
}

void GroupManager::GetJoinedCommunityList(V2TIMValueCallback<V2TIMGroupInfoVector>* callback) {
  core_.not_built("getJoinedCommunityList", {}, callback);
}

void GroupManager::CreateTopicInCommunity(const V2TIMString& groupID, const V2TIMTopicInfo& /*topicInfo*/,
                                          V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createTopicInCommunity", {required("groupID", groupID)}, callback);
}

void GroupManager::DeleteTopicFromCommunity(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                            V2TIMValueCallback<V2TIMTopicOperationResultVector>* callback) {
  core_.not_built("deleteTopicFromCommunity", {required("groupID", groupID), required_list("topicIDList", topicIDList)},
                  callback);
}

void GroupManager::SetTopicInfo(const V2TIMTopicInfo& /*topicInfo*/, V2TIMCallback* callback) {
  core_.not_built("setTopicInfo", {}, callback);
}

void GroupManager::GetTopicInfoList(const V2TIMString& groupID, const V2TIMStringVector& topicIDList,
                                    V2TIMValueCallback<V2TIMTopicInfoResultVector>* callback) {
  core_.not_built("getTopicInfoList", {required("groupID", groupID), required_list("topicIDList", topicIDList)},
                  callback);
}

}  // namespace chatproof::v2tim
