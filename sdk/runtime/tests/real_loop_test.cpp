#include "sdk/runtime/real/real_loop.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <thread>
#include <vector>

#include "sdk/runtime/real/loop_thread.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 20s;

TEST(RealLoopTest, RunsTasksInOrderAndTimersByTime) {
  RealLoop loop;
  std::string order;
  const Timer late = loop.after(20ms, [&] { order += '3'; });
  const Timer early = loop.after(10ms, [&] { order += '2'; });
  const Timer twin = loop.after(20ms, [&] { order += '4'; });
  loop.post([&] {
    order += '0';
    loop.post([&] { order += '1'; });
  });
  ASSERT_TRUE(loop.run_until([&] { return order.size() == 5; }, patience));
  EXPECT_EQ(order, "01234");
}

TEST(RealLoopTest, ATimerNeverRunsEarly) {
  RealLoop loop({.speed = 7.3});
  int ran = 0;
  std::vector<Timer> timers;
  for (int i = 0; i < 200; ++i) {
    const Instant when = loop.now() + std::chrono::microseconds(i * 97);
    timers.push_back(loop.at(when, TimerKind::work, [&, when] {
      EXPECT_GE(loop.now(), when);
      ++ran;
    }));
  }
  EXPECT_TRUE(loop.run_until([&] { return ran == 200; }, patience));
}

TEST(RealLoopTest, TheWallClockIsTheSystemsAndSpansAreNot) {
  UnixTime system{100h};
  RealLoop loop({.system_clock = [&] { return system; }});
  const Instant before = loop.now();
  bool fired = false;
  const Timer timer = loop.after(5ms, [&] { fired = true; });
  system += 24h;  // the machine slept, or somebody set the clock
  EXPECT_EQ(loop.unix_now(), UnixTime{124h});
  system -= 48h;
  EXPECT_EQ(loop.unix_now(), UnixTime{76h});
  EXPECT_LT(loop.now() - before, 1h);
  EXPECT_GE(loop.now(), before);
  EXPECT_TRUE(loop.run_until([&] { return fired; }, patience));
  loop.set_unix_offset(1h);
  EXPECT_EQ(loop.unix_now(), UnixTime{77h});
}

TEST(RealLoopTest, AFasterLoopFollowsTheSystemsClockToo) {
  UnixTime system{100h};
  RealLoop loop({.speed = 10, .system_clock = [&] { return system; }});
  const auto gained = [&](UnixTime from) { return loop.unix_now() - from; };
  EXPECT_LT(gained(UnixTime{100h}), 1h);
  EXPECT_GE(gained(UnixTime{100h}), Duration::zero());
  system += 24h;
  EXPECT_GE(gained(UnixTime{100h}), 24h);
}

TEST(RealLoopTest, ATaskMayCancelATimerThatIsDue) {
  RealLoop loop;
  Timer second;
  bool second_ran = false;
  bool done = false;
  const Timer first = loop.after(5ms, [&] { second.cancel(); });
  second = loop.after(5ms, [&] { second_ran = true; });
  const Timer last = loop.after(15ms, [&] { done = true; });
  ASSERT_TRUE(loop.run_until([&] { return done; }, patience));
  EXPECT_FALSE(second_ran);
}

TEST(RealLoopTest, SpeedMakesAnHourPassInMilliseconds) {
  RealLoop loop({.speed = 100'000});
  const auto wall = std::chrono::steady_clock::now();
  const UnixTime unix_before = loop.unix_now();
  bool done = false;
  const Timer timer = loop.after(1h, [&] { done = true; });
  ASSERT_TRUE(loop.run_until([&] { return done; }, patience));
  EXPECT_GE(std::chrono::steady_clock::now() - wall, 36ms);
  EXPECT_LT(std::chrono::steady_clock::now() - wall, patience);
  EXPECT_GE(loop.now().time_since_epoch(), 1h);
  EXPECT_GE(loop.unix_now() - unix_before, 1h);
}

TEST(RealLoopTest, TheWallClockMayJump) {
  RealLoop loop;
  const UnixTime before = loop.unix_now();
  loop.set_unix_offset(24h);
  EXPECT_GE(loop.unix_now() - before, 24h);
  EXPECT_LT(loop.now().time_since_epoch(), 1h);
}

TEST(RealLoopTest, GivesUpAtTheWallLimit) {
  RealLoop loop;
  EXPECT_FALSE(loop.run_until([] { return false; }, 5ms));
}

TEST(RealLoopTest, StopBeforeRunLetsItReturnAtOnceAndOnce) {
  RealLoop loop;
  bool ran = false;
  loop.stop();
  loop.run();
  loop.post([&] {
    ran = true;
    loop.stop();
  });
  loop.run();
  EXPECT_TRUE(ran);
}

TEST(RealLoopTest, TasksThatDieWithTheLoopMayStillUseIt) {
  RealLoop loop;
  const auto on_death = std::shared_ptr<void>(nullptr, [&](void*) { loop.post([] { FAIL(); }); });
  loop.post([on_death] {});
  static_cast<void>(loop.run_until([] { return true; }, 1ms));
}

TEST(LoopThreadTest, TasksOfManyThreadsAllRunOnTheLoopsThread) {
  std::atomic<int> ran = 0;
  std::atomic<int> elsewhere = 0;
  {
    LoopThread thread;
    std::vector<std::thread> posters;
    for (int i = 0; i < 4; ++i) {
      posters.emplace_back([&] {
        for (int k = 0; k < 500; ++k) {
          thread.loop().post([&] {
            ++ran;
            if (!thread.loop().on_loop_thread()) ++elsewhere;
          });
        }
      });
    }
    for (std::thread& poster : posters) poster.join();
    thread.call([] {});
    EXPECT_FALSE(thread.loop().on_loop_thread());
  }
  EXPECT_EQ(ran, 2000);
  EXPECT_EQ(elsewhere, 0);
}

// A loop without a thread takes everybody for its own: who gets one must find the thread in it.
TEST(LoopThreadTest, TheLoopHasItsThreadFromTheBeginning) {
  for (int i = 0; i < 1000; ++i) ASSERT_FALSE(LoopThread().loop().on_loop_thread()) << i;
}

TEST(LoopThreadTest, SignalsAreForOtherThreads) {
  LoopThread thread;
  thread.call([] {
    sigset_t blocked;
    pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
    EXPECT_TRUE(sigismember(&blocked, SIGTERM));
    EXPECT_TRUE(sigismember(&blocked, SIGPIPE));
    EXPECT_FALSE(sigismember(&blocked, SIGSEGV));
  });
}

TEST(LoopThreadTest, CallWaitsForItsTask) {
  LoopThread thread;
  int value = 0;
  thread.call([&] {
    value = 1;
    thread.call([&] { value = 2; });
  });
  EXPECT_EQ(value, 2);
  thread.stop();
  thread.call([&] { value = 3; });
  EXPECT_EQ(value, 3);
}

}  // namespace
}  // namespace chatproof::runtime
