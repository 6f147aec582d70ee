// The state diagram of spec login 4 as a table: each row leads from a state by an event to actions and another state.
#include "sdk/session/account_machine.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chatproof::session {
namespace {

using namespace account;  // NOLINT: the events and actions are what these tests speak

using List = std::vector<Action>;

List on(AccountMachine& machine, const Event& event) {
  const Actions actions = machine.on(event);
  return {actions.begin(), actions.end()};
}

// Every state, reached the way a session reaches it. alice is the user.
AccountMachine in(AccountState state, bool link_up = true) {
  AccountMachine machine;
  if (link_up) on(machine, LinkUp{});
  if (state == AccountState::logged_out) return machine;
  on(machine, LoginCalled{"alice"});
  if (state == AccountState::logging_in) return machine;
  on(machine, LoginReplied{0, "t0ken"});
  if (state == AccountState::online) return machine;
  if (state == AccountState::logging_out) {
    on(machine, LogoutCalled{});
    return machine;
  }
  on(machine, LinkDown{});
  if (state == AccountState::offline) return machine;
  on(machine, LinkUp{});
  return machine;
}

struct Row {
  std::string what;
  AccountState from;
  Event event;
  List actions;
  AccountState to;
};

std::vector<Row> login_rows() {
  using S = AccountState;
  return {
      {"3.01", S::logged_out, LoginCalled{"alice"}, {SubmitLogin{}}, S::logging_in},
      {"3.05", S::logging_in, LoginCalled{"bob"}, {Answer{7501}}, S::logging_in},
      {"15.9 same user", S::logging_in, LoginCalled{"alice"}, {Answer{7501}}, S::logging_in},
      {"15.9 logging out", S::logging_out, LoginCalled{"alice"}, {Answer{7502}}, S::logging_out},
      {"15.8 same user", S::online, LoginCalled{"alice"}, {Answer{0}}, S::online},
      {"15.8 same user, offline", S::offline, LoginCalled{"alice"}, {Answer{0}}, S::offline},
      {"15.8 other user",
       S::online,
       LoginCalled{"bob"},
       {EndRequests{6014}, WithdrawResume{}, SendLogout{}, SubmitLogin{}},
       S::logging_in},
      {"15.8 other user, resuming",
       S::resuming,
       LoginCalled{"bob"},
       {EndRequests{6014}, WithdrawResume{}, SendLogout{}, SubmitLogin{}},
       S::logging_in},
      {"3.10 other user, offline",
       S::offline,
       LoginCalled{"bob"},
       {EndRequests{6014}, WithdrawResume{}, SubmitLogin{}},
       S::logging_in},
      {"3.14", S::logging_in, LoginReplied{0, "t"}, {TellOnline{}, EndLogin{0}}, S::online},
      {"15.23 70001", S::logging_in, LoginReplied{70001, {}}, {EndLogin{70001}}, S::logged_out},
      {"15.23 -10001", S::logging_in, LoginReplied{-10001, {}}, {EndLogin{6206}}, S::logged_out},
      {"15.23 -10003", S::logging_in, LoginReplied{-10003, {}}, {EndLogin{6206}}, S::logged_out},
      {"unreadable",
       S::logging_in,
       LoginReplied{6001, {}},
       {EndLogin{6001}, SendLogout{}, AbandonLink{}},
       S::logged_out},
      {"6.10", S::logging_in, LoginReplied{6208, {}}, {EndLogin{6208}}, S::logged_out},
      {"login timed out",
       S::logging_in,
       LoginTimedOut{9520},
       {EndLogin{9520}, SendLogout{}, AbandonLink{}},
       S::logged_out},
      {"hello refused", S::logging_in, HelloRefused{70020}, {EndLogin{70020}}, S::logged_out},
      {"hello refused, nobody waits", S::offline, HelloRefused{70020}, {}, S::offline},
      {"link lost while logging in", S::logging_in, LinkDown{}, {}, S::logging_in},
      {"late login reply", S::logged_out, LoginReplied{0, "t"}, {}, S::logged_out},
      {"late login timeout", S::online, LoginTimedOut{9520}, {}, S::online},
  };
}

std::vector<Row> logout_rows() {
  using S = AccountState;
  return {
      {"O2.2", S::logged_out, LogoutCalled{}, {Answer{0}}, S::logged_out},
      {"15.10 logging in", S::logging_in, LogoutCalled{}, {EndLogin{6023}, SendLogout{}, Answer{0}}, S::logged_out},
      {"5.01", S::online, LogoutCalled{}, {WithdrawResume{}, SubmitLogout{}}, S::logging_out},
      {"resuming", S::resuming, LogoutCalled{}, {WithdrawResume{}, SubmitLogout{}}, S::logging_out},
      {"15.10 offline", S::offline, LogoutCalled{}, {EndRequests{6014}, Answer{0}}, S::logged_out},
      {"5.03", S::logging_out, LogoutCalled{}, {Answer{7502}}, S::logging_out},
      {"done", S::logging_out, LogoutReplied{0}, {EndRequests{6014}, EndLogout{0}}, S::logged_out},
      {"5.04 failed",
       S::logging_out,
       LogoutReplied{60008},
       {EndRequests{6014}, EndLogout{60008}, AbandonLink{}},
       S::logged_out},
      {"gone already", S::logging_out, LogoutReplied{9503}, {EndRequests{6014}, EndLogout{0}}, S::logged_out},
      {"15.10 timed out",
       S::logging_out,
       LogoutTimedOut{9520},
       {EndRequests{6014}, EndLogout{9520}, AbandonLink{}},
       S::logged_out},
      {"link lost", S::logging_out, LinkDown{}, {EndRequests{6014}, EndLogout{0}}, S::logged_out},
      {"kicked meanwhile", S::logging_out, Kicked{}, {}, S::logging_out},
      {"late reply", S::online, LogoutReplied{0}, {}, S::online},
      {"late timeout", S::logged_out, LogoutTimedOut{9520}, {}, S::logged_out},
  };
}

std::vector<Row> link_rows() {
  using S = AccountState;
  return {
      {"4.03", S::online, LinkDown{}, {WithdrawResume{}}, S::offline},
      {"lost again", S::resuming, LinkDown{}, {WithdrawResume{}}, S::offline},
      {"2.05", S::offline, LinkUp{}, {SubmitResume{}}, S::resuming},
      {"2.07", S::logged_out, LinkDown{}, {}, S::logged_out},
      {"back", S::resuming, ResumeReplied{0}, {TellOnline{}}, S::online},
      {"15.20 -10003", S::resuming, ResumeReplied{-10003}, {EndRequests{6206}, TellExpired{}}, S::logged_out},
      {"revoked", S::resuming, ResumeReplied{-10004}, {EndRequests{6206}, TellExpired{}}, S::logged_out},
      {"70001", S::resuming, ResumeReplied{70001}, {EndRequests{6206}, TellExpired{}}, S::logged_out},
      {"15.18", S::resuming, ResumeReplied{6208}, {EndRequests{6014}, TellKicked{KickReason::offline}}, S::logged_out},
      {"banned", S::resuming, ResumeReplied{70051}, {EndRequests{6014}, TellKicked{KickReason::server}}, S::logged_out},
      {"overloaded", S::resuming, ResumeReplied{-10114}, {AbandonLink{}}, S::resuming},
      {"no answer", S::resuming, ResumeTimedOut{}, {AbandonLink{}}, S::resuming},
      {"late resume reply", S::logging_in, ResumeReplied{0}, {}, S::logging_in},
      {"late resume timeout", S::offline, ResumeTimedOut{}, {}, S::offline},
      {"15.17", S::online, Kicked{}, {EndRequests{6014}, TellKicked{KickReason::pushed}}, S::logged_out},
      {"7.02", S::online, TicketExpired{}, {EndRequests{6206}, TellExpired{}}, S::logged_out},
      {"kick of a user before", S::logging_in, Kicked{}, {}, S::logging_in},
      {"kick of nobody", S::logged_out, Kicked{}, {}, S::logged_out},
      {"expiry of nobody", S::logged_out, TicketExpired{}, {}, S::logged_out},
      {"forgotten", S::online, NotRegistered{}, {AbandonLink{}}, S::online},
      {"forgotten nobody", S::logged_out, NotRegistered{}, {}, S::logged_out},
  };
}

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    AccountMachine machine = in(row.from);
    ASSERT_EQ(machine.state(), row.from) << row.what;
    EXPECT_EQ(on(machine, row.event), row.actions) << row.what;
    EXPECT_EQ(machine.state(), row.to) << row.what;
  }
}

