#include "sdk/runtime/sim/sim_network.hpp"

#include <gmock/gmock.h>

#include <set>

#include "sdk/runtime/sim/sim_world.hpp"
#include "sdk/runtime/tests/network_behaviour.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

class SimTestWorld final : public TestWorld {
 public:
  SimTestWorld(const LinkConditions& conditions, bool tls) : tls_(tls) {
    world_.network("server");
    world_.net().set("phone", conditions);
  }
  Loop& loop() override { return world_.loop(); }
  Network& client() override { return world_.network("phone"); }
  Network& server() override { return world_.network("server"); }
  std::string server_name() override { return "server"; }
  ServerTls server_tls() override { return tls_ ? ServerTls{"cert.pem", "key.pem"} : ServerTls{}; }
  ClientTls client_tls() override { return {.enabled = tls_}; }
  bool run_until(const std::function<bool()>& done) override {
    return world_.loop().run_until(done, world_.loop().now() + 10min) == RunEnd::reached;
  }

 private:
  SimWorld world_;
  bool tls_;
};

WorldKind kind(std::string name, LinkConditions conditions, bool tls) {
  return {std::move(name), [conditions, tls] { return std::make_unique<SimTestWorld>(conditions, tls); }};
}

INSTANTIATE_TEST_SUITE_P(
    Sim, NetworkBehaviourTest,
    testing::Values(kind("Plain", {}, false), kind("Tls", {}, true),
                    kind("Rough", {.latency = 2ms, .jitter = 3ms, .segmentation = true}, false),
                    kind("Throttled", {.bytes_per_second = 2'000'000}, false),
                    kind("RoughTls", {.jitter = 1ms, .bytes_per_second = 20'000'000, .segmentation = true}, true)),
    [](const auto& kind_of_world) { return kind_of_world.param.name; });

// One phone, one server that keeps what it gets, and everything that can go wrong between them.
class SimNetworkTest : public testing::Test {
 protected:
  SimNetworkTest() {
    world_.network("server");
    listen();
  }
  void listen() {
    auto result = world_.network("server").listen({"", 443}, {}, [this](std::unique_ptr<Stream> stream) {
      accepted_.push_back(std::make_unique<TestEnd>(std::move(stream)));
    });
    ASSERT_EQ(result.error, NetError::none);
    listener_ = std::move(result.listener);
  }
  // The outcome and the instant at which it came.
  void connect(const ClientTls& tls = {}) {
    outcome_.reset();
    pending_ = world_.network("phone").connect({"server", 443}, tls, [this](auto stream, NetError error) {
      if (stream != nullptr) client_ = std::make_unique<TestEnd>(std::move(stream));
      outcome_ = error;
      outcome_at_ = world_.loop().now();
    });
  }
  void establish() {
    connect();
    settle();
    ASSERT_EQ(outcome_, NetError::none);
    ASSERT_EQ(accepted_.size(), 1u);
  }
  void settle() { ASSERT_EQ(world_.loop().run_until_quiet(world_.loop().now() + 24h), RunEnd::reached); }
  void run(Duration span) { ASSERT_EQ(world_.loop().run_for(span), RunEnd::deadline); }
  TestEnd& server() { return *accepted_.back(); }
  SimNetwork& net() { return world_.net(); }

  SimWorld world_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Pending> pending_;
  std::vector<std::unique_ptr<TestEnd>> accepted_;
  std::unique_ptr<TestEnd> client_;
  std::optional<NetError> outcome_;
  Instant outcome_at_{};
};

TEST_F(SimNetworkTest, LatencyIsPaidPerWay) {
  net().set("phone", {.latency = 9500us});  // and 500 us by itself
  connect();
  settle();
  EXPECT_EQ(outcome_at_, Instant(20ms));
  Instant arrived{};
  server().on_bytes = [&] { arrived = world_.loop().now(); };
  const Instant sent = world_.loop().now();
  client_->stream->write("x");
  settle();
  EXPECT_EQ(arrived - sent, 10ms);
}

TEST_F(SimNetworkTest, TlsCostsOneRoundTripMore) {
  listener_.reset();
  auto result = world_.network("server").listen({"", 443}, {"c.pem", "k.pem"}, [](std::unique_ptr<Stream>) {});
  net().set("phone", {.latency = 9500us});
  connect({.enabled = true});
  settle();
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(40ms));
}

TEST_F(SimNetworkTest, EachConnectOutcomeIsSeen) {
  const std::pair<ConnectOutcome, NetError> cases[] = {
      {ConnectOutcome::refuse, NetError::refused},
      {ConnectOutcome::unresolvable, NetError::resolve_failed},
      {ConnectOutcome::unreachable, NetError::unreachable},
      {ConnectOutcome::ok, NetError::none},
  };
  for (const auto& [outcome, error] : cases) {
    net().set("phone", {.connect = outcome});
    connect();
    settle();
    EXPECT_EQ(outcome_, error) << to_string(error);
  }
  EXPECT_EQ(accepted_.size(), 1u);
}

