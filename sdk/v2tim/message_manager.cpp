#include "sdk/v2tim/message_manager.hpp"

#include <utility>

#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/messages.hpp"

namespace chatproof::v2tim {
namespace {

template <class Elem>
V2TIMMessage message_of(Elem* elem) {
  V2TIMMessage message = Messages::blank();
  message.elemList.PushBack(elem);  // the message owns it
  return message;
}

// Without what a Create method cannot do without, its message holds nothing and has no id (spec observed O8.5).
template <class... Arguments>
bool is_nothing(std::string_view method, const Arguments&... arguments) {
  return !missing_argument(*find_method(method), arguments...).empty();
}

}  // namespace

void MessageManager::AddAdvancedMsgListener(V2TIMAdvancedMsgListener* listener) {
  core_.advanced_listeners.add(listener);
}
void MessageManager::RemoveAdvancedMsgListener(V2TIMAdvancedMsgListener* listener) {
  core_.advanced_listeners.remove(listener);
}

V2TIMMessage MessageManager::CreateTextMessage(const V2TIMString& text) {
  if (is_nothing("createTextMessage", text)) return {};
  auto* elem = new V2TIMTextElem();
  elem->text = text;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateTextAtMessage(const V2TIMString& text, const V2TIMStringVector& atUserList) {
  if (is_nothing("createTextAtMessage", text)) return {};
  V2TIMMessage message = CreateTextMessage(text);
  message.groupAtUserList = atUserList;
  return message;
}

V2TIMMessage MessageManager::CreateCustomMessage(const V2TIMBuffer& data) { return CreateCustomMessage(data, {}, {}); }

V2TIMMessage MessageManager::CreateCustomMessage(const V2TIMBuffer& data, const V2TIMString& description,
                                                 const V2TIMString& extension) {
  if (is_nothing("createCustomMessage#2", data)) return {};
  auto* elem = new V2TIMCustomElem();
  elem->data = data;
  elem->desc = description;
  elem->extension = extension;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateImageMessage(const V2TIMString& imagePath) {
  if (is_nothing("createImageMessage", imagePath)) return {};
  auto* elem = new V2TIMImageElem();
  elem->path = imagePath;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateSoundMessage(const V2TIMString& soundPath, uint32_t duration) {
  if (is_nothing("createSoundMessage", soundPath)) return {};
  auto* elem = new V2TIMSoundElem();
  elem->path = soundPath;
  elem->duration = duration;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateVideoMessage(const V2TIMString& videoFilePath, const V2TIMString& type,
                                                uint32_t duration, const V2TIMString& snapshotPath) {
  if (is_nothing("createVideoMessage", videoFilePath)) return {};
  auto* elem = new V2TIMVideoElem();
  elem->videoPath = videoFilePath;
  elem->videoType = type;
  elem->duration = duration;
  elem->snapshotPath = snapshotPath;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateFileMessage(const V2TIMString& filePath, const V2TIMString& fileName) {
  if (is_nothing("createFileMessage", filePath)) return {};
  auto* elem = new V2TIMFileElem();
  elem->path = filePath;
  elem->filename = fileName;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateLocationMessage(const V2TIMString& desc, double longitude, double latitude) {
  if (is_nothing("createLocationMessage", desc)) return {};
  auto* elem = new V2TIMLocationElem();
  elem->desc = desc;
  elem->longitude = longitude;
  elem->latitude = latitude;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateFaceMessage(uint32_t index, const V2TIMBuffer& data) {
  if (is_nothing("createFaceMessage", index, data)) return {};
  auto* elem = new V2TIMFaceElem();
  elem->index = index;
  elem->data = data;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateMergerMessage(const V2TIMMessageVector& messageList, const V2TIMString& title,
                                                 const V2TIMStringVector& abstractList,
                                                 const V2TIMString& /*compatibleText*/) {
  if (is_nothing("createMergerMessage", messageList)) return {};
  auto* elem = new V2TIMMergerElem();
  elem->title = title;
  elem->abstractList = abstractList;
  return message_of(elem);
}

V2TIMMessage MessageManager::CreateForwardMessage(const V2TIMMessage& message) {
  if (is_nothing("createForwardMessage", message)) return {};
  V2TIMMessage forward = Messages::blank();
  V2TIMMessage copy = message;  // brings its own copies of the elements
  std::swap(forward.elemList, copy.elemList);
  return forward;
}

V2TIMMessage MessageManager::CreateTargetedGroupMessage(const V2TIMMessage& message,
                                                        const V2TIMStringVector& receiverList) {
  if (is_nothing("createTargetedGroupMessage", message, receiverList)) return {};
  return message;
}

V2TIMMessage MessageManager::CreateAtSignedGroupMessage(const V2TIMMessage& message,
                                                        const V2TIMStringVector& atUserList) {
  if (is_nothing("createAtSignedGroupMessage", message, atUserList)) return {};
  V2TIMMessage signed_message = message;
  signed_message.groupAtUserList = atUserList;
  return signed_message;
}

V2TIMString MessageManager::SendMessage(V2TIMMessage& message, const V2TIMString& receiver, const V2TIMString& groupID,
                                        V2TIMMessagePriority priority, bool onlineUserOnly,
                                        const V2TIMOfflinePushInfo& offlinePushInfo, V2TIMSendCallback* callback) {
  std::string wrong =
      argument_error("sendMessage", message, receiver, groupID, priority, onlineUserOnly, offlinePushInfo);
  if (wrong.empty()) {
    message.priority = priority;
    message.offlinePushInfo = offlinePushInfo;
  }
  return messages_.send(std::move(wrong), message, receiver, groupID, onlineUserOnly, callback);
}

}  // namespace chatproof::v2tim
