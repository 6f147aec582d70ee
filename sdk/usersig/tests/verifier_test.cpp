#include "sdk/usersig/verifier.hpp"

#include <gtest/gtest.h>

#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/usersig/limits.hpp"
#include "sdk/usersig/tests/vectors.hpp"

namespace chatproof::usersig {
namespace {

constexpr const vectors::Vector& xiaojun = vectors::all[1];

// Everything as in the vector; a test changes one thing.
VerifyParams good() { return {xiaojun.sdk_app_id, xiaojun.user_id, vectors::key, xiaojun.time, {}}; }

Verdict verify(std::string_view ticket, const VerifyParams& params = good()) {
  return Verifier().verify(params, ticket);
}

std::string packed(std::string_view json) { return base64_encode(Deflater(6).compress(json), Alphabet::ticket); }

// The vector's JSON with a part of it replaced.
std::string changed(std::string_view from, std::string_view to) {
  std::string json(xiaojun.json);
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return packed(json.replace(at, from.size(), to));
}

TEST(VerifierTest, AcceptsEveryKnownTicket) {
  Verifier verifier;
  for (const vectors::Vector& vector : vectors::all) {
    SCOPED_TRACE(vector.name);
    const Verdict verdict =
        verifier.verify({vector.sdk_app_id, vector.user_id, vectors::key, vector.time, {}}, vector.ticket);
    EXPECT_TRUE(verdict.valid()) << verdict.text();
    EXPECT_EQ(verdict.code(), 0);
    EXPECT_EQ(verdict.fields.version, "2.0");
    EXPECT_EQ(verdict.fields.identifier, vector.user_id);
    EXPECT_EQ(verdict.fields.sdk_app_id, vector.sdk_app_id);
    EXPECT_EQ(verdict.fields.time, vector.time);
    EXPECT_EQ(verdict.fields.expire, vector.expire);
    EXPECT_EQ(verdict.fields.signature, vector.signature);
    EXPECT_EQ(verdict.fields.userbuf_base64.has_value(), !vector.userbuf_hex.empty());
  }
}

TEST(VerifierTest, ReadsJsonWithBlanksInAnyOrderAndWithMoreMembers) {
  EXPECT_TRUE(verify(vectors::spaced_ticket).valid());
  const std::string shuffled = std::string(R"({ "TLS.sig":")") + std::string(xiaojun.signature) +
                               R"(", "future":[1,{}], "TLS.time":1700000000,"TLS.expire":15552000,
      "TLS.sdkappid":1400000000, "TLS.ver":"2.0", "TLS.identifier":"xiao\u006aun"})";
  const Verdict verdict = verify(packed(shuffled));
  EXPECT_TRUE(verdict.valid()) << verdict.text();
}

TEST(VerifierTest, RefusesTheEmptyTicket) {
  EXPECT_EQ(verify("").code(), 70002);
  EXPECT_EQ(verify("").cause, Cause::empty);
}

TEST(VerifierTest, RefusesWhatCannotBeUnpacked) {
  const std::string ticket(xiaojun.ticket);
  EXPECT_EQ(verify(ticket.substr(0, 101)).cause, Cause::not_base64);
  EXPECT_EQ(verify(ticket.substr(0, 100)).cause, Cause::not_zlib);
  EXPECT_EQ(verify("not a ticket").cause, Cause::not_base64);
  EXPECT_EQ(verify("abcd").cause, Cause::not_zlib);
  EXPECT_EQ(verify(std::string(ticket_chars_max + 1, 'A')).cause, Cause::too_long);
  EXPECT_EQ(verify(packed("plain")).cause, Cause::not_json);
  EXPECT_EQ(verify(packed("[1]")).cause, Cause::not_json);
  EXPECT_EQ(verify(changed(":15552000", ":99999999999999999999")).cause, Cause::not_json);
  EXPECT_EQ(verify(packed("{\"TLS.ver\":\"2.0\"")).cause, Cause::not_json);
  EXPECT_EQ(verify(packed("{\"TLS.ver\":\"\xff\"}")).cause, Cause::not_json);
  EXPECT_EQ(verify(packed(std::string(json_bytes_max + 1, ' '))).cause, Cause::not_zlib);
  for (const Cause cause : {Cause::too_long, Cause::not_base64, Cause::not_zlib, Cause::not_json}) {
    EXPECT_EQ(code_of(cause), 70003) << name_of(cause);
  }
}

TEST(VerifierTest, NamesTheForgottenLastStep) {
  std::string ordinary(xiaojun.ticket);
  for (char& c : ordinary) c = c == '*' ? '+' : c == '-' ? '/' : c == '_' ? '=' : c;
  EXPECT_NE(verify(ordinary).detail.find("the last step"), std::string::npos) << verify(ordinary).text();
}

