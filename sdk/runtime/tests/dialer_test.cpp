// Names with good, dead and false addresses, in the simulated network.
#include "sdk/runtime/dialer.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

class DialerTest : public testing::Test {
 protected:
  DialerTest() {
    for (const char* host : {"server", "empty"}) world_.network(host);
    for (const char* host : {"silent-1", "silent-2", "silent-3"}) {
      world_.network(host);
      world_.net().vanish(host);
    }
    listener_ =
        world_.network("server")
            .listen({"", 443}, {}, [this](std::unique_ptr<Stream> stream) { accepted_.push_back(std::move(stream)); })
            .listener;
    world_.net().set_names([this](const std::string& host, const auto& done) {
      asked_.push_back(host);
      done(answer_);
    });
  }

  void dial(Duration limit = 10s) {
    outcome_.reset();
    dialer_ = std::make_unique<Dialer>(world_.loop(), world_.network("phone"), Endpoint{"server", 443}, ClientTls{},
                                       limit, [this](std::unique_ptr<Stream> stream, NetError error) {
                                         stream_ = std::move(stream);
                                         outcome_ = error;
                                         outcome_at_ = world_.loop().now();
                                         dialer_.reset();
                                       });
  }
  void run(Duration span) {
    static_cast<void>(world_.loop().run_until([] { return false; }, world_.loop().now() + span));
  }

  SimWorld world_;
  std::unique_ptr<Listener> listener_;
  std::vector<std::unique_ptr<Stream>> accepted_;
  std::unique_ptr<Stream> stream_;
  NameAnswer answer_;
  std::vector<std::string> asked_;
  std::optional<NetError> outcome_;
  Instant outcome_at_{};
  std::unique_ptr<Dialer> dialer_;
};

TEST_F(DialerTest, TheTruthLeadsToTheServer) {
  dial();
  run(1s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(1ms));
  EXPECT_THAT(asked_, testing::ElementsAre("phone"));
}

TEST_F(DialerTest, ANameWithoutAddressFails) {
  answer_.error = NetError::resolve_failed;
  dial();
  run(1s);
  EXPECT_EQ(outcome_, NetError::resolve_failed);
}

TEST_F(DialerTest, ASlowAnswerOnlyTakesLonger) {
  answer_.delay = 4s;
  dial();
  run(5s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(4001ms));
}

TEST_F(DialerTest, AnAddressThatRefusesMakesWayAtOnce) {
  answer_.addresses = {"empty", "server"};
  dial();
  run(1s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(2ms));
  EXPECT_EQ(stream_->peer().host, "server");
}

TEST_F(DialerTest, ASilentAddressHasItsShareOfTheLimitOnly) {
  answer_.addresses = {"silent-1", "silent-2", "server", "server"};
  dial();
  run(10s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(5001ms));
}

TEST_F(DialerTest, WhatTheLookUpTookIsNotShared) {
  answer_ = {.delay = 4s, .addresses = {"silent-1", "server"}};
  dial();
  run(10s);
  EXPECT_EQ(outcome_at_, Instant(7001ms));
}

TEST_F(DialerTest, TheLastAddressHasNoLimit) {
  answer_.addresses = {"silent-1", "silent-2"};
  dial();
  run(11s);
  EXPECT_FALSE(outcome_.has_value());
  world_.net().revive("silent-2");  // nobody listens there
  run(20s);
  EXPECT_EQ(outcome_, NetError::refused);
}

TEST_F(DialerTest, WithoutALimitAnAddressHasAllTheTimeOfTheKernel) {
  answer_.addresses = {"silent-1", "server"};
  dial(0s);
  run(126s);
  EXPECT_FALSE(outcome_.has_value());
  run(2s);
  EXPECT_EQ(outcome_, NetError::none);
}

TEST_F(DialerTest, TheErrorIsThatOfTheLastAddress) {
  answer_.addresses = {"silent-1", "empty"};
  dial();
  run(10s);
  EXPECT_EQ(outcome_, NetError::refused);
  EXPECT_EQ(outcome_at_, Instant(5001ms));
}

TEST_F(DialerTest, NoMoreThanEightAddressesAreTried) {
  answer_.addresses.assign(Dialer::addresses_max, "empty");
  answer_.addresses.emplace_back("server");
  dial();
  run(1s);
  EXPECT_EQ(outcome_, NetError::refused);
}

TEST_F(DialerTest, AnAnswerForADialerThatIsGoneIsNotHeard) {
  std::function<void(NameAnswer)> answer_later;
  world_.net().set_names([&](const std::string&, auto done) { answer_later = std::move(done); });
  dial();
  run(1s);
  dialer_.reset();
  ASSERT_TRUE(answer_later);
  answer_later({});
  run(1s);
  EXPECT_FALSE(outcome_.has_value());
}

TEST_F(DialerTest, TheStateOfTheLinkComesBeforeTheNameServer) {
  world_.net().set("phone", {.connect = ConnectOutcome::unresolvable});
  dial();
  run(1s);
  EXPECT_EQ(outcome_, NetError::resolve_failed);
  EXPECT_TRUE(asked_.empty());
}

}  // namespace
}  // namespace chatproof::runtime
