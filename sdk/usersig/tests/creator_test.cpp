#include "sdk/usersig/creator.hpp"

#include <gtest/gtest.h>

#include "sdk/usersig/tests/vectors.hpp"
#include "sdk/usersig/verifier.hpp"

namespace chatproof::usersig {
namespace {

std::string from_hex(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  }
  return out;
}

CreateParams params_of(const vectors::Vector& vector) {
  CreateParams params;
  params.sdk_app_id = vector.sdk_app_id;
  params.user_id = vector.user_id;
  params.key = vectors::key;
  params.now = vector.time;
  params.expire = vector.expire;
  if (!vector.userbuf_hex.empty()) params.userbuf = from_hex(vector.userbuf_hex);
  return params;
}

CreateParams xiaojun() { return params_of(vectors::all[0]); }

TEST(CreatorTest, WritesContentAndJsonByteForByte) {
  Creator creator;
  for (const vectors::Vector& vector : vectors::all) {
    SCOPED_TRACE(vector.name);
    const Created created = creator.create(params_of(vector));
    ASSERT_TRUE(created.ok()) << created.problem;
    EXPECT_EQ(created.content, vector.content);
    EXPECT_EQ(created.json, vector.json);
    EXPECT_NE(created.json.find(vector.signature), std::string::npos);
  }
}

// A stored block does not depend on the compressor, so the whole ticket is known.
TEST(CreatorTest, WritesTheWholeTicketByteForByteWhenNothingIsCompressed) {
  EXPECT_EQ(create(xiaojun(), 0).ticket, vectors::all[0].ticket);
}

TEST(CreatorTest, MakesTicketsThatVerifyAtEveryLevel) {
  Verifier verifier;
  for (int level = 0; level <= 9; ++level) {
    Creator creator(level);
    for (const vectors::Vector& vector : vectors::all) {
      const Created created = creator.create(params_of(vector));
      const Verdict verdict =
          verifier.verify({vector.sdk_app_id, vector.user_id, vectors::key, vector.time, {}}, created.ticket);
      EXPECT_TRUE(verdict.valid()) << vector.name << " at level " << level << ": " << verdict.text();
    }
  }
}

TEST(CreatorTest, EscapesWhatJsonMustNotHoldAsItIs) {
  CreateParams params = xiaojun();
  params.user_id = "a\"b\\c\n\xc3\xa9";
  const Created created = create(params);
  ASSERT_TRUE(created.ok());
  EXPECT_NE(created.json.find(R"("TLS.identifier":"a\"b\\c\n\u00e9")"), std::string::npos) << created.json;
  EXPECT_TRUE(
      Verifier().verify({params.sdk_app_id, params.user_id, params.key, params.now, {}}, created.ticket).valid());
}

TEST(CreatorTest, SaysWhyThereIsNoTicket) {
  const auto problem = [](void (*change)(CreateParams&)) {
    CreateParams params = xiaojun();
    change(params);
    const Created created = create(params);
    EXPECT_EQ(created.ticket, "");
    return created.problem;
  };
  EXPECT_NE(problem([](CreateParams& p) { p.user_id.clear(); }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.user_id = std::string(user_id_bytes_max + 1, 'x'); }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.user_id = "\xff"; }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.key.clear(); }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.now = -1; }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.expire = seconds_max + 1; }), "");
  EXPECT_NE(problem([](CreateParams& p) { p.userbuf = std::string(userbuf_bytes_max + 1, 'x'); }), "");
}

TEST(CreatorTest, MakesNothingThatAVerifierFindsTooLong) {
  CreateParams params = xiaojun();
  params.user_id = std::string(user_id_bytes_max, '\x01');  // six characters each in JSON
  params.userbuf = std::string(userbuf_bytes_max, 'x');
  params.now = params.expire = seconds_max;
  for (const int level : {0, 6}) {
    const Created created = create(params, level);
    const Verdict verdict =
        Verifier().verify({params.sdk_app_id, params.user_id, params.key, params.now, {}}, created.ticket);
    // Not compressed it may be longer than a ticket may be; then it must be that and nothing else.
    EXPECT_EQ(verdict.cause, level == 0 ? Cause::too_long : Cause::none) << verdict.text();
  }
}

}  // namespace
}  // namespace chatproof::usersig
