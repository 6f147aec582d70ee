#include "conformance/check/match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chatproof::check {
namespace {

using nlohmann::json;

json operator""_j(const char* text, std::size_t size) { return json::parse(text, text + size); }

struct Row {
  const char *pattern, *value;
  bool fits;
};

class MatchTable : public testing::TestWithParam<Row> {};

TEST_P(MatchTable, DecidesAsTheLanguageSays) {
  const Row& row = GetParam();
  EXPECT_EQ(!match(json::parse(row.pattern), json::parse(row.value)), row.fits) << row.pattern << " on " << row.value;
}

INSTANTIATE_TEST_SUITE_P(
    MatchTest, MatchTable,
    testing::Values(
        Row{"1", "1", true}, Row{"1", "2", false}, Row{"\"a\"", "\"a\"", true}, Row{"null", "0", false},
        Row{R"({"a":1})", R"({"a":1,"b":2})", true}, Row{R"({"a":1})", R"({"b":2})", false},
        Row{R"({"$exact":{"a":1}})", R"({"a":1,"b":2})", false}, Row{"[1,2]", "[1,2]", true},
        Row{"[1,2]", "[2,1]", false}, Row{"[1]", "[1,2]", false}, Row{R"({"$unordered":[1,2]})", "[2,1]", true},
        Row{R"({"$unordered":[1,1]})", "[2,1]", false}, Row{R"({"$unordered":[{"$any":0},1]})", "[1,2]", true},
        Row{R"({"$any":true})", "null", true}, Row{R"({"$type":"string"})", "\"\"", true},
        Row{R"({"$type":"integer"})", "1.5", false}, Row{R"({"$re":"^a+$"})", "\"aaa\"", true},
        Row{R"({"$re":"^a+$"})", "\"ab\"", false}, Row{R"({"$gt":1})", "2", true}, Row{R"({"$gt":1})", "1", false},
        Row{R"({"$gte":1})", "1", true}, Row{R"({"$lt":1})", "0", true}, Row{R"({"$lte":1})", "2", false},
        Row{R"({"$range":[1,3]})", "3", true}, Row{R"({"$range":[1,3]})", "4", false},
        Row{R"({"$gt":1})", "\"2\"", false}, Row{R"({"$oneOf":[1,"a"]})", "\"a\"", true},
        Row{R"({"$oneOf":[1,"a"]})", "2", false}, Row{R"({"$not":1})", "2", true}, Row{R"({"$not":1})", "1", false},
        Row{R"({"$len":2})", "\"ab\"", true}, Row{R"({"$len":{"$gt":2}})", "[1,2]", false},
        Row{R"({"$each":{"$gt":0}})", "[1,2]", true}, Row{R"({"$each":{"$gt":1}})", "[1,2]", false},
        Row{R"({"$contains":"b"})", "\"abc\"", true}, Row{R"({"$contains":{"a":1}})", R"([{"a":1,"b":2}])", true},
        Row{R"({"$contains":3})", "[1]", false}, Row{R"({"a":{"$absent":true}})", R"({"b":1})", true},
        Row{R"({"a":{"$absent":true}})", R"({"a":1})", false}, Row{R"({"$approx":{"value":10,"by":1}})", "10.9", true},
        Row{R"({"$approx":{"value":10,"by":1}})", "11.1", false}));

TEST(MatchTest, SaysWhereAndWhat) {
  const auto mismatch = match(R"({"a":{"b":[1,2]},"c":3})"_j, R"({"a":{"b":[1,5]},"c":4})"_j);
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->pointer, "/a/b/1");
  EXPECT_EQ(mismatch->expected, "2");
  EXPECT_EQ(mismatch->got, "5");
  EXPECT_EQ(mismatch->count, 2);
}

TEST(MatchTest, RefusesPatternsThatCanNeverBeMeant) {
  const auto mistake = [](const nlohmann::json& pattern) {
    const auto wrong = check_pattern(pattern);
    return wrong ? wrong->pointer + ": " + wrong->text : "";
  };
  EXPECT_EQ(mistake(R"({"a":{"$gt":1}})"_j), "");
  EXPECT_EQ(mistake(R"({"a":{"$greater":1}})"_j), "/a: there is no operator \"$greater\"");
  EXPECT_EQ(mistake(R"({"$re":"("})"_j), "/$re: $re needs a regular expression");
  EXPECT_EQ(mistake(R"({"$type":"int"})"_j), "/$type: $type needs the name of a JSON type, or \"integer\"");
  EXPECT_EQ(mistake(R"({"$range":[3,1]})"_j), "/$range: $range needs two numbers in order");
  EXPECT_EQ(mistake(R"({"a/b":{"$gt":1,"a":2}})"_j),
            "/a~1b/$gt: \"$gt\" is an operator and stands alone in its object");
  EXPECT_EQ(mistake(R"([0,{"$oneOf":[{"$nope":0}]}])"_j), "/1/$oneOf/0: there is no operator \"$nope\"");
  EXPECT_EQ(mistake(R"({"$approx":{"value":1}})"_j), "/$approx: $approx needs \"value\" and \"by\", both numbers");
}

TEST(MatchTest, TellsWhatAnUnknownOperatorCouldHaveBeen) {
  const auto wrong = check_pattern(R"({"$oneof":[1]})"_j);
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->word, "$oneof");
  EXPECT_THAT(wrong->known, ::testing::Contains("$oneOf"));
}

}  // namespace
}  // namespace chatproof::check
