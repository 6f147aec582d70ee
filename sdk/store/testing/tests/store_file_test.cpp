#include "sdk/store/testing/store_file.hpp"

#include <gmock/gmock.h>

#include "sdk/tests/scratch.hpp"

namespace chatproof::store {
namespace {

using ::testing::HasSubstr;

class StoreFileTest : public ScratchTest {
 protected:
  StoreFileTest() {
    auto opened = Store::open(file());
    Message message;
    message.conversation = "c2c_bob";
    for (int i = 0; i < 40; ++i) {
      message.id = "m" + std::to_string(i);
      EXPECT_TRUE(opened.store->receive({&message, 1}, i + 1).ok());
    }
    EXPECT_TRUE(opened.store->enqueue(message, {"m39", "{}", 5}).ok());
  }
  [[nodiscard]] std::filesystem::path file() const { return path_for(scratch, 1400000000, "alice"); }

  // The store refuses it, and leaves every byte where it is, however often it is asked.
  void expect_refused(int code) const {
    const auto before = digest_of(file());
    for (int i = 0; i < 3; ++i) {
      const auto opened = Store::open(file());
      const auto status = opened.store ? opened.store->cursor().status : opened.status;
      EXPECT_EQ(status.code, code) << status.text;
    }
    EXPECT_EQ(digest_of(file()), before);
  }
};

TEST_F(StoreFileTest, TellsWhatIsInIt) {
  const auto content = content_of(file());
  ASSERT_TRUE(content.ok()) << content.status.text;
  EXPECT_EQ(content.value.version, schema_version);
  EXPECT_EQ(content.value.messages, 40);
  EXPECT_EQ(content.value.waiting, 1);
  EXPECT_EQ(content.value.cursor, 40);
}

TEST_F(StoreFileTest, IsReadWithoutATrace) {
  const auto before = digest_of(file());
  ASSERT_TRUE(content_of(file()).ok());
  EXPECT_EQ(digest_of(file()), before);
  EXPECT_FALSE(is_open(file()));
}

TEST_F(StoreFileTest, IsReadWhileItIsOpen) {
  const auto opened = Store::open(file());
  ASSERT_TRUE(opened.store->set_cursor(7).ok());
  EXPECT_TRUE(is_open(file()));
  EXPECT_EQ(content_of(file()).value.cursor, 7);
}

TEST_F(StoreFileTest, DamagedHeadIsRefused) {
  ASSERT_TRUE(damage(file(), Damage::head).ok());
  expect_refused(code_database_failed);
  EXPECT_FALSE(content_of(file()).ok());
}

TEST_F(StoreFileTest, DamagedRestIsRefused) {
  ASSERT_TRUE(damage(file(), Damage::rest).ok());
  expect_refused(code_database_failed);
}

TEST_F(StoreFileTest, NewerVersionIsRefused) {
  ASSERT_TRUE(make_newer(file()).ok());
  expect_refused(code_database_failed);
  EXPECT_EQ(content_of(file()).value.messages, 40);
}

TEST_F(StoreFileTest, ForeignDatabaseIsRefused) {
  ASSERT_TRUE(make_foreign(file()).ok());
  expect_refused(code_database_failed);
}

TEST_F(StoreFileTest, IsAlteredOnlyWhenItIsThereAndClosed) {
  const auto missing = scratch / "none.db";
  for (const auto& status : {damage(missing, Damage::head), make_newer(missing), make_foreign(missing)})
    EXPECT_THAT(status.text, HasSubstr("does not exist"));
  const auto opened = Store::open(file());
  ASSERT_TRUE(opened.store->set_cursor(7).ok());
  for (const auto& status : {damage(file(), Damage::head), make_newer(file()), make_foreign(file())})
    EXPECT_THAT(status.text, HasSubstr("is open"));
  EXPECT_EQ(opened.store->cursor().value, 7);
}

}  // namespace
}  // namespace chatproof::store
