// All eight managers, made from the method table: each call is noted by id, and ends at once in OnError(6014).

#pragma once

#include <string>
#include <vector>

#include "V2TIMManager.h"
#include "sdk/v2tim/api/methods.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wshadow"

namespace chatproof::v2tim {

struct FakeState {
  std::vector<std::string> calls;
  V2TIMCallback* last_plain_callback = nullptr;
};

template <class Result>
Result nothing() {
  return Result();
}

class FakeBase {
 public:
  explicit FakeBase(FakeState& state) : state_(state) {}

 protected:
  void note(const char* manager, const char* id) { state_.calls.push_back(std::string(manager) + "." + id); }
  void complete(std::nullptr_t /*callback*/) {}
  void complete(V2TIMCallback* callback) {
    state_.last_plain_callback = callback;
    if (callback != nullptr) callback->OnError(6014, "fake");
  }
  template <class Value>
  void complete(V2TIMValueCallback<Value>* callback) {
    if (callback != nullptr) callback->OnError(6014, "fake");
  }
  template <class Value>
  void complete(V2TIMCompleteCallback<Value>* callback) {
    if (callback != nullptr) callback->OnComplete(6014, "fake", Value());
  }

  FakeState& state_;
  /// What `callback` means in a method without such a parameter.
  static constexpr std::nullptr_t callback = nullptr;
};

#define METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED) \
  RESULT NAME SIGNATURE override {                                      \
    note(#MANAGER, ID);                                                 \
    complete(callback);                                                 \
    return nothing<RESULT>();                                           \
  }
#define STATIC_METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED)

#define CHATPROOF_FAKE(NAME, MANAGER)     \
  class NAME : public MANAGER, FakeBase { \
   public:                                \
    using FakeBase::FakeBase;

CHATPROOF_FAKE(FakeMessageManagerBase, V2TIMMessageManager)
#include "sdk/v2tim/api/methods/message.def"
};

class FakeMessageManager : public FakeMessageManagerBase {
 public:
  using FakeMessageManagerBase::FakeMessageManagerBase;
  V2TIMString SendMessage(V2TIMMessage& message, const V2TIMString& receiver, const V2TIMString& groupID,
                          V2TIMMessagePriority priority, bool onlineUserOnly,
                          const V2TIMOfflinePushInfo& offlinePushInfo, V2TIMSendCallback* callback) override {
    if (receiver.Empty()) {
      return FakeMessageManagerBase::SendMessage(message, receiver, groupID, priority, onlineUserOnly, offlinePushInfo,
                                                 callback);
    }
    message.msgID = "id-1";
    callback->OnProgress(50);
    callback->OnSuccess(message);
    return message.msgID;
  }
};

CHATPROOF_FAKE(FakeGroupManager, V2TIMGroupManager)
#include "sdk/v2tim/api/methods/group.def"
}
;
CHATPROOF_FAKE(FakeConversationManager, V2TIMConversationManager)
#include "sdk/v2tim/api/methods/conversation.def"
}
;
CHATPROOF_FAKE(FakeFriendshipManager, V2TIMFriendshipManager)
#include "sdk/v2tim/api/methods/friendship.def"
}
;
CHATPROOF_FAKE(FakeSignalingManager, V2TIMSignalingManager)
#include "sdk/v2tim/api/methods/signaling.def"
}
;
CHATPROOF_FAKE(FakeCommunityManager, V2TIMCommunityManager)
#include "sdk/v2tim/api/methods/community.def"
}
;
CHATPROOF_FAKE(FakeOfflinePushManager, V2TIMOfflinePushManager)
#include "sdk/v2tim/api/methods/offline_push.def"
}
;

class FakeRootBase : public V2TIMManager, protected FakeBase {
 public:
  using FakeBase::FakeBase;
#include "sdk/v2tim/api/methods/manager.def"
};

#undef METHOD
#undef STATIC_METHOD

/// The root, with more to tell about the calls that the tests look at.
class FakeRoot : public FakeRootBase {
 public:
  explicit FakeRoot(FakeState& state)
      : FakeRootBase(state),
        message_(state),
        group_(state),
        conversation_(state),
        friendship_(state),
        signaling_(state),
        community_(state),
        offline_push_(state) {}

  void Login(const V2TIMString& userID, const V2TIMString& userSig, V2TIMCallback* callback) override {
    login_arguments = std::string(userID.CString()) + "|" + userSig.CString();
    FakeRootBase::Login(userID, userSig, callback);
  }
  bool InitSDK(uint32_t sdkAppID, const V2TIMSDKConfig& config) override {
    log_listener = config.logListener;
    FakeRootBase::InitSDK(sdkAppID, config);
    return sdkAppID != 0;
  }
  void AddSDKListener(V2TIMSDKListener* listener) override {
    sdk_listener = listener;
    FakeRootBase::AddSDKListener(listener);
  }
  void CallExperimentalAPI(const V2TIMString& api, const void* param,
                           V2TIMValueCallback<V2TIMBaseObject>* callback) override {
    experimental_param = param == nullptr ? "null" : static_cast<const V2TIMString*>(param)->CString();
    FakeRootBase::CallExperimentalAPI(api, param, callback);
  }
  V2TIMMessageManager* GetMessageManager() override { return FakeRootBase::GetMessageManager(), &message_; }
  V2TIMGroupManager* GetGroupManager() override { return FakeRootBase::GetGroupManager(), &group_; }
  V2TIMCommunityManager* GetCommunityManager() override { return FakeRootBase::GetCommunityManager(), &community_; }
  V2TIMConversationManager* GetConversationManager() override {
    return FakeRootBase::GetConversationManager(), &conversation_;
  }
  V2TIMFriendshipManager* GetFriendshipManager() override { return FakeRootBase::GetFriendshipManager(), &friendship_; }
  V2TIMOfflinePushManager* GetOfflinePushManager() override {
    return FakeRootBase::GetOfflinePushManager(), &offline_push_;
  }
  V2TIMSignalingManager* GetSignalingManager() override { return FakeRootBase::GetSignalingManager(), &signaling_; }

  std::string login_arguments;
  std::string experimental_param;
  V2TIMSDKListener* sdk_listener = nullptr;
  V2TIMLogListener* log_listener = nullptr;

 private:
  FakeMessageManager message_;
  FakeGroupManager group_;
  FakeConversationManager conversation_;
  FakeFriendshipManager friendship_;
  FakeSignalingManager signaling_;
  FakeCommunityManager community_;
  FakeOfflinePushManager offline_push_;
};

struct FakeSdk : FakeState {
  V2TIMManager& manager() { return root; }
  FakeRoot root{*this};
};

}  // namespace chatproof::v2tim

#pragma GCC diagnostic pop
