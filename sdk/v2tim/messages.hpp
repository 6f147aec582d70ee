// Sending and receiving messages to and from one user. Methods run on any thread, handlers on the SDK's.
#pragma once

#include "V2TIMMessage.h"
#include "sdk/v2tim/core.hpp"

namespace chatproof::v2tim {

class Messages {
 public:
  explicit Messages(Core& core) : core_(core) {}

  // A message as it is before it was sent: id "-0-0", status 0 (spec observed O1.4).
  [[nodiscard]] static V2TIMMessage blank();

  // Gives the message its id, sends it, and answers with it as the server accepted it. The id is empty when an argument
  // is wrong (spec observed O2.3), and that of a blank message before InitSDK (O8.5).
  // `argument_error` as for Core::call.
  V2TIMString send(std::string argument_error, V2TIMMessage& message, const V2TIMString& receiver,
                   const V2TIMString& group_id, bool online_only, V2TIMSendCallback* callback);

 private:
  void transmit(V2TIMMessage message, bool online_only, V2TIMSendCallback* callback);

  Core& core_;
};

}  // namespace chatproof::v2tim
