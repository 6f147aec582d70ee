// State out and in again.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class StateTest : public ServiceTest {
 protected:
  // A bit of everything: devices, tokens, messages, subscriptions, decrees.
  void fill() {
    ASSERT_FALSE(set({{"tellOfflineKick", true}, {"userStatus", true}}));
    phone_ = connect("phone");
    token_ = login(phone_, "alice").at("token");
    EXPECT_EQ(code(phone_, Command::profile_set, {{"profile", {{"nickName", "Al"}}}}), 0);
    EXPECT_EQ(code(phone_, Command::status_subscribe, {{"users", {"carol", "bob"}}}), 0);
    EXPECT_EQ(code(phone_, Command::profile_subscribe, {{"users", {"bob"}}}), 0);
    sent_ = ask(phone_, Command::c2c_send, {{"to", "bob"}, {"message", text("hi", 99)}});
    const ConnectionId old_one = online("bob", "old");
    lose(old_one);
    online("bob", "new");
    service.revoke(default_app, "carol", now, effects);
    service.ban(default_app, "dave", true, now, effects);
    service.add_app(5, "five");
  }
  ConnectionId phone_ = 0;
  Json token_, sent_;
};

TEST_F(StateTest, ARoundTripKeepsEverything) {
  fill();
  const Json state = Json::parse(service.export_state().dump());
  Service other(runtime::Random(2));
  const auto problem = other.import_state(state);
  ASSERT_FALSE(problem) << problem->pointer << " " << problem->text;
  EXPECT_EQ(other.export_state(), state);
}

TEST_F(StateTest, LifeGoesOnAfterIt) {
  fill();
  const std::string old_ticket = ticket("carol");
  const Json state = service.export_state();
  service.forget_everything();
  ASSERT_FALSE(service.import_state(state));
  const ConnectionId back = connect("phone");
  EXPECT_EQ(resume(back, "alice", token_, 1).at("code"), 0);
  EXPECT_EQ(ask(back, Command::c2c_send, {{"to", "bob"}, {"message", text("hi", 99)}}), sent_) << "exactly once";
  EXPECT_EQ(login(connect("old"), "bob").at("code"), 6208);
  EXPECT_EQ(login(connect("d"), "dave").at("code"), 70051);
  effects.clear();
  online("carol", "carol");
  EXPECT_EQ(count(back, Command::user_status), 1U);
  EXPECT_TRUE(service.knows_app(5));
}

TEST_F(StateTest, ImportLeavesNobodyRegistered) {
  fill();
  ASSERT_FALSE(service.import_state(service.export_state()));
  EXPECT_FALSE(has_user(phone_));
  EXPECT_EQ(service.next_expiry(), std::nullopt);
}

struct Damage {
  const char* name;
  const char* pointer;  // where the value goes
  Json value;
  const char* problem;
};
void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.name; }
class DamagedStateTest : public StateTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedStateTest, IsRefusedWithItsPlaceAndChangesNothing) {
  fill();
  const Json before = service.export_state();
  Json state = before;
  state[Json::json_pointer(GetParam().pointer)] = GetParam().value;
  const auto problem = service.import_state(state);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->pointer, GetParam().problem) << problem->text;
  EXPECT_EQ(service.export_state(), before);
  EXPECT_TRUE(has_user(phone_));
}

INSTANTIATE_TEST_SUITE_P(
    All, DamagedStateTest,
    testing::Values(Damage{"Version", "/schemaVersion", 1, "/schemaVersion"},
                    Damage{"Setting", "/settings/premium", 1, "/settings/premium"},
                    Damage{"Settings", "/settings", "none", "/settings"},
                    Damage{"Messages", "/messages", -1, "/messages"}, Damage{"Apps", "/apps", 5, "/apps"},
                    Damage{"App", "/apps/1", "x", "/apps/1"},
                    Damage{"AppId", "/apps/0/sdkAppID", "x", "/apps/0/sdkAppID"},
                    Damage{"AppIdTooLarge", "/apps/0/sdkAppID", 4'294'967'296, "/apps/0/sdkAppID"},
                    Damage{"Tokens", "/apps/1/tokens", Json::array(), "/apps/1/tokens"},
                    Damage{"Token", "/apps/1/tokens/t", "x", "/apps/1/tokens/t"},
                    Damage{"Account", "/apps/1/accounts/0", Json::object(), "/apps/1/accounts/0/userID"},
                    Damage{"Device", "/apps/1/accounts/0/devices/0/login", "x", "/apps/1/accounts/0/devices/0/login"},
                    Damage{"Inbox", "/apps/1/accounts/0/inbox/0", "x", "/apps/1/accounts/0/inbox/0"},
                    Damage{"FirstPlace", "/apps/1/accounts/0/firstPlace", 0, "/apps/1/accounts/0/firstPlace"},
                    Damage{"Endless", "/apps/1/accounts/0/firstPlace", INT64_MAX, "/apps/1/accounts/0/firstPlace"},
                    Damage{"Away", "/apps/1/accounts/0/awaySince", INT64_MIN, "/apps/1/accounts/0/awaySince"},
                    Damage{"Twice", "/apps/1/accounts/1/userID", "alice", "/apps/1/accounts/1/userID"},
                    Damage{"Subscriptions", "/apps/1/accounts/0/statusSubscriptions/0", 5,
                           "/apps/1/accounts/0/statusSubscriptions/0"}),
    [](const auto& param_info) { return std::string(param_info.param.name); });

TEST_F(StateTest, ForgettingLeavesTheFirstAppsAndTheSettings) {
  fill();
  service.forget_everything();
  EXPECT_TRUE(service.clients().empty());
  EXPECT_EQ(service.find_account(default_app, "alice"), nullptr);
  EXPECT_FALSE(service.knows_app(5));
  EXPECT_TRUE(service.knows_app(default_app) && service.knows_app(second_app));
  EXPECT_TRUE(service.settings.tell_offline_kick);
  EXPECT_EQ(login(connect("phone"), "alice").at("code"), 0);
}

}  // namespace
}  // namespace chatproof::mockserver
