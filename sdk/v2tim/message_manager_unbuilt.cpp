// The methods of the message manager that are not built yet: state and arguments are checked like all others.
#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/message_manager.hpp"

namespace chatproof::v2tim {

void MessageManager::SetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList, V2TIMReceiveMessageOpt /*opt*/,
                                             V2TIMCallback* callback) {
  core_.not_built("setC2CReceiveMessageOpt", {required_list("userIDList", userIDList)}, callback);
}

void MessageManager::GetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList,
                                             V2TIMValueCallback<V2TIMReceiveMessageOptInfoVector>* callback) {
  core_.not_built("getC2CReceiveMessageOpt", {required_list("userIDList", userIDList)}, callback);
}

void MessageManager::SetGroupReceiveMessageOpt(const V2TIMString& groupID, V2TIMReceiveMessageOpt /*opt*/,
                                               V2TIMCallback* callback) {
  core_.not_built("setGroupReceiveMessageOpt", {required("groupID", groupID)}, callback);
}

void MessageManager::SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt /*opt*/, int32_t /*startHour*/,
                                             int32_t /*startMinute*/, int32_t /*startSecond*/, uint32_t /*duration*/,
                                             V2TIMCallback* callback) {
  core_.not_built("setAllReceiveMessageOpt", {}, callback);
}

void MessageManager::SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt /*opt*/, uint32_t /*startTimeStamp*/,
                                             uint32_t /*duration*/, V2TIMCallback* callback) {
  core_.not_built("setAllReceiveMessageOpt", {}, callback);
}

void MessageManager::GetAllReceiveMessageOpt(V2TIMValueCallback<V2TIMReceiveMessageOptInfo>* callback) {
  core_.not_built("getAllReceiveMessageOpt", {}, callback);
}

void MessageManager::GetHistoryMessageList(const V2TIMMessageListGetOption& /*option*/,
                                           V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("getHistoryMessageList", {}, callback);
}

void MessageManager::RevokeMessage(const V2TIMMessage& /*message*/, V2TIMCallback* callback) {
  core_.not_built("revokeMessage", {}, callback);
}

void MessageManager::ModifyMessage(const V2TIMMessage& /*message*/, V2TIMCompleteCallback<V2TIMMessage>* callback) {
  core_.not_built("modifyMessage", {}, callback);
}

void MessageManager::DeleteMessages(const V2TIMMessageVector& messages, V2TIMCallback* callback) {
  core_.not_built("deleteMessages", {required_list("messages", messages)}, callback);
}

void MessageManager::ClearC2CHistoryMessage(const V2TIMString& userID, V2TIMCallback* callback) {
  core_.not_built("clearC2CHistoryMessage", {required("userID", userID)}, callback);
}

void MessageManager::ClearGroupHistoryMessage(const V2TIMString& groupID, V2TIMCallback* callback) {
  core_.not_built("clearGroupHistoryMessage", {required("groupID", groupID)}, callback);
}

V2TIMString MessageManager::InsertGroupMessageToLocalStorage(V2TIMMessage& /*message*/, const V2TIMString& groupID,
                                                             const V2TIMString& /*sender*/,
                                                             V2TIMValueCallback<V2TIMMessage>* callback) {
  core_.not_built("insertGroupMessageToLocalStorage", {required("groupID", groupID)}, callback);
  return {};
}

V2TIMString MessageManager::InsertC2CMessageToLocalStorage(V2TIMMessage& /*message*/, const V2TIMString& userID,
                                                           const V2TIMString& /*sender*/,
                                                           V2TIMValueCallback<V2TIMMessage>* callback) {
  core_.not_built("insertC2CMessageToLocalStorage", {required("userID", userID)}, callback);
  return {};
}

void MessageManager::FindMessages(const V2TIMStringVector& messageIDList,
                                  V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("findMessages", {required_list("messageIDList", messageIDList)}, callback);
}

void MessageManager::SearchLocalMessages(const V2TIMMessageSearchParam& /*searchParam*/,
                                         V2TIMValueCallback<V2TIMMessageSearchResult>* callback) {
  core_.not_built("searchLocalMessages", {}, callback);
}

void MessageManager::SearchCloudMessages(const V2TIMMessageSearchParam& /*searchParam*/,
                                         V2TIMValueCallback<V2TIMMessageSearchResult>* callback) {
  core_.not_built("searchCloudMessages", {}, callback);
}

