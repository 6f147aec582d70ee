// Every text that can be handed to the API, at every depth of every argument of every method, holds what no app means
// to send: bytes that are no text, zeros, a megabyte. Each call ends once, with a code that is known, and the SDK
// lives.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <tuple>

#include "V2TIMErrorCode.h"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/result_callbacks.hpp"
#include "sdk/v2tim/tests/sdk_fixture.hpp"
#include "sdk/v2tim/tests/text_poison.hpp"
#include "sdk/v2tim/tests/types_sample.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::v2tim {
namespace {

// What a call was told, and on whose thread: before it returned, or later.
struct Told {
  std::vector<CallEvent> events;
  bool returned = false;
  bool at_once = false;
};

// The arguments of one call. Bytes and numbers are filled in too, so that nothing but a text can be wrong.
template <class Parameter>
struct Argument {
  std::remove_cvref_t<Parameter> value{};
  Parameter pass() { return value; }
  void fill(Told& /*told*/) {
    if constexpr (std::is_same_v<std::remove_cvref_t<Parameter>, V2TIMMessageListGetOption>) value.lastMsg = &last;
    Sampler().fill(value);
  }
  void poison(TextPoison& poison) { poison.visit(value); }
  V2TIMMessage last;
};

template <>
struct Argument<const void*> {
  V2TIMString value{"{}"};
  const void* pass() { return &value; }
  void fill(Told& /*told*/) {}
  void poison(TextPoison& poison) { poison.visit(value); }
};

template <class Pointee>
  requires(!std::is_const_v<Pointee>)
struct Argument<Pointee*> {
  std::unique_ptr<V2TIMBaseCallback> callback;
  Pointee* pass() {
    if constexpr (std::is_base_of_v<V2TIMBaseCallback, Pointee>) return static_cast<Pointee*>(callback.get());
    return nullptr;  // a listener
  }
  void fill(Told& told) {
    if constexpr (std::is_base_of_v<V2TIMBaseCallback, Pointee>) {
      callback = std::make_unique<ResultOf<Pointee>>([&told](const CallEvent& event) {
        if (event.kind == CallEvent::Kind::progress) return;
        told.at_once = !told.returned;
        told.events.push_back(event);
      });
    }
  }
  void poison(TextPoison& /*poison*/) {}
};

template <class Manager>
Manager& manager_of(V2TIMManager& root) {
  if constexpr (std::is_same_v<Manager, V2TIMMessageManager>) return *root.GetMessageManager();
  if constexpr (std::is_same_v<Manager, V2TIMGroupManager>) return *root.GetGroupManager();
  if constexpr (std::is_same_v<Manager, V2TIMCommunityManager>) return *root.GetCommunityManager();
  if constexpr (std::is_same_v<Manager, V2TIMConversationManager>) return *root.GetConversationManager();
  if constexpr (std::is_same_v<Manager, V2TIMFriendshipManager>) return *root.GetFriendshipManager();
  if constexpr (std::is_same_v<Manager, V2TIMSignalingManager>) return *root.GetSignalingManager();
  if constexpr (std::is_same_v<Manager, V2TIMOfflinePushManager>) return *root.GetOfflinePushManager();
  if constexpr (std::is_same_v<Manager, V2TIMManager>) return root;
}

// A call under way: its arguments live until it has ended.
struct Trial {
  V2TIMManager& root;
  std::size_t which;
  std::string_view bytes;
  bool poisoned = false;
  std::shared_ptr<void> arguments{};
  Told told{};
};

template <class Manager, class Result, class... Parameters>
void call_poisoned(Trial& trial, Result (Manager::*method)(Parameters...)) {
  const auto arguments = std::make_shared<std::tuple<Argument<Parameters>...>>();
  TextPoison poison(trial.which, trial.bytes);
  std::apply([&](auto&... argument) { (..., (argument.fill(trial.told), argument.poison(poison))); }, *arguments);
  trial.arguments = arguments;
  trial.poisoned = poison.done();
  if (!trial.poisoned) return;
  std::apply([&](auto&... argument) { (manager_of<Manager>(trial.root).*method)(argument.pass()...); }, *arguments);
  trial.told.returned = true;
}

struct Row {
  std::string_view id;
  void (*call)(Trial& trial);
};

#define METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED) \
  Row{ID, [](Trial& trial) { call_poisoned(trial, static_cast<RESULT(MANAGER::*) SIGNATURE>(&MANAGER::NAME)); }},
#define STATIC_METHOD(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED)

constexpr auto kRows = std::to_array<Row>({
#include "sdk/v2tim/api/methods.def"
});

#undef METHOD
#undef STATIC_METHOD

// They change the state that is being tried; they have tests of their own below.
bool changes_state(std::string_view id) {
  static const std::set<std::string_view> ids{"initSDK", "unInitSDK", "login", "logout"};
  return ids.contains(id);
}

class ArgumentsTest : public SdkTest {
 protected:
  // Calls every method with `bytes` in the place of each of its texts and shows `check` how each call ended.
  template <class Check>
  void try_all(std::string_view bytes, Check check) {
    std::size_t calls = 0;
    for (const Row& row : kRows) {
      for (std::size_t which = 0; !changes_state(row.id); ++which) {
        if (row.id == "callExperimentalAPI" && which == 1) break;  // only the API of that name knows what it is
        Trial trial{api(), which, bytes};
        row.call(trial);
        if (!trial.poisoned) break;
        run(100ms);
        ++calls;
        SCOPED_TRACE(std::string(row.id) + ", text " + std::to_string(which));
        const bool has_callback = find_method(row.id)->callback != CallbackKind::none;
        ASSERT_EQ(trial.told.events.size(), has_callback ? 1U : 0U);
        if (has_callback) check(*find_method(row.id), trial.told);
        if (HasFailure()) return;
      }
    }
    EXPECT_GT(calls, 500U);
  }

