// Every member of every reply and push in every wrong shape. Nothing of it may end the app; what a sanitizer sees
// counts.
#include <algorithm>
#include <cstdint>
#include <set>

#include "sdk/v2tim/tests/sdk_fixture.hpp"

namespace chatproof::v2tim {
namespace {

using wire::Command;

constexpr int deeper_than_read = 40;

bool ends_a_call(const std::string& line) {
  return line.starts_with("profiles ") || line.starts_with("set ") || line.starts_with("send ");
}

json nested(int levels) {
  json value = 1;
  for (int i = 0; i < levels; ++i) value = i % 2 == 0 ? json::array({std::move(value)}) : json{{"a", std::move(value)}};
  return value;
}

// As texts: not every one of them is JSON.
std::vector<std::string> wrong_values() {
  std::vector<std::string> out = {"null",
                                  "true",
                                  "-1",
                                  "0",
                                  "1.5",
                                  "-1e300",
                                  "\"text\"",
                                  "\"\"",
                                  "[]",
                                  "{}",
                                  "[1,\"x\",null,[[]]]",
                                  "{\"a\":{\"b\":[]}}",
                                  "\"====\"",
                                  "\"\\u0000\"",
                                  "\"\xff\xfe\"",
                                  "\"\\ud800\"",
                                  "4",
                                  "255",
                                  "-2147483649"};
  for (const std::int64_t number : {INT64_MAX, INT64_MIN, std::int64_t{INT32_MAX}, std::int64_t{INT32_MIN}})
    for (const int more : {0, 1, -1})
      if ((number != INT64_MAX || more <= 0) && (number != INT64_MIN || more >= 0))
        out.push_back(std::to_string(number + more));
  out.push_back(std::to_string(UINT64_MAX));
  out.push_back(nested(deeper_than_read).dump());
  out.push_back(std::string(100'000, '[') + std::string(100'000, ']'));
  out.push_back("\"" + std::string(200'000, 'x') + "\"");
  std::string many = "[";
  for (int i = 0; i < 50'000; ++i) many += "{},";
  out.push_back(many + "{}]");
  return out;
}

struct Shape {
  Command command;
  json payload;
};

const json whole_message = {
    {"msgID", "bob-5-1"},
    {"from", "bob"},
    {"to", "alice"},
    {"seq", 1},
    {"random", 1},
    {"clientTime", 5},
    {"timestamp", 5},
    {"cursor", 1},
    {"priority", 2},
    {"cloudCustomData", "YQ=="},
    {"onlineOnly", false},
    {"needReadReceipt", true},
    {"excludedFromUnread", true},
    {"excludedFromLast", true},
    {"fromProfile", {{"nickName", "B"}, {"faceURL", "f"}}},
    {"elements", {{{"type", 1}, {"text", "hi"}}, {{"type", 2}, {"data", "YQ=="}, {"desc", "d"}, {"ext", "e"}}}}};
const json whole_profile = {
    {"userID", "bob"}, {"nickName", "B"}, {"faceURL", "f"},       {"selfSignature", "s"}, {"gender", 1},
    {"role", 1},       {"level", 1},      {"birthday", 20000101}, {"allowType", 1},       {"custom", {{"k", "YQ=="}}}};
const json whole_status = {{"userID", "bob"}, {"type", 1}, {"customStatus", "c"}, {"devices", {"iOS"}}};

std::vector<Shape> pushes() {
  return {{Command::message, {{"message", whole_message}, {"cursor", 1}}},
          {Command::message, {{"message", whole_message}, {"cursor", 0}}},
          {Command::self_info, {{"profile", whole_profile}}},
          {Command::user_info, {{"profiles", {whole_profile}}}},
          {Command::user_status, {{"statuses", {whole_status}}}}};
}

std::vector<Shape> replies() {
  return {{Command::hello, {{"code", 0}, {"time", 1767225600000}, {"heartbeat", 120}}},
          {Command::login,
           {{"code", 0},
            {"token", "t"},
            {"expires", 9999999999},
            {"cursor", 1},
            {"self", whole_profile},
            {"loginTime", 5}}},
          {Command::sync, {{"code", 0}, {"messages", {whole_message}}, {"cursor", 1}, {"complete", true}}},
          {Command::c2c_send, {{"code", 0}, {"msgID", "alice-5-1"}, {"seq", 1}, {"timestamp", 5}, {"cursor", 1}}},
          {Command::profile_get, {{"code", 0}, {"profiles", {whole_profile}}}},
          {Command::profile_set, {{"code", 0}, {"profile", whole_profile}}},
          {Command::status_get, {{"code", 0}, {"statuses", {whole_status}}}}};
}

// The payload with each of its members, at any depth, replaced by `value`, and left out; and `value` itself.
std::vector<std::string> spoilt(const json& payload, const std::string& value) {
  static const std::string hole = "@@@hole@@@";
  std::vector<std::string> out = {value};
  const json flat = payload.flatten();
  std::set<std::string> pointers;
  for (const auto& [pointer, leaf] : flat.items())
    for (auto at = json::json_pointer(pointer); !at.empty(); at.pop_back()) pointers.insert(at.to_string());
  for (const std::string& pointer : pointers) {
    json changed = payload;
    changed[json::json_pointer(pointer)] = hole;
    std::string text = changed.dump();
    out.push_back(text.replace(text.find('"' + hole + '"'), hole.size() + 2, value));
    json without = payload;
    const json::json_pointer at(pointer);
    if (without[at.parent_pointer()].is_object()) without[at.parent_pointer()].erase(at.back());
    out.push_back(without.dump());
  }
  return out;
}

class HostileTest : public SdkTest {
 protected:
  HostileTest() {
    api().AddSDKListener(&told_);
    api().AddSimpleMsgListener(&messages_);
  }
  void push(Command command, const std::string& payload) {
    server.send({wire::FrameType::push, command, 0, {}}, payload);
  }
  // One call of each kind whose answer says something.
  void ask_everything() {
    V2TIMStringVector ids;
    ids.PushBack("bob");
    api().GetUsersInfo(ids, callback("profiles"));
    api().GetUserStatus(ids, &statuses_);
    V2TIMUserFullInfo info;
    info.nickName = "A";
    info.modifyFlag = V2TIM_USER_INFO_MODIFY_FLAG_NICK;
    api().SetSelfInfo(info, callback("set"));
    api().SendC2CTextMessage("hello", "bob", callback("send"));
  }
  struct Statuses final : V2TIMValueCallback<V2TIMUserStatusVector> {
    void OnSuccess(const V2TIMUserStatusVector&) override { ++ended; }
    void OnError(int, const V2TIMString&) override { ++ended; }
    int ended = 0;
  } statuses_;

 private:
  ToldSdk told_{[this](const std::string& line) { say(line); }};
  ToldMessages messages_{[this](const std::string& line) { say(line); }};
};

TEST_F(HostileTest, PushesOfEveryShapeDoNoHarm) {
  log_in();
  for (const std::string& value : wrong_values()) {
    for (const Shape& shape : pushes())
      for (const std::string& payload : spoilt(shape.payload, value)) push(shape.command, payload);
    run();
  }
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGINED);
  (void)take();
  server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", 0}, {"complete", true}};
  push(Command::self_info, json{{"profile", {{"userID", "alice"}, {"nickName", "still here"}}}}.dump());
  run();
  EXPECT_EQ(take(), Lines{"self still here"});
}

TEST_F(HostileTest, RepliesOfEveryShapeEndTheirCallOnce) {
  for (const std::string& value : wrong_values()) {
    for (const Shape& shape : replies()) {
      const std::string name(wire::name_of(shape.command));
      for (const std::string& payload : spoilt(shape.payload, value)) {
        server.raw_replies = {{name, payload}};
        ASSERT_TRUE(init());
        api().Login("alice", "ticket", callback("login"));
        run(1s);
        const bool logged_in = api().GetLoginStatus() == V2TIM_STATUS_LOGINED;
        statuses_.ended = 0;
        lines.clear();
        if (logged_in) ask_everything();
        run(35s);
        if (logged_in) {
          EXPECT_EQ(std::count_if(lines.begin(), lines.end(), ends_a_call), 3) << name << " " << payload.substr(0, 200);
          EXPECT_EQ(statuses_.ended, 1);
        }
        api().UnInitSDK();
        server.raw_replies.clear();
      }
    }
  }
}

}  // namespace
}  // namespace chatproof::v2tim
