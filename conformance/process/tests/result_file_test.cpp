#include "conformance/process/result_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iterator>
#include <string>
#include <thread>

#include "sdk/tests/scratch.hpp"

namespace chatproof::process {
namespace {

namespace fs = std::filesystem;
using testing::EndsWith;

class ResultFileTest : public ScratchTest {
 protected:
  [[nodiscard]] std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(scratch), {}); }

  const fs::path file = scratch / "result.json";
};

TEST_F(ResultFileTest, WritesAFileAndNothingElse) {
  EXPECT_EQ(why_not_writable(file), "");
  EXPECT_EQ(files(), 0) << "asking leaves nothing behind";
  EXPECT_EQ(write_result(file, "first"), "");
  EXPECT_EQ(write_result(file, "2nd"), "");
  EXPECT_EQ(bytes_of(file), "2nd");
  EXPECT_EQ(files(), 1);
}

TEST_F(ResultFileTest, KeepsTheModeOfAFileThatIsThere) {
  write(file, "old");
  fs::permissions(file, fs::perms(0640));
  EXPECT_EQ(write_result(file, "new"), "");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0640));
}

TEST_F(ResultFileTest, GivesANewFileTheModeThatEveryOtherFileGets) {
  write(scratch / "other", "x");
  EXPECT_EQ(write_result(file, "new"), "");
  EXPECT_EQ(fs::status(file).permissions(), fs::status(scratch / "other").permissions());
}

TEST_F(ResultFileTest, FollowsSymbolicLinksAlsoToWhatIsNotThereYet) {
  fs::create_directory(scratch / "kept");
  fs::create_symlink("kept/target", scratch / "link");
  fs::create_symlink("link", file);
  EXPECT_EQ(why_not_writable(file), "");
  for (const std::string text : {"one", "another"}) {
    EXPECT_EQ(write_result(file, text), "");
    EXPECT_TRUE(fs::is_symlink(file) && fs::is_symlink(scratch / "link"));
    EXPECT_EQ(bytes_of(scratch / "kept" / "target"), text);
  }
}

TEST_F(ResultFileTest, WritesIntoDevicesAndPipesAsTheyAre) {
  EXPECT_EQ(write_result("/dev/null", "text"), "");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
  EXPECT_EQ(why_not_writable(file), "") << "does not wait for a reader";
  std::string read;
  std::thread reader([&] { read = bytes_of(file); });
  EXPECT_EQ(write_result(file, "through the pipe"), "");
  reader.join();
  EXPECT_EQ(read, "through the pipe");
  EXPECT_TRUE(fs::is_fifo(file));
}

TEST_F(ResultFileTest, DoesNotReplaceWhatADescriptorStandsFor) {
  write(file, "before, ");
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  EXPECT_EQ(write_result("/dev/fd/" + std::to_string(descriptor), "result, "), "");
  ASSERT_EQ(::write(descriptor, "after", 5), 5);
  ::close(descriptor);
  EXPECT_EQ(bytes_of(file), "before, result, after");
}

TEST_F(ResultFileTest, SaysWhyAndLeavesNothing) {
  EXPECT_THAT(why_not_writable(scratch / "none" / "file"), EndsWith("cannot be written: No such file or directory"));
  EXPECT_THAT(why_not_writable(scratch), EndsWith("cannot be written: Is a directory"));
  EXPECT_THAT(why_not_writable(scratch / std::string(300, 'x')), EndsWith("File name too long"));
  EXPECT_THAT(write_result("/dev/full", "text"), EndsWith("/dev/full cannot be written: No space left on device"));
  fs::create_directory(file);
  EXPECT_THAT(write_result(file, "text"), EndsWith("Is a directory"));
  EXPECT_EQ(files(), 1);
}

TEST_F(ResultFileTest, DoesNotWriteWhatIsReadOnlyThoughItCouldBeReplaced) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write everything";
  write(file, "kept");
  fs::permissions(file, fs::perms(0400));
  EXPECT_THAT(why_not_writable(file), EndsWith("Permission denied"));
  EXPECT_THAT(write_result(file, "text"), EndsWith("Permission denied"));
  EXPECT_EQ(bytes_of(file), "kept");
}

TEST_F(ResultFileTest, MakesADirectoryOrSaysWhyNot) {
  EXPECT_EQ(why_no_directory(scratch / "a" / "b"), "");
  EXPECT_TRUE(fs::is_empty(scratch / "a" / "b"));
  write(file, "in the way");
  EXPECT_THAT(why_no_directory(file / "below"), testing::HasSubstr("cannot be made: Not a directory"));
}

}  // namespace
}  // namespace chatproof::process
