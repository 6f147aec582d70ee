#include "mockserver/control/http.hpp"

#include <gmock/gmock.h>

#include "mockserver/control/tests/http_client.hpp"

namespace chatproof::control {
namespace {

using runtime::NetError;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Answers with what it was asked; /stream begins a stream, /no is refused.
class Echo final : public HttpHandler {
 public:
  std::optional<HttpResponse> refuse(const HttpRequest& head) override {
    if (head.path == "/no") return HttpResponse{403, "text/plain", "no"};
    return std::nullopt;
  }
  std::size_t body_max(const HttpRequest&) override { return 10; }
  HttpResponse answer(const HttpRequest& request, HttpConnectionId connection) override {
    last = request;
    if (request.path == "/stream") {
      reader = connection;
      return {200, "text/plain", "begin", {}, true};
    }
    return {200, "text/plain", request.method + " " + request.path + " " + request.body};
  }
  HttpResponse complaint(unsigned status, std::string_view text) override {
    return {status, "text/plain", std::string(text)};
  }
  void stream_ended(HttpConnectionId connection) override { ended = connection; }

  HttpRequest last;
  HttpConnectionId reader = 0, ended = 0;
};

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { EXPECT_EQ(server_.listen({"server", 80}, {}), NetError::none); }
  HttpClient& client() {
    clients_.push_back(std::make_unique<HttpClient>(world_, runtime::Endpoint{"server", 80}));
    return *clients_.back();
  }

