// A simulation that cannot end is stopped, with the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "conformance/stage/recorder.hpp"
#include "conformance/stage/world.hpp"

namespace chatproof::stage {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class SimWorldTest : public testing::Test {
 protected:
  // Asks for itself again after so long, for ever.
  void again(runtime::Duration gap) {
    ++rounds_;
    timer_ = world_->seat("phone").loop->after(gap, [this, gap] { again(gap); });
  }
  void run(runtime::Duration span) {
    world_->run(recorder_, [] { return false; }, world_->now() + span);
  }

  std::unique_ptr<World> world_ = make_sim_world({.tasks_max = 1000});
  Recorder recorder_{[this] { return world_->now(); }, 10};
  runtime::Timer timer_;
  int rounds_ = 0;
};

TEST_F(SimWorldTest, GoesOnWhileThereIsNoTrouble) {
  again(1s);
  run(999s);
  EXPECT_EQ(rounds_, 1000);
  EXPECT_EQ(world_->trouble(), "");
}

TEST_F(SimWorldTest, AnInstantThatNeverEndsIsTrouble) {
  again(0s);
  run(1h);
  EXPECT_THAT(world_->trouble(), HasSubstr("time stands still at 0s: more than 20 tasks"));
  EXPECT_LE(rounds_, 30);
}

TEST_F(SimWorldTest, MoreTasksThanAllowedAreTrouble) {
  again(1s);
  run(2000s);
  EXPECT_THAT(world_->trouble(), HasSubstr("more than 1000 tasks"));
}

TEST_F(SimWorldTest, IsNotQuietWhileSomethingIsDue) {
  const auto timer = world_->server_loop().after(3min, [] {});
  EXPECT_FALSE(world_->settle(recorder_, world_->now() + 10s));
  EXPECT_EQ(world_->next_due(), runtime::Instant(3min));
  EXPECT_TRUE(world_->settle(recorder_, world_->now() + 10min));
  EXPECT_EQ(world_->now(), runtime::Instant(3min));
  EXPECT_EQ(world_->next_due(), std::nullopt);
}

TEST_F(SimWorldTest, StandsStillOnceItIsInTrouble) {
  again(1s);
  run(2000s);
  const int before = rounds_;
  run(2000s);
  EXPECT_FALSE(world_->settle(recorder_, world_->now() + 1h));
  EXPECT_EQ(rounds_, before);
}

}  // namespace
}  // namespace chatproof::stage
