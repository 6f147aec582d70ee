// Messages: the inbox, its places, who gets a push, and what comes when somebody was away.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

class MessagesTest : public ServiceTest {
 protected:
  Json sync(ConnectionId of, std::int64_t cursor, int limit = 100) {
    return ask(of, Command::sync, {{"cursor", cursor}, {"limit", limit}});
  }
  static std::vector<std::string> words(const Json& messages) {
    std::vector<std::string> out;
    for (const Json& message : messages) out.push_back(message.at("elements")[0].at("text"));
    return out;
  }
  static std::vector<std::string> pushed(const std::vector<Json>& pushes) {
    std::vector<std::string> out;
    for (const Json& push : pushes)
      out.push_back(push.at("message").at("elements")[0].at("text").get<std::string>() + " " +
                    push.at("cursor").dump());
    return out;
  }
  using Words = std::vector<std::string>;
};

TEST_F(MessagesTest, AMessageReachesEveryDeviceButTheSendingOne) {
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  const ConnectionId bob = online("bob", "bob");
  const Json reply = send(phone, "bob", "hi");
  EXPECT_EQ(reply.at("code"), 0);
  EXPECT_EQ(reply.at("cursor"), 1);
  EXPECT_EQ(reply.at("timestamp"), start_s);
  EXPECT_EQ(pushed(take(bob, Command::message)), Words{"hi 1"});
  EXPECT_EQ(pushed(take(pc, Command::message)), Words{"hi 1"});
  EXPECT_EQ(count(phone, Command::message), 0U);
}

TEST_F(MessagesTest, AMessageSaysWhoSentItWhenAndAsWhat) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  EXPECT_EQ(code(alice, Command::profile_set, {{"profile", {{"nickName", "Al"}}}}), 0);
  Json forged = text("hi", 7);
  forged["from"] = "eve";
  forged["timestamp"] = 1;
  const Json reply = ask(alice, Command::c2c_send, {{"to", "bob"}, {"message", forged}});
  const Json message = take(bob, Command::message).at(0).at("message");
  EXPECT_EQ(message.at("from"), "alice");
  EXPECT_EQ(message.at("to"), "bob");
  EXPECT_EQ(message.at("timestamp"), start_s);
  EXPECT_EQ(message.at("msgID"), reply.at("msgID"));
  EXPECT_EQ(message.at("seq"), reply.at("seq"));
  EXPECT_EQ(message.at("fromProfile").at("nickName"), "Al");
}

TEST_F(MessagesTest, BothSidesShareOneOrderEach) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  EXPECT_EQ(send(alice, "bob", "one").at("cursor"), 1);
  EXPECT_EQ(send(bob, "alice", "two").at("cursor"), 2);
  EXPECT_EQ(send(alice, "carol", "three").at("cursor"), 3);
  EXPECT_EQ(words(sync(alice, 0).at("messages")), (Words{"one", "two", "three"}));
  EXPECT_EQ(words(sync(bob, 0).at("messages")), (Words{"one", "two"}));
}

TEST_F(MessagesTest, ARepeatedSendGetsTheSameAnswerAndNothingElse) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  const Json request = {{"to", "bob"}, {"message", text("hi", 5)}};
  const Json first = ask(alice, Command::c2c_send, request);
  pass(10s);
  EXPECT_EQ(ask(alice, Command::c2c_send, request), first);
  EXPECT_EQ(count(bob, Command::message), 1U);
  EXPECT_EQ(sync(bob, 0).at("messages").size(), 1U);
  EXPECT_NE(ask(alice, Command::c2c_send, {{"to", "bob"}, {"message", text("hi", 6)}}).at("seq"), first.at("seq"));
  EXPECT_EQ(count(bob, Command::message), 1U);
}

