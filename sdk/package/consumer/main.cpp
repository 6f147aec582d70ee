// An app that knows the installed package only: the version, 6013 before InitSDK, and a life from InitSDK to UnInitSDK.
#include <V2TIMManager.h>

#include <cstdio>
#include <future>

namespace {

struct Ended : V2TIMCallback {
  void OnSuccess() override { code.set_value(0); }
  void OnError(int error_code, const V2TIMString&) override { code.set_value(error_code); }
  std::promise<int> code;  // the callback comes on the SDK's thread
};

bool check(bool holds, const char* what) {
  if (!holds) std::fprintf(stderr, "consumer: %s\n", what);
  return holds;
}

}  // namespace

int main() {
  V2TIMManager& sdk = *V2TIMManager::GetInstance();
  bool good = check(!sdk.GetVersion().Empty(), "GetVersion is empty");
  Ended login;
  sdk.Login("alice", "ticket", &login);
  good &= check(login.code.get_future().get() == 6013, "login before InitSDK does not end in 6013");
  V2TIMSDKConfig config;
  config.initPath = ".";
  config.logPath = ".";
  good &= check(sdk.InitSDK(1400000000, config), "InitSDK fails");
  good &= check(sdk.GetLoginStatus() == V2TIM_STATUS_LOGOUT, "GetLoginStatus is not LOGOUT");
  sdk.UnInitSDK();
  return good ? 0 : 1;
}
