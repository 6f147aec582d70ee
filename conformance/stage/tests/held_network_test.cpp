#include "conformance/stage/held_network.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::stage {
namespace {

using namespace std::chrono_literals;

// A client behind a held network, connected to a server that is not.
class HeldNetworkTest : public testing::Test, private runtime::StreamHandler {
 protected:
  HeldNetworkTest() {
    auto listening = sim_.network("server").listen(
        {"server", 7}, {}, [this](std::unique_ptr<runtime::Stream> stream) { far_ = std::move(stream); });
    listener_ = std::move(listening.listener);
    pending_ = network_.connect({"server", 7}, {}, [this](std::unique_ptr<runtime::Stream> stream, runtime::NetError) {
      near_ = std::move(stream);
      near_->set_handler(*this);
    });
    run(1s);
  }

  void run(runtime::Duration span) { EXPECT_EQ(sim_.loop().run_for(span), runtime::RunEnd::deadline); }

  runtime::SimWorld sim_;
  HeldLoop loop_{sim_.device_loop("phone")};
  HeldNetwork network_{sim_.network("phone"), loop_};
  std::unique_ptr<runtime::Listener> listener_;
  std::unique_ptr<runtime::Pending> pending_;
  std::unique_ptr<runtime::Stream> far_, near_;
  std::string heard_;
  bool leaves_when_told_ = false;

 private:
  void on_data(std::string_view bytes) override {
    heard_ += bytes;
    if (leaves_when_told_) near_.reset();
  }
  void on_closed(runtime::NetError) override { heard_ += "."; }
};

TEST_F(HeldNetworkTest, TellsAfterwardsInItsOrderWhatCameWhileItWasHeld) {
  ASSERT_TRUE(near_ && far_);
  far_->write("a");
  run(1s);
  EXPECT_EQ(heard_, "a");
  loop_.hold(true);
  far_->write("b");
  run(1s);
  far_->write("c");
  run(1s);
  far_.reset();
  run(1s);
  EXPECT_EQ(heard_, "a");
  loop_.hold(false);
  run(1s);
  EXPECT_EQ(heard_, "abc.");
}

TEST_F(HeldNetworkTest, WhatComesLaterDoesNotOvertakeWhatWaits) {
  loop_.hold(true);
  far_->write("b");
  run(1s);
  far_->write("c");
  run(1s);
  loop_.hold(false);
  far_->write("d");
  run(1s);
  EXPECT_EQ(heard_, "bcd");
}

TEST_F(HeldNetworkTest, TellsNothingMoreToWhoHasLeft) {
  loop_.hold(true);
  far_->write("b");
  run(1s);
  far_->write("c");
  run(1s);
  leaves_when_told_ = true;
  loop_.hold(false);
  run(1s);
  EXPECT_EQ(heard_, "b");
}

}  // namespace
}  // namespace chatproof::stage
