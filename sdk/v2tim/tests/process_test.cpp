// libImSDK.so in what processes do: fork, exit at a bad moment, start at once. The app is this program; there is no
// server at its address.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <future>

#include "V2TIMErrorCode.h"
#include "V2TIMManager.h"
#include "sdk/tests/scratch.hpp"

namespace {

constexpr unsigned patience_s = 60;

struct Answer final : V2TIMCallback {
  void OnSuccess() override { code.set_value(0); }
  void OnError(int error, const V2TIMString&) override { code.set_value(error); }
  std::promise<int> code;
};

// Called on the SDK's thread as soon as it connects.
struct Connecting final : V2TIMSDKListener {
  explicit Connecting(std::function<void()> to) : then(std::move(to)) {}
  void OnConnecting() override { then(); }
  std::function<void()> then;
};

class ProcessTest : public chatproof::ScratchTest {
 protected:
  ProcessTest() {
    setenv("CHATPROOF_SERVER", "[::1]:1", 1);
    GTEST_FLAG_SET(death_test_style, "fast");  // a fork of a program that has not used the SDK
  }

  bool init(V2TIMLogListener* log = nullptr) {
    V2TIMSDKConfig config;
    config.initPath = config.logPath = scratch.c_str();
    config.logListener = log;
    return V2TIMManager::GetInstance()->InitSDK(1400000000, config);
  }
  static int login() {
    Answer answer;
    V2TIMManager::GetInstance()->Login("alice", "no ticket", &answer);
    return answer.code.get_future().get();
  }
  // What a child ends with; one that hangs is killed by its alarm.
  static int status_of_child(const std::function<int()>& life) {
    const pid_t child = fork();
    if (child == 0) {
      alarm(patience_s);
      _exit(life());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
};
using ProcessDeathTest = ProcessTest;

TEST_F(ProcessTest, AThousandStarts) {
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(status_of_child([this] {
                if (!init()) return 1;
                V2TIMManager::GetInstance()->UnInitSDK();
                return login() == ERR_SDK_NOT_INITIALIZED ? 0 : 2;
              }),
              0)
        << i;
  }
}

TEST_F(ProcessTest, AForkedChildStartsAfresh) {
  EXPECT_EQ(status_of_child([this] {
              V2TIMManager* const kept = V2TIMManager::GetInstance();
              V2TIMMessageManager* const messages = kept->GetMessageManager();
              if (!init()) return 1;
              for (int i = 0; i < 20; ++i) {
                const int status = status_of_child([&] {
                  if (V2TIMManager::GetInstance() != kept || kept->GetMessageManager() != messages) return 2;
                  if (login() != ERR_SDK_NOT_INITIALIZED) return 3;
                  kept->UnInitSDK();
                  if (!init()) return 4;
                  Answer answer;
                  kept->Login("alice", "no ticket", &answer);
                  kept->UnInitSDK();
                  return answer.code.get_future().get() == ERR_SDK_COMM_INTERRUPT ? 0 : 5;
                });
                if (status != 0) return status;
              }
              // And the parent goes on.
              kept->UnInitSDK();
              return login() == ERR_SDK_NOT_INITIALIZED ? 0 : 6;
            }),
            0);
}

TEST_F(ProcessTest, ForkWhileACallbackWaitsForTheForkingThreadDoesNotHang) {
  EXPECT_EQ(status_of_child([this] {
              std::promise<void> inside, go_on;
              Connecting waits([&, first = true]() mutable {
                if (!std::exchange(first, false)) return;
                inside.set_value();
                go_on.get_future().wait();
              });
              V2TIMManager::GetInstance()->AddSDKListener(&waits);
              if (!init()) return 1;
              inside.get_future().wait();
              const int status = status_of_child([this] { return init() ? 0 : 2; });
              go_on.set_value();
              V2TIMManager::GetInstance()->RemoveSDKListener(&waits);
              V2TIMManager::GetInstance()->UnInitSDK();
              return status;
            }),
            0);
}

TEST_F(ProcessDeathTest, ExitWithALiveSdk) {
  EXPECT_EXIT(
      {
        alarm(patience_s);
        EXPECT_TRUE(init());
        V2TIMManager::GetInstance()->Login("alice", "no ticket", nullptr);
        std::exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(ProcessDeathTest, StaticDestructorsMayUnInitialise) {
  EXPECT_EXIT(
      {
        alarm(patience_s);
        std::atexit([] {
          V2TIMManager::GetInstance()->UnInitSDK();
          _exit(8);
        });
        EXPECT_TRUE(init());
        std::exit(7);
      },
      testing::ExitedWithCode(8), "");
}

TEST_F(ProcessDeathTest, ExitInsideACallback) {
  EXPECT_EXIT(
      {
        alarm(patience_s);
        Connecting exits([] { std::exit(7); });
        V2TIMManager::GetInstance()->AddSDKListener(&exits);
        EXPECT_TRUE(init());
        std::promise<void>().get_future().wait();
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(ProcessDeathTest, ExitWhileACallbackWaitsForTheThreadThatExits) {
  EXPECT_EXIT(
      {
        alarm(patience_s);
        std::promise<void> inside;
        Connecting waits([&] {
          inside.set_value();
          std::promise<void>().get_future().wait();
        });
        V2TIMManager::GetInstance()->AddSDKListener(&waits);
        EXPECT_TRUE(init());
        inside.get_future().wait();
        std::exit(7);
      },
      testing::ExitedWithCode(7), "");
}

// The first failure to connect, as the app and its log are told.
struct Failure final : V2TIMSDKListener, V2TIMLogListener {
  void OnConnectFailed(int, const V2TIMString& message) override {
    if (!std::exchange(told, true)) text.set_value(message.CString());
  }
  void OnLog(V2TIMLogLevel, const V2TIMString& line) override { log += std::string(line.CString()) + '\n'; }
  bool told = false;
  std::promise<std::string> text;
  std::string log;
};

TEST_F(ProcessTest, WhatIsWrongWithTheVariablesIsTold) {
  const std::pair<const char*, const char*> wrong[] = {
      {"CHATPROOF_SERVER", ""},          {"CHATPROOF_SERVER", "127.0.0.1"},  {"CHATPROOF_SERVER", "http://127.0.0.1:1"},
      {"CHATPROOF_SERVER", " "},         {"CHATPROOF_SERVER", "host:99999"}, {"CHATPROOF_SERVER", "127.0.0.1:0"},
      {"CHATPROOF_CA", "/no/such/file"}, {"CHATPROOF_CA", "/dev/null"}};
  for (const auto& [name, value] : wrong) {
    EXPECT_EQ(status_of_child([&, variable = std::string(name), text = value] {
                setenv(variable.c_str(), text, 1);
                Failure failure;
                V2TIMManager::GetInstance()->AddSDKListener(&failure);
                if (!init(&failure)) return 1;
                const std::string told = failure.text.get_future().get();
                if (told.find(variable) == std::string::npos || told.find(text) == std::string::npos) return 2;
                V2TIMManager::GetInstance()->UnInitSDK();
                return failure.log.find(variable) == std::string::npos ? 3 : 0;
              }),
              0)
        << name << "=" << value;
  }
}

}  // namespace
