// A server that says what the protocol does not: the generator goes on, counts it, and asks it for no more than it
// gives.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bench/load/crowd.hpp"
#include "bench/load/inbox.hpp"
#include "bench/load/wire_text.hpp"
#include "sdk/session/tests/session_fixture.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

// One user who logs in and stays for a minute.
struct Liar {
  Meter run() {
    const auto loaded = load_profile_text(R"({"schemaVersion": "1.0", "title": "liar", "world": "sim",
        "users": {"count": 1}, "phases": [{"name": "stay", "for": "60s", "login": {"total": 1}}]})",
                                          "liar.json");
    EXPECT_TRUE(loaded.profile);
    Meter total;
    bool done = false;
    Crowd crowd(
        *loaded.profile,
        {world.loop(),
         [this](const std::string& host) -> runtime::Network& { return world.network(host); },
         &world.net(),
         {"server", 443},
         {}},
        [&](std::size_t, const Meter& meter) { total.append(meter); }, [](std::size_t, const Meter&) {},
        [&] { done = true; });
    crowd.start(world.loop().now());
    EXPECT_EQ(world.loop().run_until([&] { return done; }, runtime::Instant(5min)), runtime::RunEnd::reached);
    return total;
  }

  runtime::SimWorld world;
  session::ScriptedServer server{world};
};

TEST(LiarTest, PagesOfWrongTypesAreCounted) {
  for (const char* members :
       {R"("cursor": "three")", R"("cursor": -1)", R"("cursor": 1e300)", R"("cursor": 9223372036854775807)",
        R"("cursor": 18446744073709551615)", R"("complete": 1)", R"("complete": null)", R"("messages": 7)",
        R"("messages": [7])", R"("messages": {"cursor": 1})", R"("messages": [{"cursor": "1"}])",
        R"("messages": [{}])"}) {
    Liar liar;
    liar.server.replies["login"] = json::parse(R"({"code": 0, "token": "t", "cursor": 3})");
    liar.server.replies["sync"] = json::parse(R"({"code": 0, "messages": [], "cursor": 3, "complete": true})");
    liar.server.replies["sync"].update(json::parse("{" + std::string(members) + "}"));
    const Meter total = liar.run();
    EXPECT_EQ(total.counted(Counter::logins), 1u);
    EXPECT_EQ(total.counted(Counter::protocol_errors), 1u) << members;
    EXPECT_EQ(total.errors.count(wire::code::ERR_PARSE_RESPONSE_FAILED), 1u);
  }
}

TEST(LiarTest, LoginsAndPushesOfWrongTypesAreCounted) {
  Liar liar;
  liar.server.replies["login"] = json::parse(R"({"code": 0, "token": "t", "cursor": [1, 2]})");
  liar.server.replies["sync"] = json::parse(R"({"code": 0, "messages": [], "cursor": 0, "complete": true})");
  const auto timer = liar.world.loop().after(40s, [&] {
    for (const char* payload :
         {R"({"cursor": "x"})", R"({"cursor": 9e18})", R"([1, {"message": 3}])", R"({"cursor": -7})"})
      liar.server.push(wire::Command::message, json::parse(payload));
  });
  const Meter total = liar.run();
  EXPECT_EQ(total.counted(Counter::logins), 1u);
  EXPECT_EQ(total.counted(Counter::protocol_errors), 4u);  // the third push has no place, as those for who is online
}

TEST(LiarTest, PagesThatAdvanceByOneForEverAreAskedForMoreAndMoreSeldom) {
  Liar liar;
  liar.server.replies["login"] = json::parse(R"({"code": 0, "token": "t", "cursor": 1000000})");
  std::int64_t cursor = 0;
  liar.server.when["sync"] = [&] {
    liar.server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", ++cursor}, {"complete", false}};
  };
  const Meter total = liar.run();
  EXPECT_GT(total.counted(Counter::sync_pages), 10u);
  EXPECT_LT(total.counted(Counter::sync_pages), 25u);
  EXPECT_GT(total.counted(Counter::protocol_errors), 0u);
}

TEST(LiarTest, PageThatBringsNothingIsTheLast) {
  Liar liar;
  liar.server.replies["login"] = json::parse(R"({"code": 0, "token": "t", "cursor": 5})");
  liar.server.replies["sync"] = json::parse(R"({"code": 0, "messages": [], "cursor": 0, "complete": false})");
  const Meter total = liar.run();
  EXPECT_LE(total.counted(Counter::sync_pages), 2u);
  EXPECT_EQ(total.counted(Counter::protocol_errors), 1u);
}

TEST(WireTextTest, PlacesInAnInbox) {
  EXPECT_EQ(cursor_at(R"({"code":0})"), 0);
  EXPECT_EQ(cursor_at(R"({"cursor": 12})"), 12);
  EXPECT_EQ(cursor_at(R"({"text":"\"cursor\":5","cursor":7})"), 7);
  for (const char* nonsense : {R"({"cursor":"1"})", R"({"cursor":-1})", R"({"cursor":1.5})", R"({"cursor":1e3})",
                               R"({"cursor":9223372036854775807})", R"({"cursor":99999999999999999999})",
                               R"({"cursor":)", R"({"cursor":null})"})
    EXPECT_EQ(cursor_at(nonsense), std::nullopt) << nonsense;
}

}  // namespace
}  // namespace chatproof::load
