// A World as an app's tests use it, in every network.
#include <chatproof/testing.hpp>
#include <filesystem>
#include <future>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using chatproof::testing::Device;
using chatproof::testing::MockSDKListener;
using chatproof::testing::MockSimpleMsgListener;
using chatproof::testing::Network;
using chatproof::testing::Options;
using chatproof::testing::Outcome;
using chatproof::testing::SendOutcome;
using chatproof::testing::World;
using ::testing::_;
using ::testing::AtLeast;
using ::testing::InvokeWithoutArgs;
using ::testing::NiceMock;

Options options(Network network) {
  Options made;
  made.network = network;
  return made;
}

std::string name_of(Network network) {
  return network == Network::simulated ? "Simulated" : network == Network::tcp ? "Tcp" : "Tls";
}

class TestingWorldTest : public ::testing::TestWithParam<Network> {
 protected:
  void start(Device& device) {
    V2TIMSDKConfig config;
    config.initPath = config.logPath = device.directory().c_str();
    ASSERT_TRUE(device.sdk().InitSDK(World::sdk_app_id(), config));
  }
  void log_in(Device& device, const char* user) {
    start(device);
    Outcome login;
    device.sdk().Login(user, world.ticket(user).c_str(), &login);
    ASSERT_TRUE(world.run_until([&] { return login.ended(); })) << world.log();
    ASSERT_EQ(login.code(), 0) << login.text();
  }

  World world{options(GetParam())};
};
INSTANTIATE_TEST_SUITE_P(Worlds, TestingWorldTest, ::testing::Values(Network::simulated, Network::tcp, Network::tls),
                         [](const auto& of) { return name_of(of.param); });

TEST_P(TestingWorldTest, GetInstanceIsTheAppsSdk) { EXPECT_EQ(V2TIMManager::GetInstance(), &world.app().sdk()); }

TEST_P(TestingWorldTest, TheAppsMannersAreWatched) {
  start(world.app());
  const std::string expired = world.ticket("alice", 0s);
  for (int attempt = 1; attempt <= 3; ++attempt) {
    EXPECT_TRUE(world.lints().empty()) << attempt;
    Outcome login;
    world.app().sdk().Login("alice", expired.c_str(), &login);
    ASSERT_TRUE(world.run_until([&] { return login.ended(); })) << world.log();
    EXPECT_NE(login.code(), 0);
  }
  EXPECT_EQ(world.lints(), std::vector<std::string>{"expiredTicketLoop"}) << world.log();
}

TEST_P(TestingWorldTest, MessageGoesFromDeviceToDevice) {
  Device& phone = world.device("bob.phone");
  log_in(world.app(), "alice");
  log_in(phone, "bob");
  NiceMock<MockSimpleMsgListener> ear;
  bool heard = false;
  EXPECT_CALL(ear, OnRecvC2CTextMessage(_, _, V2TIMString("hello"))).WillOnce(InvokeWithoutArgs([&] { heard = true; }));
  phone.sdk().AddSimpleMsgListener(&ear);
  SendOutcome sent;
  V2TIMManager::GetInstance()->SendC2CTextMessage("hello", "bob", &sent);
  EXPECT_TRUE(world.run_until([&] { return heard && sent.ended(); })) << world.log();
  EXPECT_EQ(sent.times(), 1);
  EXPECT_EQ(sent.code(), 0);
  phone.sdk().RemoveSimpleMsgListener(&ear);
}

