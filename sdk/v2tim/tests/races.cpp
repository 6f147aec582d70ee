// races SECONDS SEED DIRECTORY USER=TICKET...: an app whose threads start and stop the SDK, call it and change its
// listeners all at once, at random, against the server of CHATPROOF_SERVER. Every call must end exactly once, no
// listener may be called once it is removed, nothing may hang; a sanitizer watches the rest. ci/races builds and runs
// it.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "V2TIMManager.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto patience = 30s;  // for the last calls to end

struct Account {
  std::string user, ticket;
};
struct Storm {
  std::vector<Account> accounts;
  std::string directory;
  Clock::time_point end;
  std::atomic<long> begun{0}, ended{0}, told{0};
  std::atomic<bool> over{false};  // callbacks start nothing any more
};
Storm storm;

V2TIMManager& im() { return *V2TIMManager::GetInstance(); }

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "races: %s\n", why);
  std::abort();
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  const Account& account() { return storm.accounts[static_cast<std::size_t>(below(int(storm.accounts.size())))]; }
  std::uint64_t draw() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};
// One for each thread: callbacks throw dice as well.
Dice& dice() {
  thread_local Dice here(std::random_device{}());
  return here;
}

void init() {
  V2TIMSDKConfig config;
  config.initPath = config.logPath = storm.directory.c_str();
  if (!im().InitSDK(1400000000, config)) give_up("InitSDK gives false");
}

void something_from_inside();

// Ends once, then is no more: a second end is a use after free.
template <class Base>
class Once : public Base {
 public:
  Once() { ++storm.begun; }
  void end() {
    ++storm.ended;
    delete this;
    something_from_inside();
  }
};
struct Plain final : Once<V2TIMCallback> {
  void OnSuccess() override { end(); }
  void OnError(int, const V2TIMString&) override { end(); }
};
struct Sent final : Once<V2TIMSendCallback> {
  void OnSuccess(const V2TIMMessage&) override { end(); }
  void OnError(int, const V2TIMString&) override { end(); }
  void OnProgress(uint32_t) override {}
};
template <class T>
struct Value final : Once<V2TIMValueCallback<T>> {
  void OnSuccess(const T&) override { this->end(); }
  void OnError(int, const V2TIMString&) override { this->end(); }
};

// Deleted right after it is removed.
struct Ear final : V2TIMSDKListener,
                   V2TIMSimpleMsgListener,
                   V2TIMAdvancedMsgListener,
                   V2TIMConversationListener,
                   V2TIMGroupListener,
                   V2TIMCommunityListener,
                   V2TIMFriendshipListener,
                   V2TIMSignalingListener {
  ~Ear() override { alive = false; }
  void hear() {
    if (!alive) give_up("a listener was called after it was removed");
    ++storm.told;
    something_from_inside();
    if (!alive) give_up("a listener was deleted while it was called");
  }
  void OnConnecting() override { hear(); }
  void OnConnectSuccess() override { hear(); }
  void OnConnectFailed(int, const V2TIMString&) override { hear(); }
  void OnKickedOffline() override { hear(); }
  void OnRecvC2CTextMessage(const V2TIMString&, const V2TIMUserFullInfo&, const V2TIMString&) override { hear(); }
  void OnRecvNewMessage(const V2TIMMessage&) override { hear(); }
  void OnSyncServerStart() override { hear(); }
  void OnSyncServerFinish() override { hear(); }
  void OnSyncServerFailed() override { hear(); }
  std::atomic<bool> alive{true};
};

void add(Ear& ear) {
  im().AddSDKListener(&ear);
  im().AddSimpleMsgListener(&ear);
  im().AddGroupListener(&ear);
  im().GetMessageManager()->AddAdvancedMsgListener(&ear);
  im().GetConversationManager()->AddConversationListener(&ear);
  im().GetCommunityManager()->AddCommunityListener(&ear);
  im().GetFriendshipManager()->AddFriendListener(&ear);
  im().GetSignalingManager()->AddSignalingListener(&ear);
}
void remove(Ear& ear) {
  im().RemoveSDKListener(&ear);
  im().RemoveSimpleMsgListener(&ear);
  im().RemoveGroupListener(&ear);
  im().GetMessageManager()->RemoveAdvancedMsgListener(&ear);
  im().GetConversationManager()->RemoveConversationListener(&ear);
  im().GetCommunityManager()->RemoveCommunityListener(&ear);
  im().GetFriendshipManager()->RemoveFriendListener(&ear);
  im().GetSignalingManager()->RemoveSignalingListener(&ear);
}

