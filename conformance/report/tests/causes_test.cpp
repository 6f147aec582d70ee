#include "conformance/report/causes.hpp"

#include <gmock/gmock.h>

#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using check::Channel;
using check::History;
using nlohmann::json;
using testing::ElementsAre;

json from(int connection, const char* device, json detail = json::object()) {
  return {{"connection", connection}, {"device", device}, {"user", "alice"}, {"detail", std::move(detail)}};
}

// Ids of what led to the last event, nearest first.
std::vector<std::uint32_t> chain(const History& history) {
  const auto causes = causes_in(history);
  std::vector<std::uint32_t> out;
  for (auto id = causes.back(); id != 0; id = causes[id - 1]) out.push_back(id);
  return out;
}

Origin origin(const History& history) { return origin_of(history, causes_in(history), history.size() - 1); }

// Events 1 to 9: initSDK, connected, login asked, answered and ended.
History online() {
  History history;
  add_event(history, 0, "a", Channel::call, "initSDK", {{"call", 1}});
  add_event(history, 0, "a", Channel::callback, "onConnecting");
  add_event(history, 1, "server", Channel::server, "connect", from(1, ""));
  add_event(history, 2, "a", Channel::wire, "hello", from(1, "a"));
  add_event(history, 2, "server", Channel::server, "hello", from(1, "a"));
  add_event(history, 3, "a", Channel::call, "login", {{"call", 2}});
  add_event(history, 4, "a", Channel::wire, "login", from(1, "a"));
  add_event(history, 4, "server", Channel::server, "reply", from(1, "a", {{"command", "login"}, {"code", 0}}));
  add_event(history, 5, "a", Channel::result, "login", {{"call", 2}, {"ok", true}}, 6);
  return history;
}

TEST(CausesTest, FollowAnAnswerToItsCall) {
  EXPECT_THAT(chain(online()), ElementsAre(8, 7, 6));
  EXPECT_EQ(origin(online()), Origin::own_call);
}

TEST(CausesTest, KeepWhatIsRecorded) {
  History history = online();
  add_event(history, 6, "a", Channel::callback, "onSelfInfoUpdated", nullptr, 3);
  EXPECT_EQ(causes_in(history).back(), 3u);
  history.back().cause = 99;  // not before it: no cause
  EXPECT_EQ(causes_in(history).back(), 0u);
}

TEST(CausesTest, FindTheFaultBehindAFailedConnection) {
  History history = online();
  const auto reset = add_event(history, 10, "a", Channel::network, "reset");
  const auto gone = add_event(history, 10, "server", Channel::server, "disconnect", from(1, "a"));
  add_event(history, 11, "a", Channel::callback, "onConnectFailed", {{"args", {{"code", 9508}}}});
  EXPECT_THAT(chain(history), ElementsAre(gone, reset));
  EXPECT_EQ(origin(history), Origin::link);
}

