#include "sdk/v2tim/device_id.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sdk/tests/scratch.hpp"

namespace chatproof::v2tim {
namespace {

using DeviceIdTest = ScratchTest;

TEST_F(DeviceIdTest, IsKeptForTheNextStart) {
  const std::string first = device_id_in(scratch, runtime::Random(1));
  EXPECT_EQ(first.size(), 16u);
  EXPECT_EQ(device_id_in(scratch, runtime::Random(2)), first);
}

TEST_F(DeviceIdTest, DiffersFromDeviceToDevice) {
  const std::string first = device_id_in(scratch, runtime::Random(1));
  EXPECT_NE(device_id_in(scratch / "nowhere", runtime::Random(2)), first);
}

TEST_F(DeviceIdTest, IsDrawnAgainWhenTheFileIsDamaged) {
  const std::string first = device_id_in(scratch, runtime::Random(1));
  for (const auto& entry : std::filesystem::directory_iterator(scratch)) std::ofstream(entry.path()) << "not an id";
  const std::string second = device_id_in(scratch, runtime::Random(2));
  EXPECT_EQ(second.size(), 16u);
  EXPECT_NE(second, first);
  EXPECT_EQ(device_id_in(scratch, runtime::Random(3)), second);
}

}  // namespace
}  // namespace chatproof::v2tim
