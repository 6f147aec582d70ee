// Whatever happens in whatever order: every handler is called exactly once, never from inside a call, and connection
// events form legal sequences. And: the session may be destroyed by any handler, at any moment.
#include <gtest/gtest.h>

#include "sdk/session/tests/session_fixture.hpp"

namespace chatproof::session {
namespace {

using runtime::ConnectOutcome;

class Chaos : public SessionWorld {
 public:
  explicit Chaos(std::uint64_t seed) : SessionWorld(seed), random(world.random("chaos")) {}

  // One handler with its own count. `asks_more` makes it call again from inside, as apps do.
  ReplyHandler counted(bool asks_more = false) {
    counts.push_back(0);
    return [this, index = counts.size() - 1, asks_more](const Reply&) {
      EXPECT_FALSE(told.inside_a_call);
      ++counts[index];
      if (destroy_at != 0 && ++results == destroy_at) {
        session.reset();
        return;
      }
      if (asks_more && session != nullptr) session->request(wire::Command::sync, "{}", {}, counted());
    };
  }

  void act() {
    const auto pick = random.below(20);
    if (session == nullptr) return;
    switch (pick) {
      case 0:
      case 1:
        return call([this] { session->login(random.chance(0.7) ? "alice" : "bob", "sig", counted()); });
      case 2:
        return call([this] { session->logout(counted()); });
      case 3:
      case 4:
      case 5:
      case 6: {
        RequestOptions options;
        options.idempotent = random.chance(0.5);
        options.fail_when_offline = random.chance(0.2);
        return call([&] { session->request(wire::Command::c2c_send, "{}", options, counted(random.chance(0.2))); });
      }
      case 7:
        return server.reset_links();
      case 8:
        return server.close_links();
      case 9:
        return server.push(wire::Command::kicked, {{"reason", "login"}});
      case 10:
        return server.push(wire::Command::ticket_expired, json::object());
      case 11:
        return hint(random.chance(0.7));
      case 12: {
        static constexpr ConnectOutcome outcomes[] = {ConnectOutcome::ok,          ConnectOutcome::ok,
                                                      ConnectOutcome::refuse,      ConnectOutcome::blackhole,
                                                      ConnectOutcome::unreachable, ConnectOutcome::reset_after_accept};
        return network(outcomes[random.below(std::size(outcomes))]);
      }
      case 13:
        server.replies["c2c.send"] =
            random.chance(0.5) ? json(nullptr) : json{{"code", random.chance(0.3) ? -10003 : 0}};
        return;
      case 14:
        if (random.chance(0.5)) {
          server.replies["login"] = random.chance(0.5) ? json(nullptr) : json{{"code", 70001}, {"text", "old"}};
        } else {
          server.replies.erase("login");
        }
        return;
      case 15:
        if (random.chance(0.5)) {
          static constexpr int codes[] = {-10003, -10004, 6208, -10114};
          server.replies["resume"] = {{"code", codes[random.below(std::size(codes))]}};
        } else {
          server.replies.erase("resume");
        }
        return;
      case 16:
        return server.raw("garbage");
      case 17:
        return server.send({wire::FrameType::goaway, wire::Command::none, 0, {}}, "");
      case 18:
        return server.push(wire::Command::message, {{"n", 1}});
      default:
        if (random.chance(0.02)) session->stop();
        return;
    }
  }

  void play(int steps) {
    start();
    for (int step = 0; step < steps; ++step) {
      act();
      run(runtime::Duration(static_cast<std::int64_t>(random.below(random.chance(0.2) ? 20'000'000 : 50'000))));
    }
    session.reset();
    run(1min);
  }

  void expect_each_handler_once() const {
    for (std::size_t n = 0; n < counts.size(); ++n) EXPECT_EQ(counts[n], 1) << "handler " << n;
  }
  // Every attempt begins, then ends in one way; nothing ends that did not begin.
  void expect_legal_connection_events() const {
    bool dialling = false;
    for (const std::string& line : told.lines) {
      if (line == "connecting") {
        EXPECT_FALSE(dialling);
        dialling = true;
      } else if (line == "connected" || line.starts_with("failed")) {
        EXPECT_TRUE(dialling);
        dialling = false;
      }
    }
  }

  runtime::Random random;
  std::vector<int> counts;
  int results = 0;
  int destroy_at = 0;  // which result's handler destroys the session; 0: none
};

TEST(SessionPropertyTest, EveryHandlerIsCalledExactlyOnceWhateverHappens) {
  std::size_t handlers = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    Chaos chaos(seed);
    chaos.play(120);
    chaos.expect_each_handler_once();
    chaos.expect_legal_connection_events();
    handlers += chaos.counts.size();
    if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(handlers, 3000u);
}

TEST(SessionPropertyTest, AnyHandlerMayDestroyTheSession) {
  for (int nth = 1; nth <= 40; ++nth) {
    Chaos chaos(1000 + static_cast<std::uint64_t>(nth));
    chaos.destroy_at = nth;
    chaos.play(120);
    chaos.expect_each_handler_once();
    if (testing::Test::HasFailure()) FAIL() << "destroyed at result " << nth;
  }
}

// The same for the observer: for every n, the session is destroyed inside the n-th call.
TEST(SessionPropertyTest, AnyObserverCallMayDestroyTheSession) {
  bool reached = true;
  for (int nth = 1; reached; ++nth) {
    ASSERT_LT(nth, 1000);
    Chaos chaos(7);
    int seen = 0;
    chaos.told.on_line = [&](const std::string&) {
      if (++seen == nth) chaos.session.reset();
    };
    chaos.play(60);
    chaos.expect_each_handler_once();
    reached = seen >= nth;
    if (testing::Test::HasFailure()) FAIL() << "destroyed at call " << nth;
  }
}

TEST(SessionPropertyTest, TheSameSeedGivesTheSameStory) {
  const auto story = [](std::uint64_t seed) {
    Chaos chaos(seed);
    chaos.play(200);
    auto lines = chaos.told.lines;
    lines.insert(lines.end(), chaos.told.logs.begin(), chaos.told.logs.end());
    return lines;
  };
  EXPECT_EQ(story(42), story(42));
  EXPECT_NE(story(42), story(43));
}

}  // namespace
}  // namespace chatproof::session
