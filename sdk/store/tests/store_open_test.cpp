// What happens around the file: where it is, that it keeps, and all the ways in which it cannot be used.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sdk/store/store.hpp"
#include "sdk/tests/scratch.hpp"

namespace chatproof::store {
namespace {

using ::testing::HasSubstr;

class StoreOpenTest : public ScratchTest {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return path_for(scratch, 1400000000, "alice"); }
};

Message text(std::string id) {
  Message message;
  message.id = std::move(id);
  message.conversation = "c2c_bob";
  message.elements = R"([{"type":1,"text":"hello"}])";
  return message;
}

// What a foreign program does with the file.
void alter(const std::filesystem::path& file, const char* sql) {
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
  sqlite3_close(connection);
}

TEST_F(StoreOpenTest, PutsEachUserIntoAFolderOfItsOwn) {
  EXPECT_EQ(path_for("data", 1400000000, "alice"), "data/1400000000_616c696365/im.db");
  EXPECT_EQ(path_for("", 1, "a/b"), "1_612f62/im.db");
}

TEST_F(StoreOpenTest, KeepsEverythingAcrossReopening) {
  {
    auto opened = Store::open(file());
    ASSERT_TRUE(opened.status.ok()) << opened.status.text;
    const Message messages[] = {text("m1")};
    ASSERT_TRUE(opened.store->receive(messages, 7).ok());
    ASSERT_TRUE(opened.store->enqueue(text("m2"), {"m2", "{}", 5}).ok());
    ASSERT_TRUE(opened.store->put_self_profile({"alice", R"({"nickName":"A"})", 3}).ok());
    ASSERT_TRUE(opened.store->put("colour", "green").ok());
  }
  auto opened = Store::open(file());
  ASSERT_TRUE(opened.status.ok()) << opened.status.text;
  Store& store = *opened.store;
  EXPECT_EQ(store.cursor().value, 7);
  EXPECT_EQ(store.find("m1").value, text("m1"));
  EXPECT_THAT(store.outbox().value, testing::ElementsAre(Outgoing{"m2", "{}", 5}));
  EXPECT_EQ(store.self_profile().value, (Profile{"alice", R"({"nickName":"A"})", 3}));
  EXPECT_EQ(store.get("colour").value, "green");
}

TEST_F(StoreOpenTest, KnowsAMessageAgainAfterReopening) {
  const Message messages[] = {text("m1")};
  ASSERT_TRUE(Store::open(file()).store->receive(messages, 1).value.at(0));
  EXPECT_FALSE(Store::open(file()).store->receive(messages, 1).value.at(0));
}

TEST_F(StoreOpenTest, SharesNothingBetweenStoresInMemory) {
  auto one = Store::open_in_memory();
  auto two = Store::open_in_memory();
  ASSERT_TRUE(one.store && two.store);
  ASSERT_TRUE(one.store->insert(text("m1")).value);
  EXPECT_TRUE(two.store->insert(text("m1")).value);
}

TEST_F(StoreOpenTest, ReportsADirectoryThatCannotBeMade) {
  write(scratch / "file", "a file in the way");
  const auto opened = Store::open(path_for(scratch / "file", 1, "alice"));
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
  EXPECT_THAT(opened.status.text, HasSubstr("cannot be made"));
}

TEST_F(StoreOpenTest, ReportsAPathThatIsADirectory) {
  std::filesystem::create_directories(file());
  const auto opened = Store::open(file());
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
  EXPECT_THAT(opened.status.text, HasSubstr("cannot be opened"));
}

TEST_F(StoreOpenTest, ReportsADirectoryThatMayNotBeWritten) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  ASSERT_EQ(chmod(scratch.c_str(), 0555), 0);
  const auto opened = Store::open(file());
  ASSERT_EQ(chmod(scratch.c_str(), 0755), 0);
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_io_failed);
}

TEST_F(StoreOpenTest, ReportsThatNoSpaceIsLeftAndKeepsWhatItHas) {
  Options options;
  options.bytes_max = 128 * 1024;
  auto opened = Store::open(file(), options);
  ASSERT_TRUE(opened.status.ok()) << opened.status.text;
  ASSERT_TRUE(opened.store->insert(text("small")).value);
  Message large = text("large");
  large.cloud_custom_data = std::string(200 * 1024, 'x');
  const Message messages[] = {text("before it"), large};
  const auto received = opened.store->receive(messages, 2);
  EXPECT_EQ(received.status.code, code_io_failed);
  EXPECT_THAT(received.status.text, HasSubstr("no space"));
  EXPECT_EQ(opened.store->cursor().value, no_cursor);
  EXPECT_EQ(opened.store->find("before it").value, std::nullopt);
  EXPECT_TRUE(opened.store->find("small").value.has_value());
  EXPECT_TRUE(opened.store->insert(text("small too")).value);
}

