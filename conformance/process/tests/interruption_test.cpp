#include "conformance/process/interruption.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace chatproof::process {
namespace {

TEST(InterruptionTest, RemembersTheFirstSignal) {
  for (const auto& [signal, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
    const Interruption interruption;
    EXPECT_FALSE(Interruption::asked());
    EXPECT_EQ(Interruption::exit_code(), 0);
    std::raise(signal);
    EXPECT_TRUE(Interruption::asked());
    EXPECT_EQ(Interruption::exit_code(), code);
  }
}

TEST(InterruptionTest, TheSecondSignalEndsTheProgram) {
  EXPECT_EXIT(
      {
        const Interruption interruption;
        std::raise(SIGINT);
        std::raise(SIGTERM);
      },
      testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace chatproof::process
