#include "sdk/runtime/real/real_network.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/testing/test_certificates.hpp"
#include "sdk/runtime/tests/network_behaviour.hpp"
#include "sdk/tests/heap.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

constexpr Duration patience = 20s;  // wall time: far more than any of this takes

class RealTestWorld final : public TestWorld {
 public:
  RealTestWorld(std::string server_name, bool tls) : server_name_(std::move(server_name)), tls_(tls) {
    if (tls_) certificates_ = std::make_unique<TestCertificates>();
  }
  Loop& loop() override { return loop_; }
  Network& client() override { return network_; }
  Network& server() override { return network_; }
  std::string server_name() override { return server_name_; }
  ServerTls server_tls() override {
    if (tls_) return certificates_->valid();
    return {};
  }
  ClientTls client_tls() override {
    if (tls_) return certificates_->client();
    return {};
  }
  bool run_until(const std::function<bool()>& done) override { return loop_.run_until(done, patience); }

 private:
  std::string server_name_;
  bool tls_;
  std::unique_ptr<TestCertificates> certificates_;
  RealLoop loop_;
  RealNetwork network_{loop_};
};

WorldKind kind(const std::string& name, const std::string& server_name, bool tls) {
  return {name, [=] { return std::make_unique<RealTestWorld>(server_name, tls); }};
}

INSTANTIATE_TEST_SUITE_P(Real, NetworkBehaviourTest,
                         testing::Values(kind("Tcp", "127.0.0.1", false), kind("TcpByName", "localhost", false),
                                         kind("Tls", "127.0.0.1", true), kind("TlsByName", "localhost", true)),
                         [](const auto& kind_of_world) { return kind_of_world.param.name; });

class TlsTest : public testing::Test {
 protected:
  // What a client that trusts `ca_file` gets from a server with this certificate.
  NetError connect(const ServerTls& server, const ClientTls& client) {
    auto listening = network_.listen({"localhost", 0}, server, [this](std::unique_ptr<Stream> stream) {
      ++accepted_;
      ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
    });
    EXPECT_EQ(listening.error, NetError::none);
    return connect_to(listening.listener->local(), client);
  }
  NetError connect_to(const Endpoint& to, const ClientTls& client) {
    std::optional<NetError> outcome;
    const auto pending = network_.connect(to, client, [&](auto stream, NetError error) {
      if (stream != nullptr) ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
      outcome = error;
    });
    EXPECT_TRUE(loop_.run_until([&] { return outcome.has_value(); }, patience));
    return outcome.value_or(NetError::internal);
  }

  TestCertificates certificates_;
  RealLoop loop_;
  RealNetwork network_{loop_};
  std::vector<std::unique_ptr<TestEnd>> ends_;
  int accepted_ = 0;
};

TEST_F(TlsTest, AcceptsACertificateOfTheConfiguredAuthority) {
  EXPECT_EQ(connect(certificates_.valid(), certificates_.client()), NetError::none);
}

TEST_F(TlsTest, RejectsWhatIsNotToBeTrusted) {
  EXPECT_EQ(connect(certificates_.expired(), certificates_.client()), NetError::tls_untrusted);
  EXPECT_EQ(connect(certificates_.not_yet_valid(), certificates_.client()), NetError::tls_untrusted);
  EXPECT_EQ(connect(certificates_.self_signed(), certificates_.client()), NetError::tls_untrusted);
  EXPECT_EQ(connect(certificates_.wrong_host(), certificates_.client()), NetError::tls_untrusted);
  EXPECT_EQ(connect(certificates_.valid(), {true, certificates_.other_ca_file(), ""}), NetError::tls_untrusted);
  EXPECT_EQ(connect(certificates_.valid(), {true, "", ""}), NetError::tls_untrusted);  // the system's authorities
  EXPECT_EQ(accepted_, 0);
}

