// The lives of one SDK: what meets InitSDK and UnInitSDK, inside callbacks of every kind, and apps that throw.
#include <gmock/gmock.h>

#include <stdexcept>

#include "sdk/v2tim/tests/sdk_fixture.hpp"

namespace chatproof::v2tim {
namespace {

using wire::Command;

class SdkLifeTest : public SdkTest {
 protected:
  void ask(const std::string& name, std::function<void()> then = {}) {
    V2TIMStringVector ids;
    ids.PushBack("bob");
    api().GetUsersInfo(ids, callback(name, std::move(then)));
  }
  // A request that the server leaves without an answer.
  void ask_in_vain(const std::string& name, std::function<void()> then = {}) {
    server.replies["profile.get"] = nullptr;
    ask(name, std::move(then));
    run();
  }
};

TEST_F(SdkLifeTest, InitInsideAnInterruptedCallBeginsTheNextLife) {
  log_in();
  ask_in_vain("asked", [this] {
    EXPECT_TRUE(init());
    EXPECT_TRUE(api().GetLoginUser().Empty());
    api().Login("carol", "ticket", callback("login"));
  });
  api().UnInitSDK();
  EXPECT_EQ(take(), Lines{"asked 7009"});
  run();
  EXPECT_EQ(take(), Lines{"login ok"});
  EXPECT_EQ(api().GetLoginUser(), V2TIMString("carol"));
}

TEST_F(SdkLifeTest, UnInitInsideAnInterruptedCallIsHarmless) {
  log_in();
  ask_in_vain("asked", [this] { api().UnInitSDK(); });
  api().UnInitSDK();
  run(60s);
  EXPECT_EQ(take(), Lines{"asked 7009"});
}

TEST_F(SdkLifeTest, ACallOfALifeThatEndsDoesNotRunInTheNext) {
  log_in();
  const int asked = server.count("profile.get");
  ask("queued");
  api().UnInitSDK();
  EXPECT_EQ(take(), Lines{"queued 7009"});
  ASSERT_TRUE(init());
  ask("next");
  run();
  EXPECT_EQ(take(), Lines{"next 6014"});
  EXPECT_EQ(server.count("profile.get"), asked);
}

TEST_F(SdkLifeTest, AnAppThatStartsAndStopsWheneverACallIsInterruptedDoesNotKeepUnInitFromReturning) {
  log_in();
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds == 1000) return;
    EXPECT_TRUE(init());
    ask("asked", again);
    api().UnInitSDK();
  };
  ask("asked", again);
  api().UnInitSDK();
  EXPECT_LT(rounds, 1000);
  run();
  EXPECT_EQ(rounds, 1000);
  EXPECT_EQ(take(), Lines(1000, "asked 7009"));
}

TEST_F(SdkLifeTest, UnInitDoesNotRunWhatIsQueued) {
  log_in();
  const int asked = server.count("profile.get");
  constexpr int calls = 100'000;
  for (int i = 0; i < calls; ++i) ask("asked");
  api().UnInitSDK();
  EXPECT_EQ(take(), Lines(calls, "asked 7009"));
  run();
  EXPECT_EQ(server.count("profile.get"), asked);
}

TEST_F(SdkLifeTest, UnInitAndInitInsideAListenerSilencesTheOthersOfTheOldLife) {
  log_in();
  bool done = false;
  ToldSdk first([this](const std::string& line) { say("first " + line); });
  struct Restarts final : V2TIMConversationListener {
    std::function<void()> then;
    void OnSyncServerFailed() override { then(); }
  } restarts;
  restarts.then = [&] {
    done = true;
    api().UnInitSDK();
    EXPECT_TRUE(init());
  };
  api().AddSDKListener(&first);
  api().GetConversationManager()->AddConversationListener(&restarts);
  server.replies["sync"] = nullptr;
  api().UnInitSDK();
  ASSERT_TRUE(init());
  server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", 5}};
  api().Login("alice", "ticket", callback("login"));
  run();
  (void)take();
  server.push(Command::kicked, {{"reason", "login"}});
  run();
  EXPECT_TRUE(done);
  EXPECT_EQ(take(), (Lines{"first connecting", "first connected"}));  // of the new life; no "kicked"
}

TEST_F(SdkLifeTest, AThrowingCallbackEndsNothingButItself) {
  struct Notes final : V2TIMLogListener {
    std::vector<std::string> errors;
    void OnLog(V2TIMLogLevel level, const V2TIMString& line) override {
      if (level == V2TIM_LOG_ERROR) errors.emplace_back(line.CString());
    }
  } notes;
  ToldSdk quiet([this](const std::string& line) { say(line); });
  ToldSdk loud([](const std::string& line) { throw std::runtime_error("at " + line); });
  api().AddSDKListener(&quiet);
  api().AddSDKListener(&loud);  // told first
  ASSERT_TRUE(init(&notes));
  api().Login("alice", "ticket", callback("login", [] { throw 7; }));
  run();
  EXPECT_EQ(take(), (Lines{"connecting", "connected", "login ok"}));
  EXPECT_EQ(api().GetLoginUser(), V2TIMString("alice"));
  EXPECT_THAT(notes.errors,
              testing::ElementsAre(testing::HasSubstr("at connecting"), testing::HasSubstr("at connected"),
                                   testing::HasSubstr("no std::exception")));
}

TEST_F(SdkLifeTest, AThrowingLogListenerIsNotToldOfItself) {
  struct Throws final : V2TIMLogListener {
    int told = 0;
    void OnLog(V2TIMLogLevel, const V2TIMString&) override {
      ++told;
      throw std::runtime_error("disk full");
    }
  } throws;
  ASSERT_TRUE(init(&throws));
  run();
  const int told = throws.told;
  EXPECT_GT(told, 0);
  run(1s);
  EXPECT_EQ(throws.told, told);
}

TEST_F(SdkLifeTest, AThrowingCallbackOfAnInterruptedCallDoesNotKeepTheOthersFromEnding) {
  log_in();
  ask_in_vain("asked", [] { throw std::runtime_error("no"); });
  ask("queued", [] { throw std::runtime_error("no"); });
  ask("queued too");
  api().UnInitSDK();
  EXPECT_EQ(take(), (Lines{"asked 7009", "queued 7009", "queued too 7009"}));
}

}  // namespace
}  // namespace chatproof::v2tim
