// JSON to and from the API's types.

#include <gtest/gtest.h>

#include "sdk/v2tim/json/bytes.hpp"
#include "sdk/v2tim/json/convert.hpp"
#include "sdk/v2tim/tests/types_sample.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;

template <class Value>
std::string error_of(const json& in) {
  Value value{};
  Reader reader;
  EXPECT_FALSE(read_json(in, value, reader)) << in;
  return reader.error();
}

template <class Value>
Value read(const json& in) {
  Value value{};
  Reader reader;
  EXPECT_TRUE(read_json(in, value, reader)) << reader.error();
  return value;
}

template <class Struct>
void expect_round_trip(const char* name) {
  Struct original;
  Sampler sampler;
  sampler.fill(original);
  const auto written = json_of(original);
  const auto parsed = json::parse(written.dump());  // throws on text that is not UTF-8
  Struct again;
  Reader reader;
  ASSERT_TRUE(read_json(parsed, again, reader)) << name << reader.error();
  EXPECT_EQ(json_of(again), written) << name;
  if constexpr (std::is_same_v<Struct, V2TIMMessageListGetOption>) delete original.lastMsg;
}

TEST(TypesJsonTest, EveryStructSurvivesTheRoundTrip){
#define CHATPROOF_EXPECT(STRUCT) expect_round_trip<STRUCT>(#STRUCT);
    CHATPROOF_STRUCTS(CHATPROOF_EXPECT) CHATPROOF_LISTS(CHATPROOF_EXPECT) CHATPROOF_MAPS(CHATPROOF_EXPECT)
#undef CHATPROOF_EXPECT
}

TEST(TypesJsonTest, EveryFieldOfAStructIsWritten) {
  EXPECT_EQ(json_of(V2TIMUserStatus()),
            (json{{"userID", ""}, {"statusType", 0}, {"customStatus", ""}, {"onlineDevices", json::array()}}));
}

TEST(TypesJsonTest, FieldsOfTheBaseComeWithTheStruct) {
  const auto info = read<V2TIMUserFullInfo>({{"userID", "bob"}, {"level", 3}});
  EXPECT_STREQ(info.userID.CString(), "bob");
  EXPECT_EQ(info.level, 3U);
}

TEST(TypesJsonTest, AbsentFieldsKeepTheirDefault) {
  EXPECT_EQ(read<V2TIMMessage>(json::object()).priority, V2TIM_PRIORITY_NORMAL);
}

TEST(TypesJsonTest, AnUnknownKeyIsAnErrorThatNamesThePlace) {
  EXPECT_EQ(error_of<V2TIMUserInfo>({{"userId", "bob"}}), "/userId: unknown key; there are userID, nickName, faceURL");
  const json deep{{"userList", {{{"userID", "a"}}, {{"x/y", 1}}}}};
  EXPECT_EQ(error_of<V2TIMUserSearchResult>(deep).substr(0, 31), "/userList/1/x~1y: unknown key; ");
}

TEST(TypesJsonTest, NumbersThatDoNotFitAreErrors) {
  EXPECT_EQ(error_of<uint32_t>(-1), ": a number from 0 to 4294967295 is expected");
  EXPECT_EQ(error_of<uint32_t>(4294967296), ": a number from 0 to 4294967295 is expected");
  EXPECT_EQ(error_of<int32_t>(2147483648U), ": a number from -2147483648 to 2147483647 is expected");
  EXPECT_EQ(error_of<int32_t>(-2147483649), ": a number from -2147483648 to 2147483647 is expected");
  EXPECT_EQ(error_of<uint32_t>(1.5), ": a whole number is expected");
  EXPECT_EQ(read<uint64_t>(18446744073709551615U), 18446744073709551615U);
  EXPECT_EQ(read<int64_t>(-9223372036854775807), -9223372036854775807);
  EXPECT_EQ(error_of<int64_t>(18446744073709551615U).substr(0, 15), ": a number from");
  EXPECT_EQ(error_of<bool>(1), ": true or false is expected");
}

TEST(TypesJsonTest, AnEnumIsANumberOrAName) {
  EXPECT_EQ(json_of(V2TIM_STATUS_LOGOUT), 3);
  EXPECT_EQ(read<V2TIMLoginStatus>(2), V2TIM_STATUS_LOGINING);
  EXPECT_EQ(read<V2TIMLoginStatus>("V2TIM_STATUS_LOGINED"), V2TIM_STATUS_LOGINED);
  EXPECT_EQ(read<V2TIMMessageStatus>(0), static_cast<V2TIMMessageStatus>(0)) << "not set yet";
  EXPECT_EQ(error_of<V2TIMMessageStatus>(7), ": not a value or name of V2TIMMessageStatus: 7");
  EXPECT_EQ(error_of<V2TIMLoginStatus>(4), ": not a value or name of V2TIMLoginStatus: 4");
  EXPECT_EQ(error_of<V2TIMLoginStatus>("LOGINED"), ": not a value or name of V2TIMLoginStatus: \"LOGINED\"");
}

