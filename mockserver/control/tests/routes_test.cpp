#include "mockserver/control/routes.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "mockserver/actions.hpp"

namespace chatproof::control {
namespace {

using mockserver::Problem;
using nlohmann::json;

HttpRequest request(const std::string& method, const std::string& path, const std::string& body = {}) {
  HttpRequest out;
  out.method = method;
  out.path = path;
  out.body = body;
  return out;
}

std::variant<ActionCall, Problem> call_by(const HttpRequest& asked) {
  return call_of(std::get<Match>(match(asked)), asked);
}

TEST(RoutesTest, EveryRouteOfAnActionNamesOneThatThereIs) {
  const auto& known = mockserver::action_table();
  for (const Route& route : routes()) {
    if (route.action.empty() || route.action == "*") continue;
    EXPECT_TRUE(std::any_of(known.begin(), known.end(), [&](const auto& info) { return info.name == route.action; }))
        << route.action;
  }
}

TEST(RoutesTest, AMethodThatAPathHasNotIsToldFromAPathThatIsNotThere) {
  EXPECT_EQ(std::get<NoMatch>(match(request("PUT", "/v1/faults"))).allow, "GET, POST, DELETE");
  EXPECT_EQ(std::get<NoMatch>(match(request("GET", "/v2/faults"))).allow, "");
}

TEST(RoutesTest, NamesInPathsAreDecoded) {
  const auto call = std::get<ActionCall>(call_by(request("POST", "/v1/accounts/a%2Fb%20c/kick")));
  EXPECT_EQ(call.action, "kick");
  EXPECT_EQ(call.arguments, json({{"user", "a/b c"}}));
}

TEST(RoutesTest, ArgumentsComeFromPathQueryAndBody) {
  HttpRequest asked = request("POST", "/v1/accounts/alice/kick", R"({"device": "phone"})");
  asked.query["sdkAppID"] = "1400000001";
  EXPECT_EQ(std::get<ActionCall>(call_by(asked)).arguments,
            json({{"user", "alice"}, {"device", "phone"}, {"sdkAppID", 1'400'000'001}}));
}

TEST(RoutesTest, ABodyCanBeOneArgument) {
  const auto call = std::get<ActionCall>(call_by(request("PATCH", "/v1/settings", R"({"premium": false})")));
  EXPECT_EQ(call.arguments, json({{"settings", {{"premium", false}}}}));
}

TEST(RoutesTest, EveryActionCanBeCalledByItsName) {
  const auto call = std::get<ActionCall>(call_by(request("POST", "/v1/actions/restart", R"({"down": "2s"})")));
  EXPECT_EQ(call.action, "restart");
  EXPECT_EQ(call.arguments, json({{"down", "2s"}}));
}

TEST(RoutesTest, AnArgumentIsGivenOnce) {
  const auto problem = std::get<Problem>(call_by(request("POST", "/v1/accounts/alice/kick", R"({"user": "bob"})")));
  EXPECT_EQ(problem.pointer, "/user");
}

TEST(RoutesTest, BodiesThatAreNoArgumentsAreRefused) {
  for (const char* body : {"", "{", "[]", "7", "{\"a\":1}x"}) {
    const auto call = call_by(request("POST", "/v1/messages", body));
    if (*body == '\0')
      EXPECT_TRUE(std::get<ActionCall>(call).arguments.empty());
    else
      EXPECT_TRUE(std::holds_alternative<Problem>(call)) << body;
  }
  EXPECT_TRUE(std::holds_alternative<Problem>(call_by(request("PUT", "/v1/state", ""))));
}

}  // namespace
}  // namespace chatproof::control
