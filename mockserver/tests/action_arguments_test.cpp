// Arguments of actions are judged before anything is done, and before there is a server.
#include "mockserver/action_arguments.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mockserver/actions.hpp"
#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

std::string verdict(std::string_view action, const json& arguments) {
  const auto problem = check_action(action, arguments);
  return problem ? problem->pointer + ": " + problem->text : "good";
}

TEST(ActionArgumentsTest, EveryActionSaysWhatItTakes) {
  for (const ActionInfo& info : action_table()) {
    const auto problem = check_action(info.name, {{"/odd", 1}});
    ASSERT_TRUE(problem) << info.name;
    EXPECT_EQ(problem->pointer, "/~1odd") << info.name;
    for (const ArgumentInfo& one : info.arguments) {
      EXPECT_NE(problem->text.find(one.name), std::string::npos) << info.name << " " << one.name;
      EXPECT_TRUE(!one.needed || verdict(info.name, json::object()) != "good") << info.name << " " << one.name;
    }
  }
}

TEST(ActionArgumentsTest, AMistakeTellsWhereItIs) {
  EXPECT_EQ(verdict("kik", json::object()), ": no such action: kik; did you mean \"kick\"?");
  EXPECT_EQ(verdict("kick", json::array()), ": an object of arguments is expected");
  EXPECT_EQ(verdict("kick", json::object()), "/user: is missing");
  EXPECT_EQ(verdict("kick", {{"user", ""}}), "/user: must not be empty");
  EXPECT_EQ(verdict("kick", {{"user", 5}}), "/user: text is expected");
  EXPECT_EQ(verdict("kick", {{"user", "a"}, {"divice", "b"}}),
            "/divice: unknown argument; kick takes: user, device?, sdkAppID?; did you mean \"device\"?");
  EXPECT_EQ(verdict("kick", {{"user", "a"}, {"sdkAppID", 0}}), "/sdkAppID: is out of range");
  EXPECT_EQ(verdict("kick", {{"user", "a"}, {"sdkAppID", 4'294'967'296}}), "/sdkAppID: is out of range");
  EXPECT_EQ(verdict("kick", {{"user", "a"}, {"sdkAppID", "1"}}), "/sdkAppID: a whole number is expected");
  EXPECT_EQ(verdict("clock.shift", {{"by", 5}}), "/by: a duration such as \"30s\" is expected");
  EXPECT_EQ(verdict("restart", {{"down", "-1s"}}), "/down: must not be negative");
  EXPECT_EQ(verdict("restart", {{"state", "loose"}}), "/state: \"keep\" or \"lose\" is expected");
  EXPECT_EQ(verdict("ticket.create", {{"user", "a"}, {"defect", "truncate"}}),
            "/defect: no such defect; did you mean \"truncated\"?");
  EXPECT_EQ(verdict("ticket.create", {{"user", "a"}, {"now", 1.5}}), "/now: a whole number is expected");
  EXPECT_EQ(verdict("ticket.create", {{"user", "a"}, {"expire", 2'000'000'000'000}}), "/expire: is out of range");
  EXPECT_EQ(verdict("settings.set", {{"settings", {{"premium", 1}}}}), "/settings/premium: true or false is expected");
  EXPECT_EQ(verdict("fault.add", {{"rule", {{"then", {{"kind", "clos"}}}}}}),
            "/rule/then/kind: no such kind of fault; did you mean \"close\"?");
  EXPECT_EQ(verdict("state.import", {{"state", json::array()}}), "/state/schemaVersion: \"1.0\" is expected");
  EXPECT_EQ(verdict("profile.set", {{"user", "a"}, {"profile", json::object()}}), "/profile: nothing to change");
}

TEST(ActionArgumentsTest, GoodOnesPass) {
  EXPECT_EQ(verdict("kick", {{"user", "a"}, {"device", "b"}, {"sdkAppID", 4'294'967'295}}), "good");
  EXPECT_EQ(verdict("clock.shift", {{"by", "-1d"}}), "good");
  EXPECT_EQ(verdict("restart", {{"state", "lose"}, {"down", "5s"}}), "good");
  EXPECT_EQ(verdict("ticket.create", {{"user", "a"}, {"defect", "truncated"}, {"now", 0}, {"expire", -5}}), "good");
  EXPECT_EQ(verdict("state.import", {{"state", Service(runtime::Random(1)).export_state()}}), "good");
  EXPECT_EQ(verdict("profile.set", {{"user", "a"}, {"profile", {{"nickName", "A"}}}}), "good");
  EXPECT_EQ(verdict("drain", json::object()), "good");
}

}  // namespace
}  // namespace chatproof::mockserver