// A client chooses random and clientTime, and nothing else of a message's id.
TEST_F(MessagesTest, AnIdIsTheSendersOwn) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  EXPECT_EQ(send(bob, "alice", "the first").at("code"), 0);
  Json forged = text("forged", 9);
  for (const char* id : {"bob-5-1", "alice-5-8", "alice-5-9 ", "alice", "x"}) {
    forged["msgID"] = id;
    EXPECT_EQ(code(alice, Command::c2c_send, {{"to", "bob"}, {"message", forged}}), 20001) << id;
  }
  EXPECT_EQ(count(bob, Command::message), 0U);
  forged["msgID"] = "alice-5-9";
  EXPECT_EQ(ask(alice, Command::c2c_send, {{"to", "bob"}, {"message", forged}}).at("msgID"), "alice-5-9");
}

TEST_F(MessagesTest, TwoMessagesWithOneIdAreNotBothAccepted) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  const auto try_to_send = [&](const std::string& to, const Json& message, bool online_only) {
    return code(alice, Command::c2c_send, {{"to", to}, {"message", message}, {"onlineOnly", online_only}});
  };
  Json marked = text("one", 7);
  marked["cloudCustomData"] = "YQ==";
  EXPECT_EQ(try_to_send("bob", text("one", 7), false), 0);
  EXPECT_EQ(try_to_send("bob", text("two", 7), false), 20001);
  EXPECT_EQ(try_to_send("carol", text("one", 7), false), 20001);
  EXPECT_EQ(try_to_send("bob", text("one", 7), true), 20001);
  EXPECT_EQ(try_to_send("bob", marked, false), 20001);
  EXPECT_EQ(try_to_send("bob", text("one", 7), false), 0) << "this is the one that was accepted";
  EXPECT_EQ(count(bob, Command::message), 1U);
}

TEST_F(MessagesTest, TheOperatorsMessagesHaveIdsOfTheirOwn) {
  const ConnectionId alice = online("alice", "phone");
  const Json elements = text("from the desk")["elements"];
  const Json sent = service.send_as(default_app, "alice", "bob", elements, now, effects);
  const Json copy = take(alice, Command::message).at(0).at("message");
  EXPECT_EQ(copy.at("msgID"), sent.at("msgID"));
  Json again = text("from alice", copy.at("random").get<std::uint32_t>());
  again["clientTime"] = copy.at("clientTime");
  EXPECT_EQ(code(alice, Command::c2c_send, {{"to", "bob"}, {"message", again}}), 20001);
}

TEST_F(MessagesTest, ARepetitionIsKnownAmongTheLatestThousandOfItsSender) {
  const ConnectionId alice = online("alice", "phone");
  online("bob", "bob");
  const Json request = {{"to", "bob"}, {"message", text("first", 1'000'000)}};
  const Json first = ask(alice, Command::c2c_send, request);
  for (int i = 0; i < 999; ++i) send(alice, "bob", "more");
  pass(3600s);
  EXPECT_EQ(ask(alice, Command::c2c_send, request), first);
  const Json state = service.export_state();
  ASSERT_FALSE(service.import_state(state));
  const ConnectionId back = online("alice", "phone");
  EXPECT_EQ(ask(back, Command::c2c_send, request), first) << "the memory is part of the state";
  Json other = request;
  other["message"]["elements"][0]["text"] = "other";
  EXPECT_EQ(code(back, Command::c2c_send, other), 20001);
}

TEST_F(MessagesTest, AMessageToOneselfComesOnce) {
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  EXPECT_EQ(send(phone, "alice", "note").at("cursor"), 1);
  EXPECT_EQ(count(phone, Command::message), 0U);
  EXPECT_EQ(pushed(take(pc, Command::message)), Words{"note 1"});
  EXPECT_EQ(sync(pc, 0).at("messages").size(), 1U);
}