TEST(CausesTest, FindTheRuleThatSwallowedAReply) {
  History history = online();
  const auto call = add_event(history, 10, "a", Channel::call, "getUsersInfo", {{"call", 3}});
  const auto asked = add_event(history, 11, "a", Channel::wire, "profile.get", from(1, "a"));
  const json rule = {{"when", {{"command", "profile.get"}}}, {"then", {{"kind", "noReply"}}}};
  const auto fault = add_event(history, 12, "server", Channel::server, "fault", from(1, "a", {{"rule", rule}}));
  EXPECT_EQ(fault_of(history.back()), "rule noReply");
  add_event(history, 9'000, "a", Channel::result, "getUsersInfo", {{"call", 3}, {"error", 6012}}, call);
  EXPECT_THAT(chain(history), ElementsAre(fault, asked, call));
  EXPECT_EQ(origin(history), Origin::fault_rule);
}

TEST(CausesTest, FindTheDeedBehindAMessageOfNoConnection) {
  History history = online();
  const auto deed = add_event(history, 10, "server", Channel::network, "message.send", {{"from", "bob"}});
  const auto message = add_event(history, 10, "server", Channel::server, "message", from(0, ""));
  const auto push = add_event(history, 10, "server", Channel::server, "push", from(1, "a", {{"command", "message"}}));
  add_event(history, 11, "a", Channel::callback, "onRecvNewMessage");
  EXPECT_THAT(chain(history), ElementsAre(push, message, deed));
  EXPECT_EQ(origin(history), Origin::operator_);
  add_event(history, 12, "server", Channel::server, "push", from(1, "a", {{"command", "userStatus"}}));
  add_event(history, 12, "a", Channel::callback, "onSelfInfoUpdated");
  EXPECT_EQ(causes_in(history).back(), 8u) << "of the login's answer, for no push told of a profile";
}

TEST(CausesTest, FindTheFaultThatWasThereBeforeTheCall) {
  History history = online();
  const auto fault = add_event(history, 10, "a", Channel::network, "unreachable");
  const auto call = add_event(history, 20, "a", Channel::call, "getUsersInfo", {{"call", 3}});
  add_event(history, 9'000, "a", Channel::result, "getUsersInfo", {{"call", 3}, {"error", 9508}}, call);
  EXPECT_THAT(chain(history), ElementsAre(fault));
}

TEST(CausesTest, FindTheOtherDeviceBehindAKick) {
  History history = online();
  const auto call = add_event(history, 10, "b", Channel::call, "login", {{"call", 1}});
  const auto asked = add_event(history, 11, "b", Channel::wire, "login", from(2, "b"));
  const auto login = add_event(history, 11, "server", Channel::server, "login", from(2, "b"));
  const auto kick = add_event(history, 11, "server", Channel::server, "kick", from(1, "a"));
  add_event(history, 12, "a", Channel::callback, "onKickedOffline");
  EXPECT_THAT(chain(history), ElementsAre(kick, login, asked, call));
  EXPECT_EQ(origin(history), Origin::other_call);
}

TEST(CausesTest, FindTheOperatorBehindAKick) {
  History history = online();
  const auto deed = add_event(history, 10, "server", Channel::network, "kick", {{"user", "alice"}});
  const auto kick = add_event(history, 10, "server", Channel::server, "kick", from(1, "a"));
  add_event(history, 11, "a", Channel::callback, "onKickedOffline");
  EXPECT_THAT(chain(history), ElementsAre(kick, deed));
  EXPECT_EQ(origin(history), Origin::operator_);
}

TEST(CausesTest, SayNothingWhereNothingIsKnown) {
  History history;
  add_event(history, 0, "a", Channel::callback, "onKickedOffline");
  EXPECT_EQ(causes_in(history).back(), 0u);
  EXPECT_EQ(origin(history), Origin::unknown);
  EXPECT_TRUE(causes_in({}).empty());
}

TEST(CausesTest, SurviveWhateverEventsHold) {
  for (const json& payload : {json(), json(7), json("x"), json::array({1}), json{{"detail", 3}, {"connection", "x"}}}) {
    History history;
    for (const auto channel : {Channel::call, Channel::wire, Channel::server, Channel::network, Channel::callback,
                               Channel::result, Channel::step})
      for (const char* name : {"login", "fault", "reply", "connect", "kick", "onKickedOffline"})
        add_event(history, 0, "server", channel, name, payload);
    for (std::size_t i = 0; i < history.size(); ++i) EXPECT_LE(causes_in(history)[i], i);
  }
}

TEST(FaultTest, NamesWhatBreaksSomething) {
  History history;
  const auto name = [&](const char* actor, const char* word) {
    add_event(history, 0, actor, Channel::network, word);
    return fault_of(history.back());
  };
  EXPECT_EQ(name("a", "refuse"), "link refuse");
  EXPECT_EQ(name("a", "restart"), "device restart");
  EXPECT_EQ(name("server", "restart"), "server restart");
  for (const char* harmless : {"heal", "files.write", "log.read"}) EXPECT_EQ(name("a", harmless), "");
  for (const char* harmless : {"message.send", "ticket.create", "unban"}) EXPECT_EQ(name("server", harmless), "");
}

}  // namespace
}  // namespace chatproof::report