TEST(AccountMachineTest, LoginFollowsTheDiagram) { check(login_rows()); }
TEST(AccountMachineTest, LogoutFollowsTheDiagram) { check(logout_rows()); }
TEST(AccountMachineTest, LinkKickAndExpiryFollowTheDiagram) { check(link_rows()); }

TEST(AccountMachineTest, AResumeThatALogoutHasOvertakenGoesWithTheLink) {
  AccountMachine machine = in(AccountState::resuming);
  on(machine, LogoutCalled{});
  EXPECT_EQ(on(machine, LogoutReplied{9503}), (List{EndRequests{6014}, EndLogout{0}, AbandonLink{}}));
}

TEST(AccountMachineTest, WithoutALinkNothingIsSentAfterALogin) {
  AccountMachine cancelled = in(AccountState::logging_in, false);
  EXPECT_EQ(on(cancelled, LogoutCalled{}), (List{EndLogin{6023}, Answer{0}}));
  AccountMachine timed_out = in(AccountState::logging_in, false);
  EXPECT_EQ(on(timed_out, LoginTimedOut{9518}), (List{EndLogin{9518}}));
}

// 3.14, 3.15: there is a user exactly while somebody is logged in, and no state but these keeps a token.
TEST(AccountMachineTest, UserAndTokenGoWithTheLogin) {
  using S = AccountState;
  for (const S state : {S::offline, S::resuming, S::online}) {
    const AccountMachine machine = in(state);
    EXPECT_TRUE(machine.logged_in());
    EXPECT_EQ(machine.user_id(), "alice");
    EXPECT_EQ(machine.token(), "t0ken");
  }
  for (const Event& end : {Event(Kicked{}), Event(TicketExpired{})}) {
    AccountMachine machine = in(S::online);
    on(machine, end);
    EXPECT_FALSE(machine.logged_in());
    EXPECT_EQ(machine.user_id(), "");
    EXPECT_EQ(machine.token(), "");
  }
  AccountMachine switched = in(S::online);
  on(switched, LoginCalled{"bob"});
  EXPECT_FALSE(switched.logged_in());
  EXPECT_EQ(switched.token(), "");
  on(switched, LoginReplied{70009, {}});
  EXPECT_EQ(switched.user_id(), "");  // 15.8: a failed switch leaves nobody
}

}  // namespace
}  // namespace chatproof::session
