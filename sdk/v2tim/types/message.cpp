// V2TIMMessage, which owns its elements, and the elements.

#include "V2TIMErrorCode.h"
#include "V2TIMMessage.h"
#include "sdk/v2tim/types/object_hooks.hpp"

using chatproof::v2tim::hooks_of;
using chatproof::v2tim::Media;

namespace {

void delete_elements(V2TIMElemVector& list) {
  for (size_t i = 0; i < list.Size(); ++i) {
    delete list[i];
  }
  list.Clear();
}

V2TIMElemVector copy_elements(const V2TIMElemVector& list) {
  V2TIMElemVector copies;
  for (size_t i = 0; i < list.Size(); ++i) {
    copies.PushBack(list[i] == nullptr ? nullptr : chatproof::v2tim::clone(*list[i]).release());
  }
  return copies;
}

template <class Elem>
bool clone_as(const V2TIMElem& elem, std::unique_ptr<V2TIMElem>& copy) {
  const auto* typed = dynamic_cast<const Elem*>(&elem);
  if (typed != nullptr) {
    copy = std::make_unique<Elem>(*typed);
  }
  return typed != nullptr;
}

/// By the object's own type: elemType is a field that an app may have left alone.
template <class... Elems>
std::unique_ptr<V2TIMElem> clone_as_one_of(const V2TIMElem& elem) {
  std::unique_ptr<V2TIMElem> copy;
  (clone_as<Elems>(elem, copy) || ...);
  return copy;
}

}  // namespace

std::unique_ptr<V2TIMElem> chatproof::v2tim::clone(const V2TIMElem& elem) {
  return clone_as_one_of<V2TIMTextElem, V2TIMCustomElem, V2TIMImageElem, V2TIMSoundElem, V2TIMVideoElem, V2TIMFileElem,
                         V2TIMLocationElem, V2TIMFaceElem, V2TIMMergerElem, V2TIMGroupTipsElem, V2TIMElem>(elem);
}

V2TIMMessage::V2TIMMessage() = default;

V2TIMMessage::V2TIMMessage(const V2TIMMessage& other) : V2TIMMessage() { *this = other; }

V2TIMMessage::~V2TIMMessage() { delete_elements(elemList); }

V2TIMMessage& V2TIMMessage::operator=(const V2TIMMessage& other) {
  if (this != &other) {
    V2TIMBaseObject::operator=(other);
    msgID = other.msgID;
    timestamp = other.timestamp;
    sender = other.sender;
    nickName = other.nickName;
    friendRemark = other.friendRemark;
    nameCard = other.nameCard;
    faceURL = other.faceURL;
    groupID = other.groupID;
    userID = other.userID;
    seq = other.seq;
    random = other.random;
    status = other.status;
    supportMessageExtension = other.supportMessageExtension;
    isSelf = other.isSelf;
    needReadReceipt = other.needReadReceipt;
    isBroadcastMessage = other.isBroadcastMessage;
    priority = other.priority;
    groupAtUserList = other.groupAtUserList;
    cloudCustomData = other.cloudCustomData;
    isExcludedFromUnreadCount = other.isExcludedFromUnreadCount;
    isExcludedFromLastMessage = other.isExcludedFromLastMessage;
    isExcludedFromContentModeration = other.isExcludedFromContentModeration;
    customModerationConfigurationID = other.customModerationConfigurationID;
    hasRiskContent = other.hasRiskContent;
    disableCloudMessagePreHook = other.disableCloudMessagePreHook;
    disableCloudMessagePostHook = other.disableCloudMessagePostHook;
    offlinePushInfo = other.offlinePushInfo;
    revokerInfo = other.revokerInfo;
    revokeReason = other.revokeReason;
    pinnerInfo = other.pinnerInfo;
    delete_elements(elemList);
    elemList = copy_elements(other.elemList);
  }
  return *this;
}

bool V2TIMMessage::IsRead() const { return hooks_of(*this)->is_read(*this); }

bool V2TIMMessage::IsPeerRead() const { return hooks_of(*this)->is_peer_read(*this); }

V2TIMBuffer V2TIMMessage::GetLocalCustomData() const { return hooks_of(*this)->local_custom_data(*this); }

void V2TIMMessage::SetLocalCustomData(const V2TIMBuffer& localCustomData, V2TIMCallback* callback) {
  hooks_of(*this)->set_local_custom_data(*this, localCustomData, callback);
}