TEST_P(TestingWorldTest, KickIsToldOnce) {
  log_in(world.app(), "alice");
  NiceMock<MockSDKListener> ear;
  bool kicked = false;
  EXPECT_CALL(ear, OnKickedOffline()).WillOnce(InvokeWithoutArgs([&] { kicked = true; }));
  world.app().sdk().AddSDKListener(&ear);
  world.kick("alice");
  EXPECT_TRUE(world.run_until([&] { return kicked; })) << world.log();
  EXPECT_EQ(world.app().sdk().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
  world.app().sdk().RemoveSDKListener(&ear);
}

TEST_P(TestingWorldTest, ExpiryIsTold) {
  log_in(world.app(), "alice");
  NiceMock<MockSDKListener> ear;
  bool expired = false;
  EXPECT_CALL(ear, OnUserSigExpired()).WillOnce(InvokeWithoutArgs([&] { expired = true; }));
  world.app().sdk().AddSDKListener(&ear);
  world.expire_tickets("alice");
  EXPECT_TRUE(world.run_until([&] { return expired; })) << world.log();
  world.app().sdk().RemoveSDKListener(&ear);
}

TEST_P(TestingWorldTest, CutNetworkComesBack) {
  log_in(world.app(), "alice");
  NiceMock<MockSDKListener> ear;
  int lost = 0, back = 0;
  EXPECT_CALL(ear, OnConnectFailed(_, _)).Times(AtLeast(1)).WillRepeatedly(InvokeWithoutArgs([&] { ++lost; }));
  EXPECT_CALL(ear, OnConnectSuccess()).WillRepeatedly(InvokeWithoutArgs([&] { ++back; }));
  world.app().sdk().AddSDKListener(&ear);
  world.app().cut();
  EXPECT_TRUE(world.run_until([&] { return lost > 0; })) << world.log();
  EXPECT_EQ(back, 0);
  world.app().restore();
  EXPECT_TRUE(world.run_until([&] { return back > 0; })) << world.log();
  world.app().sdk().RemoveSDKListener(&ear);
}

TEST_P(TestingWorldTest, FaultActsOnTheNamedCommand) {
  world.add_fault(R"({"when": {"command": "login"}, "then": {"kind": "error", "code": 60006}, "times": 1})");
  start(world.app());
  Outcome login;
  world.app().sdk().Login("alice", world.ticket("alice").c_str(), &login);
  EXPECT_TRUE(world.run_until([&] { return login.ended(); })) << world.log();
  EXPECT_EQ(login.code(), 60006);
}

TEST_P(TestingWorldTest, DeadAddressesAreOnlyADetour) {
  world.add_fault(
      R"({"when": {"layer": "resolve"}, "then": {"kind": "deadAddresses", "dead": 2, "there": "silence"}})");
  NiceMock<MockSDKListener> ear;
  EXPECT_CALL(ear, OnConnectFailed(_, _)).Times(0);
  world.app().sdk().AddSDKListener(&ear);
  log_in(world.app(), "alice");
  EXPECT_GE(world.elapsed(), std::chrono::seconds(6)) << world.log();
  world.app().sdk().RemoveSDKListener(&ear);
}

TEST_P(TestingWorldTest, RestartedDeviceStartsUninitialised) {
  log_in(world.app(), "alice");
  world.app().restart();
  Outcome login;
  world.app().sdk().Login("alice", "ticket", &login);
  EXPECT_TRUE(world.run_until([&] { return login.ended(); }));
  EXPECT_EQ(login.code(), 6013);
}

// Between Worlds the answer comes on a thread of its own.
struct Refusal final : V2TIMCallback {
  void OnSuccess() override { said.set_value("success"); }
  void OnError(int code, const V2TIMString& text) override {
    said.set_value(std::to_string(code) + " " + text.CString());
  }
  std::promise<std::string> said;
};

TEST(TestingInstanceTest, PointersThatAnAppKeepsAreGoodInEveryWorldAndBetween) {
  V2TIMManager* const kept = V2TIMManager::GetInstance();
  V2TIMMessageManager* const messages = kept->GetMessageManager();
  for (int round = 0; round < 3; ++round) {
    EXPECT_FALSE(kept->InitSDK(World::sdk_app_id(), {}));
    Refusal login;
    kept->Login("alice", "ticket", &login);
    EXPECT_THAT(login.said.get_future().get(), ::testing::HasSubstr("6013 there is no chatproof::testing::World"));

    World world;
    EXPECT_EQ(&world.app().sdk(), kept);
    EXPECT_EQ(kept->GetMessageManager(), messages);
    V2TIMSDKConfig config;
    config.initPath = config.logPath = world.app().directory().c_str();
    ASSERT_TRUE(kept->InitSDK(World::sdk_app_id(), config));
    Outcome online;
    kept->Login("alice", world.ticket("alice").c_str(), &online);
    EXPECT_TRUE(world.run_until([&] { return online.ended(); }));
    EXPECT_EQ(online.code(), 0);
    world.app().restart();
    EXPECT_EQ(&world.app().sdk(), kept);
  }
}

TEST(TestingTimeTest, AnHourOfSimulatedTimePassesExactly) {
  World world;
  world.advance(1h);
  EXPECT_EQ(world.elapsed(), 1h);
}

TEST(TestingTimeTest, ConditionThatNeverHoldsEndsAtItsLimit) {
  World world;
  EXPECT_FALSE(world.run_until([] { return false; }, 5min));
  EXPECT_EQ(world.elapsed(), 5min);
}

TEST(TestingInputTest, WhatIsWrongIsToldWithItsPlace) {
  World world;
  const auto said = [](auto deed) -> std::string {
    try {
      deed();
    } catch (const std::invalid_argument& wrong) {
      return wrong.what();
    }
    return "nothing";
  };
  EXPECT_THAT(said([&] { world.add_fault("no json"); }), ::testing::HasSubstr("no JSON object: no json"));
  EXPECT_THAT(said([&] { world.add_fault(R"({"when": {"command": "login"}, "then": {"kind": "explode"}})"); }),
              ::testing::HasSubstr("/rule/then/kind"));
  EXPECT_THAT(said([&] { world.act("dance"); }), ::testing::HasSubstr("dance"));
  EXPECT_THAT(said([&] { world.app().link("bend"); }), ::testing::HasSubstr("bend"));
}

TEST(TestingInputTest, WrongSettingIsRefusedAtTheStart) {
  Options wrong;
  wrong.settings = R"({"multiDevicePolicy": "none at all"})";
  EXPECT_THROW(World{wrong}, std::invalid_argument);
  World next;  // and the failed one is not in the way
}

TEST(TestingFilesTest, DirectoriesAreGoneWithTheWorld) {
  std::string directory;
  {
    World world;
    directory = world.app().directory();
    EXPECT_TRUE(std::filesystem::is_directory(directory));
  }
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
