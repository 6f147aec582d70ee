#include "sdk/wire/payload.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chatproof::wire {
namespace {

using nlohmann::json;

TEST(PayloadTest, WritesTheRequestsOfASession) {
  EXPECT_EQ(json::parse(write(HelloRequest{4000000000u, "8.5", "Linux", "d-1"})),
            json::parse(R"({"sdkAppID":4000000000,"version":"8.5","platform":"Linux","deviceID":"d-1"})"));
  EXPECT_EQ(json::parse(write(LoginRequest{"alice", "eJw*-_", 12})),
            json::parse(R"({"userID":"alice","userSig":"eJw*-_","cursor":12})"));
  EXPECT_EQ(json::parse(write(ResumeRequest{"alice", "t0ken", -1})),
            json::parse(R"({"userID":"alice","token":"t0ken","cursor":-1})"));
}

TEST(PayloadTest, WritesTextsThatNeedEscapes) {
  const std::string odd = "a\"b\\c\n\x7f\xc3\xa4";
  EXPECT_EQ(json::parse(write(LoginRequest{odd, "", -1})), json({{"userID", odd}, {"userSig", ""}, {"cursor", -1}}));
}

TEST(PayloadTest, WritesWhatIsNotUtf8WithoutThrowing) {
  EXPECT_TRUE(json::accept(write(LoginRequest{"\xff\xfe", "\x80", 0})));
}

TEST(PayloadTest, ReadsTheHeadOfAReply) {
  EXPECT_EQ(read_reply_head(R"({"code":0,"profiles":[{"code":5}]})")->code, 0);
  const auto refused = read_reply_head(R"({"code":70001,"text":"no \"more\""})");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, 70001);
  EXPECT_EQ(refused->text, "no \"more\"");
  EXPECT_EQ(read_reply_head(R"({"text":"gone","code":-10003})")->code, -10003);
  EXPECT_EQ(read_reply_head(R"({"text":"gone","code":-10003})")->text, "gone");
  EXPECT_EQ(read_reply_head(R"({"code":-302})")->text, "");
}

TEST(PayloadTest, SuccessIsReadUpToItsCode) {
  for (const char* text : {R"({"code":0})", R"({"code":0,"x":)", R"({"code":0 ,"x":1})", R"( {"code":0})"}) {
    EXPECT_EQ(read_reply_head(text)->code, 0) << text;
    EXPECT_EQ(read_reply_head(text)->text, "") << text;
  }
  EXPECT_EQ(read_reply_head(R"({"code":0.5,"x":1})"), std::nullopt);
}

TEST(PayloadTest, MembersOfInnerObjectsDoNotCount) {
  EXPECT_EQ(read_reply_head(R"({"inner":{"code":7},"list":[{"code":8},9],"code":3})")->code, 3);
  EXPECT_EQ(read_reply_head(R"({"inner":{"code":-7},"code":-3})")->code, -3);
  EXPECT_EQ(read_reply_head(R"({"code":3,"inner":{"text":"x"}})")->text, "");
  EXPECT_EQ(read_reply_head(R"({"inner":{"code":7}})"), std::nullopt);
}

TEST(PayloadTest, RefusesAReplyWithoutAUsableCode) {
  for (const char* text : {"", " ", "{}", "[]", "[{\"code\":0}]", "0", "null", "{\"code\":\"0\"}", "{\"code\":1.5}",
                           "{\"code\":{\"x\":-5}}", "{\"code\":[-5]}", "{\"code\":[5]}", "{\"code\":99999999999}",
                           "{\"code\":99999999999999999999}", "{\"code\":", "{code:0}"}) {
    EXPECT_EQ(read_reply_head(text), std::nullopt) << text;
  }
}

TEST(PayloadTest, ReadsTheReplyToHello) {
  const auto reply = read_hello_reply(R"({"code":0,"time":1700000000123,"heartbeat":60})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->time_ms, 1700000000123);
  EXPECT_EQ(reply->heartbeat_s, 60);
  EXPECT_EQ(read_hello_reply(R"({"code":0})")->heartbeat_s, std::nullopt);
  EXPECT_FALSE(read_hello_reply("{"));
}

TEST(PayloadTest, ReadsTheReplyToLogin) {
  const auto reply =
      read_login_reply(R"({"code":0,"self":{"token":"wrong"},"token":"right","expires":1700086400,"cursor":4})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->token, "right");
  EXPECT_EQ(reply->expires_s, 1700086400);
  EXPECT_EQ(read_login_reply(R"({"code":0})")->token, "");
}

TEST(PayloadTest, ReadsTheReasonOfAKick) {
  EXPECT_EQ(read_thrown_out(R"({"reason":"server"})").reason, "server");
  EXPECT_EQ(read_thrown_out(R"({"reason":"server","userID":"alice"})").user_id, "alice");
  EXPECT_EQ(read_thrown_out("{}").reason, "");
  EXPECT_EQ(read_thrown_out("").reason, "");
  EXPECT_EQ(read_thrown_out("{\"reason\":3}").reason, "");
}

TEST(PayloadTest, ReadsTheGoldenPong) {
  const char golden[] = {0x00, 0x00, 0x01, static_cast<char>(0x8b), static_cast<char>(0xcf), static_cast<char>(0xe5),
                         0x68, 0x7b};
  const std::string_view bytes(golden, sizeof golden);
  EXPECT_EQ(read_pong(bytes), 1700000000123);
  EXPECT_EQ(write_pong(1700000000123), bytes);
  EXPECT_EQ(read_pong(write_pong(-1)), -1);
  EXPECT_EQ(read_pong("1234567"), std::nullopt);
  EXPECT_EQ(read_pong(""), std::nullopt);
}

TEST(PayloadTest, AGoawayMayNameAPort) {
  EXPECT_EQ(write_goaway_port(7101), R"({"port":7101})");
  EXPECT_EQ(read_goaway_port(write_goaway_port(65535)), 65535);
  for (const char* text : {"", "{}", "[7101]", R"({"port":0})", R"({"port":65536})", R"({"port":"7101"})"})
    EXPECT_EQ(read_goaway_port(text), std::nullopt) << text;
}

}  // namespace
}  // namespace chatproof::wire
