// The link machine as a table: state, event, actions. No loop, no network.
#include "sdk/session/link_machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace chatproof::session {
namespace {

using runtime::TimerKind;
using namespace link;  // NOLINT: the events and actions are what these tests speak

// One machine, its clock, and what it answered last.
class Machine {
 public:
  explicit Machine(Config config = exact())
      : machine_(std::make_shared<const Config>(std::move(config)), runtime::Random(1)) {}

  static Config exact() {
    Config config;
    config.backoff_jitter_percent = 0;
    return config;
  }
  std::vector<Action> on(const Event& event) {
    const Actions actions = machine_.on(event, now_);
    return {actions.begin(), actions.end()};
  }
  Machine& after(Duration delay) {
    now_ += delay;
    return *this;
  }
  Machine& connecting() { return on(Start{}), *this; }
  Machine& greeting() { return connecting(), on(Opened{}), *this; }
  Machine& up() { return greeting(), on(HelloReplied{}), *this; }
  Machine& heard() { return machine_.heard(), *this; }
  LinkState state() const { return machine_.state(); }
  bool network_down() const { return machine_.network_down(); }

 private:
  LinkMachine machine_;
  Instant now_{};
};

using List = std::vector<Action>;
const SetTimer retry_at_once{Duration(0), TimerKind::work};
SetTimer retry_after(Duration delay) { return {delay, TimerKind::periodic}; }
SetTimer idle_timer(Duration delay) { return {delay, TimerKind::periodic}; }

TEST(LinkMachineTest, StartDialsAndSaysSoFirst) {
  Machine machine;
  EXPECT_EQ(machine.on(Start{}), (List{TellConnecting{}, SetTimer{10s, TimerKind::work}, Dial{}}));
  EXPECT_EQ(machine.state(), LinkState::connecting);
  EXPECT_EQ(machine.on(Start{}), List{});
}

TEST(LinkMachineTest, IsConnectedOnlyWhenHelloIsAnswered) {
  Machine machine;
  machine.connecting();
  EXPECT_EQ(machine.on(Opened{}), (List{SendHello{}}));
  EXPECT_EQ(machine.state(), LinkState::greeting);
  EXPECT_EQ(machine.on(HelloReplied{}), (List{idle_timer(120s), TellConnected{}, LinkUp{}}));
  EXPECT_EQ(machine.state(), LinkState::up);
}

TEST(LinkMachineTest, EveryNetErrorHasItsCode) {
  const std::vector<std::pair<NetError, int>> table = {
      {NetError::refused, 9511},        {NetError::timed_out, 9510},     {NetError::unreachable, 9512},
      {NetError::resolve_failed, 9516}, {NetError::reset, 9517},         {NetError::closed, 9508},
      {NetError::tls_failed, 9517},     {NetError::tls_untrusted, 9515}, {NetError::too_many_open, 9513},
      {NetError::internal, 9515},       {NetError::address_in_use, 9515}};
  for (const auto& [error, code] : table) {
    Machine machine;
    machine.connecting();
    EXPECT_EQ(machine.on(DialFailed{error}), (List{TellFailed{code}, retry_at_once})) << code;
    EXPECT_EQ(machine.state(), LinkState::waiting);
  }
  EXPECT_EQ(code_of_lost_link(NetError::reset), 9514);
  EXPECT_EQ(code_of_lost_link(NetError::closed), 9508);
}

TEST(LinkMachineTest, ConnectTimeoutCoversDialAndHello) {
  Machine dialling;
  dialling.connecting();
  EXPECT_EQ(dialling.on(TimerFired{}), (List{Drop{true}, TellFailed{9510}, retry_at_once}));
  Machine greeting;
  greeting.greeting();
  EXPECT_EQ(greeting.on(TimerFired{}), (List{Drop{true}, TellFailed{9510}, retry_at_once}));
}

TEST(LinkMachineTest, WaitsLongerAfterEachFailureAndDialsForever) {
  Machine machine;
  machine.connecting();
  const std::vector<Duration> waits = {0s, 1s, 2s, 4s, 8s, 16s, 30s, 30s};
  for (const Duration wait : waits) {
    const auto actions = machine.on(DialFailed{NetError::refused});
    EXPECT_EQ(actions.back(), Action(wait == Duration(0) ? retry_at_once : retry_after(wait)));
    EXPECT_EQ(machine.on(TimerFired{}), (List{TellConnecting{}, SetTimer{10s, TimerKind::work}, Dial{}}));
  }
}

TEST(LinkMachineTest, SuccessBeginsTheWaitsAgain) {
  Machine machine;
  machine.connecting();
  for (int n = 0; n < 4; ++n) {
    machine.on(DialFailed{NetError::refused});
    machine.on(TimerFired{});
  }
  machine.on(Opened{});
  machine.on(HelloReplied{});
  machine.after(60s);
  EXPECT_EQ(machine.on(Closed{NetError::reset}), (List{Drop{}, LinkDown{9514}, retry_at_once}));
}

TEST(LinkMachineTest, ALinkThatIsLostAtOnceEachTimeIsDialledEverMoreSlowly) {
  Machine machine;
  machine.connecting();
  for (const Duration wait : {Duration(0s), Duration(1s), Duration(2s), Duration(4s)}) {
    machine.on(Opened{});
    machine.on(HelloReplied{});
    machine.after(1s);
    const auto actions = machine.on(Closed{NetError::closed});
    EXPECT_EQ(actions.back(), Action(wait == Duration(0) ? retry_at_once : retry_after(wait)));
    machine.on(TimerFired{});
  }
  machine.on(Opened{});
  machine.on(HelloReplied{});
  machine.after(5s);  // this one held
  EXPECT_EQ(machine.on(Closed{NetError::closed}).back(), Action(retry_at_once));
}

TEST(LinkMachineTest, AServerThatRefusesHelloFailsTheAttemptWithItsCode) {
  Machine machine;
  machine.greeting();
  EXPECT_EQ(machine.on(HelloReplied{70020, {}}), (List{Drop{}, TellFailed{70020, true}, retry_at_once}));
}

TEST(LinkMachineTest, AnAttemptThatEndsDuringHelloFails) {
  const std::vector<std::pair<Event, List>> table = {
      {Closed{NetError::closed}, {Drop{}, TellFailed{9508}, retry_at_once}},
      {Closed{NetError::reset}, {Drop{}, TellFailed{9517}, retry_at_once}},
      {Unreadable{}, {Drop{true}, TellFailed{9502}, retry_at_once}},
      {GoAway{}, {Drop{}, TellFailed{9508}, retry_at_once}}};
  for (const auto& [event, expected] : table) {
    Machine machine;
    machine.greeting();
    EXPECT_EQ(machine.on(event), expected);
  }
}

TEST(LinkMachineTest, ALiveLinkThatEndsIsLostWithoutAFailure) {
  const std::vector<std::pair<Event, List>> table = {
      {Closed{NetError::closed}, {Drop{}, LinkDown{9508}, retry_at_once}},
      {Closed{NetError::reset}, {Drop{}, LinkDown{9514}, retry_at_once}},
      {Unreadable{}, {Drop{true}, LinkDown{9502}, retry_at_once}},
      {GoAway{}, {Drop{}, LinkDown{9508}, retry_at_once}},
      {Abandon{}, {Drop{}, LinkDown{9508}, retry_at_once}}};
  for (const auto& [event, expected] : table) {
    Machine machine;
    machine.up().after(1min);
    EXPECT_EQ(machine.on(event), expected);
  }
}

TEST(LinkMachineTest, BeatsEveryTwoMinutes) {
  Machine machine;
  machine.up().after(120s);
  for (int beat = 0; beat < 3; ++beat) {
    EXPECT_EQ(machine.on(TimerFired{}), (List{SendPing{}, idle_timer(10s)}));
    machine.after(3s);
    EXPECT_EQ(machine.on(Pong{}), (List{idle_timer(117s)}));
    machine.after(117s);
  }
}

TEST(LinkMachineTest, TwoMissingPongsInARowAreDeath) {
  Machine machine;
  machine.up().after(120s).on(TimerFired{});
  EXPECT_EQ(machine.after(10s).on(TimerFired{}), (List{SendPing{}, idle_timer(10s)}));
  EXPECT_EQ(machine.after(10s).on(TimerFired{}), (List{Drop{true}, LinkDown{9520}, retry_at_once}));
}

TEST(LinkMachineTest, OneMissingPongIsForgotten) {
  Machine machine;
  machine.up().after(120s).on(TimerFired{});
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(machine.after(10s).on(TimerFired{}), (List{SendPing{}, idle_timer(10s)}));
    EXPECT_EQ(machine.after(1s).on(Pong{}), (List{idle_timer(119s)}));
    EXPECT_EQ(machine.after(119s).on(TimerFired{}), (List{SendPing{}, idle_timer(10s)}));
  }
}

