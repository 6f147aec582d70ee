#include "conformance/report/write.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

TEST(WriteTest, WritesFiveFilesAndNothingElse) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "chatproof_write_test" / "deep";
  std::filesystem::remove_all(directory);
  const Written written = write_reports(directory, sample_run(), sample_catalogue(), sample_vocabulary());
  EXPECT_EQ(written.error, "");
  EXPECT_GT(std::filesystem::file_size(written.html), 10'000u);
  EXPECT_GT(std::filesystem::file_size(written.json), 1'000u);
  EXPECT_GT(std::filesystem::file_size(written.junit), 1'000u);
  EXPECT_GT(std::filesystem::file_size(written.sarif), 1'000u);
  EXPECT_GT(std::filesystem::file_size(written.markdown), 1'000u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 5);
  std::filesystem::remove_all(directory.parent_path());
}

TEST(WriteTest, SaysWhatCouldNotBeWritten) {
  const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "chatproof_write_test_file";
  std::ofstream(file) << "in the way";
  EXPECT_THAT(write_reports(file / "below", sample_run(), {}, {}).error, testing::HasSubstr("cannot be made"));
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace chatproof::report
