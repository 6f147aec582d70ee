#include "sdk/wire/errors.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chatproof::wire {
namespace {

TEST(ErrorsTest, EveryCodeAndNameIsFoundAndUnique) {
  std::set<std::string_view> names;
  for (const ErrorInfo& error : all_errors()) {
    EXPECT_EQ(find_error(error.code), &error) << error.name;
    EXPECT_EQ(find_error(error.name), &error) << error.name;
    EXPECT_EQ(code_named(error.name), error.code);
    EXPECT_EQ(text_of(error.code), error.text);
    EXPECT_TRUE(names.insert(error.name).second) << error.name;
    EXPECT_FALSE(error.text.empty()) << error.name;
    EXPECT_FALSE(error.area.empty()) << error.name;
  }
  EXPECT_EQ(all_errors().size(), 318u);
}

TEST(ErrorsTest, KnowsTheCodesThatTheSessionUses) {
  EXPECT_EQ(code::ERR_SDK_NOT_LOGGED_IN, 6014);
  EXPECT_EQ(code_named("ERR_SDK_NET_CONN_REFUSE"), 9511);
  EXPECT_EQ(code_named("ERR_SVR_SSO_A2_UP_INVALID"), -10003);
  EXPECT_EQ(code_named("ERR_SUCC"), 0);
  EXPECT_EQ(code::ERR_LOGIN_CANCELLED_BY_LOGOUT, 6023);
  ASSERT_NE(find_error(9520), nullptr);
  EXPECT_EQ(find_error(9520)->area, "sdk-network");
}

TEST(ErrorsTest, TellsWhatCertainlyDidNotHappen) {
  EXPECT_EQ(find_error(9518)->outcome, Outcome::definite);    // it never left the queue
  EXPECT_EQ(find_error(9520)->outcome, Outcome::indefinite);  // sent, no answer
  EXPECT_EQ(find_error(9524)->outcome, Outcome::indefinite);
  EXPECT_EQ(find_error(6017)->outcome, Outcome::definite);
  EXPECT_EQ(find_error(7009)->outcome, Outcome::indefinite);
}

TEST(ErrorsTest, UnknownCodesAndNamesAreNotFound) {
  EXPECT_EQ(find_error(4711), nullptr);
  EXPECT_EQ(find_error("ERR_NO_SUCH"), nullptr);
  EXPECT_EQ(code_named("ERR_NO_SUCH"), std::nullopt);
  EXPECT_EQ(text_of(4711), "unknown error");
}

}  // namespace
}  // namespace chatproof::wire