  runtime::SimWorld world_;
  Echo echo_;
  HttpServer server_{world_.loop(), world_.network("server"), echo_};
  std::vector<std::unique_ptr<HttpClient>> clients_;
};

TEST_F(HttpServerTest, AnswersOneRequestAfterTheOtherOnAConnection) {
  HttpClient& one = client();
  EXPECT_THAT(one.get("/a"), EndsWith("GET /a "));
  EXPECT_THAT(one.send("POST", "/b", "text"), EndsWith("POST /b text"));
  EXPECT_FALSE(one.ended);
  EXPECT_THAT(one.get("/c", "Connection: close\r\n"), EndsWith("GET /c "));
  EXPECT_TRUE(one.ended);
  EXPECT_EQ(server_.connections(), 0u);
}

TEST_F(HttpServerTest, AnswersRequestsThatCameTogetherInTheirOrder) {
  const std::string text = client().say("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_LT(text.find("GET /1"), text.find("GET /2"));
  EXPECT_THAT(text, HasSubstr("GET /2"));
}

TEST_F(HttpServerTest, ReadsARequestThatComesByteByByte) {
  HttpClient& slow = client();
  const std::string text = "PUT /a?x=%41+b HTTP/1.1\r\nHost: a\r\nX-Odd: 1\r\nContent-Length: 3\r\n\r\nabc";
  for (const char c : text) slow.say(std::string(1, c));
  EXPECT_THAT(slow.got, EndsWith("PUT /a abc"));
  EXPECT_EQ(echo_.last.query.at("x"), "A b");
  EXPECT_EQ(echo_.last.header("x-odd"), "1");
}

TEST_F(HttpServerTest, ReadsChunkedBodies) {
  EXPECT_THAT(
      client().say("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"),
      EndsWith("POST /a abc"));
}

TEST_F(HttpServerTest, AsksForTheBodyOfThoseWhoWait) {
  HttpClient& waiting = client();
  EXPECT_THAT(waiting.say("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"),
              StartsWith("HTTP/1.1 100 "));
  EXPECT_THAT(waiting.say("hi"), EndsWith("POST /a hi"));
}

TEST_F(HttpServerTest, ARequestThatNeverEndsIsEndedHoweverManyBytesCome) {
  HttpClient& slow = client();
  slow.say("GET /a HTTP/1.1\r\nHost: a\r\n");
  for (int i = 0; i < 70 && !slow.ended; ++i) {
    world_.loop().run_for(std::chrono::seconds(1));
    if (!slow.ended) slow.say("X-Odd: 1\r\n");
  }
  EXPECT_TRUE(slow.ended);
  EXPECT_THAT(slow.got, StartsWith("HTTP/1.1 408 "));
}

TEST_F(HttpServerTest, ManyWhoSayLittleDoNotKeepOthersOut) {
  for (std::size_t i = 0; i < 2 * http_connections_max; ++i) client().say("GET /a HTTP/1.1\r\n");
  EXPECT_EQ(server_.connections(), http_connections_max);
  EXPECT_THAT(clients_.front()->got, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(client().get("/b"), EndsWith("GET /b "));
}

TEST_F(HttpServerTest, StreamsDoNotGiveWay) {
  HttpClient& reader = client();
  reader.get("/stream");
  for (std::size_t i = 0; i < 2 * http_connections_max; ++i) client().say("GET /a HTTP/1.1\r\n");
  EXPECT_FALSE(reader.ended);
}

TEST_F(HttpServerTest, AHeadHasNoBody) {
  HttpClient& one = client();
  const std::string text = one.say("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(text, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(text, EndsWith("\r\n\r\n"));
  EXPECT_THAT(one.say("HEAD /no HTTP/1.1\r\nHost: a\r\n\r\n"), EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, RefusesTwoHostsAndOtherDoubles) {
  for (const char* name : {"Host: b", "Authorization: a\r\nAuthorization: b", "Origin: a\r\nORIGIN: b"})
    EXPECT_THAT(client().say("GET /a HTTP/1.1\r\nHost: a\r\n" + std::string(name) + "\r\n\r\n"),
                StartsWith("HTTP/1.1 400 "));
}

TEST_F(HttpServerTest, RefusesBeforeTheBodyIsRead) {
  EXPECT_EQ(status_of(client().say("POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")), "403");
  EXPECT_EQ(status_of(client().say("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")), "413");
}

TEST_F(HttpServerTest, RefusesWhatIsTooLongOrNoHttp) {
  EXPECT_EQ(status_of(client().say("nonsense\r\n\r\n")), "400");
  EXPECT_EQ(status_of(client().get("/a?b=%zz")), "400");
  EXPECT_EQ(status_of(client().get("http://elsewhere/")), "400");
  EXPECT_EQ(status_of(client().get("/a", "X: " + std::string(http_header_bytes_max, 'x') + "\r\n")), "431");
  EXPECT_EQ(
      status_of(client().say("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nabcdefghijk\r\n")),
      "413");
  EXPECT_EQ(server_.connections(), 0u);
}

TEST_F(HttpServerTest, LosesPatienceWithThoseWhoSayNothing) {
  HttpClient& silent = client();
  HttpClient& slow = client();
  slow.say("GET /a HT");
  silent.pass(http_patience);
  EXPECT_TRUE(silent.ended);
  EXPECT_EQ(silent.got, "");
  EXPECT_EQ(status_of(slow.got), "408");
  EXPECT_EQ(server_.connections(), 0u);
}

TEST_F(HttpServerTest, StreamsUntilTheReaderGoes) {
  HttpClient& reader = client();
  EXPECT_THAT(reader.get("/stream"), EndsWith("begin"));
  reader.pass(2 * http_patience);
  server_.write(echo_.reader, " and more");
  reader.pass(100ms);
  EXPECT_THAT(reader.got, EndsWith("begin and more"));
  EXPECT_EQ(echo_.ended, 0u);
  reader.close();
  reader.pass(100ms);
  EXPECT_EQ(echo_.ended, echo_.reader);
  server_.write(echo_.reader, "to nobody");
}

TEST_F(HttpServerTest, CutsOffAReaderThatLagsTooFarBehind) {
  HttpClient& reader = client();
  reader.get("/stream");
  reader.pause_reading(true);
  const std::string piece(1u << 20u, 'x');
  for (int i = 0; i < 8 && echo_.ended == 0; ++i) {
    server_.write(echo_.reader, piece);
    reader.pass(10ms);
  }
  EXPECT_EQ(echo_.ended, echo_.reader);
  EXPECT_NE(echo_.ended, 0u);
}

TEST_F(HttpServerTest, TakesSoManyStreamsAndNoMore) {
  for (std::size_t i = 0; i < http_connections_max; ++i) client().get("/stream");
  HttpClient& last = client();
  last.pass(100ms);
  EXPECT_EQ(status_of(last.got), "503");
  EXPECT_TRUE(last.ended);
  EXPECT_EQ(server_.connections(), http_connections_max);
}

TEST(PercentDecodedTest, DecodesOrRefuses) {
  EXPECT_EQ(percent_decoded("a%20b%2Fc+d", false), "a b/c+d");
  EXPECT_EQ(percent_decoded("a+b", true), "a b");
  EXPECT_EQ(percent_decoded("%4", false), std::nullopt);
  EXPECT_EQ(percent_decoded("%", false), std::nullopt);
  EXPECT_EQ(percent_decoded("%g1", false), std::nullopt);
}

}  // namespace
}  // namespace chatproof::control
