#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/managers.hpp"

namespace chatproof::v2tim {

void ConversationManager::AddConversationListener(V2TIMConversationListener* listener) {
  core_.conversation_listeners.add(listener);
}

void ConversationManager::RemoveConversationListener(V2TIMConversationListener* listener) {
  core_.conversation_listeners.remove(listener);
}

void ConversationManager::GetConversationList(uint64_t nextSeq, uint32_t count,
                                              V2TIMValueCallback<V2TIMConversationResult>* callback) {
  core_.not_built("getConversationList", callback, nextSeq, count);
}

void ConversationManager::GetConversation(const V2TIMString& conversationID,
                                          V2TIMValueCallback<V2TIMConversation>* callback) {
  core_.not_built("getConversation", callback, conversationID);
}

void ConversationManager::GetConversationList(const V2TIMStringVector& conversationIDList,
                                              V2TIMValueCallback<V2TIMConversationVector>* callback) {
  core_.not_built("getConversationList#2", callback, conversationIDList);
}

void ConversationManager::GetConversationListByFilter(const V2TIMConversationListFilter& filter, uint64_t nextSeq,
                                                      uint32_t count,
                                                      V2TIMValueCallback<V2TIMConversationResult>* callback) {
  core_.not_built("getConversationListByFilter", callback, filter, nextSeq, count);
}

void ConversationManager::DeleteConversation(const V2TIMString& conversationID, V2TIMCallback* callback) {
  core_.not_built("deleteConversation", callback, conversationID);
}

void ConversationManager::DeleteConversationList(const V2TIMStringVector& conversationIDList, bool clearMessage,
                                                 V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("deleteConversationList", callback, conversationIDList, clearMessage);
}

void ConversationManager::SetConversationDraft(const V2TIMString& conversationID, const V2TIMString& draftText,
                                               V2TIMCallback* callback) {
  core_.not_built("setConversationDraft", callback, conversationID, draftText);
}

void ConversationManager::SetConversationCustomData(
    const V2TIMStringVector& conversationIDList, const V2TIMBuffer& customData,
    V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("setConversationCustomData", callback, conversationIDList, customData);
}

void ConversationManager::PinConversation(const V2TIMString& conversationID, bool isPinned, V2TIMCallback* callback) {
  core_.not_built("pinConversation", callback, conversationID, isPinned);
}

void ConversationManager::MarkConversation(const V2TIMStringVector& conversationIDList, uint64_t markType,
                                           bool enableMark,
                                           V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("markConversation", callback, conversationIDList, markType, enableMark);
}

void ConversationManager::GetTotalUnreadMessageCount(V2TIMValueCallback<uint64_t>* callback) {
  core_.not_built("getTotalUnreadMessageCount", callback);
}

void ConversationManager::GetUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter,
                                                        V2TIMValueCallback<uint64_t>* callback) {
  core_.not_built("getUnreadMessageCountByFilter", callback, filter);
}

// Both have no way to answer: without the service behind them they do nothing.
void ConversationManager::SubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& /*filter*/) {}

void ConversationManager::UnsubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& /*filter*/) {}

void ConversationManager::CleanConversationUnreadMessageCount(const V2TIMString& conversationID,
                                                              uint64_t cleanTimestamp, uint64_t cleanSequence,
                                                              V2TIMCallback* callback) {
  core_.not_built("cleanConversationUnreadMessageCount", callback, conversationID, cleanTimestamp, cleanSequence);
}

void ConversationManager::CreateConversationGroup(
    const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
    V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("createConversationGroup", callback, groupName, conversationIDList);
}

void ConversationManager::GetConversationGroupList(V2TIMValueCallback<V2TIMStringVector>* callback) {
  core_.not_built("getConversationGroupList", callback);
}

void ConversationManager::DeleteConversationGroup(const V2TIMString& groupName, V2TIMCallback* callback) {
  core_.not_built("deleteConversationGroup", callback, groupName);
}

void ConversationManager::RenameConversationGroup(const V2TIMString& oldName, const V2TIMString& newName,
                                                  V2TIMCallback* callback) {
  core_.not_built("renameConversationGroup", callback, oldName, newName);
}

void ConversationManager::AddConversationsToGroup(
    const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
    V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("addConversationsToGroup", callback, groupName, conversationIDList);
}

void ConversationManager::DeleteConversationsFromGroup(
    const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
    V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) {
  core_.not_built("deleteConversationsFromGroup", callback, groupName, conversationIDList);
}

}  // namespace chatproof::v2tim
