#include "mockserver/control/event_feed.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace chatproof::control {
namespace {

using mockserver::ServerEvent;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class EventFeedTest : public testing::Test {
 protected:
  void publish(std::string_view kind, const std::string& user = "alice", const json& detail = json::object()) {
    ServerEvent event{};
    event.kind = kind;
    event.user = user;
    event.device = user + "-phone";
    event.detail = &detail;
    feed_.publish(event, 1000);
  }
  // Only the "event:" lines.
  static std::string kinds_in(const std::string& text) {
    std::string kinds;
    for (std::size_t at = 0; (at = text.find("event: ", at)) != std::string::npos;) {
      const std::size_t end = text.find('\n', at);
      kinds += (kinds.empty() ? "" : " ") + text.substr(at + 7, end - at - 7);
      at = end;
    }
    return kinds;
  }

  std::map<EventFeed::ReaderId, std::string> got_;
  EventFeed feed_{[this](EventFeed::ReaderId reader, std::string_view text) { got_[reader] += text; }};
};

TEST_F(EventFeedTest, TellsEveryReaderWhatItWantsToSee) {
  EXPECT_EQ(kinds_in(feed_.add(1, {}, "lease", 0)), "ready");
  static_cast<void>(feed_.add(2, {{"kick", "ping"}, "", ""}, "lease", 0));
  static_cast<void>(feed_.add(3, {{}, "bob", ""}, "lease", 0));
  static_cast<void>(feed_.add(4, {{}, "", "bob-phone"}, "lease", 0));
  publish("login");
  publish("ping");
  publish("kick", "bob");
  EXPECT_EQ(kinds_in(got_[1]), "login kick");
  EXPECT_EQ(kinds_in(got_[2]), "ping kick");
  EXPECT_EQ(kinds_in(got_[3]), "kick");
  EXPECT_EQ(kinds_in(got_[4]), "kick");
}

TEST_F(EventFeedTest, TellsNothingToThoseWhoHaveGone) {
  static_cast<void>(feed_.add(1, {}, "lease", 0));
  feed_.remove(1);
  publish("login");
  feed_.keep_alive();
  EXPECT_THAT(got_, IsEmpty());
  EXPECT_EQ(feed_.readers(), 0u);
}

TEST_F(EventFeedTest, ThoseWhoComeBackGetWhatTheyMissed) {
  for (const char* kind : {"connect", "hello", "login"}) publish(kind);
  const std::string text = feed_.add(1, {}, "lease", 1);
  EXPECT_EQ(kinds_in(text), "ready hello login");
  EXPECT_THAT(text, HasSubstr(R"("gap":false)"));
  EXPECT_EQ(kinds_in(feed_.add(2, {{"login"}, "", ""}, "lease", 1)), "ready login");
}

TEST_F(EventFeedTest, SaysWhenWhatWasMissedIsLost) {
  for (std::size_t i = 0; i < kept_events_max + 2; ++i) publish("message");
  EXPECT_THAT(feed_.add(1, {}, "lease", 1), HasSubstr(R"("gap":true)"));
  EXPECT_THAT(feed_.add(2, {}, "lease", 2), HasSubstr(R"("gap":false)"));
  EXPECT_THAT(feed_.add(3, {}, "lease", 1'000'000), HasSubstr(R"("gap":true)"));  // of a server before this one
}

TEST_F(EventFeedTest, LeavesOutPayloadsThatAreTooLong) {
  static_cast<void>(feed_.add(1, {}, "lease", 0));
  publish("request", "alice", {{"payload", std::string(event_payload_bytes_max, 'x')}});
  publish("request", "alice", {{"payload", "short"}});
  EXPECT_LT(got_[1].size(), 1000u);
  EXPECT_THAT(got_[1], HasSubstr("short"));
}

TEST_F(EventFeedTest, AnEventStaysOneEventWhateverIsInIt) {
  static_cast<void>(feed_.add(1, {}, "lease", 0));
  publish("login", "a\n\nevent: kick\xff");
  EXPECT_EQ(std::count(got_[1].begin(), got_[1].end(), '\n'), 4);
  EXPECT_THAT(got_[1], Not(HasSubstr("\xff")));
}

}  // namespace
}  // namespace chatproof::control
