// What apps derive from. Out of line, so that the library has their constructors, destructors and type information:
// apps that were built with the published headers ask for them when they are linked (spec observed O8.8).

#include "V2TIMCallback.h"
#include "V2TIMListener.h"

#define CHATPROOF_IMPLEMENT_BASE(CLASS) \
  CLASS::CLASS() = default;             \
  CLASS::~CLASS() = default;

CHATPROOF_IMPLEMENT_BASE(V2TIMBaseCallback)
CHATPROOF_IMPLEMENT_BASE(V2TIMSDKListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMSimpleMsgListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMAdvancedMsgListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMGroupListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMCommunityListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMLogListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMConversationListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMFriendshipListener)
CHATPROOF_IMPLEMENT_BASE(V2TIMSignalingListener)
