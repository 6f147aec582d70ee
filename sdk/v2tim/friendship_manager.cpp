#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void FriendshipManager::AddFriendListener(V2TIMFriendshipListener* listener) {
  core_.friendship_listeners.add(listener);
}

void FriendshipManager::RemoveFriendListener(V2TIMFriendshipListener* listener) {
  core_.friendship_listeners.remove(listener);
}

void FriendshipManager::GetFriendList(V2TIMValueCallback<V2TIMFriendInfoVector>* callback) {
  core_.not_built("getFriendList", callback);
}

void FriendshipManager::GetFriendsInfo(const V2TIMStringVector& userIDList,
                                       V2TIMValueCallback<V2TIMFriendInfoResultVector>* callback) {
  core_.not_built("getFriendsInfo", callback, userIDList);
}

void FriendshipManager::SetFriendInfo(const V2TIMFriendInfo& info, V2TIMCallback* callback) {
  core_.not_built("setFriendInfo", callback, info);
}

void FriendshipManager::SearchFriends(const V2TIMFriendSearchParam& searchParam,
                                      V2TIMValueCallback<V2TIMFriendInfoResultVector>* callback) {
  core_.not_built("searchFriends", callback, searchParam);
}

void FriendshipManager::AddFriend(const V2TIMFriendAddApplication& application,
                                  V2TIMValueCallback<V2TIMFriendOperationResult>* callback) {
  core_.not_built("addFriend", callback, application);
}

void FriendshipManager::DeleteFromFriendList(const V2TIMStringVector& userIDList, V2TIMFriendType deleteType,
                                             V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("deleteFromFriendList", callback, userIDList, deleteType);
}

void FriendshipManager::CheckFriend(const V2TIMStringVector& userIDList, V2TIMFriendType checkType,
                                    V2TIMValueCallback<V2TIMFriendCheckResultVector>* callback) {
  core_.not_built("checkFriend", callback, userIDList, checkType);
}

void FriendshipManager::GetFriendApplicationList(V2TIMValueCallback<V2TIMFriendApplicationResult>* callback) {
  core_.not_built("getFriendApplicationList", callback);
}

void FriendshipManager::AcceptFriendApplication(const V2TIMFriendApplication& application,
                                                V2TIMFriendAcceptType acceptType,
                                                V2TIMValueCallback<V2TIMFriendOperationResult>* callback) {
  core_.not_built("acceptFriendApplication", callback, application, acceptType);
}

void FriendshipManager::AcceptFriendApplication(const V2TIMFriendApplication& application,
                                                V2TIMFriendAcceptType acceptType, const V2TIMString& remark,
                                                V2TIMValueCallback<V2TIMFriendOperationResult>* callback) {
  core_.not_built("acceptFriendApplication#2", callback, application, acceptType, remark);
}

void FriendshipManager::RefuseFriendApplication(const V2TIMFriendApplication& application,
                                                V2TIMValueCallback<V2TIMFriendOperationResult>* callback) {
  core_.not_built("refuseFriendApplication", callback, application);
}

void FriendshipManager::DeleteFriendApplication(const V2TIMFriendApplication& application, V2TIMCallback* callback) {
  core_.not_built("deleteFriendApplication", callback, application);
}

void FriendshipManager::SetFriendApplicationRead(V2TIMCallback* callback) {
  core_.not_built("setFriendApplicationRead", callback);
}

void FriendshipManager::AddToBlackList(const V2TIMStringVector& userIDList,
                                       V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("addToBlackList", callback, userIDList);
}

void FriendshipManager::DeleteFromBlackList(const V2TIMStringVector& userIDList,
                                            V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("deleteFromBlackList", callback, userIDList);
}

void FriendshipManager::GetBlackList(V2TIMValueCallback<V2TIMFriendInfoVector>* callback) {
  core_.not_built("getBlackList", callback);
}

void FriendshipManager::CreateFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                                          V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("createFriendGroup", callback, groupName, userIDList);
}

void FriendshipManager::GetFriendGroups(const V2TIMStringVector& groupNameList,
                                        V2TIMValueCallback<V2TIMFriendGroupVector>* callback) {
  core_.not_built("getFriendGroups", callback, groupNameList);
}

void FriendshipManager::DeleteFriendGroup(const V2TIMStringVector& groupNameList, V2TIMCallback* callback) {
  core_.not_built("deleteFriendGroup", callback, groupNameList);
}

void FriendshipManager::RenameFriendGroup(const V2TIMString& oldName, const V2TIMString& newName,
                                          V2TIMCallback* callback) {
  core_.not_built("renameFriendGroup", callback, oldName, newName);
}

void FriendshipManager::AddFriendsToFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                                                V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("addFriendsToFriendGroup", callback, groupName, userIDList);
}

void FriendshipManager::DeleteFriendsFromFriendGroup(const V2TIMString& groupName, const V2TIMStringVector& userIDList,
                                                     V2TIMValueCallback<V2TIMFriendOperationResultVector>* callback) {
  core_.not_built("deleteFriendsFromFriendGroup", callback, groupName, userIDList);
}

void FriendshipManager::SubscribeOfficialAccount(const V2TIMString& officialAccountID, V2TIMCallback* callback) {
  core_.not_built("subscribeOfficialAccount", callback, officialAccountID);
}

void FriendshipManager::UnsubscribeOfficialAccount(const V2TIMString& officialAccountID, V2TIMCallback* callback) {
  core_.not_built("unsubscribeOfficialAccount", callback, officialAccountID);
}

void FriendshipManager::GetOfficialAccountsInfo(const V2TIMStringVector& officialAccountIDList,
                                                V2TIMValueCallback<V2TIMOfficialAccountInfoResultVector>* callback) {
  core_.not_built("getOfficialAccountsInfo", callback, officialAccountIDList);
}

void FriendshipManager::FollowUser(const V2TIMStringVector& userIDList,
                                   V2TIMValueCallback<V2TIMFollowOperationResultVector>* callback) {
  core_.not_built("followUser", callback, userIDList);
}

void FriendshipManager::UnfollowUser(const V2TIMStringVector& userIDList,
                                     V2TIMValueCallback<V2TIMFollowOperationResultVector>* callback) {
  core_.not_built("unfollowUser", callback, userIDList);
}

void FriendshipManager::GetMyFollowingList(const V2TIMString& nextCursor,
                                           V2TIMValueCallback<V2TIMUserInfoResult>* callback) {
  core_.not_built("getMyFollowingList", callback, nextCursor);
}

void FriendshipManager::GetMyFollowersList(const V2TIMString& nextCursor,
                                           V2TIMValueCallback<V2TIMUserInfoResult>* callback) {
  core_.not_built("getMyFollowersList", callback, nextCursor);
}

void FriendshipManager::GetMutualFollowersList(const V2TIMString& nextCursor,
                                               V2TIMValueCallback<V2TIMUserInfoResult>* callback) {
  core_.not_built("getMutualFollowersList", callback, nextCursor);
}

void FriendshipManager::GetUserFollowInfo(const V2TIMStringVector& userIDList,
                                          V2TIMValueCallback<V2TIMFollowInfoVector>* callback) {
  core_.not_built("getUserFollowInfo", callback, userIDList);
}

void FriendshipManager::CheckFollowType(const V2TIMStringVector& userIDList,
                                        V2TIMValueCallback<V2TIMFollowTypeCheckResultVector>* callback) {
  core_.not_built("checkFollowType", callback, userIDList);
}

}  // namespace chatproof::v2tim