TEST_F(MessagesTest, WhatWasMissedComesWithTheSync) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = connect("bob");
  const Json token = login(bob, "bob").at("token");
  send(alice, "bob", "seen");
  lose(bob);
  send(alice, "bob", "missed");
  const ConnectionId back = connect("bob");
  EXPECT_EQ(resume(back, "bob", token, 1).at("cursor"), 2);
  const Json reply = sync(back, 1);
  EXPECT_EQ(words(reply.at("messages")), Words{"missed"});
  EXPECT_EQ(reply.at("messages")[0].at("cursor"), 2);
  EXPECT_EQ(reply.at("cursor"), 2);
  EXPECT_EQ(reply.at("complete"), true);
  EXPECT_EQ(sync(back, 2).at("messages"), Json::array());
  EXPECT_EQ(sync(back, 2).at("cursor"), 2);
}

TEST_F(MessagesTest, PagesHaveALimitAndSayWhetherMoreComes) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  for (int i = 1; i <= 5; ++i) send(alice, "bob", std::to_string(i));
  Json page = sync(bob, 0, 2);
  EXPECT_EQ(words(page.at("messages")), (Words{"1", "2"}));
  EXPECT_EQ(page.at("cursor"), 2);
  EXPECT_EQ(page.at("complete"), false);
  page = sync(bob, 2, 3);
  EXPECT_EQ(words(page.at("messages")), (Words{"3", "4", "5"}));
  EXPECT_EQ(page.at("complete"), true);
  for (const int odd : {0, -5}) EXPECT_EQ(sync(bob, 0, odd).at("messages").size(), 1U);
  for (int i = 6; i <= 120; ++i) send(alice, "bob", std::to_string(i));
  EXPECT_EQ(sync(bob, 0, 1000).at("messages").size(), 100U);
}

TEST_F(MessagesTest, ADeviceWithoutAStoreBeginsAtTheFirstThatNobodyHasGot) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "old", "Android");
  send(alice, "bob", "seen");
  lose(bob);
  send(alice, "bob", "new one");
  send(alice, "bob", "new two");
  const ConnectionId fresh = online("bob", "fresh", "Windows");
  EXPECT_EQ(words(sync(fresh, -1).at("messages")), (Words{"new one", "new two"}));
  const ConnectionId third = online("bob", "third", "Web");
  EXPECT_EQ(words(sync(third, -1).at("messages")), Words{}) << "all of them were given out";
}

TEST_F(MessagesTest, ADeviceThatNeverNamedAPlaceBeginsWhereItBegan) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  send(alice, "bob", "pushed to a link that dies");
  lose(bob);
  const ConnectionId again = online("bob", "bob");
  EXPECT_EQ(words(sync(again, -1).at("messages")), Words{"pushed to a link that dies"});
  EXPECT_EQ(sync(again, 1).at("messages"), Json::array());
  send(alice, "bob", "received");
  lose(again);
  const ConnectionId wiped = online("bob", "bob");
  EXPECT_EQ(words(sync(wiped, -1).at("messages")), Words{}) << "it has named a place, and lost its store since";
}

TEST_F(MessagesTest, APlaceThatTheServerHasForgottenMeansTheBeginning) {
  const ConnectionId alice = online("alice", "a");
  const ConnectionId bob = online("bob", "b");
  send(alice, "bob", "new");
  for (const std::int64_t cursor : {std::int64_t{2}, std::int64_t{57}, INT64_MAX}) {
    const Json reply = ask(bob, Command::sync, {{"cursor", cursor}});
    EXPECT_EQ(reply.at("messages").size(), 1U);
    EXPECT_EQ(reply.at("cursor"), 1);
    EXPECT_EQ(reply.at("complete"), true);
  }
  EXPECT_EQ(ask(bob, Command::sync, {{"cursor", 1}}).at("messages").size(), 0U);
  send(alice, "bob", "newer");
  EXPECT_EQ(login(connect("second"), "bob").at("cursor"), 2);
}

