// Whatever an import accepts, the server can serve: each place of a rich state is damaged in every way, and what is not
// refused is then used.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class StateMutationTest : public ServiceTest {
 protected:
  // A bit of everything: devices, tokens, messages, subscriptions, decrees, a profile.
  Json rich() {
    EXPECT_FALSE(set({{"userStatus", true}, {"tellOfflineKick", true}}));
    const ConnectionId alice = online("alice", "phone"), bob = online("bob", "pc", "Windows");
    EXPECT_EQ(code(alice, Command::profile_set, {{"profile", {{"nickName", "Al"}, {"custom", {{"key", "YQ=="}}}}}}), 0);
    EXPECT_EQ(code(alice, Command::status_subscribe, {{"users", {"bob", "carol"}}}), 0);
    EXPECT_EQ(code(alice, Command::profile_subscribe, {{"users", {"bob"}}}), 0);
    EXPECT_EQ(code(bob, Command::status_set, {{"customStatus", "busy"}}), 0);
    EXPECT_EQ(send(alice, "bob", "hi").at("code"), 0);
    service.kick(default_app, "alice", {}, now, effects);
    online("alice", "phone");
    service.expire(default_app, "carol", now, effects);
    return Json::parse(service.export_state().dump());
  }

  // As far as clients and operators can go.
  void use(Service& other) {
    if (!other.knows_app(default_app)) return;  // operators are told so
    Effects told;
    const auto request = [&](ConnectionId from, Command command, const Json& payload) {
      static_cast<void>(other.handle(from, command, payload, now, told).dump());
    };
    ConnectionId connection = 0;
    for (const char* user : {"alice", "bob", "carol"}) {
      const std::string user_sig = other.make_ticket(default_app, user, 1000, {}, {}, now);
      request(++connection, Command::hello, {{"sdkAppID", default_app}, {"deviceID", "phone"}, {"platform", "iOS"}});
      request(connection, Command::resume, {{"userID", user}, {"token", "t"}, {"cursor", 0}});
      request(connection, Command::login, {{"userID", user}, {"userSig", user_sig}, {"cursor", -1}});
      for (const int cursor : {-1, 0, 1, 7}) request(connection, Command::sync, {{"cursor", cursor}});
      request(connection, Command::c2c_send, {{"to", "bob"}, {"message", text("again", 1)}});
      request(connection, Command::c2c_send, {{"to", "bob"}, {"message", text("new", 7)}});
      request(connection, Command::profile_set, {{"profile", {{"custom", {{"other", "YQ=="}}}}}});
      for (const Command get : {Command::profile_get, Command::status_get, Command::status_unsubscribe})
        request(connection, get, {{"users", {"alice", "bob", "carol"}}});
      request(connection, Command::status_set, {{"customStatus", "here"}});
      other.expire(default_app, user, now, told);
      other.kick(default_app, user, {}, now, told);
      other.closed(connection, "reset", now, told);
    }
    for (const Effect& effect : told)
      if (const auto* push = std::get_if<Push>(&effect)) static_cast<void>(push->payload.dump());
  }

  // Refused with a place that is there or could be, or as good as any.
  void judge(const Json& state, const std::string& how) {
    SCOPED_TRACE(how);
    Service other(runtime::Random(2));
    if (const auto problem = other.import_state(state)) {
      EXPECT_FALSE(problem->text.empty());
      EXPECT_NO_THROW(static_cast<void>(Json::json_pointer(problem->pointer)));
      EXPECT_TRUE(other.apps().at(default_app).accounts.empty());
      ++refused_;
      return;
    }
    ++accepted_;
    use(other);
    const Json again = Json::parse(other.export_state().dump());
    Service third(runtime::Random(3));
    const auto problem = third.import_state(again);
    ASSERT_FALSE(problem) << problem->pointer << ": " << problem->text;
  }

  void places_of(const Json& value, const Json::json_pointer& at) {
    places_.push_back(at);
    if (value.is_object())
      for (const auto& [key, member] : value.items()) places_of(member, at / key);
    if (value.is_array())
      for (std::size_t i = 0; i < value.size(); ++i) places_of(value[i], at / i);
  }

  int refused_ = 0, accepted_ = 0;
  std::vector<Json::json_pointer> places_;
};

TEST_F(StateMutationTest, WhatIsAcceptedIsServed) {
  const Json good = rich();
  judge(good, "as it is");
  ASSERT_EQ(accepted_, 1);
  Json deep = Json::array();
  for (int i = 0; i < 200; ++i) deep = Json::array({std::move(deep)});
  const std::vector<Json> damages = {nullptr,
                                     true,
                                     0,
                                     -1,
                                     1.5,
                                     INT64_MAX,
                                     INT64_MIN,
                                     UINT64_MAX,
                                     std::int64_t{1} << 53,
                                     "",
                                     "x",
                                     "\x01",
                                     "alice",
                                     std::string(100'000, 'x'),
                                     Json::object(),
                                     Json::array(),
                                     {{"code", "x"}},
                                     Json::array({5}),
                                     deep};
  places_of(good, Json::json_pointer());
  for (const Json::json_pointer& place : places_) {
    if (place.empty()) continue;
    for (const Json& damage : damages) {
      Json state = good;
      state[place] = damage;
      judge(state, place.to_string() + " = " + damage.dump().substr(0, 40));
    }
    Json without = good, twice = good;
    Json& holder = without[place.parent_pointer()];
    if (holder.is_object()) {
      holder.erase(place.back());
      Json& more = twice[place.parent_pointer()];
      more[place.back() + "2"] = more[place.back()];
    } else {
      holder.erase(std::stoul(place.back()));
      twice[place.parent_pointer()].push_back(good[place]);
    }
    judge(without, "without " + place.to_string());
    judge(twice, "twice " + place.to_string());
  }
  EXPECT_GT(refused_, 1000);
  EXPECT_GT(accepted_, 100);
}

// The longest tickets, and the messages that are longest as JSON.
TEST_F(StateMutationTest, WhatCanComeToBeIsAccepted) {
  const ConnectionId alice = connect("phone");
  const std::int64_t life = 1'000'000'000'000;
  EXPECT_EQ(login_with(alice, "alice", service.make_ticket(default_app, "alice", life, {}, {}, now)), 0);
  EXPECT_EQ(code(alice, Command::profile_set, {{"profile", {{"nickName", std::string(500, '\x01')}}}}), 0);
  Json message = text("hi", 7);
  message["more"] = std::string(60'000, 'x');
  EXPECT_EQ(code(alice, Command::c2c_send, {{"to", "bob"}, {"message", message}}), 0);
  for (const std::size_t size : {10'000U, 16'000U}) {
    const Json elements = text(std::string(size, '\x01'))["elements"];
    const bool fits = size == 10'000U;
    EXPECT_EQ(service.send_as(default_app, "alice", "bob", elements, now, effects).at("code"), fits ? 0 : 80002);
  }
  for (int i = 0; i < 20; ++i) {
    service.kick(default_app, "alice", {}, now, effects);
    online("alice", "phone");
  }
  judge(Json::parse(service.export_state().dump()), "as it is");
  EXPECT_EQ(accepted_, 1);
}

}  // namespace
}  // namespace chatproof::mockserver
