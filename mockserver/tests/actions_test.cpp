// What an operator can do, by name, on a whole server: that each deed reaches it, and what is refused only there.
#include "mockserver/actions.hpp"

#include "mockserver/tests/gateway_fixture.hpp"

namespace chatproof::mockserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ActionsTest : public GatewayTest {
 protected:
  Json value(std::string_view action, const Json& arguments = Json::object()) {
    const ActResult result = act(action, arguments);
    EXPECT_TRUE(result.ok) << action << ": " << result.pointer << " " << result.error;
    return result.value;
  }
  void refused(std::string_view action, const Json& arguments, std::string_view pointer) {
    const ActResult result = act(action, arguments);
    EXPECT_FALSE(result.ok) << action;
    EXPECT_EQ(result.pointer, pointer) << action << ": " << result.error;
    EXPECT_FALSE(result.error.empty());
  }
  std::vector<std::string> users(const Json& arguments = Json::object()) {
    std::vector<std::string> ids;
    for (const Json& account : value("account.list", arguments)) ids.push_back(account["userID"]);
    return ids;
  }
  // What the login of a user says who brings this ticket.
  std::optional<int> login_with(const std::string& user, const Json& ticket) {
    return greeted("pc").code(Command::login, {{"userID", user}, {"userSig", ticket}, {"cursor", -1}});
  }
  const Json rule_ = {{"id", "r"}, {"when", {{"command", "login"}}}, {"then", {{"kind", "error"}, {"code", 6013}}}};
};

TEST_F(ActionsTest, WhatTakesAnAppRefusesOneThatIsNotThere) {
  const Json whole = {
      {"user", "alice"}, {"from", "alice"}, {"to", "bob"}, {"text", "hi"}, {"profile", {{"nickName", "A"}}}};
  int seen = 0;
  for (const ActionInfo& info : action_table()) {
    Json arguments = {{"sdkAppID", 77}};
    bool has_app = false;
    for (const ArgumentInfo& one : info.arguments) {
      has_app = has_app || (one.kind == ArgumentKind::app && !one.needed);
      if (whole.contains(one.name) && one.needed) arguments[std::string(one.name)] = whole[std::string(one.name)];
    }
    if (!has_app) continue;
    refused(info.name, arguments, "/sdkAppID");
    ++seen;
  }
  EXPECT_GE(seen, 8);
  EXPECT_THAT(users(), IsEmpty());
}

TEST_F(ActionsTest, AnAddedAppHasItsOwnAccountsAndKey) {
  value("app.add", {{"sdkAppID", 77}, {"key", "its key"}});
  value("account.create", {{"user", "alice"}, {"sdkAppID", 77}});
  EXPECT_THAT(users({{"sdkAppID", 77}}), ElementsAre("alice"));
  EXPECT_THAT(users(), IsEmpty());
}

TEST_F(ActionsTest, AccountsAreListedPageByPage) {
  for (const char* user : {"c", "a", "d", "b"}) value("account.create", {{"user", user}});
  EXPECT_THAT(users({{"limit", 2}}), ElementsAre("a", "b"));
  EXPECT_THAT(users({{"limit", 2}, {"after", "b"}}), ElementsAre("c", "d"));
  EXPECT_THAT(users({{"after", "d"}}), IsEmpty());
  refused("account.list", {{"limit", 0}}, "/limit");
  refused("account.list", {{"limit", 1001}}, "/limit");
}

TEST_F(ActionsTest, AnAccountTellsItsDevicesAndWhetherItIsBanned) {
  online("alice", "phone");
  Json alice = value("account.list").at(0);
  EXPECT_EQ(alice["devices"], Json::array({{{"id", "phone"}, {"platform", "Android"}, {"online", true}}}));
  EXPECT_EQ(alice["banned"], false);
  value("ban", {{"user", "alice"}});
  alice = value("account.list").at(0);
  EXPECT_EQ(alice["banned"], true);
  EXPECT_EQ(login_with("alice", value("ticket.create", {{"user", "alice"}})), 70051);
  value("unban", {{"user", "alice"}});
  EXPECT_EQ(login_with("alice", value("ticket.create", {{"user", "alice"}})), 0);
}

