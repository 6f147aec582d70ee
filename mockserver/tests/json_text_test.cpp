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

// In time that grows with its square, each of these would take an hour: the limit of the test is what fails then.
TEST(JsonTextTest, TakesTheTimeOfTheText) {
  const auto many = [](std::string_view piece) {
    std::string text = "{\"a\":[";
    for (int i = 0; i < 400'000; ++i) text += piece;
    return text;
  };
  JsonReader reader(9);
  for (const std::string_view piece : {"{},", "[],", "7,", "\"\",", R"({"a":[]},)"}) {
    const std::string cut = many(piece), whole = cut + "0]}";
    std::string why;
    EXPECT_EQ(parse_json(cut + "x", 9, &why), std::nullopt);
    EXPECT_THAT(why, testing::StartsWith("not JSON: at line 1, column " + std::to_string(cut.size() + 1)));
    EXPECT_EQ(reader.read(cut + "x"), std::nullopt);
    ASSERT_NE(parse_json(whole, 9), std::nullopt);
    EXPECT_EQ(reader.read(whole)->at("a").size(), 400'001U);
  }
}

TEST(JsonTextTest, SaysWhereItIsNoJson) {
  std::string why;
  EXPECT_EQ(parse_json("{\n \"a\": }", 9, &why), std::nullopt);
  EXPECT_THAT(why, testing::StartsWith("not JSON: at line 2, column 7"));
  for (const char* text : {"", "{", "nonsense", "1 2", "\"\xff\""})
    EXPECT_EQ(parse_json(text, 9), std::nullopt) << text;
}

TEST(JsonTextTest, RefusesNumbersThatNothingHolds) {
  std::string why;
  EXPECT_EQ(parse_json("{\"a\": 1e400}", 9, &why), std::nullopt);
  EXPECT_EQ(why, "a number is too large");
}

TEST(JsonTextTest, ReaderAgreesWithTheParser) {
  JsonReader reader(3);
  for (const char* text : {"{}",
                           "[]",
                           "7",
                           "-7",
                           "0",
                           "18446744073709551615",
                           "-9223372036854775808",
                           "18446744073709551616",
                           "1.5",
                           "1e400",
                           "true",
                           "null",
                           R"("\u00e9\n\u0000")",
                           R"({"a":1,"a":2})",
                           R"({"a":{"b":[1,{}]}})",
                           R"({"a":{"b":[[1]]}})",
                           R"([[[1]]])",
                           "[[[[]]]]",
                           "[[[[1]]]]",
                           "",
                           "{",
                           "nonsense",
                           "1 2",
                           "\"\xff\"",
                           "\xef\xbb\xbf{}",
                           "{\"a\":}"}) {
    const auto expected = parse_json(text, 3);
    const auto read = reader.read(text);
    EXPECT_EQ(read, expected) << text;
    if (read && expected) {
      EXPECT_EQ(read->type(), expected->type()) << text;
      EXPECT_EQ(read->dump(), expected->dump()) << text;
    }
  }
}

}  // namespace
}  // namespace chatproof::mockserver
