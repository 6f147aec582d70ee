// What an operator can do to users and their tickets.
#include "mockserver/tests/service_fixture.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::mockserver {
namespace {

class OperatorTest : public ServiceTest {};

TEST_F(OperatorTest, AKickReachesEveryDeviceAndRevokesTheTickets) {
  const std::string old_ticket = ticket("alice");
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  service.kick(default_app, "alice", {}, now, effects);
  EXPECT_EQ(take(phone, Command::kicked), (std::vector<Json>{{{"reason", "server"}, {"userID", "alice"}}}));
  EXPECT_EQ(count(pc, Command::kicked), 1U);
  EXPECT_EQ(login_with(phone, "alice", old_ticket), 70001);
  EXPECT_EQ(login(phone, "alice").at("code"), 0) << "a new ticket works at once";
}

// As the app's own server signs them; those of one second differ by how long they live.
std::string signed_ticket(std::int64_t at, std::int64_t expire) {
  return usersig::create({default_app, "alice", std::string(default_key), at, expire, std::nullopt}).ticket;
}

class DecreeTest : public OperatorTest, public testing::WithParamInterface<const char*> {
 protected:
  void decree() {
    const std::string what = GetParam();
    if (what == "kick") service.kick(default_app, "alice", {}, now, effects);
    if (what == "revoke") service.revoke(default_app, "alice", now, effects);
    if (what == "expire") service.expire(default_app, "alice", now, effects);
  }
};

TEST_P(DecreeTest, OldIsWhatWasThereBefore) {
  const std::string first = signed_ticket(now.unix_s, 1000), second = signed_ticket(now.unix_s, 1001);
  const ConnectionId phone = connect("phone");
  EXPECT_EQ(login_with(phone, "alice", first), 0);
  EXPECT_EQ(login_with(phone, "alice", second), 0);
  const std::string ahead = signed_ticket(now.unix_s + 5, 1000);  // by another clock
  EXPECT_EQ(login_with(connect("pc"), "alice", ahead), 0);
  decree();
  for (const std::string& old : {first, second, ahead, signed_ticket(now.unix_s - 1, 1000)})
    EXPECT_EQ(login_with(phone, "alice", old), 70001);
  const std::string third = signed_ticket(now.unix_s, 1002);
  EXPECT_EQ(login_with(phone, "alice", third), 0) << "signed in the same second, and new";
  ASSERT_FALSE(service.import_state(Json::parse(service.export_state().dump())));
  EXPECT_EQ(login_with(connect("phone"), "alice", second), 70001);
  EXPECT_EQ(login_with(connect("phone"), "alice", third), 0);
  decree();
  EXPECT_EQ(login_with(connect("phone"), "alice", third), 70001);
}

TEST_P(DecreeTest, WhatIsMadeHereIsNeverDatedAhead) {
  const std::string old_ticket = ticket("alice");
  online("alice", "phone");
  const std::string unused = ticket("alice");
  decree();
  const std::string fresh = ticket("alice");
  EXPECT_EQ(usersig::Verifier().read(fresh).fields.time, now.unix_s);
  EXPECT_EQ(login_with(connect("phone"), "alice", fresh), 0);
  EXPECT_EQ(login_with(connect("pc"), "alice", unused), 70001);
}

INSTANTIATE_TEST_SUITE_P(All, DecreeTest, testing::Values("kick", "revoke", "expire"));

TEST_F(OperatorTest, AKickOfOneDeviceLeavesTheOthersAndTheTickets) {
  const std::string old_ticket = ticket("alice");
  const ConnectionId phone = online("alice", "phone", "Android");
  const ConnectionId pc = online("alice", "pc", "Windows");
  service.kick(default_app, "alice", "pc", now, effects);
  EXPECT_EQ(count(phone, Command::kicked), 0U);
  EXPECT_EQ(count(pc, Command::kicked), 1U);
  EXPECT_EQ(login_with(pc, "alice", old_ticket), 0);
}

TEST_F(OperatorTest, AKickOfSomebodyAwayEndsTheToken) {
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  lose(phone);
  service.kick(default_app, "alice", {}, now, effects);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), 6208);
}

TEST_F(OperatorTest, ExpireTellsWhoIsOnlineAndRefusesTheTickets) {
  const std::string old_ticket = ticket("alice");
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  const ConnectionId bob = online("bob", "bob");
  service.expire(default_app, "alice", now, effects);
  EXPECT_EQ(count(phone, Command::ticket_expired), 1U);
  EXPECT_EQ(count(bob, Command::ticket_expired), 0U);
  EXPECT_EQ(resume(phone, "alice", token).at("code"), -10003);
  EXPECT_EQ(login_with(phone, "alice", old_ticket), 70001);
  EXPECT_EQ(login(phone, "alice").at("code"), 0);
}

TEST_F(OperatorTest, RevokeLetsWhoIsOnlineStay) {
  const std::string old_ticket = ticket("alice");
  const ConnectionId phone = connect("phone");
  const Json token = login(phone, "alice").at("token");
  service.revoke(default_app, "alice", now, effects);
  EXPECT_EQ(code(phone, Command::sync), 0);
  EXPECT_EQ(resume(connect("phone"), "alice", token).at("code"), -10004);
  EXPECT_EQ(login_with(connect("pc"), "alice", old_ticket), 70001);
  ASSERT_FALSE(set({{"revokedTicketCode", 70052}}));
  EXPECT_EQ(login_with(connect("pc"), "alice", old_ticket), 70052);
}

TEST_F(OperatorTest, OneWithRevokedTicketsStillRunsOut) {
  const ConnectionId phone = online("alice", "phone");
  service.revoke(default_app, "alice", now, effects);
  pass(86'401s);
  EXPECT_EQ(count(phone, Command::ticket_expired), 1U);
  EXPECT_EQ(service.next_expiry(), std::nullopt);
}

TEST_F(OperatorTest, ABanKicks) {
  const ConnectionId phone = online("alice", "phone");
  service.ban(default_app, "alice", true, now, effects);
  EXPECT_EQ(count(phone, Command::kicked), 1U);
  EXPECT_EQ(login(phone, "alice").at("code"), 70051);
}

TEST_F(OperatorTest, NoTicketIsMadeOfNonsense) {
  EXPECT_EQ(service.make_ticket(default_app, "alice", -1, {}, {}, now), "");
  EXPECT_EQ(service.make_ticket(default_app, "", 100, {}, "missingField", now), "");
  EXPECT_EQ(service.find_account(default_app, "alice"), nullptr) << "a ticket alone registers nobody";
}

TEST_F(OperatorTest, ATicketWithAKeyOfOnesOwn) {
  const ConnectionId phone = connect("phone");
  EXPECT_EQ(login_with(phone, "alice", service.make_ticket(default_app, "alice", 100, "other key", {}, now)), 70009);
  service.add_app(default_app, "other key");
  EXPECT_EQ(login_with(phone, "alice", service.make_ticket(default_app, "alice", 100, {}, {}, now)), 0);
}

}  // namespace
}  // namespace chatproof::mockserver
