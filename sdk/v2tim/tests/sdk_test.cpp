// The managers on a scripted server: life cycle, states, completions, what comes from the server in every shape.
#include <map>

#include "sdk/v2tim/tests/sdk_fixture.hpp"

namespace chatproof::v2tim {
namespace {

using wire::Command;

const json hello_from_bob = {
    {"msgID", "m1"}, {"from", "bob"}, {"to", "alice"}, {"elements", {{{"type", 1}, {"text", "hello"}}}}};

TEST_F(SdkTest, BeforeInitEverythingEndsIn6013OnceAndLater) {
  V2TIMStringVector ids;
  ids.PushBack("bob");
  api().Login("alice", "ticket", callback("login"));
  api().GetUsersInfo(ids, callback("users"));
  EXPECT_TRUE(lines.empty());
  run();
  EXPECT_EQ(take(), (Lines{"login 6013", "users 6013"}));
}

TEST_F(SdkTest, SendingBeforeInitIsRefusedAtOnce) {
  EXPECT_EQ(api().SendC2CTextMessage("hello", "bob", callback("send")), V2TIMString("-0-0"));
  EXPECT_EQ(take(), Lines{"send 6013"});
}

TEST_F(SdkTest, AMissingArgumentEndsIn6017BeforeTheCallReturns) {
  api().GetUsersInfo({}, callback("users"));
  EXPECT_EQ(take(), (Lines{"users 6017"}));
  ASSERT_TRUE(init());
  api().Login("", "ticket", callback("login"));
  EXPECT_EQ(take(), (Lines{"login 6017"}));
}

TEST_F(SdkTest, WithoutALoginUserCallsEndIn6014) {
  ASSERT_TRUE(init());
  V2TIMStringVector ids;
  ids.PushBack("bob");
  api().GetUsersInfo(ids, callback("users"));
  api().SendC2CTextMessage("hello", "bob", callback("send"));
  run();
  EXPECT_EQ(take(), (Lines{"users 6014", "send 6014"}));
}

TEST_F(SdkTest, WhatIsNotBuiltSaysSo) {
  log_in();
  api().GetConversationManager()->DeleteConversation("c2c_bob", callback("delete"));
  run();
  EXPECT_EQ(take(), (Lines{"delete 7013"}));
}

TEST_F(SdkTest, ConnectsLogsInAndOut) {
  ToldSdk told([this](const std::string& line) { say(line); });
  api().AddSDKListener(&told);
  ASSERT_TRUE(init());
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
  api().Login("alice", "ticket", callback("login"));
  run();
  EXPECT_EQ(api().GetLoginUser(), V2TIMString("alice"));
  api().Logout(callback("logout"));
  run();
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
  EXPECT_EQ(take(), (Lines{"connecting", "connected", "login ok", "logout ok"}));
}

TEST_F(SdkTest, UnInitEndsWhatIsUnderWayOnceAndThenIsSilent) {
  log_in();
  server.replies["profile.get"] = nullptr;
  V2TIMStringVector ids;
  ids.PushBack("bob");
  api().GetUsersInfo(ids, callback("users"));
  run();
  api().GetUsersInfo(ids, callback("queued"));
  api().UnInitSDK();
  run(60s);
  EXPECT_EQ(take(), (Lines{"users 7009", "queued 7009"}));
}

TEST_F(SdkTest, ANewLifeStartsFromNothing) {
  log_in();
  api().UnInitSDK();
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
  log_in("carol");
  EXPECT_EQ(api().GetLoginUser(), V2TIMString("carol"));
  EXPECT_EQ(server.registered, "carol");
}

TEST_F(SdkTest, CallbacksMayCallBack) {
  ASSERT_TRUE(init());
  api().Login("alice", "ticket",
              callback("login", [this] { api().Logout(callback("logout", [this] { api().UnInitSDK(); })); }));
  run();
  EXPECT_EQ(take(), (Lines{"login ok", "logout ok"}));
  EXPECT_EQ(api().GetServerTime(), 0);
}

TEST_F(SdkTest, AListenerMayRemoveItselfWhileItIsTold) {
  log_in();
  ToldSdk second([this](const std::string& line) { say("second " + line); });
  ToldSdk first([&](const std::string& line) {
    say("first " + line);
    api().RemoveSDKListener(&first);
  });
  api().AddSDKListener(&first);
  api().AddSDKListener(&second);
  server.push(Command::self_info, {{"profile", {{"userID", "alice"}, {"nickName", "A"}}}});
  run();
  server.push(Command::self_info, {{"profile", {{"userID", "alice"}, {"nickName", "B"}}}});
  run();
  EXPECT_EQ(take(), (Lines{"second self A", "first self A", "second self B"}));  // the one added last is told first
}

TEST_F(SdkTest, AKickAndAnExpiryAreToldOnceAndNothingLogsInByItself) {
  ToldSdk told([this](const std::string& line) { say(line); });
  const std::map<Command, std::string> ends = {{Command::kicked, "kicked"}, {Command::ticket_expired, "expired"}};
  for (const auto& [command, line] : ends) {
    log_in();
    api().AddSDKListener(&told);
    const int logins = server.count("login");
    server.push(command, {{"reason", "login"}});
    run(10min);
    EXPECT_EQ(take(), Lines{line});
    EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
    EXPECT_EQ(server.count("login"), logins);
    api().RemoveSDKListener(&told);
    api().UnInitSDK();
  }
}

TEST_F(SdkTest, MessagesComeOnceAndInOrder) {
  log_in();
  ToldMessages told([this](const std::string& line) { say(line); });
  api().AddSimpleMsgListener(&told);
  const auto message = [](int place) {
    json made = hello_from_bob;
    made["msgID"] = "m" + std::to_string(place);
    made["cursor"] = place;
    made["elements"][0]["text"] = std::to_string(place);
    return made;
  };
  const auto push = [&](int place) { server.push(Command::message, {{"message", message(place)}, {"cursor", place}}); };
  push(1);
  push(1);
  server.replies["sync"] = {{"code", 0}, {"messages", {message(2), message(3)}}, {"cursor", 3}, {"complete", true}};
  push(3);  // the second one is missing: it is asked for
  run();
  EXPECT_EQ(take(), (Lines{"bob: 1", "bob: 2", "bob: 3"}));
}

TEST_F(SdkTest, AServerThatPromisesMoreAndGivesNothingIsNotAskedForEver) {
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", 5}};
  server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", 0}, {"complete", false}};
  ASSERT_TRUE(init());
  api().Login("alice", "ticket", callback("login"));
  run(1h);
  EXPECT_EQ(take(), Lines{"login ok"});
  EXPECT_GT(server.count("sync"), 10);
  EXPECT_LT(server.count("sync"), 130);  // one in half a minute
}

// Each of these would end the app if the SDK took the server at its word.
TEST_F(SdkTest, PayloadsOfTheWrongTypeDoNoHarm) {
  log_in();
  ToldSdk told([this](const std::string& line) { say(line); });
  ToldMessages messages([this](const std::string& line) { say(line); });
  api().AddSDKListener(&told);
  api().AddSimpleMsgListener(&messages);
  const std::vector<json> wrong = {
      nullptr, true, -1, 1.5, 1e300, "text", json::array(), {1, "x", nullptr}, json::object(), 18446744073709551615ULL};
  const std::map<Command, std::vector<const char*>> members = {
      {Command::message, {"message", "cursor"}},
      {Command::self_info, {"profile"}},
      {Command::user_info, {"profiles"}},
      {Command::user_status, {"statuses"}},
      {Command::kicked, {}},
  };
  for (const json& value : wrong) {
    for (const char* key : {"msgID", "from", "elements", "fromProfile", "timestamp", "seq", "random", "priority"}) {
      json message = hello_from_bob;
      message[key] = value;
      server.push(Command::message, {{"message", message}, {"cursor", 0}});
    }
    for (const char* key : {"type", "text", "data"}) {
      json message = hello_from_bob;
      message["elements"][0][key] = value;
      server.push(Command::message, {{"message", message}, {"cursor", 0}});
    }
    for (const auto& [command, keys] : members) {
      if (command != Command::kicked) server.push(command, value);
      for (const char* key : keys) {
        server.push(command, {{"message", hello_from_bob}, {key, value}});
        server.push(command, {{key, {{{"userID", value}, {"type", value}, {"devices", value}, {"custom", value}}}}});
      }
    }
    run();
  }
  (void)take();
  V2TIMStringVector ids;
  ids.PushBack("bob");
  for (const json& value : wrong) {
    server.replies["profile.get"] = {{"code", 0}, {"profiles", value}};
    api().GetUsersInfo(ids, callback("users"));
    run();
    server.replies["profile.get"] = {{"code", 0}, {"profiles", {{{"userID", value}, {"level", value}}}}};
    api().GetUsersInfo(ids, callback("users"));
    run();
    server.replies["c2c.send"] = {
        {"code", 0}, {"msgID", value}, {"seq", value}, {"timestamp", value}, {"cursor", value}};
    api().SendC2CTextMessage("hello", "bob", callback("send"));
    run();
  }
  EXPECT_EQ(take().size(), 3 * wrong.size());
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGINED);
}

TEST_F(SdkTest, ProfilesComeInTheOrderInWhichTheyWereAskedFor) {
  log_in();
  const auto profile = [](const char* id) { return json{{"userID", id}, {"nickName", id}}; };
  struct Names final : V2TIMValueCallback<V2TIMUserFullInfoVector> {
    void OnSuccess(const V2TIMUserFullInfoVector& infos) override {
      for (size_t i = 0; i < infos.Size(); ++i) names.emplace_back(infos[i].userID.CString());
    }
    void OnError(int, const V2TIMString&) override {}
    std::vector<std::string> names;
  } told;
  const auto ask = [&](std::initializer_list<const char*> users) {
    V2TIMStringVector ids;
    for (const char* user : users) ids.PushBack(user);
    told.names.clear();
    api().GetUsersInfo(ids, &told);
    run();
    return told.names;
  };
  server.replies["profile.get"] = {{"code", 0}, {"profiles", {profile("bob")}}};
  EXPECT_EQ(ask({"bob"}), (Lines{"bob"}));
  server.replies["profile.get"] = {{"code", 0}, {"profiles", {profile("carol"), profile("dave")}}};
  EXPECT_EQ(ask({"carol", "bob", "dave"}), (Lines{"carol", "bob", "dave"}));
  EXPECT_EQ(server.payloads.back().at("users"), (json{"carol", "dave"}));  // bob is known
  EXPECT_EQ(ask({"bob", "carol"}), (Lines{"bob", "carol"}));
  EXPECT_EQ(server.count("profile.get"), 2);
}

TEST_F(SdkTest, TheServerIsWhereTheAppSays) {
  config.server = {};
  sdk = std::make_unique<Sdk>(Environment{.loop = world.loop(),
                                          .network = world.network("phone"),
                                          .random = world.random("sdk"),
                                          .session = config,
                                          .store_in_memory = true,
                                          .write_log_files = false});
  struct Done final : V2TIMValueCallback<V2TIMBaseObject> {
    void OnSuccess(const V2TIMBaseObject&) override { code = 0; }
    void OnError(int error, const V2TIMString&) override { code = error; }
    int code = -1;
  } done;
  const V2TIMString where(R"({"longconnectionAddressList": [{"address": "server", "port": 443}]})");
  api().CallExperimentalAPI("setCustomServerInfo", &where, &done);
  run();
  EXPECT_EQ(done.code, 0);
  log_in();
  EXPECT_EQ(server.registered, "alice");
}

}  // namespace
}  // namespace chatproof::v2tim