TEST_F(TlsTest, TheServerNameOverridesTheHostInVerification) {
  const ClientTls elsewhere{true, certificates_.ca_file(), "elsewhere.example"};
  EXPECT_EQ(connect(certificates_.wrong_host(), elsewhere), NetError::none);
  EXPECT_EQ(connect(certificates_.valid(), elsewhere), NetError::tls_untrusted);
  // That a certificate has been seen before says nothing about the name.
  EXPECT_EQ(connect(certificates_.wrong_host(), certificates_.client()), NetError::tls_untrusted);
}

// Both ends are here; 13.6 kB of OpenSSL's own are the server's, 14.2 the client's. What is parsed of a certificate
// would be 4 kB more for each connection.
TEST_F(TlsTest, AnIdleConnectionIsSmall) {
  auto listening = network_.listen({"localhost", 0}, certificates_.valid(), [&](std::unique_ptr<Stream> stream) {
    ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
  });
  const auto all_have = [this](std::string_view word) {
    return loop_.run_until(
        [&] { return std::ranges::all_of(ends_, [&](const auto& end) { return end->received == word; }); }, patience);
  };
  std::size_t before = 0;
  constexpr std::size_t first = 20, counted = 50;
  for (std::size_t made = 1; made <= first + counted; ++made) {
    if (made == first + 1) before = bytes_in_use();
    ClientTls tls = certificates_.client();
    tls.owner = std::to_string(made);
    ASSERT_EQ(connect_to(listening.listener->local(), tls), NetError::none);
    ASSERT_TRUE(loop_.run_until([&] { return ends_.size() == 2 * made; }, patience));
    for (int words = 0; words < 2; ++words) {  // the client's ticket comes before the first
      for (const auto& end : ends_) end->stream->write("word");
      ASSERT_TRUE(all_have("word"));
      for (const auto& end : ends_) end->received.clear();
    }
  }
  EXPECT_LT((bytes_in_use() - before) / counted, 32'500u);
}

TEST_F(TlsTest, FilesThatCannotBeLoadedAreErrors) {
  const ServerTls missing{"/nowhere/c.pem", "/nowhere/k.pem"};
  EXPECT_EQ(network_.listen({"localhost", 0}, missing, {}).error, NetError::tls_failed);
  const ServerTls mixed{certificates_.valid().certificate_file, certificates_.expired().key_file};
  EXPECT_EQ(network_.listen({"localhost", 0}, mixed, {}).error, NetError::tls_failed);
  EXPECT_EQ(connect(certificates_.valid(), {true, "/nowhere/ca.pem", ""}), NetError::tls_failed);
}

TEST_F(TlsTest, AServerThatHangsUpDuringTheHandshakeIsAFailure) {
  auto listening = network_.listen({"localhost", 0}, {}, [](std::unique_ptr<Stream> stream) { stream->reset(); });
  EXPECT_EQ(connect_to(listening.listener->local(), certificates_.client()), NetError::tls_failed);
}

TEST_F(TlsTest, EachFaultOfAHandshakeIsTheRealThing) {
  const std::pair<HandshakeFault, NetError> cases[] = {
      {{TlsOutcome::expired}, NetError::tls_untrusted},
      {{TlsOutcome::self_signed}, NetError::tls_untrusted},
      {{TlsOutcome::wrong_host}, NetError::tls_untrusted},
      {{TlsOutcome::old_protocol}, NetError::tls_failed},
      {{TlsOutcome::reset}, NetError::tls_failed},
      {{TlsOutcome::reset, 20ms}, NetError::tls_failed},
      {{TlsOutcome::ok, 20ms}, NetError::none},
      {{TlsOutcome::ok}, NetError::none},
  };
  HandshakeFault fault;
  ServerTls tls = certificates_.valid();
  tls.fault = [&] { return fault; };
  auto listening = network_.listen({"127.0.0.1", 0}, tls, [this](std::unique_ptr<Stream> stream) {
    ++accepted_;
    ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
  });
  for (const auto& [wanted, error] : cases) {
    fault = wanted;
    EXPECT_EQ(connect_to(listening.listener->local(), certificates_.client()), error)
        << static_cast<int>(wanted.outcome) << " after " << wanted.stall.count();
  }
  ASSERT_TRUE(loop_.run_until([&] { return accepted_ == 2; }, patience));
}

TEST_F(TlsTest, AHandshakeThatStallsForEverIsNeitherMadeNorFailed) {
  ServerTls tls = certificates_.valid();
  tls.fault = [] { return HandshakeFault{TlsOutcome::ok, Duration::max()}; };
  auto listening = network_.listen({"127.0.0.1", 0}, tls, [this](std::unique_ptr<Stream>) { ++accepted_; });
  std::optional<NetError> outcome;
  const auto pending = network_.connect(listening.listener->local(), certificates_.client(),
                                        [&](auto, NetError error) { outcome = error; });
  EXPECT_FALSE(loop_.run_until([&] { return outcome.has_value(); }, 200ms));
  listening.listener.reset();  // with it goes what was stalled
  EXPECT_TRUE(loop_.run_until([&] { return outcome.has_value(); }, patience));
  EXPECT_EQ(outcome, NetError::tls_failed);
  EXPECT_EQ(accepted_, 0);
}

TEST_F(TlsTest, BadCertificatesOfAGoodOneDifferInWhatTheyAreNamedFor) {
  // A server's own certificate as the only authority, as with `chatproof serve`.
  const std::string authority = certificates_.ca_file();
  const BadCertificates none({authority, certificates_.valid().key_file});  // a key of another certificate
  ServerTls unchanged;
  none.add_to(unchanged);
  EXPECT_TRUE(unchanged.expired.certificate.empty());

  const CertificateFiles good = certificates_.authority();
  const BadCertificates bad(good);
  ServerTls tls{good.certificate, good.key};
  bad.add_to(tls);
  const auto shown = [&](const CertificateFiles& files, const std::string& name) {
    return connect({files.certificate, files.key}, {true, good.certificate, name});
  };
  EXPECT_EQ(shown(tls.expired, ""), NetError::tls_untrusted);
  EXPECT_EQ(shown(tls.self_signed, ""), NetError::tls_untrusted);
  EXPECT_EQ(shown(tls.wrong_host, ""), NetError::tls_untrusted);
  EXPECT_EQ(shown(tls.wrong_host, "elsewhere.example"), NetError::none);
}

TEST_F(TlsTest, WhatIsReadAheadOfAPauseComesAfterIt) {
  auto listening = network_.listen({"localhost", 0}, certificates_.valid(), [&](std::unique_ptr<Stream> stream) {
    ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
    ends_.back()->on_bytes = [end = ends_.back().get()] { end->stream->pause_reading(true); };
    ends_.back()->stream->pause_reading(true);
  });
  ASSERT_EQ(connect_to(listening.listener->local(), certificates_.client()), NetError::none);
  ASSERT_TRUE(loop_.run_until([&] { return ends_.size() == 2; }, patience));
  TestEnd& reader = ends_[0]->on_bytes ? *ends_[0] : *ends_[1];
  TestEnd& writer = ends_[0]->on_bytes ? *ends_[1] : *ends_[0];
  for (int record = 1; record <= 3; ++record) {
    writer.stream->write("word ");
    ASSERT_TRUE(loop_.run_until([&] { return writer.drained == record; }, patience));
  }
  for (std::size_t words = 1; words <= 3; ++words) {
    reader.stream->pause_reading(false);
    ASSERT_TRUE(loop_.run_until([&] { return reader.received.size() == words * 5; }, patience)) << words;
  }
}

TEST_F(TlsTest, WordsThatComeWithTheEndOfTheHandshakeAreRead) {
  RealLoop other_loop;
  RealNetwork other(other_loop);
  auto listening = network_.listen({"127.0.0.1", 0}, certificates_.valid(), [this](std::unique_ptr<Stream> stream) {
    ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
  });
  std::unique_ptr<TestEnd> client;
  const auto pending = other.connect(listening.listener->local(), certificates_.client(), [&](auto stream, NetError) {
    ASSERT_NE(stream, nullptr);
    client = std::make_unique<TestEnd>(std::move(stream));
    client->stream->write("hello");
  });
  // In turns, so that the server does not look between the client's last word of the handshake and its first after it.
  for (int turn = 0; turn < 1000 && client == nullptr; ++turn) {
    static_cast<void>(loop_.run_until([] { return false; }, 5ms));
    static_cast<void>(other_loop.run_until([&] { return client != nullptr; }, 5ms));
  }
  ASSERT_NE(client, nullptr);
  ASSERT_TRUE(other_loop.run_until([&] { return client->drained == 1; }, patience));
  ASSERT_TRUE(loop_.run_until([&] { return !ends_.empty() && ends_[0]->received == "hello"; }, patience));
}

TEST_F(TlsTest, TheSecondConnectionResumesTheSession) {
  auto listening = network_.listen({"localhost", 0}, certificates_.valid(), [&](std::unique_ptr<Stream> stream) {
    ends_.push_back(std::make_unique<TestEnd>(std::move(stream)));
    ends_.back()->stream->write("welcome");  // the ticket comes along
  });
  const auto got_welcome = [&] { return ends_.size() == 2 && ends_[0]->received + ends_[1]->received == "welcome"; };
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(connect_to(listening.listener->local(), certificates_.client()), NetError::none);
    ASSERT_TRUE(loop_.run_until(got_welcome, patience));
    ends_.clear();
  }
  EXPECT_EQ(network_.tls_handshakes(), 2u);
  EXPECT_EQ(network_.tls_resumptions(), 1u);
  // Somebody else's device has nothing to go on with.
  ClientTls stranger = certificates_.client();
  stranger.owner = "stranger";
  EXPECT_EQ(connect_to(listening.listener->local(), stranger), NetError::none);
  EXPECT_EQ(network_.tls_resumptions(), 1u);
}

