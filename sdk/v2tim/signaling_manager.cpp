#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void SignalingManager::AddSignalingListener(V2TIMSignalingListener* listener) {
  core_.signaling_listeners.add(listener);
}

void SignalingManager::RemoveSignalingListener(V2TIMSignalingListener* listener) {
  core_.signaling_listeners.remove(listener);
}

V2TIMString SignalingManager::Invite(const V2TIMString& invitee, const V2TIMString& data, bool onlineUserOnly,
                                     const V2TIMOfflinePushInfo& offlinePushInfo, int timeout,
                                     V2TIMCallback* callback) {
  core_.not_built("invite", callback, invitee, data, onlineUserOnly, offlinePushInfo, timeout);
  return {};
}

V2TIMString SignalingManager::InviteInGroup(const V2TIMString& groupID, const V2TIMStringVector& inviteeList,
                                            const V2TIMString& data, bool onlineUserOnly, int timeout,
                                            V2TIMCallback* callback) {
  core_.not_built("inviteInGroup", callback, groupID, inviteeList, data, onlineUserOnly, timeout);
  return {};
}

void SignalingManager::Cancel(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) {
  core_.not_built("cancel", callback, inviteID, data);
}

void SignalingManager::Accept(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) {
  core_.not_built("accept", callback, inviteID, data);
}

void SignalingManager::Reject(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) {
  core_.not_built("reject", callback, inviteID, data);
}

V2TIMSignalingInfo SignalingManager::GetSignalingInfo(const V2TIMMessage& /*msg*/) { return {}; }

void SignalingManager::AddInvitedSignaling(const V2TIMSignalingInfo& info, V2TIMCallback* callback) {
  core_.not_built("addInvitedSignaling", callback, info);
}

void SignalingManager::ModifyInvitation(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) {
  core_.not_built("modifyInvitation", callback, inviteID, data);
}

}  // namespace chatproof::v2tim
