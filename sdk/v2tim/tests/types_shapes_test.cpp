// The shapes that patterns are checked against before anything runs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/shapes.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;

TEST(ShapesTest, EveryCallbackHasOneWithItsArguments) {
  const json shapes = callback_shapes();
  EXPECT_EQ(shapes.size(), listener_callbacks().size());
  for (const auto& callback : listener_callbacks()) {
    const std::string id(callback.id);
    ASSERT_TRUE(shapes.contains(id)) << id;
    EXPECT_EQ(shapes[id].size(), parameter_names(callback.signature).size()) << id;
    for (const auto name : parameter_names(callback.signature)) EXPECT_TRUE(shapes[id].contains(name)) << id;
  }
}

TEST(ShapesTest, StructsListsAndScalarsAreToldApart) {
  const json shapes = callback_shapes();
  EXPECT_TRUE(shapes["onConnectFailed"]["error_code"].is_null());
  EXPECT_TRUE(shapes["onSelfInfoUpdated"]["info"].is_object());
  EXPECT_TRUE(shapes["onUserStatusChanged"]["userStatusList"][0].contains("customStatus"));
}

TEST(ShapesTest, AnElementMayHaveTheMembersOfAnyKind) {
  const json element = callback_shapes()["onRecvNewMessage"]["message"]["elemList"][0];
  EXPECT_TRUE(element.contains("text"));
  EXPECT_TRUE(element.contains("data"));
  EXPECT_FALSE(element.contains("txt"));
}

}  // namespace
}  // namespace chatproof::v2tim