V2TIMStringVector everybody() {
  V2TIMStringVector ids;
  for (const Account& account : storm.accounts) ids.PushBack(account.user.c_str());
  return ids;
}

void call() {
  const Account& account = dice().account();
  switch (dice().below(9)) {
    case 0:
      return im().Login(account.user.c_str(), account.ticket.c_str(), new Plain);
    case 1:
      return im().Logout(new Plain);
    case 2:
      return im().GetUsersInfo(everybody(), new Value<V2TIMUserFullInfoVector>);
    case 3:
      return im().GetUserStatus(everybody(), new Value<V2TIMUserStatusVector>);
    case 4:
      return im().SubscribeUserStatus(everybody(), new Plain);
    case 5: {
      const V2TIMString where(R"({"longconnectionAddressList": []})");
      return im().CallExperimentalAPI("setCustomServerInfo", &where, new Value<V2TIMBaseObject>);
    }
    case 6:
      return static_cast<void>(im().GetLoginUser().Size() + static_cast<std::size_t>(im().GetServerTime()));
    default:
      return static_cast<void>(im().SendC2CTextMessage("hello", account.user.c_str(), new Sent));
  }
}

// What a callback does: mostly nothing.
void something_from_inside() {
  if (storm.over) return;
  switch (dice().below(40)) {
    case 0:
      return im().UnInitSDK();
    case 1:
      return init();
    case 2:
      im().UnInitSDK();
      return init();
    case 3:
      return call();
    case 4: {
      Ear passing;
      add(passing);
      return remove(passing);
    }
    case 5:
      throw std::runtime_error("of the app");
    default:
      return;
  }
}

void until_the_end(std::uint64_t seed, const std::function<void()>& deed) {
  dice() = Dice(seed);
  while (Clock::now() < storm.end) deed();
}

void rage(std::uint64_t seed) {
  Dice seeds(seed);
  std::vector<std::thread> threads;
  const auto start = [&](const std::function<void()>& deed) {
    threads.emplace_back(until_the_end, seeds.draw(), deed);
  };
  for (int i = 0; i < 2; ++i) {
    start([] {
      dice().below(3) == 0 ? im().UnInitSDK() : init();
      for (int pause = dice().below(2000); pause > 0; --pause) std::this_thread::yield();
    });
    // No more than so many calls at a time: what is tried is their meeting, not their number.
    start([] { storm.begun - storm.ended < 200 ? call() : std::this_thread::yield(); });
    start([] {
      const auto ear = std::make_unique<Ear>();
      add(*ear);
      for (int pause = dice().below(500); pause > 0; --pause) std::this_thread::yield();
      remove(*ear);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "races SECONDS SEED DIRECTORY USER=TICKET...\n");
    return 2;
  }
  const int seconds = std::atoi(argv[1]);
  storm.directory = argv[3];
  for (int i = 4; i < argc; ++i) {
    const std::string account = argv[i];
    const std::size_t equals = account.find('=');
    storm.accounts.push_back({account.substr(0, equals), account.substr(equals + 1)});
  }
  storm.end = Clock::now() + std::chrono::seconds(seconds);
  alarm(static_cast<unsigned>(seconds) + 60);  // a hang ends here
  rage(std::strtoull(argv[2], nullptr, 10));
  storm.over = true;
  im().UnInitSDK();
  const auto limit = Clock::now() + patience;
  while (storm.ended != storm.begun && Clock::now() < limit) std::this_thread::yield();
  std::printf("%ld calls, %ld ended, listeners told %ld times\n", storm.begun.load(), storm.ended.load(),
              storm.told.load());
  if (storm.ended != storm.begun) give_up("a call has not ended");
  if (storm.told == 0 || storm.begun < 100) give_up("nothing happened");
  return 0;
}