TEST(RealNetworkTest, ListeningErrorsAreTold) {
  RealLoop loop;
  RealNetwork network(loop);
  EXPECT_EQ(network.listen({"192.0.2.1", 0}, {}, {}).error, NetError::unreachable);
  EXPECT_EQ(network.listen({"no-such-host.invalid", 0}, {}, {}).error, NetError::resolve_failed);
}

TEST(RealNetworkTest, TheNextAddressIsTriedWhenOneRefuses) {
  RealLoop loop;
  RealNetwork network(loop);
  // "localhost" is 127.0.0.1, then ::1; only the second one listens.
  auto listening = network.listen({"::1", 0}, {}, [](std::unique_ptr<Stream>) {});
  if (listening.error != NetError::none) GTEST_SKIP() << "this machine has no IPv6";
  std::optional<NetError> outcome;
  const auto pending = network.connect({"localhost", listening.listener->local().port}, {},
                                       [&](auto, NetError error) { outcome = error; });
  ASSERT_TRUE(loop.run_until([&] { return outcome.has_value(); }, patience));
  EXPECT_EQ(outcome, NetError::none);
}

TEST(RealNetworkTest, ConnectionsLeaveFromTheGivenAddressesInTurnAndTellWhatTheyTook) {
  RealLoop loop;
  int dialed = 0;
  RealNetwork network(loop, {.source_addresses = {"127.0.9.1", "127.0.9.2"}, .on_dialed = [&](const DialTimes& times) {
                               ++dialed;
                               EXPECT_GT(times.connect.count(), 0);
                               EXPECT_EQ(times.tls.count(), 0);
                             }});
  std::vector<std::string> peers;
  std::vector<std::unique_ptr<Stream>> streams;
  auto listening = network.listen({"127.0.0.1", 0}, {}, [&](std::unique_ptr<Stream> stream) {
    peers.push_back(stream->peer().host);
    streams.push_back(std::move(stream));
  });
  ASSERT_NE(listening.listener, nullptr);
  std::vector<std::unique_ptr<Pending>> dials;
  int told = 0;
  for (int i = 0; i < 4; ++i)
    dials.push_back(
        network.connect(listening.listener->local(), {}, [&](std::unique_ptr<Stream> stream, NetError error) {
          EXPECT_EQ(error, NetError::none);
          EXPECT_EQ(dialed, ++told) << "the parts are told right before the handler";
          streams.push_back(std::move(stream));
        }));
  ASSERT_TRUE(loop.run_until([&] { return peers.size() == 4 && told == 4; }, patience));
  EXPECT_THAT(peers, testing::UnorderedElementsAre("127.0.9.1", "127.0.9.1", "127.0.9.2", "127.0.9.2"));
}

