// What freshly made objects hold (spec observed O7), for every field of every struct.

#include <gtest/gtest.h>

#include <map>

#include "sdk/v2tim/json/convert.hpp"
#include "sdk/v2tim/types/traits.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;

/// Everything that is not zero, false, empty or null. Source: spec observed O7, O8.7.
const std::map<std::string, json>& exceptions() {
  static const std::map<std::string, json> kExceptions{
      {"V2TIMConversation.type", 1},
      {"V2TIMFriendAddApplication.addType", 1},
      {"V2TIMFriendApplication.type", 1},
      {"V2TIMGroupAtInfo.atType", 1},
      {"V2TIMGroupChangeInfo.type", 1},
      {"V2TIMGroupInfo.groupAddOpt", 3},
      {"V2TIMGroupInfo.groupApproveOpt", 3},
      {"V2TIMImage.type", 1},
      {"V2TIMMessage.isSelf", true},
      {"V2TIMMessage.priority", 2},
      {"V2TIMMessage.status", 2},
      {"V2TIMMessageListGetOption.getType", 1},
      {"V2TIMMessageReactionUserResult.isFinished", true},
      {"V2TIMOfflinePushInfo.AndroidVIVOClassification", 1},  // O8.7
      {"V2TIMSDKConfig.logLevel", 3},
      {"V2TIMSignalingInfo.actionType", 1},
  };
  return kExceptions;
}

bool is_nothing(const json& value) {
  return value == 0 || value == false || value == "" || value.empty() || value == json{{"text", ""}};
}

template <class Struct>
void expect_defaults(const std::string& struct_name) {
  const Struct object;
  Fields<Struct>::visit([&](const char* name, auto member) {
    using Field = std::remove_cvref_t<decltype(object.*member)>;
    const std::string field = struct_name + "." + name;
    if constexpr (std::is_pointer_v<Field>) {
      EXPECT_EQ(object.*member, nullptr) << field;
    } else if constexpr (requires { Fields<Field>::visit([](const char*, auto) {}); }) {
      EXPECT_EQ(json_of(object.*member), json_of(Field())) << field;
    } else if (const auto found = exceptions().find(field); found != exceptions().end()) {
      EXPECT_EQ(json_of(object.*member), found->second) << field;
    } else if (std::string(name) != "elemType") {
      EXPECT_TRUE(is_nothing(json_of(object.*member))) << field << " = " << json_of(object.*member);
    }
  });
}

TEST(TypesDefaultsTest, AllFieldsOfAllStructsAreAsObserved){
#define CHATPROOF_EXPECT(STRUCT) expect_defaults<STRUCT>(#STRUCT);
    CHATPROOF_STRUCTS(CHATPROOF_EXPECT)
#undef CHATPROOF_EXPECT
}

TEST(TypesDefaultsTest, EveryExceptionNamesAFieldThatExists) {
  std::map<std::string, int> found;
#define CHATPROOF_COLLECT(STRUCT) \
  Fields<STRUCT>::visit([&](const char* name, auto) { ++found[std::string(#STRUCT ".") + name]; });
  CHATPROOF_STRUCTS(CHATPROOF_COLLECT)
#undef CHATPROOF_COLLECT
  for (const auto& exception : exceptions()) EXPECT_EQ(found[exception.first], 1) << exception.first;
}

TEST(TypesDefaultsTest, AnElementKnowsItsKind) {
  EXPECT_EQ(V2TIMElem().elemType, V2TIM_ELEM_TYPE_NONE);
  EXPECT_EQ(V2TIMTextElem().elemType, V2TIM_ELEM_TYPE_TEXT);
  EXPECT_EQ(V2TIMCustomElem().elemType, V2TIM_ELEM_TYPE_CUSTOM);
  EXPECT_EQ(V2TIMImageElem().elemType, V2TIM_ELEM_TYPE_IMAGE);
  EXPECT_EQ(V2TIMSoundElem().elemType, V2TIM_ELEM_TYPE_SOUND);
  EXPECT_EQ(V2TIMVideoElem().elemType, V2TIM_ELEM_TYPE_VIDEO);
  EXPECT_EQ(V2TIMFileElem().elemType, V2TIM_ELEM_TYPE_FILE);
  EXPECT_EQ(V2TIMLocationElem().elemType, V2TIM_ELEM_TYPE_LOCATION);
  EXPECT_EQ(V2TIMFaceElem().elemType, V2TIM_ELEM_TYPE_FACE);
  EXPECT_EQ(V2TIMGroupTipsElem().elemType, V2TIM_ELEM_TYPE_GROUP_TIPS);
  EXPECT_EQ(V2TIMMergerElem().elemType, V2TIM_ELEM_TYPE_MERGER);
}

TEST(TypesDefaultsTest, SizesAreThoseOfTheLayout) {
  constexpr size_t kPointer = sizeof(void*);
  EXPECT_EQ(sizeof(V2TIMString), 2 * kPointer);  // vtable and impl_
  EXPECT_EQ(sizeof(V2TIMBuffer), 3 * kPointer);  // vtable, buffer_ and length_
  EXPECT_EQ(sizeof(V2TIMBaseObject), 2 * kPointer);
  EXPECT_EQ(sizeof(V2TIMStringVector), 2 * kPointer);
  EXPECT_EQ(sizeof(V2TIMCustomInfo), 2 * kPointer);
}

template <class Struct>
void expect_rising_addresses(const std::string& struct_name) {
  const Struct object;
  const char* last = nullptr;
  Fields<Struct>::visit([&](const char* name, auto member) {
    const auto* address = reinterpret_cast<const char*>(&(object.*member));
    EXPECT_LT(last, address) << struct_name << "." << name << " is out of order";
    last = address;
  });
}

TEST(TypesDefaultsTest, FieldsLieInDeclarationOrder){
#define CHATPROOF_EXPECT(STRUCT) expect_rising_addresses<STRUCT>(#STRUCT);
    CHATPROOF_STRUCTS(CHATPROOF_EXPECT)
#undef CHATPROOF_EXPECT
}

TEST(DefaultsTest, TheMacrosHaveTheirTexts) {
  EXPECT_STREQ(kImSDK_MesssageAtALL, "__kImSDK_MesssageAtALL__");
  EXPECT_STREQ(kIOSOfflinePushNoSound, "push.no_sound");
  EXPECT_STREQ(kIOSOfflinePushDefaultSound, "default");
}

}  // namespace
}  // namespace chatproof::v2tim
