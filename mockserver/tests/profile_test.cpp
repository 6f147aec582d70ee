// Profiles: what can be set, who is told.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class ProfileTest : public ServiceTest {
 protected:
  int set_profile(ConnectionId of, const Json& changes) {
    return code(of, Command::profile_set, {{"profile", changes}});
  }
};

TEST_F(ProfileTest, ChangesAreMergedAndToldToEveryOwnDevice) {
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  EXPECT_EQ(set_profile(phone, {{"nickName", "Al"}, {"gender", 1}, {"custom", {{"a", "MQ=="}}}}), 0);
  const Json reply =
      ask(phone, Command::profile_set, {{"profile", {{"nickName", "Alice"}, {"custom", {{"b", "Mg=="}}}}}});
  const Json whole = {
      {"userID", "alice"}, {"nickName", "Alice"}, {"gender", 1}, {"custom", {{"a", "MQ=="}, {"b", "Mg=="}}}};
  EXPECT_EQ(reply.at("profile"), whole);
  for (const ConnectionId each : {phone, pc}) {
    const auto told = take(each, Command::self_info);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].at("profile"), whole);
  }
}

TEST_F(ProfileTest, StrangersAreToldWhenTheySubscribe) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  EXPECT_EQ(set_profile(alice, {{"nickName", "one"}}), 0);
  EXPECT_EQ(count(bob, Command::user_info), 0U);
  EXPECT_EQ(code(bob, Command::profile_subscribe, {{"users", {"alice", "bob"}}}), 0);
  EXPECT_EQ(set_profile(alice, {{"nickName", "two"}}), 0);
  EXPECT_EQ(set_profile(bob, {{"nickName", "me"}}), 0);
  const auto told = take(bob, Command::user_info);
  ASSERT_EQ(told.size(), 1U) << "nobody subscribes to himself";
  EXPECT_EQ(told[0].at("profiles")[0].at("nickName"), "two");
  EXPECT_EQ(code(bob, Command::profile_unsubscribe, {{"users", Json::array()}}), 0);
  EXPECT_EQ(set_profile(alice, {{"nickName", "three"}}), 0);
  EXPECT_EQ(count(bob, Command::user_info), 0U);
}

TEST_F(ProfileTest, SubscriptionHasASwitch) {
  const ConnectionId bob = online("bob", "bob");
  ASSERT_FALSE(set({{"profileSubscription", false}}));
  EXPECT_EQ(code(bob, Command::profile_subscribe, {{"users", {"alice"}}}), 72012);
  EXPECT_EQ(code(bob, Command::profile_unsubscribe, {{"users", {"alice"}}}), 72012);
}

TEST_F(ProfileTest, QueriesLeaveOutWhoIsUnknown) {
  const ConnectionId alice = online("alice", "phone");
  const Json reply = ask(alice, Command::profile_get, {{"users", {"nobody", "alice", "alice"}}});
  EXPECT_EQ(reply.at("profiles"), Json::array({{{"userID", "alice"}}}));
}

struct Refusal {
  const char* name;
  Json changes;
  int code;
};
void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }
class ProfileLimitTest : public ProfileTest, public testing::WithParamInterface<Refusal> {};

TEST_P(ProfileLimitTest, IsRefusedAndNothingChanges) {
  const ConnectionId alice = online("alice", "phone");
  Json changes = GetParam().changes;
  if (changes.is_object() && !changes.empty()) changes["allowType"] = 1;
  EXPECT_EQ(set_profile(alice, changes), GetParam().code);
  EXPECT_EQ(service.account(default_app, "alice").profile(), (Json{{"userID", "alice"}}));
  EXPECT_EQ(count(alice, Command::self_info), 0U);
}

INSTANTIATE_TEST_SUITE_P(All, ProfileLimitTest,
                         testing::Values(Refusal{"Nothing", Json::object(), 40001},
                                         Refusal{"NoObject", Json("x"), 40001},
                                         Refusal{"NickNameTooLong", {{"nickName", std::string(501, 'x')}}, 40601},
                                         Refusal{"SignatureTooLong", {{"selfSignature", std::string(501, 'x')}}, 40601},
                                         Refusal{"NickNameNoText", {{"nickName", 5}}, 40610},
                                         Refusal{"UnknownField", {{"shoeSize", 42}}, 40009},
                                         Refusal{"UserIdIsNoField", {{"userID", "bob"}}, 40009},
                                         Refusal{"GenderOutOfRange", {{"gender", 3}}, 40605},
                                         Refusal{"GenderNegative", {{"gender", -1}}, 40605},
                                         Refusal{"BirthdayTooLarge", {{"birthday", 4'294'967'296}}, 40605},
                                         Refusal{"BirthdayNoNumber", {{"birthday", "today"}}, 40610},
                                         Refusal{"CustomNoObject", {{"custom", "x"}}, 40610},
                                         Refusal{"CustomKeyTooLong", {{"custom", {{"ninechars", "MQ=="}}}}, 9001},
                                         Refusal{"CustomKeyEmpty", {{"custom", {{"", "MQ=="}}}}, 9001},
                                         Refusal{"CustomNoText", {{"custom", {{"a", 1}}}}, 40610},
                                         // 668 characters without padding are 501 bytes.
                                         Refusal{"CustomTooLong", {{"custom", {{"a", std::string(668, 'A')}}}}, 40601}),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

TEST_F(ProfileTest, TheLargestValuesFit) {
  const ConnectionId alice = online("alice", "phone");
  EXPECT_EQ(set_profile(alice, {{"nickName", std::string(500, 'x')},
                                {"birthday", 4'294'967'295},
                                {"custom", {{"eightchr", std::string(667, 'A') + "="}}}}),
            0);
}

}  // namespace
}  // namespace chatproof::mockserver
