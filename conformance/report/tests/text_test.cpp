#include "conformance/report/text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using namespace std::chrono_literals;

TEST(TextTest, KeepsWellFormedTextAndReplacesEachOtherByte) {
  EXPECT_EQ(clean_utf8("a\u00e9\u20ac\U0001F600"), "a\u00e9\u20ac\U0001F600");
  EXPECT_EQ(clean_utf8("a\xff\x62"), "a\uFFFD\x62");
  EXPECT_EQ(clean_utf8("\xc3"), "\uFFFD");
  EXPECT_EQ(clean_utf8("\xe2\x82"), "\uFFFD\uFFFD");
}

TEST(TextTest, TakesOverlongFormsSurrogatesAndWhatIsBeyondUnicodeForNoText) {
  EXPECT_EQ(clean_utf8("\xc0\xaf"), "\uFFFD\uFFFD");
  EXPECT_EQ(clean_utf8("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(clean_utf8("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(TextTest, ShowsControlCharactersOnOneLine) {
  EXPECT_EQ(printable("a\tb\nc\rd\x1b[2J\x7f"), "a\\tb\\nc\\rd\\x1b[2J\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "2J"),
            "\\xc2\\x9b2J");
  EXPECT_EQ(printable("\u202Eevil"), "\\xe2\\x80\\xaeevil");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a\\x00b");
}

TEST(TextTest, CountsAndCutsCodePoints) {
  EXPECT_EQ(width_of("a\u00e9\u20ac"), 3u);
  EXPECT_EQ(clip("\u20ac\u20ac\u20ac\u20ac", 3), "\u20ac\u20ac\u2026");
  EXPECT_EQ(clip("abc", 3), "abc");
  EXPECT_EQ(clip("abc", 0), "");
  EXPECT_EQ(pad("\u20ac", 3), "\u20ac  ");
}

TEST(TextTest, EscapesMarkupSoThatNothingIsLost) {
  EXPECT_EQ(escape_markup("<a b=\"c\" d='e'>&"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
  EXPECT_EQ(escape_markup("1\n2\t3\r4"), "1&#10;2&#9;3&#13;4");
  EXPECT_EQ(escape_markup("\x01\x1b\xff"), "\\x01\\x1b\uFFFD");
  EXPECT_EQ(escape_markup("\uFFFE"), "\uFFFD");
}

TEST(TextTest, WritesJsonThatCannotLeaveAScriptTag) {
  const std::string safe = for_script(dump(nlohmann::json("</script><!--&\u2028\u2029")));
  EXPECT_EQ(safe, R"("\u003c/script\u003e\u003c!--\u0026\u2028\u2029")");
  EXPECT_EQ(nlohmann::json::parse(safe), "</script><!--&\u2028\u2029");
}

TEST(TextTest, DumpsStringsThatAreNoText) { EXPECT_EQ(dump(nlohmann::json("a\xff")), "\"a\uFFFD\""); }

TEST(WordsTest, SaysTimes) {
  EXPECT_EQ(time_text(0us), "0.000 s");
  EXPECT_EQ(time_text(12'345'678us), "12.345 s");
  EXPECT_EQ(time_text(65'204ms), "1 m 05.204 s");
  EXPECT_EQ(time_text(7'265'204ms), "2 h 01 m 05.204 s");
  EXPECT_EQ(took_text(12ms), "12 ms");
  EXPECT_EQ(took_text(3'120ms), "3.1 s");
  EXPECT_EQ(took_text(125s), "2 min 05 s");
  EXPECT_EQ(iso_text(1'795'409'286), "2026-11-23T04:48:06Z");
  EXPECT_EQ(iso_text(0), "");
}

check::Event event(check::Channel channel, const char* name, nlohmann::json payload) {
  return {1, {}, "alice.phone", channel, name, std::move(payload), 0, false};
}

TEST(WordsTest, SaysWhatHappened) {
  using check::Channel;
  EXPECT_EQ(event_text(event(Channel::call, "login", {{"args", {{"userID", "bob"}}}, {"call", 3}})),
            "login(userID: \"bob\")");
  EXPECT_EQ(event_text(event(Channel::callback, "onConnecting", {{"args", nlohmann::json::object()}})),
            "onConnecting()");
  EXPECT_EQ(event_text(event(Channel::result, "login", {{"error", 6208}, {"text", "kicked"}})), "login -> 6208 kicked");
  EXPECT_EQ(event_text(event(Channel::result, "getUserStatus", {{"ok", true}, {"value", {1, 2}}})),
            "getUserStatus -> ok [1,2]");
  EXPECT_EQ(event_text(event(Channel::wire, "login", {{"detail", {{"command", "login"}, {"payload", {{"a", 1}}}}}})),
            "login {a: 1}");
  EXPECT_EQ(event_text(event(Channel::server, "kick", {{"device", "alice.phone"}, {"connection", 7}})),
            "kick alice.phone");
  EXPECT_EQ(event_text(event(Channel::network, "latency", {{"of", "1s"}})), "latency {of: \"1s\"}");
}

TEST(WordsTest, TakesPayloadsThatAreNotWhatTheyShouldBe) {
  using check::Channel;
  for (const auto channel : {Channel::call, Channel::callback, Channel::result, Channel::wire, Channel::server,
                             Channel::network, Channel::step}) {
    for (const auto& payload : {nlohmann::json(), nlohmann::json(7), nlohmann::json("x"), nlohmann::json::array({1})})
      EXPECT_FALSE(event_text(event(channel, "x", payload)).empty());
  }
  EXPECT_EQ(event_text(event(Channel::result, "x", {{"error", "text\n"}, {"text", "\xff"}})),
            "x -> \"text\\n\" \uFFFD");
  EXPECT_EQ(event_text(event(Channel::result, "x", {{"error", 5}, {"text", 7}})), "x -> 5");
  EXPECT_EQ(event_text(event(Channel::server, "x", {{"device", 7}, {"user", "u"}})), "x u");
}

TEST(WordsTest, FindsErrorCodesInResultsAndCallbacks) {
  using check::Channel;
  EXPECT_EQ(error_code_of(event(Channel::result, "login", {{"error", 6208}})), 6208);
  EXPECT_EQ(error_code_of(event(Channel::result, "login", {{"ok", true}})), 0);
  EXPECT_EQ(error_code_of(event(Channel::callback, "onConnectFailed", {{"args", {{"code", 9508}}}})), 9508);
  EXPECT_EQ(error_code_of(event(Channel::callback, "onConnectFailed", {{"args", {{"errorCode", 9508}}}})), 9508);
  EXPECT_EQ(error_code_of(event(Channel::call, "x", {{"args", {{"code", 1}}}})), 0);
}

}  // namespace
}  // namespace chatproof::report
