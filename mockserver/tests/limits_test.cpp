// What clients make the server keep has an end, whatever they send.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class LimitsTest : public ServiceTest {
 protected:
  Json hello(const std::string& device, const std::string& version = "8", const std::string& platform = "iOS") {
    return ask(++strangers_, Command::hello,
               {{"sdkAppID", default_app}, {"version", version}, {"platform", platform}, {"deviceID", device}});
  }
  std::int64_t kept(const char* what) { return service.kept().at(what).get<std::int64_t>(); }

 private:
  ConnectionId strangers_ = 1000;
};

TEST_F(LimitsTest, AStrangerIsKnownByAnIdOfSomeLength) {
  EXPECT_EQ(hello(std::string(128, 'd')).at("code"), 0);
  for (const std::string& device : {std::string(), std::string(129, 'd'), std::string("a\nb"), std::string("\u00e9")})
    EXPECT_EQ(hello(device).at("code"), 60003) << device.size();
  EXPECT_EQ(hello("d", std::string(64, '8'), std::string(64, 'i')).at("code"), 0);
  EXPECT_EQ(hello("d", std::string(65, '8')).at("code"), 60003);
  EXPECT_EQ(hello("d", "8", std::string(65, 'i')).at("code"), 60003);
}

TEST_F(LimitsTest, NoAccountComesIntoBeingForWhatIsNoUser) {
  const ConnectionId alice = online("alice", "phone");
  const std::int64_t before = kept("accounts");
  for (const std::string& to : {std::string(), std::string(33, 'x'), std::string(900'000, 'x'), std::string("b\nob")}) {
    EXPECT_EQ(send(alice, to, "hi").at("code"), 20003);
    EXPECT_EQ(code(alice, Command::status_subscribe, {{"users", Json::array({to})}}), 72001);
    EXPECT_EQ(code(alice, Command::profile_subscribe, {{"users", Json::array({to})}}), 0);
    EXPECT_EQ(login(connect("other"), to).at("code"), 7003);
  }
  EXPECT_EQ(kept("accounts"), before);
  EXPECT_EQ(kept("watched"), 0);
}

TEST_F(LimitsTest, NobodyIsUnsubscribedByWhatIsNoUser) {
  const ConnectionId alice = online("alice", "phone");
  EXPECT_EQ(code(alice, Command::profile_subscribe, {{"users", {"bob", "carol"}}}), 0);
  EXPECT_EQ(code(alice, Command::profile_unsubscribe, {{"users", Json::array({std::string(33, 'x'), 5})}}), 0);
  EXPECT_EQ(kept("watched"), 2);
  EXPECT_EQ(code(alice, Command::profile_unsubscribe, {{"users", Json::array()}}), 0);
  EXPECT_EQ(kept("watched"), 0);
}

TEST_F(LimitsTest, AnAppHasSoManyAccounts) {
  ASSERT_FALSE(set({{"accountsMax", 2}}));
  const ConnectionId alice = online("alice", "phone");
  EXPECT_EQ(send(alice, "bob", "hi").at("code"), 0);
  EXPECT_EQ(send(alice, "carol", "hi").at("code"), 70398);
  EXPECT_EQ(login(connect("c"), "carol").at("code"), 70398);
  EXPECT_EQ(login(connect("b"), "bob").at("code"), 0);
  EXPECT_EQ(kept("accounts"), 2);
}

TEST_F(LimitsTest, AnAccountHasSoManyDevicesAndForgetsTheOneThatWasAwayForLongest) {
  ASSERT_FALSE(set({{"devicesMax", 32}}));
  const ConnectionId first = connect("first");
  const Json token = login(first, "alice").at("token");
  for (int i = 0; i < 100; ++i) lose(online("alice", "device-" + std::to_string(i), i % 2 == 0 ? "iOS" : "Windows"));
  const Account* alice = service.find_account(default_app, "alice");
  EXPECT_EQ(alice->devices.size(), 32U);
  EXPECT_TRUE(has_user(first)) << "who is online is not forgotten";
  EXPECT_EQ(resume(connect("first"), "alice", token).at("code"), 0);
}

TEST_F(LimitsTest, AnInboxHoldsSoManyMessagesAndBytes) {
  ASSERT_FALSE(set({{"inboxMessages", 10}}));
  const ConnectionId alice = online("alice", "phone"), bob = online("bob", "phone");
  for (int i = 0; i < 25; ++i) EXPECT_EQ(send(alice, "bob", std::to_string(i)).at("code"), 0);
  const Json page = ask(bob, Command::sync, {{"cursor", 0}, {"limit", 100}});
  ASSERT_EQ(page.at("messages").size(), 10U);
  EXPECT_EQ(page["messages"][0]["elements"][0]["text"], "15");
  EXPECT_EQ(page["messages"][0]["cursor"], 16);
  EXPECT_EQ(page.at("cursor"), 25);
  EXPECT_EQ(kept("dropped"), 30);
  ASSERT_FALSE(set({{"inboxBytes", 100'000}, {"inboxMessages", 1000}}));
  for (int i = 0; i < 50; ++i) EXPECT_EQ(send(alice, "bob", std::string(10'000, 'x')).at("code"), 0);
  EXPECT_LE(service.find_account(default_app, "bob")->kept().inbox_bytes, 100'000U);
  EXPECT_GE(service.find_account(default_app, "bob")->kept().inbox.size(), 9U);
}

TEST_F(LimitsTest, AllInboxesTogetherHoldSoManyBytesAndTheOldestMessagesGo) {
  ASSERT_FALSE(set({{"allInboxesBytes", 100'000}}));
  const ConnectionId alice = online("alice", "phone");
  for (int i = 0; i < 2000; ++i) {
    EXPECT_EQ(send(alice, "user-" + std::to_string(i % 7), std::to_string(i) + std::string(900, 'x')).at("code"), 0);
    ASSERT_LE(kept("messageBytes"), 100'000);
  }
  EXPECT_GE(kept("messages"), 70);
  EXPECT_GT(kept("dropped"), 3800);
  const auto is_dropped = [](const std::string& kind) { return kind == "dropped"; };
  const auto told = notes();
  EXPECT_EQ(std::count_if(told.begin(), told.end(), is_dropped), 1) << "once in a while, however many";
  const ConnectionId reader = online("user-3", "phone");
  const Json page = ask(reader, Command::sync, {{"cursor", 0}, {"limit", 100}});
  for (const Json& message : page.at("messages"))
    EXPECT_GT(std::stoi(message["elements"][0]["text"].get<std::string>()), 1900) << "the oldest are gone";
}

// Sixteen bytes for each of them and more, if they were kept as a tree.
TEST_F(LimitsTest, EmptyListsTakeTheBytesThatWereSent) {
  const ConnectionId alice = online("alice", "phone");
  Json message = text("hi", 7);
  for (int i = 0; i < 20'000; ++i) message["more"].push_back(Json::array());
  EXPECT_EQ(ask(alice, Command::c2c_send, {{"to", "bob"}, {"message", message}}).at("code"), 0);
  EXPECT_LT(kept("messageBytes"), 2 * 62'000);
}

TEST_F(LimitsTest, AClientDoesNotNameThePlaceOfItsMessage) {
  const ConnectionId alice = online("alice", "phone"), bob = online("bob", "phone");
  Json message = text("hi", 7);
  message["cursor"] = 99;
  EXPECT_EQ(ask(alice, Command::c2c_send, {{"to", "bob"}, {"message", message}}).at("code"), 0);
  EXPECT_EQ(ask(bob, Command::sync, {{"cursor", 0}}).at("messages")[0].at("cursor"), 1);
}

TEST_F(LimitsTest, UnknownTokensEndTheConnection) {
  online("alice", "phone");
  const ConnectionId guesser = connect("phone");
  for (int i = 1; i <= 5; ++i) {
    EXPECT_TRUE(effects.empty() || !std::holds_alternative<Close>(effects.back()));
    EXPECT_EQ(resume(guesser, "alice", "guess-" + std::to_string(i)).at("code"), -10004);
  }
  EXPECT_EQ(std::get<Close>(effects.back()).connection, guesser);
}

// A service whose secrets are not those of its seed gives tokens that do not follow from it.
TEST(SecretsTest, TokensComeFromWhereTheWorldSays) {
  int asked = 0;
  const runtime::Chance chance(runtime::Random(1), [&] { return static_cast<std::uint64_t>(++asked); });
  EXPECT_EQ(runtime::make_token(chance.secrets), "BAAAAAAAAACAAAA");
  EXPECT_EQ(asked, 2);
  const runtime::Chance seeded(runtime::Random(1));
  EXPECT_EQ(runtime::make_token(seeded.secrets), runtime::make_token(runtime::Chance(runtime::Random(1)).secrets));
}

}  // namespace
}  // namespace chatproof::mockserver
