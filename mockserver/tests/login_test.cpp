// Hello, login and resume: every cause of section 8 of the login spec that a server decides.
#include "mockserver/tests/service_fixture.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::mockserver {
namespace {

class LoginTest : public ServiceTest {};

TEST_F(LoginTest, HelloTellsTheTimeAndComesOnce) {
  const Json hello = {{"sdkAppID", default_app}, {"version", "8.0"}, {"platform", "iOS"}, {"deviceID", "d"}};
  EXPECT_EQ(ask(1, Command::hello, hello), (Json{{"code", 0}, {"time", start_s * 1000}}));
  EXPECT_EQ(code(1, Command::hello, hello), 60003);
}

TEST_F(LoginTest, HelloNeedsAnAppAndADevice) {
  for (const Json& app : {Json(), Json("1"), Json(0), Json(-1), Json(1.5), Json(4'294'967'296)})
    EXPECT_EQ(code(1, Command::hello, {{"sdkAppID", app}, {"deviceID", "d"}}), 60003) << app;
  EXPECT_EQ(code(1, Command::hello, {{"sdkAppID", default_app}}), 60003);
  EXPECT_EQ(code(1, Command::hello, {{"sdkAppID", default_app}, {"deviceID", 7}}), 60003);
  EXPECT_FALSE(service.clients().contains(1));
}

TEST_F(LoginTest, NothingWorksBeforeHelloAndLogin) {
  EXPECT_EQ(code(1, Command::login), 9503);
  const ConnectionId phone = connect("phone");
  for (const Command command :
       {Command::logout, Command::sync, Command::c2c_send, Command::profile_get, Command::profile_set,
        Command::profile_subscribe, Command::profile_unsubscribe, Command::status_get, Command::status_set,
        Command::status_subscribe, Command::status_unsubscribe})
    EXPECT_EQ(code(phone, command), 9503) << wire::name_of(command);
  EXPECT_EQ(code(phone, static_cast<Command>(999)), 60002);
  EXPECT_EQ(code(phone, Command::kicked), 60002) << "a push is no request";
}

TEST_F(LoginTest, ALoginAnswersWithATokenItsEndAndTheProfile) {
  const ConnectionId phone = connect("phone");
  const Json reply = login(phone, "alice");
  EXPECT_EQ(reply.at("code"), 0);
  EXPECT_FALSE(reply.at("token").get<std::string>().empty());
  EXPECT_EQ(reply.at("expires"), start_s + 86'401) << "the first second without it";
  EXPECT_EQ(reply.at("cursor"), 0);
  EXPECT_EQ(reply.at("loginTime"), start_s);
  EXPECT_EQ(reply.at("self"), (Json{{"userID", "alice"}}));
}

struct Defect {
  const char* name;
  int code;
};
class TicketDefectTest : public ServiceTest, public testing::WithParamInterface<Defect> {};

TEST_P(TicketDefectTest, HasItsCode) {
  const ConnectionId phone = connect("phone");
  EXPECT_EQ(login_with(phone, "alice", ticket("alice", GetParam().name)), GetParam().code);
  EXPECT_FALSE(has_user(phone));
  EXPECT_EQ(notes().back(), "loginRefused");
  EXPECT_EQ(service.find_account(default_app, "alice"), nullptr) << "a refused login registers nobody";
  EXPECT_EQ(login(phone, "alice").at("code"), 0) << "a good ticket still does";
}

INSTANTIATE_TEST_SUITE_P(All, TicketDefectTest,
                         testing::Values(Defect{"empty", 70002}, Defect{"truncated", 70003}, Defect{"garbage", 70003},
                                         Defect{"missingField", 70005}, Defect{"wrongVersion", 70005},
                                         Defect{"otherApp", 70014}, Defect{"otherUser", 70013},
                                         Defect{"wrongKey", 70009}, Defect{"expired", 70001}),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

TEST_F(LoginTest, EveryDefectHasATest) { EXPECT_EQ(Service::ticket_defects().size(), 9U); }

TEST_F(LoginTest, ExpiredTicketsMayBeAnsweredWith6206) {
  ASSERT_FALSE(set({{"expiredTicketCode", 6206}}));
  EXPECT_EQ(login_with(connect("phone"), "alice", ticket("alice", "expired")), 6206);
}

TEST_F(LoginTest, UserIdsAreOneTo32PrintableBytes) {
  const ConnectionId phone = connect("phone");
  const std::string longest(32, 'x');
  for (const std::string& user : {std::string(), longest + "x", std::string("a\tb"), std::string("jos\xc3\xa9")})
    EXPECT_EQ(login_with(phone, user, "whatever"), 7003) << user;
  EXPECT_EQ(login(phone, longest).at("code"), 0);
  EXPECT_EQ(login(phone, "a b~!").at("code"), 0);
}

TEST_F(LoginTest, AnUnknownAppIsRefusedAtLogin) {
  const ConnectionId phone = connect("phone", "Android", 77);
  EXPECT_EQ(login_with(phone, "alice", ticket("alice")), 70020);
  EXPECT_EQ(resume(phone, "alice", "token").at("code"), 70020);
  EXPECT_FALSE(service.knows_app(77)) << "asking does not make it";
}

TEST_F(LoginTest, SwitchesOfTheWholeAppRefuseEverybody) {
  const ConnectionId phone = connect("phone");
  ASSERT_FALSE(set({{"ecdsaApp", true}}));
  EXPECT_EQ(login(phone, "alice").at("code"), 70016);
  ASSERT_FALSE(set({{"ecdsaApp", false}, {"outOfQuota", true}}));
  EXPECT_EQ(login(phone, "alice").at("code"), 72000);
}

TEST_F(LoginTest, OldSdksAreRefused) {
  ASSERT_FALSE(set({{"minSdkVersion", "7.10"}}));
  for (const char* version : {"7.9.99", "6.0", "", "7"})
    EXPECT_EQ(login(connect("phone", "Android", default_app, version), "alice").at("code"), 70404) << version;
  for (const char* version : {"7.10", "7.10.0", "7.11", "8"})
    EXPECT_EQ(login(connect("phone", "Android", default_app, version), "alice").at("code"), 0) << version;
}

TEST_F(LoginTest, TenRefusedLoginsInAMinuteAreEnough) {
  const ConnectionId phone = connect("phone");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(login_with(phone, "alice", "bad"), 70003);
  EXPECT_EQ(login(phone, "alice").at("code"), 70050) << "a good ticket does not help";
  EXPECT_EQ(login(phone, "bob").at("code"), 0) << "only this user has to wait";
  pass(61s);
  EXPECT_EQ(login(phone, "alice").at("code"), 0);
}

TEST_F(LoginTest, RefusalsAreCountedByUserAndForgottenInTurn) {
  ASSERT_FALSE(set({{"bruteForceLimit", 2}, {"bruteForceWindow", "60s"}}));
  const ConnectionId on = connect("a");
  EXPECT_EQ(login_with(on, "alice", "x"), 70003);
  pass(30s);
  EXPECT_EQ(login_with(on, "alice", "x"), 70003);
  EXPECT_EQ(login_with(on, "bob", "x"), 70003);
  EXPECT_EQ(login_with(on, "alice", "x"), 70050);
  EXPECT_EQ(login_with(on, "bob", "x"), 70003);
  pass(31s);  // alice's first one is forgotten
  EXPECT_EQ(login_with(on, "alice", "x"), 70003);
  EXPECT_EQ(login_with(on, "alice", "x"), 70050);
}

TEST_F(LoginTest, ABannedAccountIsRefused) {
  service.ban(default_app, "alice", true, now, effects);
  EXPECT_EQ(login(connect("phone"), "alice").at("code"), 70051);
  service.ban(default_app, "alice", false, now, effects);
  EXPECT_EQ(login(connect("phone"), "alice").at("code"), 0);
}

TEST_F(LoginTest, ATokenIsGoodForANewLink) {
  const ConnectionId first = connect("phone");
  const Json token = login(first, "alice").at("token");
  lose(first);
  const ConnectionId second = connect("phone");
  const Json reply = resume(second, "alice", token);
  EXPECT_EQ(reply.at("code"), 0);
  EXPECT_FALSE(reply.contains("token"));
  EXPECT_EQ(reply.at("expires"), start_s + 86'401) << "the first second without it";
  EXPECT_TRUE(has_user(second));
}

TEST_F(LoginTest, ATokenBelongsToOneUserOnOneDevice) {
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  EXPECT_EQ(resume(connect("phone"), "bob", token).at("code"), -10004);
  EXPECT_EQ(service.find_account(default_app, "bob"), nullptr);
  EXPECT_EQ(resume(connect("tablet"), "alice", token).at("code"), -10004);
  EXPECT_EQ(resume(connect("phone"), "alice", "guess").at("code"), -10004);
  EXPECT_EQ(resume(connect("phone"), "alice", 7).at("code"), -10004);
  EXPECT_EQ(resume(connect("phone", "Android", second_app), "alice", token).at("code"), -10004);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), 0);
}

TEST_F(LoginTest, ATokenEndsWithTheLogoutAndWithTheNextLogin) {
  const ConnectionId phone = connect("phone");
  const Json first = login(phone, "alice").at("token");
  EXPECT_EQ(code(phone, Command::logout), 0);
  const Json second = login(phone, "alice").at("token");
  EXPECT_EQ(resume(connect("phone"), "alice", first).at("code"), -10004);
  const ConnectionId again = connect("phone");
  EXPECT_EQ(resume(again, "alice", second).at("code"), 0);
  EXPECT_EQ(code(again, Command::logout), 0);
  EXPECT_EQ(resume(connect("phone"), "alice", second).at("code"), -10004);
}

TEST_F(LoginTest, ATicketThatRunsOutIsToldOnce) {
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  ASSERT_EQ(service.next_expiry(), start_s + 86'401);
  pass(86'400s);
  EXPECT_EQ(count(phone, Command::ticket_expired), 0U);
  pass(1s);
  EXPECT_EQ(count(phone, Command::ticket_expired), 1U);
  EXPECT_FALSE(has_user(phone));
  EXPECT_EQ(service.next_expiry(), std::nullopt);
  pass(3600s);
  EXPECT_EQ(count(phone, Command::ticket_expired), 0U);
  EXPECT_EQ(resume(phone, "alice", token).at("code"), -10003);
  EXPECT_EQ(login(phone, "alice").at("code"), 0);
}

TEST_F(LoginTest, ATicketThatRunsOutWhileAwayIsToldAtTheResume) {
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  lose(phone);
  EXPECT_EQ(service.next_expiry(), std::nullopt);
  pass(86'401s);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), -10003);
}

TEST_F(LoginTest, ANewLinkOfTheSameDeviceReplacesTheOldOneWithoutAnEvent) {
  const ConnectionId friends = online("bob", "bob");
  ASSERT_FALSE(set({{"userStatus", true}}));
  ASSERT_EQ(code(friends, Command::status_subscribe, {{"users", {"alice"}}}), 0);
  const ConnectionId first = connect("phone");
  const Json token = login(first, "alice").at("token");
  effects.clear();
  const ConnectionId second = connect("phone");
  EXPECT_EQ(resume(second, "alice", token).at("code"), 0);
  EXPECT_EQ(count(first, Command::kicked), 0U);
  EXPECT_EQ(count(friends, Command::user_status), 0U);
  EXPECT_TRUE(std::any_of(effects.begin(), effects.end(), [&](const Effect& effect) {
    return std::holds_alternative<Close>(effect) && std::get<Close>(effect).connection == first;
  }));
  lose(first);
  EXPECT_TRUE(has_user(second)) << "the end of the old link does not matter any more";
  EXPECT_EQ(count(friends, Command::user_status), 0U);
}

TEST_F(LoginTest, ASecondProcessOfADeviceKicksTheFirstOnItsLinkAndLater) {
  for (const char* policy : {"single", "dual", "triple", "multi"}) {
    ASSERT_FALSE(set({{"multiDevicePolicy", policy}}));
    const std::string user = std::string("user of ") + policy;
    const ConnectionId first = connect("phone");
    const Json old_token = login(first, user).at("token");
    const ConnectionId second = connect("phone");
    EXPECT_EQ(login(second, user).at("code"), 0);
    EXPECT_EQ(take(first, Command::kicked), (std::vector<Json>{{{"reason", "login"}, {"userID", user}}}));
    EXPECT_FALSE(has_user(first));
    EXPECT_TRUE(has_user(second));
    EXPECT_EQ(count(second, Command::kicked), 0U);
    EXPECT_EQ(resume(connect("phone"), user, old_token).at("code"), 6208) << "the push may have been lost";
    EXPECT_TRUE(has_user(second));
    EXPECT_EQ(code(second, Command::logout), 0);
    EXPECT_EQ(resume(connect("phone"), user, old_token).at("code"), 6208) << "whatever became of the other";
  }
}

TEST_F(LoginTest, ALoginThatIsRepeatedOnItsLinkKeepsItsToken) {
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  EXPECT_EQ(login(phone, "alice").at("token"), token);
  lose(phone);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), 0);
}

TEST_F(LoginTest, TheTokensOfAKickAreRememberedUpToALimit) {
  Json first;
  for (int i = 0; i < 18; ++i) {
    const Json token = login(connect("phone"), "alice").at("token");
    if (i == 0) first = token;
  }
  EXPECT_EQ(resume(connect("phone"), "alice", first).at("code"), -10004);
}

TEST_F(LoginTest, VersionsBeyondAnyNumberAreCompared) {
  ASSERT_FALSE(set({{"minSdkVersion", "8.0"}}));
  const std::string nines(30, '9');
  const ConnectionId odd = connect("phone", "Android", default_app, nines + "." + nines);
  EXPECT_EQ(login(odd, "alice").at("code"), 0);
}

TEST_F(LoginTest, AnotherUserOnTheSameLinkLogsTheFirstOneOut) {
  ASSERT_FALSE(set({{"userStatus", true}}));
  const ConnectionId friends = online("carol", "carol");
  ASSERT_EQ(code(friends, Command::status_subscribe, {{"users", {"alice", "bob"}}}), 0);
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  EXPECT_EQ(login(phone, "bob").at("code"), 0);
  const auto told = take(friends, Command::user_status);
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[1].at("statuses")[0].at("userID"), "alice");
  EXPECT_EQ(told[1].at("statuses")[0].at("type"), 3);
  EXPECT_EQ(told[2].at("statuses")[0].at("userID"), "bob");
  EXPECT_EQ(count(phone, Command::kicked), 0U);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), -10004);
}

// Would take minutes if any step looked at all the others.
TEST_F(LoginTest, FiveThousandMayLogInAndOut) {
  std::vector<ConnectionId> all;
  for (int i = 0; i < 5'000; ++i) {
    const std::string user = "user" + std::to_string(i);
    const ConnectionId on = connect(user);
    EXPECT_NE(login_with(on, user, "x"), 0);
    EXPECT_EQ(login(on, user).at("code"), 0);
    EXPECT_TRUE(service.next_expiry().has_value());
    service.tick(now, effects);
    effects.clear();
    all.push_back(on);
  }
  for (const ConnectionId on : all) lose(on);
  EXPECT_TRUE(service.clients().empty());
}

TEST_F(LoginTest, AppsDoNotSeeEachOther) {
  online("alice", "one", "Android", default_app);
  const ConnectionId bob = online("bob", "two", "Android", second_app);
  EXPECT_EQ(ask(bob, Command::profile_get, {{"users", {"alice"}}}).at("profiles"), Json::array());
  const ConnectionId other_alice = online("alice", "three", "Android", second_app);
  EXPECT_EQ(send(bob, "alice", "hello").at("code"), 0);
  EXPECT_EQ(count(other_alice, Command::message), 1U);
  EXPECT_EQ(count(1, Command::message), 0U);
}

}  // namespace
}  // namespace chatproof::mockserver
