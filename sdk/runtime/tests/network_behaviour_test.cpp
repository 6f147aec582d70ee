#include "sdk/runtime/tests/network_behaviour.hpp"

#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {
namespace {

std::string noise(std::size_t size) {
  Random random(42);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.next());
  return bytes;
}

TEST_P(NetworkBehaviourTest, PortZeroChoosesAPortThatCanBeConnectedTo) {
  establish();
  EXPECT_NE(listener_->local().port, 0);
  EXPECT_EQ(client().stream->peer().port, listener_->local().port);
  EXPECT_NE(server().stream->peer().port, 0);
}

TEST_P(NetworkBehaviourTest, EchoesBytesBothWays) {
  establish();
  server().on_bytes = [&] { server().stream->write(std::exchange(server().received, {})); };
  client().stream->write("hello");
  ASSERT_TRUE(until([&] { return client().received.size() == 5; }));
  EXPECT_EQ(client().received, "hello");
}

TEST_P(NetworkBehaviourTest, NeverCallsTheHandlerFromInsideACall) {
  establish();
  bool inside = false;
  client().after_drained = [&] { EXPECT_FALSE(inside); };
  client().on_bytes = [&] { EXPECT_FALSE(inside); };
  server().on_bytes = [&] { server().stream->write("back"); };
  inside = true;
  client().stream->write("there");
  client().stream->pause_reading(true);
  client().stream->pause_reading(false);
  inside = false;
  ASSERT_TRUE(until([&] { return client().received.starts_with("back"); }));
}

TEST_P(NetworkBehaviourTest, DrainsOnceForTheWritesOfOneTurn) {
  establish();
  client().stream->write("one ");
  client().stream->write("two ");
  client().stream->write("three");
  EXPECT_EQ(client().stream->queued(), 13u);
  ASSERT_TRUE(until([&] { return server().received == "one two three"; }));
  EXPECT_EQ(client().stream->queued(), 0u);
  EXPECT_EQ(client().drained, 1);
}

TEST_P(NetworkBehaviourTest, CarriesLargeTransfersInOrder) {
  establish();
  const std::string up = noise(3'000'000);
  const std::string down = noise(1'000'003);
  client().stream->write(up);
  server().stream->write(down);
  ASSERT_TRUE(until([&] { return server().received.size() == up.size() && client().received.size() == down.size(); }));
  EXPECT_TRUE(server().received == up);
  EXPECT_TRUE(client().received == down);
}

TEST_P(NetworkBehaviourTest, RefusesWhereNobodyListens) {
  listen();
  const Endpoint nowhere = listener_->local();
  listener_.reset();
  const auto attempt = connect(nowhere, world_->client_tls());
  ASSERT_TRUE(until([&] { return attempt->outcome.has_value(); }));
  EXPECT_EQ(attempt->outcome, NetError::refused);
}

TEST_P(NetworkBehaviourTest, AListenerThatIsGoneLeavesItsConnectionsAlone) {
  establish();
  listener_.reset();
  client().stream->write("still here");
  ASSERT_TRUE(until([&] { return server().received == "still here"; }));
}

TEST_P(NetworkBehaviourTest, ReportsAPortThatIsTaken) {
  listen();
  const ListenResult second = world_->server().listen({world_->server_name(), listener_->local().port},
                                                      world_->server_tls(), [](std::unique_ptr<Stream>) {});
  EXPECT_EQ(second.listener, nullptr);
  EXPECT_EQ(second.error, NetError::address_in_use);
}

TEST_P(NetworkBehaviourTest, DoesNotResolveANameThatDoesNotExist) {
  const auto attempt = connect({"no-such-host.invalid", 443}, world_->client_tls());
  ASSERT_TRUE(until([&] { return attempt->outcome.has_value(); }));
  EXPECT_EQ(attempt->outcome, NetError::resolve_failed);
}

