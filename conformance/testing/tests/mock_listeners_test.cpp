// The mocks are complete: what the SDK's method table counts as callbacks, they mock.
#include <gtest/gtest.h>

#include <chatproof/mock_listeners.hpp>
#include <fstream>
#include <sstream>
#include <string>

namespace {

std::string text_of(const std::string& file) {
  std::ostringstream out;
  out << std::ifstream(std::string(CHATPROOF_SOURCE_DIR) + "/" + file).rdbuf();
  return out.str();
}

int count(const std::string& text, const std::string& what) {
  int found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(MockListenersTest, EveryCallbackOfTheListenersIsMocked) {
  // `override` in each mock makes the compiler check the signature; the count makes sure that none is left out.
  const std::string listeners = text_of("sdk/include/V2TIMListener.h");
  ASSERT_EQ(count(listeners, "virtual void "), 99);
  EXPECT_EQ(count(text_of("conformance/testing/include/chatproof/mock_listeners.hpp"), "MOCK_METHOD("), 99);
}

TEST(MockListenersTest, NineListenersCanBeMade) {
  chatproof::testing::MockSDKListener sdk;
  chatproof::testing::MockSimpleMsgListener simple;
  chatproof::testing::MockAdvancedMsgListener advanced;
  chatproof::testing::MockGroupListener group;
  chatproof::testing::MockCommunityListener community;
  chatproof::testing::MockLogListener log;
  chatproof::testing::MockConversationListener conversation;
  chatproof::testing::MockFriendshipListener friendship;
  chatproof::testing::MockSignalingListener signaling;
  EXPECT_CALL(sdk, OnKickedOffline());
  static_cast<V2TIMSDKListener&>(sdk).OnKickedOffline();
}

}  // namespace
