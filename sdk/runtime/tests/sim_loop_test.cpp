#include "sdk/runtime/sim/sim_loop.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "sdk/runtime/shifted_loop.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

Instant at_s(int seconds) { return Instant(std::chrono::seconds(seconds)); }

class SimLoopTest : public testing::Test {
 protected:
  SimLoop loop_{UnixTime(1000s)};
  std::string order_;
};

TEST_F(SimLoopTest, RunsAllThatIsReadyBeforeTimeMoves) {
  const Timer timer = loop_.after(0us, [&] { order_ += 't'; });
  loop_.post([&] {
    order_ += 'a';
    loop_.post([&] { order_ += 'c'; });
  });
  loop_.post([&] { order_ += 'b'; });
  EXPECT_EQ(loop_.run_for(1s), RunEnd::deadline);
  EXPECT_EQ(order_, "abct");
  EXPECT_EQ(loop_.executed(), 4u);
  EXPECT_EQ(loop_.timers_fired(), 1u);
}

TEST_F(SimLoopTest, JumpsToTheNextTimerAndShowsItsTime) {
  Instant seen{};
  const Timer timer = loop_.after(90s, [&] { seen = loop_.now(); });
  EXPECT_EQ(loop_.run_for(100s), RunEnd::deadline);
  EXPECT_EQ(seen, at_s(90));
  EXPECT_EQ(loop_.now(), at_s(100));
  EXPECT_EQ(loop_.unix_now(), UnixTime(1100s));
}

TEST_F(SimLoopTest, ATimerOfThePastRunsNow) {
  loop_.run_for(10s);
  Instant seen{};
  const Timer timer = loop_.at(at_s(3), TimerKind::work, [&] { seen = loop_.now(); });
  loop_.run_for(1s);
  EXPECT_EQ(seen, at_s(10));
}

TEST_F(SimLoopTest, ATaskMayCancelATimerOfTheSameInstant) {
  Timer second;
  const Timer first = loop_.after(1s, [&] {
    order_ += '1';
    second.cancel();
  });
  second = loop_.after(1s, [&] { order_ += '2'; });
  loop_.run_for(5s);
  EXPECT_EQ(order_, "1");
}

TEST_F(SimLoopTest, ATaskMaySetItsOwnTimerAgain) {
  Timer timer;
  int count = 0;
  const std::function<void()> tick = [&] {
    if (++count < 5) timer = loop_.after(1s, tick);
  };
  timer = loop_.after(1s, tick);
  loop_.run_for(60s);
  EXPECT_EQ(count, 5);
}

TEST_F(SimLoopTest, StopsWhenWhatWasWaitedForIsTrue) {
  bool done = false;
  const Timer timer = loop_.after(7s, [&] { done = true; });
  EXPECT_EQ(loop_.run_until([&] { return done; }, at_s(100)), RunEnd::reached);
  EXPECT_EQ(loop_.now(), at_s(7));
}

TEST_F(SimLoopTest, GoesToTheDeadlineWhenNothingIsLeftToDo) {
  EXPECT_EQ(loop_.run_until([] { return false; }, at_s(100)), RunEnd::deadline);
  EXPECT_EQ(loop_.now(), at_s(100));
}

TEST_F(SimLoopTest, IsQuietAlthoughAHeartbeatGoesOn) {
  Timer beat;
  int beats = 0;
  const std::function<void()> tick = [&] {
    ++beats;
    beat = loop_.after_periodic(2s, tick);
  };
  beat = loop_.after_periodic(2s, tick);
  const Timer work = loop_.after(5s, [&] { order_ += 'w'; });
  EXPECT_FALSE(loop_.quiet());
  EXPECT_EQ(loop_.run_until_quiet(at_s(1000)), RunEnd::reached);
  EXPECT_EQ(order_, "w");
  EXPECT_EQ(beats, 2);
  EXPECT_EQ(loop_.now(), at_s(5));
}

TEST_F(SimLoopTest, IsNeverQuietWhileWorkGoesOn) {
  Timer timer;
  const std::function<void()> tick = [&] { timer = loop_.after(1s, tick); };
  tick();
  EXPECT_EQ(loop_.run_until_quiet(at_s(30)), RunEnd::deadline);
  EXPECT_EQ(loop_.now(), at_s(30));
}

TEST(SimLoopLimitTest, AWorldThatStandsStillIsReported) {
  SimLoop loop(UnixTime{}, {.events_per_run = 1000});
  const std::function<void()> forever = [&] { loop.post(forever); };
  forever();
  EXPECT_EQ(loop.run_for(1s), RunEnd::too_many_events);
  EXPECT_EQ(loop.executed(), 1000u);
  EXPECT_EQ(loop.now(), Instant{});
}

TEST(SimLoopLimitTest, AWorldThatNeverEndsIsReported) {
  SimLoop loop(UnixTime{}, {.virtual_time = 24h});
  Timer timer;
  const std::function<void()> tick = [&] { timer = loop.after(1h, tick); };
  tick();
  EXPECT_EQ(loop.run_until([] { return false; }, Instant::max()), RunEnd::too_much_time);
  EXPECT_EQ(loop.now(), Instant(24h));
}

TEST_F(SimLoopTest, EachDeviceHasAClockThatMayJump) {
  ShiftedLoop phone(loop_);
  ShiftedLoop server(loop_);
  phone.set_unix_offset(-30min);
  loop_.run_for(5s);
  EXPECT_EQ(server.unix_now(), UnixTime(1005s));
  EXPECT_EQ(phone.unix_now(), UnixTime(1005s - 30min));
  EXPECT_EQ(phone.now(), server.now());
  loop_.set_unix_offset(1h);
  EXPECT_EQ(server.unix_now(), UnixTime(1005s + 1h));
}

TEST_F(SimLoopTest, ATimerOfAShiftedLoopIsCancelledWithItsTimer) {
  ShiftedLoop phone(loop_);
  {
    const Timer timer = phone.after(1s, [&] { order_ += 'x'; });
  }
  loop_.run_for(5s);
  EXPECT_EQ(order_, "");
  EXPECT_EQ(loop_.timers_pending(), 0u);
}

TEST(SimLoopEndTest, TasksThatDieWithTheLoopMayStillUseIt) {
  Timer late;
  {
    SimLoop loop(UnixTime{});
    const auto on_death = std::shared_ptr<void>(nullptr, [&](void*) {
      loop.post([] { FAIL(); });
      late = loop.after(1s, [] { FAIL(); });
    });
    loop.post([on_death] {});
    late = loop.after(1s, [on_death] {});
  }
  late.cancel();
}

}  // namespace
}  // namespace chatproof::runtime
