#include "sdk/usersig/secrets.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/usersig/text.hpp"

namespace chatproof::usersig {
namespace {

using nlohmann::json;

std::string ticket_of(const std::string& user) {
  Creator creator;
  return creator.create({1400000000, user, std::string(64, 'k'), 1'700'000'000, 86'400, std::nullopt}).ticket;
}

struct SecretsTest : ::testing::Test {
  const std::string ticket = ticket_of("alice"), shown = shown_secret(SecretKind::ticket, ticket);
  Secrets secrets;
  SecretsTest() { secrets.learn(SecretKind::ticket, ticket); }
};

TEST_F(SecretsTest, StandNowhereInATextInWhateverForm) {
  std::string percent;
  for (const char c : ticket) percent += c == '*' ? "%2A" : c == '_' ? "%5f" : std::string(1, c);
  const std::string everywhere[] = {ticket,
                                    "a" + ticket + "b",
                                    ticket + ticket,
                                    "https://example.com/?sig=" + ticket + "&x=1",
                                    json{{"inside", json{{"inside", ticket}}.dump()}}.dump(),
                                    hex(ticket)};
  for (const std::string& text : everywhere) {
    const std::string hidden = secrets.hide(text);
    EXPECT_EQ(hidden.find(ticket), std::string::npos) << text;
    EXPECT_EQ(hidden.find(hex(ticket)), std::string::npos) << text;
    EXPECT_NE(hidden.find(shown), std::string::npos) << text;
  }
  EXPECT_EQ(secrets.hide("a" + ticket + "b"), "a" + shown + "b");
  EXPECT_EQ(secrets.hide(ticket + ticket), shown + shown);
}

TEST_F(SecretsTest, StandNowhereInBase64OrInUrls) {
  for (const std::string before : {"", "a", "ab", "abc"}) {
    const std::string text = base64_encode(before + ticket + "behind", Alphabet::standard);
    const std::string hidden = secrets.hide(text);
    EXPECT_NE(hidden.find(shown), std::string::npos) << text;
    EXPECT_LT(hidden.size(), text.size() - ticket.size()) << "only the ends are left";
  }
  for (const char* plain : {"-_", ""}) {
    std::string text;
    for (const char c : ticket)
      text += std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string(plain).find(c) != std::string::npos
                  ? std::string(1, c)
                  : "%" + hex(std::string(1, c));
    EXPECT_EQ(secrets.hide("?sig=" + text), "?sig=" + shown) << text;
  }
}

TEST_F(SecretsTest, ABeginningThatIsLongEnoughIsHiddenToo) {
  EXPECT_EQ(secrets.hide(ticket.substr(0, 60) + "..."), shown + "...");
  EXPECT_EQ(secrets.hide(ticket.substr(0, 60) + "AndSoOn."), shown + ".") << "a ticket that begins alike";
  EXPECT_EQ(secrets.hide(ticket.substr(0, 20)), ticket.substr(0, 20)) << "as every ticket begins";
}

TEST_F(SecretsTest, ATicketIsToldByItsFormByWhoDoesNotKnowIt) {
  const std::string other = ticket_of("bob");
  EXPECT_EQ(secrets.hide("it is " + other + "."), "it is " + shown_secret(SecretKind::ticket, other) + ".");
  EXPECT_EQ(secrets.hide(std::string(200, 'e')), std::string(200, 'e'));
}

TEST_F(SecretsTest, TokensAndKeysSayWhatTheyAre) {
  secrets.learn(SecretKind::token, "ABCDEFGHIJ-_345");
  secrets.learn(SecretKind::key, std::string(64, 'k'));
  secrets.learn(SecretKind::ticket, "any");
  EXPECT_EQ(secrets.hide("token ABCDEFGHIJ-_345, key " + std::string(64, 'k')), "token (a token), key (a key)");
  EXPECT_EQ(secrets.hide("in any case"), "in any case") << "too short to be one";
}

TEST_F(SecretsTest, AreFoundInEveryTextOfAValueAndInTheNamesOfItsMembers) {
  json value = {{"text", "my " + ticket}, {"list", json::array({1, ticket, json{{"x" + ticket, true}}})}, {"n", 3}};
  secrets.hide_in(value);
  EXPECT_EQ(value,
            (json{{"text", "my " + shown}, {"list", json::array({1, shown, json{{"x" + shown, true}}})}, {"n", 3}}));
}

TEST_F(SecretsTest, TheOldestOfVeryManyIsForgotten) {
  secrets.learn(SecretKind::key, std::string(64, 'k'));
  for (std::size_t i = 0; i < Secrets::known_max; ++i)
    secrets.learn(SecretKind::token, "token number " + std::to_string(i) + " of many");
  EXPECT_EQ(secrets.hide(std::string(64, 'k')), std::string(64, 'k'));
  EXPECT_EQ(secrets.hide("token number 1023 of many"), "(a token)");
}

}  // namespace
}  // namespace chatproof::usersig
