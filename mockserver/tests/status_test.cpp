// Presence: who is told what, and when.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class StatusTest : public ServiceTest {
 protected:
  StatusTest() { EXPECT_FALSE(set({{"userStatus", true}})); }
  Json status_of(ConnectionId asker, const std::string& user) {
    return ask(asker, Command::status_get, {{"users", {user}}}).at("statuses").at(0);
  }
  // Of the one status in each push: its type.
  std::vector<int> types(ConnectionId of) {
    std::vector<int> out;
    for (const Json& push : take(of, Command::user_status)) out.push_back(push.at("statuses").at(0).at("type"));
    return out;
  }
  ConnectionId watcher(const std::string& user = "alice") {
    const ConnectionId id = online("watcher", "watcher");
    EXPECT_EQ(code(id, Command::status_subscribe, {{"users", {user}}}), 0);
    return id;
  }
};

TEST_F(StatusTest, GoesFromNeverSeenToOnlineToOfflineToLoggedOut) {
  const ConnectionId bob = online("bob", "bob");
  service.account(default_app, "alice");
  EXPECT_EQ(status_of(bob, "alice"),
            (Json{{"userID", "alice"}, {"type", 3}, {"customStatus", ""}, {"devices", Json::array()}}));
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  EXPECT_EQ(status_of(bob, "alice"),
            (Json{{"userID", "alice"}, {"type", 1}, {"customStatus", ""}, {"devices", {"Windows", "Android"}}}));
  lose(pc);
  EXPECT_EQ(status_of(bob, "alice").at("devices"), Json({"Android"}));
  lose(phone);
  EXPECT_EQ(status_of(bob, "alice").at("type"), 2);
  const ConnectionId back = online("alice", "phone");
  EXPECT_EQ(code(back, Command::logout), 0);
  EXPECT_EQ(status_of(bob, "alice").at("type"), 2) << "the computer did not log out: it may come back";
  const ConnectionId desk = online("alice", "pc", "Windows");
  EXPECT_EQ(code(desk, Command::logout), 0);
  EXPECT_EQ(status_of(bob, "alice").at("type"), 3);
}

TEST_F(StatusTest, SubscribersAreToldOfEveryChangeOnce) {
  const ConnectionId bob = watcher();
  const ConnectionId phone = online("alice", "phone", "Android");
  EXPECT_EQ(types(bob), (std::vector{1}));
  const ConnectionId pc = online("alice", "pc", "Windows");
  EXPECT_EQ(types(bob), std::vector<int>{}) << "online is online";
  lose(phone);
  EXPECT_EQ(types(bob), std::vector<int>{});
  lose(pc);
  EXPECT_EQ(types(bob), (std::vector{2}));
  const ConnectionId again = online("alice", "pc", "Windows");
  service.kick(default_app, "alice", {}, now, effects);
  EXPECT_EQ(types(bob), (std::vector{1, 2}));
  EXPECT_EQ(login(again, "alice").at("code"), 0);
  EXPECT_EQ(code(again, Command::logout), 0);
  EXPECT_EQ(types(bob), (std::vector{1, 3}));
}

TEST_F(StatusTest, OneOfTwoDevicesRunningOutIsNoChange) {
  const ConnectionId bob = watcher();
  const ConnectionId phone = connect("phone");
  EXPECT_EQ(login_with(phone, "alice", service.make_ticket(default_app, "alice", 100, {}, {}, now)), 0);
  online("alice", "pc", "Windows");
  EXPECT_EQ(types(bob), (std::vector{1}));
  pass(101s);
  EXPECT_EQ(count(phone, Command::ticket_expired), 1U);
  EXPECT_EQ(types(bob), std::vector<int>{});
}

TEST_F(StatusTest, ACustomStatusIsToldToSubscribersAndToEveryOwnDevice) {
  const ConnectionId bob = watcher();
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  effects.clear();
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", "busy"}}), 0);
  for (const ConnectionId each : {bob, phone, pc}) {
    const auto told = take(each, Command::user_status);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("statuses")[0].at("customStatus"), "busy");
  }
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", "busy"}}), 0);
  EXPECT_EQ(count(bob, Command::user_status), 0U) << "the same again is no change";
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", ""}}), 0);
  EXPECT_EQ(count(bob, Command::user_status), 1U);
}

