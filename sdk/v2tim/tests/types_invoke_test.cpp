// Calls by name on managers that only note what arrives.

#include <gtest/gtest.h>

#include <map>

#include "sdk/v2tim/api/invoke.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/tests/types_fake_managers.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;

class InvokeTest : public testing::Test {
 protected:
  Invoked invoke(const std::string& method, const json& args) {
    return invoker_.invoke(method, args, [this](const CallEvent& event) { events_.push_back(event); });
  }

  FakeSdk sdk_;
  std::vector<std::string> heard_;
  ListenerRecorder recorder_{[this](const std::string& listener, const std::string& callback, const json& args) {
    heard_.push_back(listener + "." + callback + " " + args.dump());
  }};
  Invoker invoker_{sdk_.manager(), [this](const std::string& name) { return name.empty() ? &recorder_ : nullptr; }};
  std::vector<CallEvent> events_;
};

TEST_F(InvokeTest, EveryMethodCanBeCalledWithoutArguments) {
  for (const auto& method : methods()) {
    sdk_.calls.clear();
    events_.clear();
    const auto out = invoke(std::string(method.id), json::object());
    EXPECT_EQ(out.error, "") << method.id;
    // The managers are fetched from the root on the way.
    const std::string expected = std::string(method.manager) + "." + std::string(method.id);
    if (method.id != "getInstance") {
      ASSERT_FALSE(sdk_.calls.empty()) << method.id;
      EXPECT_EQ(sdk_.calls.back(), expected);
    }
    EXPECT_EQ(events_.size(), method.callback == CallbackKind::none ? 0U : 1U) << method.id;
  }
}

TEST_F(InvokeTest, ArgumentsArriveByName) {
  const auto out = invoke("login", {{"userSig", "s"}, {"userID", "alice"}});
  EXPECT_EQ(out.error, "");
  EXPECT_TRUE(out.value.is_null());
  EXPECT_EQ(sdk_.root.login_arguments, "alice|s");
  ASSERT_EQ(events_.size(), 1U);
  EXPECT_EQ(events_[0].kind, CallEvent::Kind::error);
  EXPECT_EQ(events_[0].code, 6014);
  EXPECT_EQ(events_[0].text, "fake");
}

TEST_F(InvokeTest, AbsentArgumentsAreDefault) {
  EXPECT_EQ(invoke("login", nullptr).error, "");
  EXPECT_EQ(sdk_.root.login_arguments, "|");
}

TEST_F(InvokeTest, WrongCallsAreErrorsAndCallNothing) {
  EXPECT_EQ(invoke("logIn", json::object()).error, "no such method: logIn");
  EXPECT_EQ(invoke("login", {{"user", "a"}}).error,
            "/user: no such argument; there are "
            "(const V2TIMString& userID, const V2TIMString& userSig, V2TIMCallback* callback)");
  EXPECT_EQ(invoke("login", {{"userID", 5}}).error,
            R"(/userID: a string, {"text": ...} or {"base64": ...} is expected)");
  EXPECT_EQ(invoke("login", json::array()).error, ": an object with the arguments by name is expected");
  EXPECT_EQ(invoke("initSDK", {{"config", {{"logLevel", "LOUD"}}}}).error,
            "/config/logLevel: not a value or name of V2TIMLogLevel: \"LOUD\"");
  EXPECT_EQ(invoke("addSDKListener", {{"listener", "nobody"}}).error, "/listener: no listener named \"nobody\"");
  EXPECT_TRUE(sdk_.calls.empty());
  EXPECT_TRUE(events_.empty());
}

TEST_F(InvokeTest, ReturnValuesBecomeJson) {
  EXPECT_EQ(invoke("initSDK", {{"sdkAppID", 7}}).value, true);
  EXPECT_EQ(invoke("getMessageManager", nullptr).value, "V2TIMMessageManager");
  EXPECT_EQ(invoke("getInstance", nullptr).value, "V2TIMManager");
  const auto message = invoke("createTextMessage", {{"text", "hi"}});
  EXPECT_EQ(message.value["status"], 2);
}