// The one who accepts may be done with it before the one who connects has looked.
TEST(RealNetworkTest, AConnectionThatIsResetAtOnceWasMadeAllTheSame) {
  RealLoop loop;
  RealNetwork network(loop);
  auto listening = network.listen({"127.0.0.1", 0}, {}, [](std::unique_ptr<Stream> stream) { stream->reset(); });
  std::unique_ptr<TestEnd> end;
  std::optional<NetError> outcome;
  const auto pending = network.connect(listening.listener->local(), {}, [&](auto stream, NetError error) {
    outcome = error;
    if (stream != nullptr) end = std::make_unique<TestEnd>(std::move(stream));
  });
  ASSERT_TRUE(loop.run_until([&] { return outcome.has_value(); }, patience));
  ASSERT_EQ(outcome, NetError::none);
  ASSERT_TRUE(loop.run_until([&] { return end->closed.has_value(); }, patience));
  EXPECT_EQ(end->closed, NetError::reset);
}

// More of them than the loop is told of in one go, and each gone inside the turn in which it is heard.
TEST(RealNetworkTest, ManyConnectionsMayEndInOneTurn) {
  constexpr std::size_t many = 600;
  RealLoop loop;
  RealNetwork network(loop);
  std::vector<std::unique_ptr<TestEnd>> served, ends;
  std::size_t heard = 0;
  auto listening = network.listen({"127.0.0.1", 0}, {}, [&](std::unique_ptr<Stream> stream) {
    served.push_back(std::make_unique<TestEnd>(std::move(stream)));
    served.back()->on_bytes = [&] {
      if (++heard > 1) return;
      for (const auto& end : served) end->stream.reset();  // all of them, with much that is ready on them
    };
  });
  std::vector<std::unique_ptr<Pending>> dials;
  for (std::size_t i = 0; i < many; ++i)
    dials.push_back(network.connect(listening.listener->local(), {}, [&](std::unique_ptr<Stream> stream, NetError) {
      ends.push_back(std::make_unique<TestEnd>(std::move(stream)));
    }));
  ASSERT_TRUE(loop.run_until([&] { return ends.size() == many && served.size() == many; }, patience));
  for (const auto& end : ends) end->stream->write("now");
  const auto over = [&] { return std::all_of(ends.begin(), ends.end(), [](const auto& end) { return end->closed; }); };
  ASSERT_TRUE(loop.run_until(over, patience));
  EXPECT_EQ(heard, 1u) << "nobody is told of what is ready on a connection that has gone";
}

TEST(RealNetworkTest, TheLoopMayEndWithEverythingStillOpen) {
  std::vector<std::unique_ptr<TestEnd>> ends;
  RealLoop loop;
  RealNetwork network(loop);
  auto listening = network.listen({"localhost", 0}, {}, [&](std::unique_ptr<Stream> stream) {
    ends.push_back(std::make_unique<TestEnd>(std::move(stream)));
  });
  const auto pending = network.connect(listening.listener->local(), {}, [&](auto stream, NetError) {
    ends.push_back(std::make_unique<TestEnd>(std::move(stream)));
  });
  ASSERT_TRUE(loop.run_until([&] { return ends.size() == 2; }, patience));
  ends[0]->stream->write(std::string(50'000'000, 'x'));
  ends.clear();  // both linger, one with much to send
}

}  // namespace
}  // namespace chatproof::runtime
