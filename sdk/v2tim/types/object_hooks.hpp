// How objects that an app holds (messages, elements, topics) reach the SDK that made them.

#pragma once

#include <memory>
#include <string>

#include "V2TIMCommunity.h"
#include "V2TIMMessage.h"

namespace chatproof::v2tim {

/// Which file of an element is meant.
enum class Media { sound, video, snapshot, file };

/// What an object can ask of the SDK it came from. The base class is the answer of an object without an SDK: reading
/// gives the default value, everything else ends at once, on the caller's thread, in OnError(7013). A manager derives
/// and overrides what it supports. Called on the app's thread; callbacks may be null.
class ObjectHooks {
 public:
  virtual ~ObjectHooks() = default;

  virtual bool is_read(const V2TIMMessage& message);
  virtual bool is_peer_read(const V2TIMMessage& message);
  virtual V2TIMBuffer local_custom_data(const V2TIMMessage& message);
  virtual void set_local_custom_data(const V2TIMMessage& message, const V2TIMBuffer& data, V2TIMCallback* callback);
  virtual int local_custom_int(const V2TIMMessage& message);
  virtual void set_local_custom_int(const V2TIMMessage& message, int value, V2TIMCallback* callback);

  virtual void get_url(const V2TIMElem& elem, Media media, V2TIMValueCallback<V2TIMString>* callback);
  virtual void download(const V2TIMElem& elem, Media media, const V2TIMString& path, V2TIMDownloadCallback* callback);
  virtual void convert_voice_to_text(const V2TIMSoundElem& elem, const V2TIMString& language,
                                     V2TIMValueCallback<V2TIMString>* callback);
  virtual void download_merged(const V2TIMMergerElem& elem, V2TIMValueCallback<V2TIMMessageVector>* callback);

  virtual bool topic_inherits_option(const V2TIMTopicInfo& topic);
  virtual void set_topic_inherits_option(const V2TIMTopicInfo& topic, bool inherits, V2TIMCallback* callback);
};

/// What V2TIMBaseObject::obj_ptr points to. Copied with its object, so that copies stay connected.
struct ObjectLink {
  std::weak_ptr<ObjectHooks> hooks;  ///< Weak: an object may outlive its SDK and then answers as one without.
  std::string note;                  ///< Whatever the SDK wants to recognise the object by.
};

/// Null for an object that the app made itself.
const ObjectLink* link_of(const V2TIMBaseObject& object);

/// The SDK behind an object, never null: without one, the base class's answers.
std::shared_ptr<ObjectHooks> hooks_of(const V2TIMBaseObject& object);

/// Connects an object; a message's elements are connected with it.
void set_link(V2TIMBaseObject& object, const ObjectLink& link);
void set_link(V2TIMMessage& message, const ObjectLink& link);

/// A copy of the element as its own type, owned by the caller; null for a type that the API does not have.
std::unique_ptr<V2TIMElem> clone(const V2TIMElem& elem);

}  // namespace chatproof::v2tim