TEST_F(StatusTest, ACustomStatusHasAHundredBytes) {
  const ConnectionId phone = online("alice", "phone");
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", std::string(100, 'x')}}), 0);
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", std::string(101, 'x')}}), 70402);
  EXPECT_EQ(status_of(phone, "alice").at("customStatus"), std::string(100, 'x'));
}

TEST_F(StatusTest, WhateverTakesTheLastDeviceAwayTakesTheCustomStatus) {
  const auto custom = [&] { return service.account(default_app, "alice").kept().custom_status; };
  const auto set_custom = [&] {
    const ConnectionId phone = online("alice", "phone");
    EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", "busy"}}), 0);
    EXPECT_EQ(custom(), "busy");
    return phone;
  };
  lose(set_custom());
  EXPECT_EQ(custom(), "") << "lost";
  EXPECT_EQ(code(set_custom(), Command::logout), 0);
  EXPECT_EQ(custom(), "") << "logout";
  set_custom();
  service.kick(default_app, "alice", {}, now, effects);
  EXPECT_EQ(custom(), "") << "kick";
  set_custom();
  service.expire(default_app, "alice", now, effects);
  EXPECT_EQ(custom(), "") << "expiry";
}

TEST_F(StatusTest, TheSwitchAndThePlanConcernOthersOnly) {
  const ConnectionId phone = online("alice", "phone");
  online("bob", "bob");
  ASSERT_FALSE(set({{"userStatus", false}}));
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"bob"}}}), 72001);
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"alice", "bob"}}}), 72001);
  EXPECT_EQ(code(phone, Command::status_subscribe, {{"users", {"bob"}}}), 72001);
  EXPECT_EQ(code(phone, Command::status_unsubscribe, {{"users", Json::array()}}), 72001);
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"alice"}}}), 0);
  EXPECT_EQ(code(phone, Command::status_set, {{"customStatus", "busy"}}), 0);
  ASSERT_FALSE(set({{"premium", false}}));
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"bob"}}}), 7013) << "the plan comes first";
}

TEST_F(StatusTest, TwentyCallsInFiveSeconds) {
  const ConnectionId phone = online("alice", "phone");
  online("bob", "bob");
  const Json bob = {{"users", {"bob"}}};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(code(phone, i % 2 ? Command::status_get : Command::status_subscribe, bob), 0);
  EXPECT_EQ(code(phone, Command::status_get, bob), 7008);
  EXPECT_EQ(code(phone, Command::status_unsubscribe, bob), 7008);
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"alice"}}}), 0) << "oneself is free";
  pass(4s);
  EXPECT_EQ(code(phone, Command::status_get, bob), 7008);
  pass(1s);
  EXPECT_EQ(code(phone, Command::status_get, bob), 0);
  ASSERT_FALSE(set({{"rateLimits", false}}));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(code(phone, Command::status_get, bob), 0);
}

TEST_F(StatusTest, QueriesLeaveOutWhoIsUnknownAndRepeated) {
  const ConnectionId phone = online("alice", "phone");
  online("bob", "bob");
  const Json reply = ask(phone, Command::status_get, {{"users", {"bob", "nobody", "bob", "alice", 7}}});
  ASSERT_EQ(reply.at("statuses").size(), 2U);
  EXPECT_EQ(reply.at("statuses")[0].at("userID"), "bob");
  EXPECT_EQ(reply.at("statuses")[1].at("userID"), "alice");
  EXPECT_EQ(code(phone, Command::status_get, {{"users", {"nobody"}}}), 70107);
}

TEST_F(StatusTest, RequestsHaveALimitOfUsers) {
  const ConnectionId phone = online("alice", "phone");
  Json many = Json::array({"alice"});
  for (int i = 1; i < 500; ++i) many.push_back("user" + std::to_string(i));
  EXPECT_EQ(code(phone, Command::status_get, {{"users", many}}), 0);
  many.push_back("one too many");
  EXPECT_EQ(code(phone, Command::status_get, {{"users", many}}), 70206);
  many.erase(many.begin() + 101, many.end());
  EXPECT_EQ(code(phone, Command::status_subscribe, {{"users", many}}), 70206);
  EXPECT_EQ(code(phone, Command::profile_subscribe, {{"users", many}}), 70206);
  many.erase(100);
  EXPECT_EQ(code(phone, Command::status_subscribe, {{"users", many}}), 0);
}

