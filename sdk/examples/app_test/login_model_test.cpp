// The login screen's model against a whole chat service, in virtual time: no server to start, no second to wait.
#include "login_model.hpp"

#include <chatproof/testing.hpp>

namespace {

using namespace std::chrono_literals;
using State = LoginModel::State;

class LoginModelTest : public chatproof::testing::AppTest {
 protected:
  bool becomes(State state) {
    return world.run_until([&] { return model.state() == state; });
  }
  void log_in() {
    model.log_in("alice");
    ASSERT_TRUE(becomes(State::online));
  }

  LoginModel model{world.sdk_app_id(), world.app().directory(), [this](const std::string& user) {
                     ++tickets_fetched;
                     return world.ticket(user, ticket_life);
                   }};
  std::chrono::seconds ticket_life = 24h;
  int tickets_fetched = 0;
};

TEST_F(LoginModelTest, LogsIn) {
  log_in();
  EXPECT_EQ(model.error(), 0);
}

TEST_F(LoginModelTest, LostLinkIsShownAndComesBack) {
  log_in();
  world.app().cut();
  EXPECT_TRUE(becomes(State::reconnecting));
  world.advance(10min);  // a long tunnel
  EXPECT_EQ(model.state(), State::reconnecting);
  world.app().restore();
  EXPECT_TRUE(becomes(State::online));
  EXPECT_EQ(tickets_fetched, 1) << "coming back needs no new login";
}

TEST_F(LoginModelTest, DeadLinkIsNoticedWithoutAReset) {
  log_in();
  world.app().stall();  // packets vanish, nobody says so
  EXPECT_TRUE(world.run_until([&] { return model.state() == State::reconnecting; }, 5min));
}

TEST_F(LoginModelTest, KickIsFinal) {
  log_in();
  world.kick("alice");
  EXPECT_TRUE(becomes(State::kicked));
  world.advance(1h);
  EXPECT_EQ(model.state(), State::kicked) << "an app that logs in again by itself kicks the other device for ever";
}

TEST_F(LoginModelTest, SecondDeviceTakesOver) {
  log_in();
  world.act("settings.set", R"({"settings": {"multiDevicePolicy": "single"}})");
  auto& other = world.device("other");
  V2TIMSDKConfig config;
  config.initPath = config.logPath = other.directory().c_str();
  chatproof::testing::Outcome login;
  other.sdk().InitSDK(world.sdk_app_id(), config);
  other.sdk().Login("alice", world.ticket("alice").c_str(), &login);
  EXPECT_TRUE(becomes(State::kicked));
  EXPECT_TRUE(world.run_until([&] { return login.ended(); }));
  EXPECT_EQ(login.code(), 0);
}

TEST_F(LoginModelTest, ExpiredTicketIsReplacedOnce) {
  ticket_life = 30min;
  log_in();
  ticket_life = 24h;
  world.advance(31min);
  EXPECT_TRUE(becomes(State::online));
  EXPECT_EQ(tickets_fetched, 2);
}

TEST_F(LoginModelTest, TicketsThatAreAlwaysExpiredMakeNoLoginLoop) {
  ticket_life = 0s;  // the ticket server's clock is wrong
  model.log_in("alice");
  EXPECT_TRUE(becomes(State::failed));
  EXPECT_EQ(tickets_fetched, 2);
}

TEST_F(LoginModelTest, BannedUserIsToldWhy) {
  log_in();
  model.log_out();
  world.advance(1s);
  world.ban("alice");
  model.log_in("alice");
  EXPECT_TRUE(becomes(State::failed));
  EXPECT_EQ(model.error(), 70051);
}

}  // namespace
