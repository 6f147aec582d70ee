#include <gtest/gtest.h>

#include <set>

#include "conformance/stage/world.hpp"

namespace chatproof::stage {
namespace {

// A user who came back to another case's server was told that its ticket had expired.
TEST(RealWorldTest, NoServerGetsThePortOfOneThatIsDown) {
  constexpr std::uint16_t given_away_from = 32'768;  // what Linux gives to whoever asks for any
  std::set<std::uint16_t> ports;
  for (int i = 0; i < 50; ++i) {
    const auto address = make_world("tcp", {})->server_address();  // and nobody listens there
    EXPECT_EQ(address.host, "127.0.0.1");
    EXPECT_GT(address.port, 1024);
    EXPECT_LT(address.port, given_away_from);
    EXPECT_TRUE(ports.insert(address.port).second) << address.port << " twice";
  }
}

}  // namespace
}  // namespace chatproof::stage