TEST_F(InvokeTest, AMessageIsGivenAsJsonAndComesBackChanged) {
  const json args{{"message", {{"elemList", {{{"elemType", 1}, {"text", "hi"}}}}}}, {"receiver", "bob"}};
  const auto out = invoke("sendMessage", args);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.value, "id-1");
  EXPECT_EQ(out.changed["message"]["msgID"], "id-1");
  EXPECT_EQ(out.changed["message"]["elemList"][0]["text"], "hi");
  ASSERT_EQ(events_.size(), 2U);
  EXPECT_EQ(events_[0].kind, CallEvent::Kind::progress);
  EXPECT_EQ(events_[0].value, 50);
  EXPECT_EQ(events_[1].kind, CallEvent::Kind::success);
  EXPECT_EQ(events_[1].value["msgID"], "id-1");
}

TEST_F(InvokeTest, ANullCallbackCanBePassed) {
  EXPECT_EQ(invoke("logout", {{"callback", nullptr}}).error, "");
  EXPECT_EQ(sdk_.calls.back(), "V2TIMManager.logout");
  EXPECT_TRUE(events_.empty());
}

TEST_F(InvokeTest, ASecondCompletionIsSeen) {
  invoke("logout", nullptr);
  ASSERT_NE(sdk_.last_plain_callback, nullptr);
  sdk_.last_plain_callback->OnSuccess();
  ASSERT_EQ(events_.size(), 2U);
  EXPECT_EQ(events_[1].kind, CallEvent::Kind::success);
}

TEST_F(InvokeTest, ListenersAreFoundByNameOrNull) {
  invoke("addSDKListener", nullptr);
  EXPECT_EQ(sdk_.root.sdk_listener, static_cast<V2TIMSDKListener*>(&recorder_));
  invoke("addSDKListener", {{"listener", nullptr}});
  EXPECT_EQ(sdk_.root.sdk_listener, nullptr);
  invoke("initSDK", {{"config", {{"logListener", true}}}});
  EXPECT_EQ(sdk_.root.log_listener, static_cast<V2TIMLogListener*>(&recorder_));
}

TEST_F(InvokeTest, TheParameterOfAnExperimentalCallIsAString) {
  invoke("callExperimentalAPI", {{"api", "setCustomServerInfo"}, {"param", "{}"}});
  EXPECT_EQ(sdk_.root.experimental_param, "{}");
  invoke("callExperimentalAPI", {{"api", "setCustomServerInfo"}});
  EXPECT_EQ(sdk_.root.experimental_param, "null");
}

TEST_F(InvokeTest, ARecorderTellsEveryCallbackWithItsArguments) {
  static_cast<V2TIMSDKListener&>(recorder_).OnConnectFailed(9512, "no route");
  static_cast<V2TIMAdvancedMsgListener&>(recorder_).OnRecvMessageRevoked("m");
  static_cast<V2TIMSDKListener&>(recorder_).OnKickedOffline();
  EXPECT_EQ(heard_, (std::vector<std::string>{
                        R"(V2TIMSDKListener.onConnectFailed {"error_code":9512,"error_message":"no route"})",
                        R"(V2TIMAdvancedMsgListener.onRecvMessageRevoked#2 {"msgID":"m"})",
                        "V2TIMSDKListener.onKickedOffline {}"}));
}

template <class Listener, class... Arguments>
void tell(Listener& listener, void (Listener::*callback)(Arguments...)) {
  (listener.*callback)(std::remove_cvref_t<Arguments>()...);
}

TEST_F(InvokeTest, ARecorderTellsEveryCallbackThereIs) {
#define CALLBACK(LISTENER, NAME, ID, SIGNATURE, ARGUMENTS) \
  tell<LISTENER>(recorder_, static_cast<void(LISTENER::*) SIGNATURE>(&LISTENER::NAME));
#include "sdk/v2tim/api/callbacks.def"
#undef CALLBACK
  ASSERT_EQ(heard_.size(), listener_callbacks().size());
  for (size_t i = 0; i < heard_.size(); ++i) {
    const auto& callback = listener_callbacks()[i];
    const std::string who = std::string(callback.listener) + "." + std::string(callback.id) + " ";
    ASSERT_EQ(heard_[i].substr(0, who.size()), who);
    const auto args = json::parse(heard_[i].substr(who.size()));
    const auto names = parameter_names(callback.signature);
    EXPECT_EQ(args.size(), names.size()) << who;
    for (const auto name : names) EXPECT_TRUE(args.contains(name)) << who << name;
  }
}

}  // namespace
}  // namespace chatproof::v2tim
