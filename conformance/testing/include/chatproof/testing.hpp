// chatproof::testing: your app's tests with a whole chat service in their own process.
//
//   class LoginTest : public chatproof::testing::AppTest {};
//
//   TEST_F(LoginTest, KickIsShown) {
//     MyApp app;                                      // calls V2TIMManager::GetInstance() as ever
//     app.log_in("alice", world.ticket("alice"));
//     ASSERT_TRUE(world.run_until([&] { return app.online(); }));
//     world.kick("alice");
//     ASSERT_TRUE(world.run_until([&] { return app.kicked(); }));
//   }
//
// Link `chatproof::testing` in front of, or instead of, `imsdk`: it holds the same SDK, and V2TIMManager::GetInstance()
// gives the one of the World that lives. Needs C++17, GoogleTest and GoogleMock.
#pragma once

#include <V2TIMManager.h>
#include <gtest/gtest.h>

#include <chatproof/mock_listeners.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chatproof::testing {

using Duration = std::chrono::microseconds;

// Where the SDKs and the server meet.
enum class Network : std::uint8_t {
  simulated,  // one thread, virtual time: an hour costs milliseconds, and a run with one seed is always the same
  tcp,        // loopback sockets, threads, time that passes by itself
  tls,        // the same through TLS, with certificates made for the process
};

struct Options {
  Network network = Network::simulated;
  std::uint64_t seed = 1;          // of all that is random
  double speed = 10;               // tcp, tls: SDK seconds in a second of wall time, above 0
  std::string platform = "Linux";  // of the devices: iOS, Android, Windows, Web...
  std::string settings;            // of the server, a JSON object; `chatproof serve --list-settings` names them
};

class World;

// One device with one SDK and a link of its own. Made by World::app() and World::device(); lives as long as the World.
class TIM_API Device {
 public:
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device();

  [[nodiscard]] V2TIMManager& sdk();
  [[nodiscard]] const std::string& name() const;
  // A directory of its own for V2TIMSDKConfig's initPath and logPath, gone with the World.
  [[nodiscard]] const std::string& directory() const;

  // The device's network. All of it until restore().
  void cut();      // every open connection is reset, further attempts fail at once: unreachable
  void stall();    // open connections stay and carry nothing more, further attempts get no answer
  void restore();  // as healthy as in the beginning
  void reset();    // every open connection is reset, once; the next attempt works
  // Any other condition, as the scenario language's `network` step has it: link("refuse"), link("latency",
  // R"({"of": "3s"})"). Throws std::invalid_argument when the word or its arguments are not understood.
  void link(const std::string& word, const std::string& arguments = "{}");

  // What the platform tells the SDK on a change of the network: it tries to connect at once, or waits.
  void tell_network(bool up);
  // As a process that dies and is started again, its files kept: callbacks and listeners of the old SDK hear nothing
  // more, and sdk() is a new one, not yet initialised.
  void restart();

 private:
  friend class World;
  class Impl;
  explicit Device(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One chat service with its devices. One World at a time. The test's thread only, unless it says otherwise.
class TIM_API World {
 public:
  // Throws std::invalid_argument when the settings are wrong, std::runtime_error when the server cannot listen.
  explicit World(const Options& options = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] Device& app();                            // the device of V2TIMManager::GetInstance()
  [[nodiscard]] Device& device(const std::string& name);  // another one; the same name gives the same device
  [[nodiscard]] static std::uint32_t sdk_app_id();        // for InitSDK
  // A UserSig that is good for so many seconds from now; with 0 one that has run out already.
  [[nodiscard]] std::string ticket(const std::string& user, std::chrono::seconds life = std::chrono::hours(24 * 180));

  // The operator's deeds.
  void kick(const std::string& user);            // off every device
  void expire_tickets(const std::string& user);  // now
  void revoke_tickets(const std::string& user);  // refused from now on; who is online stays
  void ban(const std::string& user);             // 70051
  void unban(const std::string& user);
  void send_text(const std::string& from, const std::string& to, const std::string& text);
  // A fault rule as in a scenario's `faults`, a JSON object; with an "id" it can be taken back by act("fault.remove").
  void add_fault(const std::string& rule);
  // Any deed by name (`chatproof serve --list-actions`), with a JSON object; returns JSON. Throws std::invalid_argument
  // with the place in the arguments when it is refused.
  std::string act(const std::string& action, const std::string& arguments = "{}");

  // Time. In the simulated world it stands still but in these, and the SDK's callbacks come inside them.
  void advance(Duration span);
  // Goes on until the condition holds, at most so long; returns whether it holds. The condition is asked on the SDKs'
  // thread, so that it may look at what callbacks write.
  [[nodiscard]] bool run_until(const std::function<bool()>& condition, Duration limit = std::chrono::minutes(2));
  [[nodiscard]] Duration elapsed() const;  // since the World began

  // What the server saw and did, one line each, for the message of a test that failed.
  [[nodiscard]] std::string log() const;
  // What the clients did that well-behaved ones do not, in the order in which it was seen, by the names that
  // `chatproof serve --list-lints` explains: EXPECT_THAT(world.lints(), IsEmpty()).
  [[nodiscard]] std::vector<std::string> lints() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  Device& app_;
};

// How a call ended; give its address where the SDK wants a callback. Ends exactly once, and must outlive that.
class Outcome : public V2TIMCallback {
 public:
  void OnSuccess() override { end(0, {}); }
  void OnError(int code, const V2TIMString& text) override { end(code, text.CString()); }
  [[nodiscard]] bool ended() const { return times_ > 0; }
  [[nodiscard]] int code() const { return code_; }  // 0: success
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] int times() const { return times_; }  // more than 1 is an SDK's mistake

 private:
  void end(int code, std::string text) {
    ++times_;
    code_ = code;
    text_ = std::move(text);
  }
  int times_ = 0;
  int code_ = -1;
  std::string text_;
};

// The same for calls with a value.
template <class T, class Callback = V2TIMValueCallback<T>>
class ValueOutcome : public Callback {
 public:
  void OnSuccess(const T& value) override {
    value_ = value;
    outcome_.OnSuccess();
  }
  void OnError(int code, const V2TIMString& text) override { outcome_.OnError(code, text); }
  [[nodiscard]] bool ended() const { return outcome_.ended(); }
  [[nodiscard]] int code() const { return outcome_.code(); }
  [[nodiscard]] const std::string& text() const { return outcome_.text(); }
  [[nodiscard]] int times() const { return outcome_.times(); }
  [[nodiscard]] const T& value() const { return value_; }

 private:
  Outcome outcome_;
  T value_{};
};

// The same for messages that are sent.
class SendOutcome : public ValueOutcome<V2TIMMessage, V2TIMSendCallback> {
 public:
  void OnProgress(uint32_t) override {}
};

// A fixture that gives each test a World of its own, and shows the server's log when the test fails.
class AppTest : public ::testing::Test {
 protected:
  explicit AppTest(const Options& options = {}) : world(options) {}
  void TearDown() override {
    if (HasFailure()) std::cerr << "what the server saw:\n" << world.log();
  }

  World world;
};

}  // namespace chatproof::testing
