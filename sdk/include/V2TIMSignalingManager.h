// Invitations: invite, cancel, accept, reject.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMListener.h"
#include "V2TIMMessage.h"
#include "V2TIMSignaling.h"

/// Errors that every call can end in: see V2TIMManager.
class TIM_API V2TIMSignalingManager {
 public:
  virtual ~V2TIMSignalingManager() {}

  virtual void AddSignalingListener(V2TIMSignalingListener* listener) = 0;

  virtual void RemoveSignalingListener(V2TIMSignalingListener* listener) = 0;

  /// Gives the inviteID at once. `timeout` in seconds, 0: none.
  virtual V2TIMString Invite(const V2TIMString& invitee, const V2TIMString& data, bool onlineUserOnly,
                             const V2TIMOfflinePushInfo& offlinePushInfo, int timeout, V2TIMCallback* callback) = 0;

  virtual V2TIMString InviteInGroup(const V2TIMString& groupID, const V2TIMStringVector& inviteeList,
                                    const V2TIMString& data, bool onlineUserOnly, int timeout,
                                    V2TIMCallback* callback) = 0;

  virtual void Cancel(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) = 0;

  virtual void Accept(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) = 0;

  virtual void Reject(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) = 0;

  virtual V2TIMSignalingInfo GetSignalingInfo(const V2TIMMessage& msg) = 0;

  virtual void AddInvitedSignaling(const V2TIMSignalingInfo& info, V2TIMCallback* callback) = 0;

  virtual void ModifyInvitation(const V2TIMString& inviteID, const V2TIMString& data, V2TIMCallback* callback) = 0;
};
