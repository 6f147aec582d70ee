// The entry of the SDK: start and stop, login, simple messages, own and other users' profiles and status. The other
// managers hang off it.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMCommon.h"
#include "V2TIMCommunityManager.h"
#include "V2TIMConversationManager.h"
#include "V2TIMFriendship.h"
#include "V2TIMFriendshipManager.h"
#include "V2TIMGroupManager.h"
#include "V2TIMListener.h"
#include "V2TIMMessage.h"
#include "V2TIMMessageManager.h"
#include "V2TIMOfflinePushManager.h"
#include "V2TIMSignalingManager.h"

/// Calls may come from any thread, InitSDK and UnInitSDK too, and from inside callbacks. Asynchronous ones end in
/// exactly one of OnSuccess and OnError, also when UnInitSDK comes in between (7009); none of them, InitSDK included,
/// waits for a callback.
/// Errors of every call that takes a callback: 6017, before the call returns and before anything else is looked at, for
/// an argument that is missing (observed O2.1, O8.1), a text that is not UTF-8, or a user's id of more than 32 bytes;
/// 6013 before InitSDK (observed O1.1); 6014 with nobody logged in (observed O2.2; spec login 3.12). While a login is
/// under way, what needs the server waits for its end, and local data is served (observed O9.1). A call that waits for
/// the server can end in 95xx (spec login, section 8).
class TIM_API V2TIMManager {
 public:
  /// The one instance of the program; never null.
  static V2TIMManager* GetInstance();

  virtual ~V2TIMManager() {}

  /// Allowed before InitSDK (spec login 1.03). Adding it twice has no effect, null neither; of several the one added
  /// last is called first (observed O3.3). Borrowed until removed.
  virtual void AddSDKListener(V2TIMSDKListener* listener) = 0;

  /// Once this has returned, nothing more comes and the listener may be deleted: a call of it that is under way is
  /// waited for. Inside a callback nothing is waited for. Hold no lock here that the listener takes.
  virtual void RemoveSDKListener(V2TIMSDKListener* listener) = 0;

  /// Starts the SDK and, by itself, the connection (spec login 1.05).
  /// `sdkAppID`: 1 and up; 0 gives false (observed O1.5). A second call without UnInitSDK gives true and keeps what
  /// runs (observed O1.5, spec login 1.11). A path that cannot be written gives false. Deletes log files older than 7
  /// days (spec login 11.08).
  virtual bool InitSDK(uint32_t sdkAppID, const V2TIMSDKConfig& config) = 0;

  /// Stops everything. Calls that still wait end in 7009 before this returns (spec login 1.14), then nothing is called
  /// any more; listeners stay added but silent (spec login 1.12, 15.3). Harmless when not started. Waits for the
  /// callback that is under way, so hold no lock here that a callback takes; inside a callback it does not wait.
  virtual void UnInitSDK() = 0;

  /// Dotted, e.g. "8.5.6864"; works at any time (spec login 1.16, observed O1.3).
  virtual V2TIMString GetVersion() = 0;

  /// UTC seconds; this machine's own clock until the server has told (spec login 1.17, observed O1.3).
  virtual int64_t GetServerTime() = 0;

  /// Logs a user in; an unknown account is registered on the way (spec login 3.02).
  /// `userID`: 1 to 32 bytes of printable ASCII, else 6017 or 7003. `userSig`: the ticket the app's own server made,
  /// not empty (6017).
  /// Errors: 7501 while a login is under way (spec login 3.05), 7502 while a logout is, 6208 when this device was
  /// kicked while offline and the switch is on (spec login 6.10), 6206 or 70001 for an expired ticket (spec login
  /// 7.01), 70002 to 70052 for other faults of the ticket (spec login, section 8), 95xx about 30 s later without a
  /// network (observed O4.2).
  /// Of the same user again: success at once. Of another user: logs the first one out (spec login 3.08).
  virtual void Login(const V2TIMString& userID, const V2TIMString& userSig, V2TIMCallback* callback) = 0;

  /// Logs out; afterwards nobody is logged in, also when it ends in an error (spec login 5.04). With nobody logged in:
  /// success (observed O2.2). 7502 while another one is under way (spec login 5.03).
  virtual void Logout(V2TIMCallback* callback) = 0;

  /// userID from a successful login on, until logout, kick or expiry; empty otherwise (spec login 3.14, 3.15).
  virtual V2TIMString GetLoginUser() = 0;

  /// LOGOUT when not started (observed O1.3).
  virtual V2TIMLoginStatus GetLoginStatus() = 0;

  /// As AddSDKListener.
  virtual void AddSimpleMsgListener(V2TIMSimpleMsgListener* listener) = 0;

  /// As RemoveSDKListener.
  virtual void RemoveSimpleMsgListener(V2TIMSimpleMsgListener* listener) = 0;

  /// Sends a text to a user. Gives the msgID at once, empty on an argument error (observed O2.3).
  /// Errors: 6017 for an empty text or userID, 20xxx from the server (blocked, not a friend, no such user), 80001 for a
  /// sensitive word, 95xx. After 9520 the message may have arrived all the same.
  virtual V2TIMString SendC2CTextMessage(const V2TIMString& text, const V2TIMString& userID,
                                         V2TIMSendCallback* callback) = 0;

