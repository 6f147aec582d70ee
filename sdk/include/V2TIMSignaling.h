// Invitations (signaling).

#pragma once

#include "V2TIMCommon.h"

/// Values: spec messages SIG-01.
enum V2TIMSignalingActionType {
  SignalingActionType_Invite = 1,
  SignalingActionType_Cancel_Invite = 2,
  SignalingActionType_Accept_Invite = 3,
  SignalingActionType_Reject_Invite = 4,
  SignalingActionType_Invite_Timeout = 5,
};

struct TIM_API V2TIMSignalingInfo {
  V2TIMString inviteID;
  V2TIMString groupID;
  V2TIMString inviter;
  V2TIMStringVector inviteeList;
  V2TIMString data;
  V2TIMSignalingActionType actionType = SignalingActionType_Invite;
  int timeout = 0;  ///< Seconds; 0: never times out.

  V2TIMSignalingInfo();
  V2TIMSignalingInfo(const V2TIMSignalingInfo& signalingInfo);
  ~V2TIMSignalingInfo();
  V2TIMSignalingInfo& operator=(const V2TIMSignalingInfo& other);
};