TEST(TypesJsonTest, BytesAreTextWhereTheyCanBe) {
  const uint8_t text[] = {'h', 0xC3, 0xA9};
  EXPECT_EQ(json_of(V2TIMBuffer(text, 3)), (json{{"text", "hé"}}));
  EXPECT_EQ(json_of(V2TIMBuffer(text, 2)), (json{{"base64", "aMM="}}));
  EXPECT_EQ(json_of(V2TIMString("\xC3", 1)), (json{{"base64", "ww=="}}));
  EXPECT_EQ(json_of(read<V2TIMBuffer>("hi")), (json{{"text", "hi"}}));
  EXPECT_EQ(json_of(read<V2TIMString>({{"base64", "ww=="}})), (json{{"base64", "ww=="}}));
  EXPECT_EQ(error_of<V2TIMBuffer>({{"base64", "ww="}}), ": not base64 with padding");
  EXPECT_EQ(error_of<V2TIMBuffer>({{"hex", "00"}}), R"(: a string, {"text": ...} or {"base64": ...} is expected)");
  EXPECT_EQ(error_of<V2TIMString>(7), R"(: a string, {"text": ...} or {"base64": ...} is expected)");
}

TEST(TypesJsonTest, Utf8IsCheckedStrictly) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("aé€\xF0\x9F\x98\x80"));
  EXPECT_FALSE(is_utf8("\x80"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_utf8("\xE0\x80\x80"));      // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(is_utf8("\xE2\x82"));          // cut short
  EXPECT_FALSE(is_utf8("\xE2\x82z"));
}

TEST(TypesJsonTest, Base64IsStandardWithPadding) {
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("\xFB\xFF\xFE"), "+//+");
  EXPECT_EQ(from_base64("aGk="), "hi");
  EXPECT_EQ(from_base64(""), "");
  for (const char* bad : {"a", "ab=c", "====", "a===", " aGk", "aGk\n", "aG-_"}) {
    EXPECT_FALSE(from_base64(bad).has_value()) << bad;
  }
}

TEST(TypesJsonTest, AMessageIsReadWithItsElements) {
  const auto message = read<V2TIMMessage>(
      {{"elemList", {{{"elemType", 1}, {"text", "hi"}}, {{"elemType", "V2TIM_ELEM_TYPE_CUSTOM"}, {"data", "x"}}}}});
  ASSERT_EQ(message.elemList.Size(), 2U);
  ASSERT_NE(dynamic_cast<V2TIMTextElem*>(message.elemList[0]), nullptr);
  EXPECT_STREQ(static_cast<V2TIMTextElem*>(message.elemList[0])->text.CString(), "hi");
  ASSERT_NE(dynamic_cast<V2TIMCustomElem*>(message.elemList[1]), nullptr);
  EXPECT_EQ(json_of(message)["elemList"][0], (json{{"elemType", 1}, {"text", "hi"}}));
}

TEST(TypesJsonTest, ABadElementIsAnErrorAndLeaksNothing) {
  EXPECT_EQ(error_of<V2TIMMessage>({{"elemList", {{{"text", "hi"}}}}}),
            "/elemList/0: an element with its elemType is expected");
  EXPECT_EQ(error_of<V2TIMMessage>({{"elemList", {{{"elemType", 1}, {"txt", "hi"}}}}}),
            "/elemList/0/txt: unknown key; there are elemType, text");
  EXPECT_EQ(error_of<V2TIMMessage>({{"elemList", {{{"elemType", 99}}}}}),
            "/elemList/0/elemType: not a value or name of V2TIMElemType: 99");
}

TEST(TypesJsonTest, ABorrowedMessageLivesAsLongAsTheReader) {
  Reader reader;
  V2TIMMessageListGetOption option;
  ASSERT_TRUE(read_json(json{{"lastMsg", {{"msgID", "m"}}}}, option, reader));
  ASSERT_NE(option.lastMsg, nullptr);
  EXPECT_STREQ(option.lastMsg->msgID.CString(), "m");
  EXPECT_EQ(json_of(option)["lastMsg"]["msgID"], "m");
}

TEST(TypesJsonTest, ALogListenerComesFromTheReader) {
  EXPECT_EQ(error_of<V2TIMSDKConfig>({{"logListener", true}}), "/logListener: no such log listener: true");
  V2TIMLogListener listener;
  Reader reader;
  reader.log_listener = [&](const json& name) { return name == "mine" ? &listener : nullptr; };
  V2TIMSDKConfig config;
  EXPECT_TRUE(read_json(json{{"logListener", "mine"}}, config, reader));
  EXPECT_EQ(config.logListener, &listener);
  EXPECT_TRUE(read_json(json{{"logListener", nullptr}}, config, reader));
  EXPECT_EQ(config.logListener, nullptr);
}

}  // namespace
}  // namespace chatproof::v2tim
