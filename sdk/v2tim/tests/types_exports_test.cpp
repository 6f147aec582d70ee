// The shared library exports every class of the API: this program links nothing else, as an app does.

#include <gtest/gtest.h>

#include "V2TIMManager.h"
#include "sdk/v2tim/types/container_list.hpp"
#include "sdk/v2tim/types/fields.hpp"

namespace {

template <class Value>
void use() {
  const Value value;
  Value copy(value);
  copy = value;
}

TEST(ExportsTest, EveryTypeCanBeMadeCopiedAndDestroyed) {
#define CHATPROOF_USE(TYPE) use<TYPE>();
  CHATPROOF_STRUCTS(CHATPROOF_USE)
  CHATPROOF_LISTS(CHATPROOF_USE)
  CHATPROOF_MAPS(CHATPROOF_USE)
#undef CHATPROOF_USE
  use<V2TIMElemVector>();
  use<V2TIMSimpleMsgListenerVector>();
  use<V2TIMBaseObject>();
}

TEST(ExportsTest, ContainersWork) {
  V2TIMStringVector list;
  list.PushBack("a");
  V2TIMCustomInfo map;
  EXPECT_TRUE(map.Insert(list[0], V2TIMBuffer()));
  EXPECT_EQ(map.AllKeys()[0], V2TIMString("a"));
}

TEST(ExportsTest, ThereIsAnInstance) {
  ASSERT_NE(V2TIMManager::GetInstance(), nullptr);
  EXPECT_EQ(V2TIMManager::GetInstance(), V2TIMManager::GetInstance());
}

}  // namespace
