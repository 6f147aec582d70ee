// One server that is two or three gateways in one simulated world, and clients that say exactly what a test wants said.
#include "mockserver/shards/shard_actions.hpp"
#include "mockserver/shards/shard_links.hpp"
#include "mockserver/tests/gateway_fixture.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::mockserver {
namespace {

using testing::ElementsAre;

TEST(ShardOfTest, IsTheSameForEver) {
  // Worked out by another program; a saved state and every client depend on it.
  std::vector<int> of_two, of_five;
  for (const char* user : {"", "alice", "bob", "carol", "u0", "u1", "u2"}) {
    of_two.push_back(shard_of(user, 2));
    of_five.push_back(shard_of(user, 5));
    EXPECT_EQ(shard_of(user, 1), 0);
  }
  EXPECT_THAT(of_two, ElementsAre(0, 0, 1, 0, 1, 0, 0));
  EXPECT_THAT(of_five, ElementsAre(0, 1, 2, 2, 0, 4, 4));
}

TEST(ShardOfTest, SpreadsSimilarNamesEvenly) {
  for (const int count : {2, 3, 8, 64}) {
    std::vector<int> users(static_cast<std::size_t>(count));
    for (int i = 0; i < 64'000; ++i) ++users[static_cast<std::size_t>(shard_of("load" + std::to_string(i), count))];
    for (const int here : users) EXPECT_NEAR(here, 64'000 / count, 64'000 / count / 5) << count;
  }
}

// Users by the shard that they live on, of two.
class ShardsTest : public testing::Test {
 protected:
  static constexpr std::uint16_t first_port = 443;

  ShardsTest() {
    world_.network("server");
    for (int i = 0; i < count; ++i) {
      shards_.push_back(
          std::make_unique<Gateway>(world_.loop(), world_.network("server"),
                                    world_.random("server" + std::to_string(i)), [this, i](const ServerEvent& event) {
                                      events_.push_back(std::to_string(i) + " " + std::string(event.kind) +
                                                        (event.user.empty() ? "" : " " + event.user));
                                    }));
      EXPECT_EQ(shards_.back()->open_shard_links({i, count}, "secret", {"server", port_of(i, 9000)}), NetError::none);
      EXPECT_EQ(shards_.back()->listen({"server", port_of(i)}, {}), NetError::none);
    }
    std::vector<ShardAddress> addresses;
    for (int i = 0; i < count; ++i)
      addresses.push_back({shards_[static_cast<std::size_t>(i)]->shard_link(), port_of(i)});
    for (const auto& shard : shards_) shard->meet_shards(addresses);
    pass(10ms);
    EXPECT_TRUE(act("settings.set", {{"settings", {{"userStatus", true}, {"multiDevicePolicy", "single"}}}}).ok);
  }

  static std::uint16_t port_of(int shard, int first = first_port) { return static_cast<std::uint16_t>(first + shard); }
  // The first of these names that lives there.
  static std::string user_of(int shard, const std::string& stem = "user") {
    for (int i = 0;; ++i)
      if (const std::string user = stem + std::to_string(i); shard_of(user, count) == shard) return user;
  }
  Gateway& home_of(const std::string& user) { return *shards_[static_cast<std::size_t>(shard_of(user, count))]; }
  void pass(runtime::Duration span) { world_.loop().run_for(span); }
  Peer& greeted(const std::string& device, int shard) {
    peers_.push_back(std::make_unique<Peer>(world_));
    peers_.back()->connect("phone", port_of(shard));
    EXPECT_EQ(
        peers_.back()->code(Command::hello, {{"sdkAppID", default_app}, {"platform", "iOS"}, {"deviceID", device}}), 0);
    return *peers_.back();
  }
  Json login_of(const std::string& user) {
    Gateway& home = home_of(user);
    return {{"userID", user},
            {"userSig", home.service.make_ticket(default_app, user, 86'400, {}, {}, home.now())},
            {"cursor", -1}};
  }
  Peer& online(const std::string& user, const std::string& device) {
    Peer& peer = greeted(device, shard_of(user, count));
    EXPECT_EQ(peer.code(Command::login, login_of(user)), 0);
    return peer;
  }
  ActResult act(std::string_view action, const Json& arguments = Json::object()) {
    return act_on_shards(
        count,
        [this](int shard, std::string_view name, const Json& given) {
          return act_on(*shards_[static_cast<std::size_t>(shard)], name, given);
        },
        action, arguments);
  }
  static Json message_to(const std::string& to, const std::string& text) {
    return {
        {"to", to},
        {"message", {{"elements", Json::array({{{"type", 1}, {"text", text}}})}, {"random", 1}, {"clientTime", 5}}}};
  }
  static std::vector<Json> pushed(const Peer& peer, Command command) {
    std::vector<Json> out;
    for (const GotFrame& frame : peer.got)
      if (frame.type == FrameType::push && frame.command == command) out.push_back(frame.json());
    return out;
  }

  static constexpr int count = 2;
  runtime::SimWorld world_;
  std::vector<std::string> events_;
  std::vector<std::unique_ptr<Gateway>> shards_;
  std::vector<std::unique_ptr<Peer>> peers_;
  const std::string here = user_of(0), there = user_of(1), other = user_of(1, "other");
};

TEST_F(ShardsTest, ALoginAtTheWrongShardIsSentOn) {
  Peer& peer = greeted("d", 0);
  EXPECT_EQ(peer.code(Command::login, login_of(there)), std::nullopt);
  ASSERT_EQ(peer.got.back().type, FrameType::goaway);
  EXPECT_EQ(wire::read_goaway_port(peer.got.back().payload), port_of(1));
  EXPECT_EQ(peer.code(Command::resume, {{"userID", there}, {"token", "any"}}), std::nullopt);
  EXPECT_EQ(peer.count(FrameType::goaway), 2U);
  EXPECT_TRUE(peer.ping());
  EXPECT_EQ(peer.code(Command::login, login_of(here)), 0);  // who lives here may come in
}

TEST_F(ShardsTest, AKickStaysInsideAShard) {
  Peer& first = online(there, "one");
  events_.clear();
  Peer& second = online(there, "two");
  EXPECT_TRUE(second.ping());
  EXPECT_EQ(first.pushes(Command::kicked), 1U);
  for (const std::string& event : events_) EXPECT_EQ(event.front(), '1') << event;
}

TEST_F(ShardsTest, AMessageCrosses) {
  Peer& from = online(here, "a");
  Peer& to = online(there, "b");
  const Json reply = from.ask(Command::c2c_send, message_to(there, "hello"));
  EXPECT_EQ(reply["code"], 0);
  EXPECT_EQ(reply["cursor"], 1);
  pass(10ms);
  const auto got = pushed(to, Command::message);
  ASSERT_EQ(got.size(), 1U);
  EXPECT_EQ(got[0]["cursor"], 1);
  EXPECT_EQ(got[0]["message"]["from"], here);
  EXPECT_EQ(got[0]["message"]["msgID"], reply["msgID"]);
  EXPECT_EQ(home_of(here).service.find_account(default_app, there), nullptr);
  const Json back = to.ask(Command::c2c_send, message_to(here, "back"));
  EXPECT_NE(back["seq"], reply["seq"]);
  pass(10ms);
  EXPECT_EQ(pushed(from, Command::message).size(), 1U);
}

TEST_F(ShardsTest, AMessageWaitsForWhoIsAway) {
  Peer& from = online(here, "a");
  for (const char* text : {"one", "two", "three"}) {
    Json message = message_to(there, text);
    message["message"]["random"] = text[0] + text[1];
    EXPECT_EQ(from.code(Command::c2c_send, message), 0);
  }
  pass(10ms);
  const Json page = online(there, "b").ask(Command::sync, {{"cursor", 0}});
  ASSERT_EQ(page["messages"].size(), 3U);
  EXPECT_EQ(page["messages"][2]["elements"][0]["text"], "three");
}

TEST_F(ShardsTest, AMessageToThoseOnlineOnlyCrossesToo) {
  Peer& to = online(there, "b");
  Json message = message_to(there, "now");
  message["onlineOnly"] = true;
  EXPECT_EQ(online(here, "a").ask(Command::c2c_send, message)["cursor"], 0);
  pass(10ms);
  ASSERT_EQ(pushed(to, Command::message).size(), 1U);
  EXPECT_EQ(pushed(to, Command::message)[0]["cursor"], 0);
}

TEST_F(ShardsTest, QuestionsAreAnsweredInTheOrderOfTheRequest) {
  online(there, "b");
  Peer& peer = online(here, "a");
  const Json answer = peer.ask(Command::status_get, {{"users", {there, "nobody", here}}});
  ASSERT_EQ(answer["code"], 0) << answer;
  const Json& statuses = answer["statuses"];
  ASSERT_EQ(statuses.size(), 2U);
  EXPECT_EQ(statuses[0]["userID"], there);
  EXPECT_EQ(statuses[0]["type"], 1);
  EXPECT_EQ(statuses[1]["userID"], here);
  EXPECT_EQ(peer.code(Command::status_get, {{"users", {user_of(1, "no"), user_of(0, "no")}}}), 70107);
  EXPECT_TRUE(act("profile.set", {{"user", there}, {"profile", {{"nickName", "T"}}}}).ok);
  const Json profiles = peer.ask(Command::profile_get, {{"users", {there, here}}})["profiles"];
  ASSERT_EQ(profiles.size(), 2U);
  EXPECT_EQ(profiles[0]["nickName"], "T");
}

TEST_F(ShardsTest, WhoWatchesHearsOfUsersOfOtherShards) {
  Peer& watcher = online(here, "a");
  EXPECT_EQ(watcher.code(Command::status_subscribe, {{"users", {there}}}), 0);
  EXPECT_EQ(watcher.code(Command::profile_subscribe, {{"users", {there}}}), 0);
  Peer& watched = online(there, "b");
  pass(10ms);
  ASSERT_EQ(pushed(watcher, Command::user_status).size(), 1U);
  EXPECT_EQ(pushed(watcher, Command::user_status)[0]["statuses"][0]["type"], 1);
  EXPECT_EQ(watched.code(Command::profile_set, {{"profile", {{"nickName", "T"}}}}), 0);
  pass(10ms);
  ASSERT_EQ(pushed(watcher, Command::user_info).size(), 1U);
  EXPECT_EQ(pushed(watcher, Command::user_info)[0]["profiles"][0]["nickName"], "T");
  EXPECT_EQ(watcher.code(Command::status_unsubscribe, {{"users", {there}}}), 0);
  pass(10ms);
  watched.close();
  pass(10ms);
  EXPECT_EQ(pushed(watcher, Command::user_status).size(), 1U);
}

TEST_F(ShardsTest, WhoIsWatchedIsToldAgainAfterAStateWasLoaded) {
  EXPECT_EQ(online(here, "a").code(Command::status_subscribe, {{"users", {there}}}), 0);
  const Json state = act("state.export").value;
  ASSERT_TRUE(act("reset").ok);
  ASSERT_TRUE(act("state.import", {{"state", state}}).ok);
  pass(10ms);
  Peer& watcher = online(here, "a");
  online(there, "b");
  pass(10ms);
  EXPECT_EQ(pushed(watcher, Command::user_status).size(), 1U);
}

TEST_F(ShardsTest, AShardThatIsGoneIsNamedAndWhatIsForItWaits) {
  Peer& peer = online(here, "a");
  shards_[1].reset();
  pass(10ms);
  EXPECT_EQ(peer.code(Command::status_get, {{"users", {there}}}), 60008);
  EXPECT_EQ(peer.code(Command::c2c_send, message_to(there, "later")), 0);
  EXPECT_THAT(events_, testing::Contains("0 shardTrouble"));
}

TEST_F(ShardsTest, ALinkNeedsTheToken) {
  peers_.push_back(std::make_unique<Peer>(world_));
  Peer& stranger = *peers_.back();
  stranger.connect("phone", port_of(1, 9000));
  const auto say = [&](const Json& message) {
    stranger.raw(Peer::bytes(FrameType::push, Command::none, 0, message.dump()));
    pass(10ms);
  };
  say({{"token", "guessed"}, {"shard", 0}});
  say({{"do", "deliver"}, {"app", default_app}, {"to", there}, {"message", Json::object()}});
  EXPECT_EQ(stranger.end, NetError::closed);
  EXPECT_EQ(home_of(there).service.find_account(default_app, there), nullptr);
}

// --- what an operator does

TEST_F(ShardsTest, AStateIsThatOfOneServer) {
  online(here, "a");
  online(there, "b");
  const Json state = act("state.export").value;
  Service whole{runtime::Random(0)};
  ASSERT_FALSE(whole.import_state(state));
  EXPECT_NE(whole.find_account(default_app, here), nullptr);
  EXPECT_NE(whole.find_account(default_app, there), nullptr);
  ASSERT_TRUE(act("reset").ok);
  EXPECT_EQ(home_of(there).service.find_account(default_app, there), nullptr);
  ASSERT_TRUE(act("state.import", {{"state", whole.export_state()}}).ok);
  EXPECT_EQ(act("state.export").value, state);
  EXPECT_EQ(home_of(here).service.find_account(default_app, there), nullptr);
  Json bad = state;
  bad["apps"][0]["accounts"][1]["banned"] = 7;
  const auto refused = act("state.import", {{"state", bad}});
  EXPECT_EQ(refused.pointer, "/state/apps/0/accounts/1/banned");
  EXPECT_EQ(act("state.export").value, state);
}

TEST_F(ShardsTest, WhatConcernsOneUserIsDoneWhereItLives) {
  Peer& peer = online(there, "b");
  EXPECT_TRUE(act("kick", {{"user", there}}).ok);
  pass(10ms);
  EXPECT_EQ(peer.pushes(Command::kicked), 1U);
  EXPECT_EQ(home_of(here).service.find_account(default_app, there), nullptr);
  EXPECT_TRUE(act("message.send", {{"from", here}, {"to", there}, {"text", "x"}}).ok);
  pass(10ms);
  EXPECT_EQ(home_of(there).service.find_account(default_app, there)->kept().last_place(), 1);
}

TEST_F(ShardsTest, ListsAreJoinedAndCountsAreAdded) {
  online(here, "a");
  online(there, "b");
  online(other, "c");
  EXPECT_EQ(act("sessions.list").value.size(), 3U);
  EXPECT_EQ(act("traffic.get").value["connections"], 3);
  const Json page = act("account.list", {{"limit", 2}}).value;
  ASSERT_EQ(page.size(), 2U);
  EXPECT_LT(page[0]["userID"], page[1]["userID"]);
  EXPECT_TRUE(act("fault.add", {{"rule",
                                 {{"when", {{"layer", "request"}, {"command", "c2c.send"}}},
                                  {"then", {{"kind", "error"}, {"code", 7777}}}}}})
                  .ok);
  EXPECT_EQ(peers_[0]->code(Command::c2c_send, message_to(there, "x")), 7777);
  EXPECT_EQ(peers_[1]->code(Command::c2c_send, message_to(here, "x")), 7777);
  const Json faults = act("fault.list").value;
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0]["acted"], 2);
}

TEST_F(ShardsTest, WhatCannotWorkIsRefused) {
  const auto refused = act("settings.set", {{"settings", {{"unknownReceiverIsError", true}}}});
  EXPECT_FALSE(refused.ok);
  EXPECT_EQ(refused.pointer, "/settings/unknownReceiverIsError");
  EXPECT_EQ(act("settings.get").value["unknownReceiverIsError"], false);
}

}  // namespace
}  // namespace chatproof::mockserver
