// Mostly on top of the simulated network, where every instant is known; the behaviour suite also on top of real
// sockets.
#include "sdk/runtime/impair/impaired_network.hpp"

#include <gmock/gmock.h>

#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/sim/sim_world.hpp"
#include "sdk/runtime/testing/test_certificates.hpp"
#include "sdk/runtime/tests/network_behaviour.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

class ImpairedTestWorld final : public TestWorld {
 public:
  ImpairedTestWorld(const LinkConditions& conditions, bool tls) {
    if (tls) certificates_ = std::make_unique<TestCertificates>();
    impaired_.set("phone", conditions);
  }
  Loop& loop() override { return loop_; }
  Network& client() override { return impaired_.host("phone"); }
  Network& server() override { return network_; }
  ServerTls server_tls() override { return certificates_ ? certificates_->valid() : ServerTls{}; }
  ClientTls client_tls() override { return certificates_ ? certificates_->client() : ClientTls{}; }
  bool run_until(const std::function<bool()>& done) override { return loop_.run_until(done, 20s); }

 private:
  std::unique_ptr<TestCertificates> certificates_;
  RealLoop loop_;
  RealNetwork network_{loop_};
  ImpairedNetwork impaired_{loop_, network_, Random(3)};
};

WorldKind kind(const std::string& name, const LinkConditions& conditions, bool tls) {
  return {name, [=] { return std::make_unique<ImpairedTestWorld>(conditions, tls); }};
}

INSTANTIATE_TEST_SUITE_P(Impaired, NetworkBehaviourTest,
                         testing::Values(kind("HealthyTcp", {}, false), kind("HealthyTls", {}, true),
                                         kind("RoughTcp", {.latency = 1ms, .jitter = 1ms, .segmentation = true},
                                              false)),
                         [](const auto& kind_of_world) { return kind_of_world.param.name; });

class ImpairedNetworkTest : public testing::Test {
 protected:
  ImpairedNetworkTest() {
    auto result = world_.network("server").listen({"", 443}, {}, [this](std::unique_ptr<Stream> stream) {
      accepted_.push_back(std::make_unique<TestEnd>(std::move(stream)));
    });
    listener_ = std::move(result.listener);
  }
  void connect(const ClientTls& tls = {}) {
    outcome_.reset();
    pending_ = links_.host("alice.phone").connect({"server", 443}, tls, [this](auto stream, NetError error) {
      if (stream != nullptr) client_ = std::make_unique<TestEnd>(std::move(stream));
      outcome_ = error;
      outcome_at_ = world_.loop().now();
    });
  }
  void establish() {
    connect();
    settle();
    ASSERT_EQ(outcome_, NetError::none);
  }
  void set(const LinkConditions& conditions) { links_.set("alice.phone", conditions); }
  void settle() { ASSERT_EQ(world_.loop().run_until_quiet(world_.loop().now() + 24h), RunEnd::reached); }
  void run(Duration span) { ASSERT_EQ(world_.loop().run_for(span), RunEnd::deadline); }
  TestEnd& server() { return *accepted_.back(); }

  SimWorld world_;
  ImpairedNetwork links_{world_.loop(), world_.network("machine"), Random(1)};
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Pending> pending_;
  std::vector<std::unique_ptr<TestEnd>> accepted_;
  std::unique_ptr<TestEnd> client_;
  std::optional<NetError> outcome_;
  Instant outcome_at_{};
};

TEST_F(ImpairedNetworkTest, EachConnectOutcomeIsSeen) {
  const std::pair<ConnectOutcome, NetError> cases[] = {
      {ConnectOutcome::refuse, NetError::refused},
      {ConnectOutcome::unresolvable, NetError::resolve_failed},
      {ConnectOutcome::unreachable, NetError::unreachable},
  };
  for (const auto& [outcome, error] : cases) {
    set({.connect = outcome});
    connect();
    settle();
    EXPECT_EQ(outcome_, error) << to_string(error);
  }
  EXPECT_TRUE(accepted_.empty());
}