TEST_F(MessagesTest, OnlineOnlyMessagesAreNeverStored) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  const Json request = {{"to", "bob"}, {"message", text("psst", 1)}, {"onlineOnly", true}};
  EXPECT_EQ(ask(alice, Command::c2c_send, request).at("cursor"), 0);
  const auto told = take(bob, Command::message);
  EXPECT_EQ(pushed(told), Words{"psst 0"});
  EXPECT_EQ(told[0].at("message").at("onlineOnly"), true);
  EXPECT_EQ(sync(bob, 0).at("messages"), Json::array());
  EXPECT_EQ(sync(alice, 0).at("messages"), Json::array());
}

TEST_F(MessagesTest, OldMessagesGoAndThePlacesStay) {
  ASSERT_FALSE(set({{"roamingDays", 1}}));
  const ConnectionId alice = online("alice", "phone");
  send(alice, "bob", "old");
  pass(86'401s);
  const ConnectionId again = online("alice", "phone");
  EXPECT_EQ(send(again, "bob", "new").at("cursor"), 2);
  const ConnectionId bob = online("bob", "bob");
  const Json page = sync(bob, 0);
  EXPECT_EQ(words(page.at("messages")), Words{"new"});
  EXPECT_EQ(page.at("messages")[0].at("cursor"), 2);
}

TEST_F(MessagesTest, BadMessagesAreRefused) {
  const ConnectionId alice = online("alice", "phone");
  const Json good = text("x", 1);
  for (const Json& request :
       {Json::object(), Json{{"to", "bob"}}, Json{{"to", ""}, {"message", good}}, Json{{"to", 5}, {"message", good}},
        Json{{"to", "bob"}, {"message", "x"}}, Json{{"to", "bob"}, {"message", {{"elements", "x"}}}}})
    EXPECT_EQ(code(alice, Command::c2c_send, request), 20003) << request;
  EXPECT_EQ(code(alice, Command::c2c_send, {{"to", "bob"}, {"message", text(std::string(20'000, 'x'))}}), 80002);
  EXPECT_EQ(sync(alice, 0).at("messages"), Json::array());
}

TEST_F(MessagesTest, MembersOfTheWrongKindDoNoHarm) {
  const ConnectionId alice = online("alice", "phone");
  Json odd = text("x");
  odd["random"] = "r";
  odd["clientTime"] = Json::array();
  EXPECT_EQ(code(alice, Command::c2c_send, {{"to", "bob"}, {"message", odd}, {"onlineOnly", "yes"}}), 0);
  EXPECT_EQ(code(alice, Command::sync, {{"cursor", "one"}, {"limit", 1.5}}), 0);
  EXPECT_EQ(code(alice, Command::profile_get, {{"users", "alice"}}), 0);
  EXPECT_EQ(code(alice, Command::login, {{"userID", 5}, {"userSig", Json::array()}, {"cursor", "x"}}), 7003);
}

TEST_F(MessagesTest, AReceiverWhoWasNeverThereMayBeAnError) {
  const ConnectionId alice = online("alice", "phone");
  EXPECT_EQ(send(alice, "ghost", "boo").at("code"), 0);
  ASSERT_FALSE(set({{"unknownReceiverIsError", true}}));
  EXPECT_EQ(send(alice, "nobody", "boo").at("code"), 20003);
  online("bob", "bob");
  EXPECT_EQ(send(alice, "bob", "boo").at("code"), 0);
}

TEST_F(MessagesTest, AnOperatorCanSendAsSomebody) {
  const ConnectionId alice = online("alice", "phone");
  const ConnectionId bob = online("bob", "bob");
  const Json elements = Json::array({{{"type", 1}, {"text", "hi"}}});
  EXPECT_EQ(service.send_as(default_app, "alice", "bob", elements, now, effects).at("code"), 0);
  EXPECT_EQ(count(bob, Command::message), 1U);
  EXPECT_EQ(count(alice, Command::message), 1U) << "no device of hers sent it";
}

}  // namespace
}  // namespace chatproof::mockserver
