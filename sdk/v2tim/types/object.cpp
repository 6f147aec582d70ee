// V2TIMBaseObject and the way from an object to its SDK.

#include "V2TIMErrorCode.h"
#include "sdk/v2tim/types/object_hooks.hpp"

using chatproof::v2tim::ObjectLink;

namespace {

ObjectLink* copy_of_link(const void* obj_ptr) {
  return obj_ptr == nullptr ? nullptr : new ObjectLink(*static_cast<const ObjectLink*>(obj_ptr));
}

template <class Callback>
void answer_not_built(Callback* callback, const char* what) {
  if (callback != nullptr) {
    callback->OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, what);
  }
}

}  // namespace

V2TIMBaseObject::V2TIMBaseObject() = default;

V2TIMBaseObject::V2TIMBaseObject(const V2TIMBaseObject& object) : obj_ptr(copy_of_link(object.obj_ptr)) {}

V2TIMBaseObject::~V2TIMBaseObject() { delete static_cast<ObjectLink*>(obj_ptr); }

V2TIMBaseObject& V2TIMBaseObject::operator=(const V2TIMBaseObject& other) {
  if (this != &other) {
    ObjectLink* copy = copy_of_link(other.obj_ptr);
    delete static_cast<ObjectLink*>(obj_ptr);
    obj_ptr = copy;
  }
  return *this;
}

namespace chatproof::v2tim {

const ObjectLink* link_of(const V2TIMBaseObject& object) { return static_cast<const ObjectLink*>(object.obj_ptr); }

std::shared_ptr<ObjectHooks> hooks_of(const V2TIMBaseObject& object) {
  const auto* link = link_of(object);
  auto hooks = link == nullptr ? nullptr : link->hooks.lock();
  return hooks != nullptr ? hooks : std::make_shared<ObjectHooks>();
}

void set_link(V2TIMBaseObject& object, const ObjectLink& link) {
  auto* copy = new ObjectLink(link);
  delete static_cast<ObjectLink*>(object.obj_ptr);
  object.obj_ptr = copy;
}

void set_link(V2TIMMessage& message, const ObjectLink& link) {
  set_link(static_cast<V2TIMBaseObject&>(message), link);
  for (size_t i = 0; i < message.elemList.Size(); ++i) {
    if (message.elemList[i] != nullptr) {
      set_link(static_cast<V2TIMBaseObject&>(*message.elemList[i]), link);
    }
  }
}

namespace {
constexpr const char* kLocalDataUnknown = "local data of a message is not supported here";
}  // namespace

bool ObjectHooks::is_read(const V2TIMMessage& /*message*/) { return false; }

bool ObjectHooks::is_peer_read(const V2TIMMessage& /*message*/) { return false; }

V2TIMBuffer ObjectHooks::local_custom_data(const V2TIMMessage& /*message*/) { return {}; }

void ObjectHooks::set_local_custom_data(const V2TIMMessage& /*message*/, const V2TIMBuffer& /*data*/,
                                        V2TIMCallback* callback) {
  answer_not_built(callback, kLocalDataUnknown);
}

int ObjectHooks::local_custom_int(const V2TIMMessage& /*message*/) { return 0; }

void ObjectHooks::set_local_custom_int(const V2TIMMessage& /*message*/, int /*value*/, V2TIMCallback* callback) {
  answer_not_built(callback, kLocalDataUnknown);
}

void ObjectHooks::get_url(const V2TIMElem& /*elem*/, Media /*media*/, V2TIMValueCallback<V2TIMString>* callback) {
  answer_not_built(callback, "the address of a file is not supported here");
}

void ObjectHooks::download(const V2TIMElem& /*elem*/, Media /*media*/, const V2TIMString& /*path*/,
                           V2TIMDownloadCallback* callback) {
  answer_not_built(callback, "downloading is not supported here");
}

void ObjectHooks::convert_voice_to_text(const V2TIMSoundElem& /*elem*/, const V2TIMString& /*language*/,
                                        V2TIMValueCallback<V2TIMString>* callback) {
  answer_not_built(callback, "turning voice into text is not supported here");
}

void ObjectHooks::download_merged(const V2TIMMergerElem& /*elem*/, V2TIMValueCallback<V2TIMMessageVector>* callback) {
  answer_not_built(callback, "merged messages are not supported here");
}

bool ObjectHooks::topic_inherits_option(const V2TIMTopicInfo& /*topic*/) { return false; }

void ObjectHooks::set_topic_inherits_option(const V2TIMTopicInfo& /*topic*/, bool /*inherits*/,
                                            V2TIMCallback* callback) {
  answer_not_built(callback, "receive options of topics are not supported here");
}

}  // namespace chatproof::v2tim