TEST(VerifierTest, RefusesTicketsWithoutAFieldOrWithAWrongOne) {
  for (const char* name : {"TLS.ver", "TLS.identifier", "TLS.sdkappid", "TLS.expire", "TLS.time", "TLS.sig"}) {
    const Verdict verdict = verify(changed(name, "TLS.other"));
    EXPECT_EQ(verdict.code(), 70005) << name;
    EXPECT_EQ(verdict.detail, std::string(name) + " is missing");
  }
  EXPECT_EQ(verify(changed("\"2.0\"", "\"1.0\"")).cause, Cause::wrong_version);
  EXPECT_EQ(verify(changed("\"2.0\"", "\"1.0\"")).code(), 70005);
  EXPECT_EQ(verify(changed("\"2.0\"", "2.0")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed(":1400000000", ":\"1400000000\"")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed(":1400000000", ":-1")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed(":1700000000", ":1.5")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed(":15552000", ":-1")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed(":15552000", ":9999999999999")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed("{", R"({"TLS.identifier":"bob",)")).cause, Cause::field_missing);
  EXPECT_EQ(verify(changed("{", R"({"TLS.userbuf":1,)")).cause, Cause::field_missing);
}

TEST(VerifierTest, RefusesTicketsOfAnotherAppUserOrKey) {
  VerifyParams other_app = good();
  other_app.sdk_app_id = 1400000001;
  EXPECT_EQ(verify(xiaojun.ticket, other_app).code(), 70014);
  VerifyParams other_user = good();
  other_user.user_id = "Xiaojun";
  EXPECT_EQ(verify(xiaojun.ticket, other_user).code(), 70013);
  VerifyParams other_key = good();
  other_key.key = "another key";
  EXPECT_EQ(verify(xiaojun.ticket, other_key).code(), 70009);
}

TEST(VerifierTest, NoticesEveryAlteredField) {
  EXPECT_EQ(verify(changed("15552000", "15552001")).code(), 70009);
  EXPECT_EQ(verify(changed("1700000000", "1700000001")).code(), 70009);
  EXPECT_EQ(verify(changed("LvA7d", "LvA7e")).code(), 70009);
  EXPECT_EQ(verify(changed("B4=\"", "B4\"")).code(), 70009);
  EXPECT_EQ(verify(changed("{", R"({"TLS.userbuf":"AAAA",)")).code(), 70009);
  VerifyParams other = good();
  other.user_id = "xiaojuN";
  EXPECT_EQ(verify(changed("xiaojun", "xiaojuN"), other).code(), 70009);
}

TEST(VerifierTest, BelievesNoSignatureWhenThereIsNoKey) {
  CreateParams params;
  params.user_id = "xiaojun";
  params.key = "k";
  const Created created = create(params);
  VerifyParams no_key = {0, "xiaojun", "", 0, {}};
  EXPECT_EQ(verify(created.ticket, no_key).cause, Cause::wrong_signature);
}

TEST(VerifierTest, TakesATicketInItsLastSecondAndRefusesItInTheNext) {
  VerifyParams params = good();
  params.now = xiaojun.time + xiaojun.expire;
  EXPECT_TRUE(verify(xiaojun.ticket, params).valid());
  ++params.now;
  EXPECT_EQ(verify(xiaojun.ticket, params).code(), 70001);
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::expired);
}

TEST(VerifierTest, ATicketOfNoSecondsIsGoodInItsOwn) {
  CreateParams ticket;
  ticket.sdk_app_id = 1;
  ticket.user_id = "a";
  ticket.key = "k";
  ticket.now = 1000;
  ticket.expire = 0;
  const Created created = create(ticket);
  ASSERT_TRUE(created.ok()) << created.problem;
  EXPECT_TRUE(verify(created.ticket, {1, "a", "k", 1000, {}}).valid());
  EXPECT_EQ(verify(created.ticket, {1, "a", "k", 1001, {}}).cause, Cause::expired);
}

TEST(VerifierTest, RefusesRevokedTicketsByTheSecondOfTheirIssue) {
  VerifyParams params = good();
  params.revoked_before = xiaojun.time - 1;
  EXPECT_TRUE(verify(xiaojun.ticket, params).valid());
  params.revoked_before = xiaojun.time;
  EXPECT_EQ(verify(xiaojun.ticket, params).code(), 70001);
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::revoked);
}

// The order of spec login 15.22: with two defects the earlier one is reported.
TEST(VerifierTest, LooksInTheOrderOfTheService) {
  VerifyParams params = {1, "bob", "wrong", xiaojun.time + xiaojun.expire + 1, xiaojun.time};
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::wrong_sdk_app_id);
  params.sdk_app_id = xiaojun.sdk_app_id;
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::wrong_identifier);
  params.user_id = xiaojun.user_id;
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::wrong_signature);
  params.key = vectors::key;
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::expired);
  params.now = xiaojun.time;
  EXPECT_EQ(verify(xiaojun.ticket, params).cause, Cause::revoked);
}

TEST(VerifierTest, ForgetsTheTicketBefore) {
  Verifier verifier;
  EXPECT_TRUE(verifier.verify(good(), xiaojun.ticket).valid());
  EXPECT_FALSE(verifier.verify(good(), xiaojun.ticket.substr(0, 100)).valid());
  EXPECT_EQ(verifier.verify(good(), "").fields.identifier, "");
  EXPECT_EQ(verifier.unpacked(), "");
  EXPECT_TRUE(verifier.verify(good(), xiaojun.ticket).valid());
}

}  // namespace
}  // namespace chatproof::usersig
