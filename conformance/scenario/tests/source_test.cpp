// Where things stand in a file.
#include "conformance/scenario/source.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace chatproof::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string at(const Place& place) { return std::to_string(place.line) + ":" + std::to_string(place.column); }

TEST(SourceTest, EveryValueAndKeyHasAPlace) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\n  \"a\": [1, {\"b/c\": \"x\\\"y\"}],\n\t\"d\" :\n null }", "f.json", errors);
  EXPECT_THAT(errors, IsEmpty());
  EXPECT_EQ(at(source.place("")), "1:1");
  EXPECT_EQ(at(source.place("/a")), "2:8");
  EXPECT_EQ(at(source.key_place("/a")), "2:3");
  EXPECT_EQ(at(source.place("/a/0")), "2:9");
  EXPECT_EQ(at(source.place("/a/1/b~1c")), "2:20");
  EXPECT_EQ(at(source.key_place("/a/1/b~1c")), "2:13");
  EXPECT_EQ(at(source.place("/d")), "4:2");
  EXPECT_EQ(source.place("/d").file, "f.json");
}

TEST(SourceTest, WhatIsNotThereHasThePlaceOfWhatIsAround) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\"a\":\n {}}", "f.json", errors);
  EXPECT_EQ(at(source.place("/a/b/c")), "2:2");
  EXPECT_EQ(source.place("/a/b/c").pointer, "/a/b/c");
  EXPECT_EQ(at(source.place("/z")), "1:1");
}

TEST(SourceTest, ColumnsCountCharacters) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\"爱丽丝\": \"älice\", \"b\": 1}", "f.json", errors);
  EXPECT_EQ(at(source.place("/爱丽丝")), "1:9");
  EXPECT_EQ(at(source.key_place("/b")), "1:18");
}

TEST(SourceTest, KeysAreKnownInTheOrderOfTheFile) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\"z\": 1, \"a\": 2,\n\"m\": 3}", "f.json", errors);
  EXPECT_THAT(source.keys_in_order(source.json, ""), ElementsAre("z", "a", "m"));
}

TEST(SourceTest, AKeyThatIsGivenTwiceIsAMistake) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\"a\": 1,\n \"a\": 2, \"b\": {\"a\": 3}}", "f.json", errors);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(at(errors[0].place), "2:2");
  EXPECT_EQ(errors[0].message, "the key \"a\" is given twice");
}

TEST(SourceTest, WhatIsNotJsonIsToldWithItsPlace) {
  std::vector<LoadError> errors;
  const Source source = read_source("{\n \"a\": 1,\n}", "f.json", errors);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(at(errors[0].place), "3:1");
  EXPECT_THAT(errors[0].message, HasSubstr("not JSON: syntax error while parsing object key"));
  errors.clear();
  for (const char* text : {"", "{", "\"", "[1", "{\"a\"", "\"\\", "\xff"}) {
    const Source none = read_source(text, "f.json", errors);
    EXPECT_THAT(errors, SizeIs(1)) << text;
    errors.clear();
  }
}

TEST(SourceTest, ANumberThatNothingHoldsIsToldWithItsPlace) {
  std::vector<LoadError> errors;
  (void)read_source("{\"a\":\n 1e400}", "f.json", errors);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(at(errors[0].place), "2:2");
  EXPECT_EQ(errors[0].message, "the number 1e400 is too large");
}

TEST(SourceTest, DepthIsLimited) {
  std::vector<LoadError> errors;
  const std::string deep(depth_max, '[');
  const Source legal = read_source("[\"" + deep + deep + "\"]", "f.json", errors);
  EXPECT_THAT(errors, IsEmpty());
  const Source bottom = read_source(deep + std::string(depth_max, ']'), "f.json", errors);
  EXPECT_THAT(errors, IsEmpty());
  const Source bottomless = read_source(std::string(1'000'000, '['), "f.json", errors);
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(at(errors[0].place), "1:65");
  EXPECT_EQ(errors[0].message, "values are nested more than 64 deep");
}

}  // namespace
}  // namespace chatproof::scenario