void MessageManager::SendMessageReadReceipts(const V2TIMMessageVector& messageList, V2TIMCallback* callback) {
  core_.not_built("sendMessageReadReceipts", {required_list("messageList", messageList)}, callback);
}

void MessageManager::GetMessageReadReceipts(const V2TIMMessageVector& messageList,
                                            V2TIMValueCallback<V2TIMMessageReceiptVector>* callback) {
  core_.not_built("getMessageReadReceipts", {required_list("messageList", messageList)}, callback);
}

void MessageManager::GetGroupMessageReadMemberList(const V2TIMMessage& /*message*/,
                                                   V2TIMGroupMessageReadMembersFilter /*filter*/, uint64_t /*nextSeq*/,
                                                   uint32_t /*count*/,
                                                   V2TIMValueCallback<V2TIMGroupMessageReadMemberList>* callback) {
  core_.not_built("getGroupMessageReadMemberList", {}, callback);
}

void MessageManager::SetMessageExtensions(const V2TIMMessage& /*message*/,
                                          const V2TIMMessageExtensionVector& extensions,
                                          V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) {
  core_.not_built("setMessageExtensions", {required_list("extensions", extensions)}, callback);
}

void MessageManager::GetMessageExtensions(const V2TIMMessage& /*message*/,
                                          V2TIMValueCallback<V2TIMMessageExtensionVector>* callback) {
  core_.not_built("getMessageExtensions", {}, callback);
}

void MessageManager::DeleteMessageExtensions(const V2TIMMessage& /*message*/, const V2TIMStringVector& keys,
                                             V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) {
  core_.not_built("deleteMessageExtensions", {required_list("keys", keys)}, callback);
}

void MessageManager::AddMessageReaction(const V2TIMMessage& /*message*/, const V2TIMString& reactionID,
                                        V2TIMCallback* callback) {
  core_.not_built("addMessageReaction", {required("reactionID", reactionID)}, callback);
}

void MessageManager::RemoveMessageReaction(const V2TIMMessage& /*message*/, const V2TIMString& reactionID,
                                           V2TIMCallback* callback) {
  core_.not_built("removeMessageReaction", {required("reactionID", reactionID)}, callback);
}

void MessageManager::GetMessageReactions(const V2TIMMessageVector& messageList, uint32_t /*maxUserCountPerReaction*/,
                                         V2TIMValueCallback<V2TIMMessageReactionResultVector>* callback) {
  core_.not_built("getMessageReactions", {required_list("messageList", messageList)}, callback);
}

void MessageManager::GetAllUserListOfMessageReaction(const V2TIMMessage& /*message*/, const V2TIMString& reactionID,
                                                     uint32_t /*nextSeq*/, uint32_t /*count*/,
                                                     V2TIMValueCallback<V2TIMMessageReactionUserResult>* callback) {
  core_.not_built("getAllUserListOfMessageReaction", {required("reactionID", reactionID)}, callback);
}

void MessageManager::TranslateText(const V2TIMStringVector& sourceTextList, const V2TIMString& /*sourceLanguage*/,
                                   const V2TIMString& /*targetLanguage*/,
                                   V2TIMValueCallback<V2TIMStringToV2TIMStringMap>* callback) {
  core_.not_built("translateText", {required_list("sourceTextList", sourceTextList)}, callback);
}

void MessageManager::PinGroupMessage(const V2TIMString& groupID, const V2TIMMessage& /*message*/, bool /*isPinned*/,
                                     V2TIMCallback* callback) {
  core_.not_built("pinGroupMessage", {required("groupID", groupID)}, callback);
}

void MessageManager::GetPinnedGroupMessageList(const V2TIMString& groupID,
                                               V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("getPinnedGroupMessageList", {required("groupID", groupID)}, callback);
}

void MessageManager::MarkC2CMessageAsRead(const V2TIMString& /*userID*/, V2TIMCallback* callback) {
  core_.not_built("markC2CMessageAsRead", {}, callback);
}

void MessageManager::MarkGroupMessageAsRead(const V2TIMString& /*groupID*/, V2TIMCallback* callback) {
  core_.not_built("markGroupMessageAsRead", {}, callback);
}

void MessageManager::MarkAllMessageAsRead(V2TIMCallback* callback) {
  core_.not_built("markAllMessageAsRead", {}, callback);
}

}  // namespace chatproof::v2tim