TEST_F(StoreOpenTest, LeavesAFileThatIsNoDatabaseAsItIs) {
  std::filesystem::create_directories(file().parent_path());
  const std::string garbage(8192, 'g');
  write(file(), garbage);
  const auto opened = Store::open(file());
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_database_failed);
  EXPECT_THAT(opened.status.text, HasSubstr(file().string()));
  EXPECT_EQ(bytes_of(file()), garbage);
}

TEST_F(StoreOpenTest, ReportsDamageInTheMiddleWhenItMeetsIt) {
  {
    auto opened = Store::open(file());
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(opened.store->insert(text("m" + std::to_string(i))).ok());
  }
  std::string bytes = bytes_of(file());
  ASSERT_GT(bytes.size(), 8192U);
  for (std::size_t i = 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(0xa5);
  write(file(), bytes);
  auto opened = Store::open(file());
  if (opened.store != nullptr) {  // the schema on the first page is whole
    EXPECT_EQ(opened.store->find("m1").status.code, code_load_failed);
    EXPECT_EQ(opened.store->insert(text("new")).status.code, code_database_failed);
  } else {
    EXPECT_EQ(opened.status.code, code_database_failed);
  }
  opened.store.reset();
  EXPECT_EQ(bytes_of(file()).size(), bytes.size());
}

TEST_F(StoreOpenTest, BringsTheFirstVersionUpToDate) {
  const Message messages[] = {text("m1")};
  ASSERT_TRUE(Store::open(file()).store->receive(messages, 7).ok());
  alter(file(), "ALTER TABLE progress DROP COLUMN told; PRAGMA user_version=1");
  const auto opened = Store::open(file());
  ASSERT_TRUE(opened.store) << opened.status.text;
  EXPECT_EQ(opened.store->cursor().value, 7);
  EXPECT_EQ(opened.store->told().value, 7) << "a store of before does not know of anything untold";
  EXPECT_TRUE(opened.store->find("m1").value);
}

TEST_F(StoreOpenTest, RefusesANewerVersionAndLeavesItAsItIs) {
  ASSERT_TRUE(Store::open(file()).store);
  alter(file(), "PRAGMA user_version=99");
  const std::string before = bytes_of(file());
  const auto opened = Store::open(file());
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_database_failed);
  EXPECT_THAT(opened.status.text, HasSubstr("version 99"));
  EXPECT_EQ(bytes_of(file()), before);
}

TEST_F(StoreOpenTest, RefusesTheDatabaseOfAnotherProgramAndLeavesItAsItIs) {
  std::filesystem::create_directories(file().parent_path());
  alter(file(), "CREATE TABLE theirs(x)");
  const std::string before = bytes_of(file());
  const auto opened = Store::open(file());
  EXPECT_EQ(opened.store, nullptr);
  EXPECT_EQ(opened.status.code, code_database_failed);
  EXPECT_THAT(opened.status.text, HasSubstr("another program"));
  EXPECT_EQ(bytes_of(file()), before);
}

TEST_F(StoreOpenTest, LetsTwoProcessesShareAFile) {
  auto one = Store::open(file());
  auto two = Store::open(file());
  ASSERT_TRUE(one.store && two.store);
  EXPECT_TRUE(one.store->insert(text("m1")).value);
  EXPECT_FALSE(two.store->insert(text("m1")).value);
}

TEST_F(StoreOpenTest, ForgetsTheOldestProfilesWhenThereAreTooMany) {
  {
    auto opened = Store::open(file());
    std::vector<Profile> profiles;
    for (std::size_t i = 0; i < profiles_max + 2; ++i) {
      profiles.push_back({"user" + std::to_string(i), "{}", static_cast<std::int64_t>(i)});
    }
    ASSERT_TRUE(opened.store->put_profiles(profiles).ok());
    ASSERT_TRUE(opened.store->put_self_profile({"alice", "{}", 0}).ok());
  }
  auto opened = Store::open(file());
  EXPECT_EQ(opened.store->profile("user1").value, std::nullopt);
  EXPECT_TRUE(opened.store->profile("user2").value.has_value());
  EXPECT_TRUE(opened.store->self_profile().value.has_value());
}

}  // namespace
}  // namespace chatproof::store