TEST_F(ActionsTest, TicketsAreGoodOrBadAsAskedFor) {
  EXPECT_EQ(login_with("alice", value("ticket.create", {{"user", "alice"}})), 0);
  EXPECT_EQ(login_with("alice", value("ticket.create", {{"user", "alice"}, {"defect", "expired"}})), 70001);
  EXPECT_NE(login_with("alice", value("ticket.create", {{"user", "alice"}, {"defect", "otherUser"}})), 0);
  EXPECT_EQ(value("ticket.create", {{"user", "alice"}, {"defect", "empty"}}), "");
  const Json short_lived = value("ticket.create", {{"user", "alice"}, {"expire", 60}});
  pass(61s);
  EXPECT_EQ(login_with("alice", short_lived), 70001);
}

TEST_F(ActionsTest, ExpireAndRevokeRefuseTheTicketsOfBefore) {
  Peer& phone = online("alice", "phone");
  const Json ticket = value("ticket.create", {{"user", "alice"}});
  value("ticket.revoke", {{"user", "alice"}});
  EXPECT_EQ(phone.code(Command::sync), 0) << "who is online stays";
  EXPECT_EQ(login_with("alice", ticket), 70001);
  value("ticket.expire", {{"user", "alice"}});
  pass(1s);
  EXPECT_EQ(phone.pushes(Command::ticket_expired), 1U);
}

TEST_F(ActionsTest, AKickCanBeForOneDevice) {
  value("settings.set", {{"settings", {{"multiDevicePolicy", "multi"}, {"instancesPerPlatform", 2}}}});
  Peer& phone = online("alice", "phone");
  Peer& other = online("alice", "other");
  value("kick", {{"user", "alice"}, {"device", "other"}});
  pass(1s);
  EXPECT_EQ(phone.pushes(Command::kicked), 0U);
  EXPECT_EQ(other.pushes(Command::kicked), 1U);
}

TEST_F(ActionsTest, AMessageReachesItsReceiver) {
  Peer& bob = online("bob", "phone");
  const Json sent = value("message.send", {{"from", "alice"}, {"to", "bob"}, {"text", "hi"}});
  EXPECT_EQ(sent["code"], 0);
  pass(1s);
  EXPECT_EQ(bob.pushes(Command::message), 1U);
  EXPECT_THAT(bob.received, HasSubstr("\"hi\""));
  EXPECT_THAT(details("message"), SizeIs(1));
}

