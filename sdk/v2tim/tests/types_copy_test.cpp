// Copies are deep, of every struct; objects keep their connection to the SDK.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "V2TIMErrorCode.h"
#include "sdk/v2tim/json/convert.hpp"
#include "sdk/v2tim/tests/types_sample.hpp"
#include "sdk/v2tim/types/object_hooks.hpp"

namespace chatproof::v2tim {
namespace {

using testing::_;
using testing::StrictMock;

template <class Struct>
void free_borrowed(Struct& object) {
  if constexpr (std::is_same_v<Struct, V2TIMMessageListGetOption>) delete object.lastMsg;
}

/// A struct that owns elements or messages through pointers would be freed twice, or change with its copy.
template <class Struct>
void expect_copies_are_deep(const char* name) {
  Struct original;
  Sampler sampler;
  sampler.fill(original);
  const auto before = json_of(original);
  // A plain element has nothing but its type, which stays.
  if (!std::is_same_v<Struct, V2TIMElem>) {
    EXPECT_NE(before, json_of(Struct())) << name;
  }
  {
    Struct copy(original);
    EXPECT_EQ(json_of(copy), before) << name;
    Sampler again;
    again.fill(copy);  // lists grow, texts change
    if constexpr (std::is_same_v<Struct, V2TIMConversation> || std::is_same_v<Struct, V2TIMTopicInfo>) {
      EXPECT_NE(copy.lastMessage, original.lastMessage);
    }
    EXPECT_EQ(json_of(original), before) << name;
    Struct assigned;
    assigned = original;
    EXPECT_EQ(json_of(assigned), before) << name;
    const Struct& alias = assigned;
    assigned = alias;
    EXPECT_EQ(json_of(assigned), before) << name;
    assigned = Struct();
    EXPECT_EQ(json_of(assigned), json_of(Struct())) << name;
  }
  EXPECT_EQ(json_of(original), before) << name;
  free_borrowed(original);
}

TEST(TypesCopyTest, EveryStructCopiesEveryField){
#define CHATPROOF_EXPECT(STRUCT) expect_copies_are_deep<STRUCT>(#STRUCT);
    CHATPROOF_STRUCTS(CHATPROOF_EXPECT)
#undef CHATPROOF_EXPECT
}

TEST(TypesCopyTest, AMessageCopiesItsElementsAsTheirOwnType) {
  V2TIMMessage message;
  auto* text = new V2TIMTextElem;
  text->text = "hi";
  message.elemList.PushBack(text);
  message.elemList.PushBack(nullptr);
  V2TIMMessageVector list;
  list.PushBack(message);
  text->text = "changed";
  const auto* copy = dynamic_cast<const V2TIMTextElem*>(list[0].elemList[0]);
  ASSERT_NE(copy, nullptr);
  EXPECT_STREQ(copy->text.CString(), "hi");
  EXPECT_EQ(list[0].elemList[1], nullptr);
}

TEST(TypesCopyTest, AnElementIsClonedByItsClassWhateverItsTypeFieldSays) {
  V2TIMCustomElem elem;
  elem.elemType = V2TIM_ELEM_TYPE_NONE;
  elem.desc = "d";
  const auto copy = clone(elem);
  ASSERT_NE(dynamic_cast<V2TIMCustomElem*>(copy.get()), nullptr);
  EXPECT_STREQ(static_cast<V2TIMCustomElem*>(copy.get())->desc.CString(), "d");
}

class MockCallback : public V2TIMCallback {
 public:
  MOCK_METHOD(void, OnSuccess, (), (override));
  MOCK_METHOD(void, OnError, (int code, const V2TIMString& text), (override));
};

template <class Value>
class MockValueCallback : public V2TIMValueCallback<Value> {
 public:
  MOCK_METHOD(void, OnSuccess, (const Value& value), (override));
  MOCK_METHOD(void, OnError, (int code, const V2TIMString& text), (override));
};

class MockDownload : public V2TIMDownloadCallback {
 public:
  MOCK_METHOD(void, OnSuccess, (), (override));
  MOCK_METHOD(void, OnError, (int code, const V2TIMString& text), (override));
  MOCK_METHOD(void, OnDownLoadProgress, (uint64_t current, uint64_t total), (override));
};

TEST(ObjectHooksTest, AnObjectWithoutSdkAnswersNotSupported) {
  V2TIMMessage message;
  EXPECT_FALSE(message.IsRead());
  EXPECT_FALSE(message.IsPeerRead());
  EXPECT_EQ(message.GetLocalCustomInt(), 0);
  EXPECT_EQ(message.GetLocalCustomData().Size(), 0U);
  StrictMock<MockCallback> done;
  EXPECT_CALL(done, OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, _)).Times(3);
  message.SetLocalCustomInt(1, &done);
  message.SetLocalCustomData(V2TIMBuffer(), &done);
  V2TIMTopicInfo topic;
  EXPECT_FALSE(topic.IsInheritMessageReceiveOptionFromCommunity());
  topic.SetInheritMessageReceiveOptionFromCommunity(true, &done);

