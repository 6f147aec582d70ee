#include "sdk/usersig/codec.hpp"

#include <gtest/gtest.h>

#include "sdk/usersig/text.hpp"

namespace chatproof::usersig {
namespace {

std::string decoded(std::string_view text, Alphabet alphabet) {
  std::string out;
  return base64_decode(text, alphabet, out) ? out : "refused";
}

TEST(Base64Test, EncodesEveryRestOfThree) {
  EXPECT_EQ(base64_encode("", Alphabet::standard), "");
  EXPECT_EQ(base64_encode("f", Alphabet::standard), "Zg==");
  EXPECT_EQ(base64_encode("fo", Alphabet::standard), "Zm8=");
  EXPECT_EQ(base64_encode("foo", Alphabet::standard), "Zm9v");
  EXPECT_EQ(base64_encode("foobar", Alphabet::standard), "Zm9vYmFy");
}

TEST(Base64Test, ExchangesThreeCharactersInTickets) {
  const std::string bytes = "\xfb\xff\xfe\xff";
  EXPECT_EQ(base64_encode(bytes, Alphabet::standard), "+//+/w==");
  EXPECT_EQ(base64_encode(bytes, Alphabet::ticket), "*--*-w__");
  EXPECT_EQ(decoded("*--*-w__", Alphabet::ticket), bytes);
  EXPECT_EQ(decoded("+//+/w==", Alphabet::standard), bytes);
}

TEST(Base64Test, DecodesWhatItEncodes) {
  std::string bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(decoded(base64_encode(bytes, Alphabet::ticket), Alphabet::ticket), bytes);
    bytes += static_cast<char>(i * 7);
  }
}

TEST(Base64Test, RefusesWhatIsNotExactlyOneText) {
  for (const char* text : {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9\n", " Zm9", "Zm8-", "Zh==", "Zm9=", "Zm=v"}) {
    EXPECT_EQ(decoded(text, Alphabet::standard), "refused") << text;
  }
  EXPECT_EQ(decoded("+//+/w==", Alphabet::ticket), "refused");
  EXPECT_EQ(decoded("*--*-w__", Alphabet::standard), "refused");
}

TEST(ZlibTest, UnpacksWhatWasPackedAgainAndAgainWithTheSameState) {
  Deflater deflater(6);
  Inflater inflater;
  std::string room(1000, '\0');
  for (int i = 0; i < 3; ++i) {
    const std::string text(static_cast<std::size_t>(100 + i), static_cast<char>('a' + i));
    std::size_t written = 0;
    ASSERT_EQ(inflater.unpack(deflater.compress(text), room.data(), room.size(), written), Inflater::Outcome::ok);
    EXPECT_EQ(room.substr(0, written), text);
  }
}

TEST(ZlibTest, TellsTheWaysInWhichAStreamIsWrong) {
  Inflater inflater;
  std::string room(100, '\0');
  std::size_t written = 0;
  const std::string whole = Deflater(6).compress("some text, some text");
  std::string damaged = whole;
  damaged.back() = static_cast<char>(damaged.back() + 1);  // the Adler-32
  const auto outcome = [&](std::string_view bytes) {
    return inflater.unpack(bytes, room.data(), room.size(), written);
  };
  EXPECT_EQ(outcome(damaged), Inflater::Outcome::damaged);
  EXPECT_EQ(outcome("plain"), Inflater::Outcome::damaged);
  EXPECT_EQ(outcome(whole.substr(0, whole.size() - 1)), Inflater::Outcome::truncated);
  EXPECT_EQ(outcome(""), Inflater::Outcome::truncated);
  EXPECT_EQ(outcome(whole + "x"), Inflater::Outcome::trailing_bytes);
  EXPECT_EQ(outcome(Deflater(6).compress(std::string(101, 'a'))), Inflater::Outcome::too_large);
  EXPECT_EQ(outcome(Deflater(6).compress(std::string(100, 'a'))), Inflater::Outcome::ok);
}

TEST(HmacTest, SignsAsTheRfcSaysAndChangesKeysBetweenCalls) {
  Hmac hmac;
  unsigned char out[Hmac::size];
  const auto sign = [&](std::string_view key, std::string_view text) {
    hmac.sign(key, text, out);
    return hex({reinterpret_cast<const char*>(out), Hmac::size});
  };
  // RFC 4231, test case 2.
  const char* expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  EXPECT_EQ(sign("Jefe", "what do ya want for nothing?"), expected);
  EXPECT_EQ(sign("Jefe", "what do ya want for nothing?"), expected);
  EXPECT_NE(sign("Jeff", "what do ya want for nothing?"), expected);
  EXPECT_EQ(sign("Jefe", "what do ya want for nothing?"), expected);
}

TEST(TextTest, WritesTimesAndSpansForPeople) {
  EXPECT_EQ(utc(1700000000), "2023-11-14 22:13:20 UTC");
  EXPECT_EQ(utc(0), "1970-01-01 00:00:00 UTC");
  EXPECT_EQ(utc(1'000'000'000'000), "1000000000000 (Unix seconds)");
  EXPECT_EQ(span(15552000), "180 d");
  EXPECT_EQ(span(90061), "1 d 1 h");
  EXPECT_EQ(span(86401), "1 d");
  EXPECT_EQ(span(59), "59 s");
  EXPECT_EQ(span(0), "0 s");
}

TEST(TextTest, QuotesForeignTextSoThatATerminalIsSafe) {
  EXPECT_EQ(in_quotes("a\x1b[2J\"\n"), R"("a\x1b[2J\"\x0a")");
  EXPECT_EQ(in_quotes(std::string(81, 'x')), '"' + std::string(80, 'x') + "...\"");
}

}  // namespace
}  // namespace chatproof::usersig