TEST_F(SimNetworkTest, ResetAfterAcceptGivesBothAStreamAndTakesItAway) {
  net().set("phone", {.connect = ConnectOutcome::reset_after_accept});
  establish();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, NetError::reset);
  EXPECT_EQ(net().connection_count(), 0u);
}

TEST_F(SimNetworkTest, ABlackHoleIsQuietUntilTheKernelGivesUp) {
  net().set("phone", {.connect = ConnectOutcome::blackhole});
  connect();
  settle();
  EXPECT_EQ(outcome_, std::nullopt);
  EXPECT_EQ(world_.loop().now(), Instant{});
  run(126s);
  EXPECT_EQ(outcome_, std::nullopt);
  run(2s);
  EXPECT_EQ(outcome_, NetError::timed_out);
}

TEST_F(SimNetworkTest, ABlackHoleThatHealsLetsTheNextSynThrough) {
  net().set("phone", {.connect = ConnectOutcome::blackhole});
  connect();
  run(4s);
  net().set("phone", {});
  run(4s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_, Instant(7s + 1ms));
}

TEST_F(SimNetworkTest, TlsOutcomesAreSeenByTheClientOnly) {
  listener_.reset();
  int accepted = 0;
  auto result =
      world_.network("server").listen({"", 443}, {"c.pem", "k.pem"}, [&](std::unique_ptr<Stream>) { ++accepted; });
  net().set("phone", {.tls = TlsOutcome::self_signed});
  connect({.enabled = true});
  settle();
  EXPECT_EQ(outcome_, NetError::tls_untrusted);
  net().set("phone", {.tls = TlsOutcome::reset});
  connect({.enabled = true});
  settle();
  EXPECT_EQ(outcome_, NetError::tls_failed);
  EXPECT_EQ(accepted, 0);
}

TEST_F(SimNetworkTest, AServerMaySpoilItsHandshakes) {
  listener_.reset();
  HandshakeFault fault;
  int accepted = 0;
  ServerTls tls{"c.pem", "k.pem"};
  tls.fault = [&] { return fault; };
  auto result = world_.network("server").listen({"", 443}, tls, [&](std::unique_ptr<Stream>) { ++accepted; });
  const std::pair<TlsOutcome, NetError> cases[] = {
      {TlsOutcome::expired, NetError::tls_untrusted},    {TlsOutcome::self_signed, NetError::tls_untrusted},
      {TlsOutcome::wrong_host, NetError::tls_untrusted}, {TlsOutcome::old_protocol, NetError::tls_failed},
      {TlsOutcome::reset, NetError::tls_failed},
  };
  for (const auto& [outcome, error] : cases) {
    fault.outcome = outcome;
    connect({.enabled = true});
    settle();
    EXPECT_EQ(outcome_, error) << static_cast<int>(outcome);
  }
  EXPECT_EQ(accepted, 0);
  fault = {TlsOutcome::ok, 3s};
  const Instant begun = world_.loop().now();
  connect({.enabled = true});
  run(4s);
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(outcome_at_ - begun, 3s + 2ms);
  fault.stall = Duration::max();
  connect({.enabled = true});
  settle();  // a world that waits for it is quiet
  EXPECT_FALSE(outcome_.has_value());
}

TEST_F(SimNetworkTest, AStalledLinkKeepsBytesUntilItIsHealed) {
  establish();
  net().set("phone", {.stall_up = true});
  client_->stream->write("held");
  server().stream->write("passes");
  settle();
  EXPECT_EQ(server().received, "");
  EXPECT_EQ(client_->received, "passes");
  run(100s);
  EXPECT_EQ(server().received, "");
  net().set("phone", {});
  settle();
  EXPECT_EQ(server().received, "held");
}

TEST_F(SimNetworkTest, AStalledLinkHidesTheEndToo) {
  establish();
  net().set("phone", {.stall_down = true});
  server().stream->write("last words");
  server().stream.reset();
  run(60s);
  EXPECT_EQ(client_->closed, std::nullopt);
  net().set("phone", {});
  settle();
  EXPECT_EQ(client_->received, "last words");
  EXPECT_EQ(client_->closed, NetError::closed);
  EXPECT_EQ(net().connection_count(), 0u);
}

TEST_F(SimNetworkTest, ABlackHoleHoldsWhatIsSentOnAnOpenConnection) {
  establish();
  net().set("phone", {.connect = ConnectOutcome::blackhole});
  client_->stream->write("up");
  server().stream->write("down");
  run(100s);
  EXPECT_EQ(server().received + client_->received, "");
  EXPECT_EQ(net().effects("phone").held, 2u);
  net().set("phone", {});
  settle();
  EXPECT_EQ(server().received, "up");
  EXPECT_EQ(client_->received, "down");
}

