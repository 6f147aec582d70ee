// The entry of the SDK behind V2TIMManager.h. Every method is a line or two: state and arguments are the core's, the
// services behind it do the work.
#pragma once

#include "V2TIMManager.h"
#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"
#include "sdk/v2tim/message_manager.hpp"
#include "sdk/v2tim/messages.hpp"
#include "sdk/v2tim/users.hpp"

namespace chatproof::v2tim {

class Manager final : public V2TIMManager {
 public:
  explicit Manager(Core& core);

  void AddSDKListener(V2TIMSDKListener* listener) override;
  void RemoveSDKListener(V2TIMSDKListener* listener) override;
  bool InitSDK(uint32_t sdkAppID, const V2TIMSDKConfig& config) override;
  void UnInitSDK() override;
  V2TIMString GetVersion() override;
  int64_t GetServerTime() override;
  void Login(const V2TIMString& userID, const V2TIMString& userSig, V2TIMCallback* callback) override;
  void Logout(V2TIMCallback* callback) override;
  V2TIMString GetLoginUser() override;
  V2TIMLoginStatus GetLoginStatus() override;
  void AddSimpleMsgListener(V2TIMSimpleMsgListener* listener) override;
  void RemoveSimpleMsgListener(V2TIMSimpleMsgListener* listener) override;
  V2TIMString SendC2CTextMessage(const V2TIMString& text, const V2TIMString& userID,
                                 V2TIMSendCallback* callback) override;
  V2TIMString SendC2CCustomMessage(const V2TIMBuffer& customData, const V2TIMString& userID,
                                   V2TIMSendCallback* callback) override;
  V2TIMString SendGroupTextMessage(const V2TIMString& text, const V2TIMString& groupID, V2TIMMessagePriority priority,
                                   V2TIMSendCallback* callback) override;
  V2TIMString SendGroupCustomMessage(const V2TIMBuffer& customData, const V2TIMString& groupID,
                                     V2TIMMessagePriority priority, V2TIMSendCallback* callback) override;
  void AddGroupListener(V2TIMGroupListener* listener) override;
  void RemoveGroupListener(V2TIMGroupListener* listener) override;
  void CreateGroup(const V2TIMString& groupType, const V2TIMString& groupID, const V2TIMString& groupName,
                   V2TIMValueCallback<V2TIMString>* callback) override;
  void JoinGroup(const V2TIMString& groupID, const V2TIMString& message, V2TIMCallback* callback) override;
  void QuitGroup(const V2TIMString& groupID, V2TIMCallback* callback) override;
  void DismissGroup(const V2TIMString& groupID, V2TIMCallback* callback) override;
  void GetUsersInfo(const V2TIMStringVector& userIDList,
                    V2TIMValueCallback<V2TIMUserFullInfoVector>* callback) override;
  void SetSelfInfo(const V2TIMUserFullInfo& info, V2TIMCallback* callback) override;
  void SubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) override;
  void UnsubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) override;
  void SearchUsers(const V2TIMUserSearchParam& param, V2TIMValueCallback<V2TIMUserSearchResult>* callback) override;
  void GetUserStatus(const V2TIMStringVector& userIDList, V2TIMValueCallback<V2TIMUserStatusVector>* callback) override;
  void SetSelfStatus(const V2TIMUserStatus& status, V2TIMCallback* callback) override;
  void SubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) override;
  void UnsubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) override;
  V2TIMMessageManager* GetMessageManager() override;
  V2TIMGroupManager* GetGroupManager() override;
  V2TIMCommunityManager* GetCommunityManager() override;
  V2TIMConversationManager* GetConversationManager() override;
  V2TIMFriendshipManager* GetFriendshipManager() override;
  V2TIMOfflinePushManager* GetOfflinePushManager() override;
  V2TIMSignalingManager* GetSignalingManager() override;
  void CallExperimentalAPI(const V2TIMString& api, const void* param,
                           V2TIMValueCallback<V2TIMBaseObject>* callback) override;

 private:
  Core& core_;
  Messages messages_;
  Users users_;
  MessageManager message_manager_;
  GroupManager group_manager_;
  CommunityManager community_manager_;
  ConversationManager conversation_manager_;
  FriendshipManager friendship_manager_;
  OfflinePushManager offline_push_manager_;
  SignalingManager signaling_manager_;
};

}  // namespace chatproof::v2tim