TEST(LinkMachineTest, WhateverArrivesIsASignOfLife) {
  Machine machine;
  machine.up().after(120s).on(TimerFired{});
  machine.heard();
  EXPECT_EQ(machine.after(10s).on(TimerFired{}), (List{idle_timer(110s)}));
}

TEST(LinkMachineTest, BytesWithoutAPongAreNoSignOfLifeForEver) {
  Machine machine;
  machine.up().after(120s).on(TimerFired{});
  machine.heard();
  EXPECT_EQ(machine.after(10s).on(TimerFired{}), (List{idle_timer(110s)}));
  machine.after(110s).on(TimerFired{});
  machine.heard();
  machine.after(10s).on(TimerFired{});  // asked again
  machine.heard();
  machine.after(10s).on(TimerFired{});
  EXPECT_NE(machine.state(), LinkState::up);
}

TEST(LinkMachineTest, APongThatNobodyWaitsForChangesNothing) {
  Machine machine;
  machine.up();
  EXPECT_EQ(machine.on(Pong{}), List{});
}

TEST(LinkMachineTest, TheServerMayChooseTheHeartbeatWithinBounds) {
  Machine machine;
  machine.greeting();
  EXPECT_EQ(machine.on(HelloReplied{0, 60s}).front(), Action(idle_timer(60s)));
  Machine eager;
  eager.greeting();
  EXPECT_EQ(eager.on(HelloReplied{0, 1us}).front(), Action(idle_timer(1s)));
}

