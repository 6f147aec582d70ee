// Strings, buffers, lists and maps.

#include <gtest/gtest.h>

#include <string>

#include "V2TIMListener.h"

namespace {

std::string text_of(const V2TIMString& text) { return {text.CString(), text.Size()}; }

TEST(V2TIMStringTest, EmptyTextIsNeverNull) {
  EXPECT_STREQ(V2TIMString().CString(), "");
  EXPECT_STREQ(V2TIMString(nullptr).CString(), "");
  EXPECT_STREQ(V2TIMString(nullptr, 3).CString(), "");
  EXPECT_TRUE(V2TIMString("").Empty());
  EXPECT_EQ(V2TIMString().Size(), 0U);
}

TEST(V2TIMStringTest, KeepsEveryByteOfASizedText) {
  const V2TIMString text("a\0b", 3);
  EXPECT_EQ(text.Size(), 3U);
  EXPECT_EQ(text.Length(), 3U);
  EXPECT_EQ(text_of(text), std::string("a\0b", 3));
  EXPECT_FALSE(text == V2TIMString("a"));
}

TEST(V2TIMStringTest, ComparesByteByByte) {
  EXPECT_TRUE(V2TIMString("a") < V2TIMString("b"));
  EXPECT_TRUE(V2TIMString("a") < V2TIMString("aa"));
  EXPECT_TRUE(V2TIMString() < V2TIMString("a"));
  EXPECT_FALSE(V2TIMString("b") < V2TIMString("a"));
  EXPECT_FALSE(V2TIMString("a") < V2TIMString("a"));
  EXPECT_TRUE(V2TIMString("\x7f") < V2TIMString("\x80"));
  EXPECT_TRUE(V2TIMString("a") == V2TIMString("a"));
  EXPECT_TRUE(V2TIMString("a") != V2TIMString("b"));
}

TEST(V2TIMStringTest, CopiesAreIndependent) {
  V2TIMString original("hallo");
  const V2TIMString copy(original);
  V2TIMString assigned;
  assigned = original;
  original[1] = 'e';
  EXPECT_EQ(text_of(original), "hello");
  EXPECT_EQ(text_of(copy), "hallo");
  EXPECT_EQ(text_of(assigned), "hallo");
  assigned = "other";
  EXPECT_EQ(text_of(assigned), "other");
  const V2TIMString& alias = assigned;
  assigned = alias;
  EXPECT_EQ(text_of(assigned), "other");
  assigned = static_cast<const char*>(nullptr);
  EXPECT_TRUE(assigned.Empty());
}

TEST(V2TIMStringDeathTest, ABadIndexEndsTheProgram) {
  V2TIMString text("abc");
  EXPECT_DEATH(text[3] = 'x', "index 3 in a text of 3 bytes");
  EXPECT_DEATH(text[-1] = 'x', "index -1");
}

TEST(V2TIMBufferTest, CopiesItsBytes) {
  uint8_t bytes[] = {1, 0, 255};
  V2TIMBuffer original(bytes, sizeof bytes);
  bytes[0] = 9;
  const V2TIMBuffer copy(original);
  original = V2TIMBuffer();
  EXPECT_EQ(original.Data(), nullptr);
  EXPECT_EQ(original.Size(), 0U);
  ASSERT_EQ(copy.Size(), 3U);
  EXPECT_EQ(copy.Data()[0], 1);
  EXPECT_EQ(copy.Data()[2], 255);
  EXPECT_EQ(V2TIMBuffer(nullptr, 5).Size(), 0U);
}

TEST(VectorTest, GrowsShrinksAndErases) {
  V2TIMStringVector list;
  EXPECT_TRUE(list.Empty());
  list.PopBack();
  list.Erase(0);
  list.PushBack("a");
  list.PushBack("b");
  list.PushBack("c");
  list.Erase(1);
  list.Erase(7);
  ASSERT_EQ(list.Size(), 2U);
  EXPECT_EQ(text_of(list[1]), "c");
  list.PopBack();
  EXPECT_EQ(list.Size(), 1U);
  list.Clear();
  EXPECT_TRUE(list.Empty());
}

TEST(VectorTest, CopiesAreIndependent) {
  V2TIMStringVector list;
  list.PushBack("a");
  V2TIMStringVector copy(list);
  copy[0] = "b";
  EXPECT_EQ(text_of(list[0]), "a");
  list = copy;
  EXPECT_EQ(text_of(list[0]), "b");
  const V2TIMStringVector& alias = list;
  list = alias;
  EXPECT_EQ(list.Size(), 1U);
  list = V2TIMStringVector();
  EXPECT_TRUE(list.Empty());
}

TEST(VectorDeathTest, ABadIndexEndsTheProgram) {
  V2TIMUInt64Vector list;
  list.PushBack(1);
  EXPECT_DEATH(list[1] = 2, "TXV2TIMUInt64Vector: index 1 in a list of 1");
}

TEST(PointerVectorTest, DoesNotOwnWhatItPointsTo) {
  V2TIMTextElem elem;
  {
    V2TIMElemVector list;
    list.PushBack(&elem);
    const V2TIMElemVector copy(list);
    EXPECT_EQ(copy[0], &elem);
  }
  EXPECT_EQ(elem.elemType, V2TIM_ELEM_TYPE_TEXT);
}

TEST(MapTest, KeepsKeysSortedAndDoesNotReplaceOnInsert) {
  V2TIMStringToInt64Map map;
  EXPECT_EQ(map.Size(), 0U);
  EXPECT_EQ(map.Get("no"), 0);
  map.Erase("no");
  EXPECT_TRUE(map.Insert("b", 2));
  EXPECT_TRUE(map.Insert("a", 1));
  EXPECT_FALSE(map.Insert("b", 3));
  EXPECT_EQ(map.Get("b"), 2);
  map["b"] = 4;
  map["c"] = 5;
  EXPECT_EQ(map.Get("b"), 4);
  EXPECT_EQ(map.Count("c"), 1U);
  const auto keys = map.AllKeys();
  ASSERT_EQ(keys.Size(), 3U);
  EXPECT_EQ(text_of(keys[0]) + text_of(keys[1]) + text_of(keys[2]), "abc");
  map.Erase("b");
  EXPECT_EQ(map.Count("b"), 0U);
}

TEST(MapTest, CopiesAreIndependent) {
  V2TIMCustomInfo map;
  const uint8_t byte = 7;
  map.Insert("k", V2TIMBuffer(&byte, 1));
  V2TIMCustomInfo copy(map);
  copy.Erase("k");
  EXPECT_EQ(map.Size(), 1U);
  copy = map;
  EXPECT_EQ(copy.Get("k").Data()[0], 7);
}

}  // namespace
