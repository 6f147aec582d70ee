// The inbox on a scripted server: whatever happens to a page of a synchronisation, and whenever the process is killed.
#include <algorithm>
#include <filesystem>
#include <map>

#include "sdk/v2tim/tests/sdk_fixture.hpp"

namespace chatproof::v2tim {
namespace {

namespace fs = std::filesystem;
using wire::Command;

json message(int place) {
  return {{"msgID", "bob-5-" + std::to_string(place)},
          {"from", "bob"},
          {"to", "alice"},
          {"cursor", place},
          {"elements", {{{"type", 1}, {"text", std::to_string(place)}}}}};
}

// The messages behind `cursor`, up to `last`, as many as a page holds.
json page(std::int64_t cursor, std::int64_t last) {
  json messages = json::array();
  for (std::int64_t place = cursor + 1; place <= last && std::ssize(messages) < 100; ++place)
    messages.push_back(message(static_cast<int>(place)));
  const std::int64_t end = cursor + std::ssize(messages);
  return {{"code", 0}, {"messages", std::move(messages)}, {"cursor", end}, {"complete", end == last}};
}

class InboxTest : public SdkTest {
 protected:
  InboxTest() {
    api().AddSimpleMsgListener(&told_);
    api().GetConversationManager()->AddConversationListener(&syncs_);
  }

  // An inbox of so many messages. `spoil` may change the answer to the n-th question for a page, or be what happens.
  void serve(int last, std::function<void(int nth, json& reply)> spoil) {
    server.replies["login"] = {{"code", 0}, {"token", "t"}, {"cursor", last}};
    server.replies["resume"] = {{"code", 0}, {"cursor", last}};
    server.when["sync"] = [this, last, spoil = std::move(spoil)] {
      json reply = page(server.payloads.back().at("cursor").get<std::int64_t>(), last);
      spoil(server.count("sync"), reply);
      server.replies["sync"] = reply;
    };
  }
  void log_in_somehow() {
    ASSERT_TRUE(init());
    api().Login("alice", "ticket", nullptr);
  }
  static Lines numbers(int from, int to) {
    Lines lines;
    for (int i = from; i <= to; ++i) lines.push_back("bob: " + std::to_string(i));
    return lines;
  }

  struct ToldSyncs final : V2TIMConversationListener {
    void OnSyncServerFinish() override { ++finished; }
    void OnSyncServerFailed() override { ++failed; }
    int finished = 0, failed = 0;
  } syncs_;

