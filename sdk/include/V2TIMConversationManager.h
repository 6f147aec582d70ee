// The conversation list: reading, ordering, marking, grouping, unread counts.

#pragma once

#include "V2TIMCallback.h"
#include "V2TIMConversation.h"
#include "V2TIMListener.h"

/// Errors that every call can end in: see V2TIMManager.
class TIM_API V2TIMConversationManager {
 public:
  virtual ~V2TIMConversationManager() {}

  virtual void AddConversationListener(V2TIMConversationListener* listener) = 0;

  virtual void RemoveConversationListener(V2TIMConversationListener* listener) = 0;

  /// `nextSeq` 0 first, then what the page before said; `count` at most 100.
  virtual void GetConversationList(uint64_t nextSeq, uint32_t count,
                                   V2TIMValueCallback<V2TIMConversationResult>* callback) = 0;

  virtual void GetConversation(const V2TIMString& conversationID, V2TIMValueCallback<V2TIMConversation>* callback) = 0;

  virtual void GetConversationList(const V2TIMStringVector& conversationIDList,
                                   V2TIMValueCallback<V2TIMConversationVector>* callback) = 0;

  virtual void GetConversationListByFilter(const V2TIMConversationListFilter& filter, uint64_t nextSeq, uint32_t count,
                                           V2TIMValueCallback<V2TIMConversationResult>* callback) = 0;

  virtual void DeleteConversation(const V2TIMString& conversationID, V2TIMCallback* callback) = 0;

  virtual void DeleteConversationList(const V2TIMStringVector& conversationIDList, bool clearMessage,
                                      V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;

  virtual void SetConversationDraft(const V2TIMString& conversationID, const V2TIMString& draftText,
                                    V2TIMCallback* callback) = 0;

  virtual void SetConversationCustomData(const V2TIMStringVector& conversationIDList, const V2TIMBuffer& customData,
                                         V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;

  virtual void PinConversation(const V2TIMString& conversationID, bool isPinned, V2TIMCallback* callback) = 0;

  virtual void MarkConversation(const V2TIMStringVector& conversationIDList, uint64_t markType, bool enableMark,
                                V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;

  virtual void GetTotalUnreadMessageCount(V2TIMValueCallback<uint64_t>* callback) = 0;

  virtual void GetUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter,
                                             V2TIMValueCallback<uint64_t>* callback) = 0;

  virtual void SubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter) = 0;

  virtual void UnsubscribeUnreadMessageCountByFilter(const V2TIMConversationListFilter& filter) = 0;

  virtual void CleanConversationUnreadMessageCount(const V2TIMString& conversationID, uint64_t cleanTimestamp,
                                                   uint64_t cleanSequence, V2TIMCallback* callback) = 0;

  virtual void CreateConversationGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                                       V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;

  virtual void GetConversationGroupList(V2TIMValueCallback<V2TIMStringVector>* callback) = 0;

  virtual void DeleteConversationGroup(const V2TIMString& groupName, V2TIMCallback* callback) = 0;

  virtual void RenameConversationGroup(const V2TIMString& oldName, const V2TIMString& newName,
                                       V2TIMCallback* callback) = 0;

  virtual void AddConversationsToGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                                       V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;

  virtual void DeleteConversationsFromGroup(const V2TIMString& groupName, const V2TIMStringVector& conversationIDList,
                                            V2TIMValueCallback<V2TIMConversationOperationResultVector>* callback) = 0;
};
