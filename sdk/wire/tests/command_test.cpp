#include "sdk/wire/command.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace chatproof::wire {
namespace {

TEST(CommandTest, NamesGoThereAndBack){
#define X(identifier, number, name)                    \
  EXPECT_EQ(name_of(Command::identifier), name);       \
  EXPECT_EQ(command_named(name), Command::identifier); \
  EXPECT_EQ(static_cast<int>(Command::identifier), int{number});
    CHATPROOF_REQUESTS(X) CHATPROOF_PUSHES(X)
#undef X
}

TEST(CommandTest, UnknownOnesHaveNoName) {
  EXPECT_EQ(name_of(static_cast<Command>(999)), "");
  EXPECT_EQ(name_of(Command::none), "none");
  EXPECT_EQ(command_named("c2c.sent"), std::nullopt);
  EXPECT_EQ(command_named(""), std::nullopt);
}

// The page a stranger reads and the table the code is made from must be the same list.
TEST(CommandTest, TableAndReadmeAgree) {
  std::ifstream file(CHATPROOF_SOURCE_DIR "/sdk/wire/README.md");
  ASSERT_TRUE(file);
  std::set<std::string> documented;
  const std::regex row(R"(^\| (\d+) \| `([A-Za-z0-9.]+)` \|)");
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_search(line, match, row)) documented.insert(match[1].str() + " " + match[2].str());
  }
  std::set<std::string> built;
#define X(identifier, number, name) built.insert(std::to_string(number) + " " + (name));
  CHATPROOF_REQUESTS(X)
  CHATPROOF_PUSHES(X)
#undef X
  EXPECT_EQ(documented, built);
}

}  // namespace
}  // namespace chatproof::wire
