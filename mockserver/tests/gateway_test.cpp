// Connections and frames: what a client may say, and what it may not and nobody else suffers from.
#include "mockserver/gateway/gateway.hpp"

#include "mockserver/tests/gateway_fixture.hpp"

namespace chatproof::mockserver {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST_F(GatewayTest, AReplyRepeatsTheIdAndTheCommandOfItsRequest) {
  Peer& phone = connect();
  phone.last_id = 76;
  EXPECT_EQ(phone.code(Command::hello, hello("a")), 0);
  ASSERT_THAT(phone.got, SizeIs(1));
  EXPECT_EQ(phone.got[0].id, 77U);
  EXPECT_EQ(phone.got[0].command, Command::hello);
}

TEST_F(GatewayTest, TheAnswerComesBeforeThePushesThatTheRequestCaused) {
  Peer& phone = online("alice", "a");
  EXPECT_EQ(phone.code(Command::profile_set, {{"profile", {{"nickName", "A"}}}}), 0);
  pass(1s);
  ASSERT_THAT(phone.got, SizeIs(4));
  EXPECT_EQ(phone.got[2].type, FrameType::reply);
  EXPECT_EQ(phone.got[3].type, FrameType::push);
  EXPECT_EQ(phone.got[3].command, Command::self_info);
}

TEST_F(GatewayTest, PushesReachTheOtherUser) {
  Peer& alice = online("alice", "a");
  Peer& bob = online("bob", "b");
  EXPECT_EQ(alice.code(Command::c2c_send, message_to("bob", "hi")), 0);
  pass(1s);
  ASSERT_EQ(bob.pushes(Command::message), 1U);
  EXPECT_EQ(bob.got.back().json()["message"]["elements"][0]["text"], "hi");
  EXPECT_EQ(alice.pushes(Command::message), 0U);
}

TEST_F(GatewayTest, APingIsAnsweredWithTheTimeOfTheServer) {
  Peer& phone = connect();
  EXPECT_TRUE(phone.ping());
  ASSERT_THAT(phone.got.back().payload, SizeIs(8));
  std::int64_t told = 0;
  for (const char byte : phone.got.back().payload) told = told << 8 | static_cast<unsigned char>(byte);
  EXPECT_NEAR(static_cast<double>(told), static_cast<double>(gateway_.now().unix_ms), 1000.0);
}

TEST_F(GatewayTest, FramesComeInPiecesAndSeveralAtOnce) {
  Peer& phone = connect();
  const std::string first = Peer::bytes(FrameType::request, Command::hello, 1, hello("a").dump());
  for (const char byte : first) {
    phone.raw({&byte, 1});
    phone.pass(1ms);
  }
  ASSERT_THAT(phone.got, SizeIs(1));
  const std::string ask = Peer::bytes(FrameType::request, Command::sync, 2, "{}");
  phone.raw(ask + ask + ask.substr(0, 5));
  phone.pass(10ms);
  EXPECT_THAT(phone.got, SizeIs(3));
  phone.raw(ask.substr(5));
  phone.pass(10ms);
  EXPECT_THAT(phone.got, SizeIs(4));
}

TEST_F(GatewayTest, UnknownCommandsHaveACode) {
  Peer& phone = greeted("a");
  EXPECT_EQ(phone.code(static_cast<Command>(9999)), 60002);
  EXPECT_EQ(phone.code(Command::kicked), 60002);  // a push is no request
  EXPECT_EQ(phone.code(Command::none), 60002);
  EXPECT_TRUE(phone.ping());
}

struct Rubbish {
  const char* name;
  std::string bytes;
};

class RubbishTest : public GatewayTest, public testing::WithParamInterface<Rubbish> {};

TEST_P(RubbishTest, EndsTheConnectionAndNoOther) {
  Peer& other = online("bob", "b");
  Peer& phone = greeted("a");
  phone.raw(GetParam().bytes);
  pass(1s);
  EXPECT_EQ(phone.end, NetError::closed);
  EXPECT_EQ(details("disconnect"), std::vector<Json>{Json({{"how", "protocol error"}})});
  EXPECT_TRUE(other.ping());
}

INSTANTIATE_TEST_SUITE_P(
    All, RubbishTest,
    testing::Values(Rubbish{"Http", "GET / HTTP/1.1\r\nHost: server\r\n\r\n"},
                    Rubbish{"LengthTooLarge", std::string("\x00\x10\x00\x01\x01\x01", 6)},
                    Rubbish{"LengthTooSmall", std::string("\x00\x00\x00\x07\x01\x01", 6)},
                    Rubbish{"UnknownVersion", std::string("\x00\x00\x00\x08\x02\x01\x00\x01\x00\x00\x00\x01", 12)},
                    Rubbish{"UnknownType", std::string("\x00\x00\x00\x08\x01\x07\x00\x01\x00\x00\x00\x01", 12)},
                    Rubbish{"ReplyOfAClient", std::string("\x00\x00\x00\x08\x01\x02\x00\x01\x00\x00\x00\x01", 12)},
                    Rubbish{"PushOfAClient", std::string("\x00\x00\x00\x08\x01\x03\x00\x01\x00\x00\x00\x01", 12)},
                    Rubbish{"GoawayOfAClient", std::string("\x00\x00\x00\x08\x01\x06\x00\x00\x00\x00\x00\x01", 12)}),
    [](const auto& rubbish) { return rubbish.param.name; });

TEST_F(GatewayTest, WhatFollowsRubbishInTheSameBytesIsNotRead) {
  Peer& phone = greeted("a");
  const std::string login = Peer::bytes(FrameType::request, Command::login, 5, login_of("alice").dump());
  phone.raw(Peer::bytes(FrameType::reply, Command::hello, 4, "{}") + login);
  pass(1s);
  EXPECT_EQ(count("login"), 0U);
}

TEST_F(GatewayTest, PayloadsThatAreNoObjectsHaveACode) {
  Peer& phone = online("alice", "a");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += R"({"a":)";
  deep += "1" + std::string(40, '}');
  for (const std::string& payload :
       {std::string(), std::string("{"), std::string("[]"), std::string("7"), std::string("null"), std::string("\"x\""),
        std::string("{\"a\":\"\xff\xfe\"}"), std::string("{} {}"), deep, std::string(100'000, '[')}) {
    const std::size_t before = phone.count(FrameType::reply);
    phone.raw(Peer::bytes(FrameType::request, Command::sync, ++phone.last_id, payload));
    pass(100ms);
    ASSERT_EQ(phone.count(FrameType::reply), before + 1) << payload.substr(0, 20);
    EXPECT_EQ(phone.got.back().json()["code"], 60003) << payload.substr(0, 20);
  }
}

// --- members of every kind in every place

std::vector<Json> values_of_all_kinds() {
  return {nullptr,
          true,
          -1,
          0,
          1.5,
          1e300,
          "",
          "x",
          std::string(1000, 'x'),
          Json::array(),
          Json::object(),
          Json::array({1, nullptr, Json::array()}),
          INT64_MIN,
          INT64_MAX,
          UINT64_MAX,
          {{"a", 1}},
          {{"", {}}},
          Json::array({Json::object()})};
}

struct Ask {
  Command command;
  Json payload;
};

std::vector<Ask> asks() {
  const Json profile = {{"nickName", "n"}, {"faceURL", "f"}, {"selfSignature", "s"},
                        {"gender", 1},     {"role", 1},      {"level", 1},
                        {"birthday", 1},   {"allowType", 1}, {"custom", {{"Tag_1", "eA=="}}}};
  const Json message = {{"elements", Json::array({{{"type", 1}, {"text", "t"}}})},
                        {"random", 1},
                        {"clientTime", 1},
                        {"msgID", "m"},
                        {"priority", 1},
                        {"cloudCustomData", ""},
                        {"needReadReceipt", true},
                        {"excludedFromUnread", true}};
  const Json users = {{"users", {"alice", "bob"}}};
  return {{Command::sync, {{"cursor", 0}, {"limit", 10}}},
          {Command::c2c_send, {{"to", "bob"}, {"message", message}, {"onlineOnly", false}}},
          {Command::profile_get, users},
          {Command::profile_set, {{"profile", profile}}},
          {Command::profile_subscribe, users},
          {Command::profile_unsubscribe, users},
          {Command::status_get, users},
          {Command::status_set, {{"customStatus", "c"}}},
          {Command::status_subscribe, users},
          {Command::status_unsubscribe, users},
          {Command::hello, {{"sdkAppID", default_app}, {"version", "8"}, {"platform", "iOS"}, {"deviceID", "d"}}},
          {Command::login, {{"userID", "carol"}, {"userSig", "s"}, {"cursor", 0}}},
          {Command::resume, {{"userID", "carol"}, {"token", "t"}, {"cursor", 0}}},
          {Command::logout, {{"extra", 1}}}};
}

// Calls each(payload) with every member, at any depth, replaced by each of the values, and left out.
template <class Each>
void with_every_change(const Json& payload, Each&& each) {
  const Json flat = payload.flatten();
  std::vector<std::string> places;
  for (const auto& [pointer, value] : flat.items())
    for (std::size_t end = pointer.size(); end != 0 && end != std::string::npos; end = pointer.rfind('/', end - 1))
      places.push_back(pointer.substr(0, end));
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  for (const std::string& place : places)
    for (const Json& value : values_of_all_kinds()) {
      Json changed = payload;
      changed[Json::json_pointer(place)] = value;
      each(changed);
    }
  for (const auto& [key, value] : payload.items()) {
    Json changed = payload;
    changed.erase(key);
    each(changed);
  }
}

TEST_F(GatewayTest, NoMemberOfAnyKindEndsTheServer) {
  const Json settings = {{"userStatus", true}, {"rateLimits", false}, {"resumeLimit", 1000}};
  ASSERT_TRUE(act("settings.set", {{"settings", settings}}).ok);
  Peer& watcher = online("bob", "watcher");
  std::size_t asked = 0;
  for (const Ask& ask : asks()) {
    Peer* phone = &online("alice", "a");
    with_every_change(ask.payload, [&](const Json& payload) {
      const Json reply = phone->ask(ask.command, payload);
      ASSERT_TRUE(reply.is_object() && reply.at("code").is_number_integer())
          << wire::name_of(ask.command) << ' ' << payload.dump().substr(0, 300);
      ++asked;
      if (ask.command == Command::logout) phone = &online("alice", "a");
    });
  }
  EXPECT_TRUE(watcher.ping());
  EXPECT_GT(asked, 700U);
  EXPECT_EQ(watcher.damage, DecodeError::none);
}

TEST_F(GatewayTest, EveryMemberOfHelloAndOfALoginIsCheckedOnAFreshLink) {
  for (const Command command : {Command::hello, Command::login, Command::resume}) {
    const Json good = command == Command::hello ? hello("a") : login_of("alice");
    with_every_change(good, [&](const Json& payload) {
      Peer& phone = command == Command::hello ? connect() : greeted("a");
      EXPECT_TRUE(phone.code(command, payload).has_value()) << payload.dump();
      phone.close();
    });
  }
  EXPECT_EQ(online("bob", "b").code(Command::sync), 0);
}

// --- sizes

TEST_F(GatewayTest, AMessageThatWouldNotFitIntoAFrameIsRefused) {
  Peer& alice = online("alice", "a");
  Peer& bob = online("bob", "b");
  Json request = message_to("bob", "hi");
  request["message"]["x"] = std::string(wire::payload_max - request.dump().size() - 20, 'x');
  EXPECT_EQ(alice.code(Command::c2c_send, request), 80002);
  EXPECT_EQ(bob.pushes(Command::message), 0U);
  EXPECT_TRUE(bob.ping());
}

TEST_F(GatewayTest, APageOfLargeMessagesFitsIntoAFrame) {
  Peer& alice = online("alice", "a");
  Json request = message_to("bob", "hi");
  request["message"]["cloudCustomData"] = std::string(12'000, 'x');
  for (std::uint32_t i = 0; i < 150; ++i) {
    request["message"]["random"] = i;
    ASSERT_EQ(alice.code(Command::c2c_send, request), 0);
  }
  Peer& bob = online("bob", "b");
  std::size_t fetched = 0;
  for (std::int64_t cursor = -1; fetched < 150;) {
    const Json page = bob.ask(Command::sync, {{"cursor", cursor}, {"limit", 100}});
    ASSERT_EQ(page["code"], 0);
    ASSERT_FALSE(page["messages"].empty());
    fetched += page["messages"].size();
    cursor = page["cursor"].get<std::int64_t>();
    EXPECT_EQ(page["complete"], fetched == 150);
  }
}

TEST_F(GatewayTest, AnAnswerThatWouldNotFitIntoAFrameIsAnError) {
  Json custom = Json::object();
  for (int i = 0; i < 100; ++i) custom["k" + std::to_string(i)] = std::string(664, 'A') + "AA==";
  Json users = Json::array();
  for (int i = 0; i < 20; ++i) {
    users.push_back("user" + std::to_string(i));
    Peer& phone = online(users.back(), "d" + std::to_string(i));
    ASSERT_EQ(phone.code(Command::profile_set, {{"profile", {{"custom", custom}}}}), 0);
    EXPECT_EQ(phone.code(Command::profile_set, {{"profile", {{"custom", {{"onemore", ""}}}}}}), 40009);
  }
  Peer& phone = online("alice", "a");
  EXPECT_EQ(phone.code(Command::profile_get, {{"users", {"user0", "user1"}}}), 0);
  EXPECT_EQ(phone.code(Command::profile_get, {{"users", users}}), 80002);
  EXPECT_TRUE(phone.ping());
}

// --- the life of a connection

TEST_F(GatewayTest, ASilentConnectionIsFoundDead) {
  Peer& phone = online("alice", "a");
  pass(399s);
  EXPECT_FALSE(phone.end.has_value());
  EXPECT_TRUE(phone.ping());
  pass(399s);
  EXPECT_FALSE(phone.end.has_value());
  pass(2s);
  EXPECT_EQ(phone.end, NetError::closed);
  EXPECT_EQ(details("disconnect"), std::vector<Json>{Json({{"how", "silence"}})});
  EXPECT_EQ(count("offline"), 1U);
}

TEST_F(GatewayTest, ALinkThatVanishedHalfwayIsFoundDeadToo) {
  online("alice", "a");
  world_.net().vanish("phone");
  pass(401s);
  EXPECT_EQ(count("offline"), 1U);
  EXPECT_THAT(gateway_.service.clients(), IsEmpty());
}

TEST_F(GatewayTest, OneThatReadsNothingIsDroppedBeforeItFillsTheMemory) {
  Peer& alice = online("alice", "a");
  Peer& bob = online("bob", "b");
  bob.pause_reading(true);
  Json request = message_to("bob", std::string(8000, 'x'));
  std::uint32_t sent = 0;
  while (count("disconnect") == 0 && sent < 10'000) {
    request["message"]["random"] = ++sent;
    ASSERT_EQ(alice.code(Command::c2c_send, request), 0);
    if (sent % 100 == 0) {
      EXPECT_TRUE(alice.ping());
    }
  }
  EXPECT_EQ(details("disconnect"), std::vector<Json>{Json({{"how", "does not read"}})});
  EXPECT_TRUE(alice.ping());
}

TEST_F(GatewayTest, ResetsAndClosesAreTold) {
  online("alice", "a").reset();
  online("bob", "b").close();
  pass(1s);
  EXPECT_EQ(details("disconnect"), (std::vector<Json>{Json({{"how", "reset"}}), Json({{"how", "closed"}})}));
}

TEST_F(GatewayTest, AfterAKickTheConnectionStaysWithoutAUser) {
  Peer& phone = online("alice", "a");
  EXPECT_TRUE(act("kick", {{"user", "alice"}}).ok);
  pass(1s);
  EXPECT_EQ(phone.pushes(Command::kicked), 1U);
  EXPECT_EQ(phone.code(Command::sync), 9503);
  EXPECT_EQ(phone.code(Command::login, login_of("alice")), 0);
}

TEST_F(GatewayTest, AnExpiringTicketIsToldOnTime) {
  Peer& phone = greeted("a");
  Json request = login_of("alice");
  request["userSig"] = gateway_.service.make_ticket(default_app, "alice", 100, {}, {}, gateway_.now());
  EXPECT_EQ(phone.code(Command::login, request), 0);
  pass(98s);
  EXPECT_EQ(phone.pushes(Command::ticket_expired), 0U);
  pass(3s);
  EXPECT_EQ(phone.pushes(Command::ticket_expired), 1U);
}

TEST_F(GatewayTest, NoTimerFiresInVainAfterTheTicketsWereRevoked) {
  online("alice", "a");
  EXPECT_TRUE(act("ticket.revoke", {{"user", "alice"}}).ok);
  pass(24h);
  const auto before = world_.loop().timers_fired();
  pass(24h);
  EXPECT_LT(world_.loop().timers_fired() - before, 100U);
}

TEST_F(GatewayTest, ARestartDropsEverybodyAndListensAgain) {
  Peer& phone = online("alice", "a");
  EXPECT_TRUE(act("restart", {{"down", "30s"}}).ok);
  pass(1s);
  EXPECT_EQ(phone.end, NetError::reset);
  EXPECT_EQ(connect().end, NetError::refused);
  pass(30s);
  EXPECT_FALSE(connect().end.has_value());
}

TEST_F(GatewayTest, TheServerMayGoWhileConnectionsAreOpen) {
  runtime::SimWorld world;
  world.network("server");
  Peer phone(world);
  {
    Gateway gateway(world.loop(), world.network("server"), world.random("server"), {});
    ASSERT_EQ(gateway.listen({"server", 443}, {}), NetError::none);
    phone.connect("phone");
    EXPECT_EQ(phone.code(Command::hello, hello("a")), 0);
    phone.say(Command::sync);
  }
  world.loop().run_for(1h);
  EXPECT_EQ(phone.end, NetError::closed);
}

TEST_F(GatewayTest, TwoServersCannotHaveOnePort) {
  Gateway second(world_.loop(), world_.network("server"), world_.random("second"), {});
  EXPECT_EQ(second.listen({"server", 443}, {}), NetError::address_in_use);
}

// --- before a connection

TEST_F(GatewayTest, ARuleMakesALookUpOfItsDeviceAndConnectionLie) {
  gateway_.faults.allow(FaultGroup::resolve);
  EXPECT_FALSE(fault({{"id", "f"},
                      {"when", {{"layer", "resolve"}, {"device", "a"}, {"connection", 2}}},
                      {"then", {{"kind", "deadAddresses"}, {"dead", 3}, {"there", "silence"}}}})
                   .has_value());
  EXPECT_EQ(gateway_.look_up("a").dead, 0);  // it would be the first connection
  greeted("a");
  EXPECT_EQ(gateway_.look_up("b").dead, 0);
  const LookUpFault lie = gateway_.look_up("a");
  EXPECT_EQ(lie.dead, 3);
  EXPECT_EQ(lie.live, 1);
  EXPECT_TRUE(lie.silent);
  EXPECT_EQ(gateway_.look_up("a").dead, 0);  // its budget is used up
  ASSERT_EQ(count("fault"), 1U);
  EXPECT_EQ(events_.back().device, "a");
}

TEST_F(GatewayTest, ALookUpMayFailBeLateOrLeadAstray) {
  gateway_.faults.allow(FaultGroup::resolve);
  for (const Json& then :
       {Json{{"kind", "noName"}}, Json{{"kind", "slowName"}, {"by", "3s"}}, Json{{"kind", "wrongAddress"}}})
    EXPECT_FALSE(fault({{"when", {{"layer", "resolve"}}}, {"then", then}}).has_value());
  EXPECT_TRUE(gateway_.look_up("a").fails);
  EXPECT_EQ(gateway_.look_up("a").late_by, 3s);
  EXPECT_TRUE(gateway_.look_up("a").stranger);
}

// --- what is told

TEST_F(GatewayTest, NoTicketAndNoTokenIsTold) {
  Peer& phone = greeted("a");
  const Json login = login_of("alice");
  const Json answer = phone.ask(Command::login, login);
  Peer& again = greeted("a");
  again.ask(Command::resume, {{"userID", "alice"}, {"token", answer["token"]}, {"cursor", 0}});
  std::string everything;
  for (const Event& event : events_) everything += event.detail.dump();
  EXPECT_EQ(everything.find(login["userSig"].get<std::string>()), std::string::npos);
  EXPECT_EQ(everything.find(answer["token"].get<std::string>()), std::string::npos);
}

TEST_F(GatewayTest, AnEventSaysWhoItIsAboutBeforeTheServiceKnows) {
  Peer& phone = greeted("a");
  EXPECT_NE(phone.code(Command::login, {{"userID", "alice"}, {"userSig", "no ticket"}, {"cursor", -1}}), 0);
  const auto request = std::find_if(events_.begin(), events_.end(), [](const Event& event) {
    return event.kind == "request" && event.detail["command"] == "login";
  });
  ASSERT_NE(request, events_.end());
  EXPECT_EQ(request->user, "alice");
  EXPECT_EQ(request->device, "a");
}

TEST_F(GatewayTest, ManyConnectionsInAnyOrderOfEndsLeaveNothingBehind) {
  for (int i = 0; i < 200; ++i) {
    Peer& peer = online("user" + std::to_string(i), "d" + std::to_string(i));
    if (i % 3 == 0) peer.reset();
    if (i % 3 == 1) peer.close();
  }
  EXPECT_TRUE(act("resetConnections").ok);
  pass(1s);
  EXPECT_THAT(gateway_.service.clients(), IsEmpty());
  EXPECT_EQ(world_.net().connection_count(), 0U);
  EXPECT_EQ(count("connect"), count("disconnect"));
}

}  // namespace
}  // namespace chatproof::mockserver