TEST(LinkMachineTest, WithoutANetworkAttemptsFailByThemselves) {
  Machine machine;
  machine.connecting();
  EXPECT_EQ(machine.on(Hint{false}), (List{Drop{}, TellFailed{9508}, retry_at_once}));
  EXPECT_EQ(machine.on(TimerFired{}), (List{TellConnecting{}, TellFailed{9508}, retry_after(1s)}));
  EXPECT_EQ(machine.on(Hint{false}), List{});
  EXPECT_TRUE(machine.network_down());
}

TEST(LinkMachineTest, AHintOfANetworkDialsNowAndBeginsTheWaitsAgain) {
  Machine machine;
  machine.connecting();
  for (int n = 0; n < 6; ++n) {
    machine.on(DialFailed{NetError::unreachable});
    machine.on(TimerFired{});
  }
  machine.on(DialFailed{NetError::unreachable});
  EXPECT_EQ(machine.on(Hint{true}), (List{TellConnecting{}, SetTimer{10s, TimerKind::work}, Dial{}}));
  EXPECT_EQ(machine.on(Hint{true}), List{});
  EXPECT_EQ(machine.on(DialFailed{NetError::refused}), (List{TellFailed{9511}, retry_at_once}));
}

TEST(LinkMachineTest, AHintDoesNotCutALiveLinkButMakesItProveItself) {
  Machine machine;
  machine.up();
  EXPECT_EQ(machine.on(Hint{false}), List{});
  EXPECT_TRUE(machine.network_down());
  EXPECT_EQ(machine.on(Hint{true}), (List{SendPing{}, idle_timer(10s)}));
  EXPECT_FALSE(machine.network_down());
}

TEST(LinkMachineTest, WithoutAHintTheLastFailureSaysWhetherThereIsANetwork) {
  const std::vector<std::pair<NetError, bool>> table = {{NetError::unreachable, true},
                                                        {NetError::resolve_failed, true},
                                                        {NetError::refused, false},
                                                        {NetError::timed_out, false},
                                                        {NetError::tls_failed, false}};
  for (const auto& [error, down] : table) {
    Machine machine;
    machine.connecting();
    EXPECT_FALSE(machine.network_down());
    machine.on(DialFailed{error});
    EXPECT_EQ(machine.network_down(), down);
    machine.on(TimerFired{});
    machine.on(Opened{});
    machine.on(HelloReplied{});
    EXPECT_FALSE(machine.network_down());
  }
}

TEST(LinkMachineTest, ARedirectIsFollowedSilentlyUnlessItFails) {
  Machine machine;
  machine.up().after(1s);
  const List follow{Drop{}, LinkDown{9508}, SetTimer{10s, TimerKind::work}, Dial{}};
  EXPECT_EQ(machine.on(Redirected{}), follow);
  EXPECT_EQ(machine.on(Opened{}), List{SendHello{}});
  EXPECT_EQ(machine.on(HelloReplied{}), (List{SetTimer{120s, TimerKind::periodic}, LinkUp{}}));
  EXPECT_EQ(machine.on(Redirected{}), follow);
  EXPECT_EQ(machine.on(DialFailed{NetError::refused}), (List{TellConnecting{}, TellFailed{9511}, retry_at_once}));
}

TEST(LinkMachineTest, ARedirectTooManyIsTheEndOfTheLink) {
  Machine machine;
  machine.up();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(machine.on(Redirected{}).size(), 4u);
    (void)machine.on(Opened{});
    (void)machine.on(HelloReplied{});
  }
  EXPECT_EQ(machine.on(Redirected{}), (List{Drop{}, LinkDown{9508}, retry_at_once}));
}

TEST(LinkMachineTest, StopEndsEveryState) {
  const std::vector<Machine& (Machine::*)()> states = {&Machine::connecting, &Machine::greeting, &Machine::up};
  for (const auto state : states) {
    Machine machine;
    (machine.*state)();
    EXPECT_EQ(machine.on(Stop{}), (List{CancelTimer{}, Drop{}}));
    EXPECT_EQ(machine.state(), LinkState::idle);
    for (const Event& late : {Event(Opened{}), Event(DialFailed{NetError::reset}), Event(HelloReplied{}),
                              Event(Closed{NetError::reset}), Event(TimerFired{}), Event(GoAway{}), Event(Pong{}),
                              Event(Unreadable{}), Event(Abandon{}), Event(Hint{true}), Event(Stop{})}) {
      EXPECT_EQ(machine.on(late), List{});
    }
  }
}

}  // namespace
}  // namespace chatproof::session
