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
class LiarTest : public testing::Test {
 protected:
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

TEST_F(LiarTest, PagesOfWrongTypesAreCounted) {
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", 3}};
  const json good = {{"code", 0}, {"messages", json::array()}, {"cursor", 3}, {"complete", true}};
  for (const auto& [key, value] : std::vector<std::pair<std::string, json>>{{"cursor", "three"},
                                                                            {"cursor", -1},
                                                                            {"cursor", 1e300},
                                                                            {"cursor", INT64_MAX},
                                                                            {"cursor", UINT64_MAX},
                                                                            {"complete", 1},
                                                                            {"complete", nullptr},
                                                                            {"messages", 7},
                                                                            {"messages", {7}},
                                                                            {"messages", {{"cursor", 1}}},
                                                                            {"messages", {{{"cursor", "1"}}}},
                                                                            {"messages", {json::object()}}}) {
    server.replies["sync"] = good;
    server.replies["sync"][key] = value;
    const Meter total = run();
    EXPECT_EQ(total.counted(Counter::protocol_errors), 1u) << server.replies["sync"];
    EXPECT_EQ(total.errors.at(wire::code::ERR_PARSE_RESPONSE_FAILED), 1u);
  }
}

TEST_F(LiarTest, LoginAndPushesOfWrongTypesAreCounted) {
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", {1, 2}}};
  world.loop().post([] {});
  const auto timer = world.loop().after(10s, [this] {
    server.push(wire::Command::message, {{"cursor", "x"}});
    server.push(wire::Command::message, {{"cursor", 9e18}});
    server.push(wire::Command::message, json::array({1, {{"message", 3}}}));
  });
  EXPECT_EQ(run().counted(Counter::protocol_errors), 3u);
}

TEST_F(LiarTest, PagesThatAdvanceByOneForEverAreAskedForMoreAndMoreSeldom) {
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", 1'000'000}};
  std::int64_t cursor = 0;
  server.when["sync"] = [&] {
    server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", ++cursor}, {"complete", false}};
  };
  const Meter total = run();
  EXPECT_LT(total.counted(Counter::sync_pages), 25u);
  EXPECT_GT(total.counted(Counter::protocol_errors), 0u);
}

TEST_F(LiarTest, PageThatBringsNothingIsTheLast) {
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", 5}};
  server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", 0}, {"complete", false}};
  const Meter total = run();
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