TEST_F(ImpairedNetworkTest, TlsOutcomesAreSeenByTlsClientsOnly) {
  set({.tls = TlsOutcome::self_signed});
  connect({true, "", ""});
  settle();
  EXPECT_EQ(outcome_, NetError::tls_untrusted);
  set({.tls = TlsOutcome::reset});
  connect({true, "", ""});
  settle();
  EXPECT_EQ(outcome_, NetError::tls_failed);
  establish();
}

TEST_F(ImpairedNetworkTest, ABlackHoleIsQuietAndMayHeal) {
  set({.connect = ConnectOutcome::blackhole});
  connect();
  settle();
  EXPECT_EQ(outcome_, std::nullopt);
  run(4s);
  set({});
  run(4s);
  EXPECT_EQ(outcome_, NetError::none);
  set({.connect = ConnectOutcome::blackhole});
  connect();
  run(128s);
  EXPECT_EQ(outcome_, NetError::timed_out);
}

TEST_F(ImpairedNetworkTest, ResetAfterAcceptGivesBothAStreamAndTakesItAway) {
  set({.connect = ConnectOutcome::reset_after_accept});
  establish();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, NetError::reset);
  EXPECT_EQ(links_.connections("alice.phone"), 0u);
}

TEST_F(ImpairedNetworkTest, LatencyComesOnTop) {
  set({.latency = 10ms});
  connect();
  settle();
  EXPECT_EQ(outcome_at_, Instant(21ms));
  Instant arrived{};
  server().on_bytes = [&] { arrived = world_.loop().now(); };
  const Instant sent = world_.loop().now();
  client_->stream->write("x");
  settle();
  EXPECT_EQ(arrived - sent, 10'500us);
}

TEST_F(ImpairedNetworkTest, AStalledLinkKeepsBytesAndTheEndUntilItIsHealed) {
  establish();
  set({.stall_up = true, .stall_down = true});
  client_->stream->write("up");
  server().stream->write("down");
  server().stream.reset();
  run(100s);
  EXPECT_EQ(server().received, "");
  EXPECT_EQ(client_->received, "");
  EXPECT_EQ(client_->closed, std::nullopt);
  set({});
  settle();
  EXPECT_EQ(client_->received, "down");
  EXPECT_EQ(client_->closed, NetError::closed);
  EXPECT_EQ(links_.connections("alice.phone"), 0u);
}

TEST_F(ImpairedNetworkTest, AClientThatLeavesAStalledLinkIsNotMissed) {
  establish();
  set({.stall_up = true});
  client_->stream.reset();
  run(100s);
  EXPECT_EQ(server().closed, std::nullopt);
  set({});
  settle();
  EXPECT_EQ(server().closed, NetError::closed);
}

TEST_F(ImpairedNetworkTest, ABlackHoleHoldsWhatIsSentOnAnOpenConnection) {
  establish();
  set({.connect = ConnectOutcome::blackhole});
  client_->stream->write("up");
  server().stream->write("down");
  run(100s);
  EXPECT_EQ(server().received + client_->received, "");
  EXPECT_EQ(links_.effects("alice.phone").held, 2u);
  set({});
  settle();
  EXPECT_EQ(server().received, "up");
  EXPECT_EQ(client_->received, "down");
}

TEST_F(ImpairedNetworkTest, NobodySendsAgainWhatWasOnAStalledConnectionThatIsReset) {
  establish();
  set({.stall_up = true});
  client_->stream->write("lost");
  run(1s);
  client_->stream->reset();
  run(100s);
  EXPECT_EQ(server().closed, std::nullopt);
  set({});
  settle();
  EXPECT_EQ(server().received, "");
  EXPECT_EQ(server().closed, NetError::reset);
}

TEST_F(ImpairedNetworkTest, TellsWhatCameOfABadLink) {
  establish();
  EXPECT_EQ(links_.effects("alice.phone").resets, 0u);
  set({.latency = 1ms, .bytes_per_second = 1000, .segmentation = true, .connect = ConnectOutcome::refuse});
  EXPECT_EQ(links_.effects("alice.phone").late, 0u) << "nothing has been sent";
  client_->stream->write("hello");
  settle();
  const LinkEffects passed = links_.effects("alice.phone");
  EXPECT_GT(passed.late, 0u);
  EXPECT_GT(passed.throttled, 0u);
  EXPECT_GT(passed.sliced, 0u);
  EXPECT_EQ(passed.dials, 0u);
  connect();
  settle();
  EXPECT_EQ(links_.effects("alice.phone").dials, 1u);
  links_.reset_after("alice.phone", Direction::up, 3);
  EXPECT_EQ(links_.effects("alice.phone").limits, 0u);
  client_->stream->write("hello");
  settle();
  EXPECT_EQ(links_.effects("alice.phone").limits, 1u);
  links_.reset("alice.phone");
  EXPECT_EQ(links_.effects("alice.phone").resets, 0u) << "there was no connection any more";
}

TEST_F(ImpairedNetworkTest, TheKernelGivesUpOnAStallThatLasts) {
  establish();
  set({.stall_up = true});
  client_->stream->write("held");
  run(930s);
  EXPECT_EQ(client_->closed, NetError::timed_out);
}

TEST_F(ImpairedNetworkTest, RateIsKept) {
  set({.bytes_per_second = 10'000});
  establish();
  client_->stream->write(std::string(50'000, 'x'));
  const Instant start = world_.loop().now();
  ASSERT_EQ(world_.loop().run_until([&] { return server().received.size() == 50'000; }, start + 1min), RunEnd::reached);
  EXPECT_NEAR(std::chrono::duration<double>(world_.loop().now() - start).count(), 5.0, 0.01);
}

TEST_F(ImpairedNetworkTest, ResetIsSeenAtBothEnds) {
  establish();
  links_.reset("alice.phone");
  settle();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, NetError::reset);
}

TEST_F(ImpairedNetworkTest, ResetAfterCutsAtExactlyThatByte) {
  for (const std::uint64_t limit : {0u, 1u, 7u, 11u, 12u}) {
    for (const Direction direction : {Direction::up, Direction::down}) {
      links_.reset_after("alice.phone", direction, limit);
      establish();
      TestEnd& from = direction == Direction::up ? *client_ : server();
      TestEnd& to = direction == Direction::up ? server() : *client_;
      from.stream->write("hello ");
      from.stream->write("world!");
      settle();
      EXPECT_EQ(to.received, std::string("hello world!").substr(0, limit));
      EXPECT_EQ(server().closed, NetError::reset);
      EXPECT_EQ(client_->closed, NetError::reset);
      accepted_.clear();
    }
  }
}

TEST_F(ImpairedNetworkTest, CloseLetsTheBytesUnderWayArrive) {
  establish();
  client_->stream->write("up");
  links_.close("alice.phone");
  settle();
  EXPECT_EQ(server().received, "up");
  EXPECT_EQ(server().closed, NetError::closed);
  EXPECT_EQ(client_->closed, NetError::closed);
}

TEST_F(ImpairedNetworkTest, OtherDevicesAreLeftAlone) {
  set({.connect = ConnectOutcome::refuse});
  std::optional<NetError> outcome;
  auto pending = links_.host("bob").connect({"server", 443}, {}, [&](auto, NetError error) { outcome = error; });
  settle();
  EXPECT_EQ(outcome, NetError::none);
}

TEST_F(ImpairedNetworkTest, MayBeDestroyedWhileItsTasksWait) {
  establish();
  client_->stream->write("x");
  links_.reset("alice.phone");
  client_.reset();
}

}  // namespace
}  // namespace chatproof::runtime
