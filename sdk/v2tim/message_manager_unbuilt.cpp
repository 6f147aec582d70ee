// The methods of the message manager that are not built yet: state and arguments are checked like all others.
#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/message_manager.hpp"

namespace chatproof::v2tim {

void MessageManager::SetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList, V2TIMReceiveMessageOpt opt,
                                             V2TIMCallback* callback) {
  core_.not_built("setC2CReceiveMessageOpt", callback, userIDList, opt);
}

void MessageManager::GetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList,
                                             V2TIMValueCallback<V2TIMReceiveMessageOptInfoVector>* callback) {
  core_.not_built("getC2CReceiveMessageOpt", callback, userIDList);
}

void MessageManager::SetGroupReceiveMessageOpt(const V2TIMString& groupID, V2TIMReceiveMessageOpt opt,
                                               V2TIMCallback* callback) {
  core_.not_built("setGroupReceiveMessageOpt", callback, groupID, opt);
}

void MessageManager::SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt opt, int32_t startHour, int32_t startMinute,
                                             int32_t startSecond, uint32_t duration, V2TIMCallback* callback) {
  core_.not_built("setAllReceiveMessageOpt", callback, opt, startHour, startMinute, startSecond, duration);
}

void MessageManager::SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt opt, uint32_t startTimeStamp, uint32_t duration,
                                             V2TIMCallback* callback) {
  core_.not_built("setAllReceiveMessageOpt#2", callback, opt, startTimeStamp, duration);
}

void MessageManager::GetAllReceiveMessageOpt(V2TIMValueCallback<V2TIMReceiveMessageOptInfo>* callback) {
  core_.not_built("getAllReceiveMessageOpt", callback);
}

void MessageManager::GetHistoryMessageList(const V2TIMMessageListGetOption& option,
                                           V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("getHistoryMessageList", callback, option);
}

void MessageManager::RevokeMessage(const V2TIMMessage& message, V2TIMCallback* callback) {
  core_.not_built("revokeMessage", callback, message);
}

void MessageManager::ModifyMessage(const V2TIMMessage& message, V2TIMCompleteCallback<V2TIMMessage>* callback) {
  core_.not_built("modifyMessage", callback, message);
}

void MessageManager::DeleteMessages(const V2TIMMessageVector& messages, V2TIMCallback* callback) {
  core_.not_built("deleteMessages", callback, messages);
}

void MessageManager::ClearC2CHistoryMessage(const V2TIMString& userID, V2TIMCallback* callback) {
  core_.not_built("clearC2CHistoryMessage", callback, userID);
}

void MessageManager::ClearGroupHistoryMessage(const V2TIMString& groupID, V2TIMCallback* callback) {
  core_.not_built("clearGroupHistoryMessage", callback, groupID);
}

V2TIMString MessageManager::InsertGroupMessageToLocalStorage(V2TIMMessage& message, const V2TIMString& groupID,
                                                             const V2TIMString& sender,
                                                             V2TIMValueCallback<V2TIMMessage>* callback) {
  core_.not_built("insertGroupMessageToLocalStorage", callback, message, groupID, sender);
  return {};
}

V2TIMString MessageManager::InsertC2CMessageToLocalStorage(V2TIMMessage& message, const V2TIMString& userID,
                                                           const V2TIMString& sender,
                                                           V2TIMValueCallback<V2TIMMessage>* callback) {
  core_.not_built("insertC2CMessageToLocalStorage", callback, message, userID, sender);
  return {};
}

void MessageManager::FindMessages(const V2TIMStringVector& messageIDList,
                                  V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("findMessages", callback, messageIDList);
}

void MessageManager::SearchLocalMessages(const V2TIMMessageSearchParam& searchParam,
                                         V2TIMValueCallback<V2TIMMessageSearchResult>* callback) {
  core_.not_built("searchLocalMessages", callback, searchParam);
}

void MessageManager::SearchCloudMessages(const V2TIMMessageSearchParam& searchParam,
                                         V2TIMValueCallback<V2TIMMessageSearchResult>* callback) {
  core_.not_built("searchCloudMessages", callback, searchParam);
}

