// A directory of a test's own, gone with the test; another checkout may run the same one at the same time.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace chatproof {

class ScratchTest : public ::testing::Test {
 protected:
  ScratchTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::filesystem::path(::testing::TempDir()) /
                       (std::string("chatproof_") + info->test_suite_name() + "_" + info->name() + "_XXXXXX");
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    scratch = name;
  }
  ~ScratchTest() override { std::filesystem::remove_all(scratch); }

  static std::string bytes_of(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
  }
  static void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary) << bytes;
  }

  std::filesystem::path scratch;
};

}  // namespace chatproof