int V2TIMMessage::GetLocalCustomInt() const { return hooks_of(*this)->local_custom_int(*this); }

void V2TIMMessage::SetLocalCustomInt(int localCustomInt, V2TIMCallback* callback) {
  hooks_of(*this)->set_local_custom_int(*this, localCustomInt, callback);
}

// An element knows its kind from the start, so that an app that makes one with `new` need not say it twice.
#define CHATPROOF_ELEM_TYPE(NAME, TYPE) \
  NAME::NAME() { elemType = TYPE; }     \
  NAME::NAME(const NAME&) = default;    \
  NAME::~NAME() = default;              \
  NAME& NAME::operator=(const NAME&) = default;

CHATPROOF_ELEM_TYPE(V2TIMElem, V2TIM_ELEM_TYPE_NONE)
CHATPROOF_ELEM_TYPE(V2TIMTextElem, V2TIM_ELEM_TYPE_TEXT)
CHATPROOF_ELEM_TYPE(V2TIMCustomElem, V2TIM_ELEM_TYPE_CUSTOM)
CHATPROOF_ELEM_TYPE(V2TIMImageElem, V2TIM_ELEM_TYPE_IMAGE)
CHATPROOF_ELEM_TYPE(V2TIMSoundElem, V2TIM_ELEM_TYPE_SOUND)
CHATPROOF_ELEM_TYPE(V2TIMVideoElem, V2TIM_ELEM_TYPE_VIDEO)
CHATPROOF_ELEM_TYPE(V2TIMFileElem, V2TIM_ELEM_TYPE_FILE)
CHATPROOF_ELEM_TYPE(V2TIMLocationElem, V2TIM_ELEM_TYPE_LOCATION)
CHATPROOF_ELEM_TYPE(V2TIMFaceElem, V2TIM_ELEM_TYPE_FACE)
CHATPROOF_ELEM_TYPE(V2TIMMergerElem, V2TIM_ELEM_TYPE_MERGER)
CHATPROOF_ELEM_TYPE(V2TIMGroupTipsElem, V2TIM_ELEM_TYPE_GROUP_TIPS)

void V2TIMImage::DownloadImage(const V2TIMString& /*path*/, V2TIMDownloadCallback* callback) {
  // An image is not a V2TIMBaseObject, and so has no way to its SDK.
  if (callback != nullptr) {
    callback->OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, "downloading an image is not supported here");
  }
}

void V2TIMSoundElem::GetUrl(V2TIMValueCallback<V2TIMString>* callback) {
  hooks_of(*this)->get_url(*this, Media::sound, callback);
}

void V2TIMSoundElem::DownloadSound(const V2TIMString& target, V2TIMDownloadCallback* callback) {
  hooks_of(*this)->download(*this, Media::sound, target, callback);
}

void V2TIMSoundElem::ConvertVoiceToText(const V2TIMString& language, V2TIMValueCallback<V2TIMString>* callback) {
  hooks_of(*this)->convert_voice_to_text(*this, language, callback);
}

void V2TIMVideoElem::GetVideoUrl(V2TIMValueCallback<V2TIMString>* callback) {
  hooks_of(*this)->get_url(*this, Media::video, callback);
}

void V2TIMVideoElem::GetSnapshotUrl(V2TIMValueCallback<V2TIMString>* callback) {
  hooks_of(*this)->get_url(*this, Media::snapshot, callback);
}

void V2TIMVideoElem::DownloadVideo(const V2TIMString& path, V2TIMDownloadCallback* callback) {
  hooks_of(*this)->download(*this, Media::video, path, callback);
}

void V2TIMVideoElem::DownloadSnapshot(const V2TIMString& path, V2TIMDownloadCallback* callback) {
  hooks_of(*this)->download(*this, Media::snapshot, path, callback);
}

void V2TIMFileElem::GetUrl(V2TIMValueCallback<V2TIMString>* callback) {
  hooks_of(*this)->get_url(*this, Media::file, callback);
}

void V2TIMFileElem::DownloadFile(const V2TIMString& target, V2TIMDownloadCallback* callback) {
  hooks_of(*this)->download(*this, Media::file, target, callback);
}

void V2TIMMergerElem::DownloadMergerMessage(V2TIMValueCallback<V2TIMMessageVector>* callback) {
  hooks_of(*this)->download_merged(*this, callback);
}