TEST_F(SimNetworkTest, NobodySendsAgainWhatWasOnAStalledConnectionThatIsReset) {
  establish();
  net().set("phone", {.stall_up = true});
  client_->stream->write("lost");
  run(1s);
  client_->stream->reset();
  run(100s);
  EXPECT_EQ(server().closed, std::nullopt);
  net().set("phone", {});
  settle();
  EXPECT_EQ(server().received, "");
  EXPECT_EQ(server().closed, NetError::reset);
}

TEST_F(SimNetworkTest, TellsWhatCameOfABadLink) {
  establish();
  EXPECT_EQ(net().effects("phone").resets, 0u);
  net().set("phone",
            {.latency = 1ms, .bytes_per_second = 1000, .segmentation = true, .connect = ConnectOutcome::refuse});
  EXPECT_EQ(net().effects("phone").late, 0u) << "nothing has been sent";
  client_->stream->write("hello");
  settle();
  const LinkEffects passed = net().effects("phone");
  EXPECT_GT(passed.late, 0u);
  EXPECT_GT(passed.throttled, 0u);
  EXPECT_GT(passed.sliced, 0u);
  EXPECT_EQ(passed.dials, 0u);
  connect();
  settle();
  EXPECT_EQ(net().effects("phone").dials, 1u);
  net().reset_after("phone", Direction::up, 3);
  EXPECT_EQ(net().effects("phone").limits, 0u);
  client_->stream->write("hello");
  settle();
  EXPECT_EQ(net().effects("phone").limits, 1u);
  net().reset("phone");
  EXPECT_EQ(net().effects("phone").resets, 0u) << "there was no connection any more";
}

TEST_F(SimNetworkTest, TheKernelGivesUpOnAStallThatLasts) {
  establish();
  net().set("phone", {.stall_up = true});
  client_->stream->write("held");
  run(920s);
  EXPECT_EQ(client_->closed, std::nullopt);
  run(10s);
  EXPECT_EQ(client_->closed, NetError::timed_out);
  EXPECT_EQ(server().closed, std::nullopt);
  net().set("phone", {});
  server().stream->write("anyone there?");
  settle();
  EXPECT_EQ(server().closed, NetError::reset);
}

