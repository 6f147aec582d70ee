#include "mockserver/lints.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "mockserver/domain/service.hpp"
#include "sdk/tests/heap.hpp"
#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::mockserver {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using runtime::Instant;
using testing::ElementsAre;
using testing::IsEmpty;

class LintsTest : public testing::Test {
 protected:
  void tell(std::string_view kind, const json& detail = nullptr, runtime::Duration after = 0s) {
    now_ += after;
    lints_({now_, kind, default_app, "alice", "phone", 1, detail.is_null() ? nullptr : &detail});
  }
  void request(std::string_view command, const json& payload, runtime::Duration after = 0s) {
    tell("request", {{"command", command}, {"id", 1}, {"payload", payload}}, after);
  }
  void login(std::string_view ticket, int code, runtime::Duration after = 1s) {
    request("login", {{"userID", "alice"}, {"userSig", ticket}}, after);
    tell("reply", {{"command", "login"}, {"code", code}});
    if (code == 0) tell("login");
  }
  void refused(std::string_view command, const json& payload, runtime::Duration after) {
    request(command, payload, after);
    tell("reply", {{"command", command}, {"code", 60008}});
  }
  void kicked() { tell("push", {{"command", "kicked"}}); }
  void connection(std::string_view lost_how, runtime::Duration after) {
    tell("connect", nullptr, after);
    tell("hello", {{"platform", "iOS"}});
    tell("disconnect", {{"how", lost_how}});
  }
  static std::string ticket() {
    usersig::CreateParams params;
    params.sdk_app_id = default_app;
    params.user_id = "alice";
    params.key = default_key;
    params.now = 1'700'000'000;
    return usersig::create(params).ticket;
  }

  std::vector<std::string> found_;

 private:
  Instant now_{1h};
  Lints lints_{[this](const ServerEvent& event) {
    if (event.kind == "lint") found_.push_back((*event.detail)["lint"]);
  }};
};

TEST_F(LintsTest, AnExpiredTicketMayBeTriedTwice) {
  login("old", 70001);
  login("old", 70001);
  EXPECT_THAT(found_, IsEmpty());
  login("old", 70001);
  EXPECT_THAT(found_, ElementsAre("expiredTicketLoop"));
}

TEST_F(LintsTest, AnotherTicketBeginsAnew) {
  login("old", 70001);
  login("old", 6206);
  login("new", 70001);
  login("new", 70001);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, ATicketThatIsRefusedForAnotherReasonIsNotExpired) {
  for (int i = 0; i < 5; ++i) login("bad", 70009);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, FiveConnectionsInThreeSecondsAreTooMany) {
  for (int i = 0; i < 4; ++i) connection("reset", 700ms);
  EXPECT_THAT(found_, IsEmpty());
  connection("reset", 100ms);
  EXPECT_THAT(found_, ElementsAre("reconnectWithoutBackoff"));
}

TEST_F(LintsTest, WhoHangsUpInOrderMayComeAgain) {
  for (int i = 0; i < 20; ++i) connection("closed", 100ms);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, FourHeartbeatsInFiveSecondsAreTooMany) {
  tell("connect");
  for (int i = 0; i < 4; ++i) tell("ping", nullptr, 2s);
  EXPECT_THAT(found_, IsEmpty());
  tell("ping", nullptr, 500ms);
  tell("ping", nullptr, 400ms);
  EXPECT_THAT(found_, ElementsAre("heartbeatTooOften"));
}

TEST_F(LintsTest, AClientIsHeardOfEveryThreeMinutes) {
  tell("connect");
  tell("ping", nullptr, 120s);
  request("sync", {{"cursor", 1}}, 180s);
  EXPECT_THAT(found_, IsEmpty());
  tell("ping", nullptr, 180s + 1ms);
  EXPECT_THAT(found_, ElementsAre("heartbeatMissing"));
}

TEST_F(LintsTest, AResumeAfterAKickIsTheClientsOwn) {
  tell("connect");
  login("good", 0);
  kicked();
  request("resume", {{"userID", "alice"}, {"token", "(a token)"}}, 100s);
  EXPECT_THAT(found_, ElementsAre("loginAfterKick"));
}

TEST_F(LintsTest, AUserMayLogInAtOnceButNotForEver) {
  tell("connect");
  login("good", 0);
  kicked();
  login("good", 0, 1s);
  EXPECT_THAT(found_, IsEmpty());
  kicked();
  login("good", 0, 1s);
  EXPECT_THAT(found_, ElementsAre("loginAfterKick"));
}

TEST_F(LintsTest, WhoTakesTimeIsAUser) {
  tell("connect");
  for (int i = 0; i < 5; ++i) {
    login("good", 0, 4s);
    kicked();
  }
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, AKickOnALinkThatWasLostMayNotHaveArrived) {
  tell("connect");
  login("good", 0);
  kicked();
  tell("disconnect", {{"how", "reset"}});
  request("resume", {{"userID", "alice"}, {"token", "(a token)"}});
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, ARefusedRequestMayBeRepeatedThreeTimes) {
  for (int i = 0; i < 3; ++i) refused("profile.get", {{"users", {"bob"}}}, 1s);
  EXPECT_THAT(found_, IsEmpty());
  refused("profile.get", {{"users", {"bob"}}}, 1s);
  EXPECT_THAT(found_, ElementsAre("requestRepeated"));
}

TEST_F(LintsTest, AChangedOrALateRequestIsNoRepetition) {
  for (int i = 0; i < 9; ++i) refused("profile.get", {{"users", {"bob" + std::to_string(i)}}}, 1s);
  for (int i = 0; i < 9; ++i) refused("status.get", {{"users", {"bob"}}}, 2s);
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, ALoginThatIsNoLoginIsSurvived) {
  request("login", nullptr);
  request("login", "text");
  request("login", {{"userSig", 7}});
  EXPECT_THAT(found_, IsEmpty());
}

TEST_F(LintsTest, ATicketBelongsIntoALoginOnly) {
  login(ticket(), 0);
  request("c2c.send", {{"message", {{"elements", {{{"type", 1}, {"text", "hello"}}}}}}});
  EXPECT_THAT(found_, IsEmpty());
  request("c2c.send", {{"message", {{"elements", {{{"type", 1}, {"text", "log in with " + ticket()}}}}}}});
  EXPECT_THAT(found_, ElementsAre("ticketInClear"));
}

TEST_F(LintsTest, ATicketIsFoundInBytesToo) {
  const std::string bytes = usersig::base64_encode("{\"sig\":\"" + ticket() + "\"}", usersig::Alphabet::standard);
  EXPECT_TRUE(holds_ticket(bytes));
  EXPECT_FALSE(holds_ticket(std::string(200, 'e')));
  EXPECT_FALSE(holds_ticket(ticket().substr(8)));
}

TEST(LintsMemoryTest, ADeviceThatBehavesTakesLittle) {
  Lints lints([](const ServerEvent&) {});
  constexpr std::size_t devices = 1000;
  const json hello{{"platform", "iOS"}};
  const std::size_t before = bytes_in_use();
  for (std::uint64_t at = 1; at <= devices; ++at) {
    lints({Instant{1h}, "connect", default_app, "", "", at, nullptr});
    lints({Instant{1h}, "hello", default_app, "", "device" + std::to_string(at), at, &hello});
  }
  EXPECT_LT((bytes_in_use() - before) / devices, 700u);  // two empty std::deques would be 1,100
}

}  // namespace
}  // namespace chatproof::mockserver
