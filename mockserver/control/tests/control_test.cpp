#include "mockserver/control/control.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "mockserver/control/event_feed.hpp"
#include "mockserver/control/routes.hpp"
#include "mockserver/control/tests/http_client.hpp"
#include "mockserver/events.hpp"

namespace chatproof::control {
namespace {

using nlohmann::json;
using runtime::NetError;
using testing::HasSubstr;

class ControlTest : public testing::Test {
 protected:
  explicit ControlTest(const std::string& token = {})
      : control_(world_.loop(), world_.network("server"),
                 [this](std::string_view action, const json& arguments) { return server_.act(action, arguments); },
                 runtime::seeded_secrets(world_.random("control")), {token, 1.0}) {
    EXPECT_EQ(control_.listen({"localhost", 80}, {}), NetError::none);
  }
  HttpClient& client() {
    clients_.push_back(std::make_unique<HttpClient>(world_, runtime::Endpoint{"localhost", 80}));
    return *clients_.back();
  }
  static json body_of(const std::string& answer) {
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  }
  std::vector<std::string> rules() {
    std::vector<std::string> ids;
    for (const json& fault : server_.act("fault.list", json::object()).value) ids.push_back(fault["id"]);
    return ids;
  }
  // A stream of events, and the name of its lease.
  std::pair<HttpClient*, std::string> watcher() {
    HttpClient& reader = client();
    const std::string text = reader.get("/v1/events");
    const std::size_t at = text.find("data: ") + 6;
    return {&reader, json::parse(text.substr(at, text.find('\n', at) - at)).at("lease")};
  }