 private:
  ToldMessages told_{[this](const std::string& line) { say(line); }};
};

// Every page of four, every kind of trouble, once and three times: all messages come, once and in order.
TEST_F(InboxTest, APageThatFailsIsFetchedAgain) {
  const std::map<std::string, std::function<void(json&)>> troubles = {
      {"refused", [](json& reply) { reply = {{"code", -10113}, {"text", "busy"}}; }},
      {"unanswered", [](json& reply) { reply = nullptr; }},
      {"unreadable", [](json& reply) { reply = {{"code", 0}, {"messages", "none"}, {"cursor", "x"}}; }},
      {"too deep",
       [](json& reply) {
         json deep = 1;
         for (int i = 0; i < 50; ++i) deep = json::array({std::move(deep)});
         reply["messages"] = deep;
       }},
      {"empty", [](json& reply) { reply["messages"] = json::array(), reply["cursor"] = 0; }},
      {"no messages", [](json& reply) { reply["messages"][3].erase("msgID"); }},
      {"link lost", [this](json& reply) { reply = nullptr, server.reset_links(); }},
  };
  for (const auto& [name, spoil] : troubles) {
    for (int bad = 1; bad <= 4; ++bad) {
      for (const int times : {1, 3}) {
        SCOPED_TRACE(name + " at page " + std::to_string(bad) + ", " + std::to_string(times) + " times");
        const int before = server.count("sync");
        serve(350, [&, first = before + bad](int nth, json& reply) {
          if (nth >= first && nth < first + times) spoil(reply);
        });
        log_in_somehow();
        run(5min);
        EXPECT_EQ(take(), numbers(1, 350));
        EXPECT_GE(syncs_.finished + syncs_.failed, 1);
        if (name == "refused" || name == "unanswered") {
          EXPECT_EQ(syncs_.failed, 1);
        }
        run(1h);
        EXPECT_EQ(server.count("sync"), before + 4 + times) << "nothing is asked for that is there";
        syncs_.failed = syncs_.finished = 0;
        api().UnInitSDK();
      }
    }
  }
}

TEST_F(InboxTest, AServerWhosePagesGoOnByOneForEverCostsLittle) {
  serve(1'000'000'000, [](int, json& reply) {
    json& messages = reply["messages"];
    messages.erase(messages.begin() + 1, messages.end());
    reply["cursor"] = messages[0]["cursor"];
    reply["complete"] = false;
  });
  log_in_somehow();
  run(1h);
  EXPECT_GT(server.count("sync"), 60);
  EXPECT_LT(server.count("sync"), 200);
  EXPECT_GE(std::ssize(take()), server.count("sync") - 1) << "each of them brings one";
}

TEST_F(InboxTest, WhatIsNoMessageHoldsTheOthersUpForAWhileOnly) {
  serve(20, [](int, json& reply) {
    for (json& one : reply["messages"])
      if (one["cursor"] == 7) one = "no message";
  });
  log_in_somehow();
  run(1min);
  Lines all = numbers(1, 20);
  all.erase(all.begin() + 6);
  EXPECT_EQ(take(), all);
}

TEST_F(InboxTest, PlacesAtTheEndOfTheWorldLeadNowhere) {
  log_in();
  for (const std::int64_t place : {std::int64_t{INT64_MAX}, std::int64_t{INT64_MAX} - 1, std::int64_t{INT64_MIN}}) {
    serve(3, [&](int, json& reply) { reply["cursor"] = place; });
    server.push(Command::message, {{"message", message(3)}, {"cursor", place}});
    server.push(Command::message, {{"message", message(2)}, {"cursor", 2}});
    run(2min);
  }
  server.push(Command::message, {{"message", message(4)}, {"cursor", 4}});
  run();
  const Lines heard = take();
  for (int i = 1; i <= 4; ++i) EXPECT_NE(std::find(heard.begin(), heard.end(), numbers(i, i)[0]), heard.end()) << i;
}

TEST_F(InboxTest, AMessageWithTheIdOfAnotherUsersIsToldAll) {
  log_in();
  serve(2, [](int, json&) {});
  server.push(Command::message, {{"message", message(1)}, {"cursor", 1}});
  json forged = message(2);
  forged["msgID"] = message(1)["msgID"];
  forged["from"] = "eve";
  server.push(Command::message, {{"message", forged}, {"cursor", 2}});
  run();
  EXPECT_EQ(take(), (Lines{"bob: 1", "eve: 2"}));
}

// Kills the process while the k-th message is told, for every k: what the device's disk holds at that moment is what
// the next process finds.
class KilledTest : public InboxTest {
 protected:
  std::unique_ptr<Sdk> process() {
    return std::make_unique<Sdk>(Environment{.loop = world.loop(),
                                             .network = world.network("phone"),
                                             .random = world.random("sdk"),
                                             .session = config,
                                             .write_log_files = false});
  }
  // Logs in on these files, tells `say` each message, and is gone.
  void live(const fs::path& files, const std::function<void(const std::string&)>& heard) {
    const auto one = process();
    ToldMessages told(heard);
    one->manager().AddSimpleMsgListener(&told);
    V2TIMSDKConfig where;
    where.logLevel = V2TIM_LOG_NONE;
    where.initPath = where.logPath = files.c_str();
    ASSERT_TRUE(one->manager().InitSDK(1400000000, where));
    one->manager().Login("alice", "ticket", nullptr);
    run(1min);
  }
  fs::path files_ = fs::path(testing::TempDir()) / "chatproof_killed";
};

TEST_F(KilledTest, EveryMessageIsToldAtLeastOnceAndInOrder) {
  constexpr int last = 230;  // three pages
  for (int k = 1; k <= last; k += k < 5 || (k > 96 && k < 104) || k > 225 ? 1 : 7) {
    SCOPED_TRACE("killed at message " + std::to_string(k));
    fs::remove_all(files_);
    const fs::path before = files_ / "before", after = files_ / "after";
    serve(last, [](int, json&) {});
    live(before, [&](const std::string& line) {
      if (line == numbers(k, k)[0]) fs::copy(before, after, fs::copy_options::recursive);
    });
    Lines heard;
    live(after, [&](const std::string& line) { heard.push_back(line); });
    EXPECT_EQ(heard, numbers(k, last))
        << "the one whose listener had not returned is told again, and before the others";
    heard.clear();
    live(after, [&](const std::string& line) { heard.push_back(line); });
    EXPECT_EQ(heard, Lines{}) << "nothing was killed";
  }
  fs::remove_all(files_);
}

TEST_F(KilledTest, AnAppThatLeavesInsideItsListenerHasHeardTheMessage) {
  fs::remove_all(files_);
  serve(3, [](int, json&) {});
  Lines heard;
  for (int life = 1; life <= 4; ++life) {
    const auto one = process();
    ToldMessages told([&](const std::string& line) {
      heard.push_back(line);
      one->manager().UnInitSDK();
    });
    one->manager().AddSimpleMsgListener(&told);
    V2TIMSDKConfig where;
    where.logLevel = V2TIM_LOG_NONE;
    where.initPath = where.logPath = files_.c_str();
    ASSERT_TRUE(one->manager().InitSDK(1400000000, where));
    one->manager().Login("alice", "ticket", nullptr);
    run(1min);
  }
  EXPECT_EQ(heard, numbers(1, 3));
  fs::remove_all(files_);
}

}  // namespace
}  // namespace chatproof::v2tim