TEST_F(ActionsTest, AMessageThatTheServiceRefusesIsRefused) {
  refused("message.send", {{"from", "alice"}, {"to", "bob"}, {"text", std::string(20'000, 'x')}}, "/text");
  EXPECT_THAT(details("message"), IsEmpty());
}

TEST_F(ActionsTest, AProfileIsChangedOrRefused) {
  value("profile.set", {{"user", "alice"}, {"profile", {{"nickName", "Alice"}}}});
  EXPECT_THAT(value("state.export").dump(), HasSubstr(R"("nickName":"Alice")"));
  refused("profile.set", {{"user", "alice"}, {"profile", {{"nickName", "B"}, {"nickNam", "A"}}}}, "/profile/nickNam");
  EXPECT_THAT(value("state.export").dump(), HasSubstr(R"("nickName":"Alice")"));
}

TEST_F(ActionsTest, SettingsChangeTogetherOrNotAtAll) {
  value("settings.set", {{"settings", {{"premium", false}}}});
  EXPECT_EQ(value("settings.get")["premium"], false);
  refused("settings.set", {{"settings", {{"premium", true}, {"webInstances", -1}}}}, "/settings/webInstances");
  EXPECT_EQ(value("settings.get")["premium"], false);
}

TEST_F(ActionsTest, ASettingOfTimeHoldsForThoseWhoAreOnline) {
  Peer& phone = online("alice", "phone");
  value("settings.set", {{"settings", {{"presenceTimeout", "30s"}}}});
  pass(31s);
  EXPECT_TRUE(phone.end.has_value());
}

TEST_F(ActionsTest, RulesAreAddedListedAndRemoved) {
  EXPECT_EQ(value("fault.add", {{"rule", rule_}}), (Json{{"id", "r"}}));
  const Json unnamed = {{"when", {{"command", "sync"}}}, {"then", {{"kind", "close"}}}};
  const std::string id = value("fault.add", {{"rule", unnamed}})["id"];
  EXPECT_EQ(login_with("alice", "no ticket"), 6013);
  EXPECT_EQ(value("fault.list").at(0),
            (Json{{"id", "r"}, {"seen", 1}, {"acted", 1}, {"mustAct", true}, {"rule", rule_}}));
  refused("fault.add", {{"rule", rule_}}, "/rule/id");
  refused("fault.add", {{"rule", {{"then", {{"kind", "clse"}}}}}}, "/rule/then/kind");
  refused("fault.remove", {{"id", "other"}}, "/id");
  value("fault.remove", {{"id", "r"}});
  EXPECT_EQ(value("fault.list").at(0)["id"], id);
  value("fault.clear");
  EXPECT_EQ(value("fault.list"), Json::array());
}

TEST_F(ActionsTest, TheClockIsShiftedWithinItsBounds) {
  const std::int64_t before = value("clock.get")["unixMs"];
  value("clock.shift", {{"by", "2h"}});
  EXPECT_EQ(value("clock.get"), (Json{{"unixMs", before + 7'200'000}, {"shift", "2h"}}));
  value("clock.shift", {{"by", "-3h"}});
  EXPECT_EQ(value("clock.get"), (Json{{"unixMs", before - 3'600'000}, {"shift", "-1h"}}));
  refused("clock.shift", {{"by", "10001d"}}, "/by");
  EXPECT_EQ(value("clock.get")["shift"], "-1h");
}

TEST_F(ActionsTest, WhoIsConnectedIsListed) {
  Peer& phone = online("alice", "phone");
  greeted("pc");
  const Json sessions = value("sessions.list");
  ASSERT_THAT(sessions, SizeIs(2));
  EXPECT_EQ(sessions[0]["user"], "alice");
  EXPECT_EQ(sessions[0]["device"], "phone");
  EXPECT_EQ(sessions[1]["user"], "");
  phone.close();
  pass(1s);
  EXPECT_THAT(value("sessions.list"), SizeIs(1));
}

TEST_F(ActionsTest, TrafficIsCounted) {
  EXPECT_EQ(value("traffic.get"), (Json{{"connections", 0},
                                        {"receivedBytes", 0},
                                        {"sentBytes", 0},
                                        {"accounts", 0},
                                        {"messages", 0},
                                        {"messageBytes", 0},
                                        {"dropped", 0},
                                        {"watched", 0}}));
  Peer& phone = online("alice", "phone");
  const Json traffic = value("traffic.get");
  EXPECT_EQ(traffic["accounts"], 1);
  EXPECT_EQ(traffic["connections"], 1);
  EXPECT_EQ(traffic["sentBytes"], phone.received.size());
  EXPECT_GT(traffic["receivedBytes"], 0);
}

TEST_F(ActionsTest, AServerThatDoesNotListenKeepsThoseWhoAreThere) {
  Peer& phone = online("alice", "phone");
  value("stopListening");
  EXPECT_EQ(connect().end, NetError::refused);
  EXPECT_TRUE(phone.ping());
  value("startListening");
  value("startListening");
  EXPECT_FALSE(connect().end.has_value());
}

TEST_F(ActionsTest, AServerThatIsStoppedKeepsNobody) {
  Peer& phone = online("alice", "phone");
  value("stop");
  pass(1s);
  EXPECT_EQ(phone.end, NetError::reset);
  EXPECT_EQ(connect().end, NetError::refused);
  value("start");
  EXPECT_FALSE(connect().end.has_value());
  EXPECT_THAT(users(), ElementsAre("alice"));
}

TEST_F(ActionsTest, ARestartCanLoseTheState) {
  value("account.create", {{"user", "alice"}});
  value("restart", {{"state", "keep"}});
  pass(1s);
  EXPECT_THAT(users(), ElementsAre("alice"));
  value("restart", {{"state", "lose"}});
  pass(1s);
  EXPECT_THAT(users(), IsEmpty());
}

TEST_F(ActionsTest, ConnectionsEndOneWayOrTheOther) {
  Peer& alice = online("alice", "a");
  Peer& bob = online("bob", "b");
  Peer& carol = online("carol", "c");
  value("resetConnections", {{"user", "alice"}});
  value("closeConnections", {{"device", "b"}});
  pass(1s);
  EXPECT_EQ(alice.end, NetError::reset);
  EXPECT_EQ(bob.end, NetError::closed);
  EXPECT_FALSE(carol.end.has_value());
  value("closeConnections");
  pass(1s);
  EXPECT_EQ(carol.end, NetError::closed);
}

TEST_F(ActionsTest, AFrozenConnectionIsSilentUntilItThaws) {
  Peer& alice = online("alice", "a");
  Peer& bob = online("bob", "b");
  value("freeze", {{"user", "alice"}});
  EXPECT_FALSE(alice.ping());
  EXPECT_TRUE(bob.ping());
  value("thaw");
  EXPECT_TRUE(alice.ping());
}

TEST_F(ActionsTest, ADrainTellsEverybody) {
  Peer& phone = online("alice", "a");
  value("drain");
  pass(1s);
  EXPECT_EQ(phone.count(FrameType::goaway), 1U);
}

TEST_F(ActionsTest, AStateTakesThePlaceOfAnother) {
  value("account.create", {{"user", "alice"}});
  const Json state = value("state.export");
  value("account.create", {{"user", "bob"}});
  Peer& phone = online("bob", "phone");
  value("state.import", {{"state", state}});
  pass(1s);
  EXPECT_TRUE(phone.end.has_value());
  EXPECT_THAT(users(), ElementsAre("alice"));
  EXPECT_EQ(value("state.export"), state);
}

TEST_F(ActionsTest, ABadStateChangesNothing) {
  Peer& phone = online("alice", "phone");
  Json state = value("state.export");
  state["apps"] = 5;
  refused("state.import", {{"state", state}}, "/state/apps");
  EXPECT_TRUE(phone.ping());
  EXPECT_THAT(users(), ElementsAre("alice"));
}

TEST_F(ActionsTest, AResetIsAsAtTheBeginning) {
  const Json first = value("state.export"), settings = value("settings.get");
  Peer& phone = online("alice", "phone");
  value("settings.set", {{"settings", {{"premium", false}}}});
  value("fault.add", {{"rule", rule_}});
  value("clock.shift", {{"by", "1h"}});
  value("stopListening");
  value("reset");
  pass(1s);
  EXPECT_TRUE(phone.end.has_value());
  EXPECT_EQ(value("state.export"), first);
  EXPECT_EQ(value("settings.get"), settings);
  EXPECT_EQ(value("fault.list"), Json::array());
  EXPECT_EQ(value("clock.get")["shift"], "0s");
  EXPECT_FALSE(connect().end.has_value());
}

TEST_F(ActionsTest, AnUnknownActionIsRefused) { refused("kik", {{"user", "alice"}}, ""); }

}  // namespace
}  // namespace chatproof::mockserver
