// Messages of every kind. Built: text and custom messages to one user; the rest answers 7013.
#pragma once

#include "V2TIMMessageManager.h"

namespace chatproof::v2tim {

class Core;
class Messages;

class MessageManager final : public V2TIMMessageManager {
 public:
  MessageManager(Core& core, Messages& messages) : core_(core), messages_(messages) {}

  void AddAdvancedMsgListener(V2TIMAdvancedMsgListener* listener) override;
  void RemoveAdvancedMsgListener(V2TIMAdvancedMsgListener* listener) override;
  V2TIMMessage CreateTextMessage(const V2TIMString& text) override;
  V2TIMMessage CreateTextAtMessage(const V2TIMString& text, const V2TIMStringVector& atUserList) override;
  V2TIMMessage CreateCustomMessage(const V2TIMBuffer& data) override;
  V2TIMMessage CreateCustomMessage(const V2TIMBuffer& data, const V2TIMString& description,
                                   const V2TIMString& extension) override;
  V2TIMMessage CreateImageMessage(const V2TIMString& imagePath) override;
  V2TIMMessage CreateSoundMessage(const V2TIMString& soundPath, uint32_t duration) override;
  V2TIMMessage CreateVideoMessage(const V2TIMString& videoFilePath, const V2TIMString& type, uint32_t duration,
                                  const V2TIMString& snapshotPath) override;
  V2TIMMessage CreateFileMessage(const V2TIMString& filePath, const V2TIMString& fileName) override;
  V2TIMMessage CreateLocationMessage(const V2TIMString& desc, double longitude, double latitude) override;
  V2TIMMessage CreateFaceMessage(uint32_t index, const V2TIMBuffer& data) override;
  V2TIMMessage CreateMergerMessage(const V2TIMMessageVector& messageList, const V2TIMString& title,
                                   const V2TIMStringVector& abstractList, const V2TIMString& compatibleText) override;
  V2TIMMessage CreateForwardMessage(const V2TIMMessage& message) override;
  V2TIMMessage CreateTargetedGroupMessage(const V2TIMMessage& message, const V2TIMStringVector& receiverList) override;
  V2TIMMessage CreateAtSignedGroupMessage(const V2TIMMessage& message, const V2TIMStringVector& atUserList) override;
  V2TIMString SendMessage(V2TIMMessage& message, const V2TIMString& receiver, const V2TIMString& groupID,
                          V2TIMMessagePriority priority, bool onlineUserOnly,
                          const V2TIMOfflinePushInfo& offlinePushInfo, V2TIMSendCallback* callback) override;
  void SetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList, V2TIMReceiveMessageOpt opt,
                               V2TIMCallback* callback) override;
  void GetC2CReceiveMessageOpt(const V2TIMStringVector& userIDList,
                               V2TIMValueCallback<V2TIMReceiveMessageOptInfoVector>* callback) override;
  void SetGroupReceiveMessageOpt(const V2TIMString& groupID, V2TIMReceiveMessageOpt opt,
                                 V2TIMCallback* callback) override;
  void SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt opt, int32_t startHour, int32_t startMinute, int32_t startSecond,
                               uint32_t duration, V2TIMCallback* callback) override;
  void SetAllReceiveMessageOpt(V2TIMReceiveMessageOpt opt, uint32_t startTimeStamp, uint32_t duration,
                               V2TIMCallback* callback) override;
  void GetAllReceiveMessageOpt(V2TIMValueCallback<V2TIMReceiveMessageOptInfo>* callback) override;
  void GetHistoryMessageList(const V2TIMMessageListGetOption& option,
                             V2TIMValueCallback<V2TIMMessageVector>* callback) override;
  void RevokeMessage(const V2TIMMessage& message, V2TIMCallback* callback) override;
  void ModifyMessage(const V2TIMMessage& message, V2TIMCompleteCallback<V2TIMMessage>* callback) override;
  void DeleteMessages(const V2TIMMessageVector& messages, V2TIMCallback* callback) override;
  void ClearC2CHistoryMessage(const V2TIMString& userID, V2TIMCallback* callback) override;
  void ClearGroupHistoryMessage(const V2TIMString& groupID, V2TIMCallback* callback) override;
  V2TIMString InsertGroupMessageToLocalStorage(V2TIMMessage& message, const V2TIMString& groupID,
                                               const V2TIMString& sender,
                                               V2TIMValueCallback<V2TIMMessage>* callback) override;
  V2TIMString InsertC2CMessageToLocalStorage(V2TIMMessage& message, const V2TIMString& userID,
                                             const V2TIMString& sender,
                                             V2TIMValueCallback<V2TIMMessage>* callback) override;
  void FindMessages(const V2TIMStringVector& messageIDList, V2TIMValueCallback<V2TIMMessageVector>* callback) override;
  void SearchLocalMessages(const V2TIMMessageSearchParam& searchParam,
                           V2TIMValueCallback<V2TIMMessageSearchResult>* callback) override;
  void SearchCloudMessages(const V2TIMMessageSearchParam& searchParam,
                           V2TIMValueCallback<V2TIMMessageSearchResult>* callback) override;
  void SendMessageReadReceipts(const V2TIMMessageVector& messageList, V2TIMCallback* callback) override;
  void GetMessageReadReceipts(const V2TIMMessageVector& messageList,
                              V2TIMValueCallback<V2TIMMessageReceiptVector>* callback) override;
  void GetGroupMessageReadMemberList(const V2TIMMessage& message, V2TIMGroupMessageReadMembersFilter filter,
                                     uint64_t nextSeq, uint32_t count,
                                     V2TIMValueCallback<V2TIMGroupMessageReadMemberList>* callback) override;
  void SetMessageExtensions(const V2TIMMessage& message, const V2TIMMessageExtensionVector& extensions,
                            V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) override;
  void GetMessageExtensions(const V2TIMMessage& message,
                            V2TIMValueCallback<V2TIMMessageExtensionVector>* callback) override;
  void DeleteMessageExtensions(const V2TIMMessage& message, const V2TIMStringVector& keys,
                               V2TIMValueCallback<V2TIMMessageExtensionResultVector>* callback) override;
  void AddMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID, V2TIMCallback* callback) override;
  void RemoveMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID,
                             V2TIMCallback* callback) override;
  void GetMessageReactions(const V2TIMMessageVector& messageList, uint32_t maxUserCountPerReaction,
                           V2TIMValueCallback<V2TIMMessageReactionResultVector>* callback) override;
  void GetAllUserListOfMessageReaction(const V2TIMMessage& message, const V2TIMString& reactionID, uint32_t nextSeq,
                                       uint32_t count,
                                       V2TIMValueCallback<V2TIMMessageReactionUserResult>* callback) override;
  void TranslateText(const V2TIMStringVector& sourceTextList, const V2TIMString& sourceLanguage,
                     const V2TIMString& targetLanguage,
                     V2TIMValueCallback<V2TIMStringToV2TIMStringMap>* callback) override;
  void PinGroupMessage(const V2TIMString& groupID, const V2TIMMessage& message, bool isPinned,
                       V2TIMCallback* callback) override;
  void GetPinnedGroupMessageList(const V2TIMString& groupID, V2TIMValueCallback<V2TIMMessageVector>* callback) override;
  void MarkC2CMessageAsRead(const V2TIMString& userID, V2TIMCallback* callback) override;
  void MarkGroupMessageAsRead(const V2TIMString& groupID, V2TIMCallback* callback) override;
  void MarkAllMessageAsRead(V2TIMCallback* callback) override;

 private:
  Core& core_;
  Messages& messages_;
};

}  // namespace chatproof::v2tim
