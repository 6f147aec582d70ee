#include "sdk/usersig/userbuf.hpp"

#include <gtest/gtest.h>

#include "sdk/usersig/text.hpp"

namespace chatproof::usersig {
namespace {

Userbuf room_by_number() { return {"xiaojun", 1400000000, std::uint32_t{10000}, 1715552000, privilege_all, 0}; }
Userbuf room_by_name() { return {"xiaojun", 1400000000, std::string("adbjkl"), 1715552000, privilege_all, 0}; }

TEST(UserbufTest, EncodesTheKnownExamples) {
  EXPECT_EQ(hex(encode(room_by_number()).value_or("")), "0000077869616f6a756e53724e000000271066413f00000000ff00000000");
  EXPECT_EQ(hex(encode(room_by_name()).value_or("")),
            "0100077869616f6a756e53724e000000000066413f00000000ff0000000000066164626a6b6c");
}

TEST(UserbufTest, DecodesWhatItEncodes) {
  for (const Userbuf& userbuf : {room_by_number(), room_by_name(), Userbuf{}}) {
    EXPECT_EQ(decode_userbuf(encode(userbuf).value_or("")), userbuf);
  }
}

TEST(UserbufTest, RefusesEveryShorterAndLongerText) {
  for (const Userbuf& userbuf : {room_by_number(), room_by_name()}) {
    const std::string bytes = encode(userbuf).value_or("");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(decode_userbuf(bytes.substr(0, size)), std::nullopt) << size;
    }
    EXPECT_EQ(decode_userbuf(bytes + '\0'), std::nullopt);
  }
}

TEST(UserbufTest, EncodesNoTextThatItsLengthFieldCannotHold) {
  Userbuf userbuf = room_by_number();
  userbuf.account = std::string(0x10000, 'x');
  EXPECT_EQ(encode(userbuf), std::nullopt);
}

TEST(UserbufTest, NamesThePrivileges) {
  EXPECT_EQ(privilege_names(0), "none");
  EXPECT_EQ(privilege_names(1 | 8), "create, receive audio");
  EXPECT_EQ(privilege_names(256), "unknown 256");
}

}  // namespace
}  // namespace chatproof::usersig
