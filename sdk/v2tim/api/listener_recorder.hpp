// One object that listens to everything and hands it on as JSON.

#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "V2TIMListener.h"

namespace chatproof::v2tim {

/// All nine listeners. Every callback becomes one call of `record`, on the thread it came on.
class ListenerRecorder final : public V2TIMSDKListener,
                               public V2TIMSimpleMsgListener,
                               public V2TIMAdvancedMsgListener,
                               public V2TIMGroupListener,
                               public V2TIMCommunityListener,
                               public V2TIMLogListener,
                               public V2TIMConversationListener,
                               public V2TIMFriendshipListener,
                               public V2TIMSignalingListener {
 public:
  /// `listener` is the class ("V2TIMSDKListener"), `callback` the id in the table ("onKickedOffline"), `args` an object
  /// with the arguments by name.
  using Record = std::function<void(const std::string& listener, const std::string& callback, nlohmann::json args)>;

  explicit ListenerRecorder(Record record);
  ~ListenerRecorder() override;
  ListenerRecorder(const ListenerRecorder&) = delete;
  ListenerRecorder& operator=(const ListenerRecorder&) = delete;

#define CALLBACK(LISTENER, NAME, ID, SIGNATURE, ARGUMENTS) void NAME SIGNATURE override;
#include "sdk/v2tim/api/callbacks.def"
#undef CALLBACK

 private:
  Record record_;
};

}  // namespace chatproof::v2tim
