// One SDK in a simulated world with the scripted server of the session's tests behind it, and a recorder of all that
// its callbacks and listeners say, one line each, in order.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "V2TIMManager.h"
#include "sdk/session/tests/session_fixture.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::v2tim {

using nlohmann::json;
using namespace std::chrono_literals;

class SdkTest : public testing::Test {
 protected:
  SdkTest() : server(world), scratch_(std::filesystem::path(testing::TempDir()) / name_of_test()) {
    server.replies["sync"] = {{"code", 0}, {"messages", json::array()}, {"cursor", 0}, {"complete", true}};
    config.server = {"server", 443};
    config.platform = "Linux";
    config.device_id = "phone";
    config.backoff_jitter_percent = 0;
    sdk = std::make_unique<Sdk>(Environment{.loop = world.loop(),
                                            .network = world.network("phone"),
                                            .random = world.random("sdk"),
                                            .session = config,
                                            .store_in_memory = true,
                                            .write_log_files = false});
  }
  ~SdkTest() override {
    sdk.reset();
    server.close_links();
    std::filesystem::remove_all(scratch_);
  }

  V2TIMManager& api() { return sdk->manager(); }
  void run(runtime::Duration span = 1s) { world.loop().run_for(span); }
  [[nodiscard]] std::vector<std::string> take() { return std::exchange(lines, {}); }
  void say(const std::string& line) { lines.push_back(line); }

  bool init(V2TIMLogListener* log = nullptr) {
    V2TIMSDKConfig where;
    where.logLevel = log == nullptr ? V2TIM_LOG_NONE : V2TIM_LOG_INFO;
    where.logListener = log;
    where.initPath = where.logPath = scratch_.c_str();
    return api().InitSDK(1400000000, where);
  }
  void log_in(const char* user = "alice") {
    if (!api().GetLoginUser().Empty()) return;
    ASSERT_TRUE(init());
    api().Login(user, "ticket", callback("login"));
    run();
    ASSERT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGINED);
    (void)take();
  }

  // Says "NAME ok" or "NAME CODE" once, then is no more.
  struct Result final : V2TIMCallback, V2TIMValueCallback<V2TIMUserFullInfoVector>, V2TIMSendCallback {
    Result(SdkTest& of, std::string named) : test(of), name(std::move(named)) {}
    void end(const std::string& how) {
      const std::unique_ptr<Result> last(this);  // also when `then` throws
      test.say(name + " " + how);
      if (then) then();
    }
    void OnSuccess() override { end("ok"); }
    void OnSuccess(const V2TIMUserFullInfoVector& infos) override { end("ok " + std::to_string(infos.Size())); }
    void OnSuccess(const V2TIMMessage& message) override { end("ok " + std::to_string(message.status)); }
    void OnError(int code, const V2TIMString& text) override {
      EXPECT_FALSE(text.Empty());
      end(std::to_string(code));
    }
    void OnProgress(uint32_t) override {}
    SdkTest& test;
    std::string name;
    std::function<void()> then;
  };
  Result* callback(const std::string& name, std::function<void()> then = {}) {
    auto* made = new Result(*this, name);
    made->then = std::move(then);
    return made;
  }

  using Lines = std::vector<std::string>;
  runtime::SimWorld world{session::SessionWorld::options(1)};
  session::ScriptedServer server;
  session::Config config;
  std::unique_ptr<Sdk> sdk;
  Lines lines;

 private:
  static std::string name_of_test() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    return std::string("chatproof_") + info->test_suite_name() + "_" + info->name();
  }
  std::filesystem::path scratch_;
};

// Tells the test what the SDK tells its app.
struct ToldSdk final : V2TIMSDKListener {
  explicit ToldSdk(std::function<void(const std::string&)> to) : say(std::move(to)) {}
  void OnConnecting() override { say("connecting"); }
  void OnConnectSuccess() override { say("connected"); }
  void OnConnectFailed(int code, const V2TIMString&) override { say("failed " + std::to_string(code)); }
  void OnKickedOffline() override { say("kicked"); }
  void OnUserSigExpired() override { say("expired"); }
  void OnSelfInfoUpdated(const V2TIMUserFullInfo& info) override {
    say("self " + std::string(info.nickName.CString()));
  }
  void OnUserInfoChanged(const V2TIMUserFullInfoVector& infos) override {
    say("users " + std::to_string(infos.Size()));
  }
  void OnUserStatusChanged(const V2TIMUserStatusVector& list) override { say("status " + std::to_string(list.Size())); }
  std::function<void(const std::string&)> say;
};

struct ToldMessages final : V2TIMSimpleMsgListener {
  explicit ToldMessages(std::function<void(const std::string&)> to) : say(std::move(to)) {}
  void OnRecvC2CTextMessage(const V2TIMString&, const V2TIMUserFullInfo& from, const V2TIMString& text) override {
    say(std::string(from.userID.CString()) + ": " + text.CString());
  }
  std::function<void(const std::string&)> say;
};

}  // namespace chatproof::v2tim
