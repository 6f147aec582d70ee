#include "sdk/usersig/command.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "sdk/usersig/tests/vectors.hpp"

namespace chatproof::usersig {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Ran {
  int code;
  std::string out;
  std::string err;
};

Ran run(const CommandOptions& options) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_usersig(options, out, err);
  return {code, out.str(), err.str()};
}

CommandOptions xiaojun(CommandOptions::Action action) {
  CommandOptions options;
  options.action = action;
  options.sdk_app_id = 1400000000;
  options.key = vectors::key;
  options.user_id = "xiaojun";
  options.now = 1700000000;
  options.ticket = vectors::all[1].ticket;
  return options;
}

TEST(CommandTest, CreatesATicketThatItThenFindsValid) {
  const Ran created = run(xiaojun(CommandOptions::Action::create));
  ASSERT_EQ(created.code, 0) << created.err;
  ASSERT_EQ(created.out.back(), '\n');
  CommandOptions verify = xiaojun(CommandOptions::Action::verify);
  verify.ticket = created.out.substr(0, created.out.size() - 1);
  const Ran verified = run(verify);
  EXPECT_EQ(verified.code, 0) << verified.out;
  EXPECT_THAT(verified.out, HasSubstr("2024-05-12 22:13:20 UTC (in 180 d)"));
}

TEST(CommandTest, SaysWhyATicketIsNotValid) {
  CommandOptions options = xiaojun(CommandOptions::Action::verify);
  options.user_id = "bob";
  const Ran ran = run(options);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("70013"));
  EXPECT_THAT(ran.out, HasSubstr("xiaojun"));
}

TEST(CommandTest, SaysWhyNothingWasCreated) {
  CommandOptions options = xiaojun(CommandOptions::Action::create);
  options.user_id.clear();
  const Ran ran = run(options);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("user ID is empty"));
}

TEST(CommandTest, ExplainsEveryField) {
  CommandOptions options = xiaojun(CommandOptions::Action::explain);
  options.ticket = vectors::all[4].ticket;
  const Ran ran = run(options);
  EXPECT_EQ(ran.code, 0);
  for (const char* part : {"\"xiaojun\"", "1400000000", "2023-11-14 22:13:20 UTC", "15552000 s = 180 d",
                           "2024-05-12 22:13:20 UTC", "10000", "create, enter", "made with this key"}) {
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
  EXPECT_THAT(ran.out, Not(HasSubstr(std::string(vectors::key))));
}

TEST(CommandTest, ExplainsWhatIsLeftOfADamagedTicket) {
  CommandOptions options = xiaojun(CommandOptions::Action::explain);
  options.ticket.resize(options.ticket.size() - 12);
  const Ran ran = run(options);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("70003"));
  EXPECT_THAT(ran.out, HasSubstr("TLS.ver"));
}

TEST(CommandTest, TellsWhetherTheKeyMadeTheTicket) {
  CommandOptions options = xiaojun(CommandOptions::Action::explain);
  options.key = "another";
  EXPECT_THAT(run(options).out, HasSubstr("not made with this key"));
  options.key.clear();
  EXPECT_THAT(run(options).out, HasSubstr("not checked"));
}

}  // namespace
}  // namespace chatproof::usersig