void MessageManager::SendMessageReadReceipts(const V2TIMMessageVector& messageList, V2TIMCallback* callback) {
  core_.not_built("sendMessageReadReceipts", callback, messageList);
}

void MessageManager::GetMessageReadReceipts(const V2TIMMessageVector& messageList,
                                            V2TIMValueCallback<V2TIMMessageReceiptVector>* callback) {
  core_.not_built("getMessageReadReceipts", callback, messageList);
}

void MessageManager::GetGroupMessageReadMemberList(const V2TIMMessage& message,
                                                   V2TIMGroupMessageReadMembersFilter filter, uint64_t nextSeq,
                                                   uint32_t count,
                                                   V2TIMValueCallback<V2TIMGroupMessageReadMemberList>* callback) {
  core_.not_built("getGroupMessageReadMemberList", callback, message, filter, nextSeq, count);
}

void MessageManager::SetMessageExtensions(const V2TIMMessage& message, const V2TIMMessageExtensionVector& extensions,
                                          V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) {
  core_.not_built("setMessageExtensions", callback, message, extensions);
}

void MessageManager::GetMessageExtensions(const V2TIMMessage& message,
                                          V2TIMValueCallback<V2TIMMessageExtensionVector>* callback) {
  core_.not_built("getMessageExtensions", callback, message);
}

void MessageManager::DeleteMessageExtensions(const V2TIMMessage& message, const V2TIMStringVector& keys,
                                             V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) {
  core_.not_built("deleteMessageExtensions", callback, message, keys);
}

void MessageManager::AddMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID,
                                        V2TIMCallback* callback) {
  core_.not_built("addMessageReaction", callback, message, reactionID);
}

void MessageManager::RemoveMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID,
                                           V2TIMCallback* callback) {
  core_.not_built("removeMessageReaction", callback, message, reactionID);
}

void MessageManager::GetMessageReactions(const V2TIMMessageVector& messageList, uint32_t maxUserCountPerReaction,
                                         V2TIMValueCallback<V2TIMMessageReactionResultVector>* callback) {
  core_.not_built("getMessageReactions", callback, messageList, maxUserCountPerReaction);
}

void MessageManager::GetAllUserListOfMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID,
                                                     uint32_t nextSeq, uint32_t count,
                                                     V2TIMValueCallback<V2TIMMessageReactionUserResult>* callback) {
  core_.not_built("getAllUserListOfMessageReaction", callback, message, reactionID, nextSeq, count);
}

void MessageManager::TranslateText(const V2TIMStringVector& sourceTextList, const V2TIMString& sourceLanguage,
                                   const V2TIMString& targetLanguage,
                                   V2TIMValueCallback<V2TIMStringToV2TIMStringMap>* callback) {
  core_.not_built("translateText", callback, sourceTextList, sourceLanguage, targetLanguage);
}

void MessageManager::PinGroupMessage(const V2TIMString& groupID, const V2TIMMessage& message, bool isPinned,
                                     V2TIMCallback* callback) {
  core_.not_built("pinGroupMessage", callback, groupID, message, isPinned);
}

void MessageManager::GetPinnedGroupMessageList(const V2TIMString& groupID,
                                               V2TIMValueCallback<V2TIMMessageVector>* callback) {
  core_.not_built("getPinnedGroupMessageList", callback, groupID);
}

void MessageManager::MarkC2CMessageAsRead(const V2TIMString& userID, V2TIMCallback* callback) {
  core_.not_built("markC2CMessageAsRead", callback, userID);
}

void MessageManager::MarkGroupMessageAsRead(const V2TIMString& groupID, V2TIMCallback* callback) {
  core_.not_built("markGroupMessageAsRead", callback, groupID);
}

void MessageManager::MarkAllMessageAsRead(V2TIMCallback* callback) {
  core_.not_built("markAllMessageAsRead", callback);
}

}  // namespace chatproof::v2tim
