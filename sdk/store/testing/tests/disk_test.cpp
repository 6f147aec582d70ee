#include "sdk/store/testing/disk.hpp"

#include <gmock/gmock.h>

#include "sdk/store/testing/store_file.hpp"
#include "sdk/tests/scratch.hpp"

namespace chatproof::store {
namespace {

using ::testing::HasSubstr;

Message text(const std::string& id) {
  Message message;
  message.id = id;
  message.conversation = "c2c_bob";
  return message;
}

class DiskTest : public ScratchTest {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return path_for(scratch, 1400000000, "alice"); }
  [[nodiscard]] Opened open() const { return Store::open(file(), {.bytes_max = {}, .vfs = disk.name()}); }
  // Two messages and the cursor of the second, in a file that nobody has open.
  void fill() {
    auto opened = open();
    ASSERT_TRUE(opened.store) << opened.status.text;
    const Message messages[] = {text("m1"), text("m2")};
    ASSERT_TRUE(opened.store->receive(messages, 2).ok());
  }
  void expect_nothing_lost() {
    disk.become(DiskState::healthy);
    auto opened = open();
    ASSERT_TRUE(opened.store) << opened.status.text;
    EXPECT_TRUE(opened.store->find("m1").value);
    EXPECT_TRUE(opened.store->find("m2").value);
    EXPECT_EQ(opened.store->cursor().value, 2);
  }
  Disk disk;
};

TEST_F(DiskTest, ChangesNothingWhileItIsHealthy) {
  fill();
  expect_nothing_lost();
}

TEST_F(DiskTest, RefusesEveryChangeFromTheMomentItIsFull) {
  fill();
  {
    auto opened = open();
    ASSERT_TRUE(opened.store->insert(text("m3")).value);
    disk.become(DiskState::full);
    const Message messages[] = {text("m4"), text("m5")};
    const auto received = opened.store->receive(messages, 4);
    EXPECT_EQ(received.status.code, code_io_failed);
    EXPECT_THAT(received.status.text, HasSubstr("no space"));
    EXPECT_EQ(opened.store->set_cursor(5).code, code_io_failed);
    EXPECT_TRUE(opened.store->find("m3").value);  // reading goes on
    EXPECT_EQ(opened.store->find("m4").value, std::nullopt);
    EXPECT_EQ(opened.store->cursor().value, 2);
    disk.become(DiskState::healthy);
    EXPECT_TRUE(opened.store->receive(messages, 2).ok());  // the same store goes on by itself
    EXPECT_TRUE(opened.store->find("m4").value);
  }
  expect_nothing_lost();
}

TEST_F(DiskTest, CannotBeOpenedAnewWhenItIsFull) {
  fill();
  disk.become(DiskState::full);
  const auto before = digest_of(file());
  const auto opened = open();
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
  EXPECT_THAT(opened.status.text, HasSubstr(file().string()));
  EXPECT_EQ(digest_of(file()), before);
  expect_nothing_lost();
}

TEST_F(DiskTest, KeepsWhatWasWrittenBeforeItFilledUpAndTheStoreWasClosed) {
  {
    auto opened = open();
    const Message messages[] = {text("m1"), text("m2")};
    ASSERT_TRUE(opened.store->receive(messages, 2).ok());
    disk.become(DiskState::full);  // the log cannot be put into the file any more
  }
  expect_nothing_lost();
}

TEST_F(DiskTest, RefusesEveryChangeFromTheMomentItIsReadOnly) {
  fill();
  {
    auto opened = open();
    disk.become(DiskState::read_only);
    EXPECT_EQ(opened.store->insert(text("m3")).status.code, code_io_failed);
    EXPECT_EQ(opened.store->set_cursor(9).code, code_io_failed);
  }
  expect_nothing_lost();
}

TEST_F(DiskTest, CannotBeOpenedWhenItIsReadOnly) {
  fill();
  disk.become(DiskState::read_only);
  const auto opened = open();
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
  expect_nothing_lost();
}

TEST_F(DiskTest, IsNeverBegunOnAReadOnlyDisk) {
  disk.become(DiskState::read_only);
  const auto opened = open();
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(DiskTest, IsItsOwn) {
  const Disk other;
  EXPECT_NE(other.name(), disk.name());
  disk.become(DiskState::full);
  EXPECT_EQ(other.state(), DiskState::healthy);
}

}  // namespace
}  // namespace chatproof::store
