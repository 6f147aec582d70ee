#include "conformance/stage/held_loop.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sdk/runtime/sim/sim_loop.hpp"

namespace chatproof::stage {
namespace {

using namespace std::chrono_literals;

class HeldLoopTest : public testing::Test {
 protected:
  void run(runtime::Duration span) { EXPECT_EQ(sim_.run_for(span), runtime::RunEnd::deadline); }
  runtime::Task says(char letter) {
    return [this, letter] { said_ += letter; };
  }

  runtime::SimLoop sim_{runtime::UnixTime(1000s)};
  HeldLoop loop_{sim_};
  std::string said_;
};

TEST_F(HeldLoopTest, LetsEverythingThroughWhileNobodyHoldsIt) {
  const auto timer = loop_.after(1s, says('t'));
  loop_.post(says('p'));
  run(2s);
  EXPECT_EQ(said_, "pt");
}

TEST_F(HeldLoopTest, RunsAfterwardsInItsOrderWhatWasDueWhileItWasHeld) {
  const auto late = loop_.after(10s, says('c'));
  const auto early = loop_.after(5s, says('b'));
  const auto after_all = loop_.after(60s, says('d'));
  loop_.post(says('a'));
  loop_.hold(true);
  run(30s);
  EXPECT_EQ(said_, "");
  EXPECT_EQ(loop_.now(), runtime::Instant(30s)) << "time goes on";
  loop_.hold(false);
  run(1s);
  EXPECT_EQ(said_, "abc");
  run(60s);
  EXPECT_EQ(said_, "abcd");
}

TEST_F(HeldLoopTest, KeepsATimerCancelledThatWasDueWhileItWasHeld) {
  auto victim = loop_.after(5s, says('v'));
  loop_.post([&] { victim.cancel(); });
  loop_.hold(true);
  run(30s);
  loop_.hold(false);
  run(1s);
  EXPECT_EQ(said_, "");
}

TEST_F(HeldLoopTest, PausesForAWhile) {
  loop_.post([&] { loop_.pause(10s); });
  loop_.post(says('a'));
  const auto timer = loop_.after(5s, says('b'));
  run(9s);
  EXPECT_EQ(said_, "");
  EXPECT_FALSE(loop_.held()) << "nobody has stopped the process";
  run(2s);
  EXPECT_EQ(said_, "ab");
}

TEST_F(HeldLoopTest, StandsStillUntilBothTheHoldingAndThePauseAreOver) {
  loop_.pause(10s);
  loop_.hold(true);
  loop_.post(says('a'));
  run(20s);
  EXPECT_EQ(said_, "") << "it is held";
  loop_.pause(10s);
  loop_.hold(false);
  run(5s);
  EXPECT_EQ(said_, "") << "it pauses";
  loop_.go_on();
  run(1s);
  EXPECT_EQ(said_, "a");
}

TEST_F(HeldLoopTest, ANewPauseIsNotCutShortByTheOneBefore) {
  loop_.pause(10s);
  loop_.go_on();
  run(5s);
  loop_.pause(10s);
  loop_.post(says('a'));
  run(9s);
  EXPECT_EQ(said_, "");
  run(2s);
  EXPECT_EQ(said_, "a");
}

TEST_F(HeldLoopTest, StaysHeldWhenItIsHeldAgainAtOnce) {
  loop_.hold(true);
  loop_.post(says('a'));
  run(1s);
  loop_.hold(false);
  loop_.hold(true);
  run(1s);
  EXPECT_EQ(said_, "");
  loop_.hold(false);
  run(1s);
  EXPECT_EQ(said_, "a");
}

TEST_F(HeldLoopTest, DropsWhatItHeldWhenItGoes) {
  const auto witness = std::make_shared<int>();
  {
    HeldLoop loop(sim_);
    loop.hold(true);
    loop.post([witness] {});
    run(1s);
    EXPECT_EQ(witness.use_count(), 2);
  }
  run(1s);
  EXPECT_EQ(witness.use_count(), 1);
}

}  // namespace
}  // namespace chatproof::stage
