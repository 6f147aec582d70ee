// A whole app in sixty lines: logs in, sends itself a message, and says what happens to it until it is kicked or its
// ticket expires. Written against the public headers only; where the server is, the environment says:
//   CHATPROOF_SERVER=127.0.0.1:7100 session_demo 1400000000 alice "$(chatproof usersig create ...)"
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>

#include "V2TIMManager.h"

namespace {

class App final : public V2TIMSDKListener, public V2TIMSimpleMsgListener {
 public:
  void OnConnecting() override { say("connecting"); }
  void OnConnectSuccess() override { say("connected"); }
  void OnConnectFailed(int code, const V2TIMString& text) override { say("no connection", code, text); }
  void OnKickedOffline() override { end("kicked: logged in on another device?"); }
  void OnUserSigExpired() override { end("the ticket has expired: a new one is needed"); }
  void OnRecvC2CTextMessage(const V2TIMString&, const V2TIMUserFullInfo& from, const V2TIMString& text) override {
    std::cout << from.userID.CString() << ": " << text.CString() << std::endl;
  }

  void say(const char* what, int code = 0, const V2TIMString& text = "") {
    std::cout << what;
    if (code != 0) std::cout << " (" << code << ": " << text.CString() << ")";
    std::cout << std::endl;
  }
  void end(const char* what) {
    say(what);
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  void wait_for_end() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
};

App app;

struct Sent final : V2TIMSendCallback {
  void OnSuccess(const V2TIMMessage& message) override {
    app.say(("sent " + std::string(message.msgID.CString())).c_str());
  }
  void OnError(int code, const V2TIMString& text) override { app.say("not sent", code, text); }
  void OnProgress(uint32_t) override {}
} sent;

struct LoggedIn final : V2TIMCallback {
  void OnSuccess() override {
    app.say("logged in");
    auto* manager = V2TIMManager::GetInstance();
    manager->SendC2CTextMessage("hello", "bob", &sent);
  }
  void OnError(int code, const V2TIMString& text) override {
    app.say("login refused", code, text);
    app.end("giving up");
  }
} logged_in;

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: session_demo SDKAPPID USER USERSIG\n", 2;
  auto* manager = V2TIMManager::GetInstance();
  manager->AddSDKListener(&app);
  manager->AddSimpleMsgListener(&app);
  V2TIMSDKConfig config;
  config.initPath = config.logPath = std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "/tmp";
  if (!manager->InitSDK(static_cast<uint32_t>(std::atoi(argv[1])), config)) return 1;
  manager->Login(argv[2], argv[3], &logged_in);
  app.wait_for_end();
  manager->UnInitSDK();
}