  StrictMock<MockValueCallback<V2TIMString>> url;
  EXPECT_CALL(url, OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, _)).Times(5);
  V2TIMSoundElem().GetUrl(&url);
  V2TIMSoundElem().ConvertVoiceToText("en", &url);
  V2TIMVideoElem().GetVideoUrl(&url);
  V2TIMVideoElem().GetSnapshotUrl(&url);
  V2TIMFileElem().GetUrl(&url);

  StrictMock<MockDownload> download;
  EXPECT_CALL(download, OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, _)).Times(5);
  V2TIMImage().DownloadImage("p", &download);
  V2TIMSoundElem().DownloadSound("p", &download);
  V2TIMVideoElem().DownloadVideo("p", &download);
  V2TIMVideoElem().DownloadSnapshot("p", &download);
  V2TIMFileElem().DownloadFile("p", &download);

  StrictMock<MockValueCallback<V2TIMMessageVector>> merged;
  EXPECT_CALL(merged, OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, _));
  V2TIMMergerElem().DownloadMergerMessage(&merged);

  message.SetLocalCustomInt(1, nullptr);  // null callbacks are accepted (spec observed O2.4)
}

class ReadHooks : public ObjectHooks {
 public:
  bool is_read(const V2TIMMessage& message) override { return link_of(message)->note == "known"; }
  void get_url(const V2TIMElem& elem, Media media, V2TIMValueCallback<V2TIMString>* callback) override {
    EXPECT_EQ(media, Media::file);
    callback->OnSuccess(static_cast<const V2TIMFileElem&>(elem).uuid);
  }
};

TEST(ObjectHooksTest, CopiesOfAMessageReachTheSdkUntilItIsGone) {
  auto hooks = std::make_shared<ReadHooks>();
  V2TIMMessage copy;
  {
    V2TIMMessage message;
    auto* file = new V2TIMFileElem;
    file->uuid = "u1";
    message.elemList.PushBack(file);
    set_link(message, ObjectLink{hooks, "known"});
    copy = message;
  }
  EXPECT_TRUE(copy.IsRead());
  EXPECT_TRUE(V2TIMMessage(copy).IsRead());
  StrictMock<MockValueCallback<V2TIMString>> url;
  EXPECT_CALL(url, OnSuccess(V2TIMString("u1")));
  static_cast<V2TIMFileElem*>(copy.elemList[0])->GetUrl(&url);

  hooks.reset();
  EXPECT_FALSE(copy.IsRead());
  EXPECT_CALL(url, OnError(ERR_SDK_INTERFACE_NOT_SUPPORT, _));
  static_cast<V2TIMFileElem*>(copy.elemList[0])->GetUrl(&url);
}

}  // namespace
}  // namespace chatproof::v2tim