  runtime::SimWorld world_;
  Control* watching_ = nullptr;
  mockserver::Server server_{world_.loop(), world_.network("server"), world_.random("server"),
                             [this](const mockserver::ServerEvent& event) {
                               if (watching_ != nullptr) watching_->on_event(event);
                             }};
  Control control_;
  std::vector<std::unique_ptr<HttpClient>> clients_;
};

class GuardedControlTest : public ControlTest {
 protected:
  GuardedControlTest() : ControlTest("secret") {}
};

constexpr const char* a_rule = R"({"id": "mine", "when": {"command": "login"}, "then": {"kind": "close"}})";

TEST_F(ControlTest, TheDocumentHasEveryRouteAndNoOther) {
  const json paths = json::parse(openapi_text()).at("paths");
  std::set<std::string> wanted, documented;
  for (const Route& route : routes()) {
    std::string method(route.method);
    std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    wanted.insert(method + " " + std::string(route.path));
    EXPECT_TRUE(paths.at(std::string(route.path)).at(method).at("responses").contains(std::to_string(route.status)));
  }
  for (const auto& [path, methods] : paths.items())
    for (const auto& [method, operation] : methods.items()) documented.insert(method + " " + path);
  EXPECT_EQ(documented, wanted);
}

TEST_F(ControlTest, TheDocumentHasEveryKindOfEvent) {
  const json document = json::parse(openapi_text());
  json kinds = json::array();
  for (const auto& info : mockserver::event_table()) kinds.push_back(info.kind);
  EXPECT_EQ(document.at("/components/schemas/Event/properties/kind/enum"_json_pointer), kinds);
}

TEST_F(ControlTest, RulesOfAClientThatGoesAwayGoWithIt) {
  const auto [reader, lease] = watcher();
  EXPECT_EQ(status_of(client().send("POST", "/v1/faults?lease=" + lease, a_rule)), "201");
  EXPECT_EQ(
      status_of(client().send("POST", "/v1/faults", R"({"when": {"command": "login"}, "then": {"kind": "close"}})")),
      "201");
  EXPECT_THAT(rules(), testing::SizeIs(2));
  world_.loop().run_for(10min);  // as long as the stream is open they stay
  EXPECT_THAT(rules(), testing::SizeIs(2));
  reader->close();
  world_.loop().run_for(1s);
  EXPECT_THAT(rules(), testing::Not(testing::Contains("mine")));
  EXPECT_THAT(rules(), testing::SizeIs(1));
}

TEST_F(ControlTest, ALeaseThatHasEndedIsRefused) {
  const auto [reader, lease] = watcher();
  reader->close();
  world_.loop().run_for(1s);
  const std::string answer = client().send("POST", "/v1/faults?lease=" + lease, a_rule);
  EXPECT_EQ(status_of(answer), "400");
  EXPECT_EQ(body_of(answer)["pointer"], "/lease");
  EXPECT_THAT(rules(), testing::IsEmpty());
}

TEST_F(ControlTest, NobodyNamesALeaseInARule) {
  const auto [reader, lease] = watcher();
  json rule = json::parse(a_rule);
  rule["x-lease"] = lease;
  client().send("POST", "/v1/faults", rule.dump());
  reader->close();
  world_.loop().run_for(1s);
  EXPECT_THAT(rules(), testing::ElementsAre("mine"));
}

TEST_F(ControlTest, BadInputNamesThePlaceInTheBody) {
  const std::string answer =
      client().send("POST", "/v1/faults", R"({"when": {"command": "logn"}, "then": {"kind": "close"}})");
  EXPECT_EQ(status_of(answer), "400");
  EXPECT_EQ(body_of(answer)["pointer"], "/when/command");
  EXPECT_THAT(body_of(answer)["detail"], HasSubstr("login"));
}

TEST_F(ControlTest, EventsReachThoseWhoWatch) {
  watching_ = &control_;
  HttpClient& reader = client();
  EXPECT_EQ(status_of(reader.get("/v1/events?kinds=message")), "200");
  client().send("POST", "/v1/messages", R"({"from": "alice", "to": "bob", "text": "hi"})");
  EXPECT_THAT(reader.got, HasSubstr("event: message\n"));
  world_.loop().run_for(keep_alive_every);
  EXPECT_THAT(reader.got, HasSubstr(": still here\n"));
  const std::string answer = client().get("/v1/events?kinds=mesage");
  EXPECT_EQ(status_of(answer), "400");
  EXPECT_THAT(body_of(answer)["detail"], HasSubstr("message"));
}

TEST_F(ControlTest, SoManyReadersAndNoMore) {
  for (std::size_t i = 0; i < readers_max; ++i) EXPECT_EQ(status_of(client().get("/v1/events")), "200");
  EXPECT_EQ(status_of(client().get("/v1/events")), "503");
  clients_.front()->close();
  world_.loop().run_for(1s);
  EXPECT_EQ(status_of(client().get("/v1/events")), "200");
}

TEST_F(ControlTest, PagesOfOtherOriginsAreRefused) {
  EXPECT_EQ(status_of(client().say("GET /v1/clock HTTP/1.1\r\nHost: example.com\r\n\r\n")), "403");
  EXPECT_EQ(status_of(client().get("/v1/clock", "Origin: http://example.com\r\n")), "403");
  EXPECT_EQ(status_of(client().get("/v1/clock", "Origin: http://localhost\r\n")), "200");
}

TEST_F(GuardedControlTest, OnlyTheTokenOpens) {
  EXPECT_EQ(status_of(client().get("/v1/clock")), "401");
  for (const char* wrong :
       {"Bearer secres", "Bearer secre", "Bearer secretsecret", "Bearer ", "secret", "Basic secret"})
    EXPECT_EQ(status_of(client().get("/v1/clock", "Authorization: " + std::string(wrong) + "\r\n")), "401") << wrong;
  EXPECT_EQ(status_of(client().get("/v1/clock", "Authorization: Bearer secret\r\n")), "200");
  EXPECT_EQ(status_of(client().get("/healthz")), "200");
}

TEST(LoopbackTest, IsThisMachineOnly) {
  for (const char* own : {"localhost", "127.0.0.1", "127.1.2.3", "::1"}) EXPECT_TRUE(is_loopback(own)) << own;
  for (const char* other : {"", "0.0.0.0", "::", "127.0.0.1.example.com", "127.example.com", "localhost.example.com"})
    EXPECT_FALSE(is_loopback(other)) << other;
}

}  // namespace
}  // namespace chatproof::control