TEST_P(NetworkBehaviourTest, ClosesInGoodOrderAfterEverythingWritten) {
  establish();
  const std::string bytes = noise(700'000);
  client().stream->write(bytes);
  client().stream.reset();
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  EXPECT_EQ(server().closed, NetError::closed);
  EXPECT_TRUE(server().received == bytes);
  EXPECT_EQ(client().closed, std::nullopt);
}

// The server says why it hangs up; a client that talks at the same time must still hear it.
TEST_P(NetworkBehaviourTest, LastWordsArriveAlthoughThePeerIsTalking) {
  establish();
  server().on_bytes = [&] {
    if (server().stream == nullptr) return;
    server().stream->write("you are kicked");
    server().stream.reset();
  };
  client().stream->write("first");
  ASSERT_TRUE(until([&] { return server().stream == nullptr; }));
  client().stream->write(noise(5000));
  ASSERT_TRUE(until([&] { return client().closed.has_value(); }));
  EXPECT_EQ(client().received, "you are kicked");
}

TEST_P(NetworkBehaviourTest, ResetIsSeenAsReset) {
  establish();
  client().stream->reset();
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  EXPECT_EQ(server().closed, NetError::reset);
  let_things_settle();
  EXPECT_EQ(client().closed, std::nullopt);
}

TEST_P(NetworkBehaviourTest, WritesAfterTheEndAreIgnored) {
  establish();
  client().stream->reset();
  client().stream->write("into the void");
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  server().stream->write("also");
  EXPECT_EQ(server().stream->queued(), 0u);
  let_things_settle();
  EXPECT_EQ(server().received, "");
}

TEST_P(NetworkBehaviourTest, APausedReaderHoldsTheWriterBack) {
  establish();
  const std::string bytes = noise(20'000'000);
  server().stream->pause_reading(true);
  client().stream->write(bytes);
  let_things_settle();
  EXPECT_GT(client().stream->queued(), 1'000'000u);
  EXPECT_EQ(client().drained, 0);
  EXPECT_EQ(server().received.size(), 0u);
  server().stream->pause_reading(false);
  ASSERT_TRUE(until([&] { return server().received.size() == bytes.size(); }));
  EXPECT_TRUE(server().received == bytes);
  ASSERT_TRUE(until([&] { return client().drained == 1; }));
  EXPECT_EQ(client().stream->queued(), 0u);
}

TEST_P(NetworkBehaviourTest, AReaderMayPauseInsideOnData) {
  establish();
  server().on_bytes = [&] { server().stream->pause_reading(true); };
  const std::string bytes = noise(2'000'000);
  client().stream->write(bytes);
  ASSERT_TRUE(until([&] { return !server().received.empty(); }));
  const std::size_t before = server().received.size();
  let_things_settle();
  EXPECT_EQ(server().received.size(), before);
  server().on_bytes = nullptr;
  server().stream->pause_reading(false);
  ASSERT_TRUE(until([&] { return server().received.size() == bytes.size(); }));
}

TEST_P(NetworkBehaviourTest, APausedReaderStillSeesAReset) {
  establish();
  server().stream->pause_reading(true);
  client().stream->write("unread");
  let_things_settle();
  client().stream->reset();
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  EXPECT_EQ(server().closed, NetError::reset);
}

TEST_P(NetworkBehaviourTest, AStreamMayBeDestroyedInOnData) {
  establish();
  server().on_bytes = [&] { server().stream.reset(); };
  client().stream->write(noise(100));
  ASSERT_TRUE(until([&] { return client().closed.has_value(); }));
  let_things_settle();
  EXPECT_EQ(server().closed, std::nullopt);
}

TEST_P(NetworkBehaviourTest, AStreamMayBeDestroyedInOnClosed) {
  establish();
  server().after_closed = [&] { server().stream.reset(); };
  client().stream.reset();
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  let_things_settle();
}

TEST_P(NetworkBehaviourTest, AStreamMayBeDestroyedInOnDrained) {
  establish();
  client().after_drained = [&] { client().stream.reset(); };
  client().stream->write("bye");
  ASSERT_TRUE(until([&] { return server().closed.has_value(); }));
  EXPECT_EQ(server().received, "bye");
}

TEST_P(NetworkBehaviourTest, AStreamMayBeDestroyedWhereItIsAccepted) {
  listen([](std::unique_ptr<Stream> stream) { stream.reset(); });
  const auto attempt = connect();
  ASSERT_TRUE(until([&] { return attempt->end && attempt->end->closed; }));
}

TEST_P(NetworkBehaviourTest, AListenerMayBeDestroyedWhereItAccepts) {
  on_accept_ = [&](TestEnd&) { listener_.reset(); };
  establish();
  client().stream->write("last guest");
  ASSERT_TRUE(until([&] { return server().received == "last guest"; }));
}

TEST_P(NetworkBehaviourTest, ACancelledConnectIsNeverHeardOf) {
  listen();
  const auto attempt = connect();
  attempt->pending.reset();
  let_things_settle();
  EXPECT_EQ(attempt->outcome, std::nullopt);
}

TEST_P(NetworkBehaviourTest, AConnectMayBeDroppedInItsOwnHandler) {
  listen();
  std::unique_ptr<Pending> pending;
  bool called = false;
  pending = world_->client().connect(listener_->local(), world_->client_tls(), [&](auto stream, NetError error) {
    EXPECT_EQ(error, NetError::none);
    pending.reset();
    stream.reset();
    called = true;
  });
  ASSERT_TRUE(until([&] { return called; }));
  let_things_settle();
}

TEST_P(NetworkBehaviourTest, ServesManyConnectionsAtOnce) {
  on_accept_ = [](TestEnd& end) { end.on_bytes = [&end] { end.stream->write(std::exchange(end.received, {})); }; };
  listen();
  std::vector<std::unique_ptr<Attempt>> attempts;
  for (int i = 0; i < 200; ++i) attempts.push_back(connect());
  const auto all = [&](auto condition) {
    return until([&] { return std::all_of(attempts.begin(), attempts.end(), condition); });
  };
  ASSERT_TRUE(all([](const auto& attempt) { return attempt->end != nullptr; }));
  for (int i = 0; i < 200; ++i) attempts[static_cast<std::size_t>(i)]->end->stream->write(std::to_string(1000 + i));
  ASSERT_TRUE(all([](const auto& attempt) { return attempt->end->received.size() == 4; }));
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(attempts[static_cast<std::size_t>(i)]->end->received, std::to_string(1000 + i));
  }
}

// A client and a server that disagree on TLS never get bytes of each other's; who notices depends on who speaks first.
TEST_P(NetworkBehaviourTest, PlainAndTlsDoNotUnderstandEachOther) {
  const bool server_has_tls = world_->server_tls().enabled();
  on_accept_ = [](TestEnd& end) { end.on_bytes = [&end] { end.stream.reset(); }; };
  listen();
  ClientTls opposite = world_->client_tls();
  opposite.enabled = !server_has_tls;
  const auto attempt = connect(listener_->local(), opposite);
  ASSERT_TRUE(until([&] { return attempt->outcome.has_value(); }));
  if (!server_has_tls) {
    EXPECT_EQ(attempt->outcome, NetError::tls_failed);
    return;
  }
  ASSERT_EQ(attempt->outcome, NetError::none);
  attempt->end->stream->write("GET / HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(until([&] { return attempt->end->closed.has_value(); }));
  EXPECT_TRUE(accepted_.empty());
}

}  // namespace
}  // namespace chatproof::runtime
