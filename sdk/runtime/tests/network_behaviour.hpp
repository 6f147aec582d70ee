// What every network must do, whatever it is made of. Each test program instantiates this suite for its worlds.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// A client's and a server's view of one network, and a way to let things happen.
class TestWorld {
 public:
  virtual ~TestWorld() = default;
  virtual Loop& loop() = 0;
  virtual Network& client() = 0;
  virtual Network& server() = 0;
  // Until `done`; false if it did not come true in a reasonable time.
  [[nodiscard]] virtual bool run_until(const std::function<bool()>& done) = 0;
  virtual std::string server_name() { return "localhost"; }
  virtual ServerTls server_tls() { return {}; }
  virtual ClientTls client_tls() { return {}; }
};

struct WorldKind {
  std::string name;
  std::function<std::unique_ptr<TestWorld>()> make;
};
inline void PrintTo(const WorldKind& kind, std::ostream* out) { *out << kind.name; }

// One end of a connection that remembers what happened to it.
struct TestEnd final : StreamHandler {
  explicit TestEnd(std::unique_ptr<Stream> own_stream) : stream(std::move(own_stream)) { stream->set_handler(*this); }
  void on_data(std::string_view bytes) override {
    received += bytes;
    if (on_bytes) on_bytes();
  }
  void on_drained() override {
    ++drained;
    if (after_drained) after_drained();
  }
  void on_closed(NetError why) override {
    EXPECT_FALSE(closed.has_value()) << "told twice that the stream is closed";
    closed = why;
    if (after_closed) after_closed();
  }

  std::unique_ptr<Stream> stream;
  std::string received;
  int drained = 0;
  std::optional<NetError> closed;
  std::function<void()> on_bytes, after_drained, after_closed;
};

class NetworkBehaviourTest : public testing::TestWithParam<WorldKind> {
 protected:
  NetworkBehaviourTest() : world_(GetParam().make()) {}

  void listen(AcceptHandler handler) {
    ListenResult result = world_->server().listen({world_->server_name(), 0}, world_->server_tls(), std::move(handler));
    ASSERT_EQ(result.error, NetError::none);
    listener_ = std::move(result.listener);
  }
  void listen() {
    listen([this](std::unique_ptr<Stream> stream) {
      accepted_.push_back(std::make_unique<TestEnd>(std::move(stream)));
      if (on_accept_) on_accept_(*accepted_.back());
    });
  }
  // Starts to connect to the listener and returns where the outcome will be.
  struct Attempt {
    std::unique_ptr<Pending> pending;
    std::unique_ptr<TestEnd> end;
    std::optional<NetError> outcome;
  };
  std::unique_ptr<Attempt> connect(const Endpoint& to, const ClientTls& tls) {
    auto attempt = std::make_unique<Attempt>();
    attempt->pending = world_->client().connect(to, tls, [raw = attempt.get()](auto stream, NetError error) {
      EXPECT_EQ(stream != nullptr, error == NetError::none);
      if (stream != nullptr) raw->end = std::make_unique<TestEnd>(std::move(stream));
      raw->outcome = error;
    });
    EXPECT_FALSE(attempt->outcome.has_value()) << "called from inside connect()";
    return attempt;
  }
  std::unique_ptr<Attempt> connect() { return connect(listener_->local(), world_->client_tls()); }

  // A connection with both ends ready.
  void establish() {
    listen();
    client_attempt_ = connect();
    ASSERT_TRUE(until([&] { return client_attempt_->outcome && !accepted_.empty(); }));
    ASSERT_EQ(client_attempt_->outcome, NetError::none);
  }
  TestEnd& client() { return *client_attempt_->end; }
  TestEnd& server() { return *accepted_.front(); }

  bool until(const std::function<bool()>& done) { return world_->run_until(done); }
  // Lets everything happen that is on its way: a few round trips of an independent connection's time.
  void let_things_settle() {
    bool passed = false;
    const Timer timer = world_->loop().after(std::chrono::milliseconds(60), [&] { passed = true; });
    ASSERT_TRUE(until([&] { return passed; }));
  }

  std::unique_ptr<TestWorld> world_;
  std::unique_ptr<Listener> listener_;
  std::function<void(TestEnd&)> on_accept_;
  std::vector<std::unique_ptr<TestEnd>> accepted_;
  std::unique_ptr<Attempt> client_attempt_;
};

}  // namespace chatproof::runtime
