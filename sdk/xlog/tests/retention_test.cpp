#include "sdk/xlog/retention.hpp"

#include <gmock/gmock.h>

#include "sdk/tests/scratch.hpp"

namespace chatproof::xlog {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 2023-11-14 22:13:20 UTC
constexpr runtime::UnixTime now{1700000000s};

class RetentionTest : public ScratchTest {
 protected:
  void file(const std::string& name, std::chrono::seconds age) const {
    write(scratch / name, "x");
    std::filesystem::last_write_time(
        scratch / name, std::filesystem::file_time_type::clock::from_sys(std::chrono::sys_seconds(1700000000s - age)));
  }
  [[nodiscard]] std::vector<std::string> deleted() const {
    std::vector<std::string> names;
    const CleanedUp done = clean_up(scratch, now);
    EXPECT_THAT(done.problems, IsEmpty());
    for (const auto& path : done.deleted) {
      EXPECT_FALSE(std::filesystem::exists(path));
      names.push_back(path.filename().string());
    }
    return names;
  }
};

TEST_F(RetentionTest, DeletesOnlyWhatIsStrictlyOlderThanSevenDays) {
  file("imsdk_20231107.xlog", 7 * 24h);
  file("imsdk_20231106.xlog", 7 * 24h + 1s);
  file("imsdk_C_20231101.xlog", 13 * 24h);
  file("imsdk_20231113.xlog", 24h);
  EXPECT_THAT(deleted(), ElementsAre("imsdk_20231106.xlog", "imsdk_C_20231101.xlog"));
  EXPECT_THAT(deleted(), IsEmpty());
}

TEST_F(RetentionTest, LeavesEverythingElseAlone) {
  file("app_20230101.xlog", 9999h);
  file("imsdk_20230101.log", 9999h);
  file("imsdk_20230101.xlog.log", 9999h);
  file("my_imsdk_20230101.xlog", 9999h);
  file("imsdk_20231114.xlog", 9999h);  // today's, whatever its time says
  std::filesystem::create_directories(scratch / "imsdk_directory.xlog");
  std::filesystem::create_directories(scratch / "below");
  file("below/imsdk_20230101.xlog", 9999h);
  file("target", 9999h);
  std::filesystem::create_symlink(scratch / "target", scratch / "imsdk_link.xlog");
  EXPECT_THAT(deleted(), IsEmpty());
}

TEST_F(RetentionTest, KnowsTodayInTheLocalZone) {
  file("imsdk_20231115.xlog", 9999h);
  EXPECT_THAT(clean_up(scratch, now, 8h).deleted, IsEmpty());
  EXPECT_THAT(clean_up(scratch, now, 0h).deleted, ElementsAre(scratch / "imsdk_20231115.xlog"));
}

TEST_F(RetentionTest, KeepsToItsPrefix) {
  file("imsdk_1.xlog", 9999h);
  file("app_1.xlog", 9999h);
  EXPECT_THAT(clean_up(scratch, now, {}, "app").deleted, ElementsAre(scratch / "app_1.xlog"));
}

TEST_F(RetentionTest, FindsAMissingDirectoryCleanAndReportsAFileInItsPlace) {
  EXPECT_THAT(clean_up(scratch / "nowhere", now).problems, IsEmpty());
  file("file", 1s);
  EXPECT_EQ(clean_up(scratch / "file", now).problems.size(), 1U);
}

}  // namespace
}  // namespace chatproof::xlog