TEST_F(StatusTest, TheTwoHundredAndFirstSubscriptionEvictsTheFirst) {
  const ConnectionId bob = watcher("first");
  for (int page = 0; page < 2; ++page) {
    Json users = Json::array();
    for (int i = 0; i < (page == 0 ? 100 : 99); ++i) users.push_back("user" + std::to_string(page * 100 + i));
    EXPECT_EQ(code(bob, Command::status_subscribe, {{"users", users}}), 0);
  }
  online("first", "first");
  EXPECT_EQ(types(bob), (std::vector{1})) << "two hundred fit";
  EXPECT_EQ(code(bob, Command::status_subscribe, {{"users", {"last"}}}), 0);
  service.kick(default_app, "first", {}, now, effects);
  EXPECT_EQ(types(bob), std::vector<int>{});
  online("last", "last");
  online("user0", "user0");
  EXPECT_EQ(types(bob), (std::vector{1, 1}));
}

TEST_F(StatusTest, UnsubscribingEndsSomeOrAll) {
  const ConnectionId bob = watcher("one");
  EXPECT_EQ(code(bob, Command::status_subscribe, {{"users", {"two", "three"}}}), 0);
  EXPECT_EQ(code(bob, Command::status_unsubscribe, {{"users", {"one"}}}), 0);
  online("one", "one");
  EXPECT_EQ(types(bob), std::vector<int>{});
  online("two", "two");
  EXPECT_EQ(types(bob), (std::vector{1}));
  EXPECT_EQ(code(bob, Command::status_unsubscribe, {{"users", Json::array()}}), 0);
  online("three", "three");
  EXPECT_EQ(types(bob), std::vector<int>{});
}

TEST_F(StatusTest, SubscriptionsLapseWhenTheSubscriberStaysAway) {
  for (const auto& [away, left] : {std::pair(3599s, 1), std::pair(3600s, 0)}) {
    ASSERT_FALSE(set({{"subscriptionLifetime", "1h"}}));
    const std::string suffix = std::to_string(left);
    const ConnectionId bob = online("bob" + suffix, "bob" + suffix);
    EXPECT_EQ(code(bob, Command::status_subscribe, {{"users", {"alice"}}}), 0);
    EXPECT_EQ(code(bob, Command::profile_subscribe, {{"users", {"alice"}}}), 0);
    pass(7200s);  // online all the time
    lose(bob);
    pass(away);
    const ConnectionId back = online("bob" + suffix, "bob" + suffix);
    const ConnectionId phone = online("alice", "phone");
    EXPECT_EQ(types(back), std::vector<int>(static_cast<std::size_t>(left), 1));
    EXPECT_EQ(code(phone, Command::profile_set, {{"profile", {{"nickName", suffix}}}}), 0);
    EXPECT_EQ(count(back, Command::user_info), static_cast<std::size_t>(left));
    lose(phone);
  }
}

TEST_F(StatusTest, SubscriptionsSurviveALostLinkButNoLogout) {
  const ConnectionId bob = connect("bob");
  const Json token = login(bob, "bob").at("token");
  EXPECT_EQ(code(bob, Command::status_subscribe, {{"users", {"alice"}}}), 0);
  lose(bob);
  const ConnectionId back = connect("bob");
  EXPECT_EQ(resume(back, "bob", token).at("code"), 0);
  const ConnectionId phone = online("alice", "phone");
  EXPECT_EQ(types(back), (std::vector{1}));
  EXPECT_EQ(code(back, Command::logout), 0);
  EXPECT_EQ(login(back, "bob").at("code"), 0);
  lose(phone);
  EXPECT_EQ(types(back), std::vector<int>{});
}

}  // namespace
}  // namespace chatproof::mockserver