TEST_F(SimNetworkTest, BandwidthIsSharedByTheConnectionsOfALink) {
  net().set("phone", {.bytes_per_second = 10'000});
  establish();
  client_->stream->write(std::string(50'000, 'x'));
  const Instant start = world_.loop().now();
  ASSERT_EQ(world_.loop().run_until([&] { return server().received.size() == 50'000; }, start + 1min), RunEnd::reached);
  EXPECT_NEAR(std::chrono::duration<double>(world_.loop().now() - start).count(), 5.0, 0.01);
}

TEST_F(SimNetworkTest, SegmentationCutsEverywhere) {
  net().set("phone", {.segmentation = true});
  establish();
  std::vector<std::size_t> ends;
  server().on_bytes = [&] { ends.push_back(server().received.size()); };
  for (int i = 0; i < 500; ++i) {
    client_->stream->write("0123456789");
    settle();
  }
  std::set<std::size_t> cuts;
  for (const std::size_t end : ends) cuts.insert(end % 10);
  EXPECT_EQ(cuts.size(), 10u);
}

TEST_F(SimNetworkTest, ResetOfALinkIsSeenAtBothEnds) {
  establish();
  client_->stream->write("lost");
  net().reset("phone");
  settle();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, NetError::reset);
  EXPECT_EQ(server().received, "");
  EXPECT_EQ(net().connections("phone"), 0u);
}

TEST_F(SimNetworkTest, ResetAfterCutsAtExactlyThatByte) {
  for (const std::uint64_t limit : {0u, 1u, 7u, 11u, 12u}) {
    establish();
    net().reset_after("phone", Direction::up, limit);
    client_->stream->write("hello ");
    client_->stream->write("world!");
    settle();
    EXPECT_EQ(server().received, std::string("hello world!").substr(0, limit));
    EXPECT_EQ(server().closed, NetError::reset);
    EXPECT_EQ(client_->closed, NetError::reset);
    accepted_.clear();
  }
}

TEST_F(SimNetworkTest, CloseOfALinkLetsTheBytesUnderWayArrive) {
  establish();
  client_->stream->write("up");
  server().stream->write("down");
  net().close("phone");
  settle();
  EXPECT_EQ(server().received, "up");
  EXPECT_EQ(client_->received, "down");
  EXPECT_EQ(server().closed, NetError::closed);
  EXPECT_EQ(client_->closed, NetError::closed);
}

TEST_F(SimNetworkTest, AKilledHostResetsItsPeersAndRefusesUntilItListensAgain) {
  establish();
  net().kill("server");
  settle();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, std::nullopt);
  accepted_.clear();
  connect();
  settle();
  EXPECT_EQ(outcome_, NetError::refused);
  listen();
  establish();
}

TEST_F(SimNetworkTest, AVanishedHostIsSilentAndResetsOnceItIsBack) {
  establish();
  net().vanish("server");
  client_->stream->write("hello?");
  settle();
  run(100s);
  EXPECT_EQ(client_->closed, std::nullopt);
  net().revive("server");
  settle();
  EXPECT_EQ(client_->closed, NetError::reset);
  EXPECT_EQ(server().closed, std::nullopt);
}

TEST_F(SimNetworkTest, ConditionsOfOneDeviceDoNotTouchAnother) {
  net().set("phone", {.connect = ConnectOutcome::refuse});
  std::optional<NetError> outcome;
  auto pending = world_.network("tablet").connect({"server", 443}, {}, [&](auto, NetError error) { outcome = error; });
  settle();
  EXPECT_EQ(outcome, NetError::none);
}

TEST_F(SimNetworkTest, AliasesAndOwnNamesResolve) {
  net().alias("im.example", "server");
  auto pending =
      world_.network("phone").connect({"im.example", 443}, {}, [&](auto, NetError error) { outcome_ = error; });
  settle();
  EXPECT_EQ(outcome_, NetError::none);
  pending = world_.network("server").connect({"localhost", 443}, {}, [&](auto, NetError error) { outcome_ = error; });
  outcome_.reset();
  settle();
  EXPECT_EQ(outcome_, NetError::none);
  EXPECT_EQ(world_.network("phone").listen({"server", 1}, {}, {}).error, NetError::unreachable);
}

TEST_F(SimNetworkTest, DestroyingTheWorldWithLiveConnectionsInTasksIsSafe) {
  establish();
  auto keep = std::make_shared<std::unique_ptr<TestEnd>>(std::move(client_));
  world_.loop().post([keep] {});
  keep.reset();
}

// The seed and nothing else decides the run.
std::string run_traced(std::uint64_t seed) {
  std::string trace;
  SimWorld world({.seed = seed});
  world.net().set_trace([&](std::string_view line) {
    trace += line;
    trace += '\n';
  });
  std::vector<std::unique_ptr<TestEnd>> accepted;
  auto listening = world.network("server").listen({"", 443}, {}, [&](std::unique_ptr<Stream> stream) {
    accepted.push_back(std::make_unique<TestEnd>(std::move(stream)));
    TestEnd& end = *accepted.back();
    end.on_bytes = [&end] { end.stream->write(std::exchange(end.received, {})); };
  });
  std::vector<std::unique_ptr<TestEnd>> clients;
  std::vector<std::unique_ptr<Pending>> pendings;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "phone" + std::to_string(i);
    world.net().set(name, {.latency = 5ms, .jitter = 20ms, .segmentation = true});
    pendings.push_back(world.network(name).connect({"server", 443}, {}, [&](auto stream, NetError) {
      clients.push_back(std::make_unique<TestEnd>(std::move(stream)));
      clients.back()->stream->write(std::string(3000, 'x'));
    }));
  }
  EXPECT_EQ(world.loop().run_until_quiet(Instant(1h)), RunEnd::reached);
  return trace;
}

TEST(SimDeterminismTest, SameSeedSameTrace) {
  const std::string first = run_traced(11);
  EXPECT_GT(first.size(), 1000u);
  EXPECT_EQ(first, run_traced(11));
  EXPECT_NE(first, run_traced(12));
}

// A link added to the world draws from its own stream.
TEST(SimDeterminismTest, OneLinkDoesNotDisturbAnother) {
  const auto arrival = [](bool company) {
    SimWorld world({.seed = 5});
    world.network("server");
    for (const char* name : {"phone", "tablet"}) world.net().set(name, {.jitter = 1s});
    auto listening = world.network("server").listen({"", 1}, {}, [](std::unique_ptr<Stream>) {});
    Instant connected{};
    std::unique_ptr<Pending> other;
    if (company) other = world.network("tablet").connect({"server", 1}, {}, [](auto, NetError) {});
    const auto pending =
        world.network("phone").connect({"server", 1}, {}, [&](auto, NetError) { connected = world.loop().now(); });
    EXPECT_EQ(world.loop().run_until_quiet(Instant(1h)), RunEnd::reached);
    return connected;
  };
  EXPECT_GT(arrival(false), Instant{});
  EXPECT_EQ(arrival(false), arrival(true));
}

}  // namespace
}  // namespace chatproof::runtime
