// Every door for names and texts: an operator's deeds and a client's requests, with bytes that nobody should write
// again.
#include <array>

#include "mockserver/json_text.hpp"
#include "mockserver/tests/gateway_fixture.hpp"

namespace chatproof::mockserver {
namespace {

using Kind = ArgumentKind;

class DoorsTest : public GatewayTest {
 protected:
  // Good arguments for what the action needs.
  Json needed_by(const ActionInfo& info) {
    const Json known = {{"user", "alice"},
                        {"from", "alice"},
                        {"to", "bob"},
                        {"text", "hi"},
                        {"profile", {{"nickName", "A"}}},
                        {"sdkAppID", 77},
                        {"key", "its key"},
                        {"settings", Json::object()},
                        {"rule", {{"then", {{"kind", "close"}}}}},
                        {"id", "r"},
                        {"by", "1s"},
                        {"state", gateway_.service.export_state()}};
    Json arguments = Json::object();
    for (const ArgumentInfo& one : info.arguments)
      if (one.needed) arguments[std::string(one.name)] = known.at(std::string(one.name));
    return arguments;
  }
  void refused(const ActionInfo& info, const ArgumentInfo& one, const Json& value) {
    Json arguments = needed_by(info);
    arguments[std::string(one.name)] = value;
    const ActResult result = act(info.name, arguments);
    EXPECT_FALSE(result.ok) << info.name << " " << one.name << " " << as_text(value);
    EXPECT_THAT(result.pointer, testing::StartsWith("/" + std::string(one.name)));
    EXPECT_FALSE(result.error.empty());
    ++refused_;
  }
  static bool is_id(Kind kind) { return kind == Kind::user || kind == Kind::anybody || kind == Kind::device; }

  int refused_ = 0;
};

constexpr std::array<const char*, 5> no_utf8 = {"\xff\xfe", "a\xc3", "\xed\xa0\x80", "\xc0\x80", "\xf5\x80\x80\x80"};

TEST_F(DoorsTest, NoArgumentOfADeedTakesWhatIsNotUtf8) {
  for (const ActionInfo& info : action_table())
    for (const ArgumentInfo& one : info.arguments)
      for (const char* bytes : no_utf8) {
        refused(info, one, bytes);
        refused(info, one, {{"a", bytes}});
        refused(info, one, {{bytes, "a"}});
        refused(info, one, Json::array({Json::array({bytes})}));
      }
  EXPECT_GT(refused_, 400);
  EXPECT_NO_THROW(static_cast<void>(gateway_.service.export_state().dump()));
}

TEST_F(DoorsTest, IdsOfDeedsAreShortAndPrintable) {
  for (const ActionInfo& info : action_table())
    for (const ArgumentInfo& one : info.arguments) {
      if (!is_id(one.kind) && one.kind != Kind::name) continue;
      for (const std::string& id : {std::string(1000, 'x'), std::string("a\nb"), std::string("a\0b", 3)})
        refused(info, one, id);
      if (is_id(one.kind)) refused(info, one, "\u00e9");
      if (one.kind == Kind::user || one.kind == Kind::name) refused(info, one, "");
      if (one.kind == Kind::user) refused(info, one, std::string(33, 'x'));
    }
  EXPECT_GT(refused_, 60);
  EXPECT_TRUE(gateway_.service.apps().at(default_app).accounts.empty());
}

// Each text member of each request.
struct Request {
  Command command;
  Json payload;
};
std::vector<Request> requests() {
  const Json elements = Json::array({{{"type", 1}, {"text", "T"}, {"desc", "T"}}});
  return {{Command::hello, {{"sdkAppID", default_app}, {"version", "T"}, {"platform", "T"}, {"deviceID", "T"}}},
          {Command::login, {{"userID", "T"}, {"userSig", "T"}, {"cursor", -1}}},
          {Command::resume, {{"userID", "T"}, {"token", "T"}, {"cursor", -1}}},
          {Command::c2c_send,
           {{"to", "T"}, {"message", {{"elements", elements}, {"msgID", "T"}, {"cloudCustomData", "T"}, {"T", 1}}}}},
          {Command::profile_get, {{"users", Json::array({"T"})}}},
          {Command::profile_set, {{"profile", {{"nickName", "T"}, {"custom", {{"T", "T"}}}}}}},
          {Command::profile_subscribe, {{"users", Json::array({"T"})}}},
          {Command::profile_unsubscribe, {{"users", Json::array({"T"})}}},
          {Command::status_get, {{"users", Json::array({"T"})}}},
          {Command::status_set, {{"customStatus", "T"}}},
          {Command::status_subscribe, {{"users", Json::array({"T"})}}},
          {Command::status_unsubscribe, {{"users", Json::array({"T"})}}}};
}

TEST_F(DoorsTest, NoMemberOfARequestSpoilsTheServer) {
  EXPECT_FALSE(apply_settings(gateway_.service.settings, {{"userStatus", true}, {"resumeLimit", 1000}}));
  Peer& alice = online("alice", "phone");
  std::uint32_t id = 1000;
  for (const Request& request : requests()) {
    const std::string text = request.payload.dump();
    for (std::size_t at = text.find("\"T\""); at != std::string::npos; at = text.find("\"T\"", at + 1)) {
      std::vector<std::string> spoilt = {"\\u0000", "\\ud800", "\\n", "", std::string(100'000, 'x')};
      spoilt.insert(spoilt.end(), no_utf8.begin(), no_utf8.end());
      for (const std::string& bytes : spoilt) {
        std::string payload = text;
        payload.replace(at + 1, 1, bytes);
        for (Peer* peer : {&alice, &connect()}) {
          peer->raw(Peer::bytes(FrameType::request, request.command, ++id, payload));
          EXPECT_TRUE(peer->ping() || peer->end) << payload;
        }
        ASSERT_FALSE(alice.end) << "alice was thrown out by " << payload;
        EXPECT_NO_THROW(static_cast<void>(gateway_.service.export_state().dump())) << payload;
      }
    }
  }
  for (const auto& [user, account] : gateway_.service.apps().at(default_app).accounts)
    EXPECT_TRUE(user == "alice" || user == "T") << as_text(user);
  Service other(runtime::Random(1));
  const auto problem = other.import_state(gateway_.service.export_state());
  EXPECT_FALSE(problem) << problem->pointer << " " << problem->text;
}

}  // namespace
}  // namespace chatproof::mockserver
