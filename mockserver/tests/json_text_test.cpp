#include "mockserver/json_text.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

TEST(JsonTextTest, TakesWhatIsDeepEnough) {
  EXPECT_EQ(parse_json("[[1]]", 2), json::parse("[[1]]"));
  EXPECT_EQ(parse_json("7", 0), json(7));
}

TEST(JsonTextTest, RefusesWhatIsTooDeep) {
  std::string why;
  EXPECT_EQ(parse_json("[[[1]]]", 2, &why), std::nullopt);
  EXPECT_EQ(why, "values are nested more than 2 deep");
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(parse_json(deep, 2), std::nullopt);
}

TEST(JsonTextTest, SaysWhereItIsNoJson) {
  std::string why;
  EXPECT_EQ(parse_json("{\n \"a\": }", 9, &why), std::nullopt);
  EXPECT_THAT(why, testing::StartsWith("not JSON: at line 2, column 7"));
  for (const char* text : {"", "{", "nonsense", "1 2", "\"\xff\""})
    EXPECT_EQ(parse_json(text, 9), std::nullopt) << text;
}

}  // namespace
}  // namespace chatproof::mockserver
