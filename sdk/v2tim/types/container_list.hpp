// Every container class of the API: X(class) for lists of values and for maps.

#pragma once

#define CHATPROOF_LISTS(X)                             \
  X(TXV2TIMUInt64Vector)                               \
  X(TXV2TIMStringVector)                               \
  X(TXV2TIMUserInfoVector)                             \
  X(TXV2TIMUserFullInfoVector)                         \
  X(TXV2TIMUserStatusVector)                           \
  X(TXV2TIMFriendInfoVector)                           \
  X(TXV2TIMFriendInfoResultVector)                     \
  X(TXV2TIMFriendApplicationVector)                    \
  X(TXV2TIMFriendCheckResultVector)                    \
  X(TXV2TIMFriendOperationResultVector)                \
  X(TXV2TIMFriendGroupVector)                          \
  X(TXV2TIMFollowOperationResultVector)                \
  X(TXV2TIMFollowInfoVector)                           \
  X(TXV2TIMFollowTypeCheckResultVector)                \
  X(TXV2TIMGroupMemberInfoVector)                      \
  X(TXV2TIMGroupMemberFullInfoVector)                  \
  X(TXV2TIMGroupChangeInfoVector)                      \
  X(TXV2TIMGroupMemberChangeInfoVector)                \
  X(TXV2TIMGroupAtInfoVector)                          \
  X(TXV2TIMGroupInfoVector)                            \
  X(TXV2TIMGroupInfoResultVector)                      \
  X(TXV2TIMGroupApplicationVector)                     \
  X(TXV2TIMGroupMemberOperationResultVector)           \
  X(TXV2TIMCreateGroupMemberInfoVector)                \
  X(TXV2TIMElemTypeVector)                             \
  X(TXV2TIMMessageVector)                              \
  X(TXV2TIMImageVector)                                \
  X(TXV2TIMMessageReceiptVector)                       \
  X(TXV2TIMReceiveMessageOptInfoVector)                \
  X(TXV2TIMMessageSearchResultItemVector)              \
  X(TXV2TIMMessageExtensionVector)                     \
  X(TXV2TIMMessageExtensionResultVector)               \
  X(TXV2TIMMessageReactionVector)                      \
  X(TXV2TIMMessageReactionResultVector)                \
  X(TXV2TIMMessageReactionChangeInfoVector)            \
  X(TXV2TIMTopicOperationResultVector)                 \
  X(TXV2TIMTopicInfoResultVector)                      \
  X(TXV2TIMPermissionGroupInfoResultVector)            \
  X(TXV2TIMPermissionGroupOperationResultVector)       \
  X(TXV2TIMPermissionGroupMemberOperationResultVector) \
  X(TXV2TIMTopicPermissionResultVector)                \
  X(TXV2TIMConversationVector)                         \
  X(TXV2TIMConversationOperationResultVector)          \
  X(TXV2TIMOfficialAccountInfoResultVector)

#define CHATPROOF_MAPS(X)          \
  X(TXV2TIMStringToV2TIMBufferMap) \
  X(TXV2TIMStringToV2TIMStringMap) \
  X(TXV2TIMStringToint64_tMap)     \
  X(TXV2TIMStringTouint64_tMap)    \
  X(TXV2TIMStringToV2TIMGroupMemberFullInfoVectorMap)