  void all_are_refused(std::string_view bytes) {
    try_all(bytes, [](const Method& method, const Told& told) {
      EXPECT_TRUE(told.at_once);
      EXPECT_EQ(told.events[0].code, ERR_INVALID_PARAMETERS) << told.events[0].text;
      const auto names = parameter_names(method.signature);
      const auto begins = [&](std::string_view name) { return told.events[0].text.starts_with(name); };
      EXPECT_TRUE(std::ranges::any_of(names, begins)) << told.events[0].text;
    });
  }

  void all_end_with_a_known_code(std::string_view bytes) {
    try_all(bytes, [](const Method& /*method*/, const Told& told) {
      const int code = told.events[0].code;
      EXPECT_TRUE(code == 0 || wire::find_error(code) != nullptr) << code;
      EXPECT_NE(code, ERR_DATABASE_OPERATE_FAILED);  // a limit has a code of its own
    });
  }
};

constexpr std::string_view half_a_pair = "\xED\xA0\xBD";
constexpr std::string_view stray_byte = "a\xFF";
constexpr std::string_view zero_inside("b\0b", 3);

TEST_F(ArgumentsTest, NoTextIsRefusedBeforeInit) {
  for (const auto bytes : {half_a_pair, stray_byte}) all_are_refused(bytes);
  all_end_with_a_known_code(zero_inside);
  EXPECT_TRUE(init());
}

TEST_F(ArgumentsTest, NoTextIsRefusedBeforeLogin) {
  ASSERT_TRUE(init());
  run();
  for (const auto bytes : {half_a_pair, stray_byte}) all_are_refused(bytes);
  all_end_with_a_known_code(zero_inside);
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGOUT);
}

TEST_F(ArgumentsTest, NoTextIsRefusedWhenLoggedIn) {
  log_in();
  const std::size_t asked = server.commands.size();
  for (const auto bytes : {half_a_pair, stray_byte}) all_are_refused(bytes);
  EXPECT_EQ(server.commands.size(), asked);
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGINED);
}

TEST_F(ArgumentsTest, ZerosAndAMegabyteEndWithAKnownCode) {
  log_in();
  all_end_with_a_known_code(zero_inside);
  all_end_with_a_known_code(std::string(1 << 20, 'a'));
  EXPECT_EQ(api().GetLoginStatus(), V2TIM_STATUS_LOGINED);
}

TEST_F(ArgumentsTest, LoginHasItsOwnCodes) {
  ASSERT_TRUE(init());
  const std::string megabyte(1 << 20, 'a');
  const auto ends = [&](std::string_view user, std::string_view sig) {
    api().Login({user.data(), user.size()}, {sig.data(), sig.size()}, callback("login"));
    run(60s);
    return take();
  };
  EXPECT_EQ(ends(half_a_pair, "sig"), Lines{"login 6017"});
  EXPECT_EQ(ends("alice", stray_byte), Lines{"login 6017"});
  EXPECT_EQ(ends(zero_inside, "sig"), Lines{"login 7003"});
  EXPECT_EQ(ends(megabyte, "sig"), Lines{"login 7003"});
  EXPECT_EQ(ends("alice", megabyte), Lines{"login 9522"});
  EXPECT_EQ(ends("alice", "sig"), Lines{"login ok"});
}

TEST_F(ArgumentsTest, AMessageLargerThanAPacketIsRefusedBeforeItIsKept) {
  log_in();
  const std::vector<uint8_t> megabyte(1 << 20, 'a');
  V2TIMMessage message = api().GetMessageManager()->CreateTextMessage("hello");
  message.cloudCustomData = V2TIMBuffer(megabyte.data(), megabyte.size());
  api().GetMessageManager()->SendMessage(message, "bob", "", V2TIM_PRIORITY_NORMAL, false, {}, callback("send"));
  run();
  EXPECT_EQ(take(), Lines{"send 9522"});
}

TEST_F(ArgumentsTest, InitTakesNoPathThatIsNone) {
  for (const std::string& path : {std::string(half_a_pair), std::string(zero_inside), std::string(1 << 20, 'a')}) {
    for (const auto member : {&V2TIMSDKConfig::initPath, &V2TIMSDKConfig::logPath}) {
      V2TIMSDKConfig where;
      where.*member = V2TIMString(path.data(), path.size());
      EXPECT_FALSE(api().InitSDK(1400000000, where));
    }
  }
  EXPECT_TRUE(init());
}

TEST_F(ArgumentsTest, InitTakesNoDirectoryThatCannotBeWritten) {
  for (const char* path : {"/proc", "/proc/none", "/dev/null", "/dev/null/below"}) {
    for (const auto member : {&V2TIMSDKConfig::initPath, &V2TIMSDKConfig::logPath}) {
      V2TIMSDKConfig where;
      where.*member = path;
      EXPECT_FALSE(api().InitSDK(1400000000, where)) << path;
    }
  }
}

}  // namespace
}  // namespace chatproof::v2tim