  /// Sends bytes to a user; as SendC2CTextMessage.
  virtual V2TIMString SendC2CCustomMessage(const V2TIMBuffer& customData, const V2TIMString& userID,
                                           V2TIMSendCallback* callback) = 0;

  /// Sends a text to a group; as SendC2CTextMessage.
  virtual V2TIMString SendGroupTextMessage(const V2TIMString& text, const V2TIMString& groupID,
                                           V2TIMMessagePriority priority, V2TIMSendCallback* callback) = 0;

  /// Sends bytes to a group; as SendC2CTextMessage.
  virtual V2TIMString SendGroupCustomMessage(const V2TIMBuffer& customData, const V2TIMString& groupID,
                                             V2TIMMessagePriority priority, V2TIMSendCallback* callback) = 0;

  /// As AddSDKListener.
  virtual void AddGroupListener(V2TIMGroupListener* listener) = 0;

  /// As RemoveSDKListener.
  virtual void RemoveGroupListener(V2TIMGroupListener* listener) = 0;

  /// `groupType`: "Work", "Public", "Meeting", "AVChatRoom" or "Community". `groupID`: empty to have one made (spec
  /// groups, section 4). Yields the group's id.
  virtual void CreateGroup(const V2TIMString& groupType, const V2TIMString& groupID, const V2TIMString& groupName,
                           V2TIMValueCallback<V2TIMString>* callback) = 0;

  /// Joins a group or asks to, as the group is set.
  virtual void JoinGroup(const V2TIMString& groupID, const V2TIMString& message, V2TIMCallback* callback) = 0;

  /// Leaves a group.
  virtual void QuitGroup(const V2TIMString& groupID, V2TIMCallback* callback) = 0;

  /// Ends a group; its owner only.
  virtual void DismissGroup(const V2TIMString& groupID, V2TIMCallback* callback) = 0;

  /// Profiles of the given users, one's own included. At most about 100 ids per call (a packet holds 1 MB); strangers'
  /// are fetched again after 10 minutes (spec login 10.06). 6017 for an empty list.
  virtual void GetUsersInfo(const V2TIMStringVector& userIDList,
                            V2TIMValueCallback<V2TIMUserFullInfoVector>* callback) = 0;

  /// Writes those fields of the own profile that info.modifyFlag names (spec login 10.03); 0 gives 6017. Then
  /// OnSelfInfoUpdated on all devices of the account (spec login 10.02). Errors: 40001 to 40009, 40601, 40605, 40610,
  /// 9001 (spec login 10.07).
  virtual void SetSelfInfo(const V2TIMUserFullInfo& info, V2TIMCallback* callback) = 0;

  /// Watches strangers' profiles: OnUserInfoChanged. Room for 200, the oldest drops out (spec login 10.05). 72012 when
  /// switched off, 6017 for an empty list.
  virtual void SubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) = 0;

  /// Ends it; an empty list ends all (spec login 10.05).
  virtual void UnsubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) = 0;

  /// Searches users in the cloud; 60020 when not enabled (spec groups 10.12).
  virtual void SearchUsers(const V2TIMUserSearchParam& param, V2TIMValueCallback<V2TIMUserSearchResult>* callback) = 0;

  /// Status of at most 500 users (6017 or 70206), at most 20 calls in 5 s (7008). Users that do not exist are left out;
  /// an error only if all fail (spec login 9.10). 72001 when switched off, but one's own can always be asked for (spec
  /// login 9.09).
  virtual void GetUserStatus(const V2TIMStringVector& userIDList,
                             V2TIMValueCallback<V2TIMUserStatusVector>* callback) = 0;

  /// Sets the own customStatus, at most 100 bytes, not empty (6017, observed O8.2); the other fields are ignored (spec
  /// login 9.05). Then OnUserStatusChanged (spec login 9.07).
  virtual void SetSelfStatus(const V2TIMUserStatus& status, V2TIMCallback* callback) = 0;

  /// Watches users' status: at most 100 per call, 200 in all, the oldest drops out (spec login 9.11); 20 calls in 5 s.
  /// Oneself is ignored. 72001 when switched off, 6017 for an empty list.
  virtual void SubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) = 0;

  /// Ends it, at most 100 per call; an empty list ends all (spec login 9.13).
  virtual void UnsubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) = 0;

  /// Managers are never null, live as long as the program, and are the same object each time.
  virtual V2TIMMessageManager* GetMessageManager() = 0;

  virtual V2TIMGroupManager* GetGroupManager() = 0;

  virtual V2TIMCommunityManager* GetCommunityManager() = 0;

  virtual V2TIMConversationManager* GetConversationManager() = 0;

  virtual V2TIMFriendshipManager* GetFriendshipManager() = 0;

  virtual V2TIMOfflinePushManager* GetOfflinePushManager() = 0;

  virtual V2TIMSignalingManager* GetSignalingManager() = 0;

  /// Features beside the API, by name. What `param` points to depends on the name; a V2TIMString in general.
  /// chatproof knows "setCustomServerInfo". An unknown name gives 7013.
  virtual void CallExperimentalAPI(const V2TIMString& api, const void* param,
                                   V2TIMValueCallback<V2TIMBaseObject>* callback) = 0;
};
