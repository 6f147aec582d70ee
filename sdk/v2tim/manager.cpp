#include "sdk/v2tim/manager.hpp"

#include "sdk/v2tim/experimental.hpp"
#include "sdk/v2tim/version.hpp"

namespace chatproof::v2tim {

Manager::Manager(Core& core)
    : core_(core),
      messages_(core),
      users_(core),
      message_manager_(core, messages_),
      group_manager_(core),
      community_manager_(core),
      conversation_manager_(core),
      friendship_manager_(core),
      offline_push_manager_(core),
      signaling_manager_(core) {}

void Manager::AddSDKListener(V2TIMSDKListener* listener) { core_.sdk_listeners.add(listener); }
void Manager::RemoveSDKListener(V2TIMSDKListener* listener) { core_.sdk_listeners.remove(listener); }
bool Manager::InitSDK(uint32_t sdkAppID, const V2TIMSDKConfig& config) { return core_.init(sdkAppID, config); }
void Manager::UnInitSDK() { core_.uninit(); }
V2TIMString Manager::GetVersion() { return sdk_version; }
int64_t Manager::GetServerTime() { return core_.server_time(); }

void Manager::Login(const V2TIMString& userID, const V2TIMString& userSig, V2TIMCallback* callback) {
  core_.login(userID, userSig, callback);
}
void Manager::Logout(V2TIMCallback* callback) { core_.logout(callback); }
V2TIMString Manager::GetLoginUser() { return to_v2(core_.login_user()); }

V2TIMLoginStatus Manager::GetLoginStatus() {
  switch (core_.login_state()) {
    case session::LoginState::logged_in:
      return V2TIM_STATUS_LOGINED;
    case session::LoginState::logging_in:
      return V2TIM_STATUS_LOGINING;
    case session::LoginState::logging_out:  // there is no value for it: spec login 15.11
    case session::LoginState::logged_out:
      break;
  }
  return V2TIM_STATUS_LOGOUT;
}

void Manager::AddSimpleMsgListener(V2TIMSimpleMsgListener* listener) { core_.simple_listeners.add(listener); }
void Manager::RemoveSimpleMsgListener(V2TIMSimpleMsgListener* listener) { core_.simple_listeners.remove(listener); }

V2TIMString Manager::SendC2CTextMessage(const V2TIMString& text, const V2TIMString& userID,
                                        V2TIMSendCallback* callback) {
  V2TIMMessage message = message_manager_.CreateTextMessage(text);
  return messages_.send(argument_error("sendC2CTextMessage", text, userID), message, userID, {}, false, callback);
}

V2TIMString Manager::SendC2CCustomMessage(const V2TIMBuffer& customData, const V2TIMString& userID,
                                          V2TIMSendCallback* callback) {
  V2TIMMessage message = message_manager_.CreateCustomMessage(customData);
  return messages_.send(argument_error("sendC2CCustomMessage", customData, userID), message, userID, {}, false,
                        callback);
}

V2TIMString Manager::SendGroupTextMessage(const V2TIMString& text, const V2TIMString& groupID,
                                          V2TIMMessagePriority priority, V2TIMSendCallback* callback) {
  V2TIMMessage message = message_manager_.CreateTextMessage(text);
  message.priority = priority;
  return messages_.send(argument_error("sendGroupTextMessage", text, groupID), message, {}, groupID, false, callback);
}

V2TIMString Manager::SendGroupCustomMessage(const V2TIMBuffer& customData, const V2TIMString& groupID,
                                            V2TIMMessagePriority priority, V2TIMSendCallback* callback) {
  V2TIMMessage message = message_manager_.CreateCustomMessage(customData);
  message.priority = priority;
  return messages_.send(argument_error("sendGroupCustomMessage", customData, groupID), message, {}, groupID, false,
                        callback);
}

void Manager::AddGroupListener(V2TIMGroupListener* listener) { core_.group_listeners.add(listener); }
void Manager::RemoveGroupListener(V2TIMGroupListener* listener) { core_.group_listeners.remove(listener); }

void Manager::CreateGroup(const V2TIMString& groupType, const V2TIMString& groupID, const V2TIMString& groupName,
                          V2TIMValueCallback<V2TIMString>* callback) {
  core_.not_built("createGroup", callback, groupType, groupID, groupName);
}
void Manager::JoinGroup(const V2TIMString& groupID, const V2TIMString& message, V2TIMCallback* callback) {
  core_.not_built("joinGroup", callback, groupID, message);
}
void Manager::QuitGroup(const V2TIMString& groupID, V2TIMCallback* callback) {
  core_.not_built("quitGroup", callback, groupID);
}
void Manager::DismissGroup(const V2TIMString& groupID, V2TIMCallback* callback) {
  core_.not_built("dismissGroup", callback, groupID);
}

void Manager::GetUsersInfo(const V2TIMStringVector& userIDList, V2TIMValueCallback<V2TIMUserFullInfoVector>* callback) {
  users_.get_profiles(userIDList, callback);
}
void Manager::SetSelfInfo(const V2TIMUserFullInfo& info, V2TIMCallback* callback) {
  users_.set_own_profile(info, callback);
}
void Manager::SubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) {
  users_.subscribe_profiles(userIDList, callback);
}
void Manager::UnsubscribeUserInfo(const V2TIMStringVector& userIDList, V2TIMCallback* callback) {
  users_.unsubscribe_profiles(userIDList, callback);
}
void Manager::SearchUsers(const V2TIMUserSearchParam& param, V2TIMValueCallback<V2TIMUserSearchResult>* callback) {
  core_.not_built("searchUsers", callback, param);
}
void Manager::GetUserStatus(const V2TIMStringVector& userIDList, V2TIMValueCallback<V2TIMUserStatusVector>* callback) {
  users_.get_statuses(userIDList, callback);
}
void Manager::SetSelfStatus(const V2TIMUserStatus& status, V2TIMCallback* callback) {
  users_.set_own_status(status, callback);
}
void Manager::SubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) {
  users_.subscribe_statuses(userIDList, callback);
}
void Manager::UnsubscribeUserStatus(const V2TIMStringVector& userIDList, V2TIMCallback* callback) {
  users_.unsubscribe_statuses(userIDList, callback);
}

V2TIMMessageManager* Manager::GetMessageManager() { return &message_manager_; }
V2TIMGroupManager* Manager::GetGroupManager() { return &group_manager_; }
V2TIMCommunityManager* Manager::GetCommunityManager() { return &community_manager_; }
V2TIMConversationManager* Manager::GetConversationManager() { return &conversation_manager_; }
V2TIMFriendshipManager* Manager::GetFriendshipManager() { return &friendship_manager_; }
V2TIMOfflinePushManager* Manager::GetOfflinePushManager() { return &offline_push_manager_; }
V2TIMSignalingManager* Manager::GetSignalingManager() { return &signaling_manager_; }

void Manager::CallExperimentalAPI(const V2TIMString& api, const void* param,
                                  V2TIMValueCallback<V2TIMBaseObject>* callback) {
  call_experimental(core_, api, param, callback);
}

}  // namespace chatproof::v2tim
