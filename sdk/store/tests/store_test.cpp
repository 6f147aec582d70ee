#include "sdk/store/store.hpp"

#include <gmock/gmock.h>

namespace chatproof::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() : opened(Store::open_in_memory()) { EXPECT_TRUE(opened.status.ok()) << opened.status.text; }

  [[nodiscard]] std::vector<std::string> ids(const HistoryQuery& query) const {
    auto rows = opened.store->history(query);
    EXPECT_TRUE(rows.ok()) << rows.status.text;
    std::vector<std::string> out;
    for (const Message& message : rows.value) out.push_back(message.id);
    return out;
  }

  Opened opened;
  Store& store = *opened.store;
};

Message message(std::string id, std::int64_t server_time = 100) {
  Message m;
  m.id = std::move(id);
  m.conversation = "c2c_bob";
  m.server_time = server_time;
  return m;
}

Message with_everything() {
  Message m;
  m.id = "alice-1-2";
  m.conversation = "c2c_bob";
  m.sender = "alice";
  m.receiver = "bob";
  m.seq = 9'000'000'000;
  m.client_time = 1700000000;
  m.server_time = 1700000001;
  m.random = 0xffffffff;
  m.status = 2;
  m.elements = "[{\"type\":1,\"text\":\"na\xc3\xafve\"}]";
  m.flags = R"({"priority":2})";
  m.cloud_custom_data = std::string("a\0b", 3);
  m.local_custom_data = std::string("\xff\0", 2);
  m.local_custom_int = -5;
  return m;
}

TEST_F(StoreTest, GivesBackAMessageAsItWas) {
  EXPECT_TRUE(store.insert(with_everything()).value);
  EXPECT_EQ(store.find("alice-1-2").value, with_everything());
  EXPECT_EQ(store.find("another").value, std::nullopt);
}

TEST_F(StoreTest, SaysThatAMessageIsKnownAndLeavesTheFirstOne) {
  EXPECT_TRUE(store.insert(message("m1")).value);
  Message again = message("m1");
  again.status = 4;
  const auto inserted = store.insert(again);
  EXPECT_TRUE(inserted.ok());
  EXPECT_FALSE(inserted.value);
  EXPECT_EQ(store.find("m1").value->status, 0);
}

TEST_F(StoreTest, RefusesMessagesThatItCouldNotFindAgain) {
  EXPECT_FALSE(store.insert(message("")).ok());
  Message nowhere = message("m1");
  nowhere.conversation.clear();
  EXPECT_FALSE(store.insert(nowhere).ok());
  Message huge = message("m1");
  huge.elements = std::string(text_bytes_max + 1, 'x');
  EXPECT_FALSE(store.insert(huge).ok());
}

TEST_F(StoreTest, ReceivesEachMessageOnceAndMovesTheCursorForward) {
  EXPECT_EQ(store.cursor().value, no_cursor);
  const Message first[] = {message("m1"), message("m2"), message("m1")};
  EXPECT_THAT(store.receive(first, 2).value, ElementsAre(true, true, false));
  EXPECT_EQ(store.cursor().value, 2);
  const Message overlapping[] = {message("m2"), message("m3")};
  EXPECT_THAT(store.receive(overlapping, 3).value, ElementsAre(false, true));
  EXPECT_EQ(store.cursor().value, 3);
  EXPECT_THAT(store.receive(first, 1).value, ElementsAre(false, false, false));
  EXPECT_EQ(store.cursor().value, 3);
  EXPECT_TRUE(store.set_cursor(1).ok());
  EXPECT_EQ(store.cursor().value, 1);
}

TEST_F(StoreTest, KnowsWhatWasPutAwayAndNotTold) {
  EXPECT_EQ(store.told().value, no_cursor);
  const Message page[] = {message("m1"), message("m2")};
  ASSERT_TRUE(store.receive(page, 2).ok());
  EXPECT_EQ(store.told().value, no_cursor) << "the app has heard of neither";
  ASSERT_TRUE(store.set_cursor(2).ok());
  EXPECT_EQ(store.told().value, 2);
}

TEST_F(StoreTest, ReceivesAllOfAPageOrNothing) {
  const Message page[] = {message("m1"), message("")};
  EXPECT_FALSE(store.receive(page, 2).ok());
  EXPECT_EQ(store.cursor().value, no_cursor);
  EXPECT_EQ(store.find("m1").value, std::nullopt);
  const Message repaired[] = {message("m1")};
  EXPECT_THAT(store.receive(repaired, 1).value, ElementsAre(true));
}

TEST_F(StoreTest, ListsAConversationFromNewestToOldestInPages) {
  for (const auto& [id, time] : {std::pair{"b", 20}, {"a", 10}, {"d", 30}, {"c", 20}}) {
    ASSERT_TRUE(store.insert(message(id, time)).ok());
  }
  Message elsewhere = message("elsewhere", 25);
  elsewhere.conversation = "c2c_carol";
  ASSERT_TRUE(store.insert(elsewhere).ok());

  EXPECT_THAT(ids({"c2c_bob", {}, 2}), ElementsAre("d", "c"));
  EXPECT_THAT(ids({"c2c_bob", "c", 2}), ElementsAre("b", "a"));
  EXPECT_THAT(ids({"c2c_bob", "a", 2}), IsEmpty());
  EXPECT_THAT(ids({"c2c_bob", "elsewhere", 2}), IsEmpty());
  EXPECT_THAT(ids({"c2c_nobody", {}, 2}), IsEmpty());
}

TEST_F(StoreTest, OrdersMessagesOfOneSecondByTheirSequence) {
  Message later = message("a");
  later.seq = 10;
  Message earlier = message("z");
  earlier.seq = 9;
  ASSERT_TRUE(store.insert(later).ok());
  ASSERT_TRUE(store.insert(earlier).ok());
  EXPECT_THAT(ids({"c2c_bob", {}, 10}), ElementsAre("a", "z"));
}

TEST_F(StoreTest, ChangesWhatIsThereAndSaysWhenItIsNot) {
  ASSERT_TRUE(store.insert(message("m1")).ok());
  EXPECT_TRUE(store.set_status("m1", 4).value);
  EXPECT_TRUE(store.set_local_custom_data("m1", "note").value);
  EXPECT_TRUE(store.set_local_custom_int("m1", 7).value);
  Message changed = message("m1", 200);
  EXPECT_TRUE(store.update(changed).value);
  changed.local_custom_data = "note";
  changed.local_custom_int = 7;
  EXPECT_EQ(store.find("m1").value, changed);

  EXPECT_FALSE(store.set_status("m2", 4).value);
  EXPECT_FALSE(store.set_local_custom_data("m2", "note").value);
  EXPECT_FALSE(store.set_local_custom_int("m2", 7).value);
  EXPECT_FALSE(store.update(message("m2")).value);
  EXPECT_EQ(store.find("m2").value, std::nullopt);
}

TEST_F(StoreTest, KeepsTheOutboxInTheOrderOfSending) {
  for (const char* id : {"z", "a", "m"}) ASSERT_TRUE(store.enqueue(message(id), {id, "{}", 1}).ok());
  ASSERT_TRUE(store.enqueue(message("z"), {"z", "{\"again\":1}", 2}).ok());
  EXPECT_THAT(store.outbox().value,
              ElementsAre(Outgoing{"z", "{\"again\":1}", 2}, Outgoing{"a", "{}", 1}, Outgoing{"m", "{}", 1}));
  EXPECT_TRUE(store.remove("a").value);
  EXPECT_FALSE(store.remove("a").value);
  EXPECT_EQ(store.outbox().value.size(), 2U);
}

TEST_F(StoreTest, TurnsAQueuedMessageIntoTheAcknowledgedOne) {
  ASSERT_TRUE(store.enqueue(message("local"), {"local", "{}", 1}).ok());
  ASSERT_TRUE(store.set_local_custom_int("local", 7).value);
  EXPECT_TRUE(store.acknowledge("local", message("final", 300)).value);
  EXPECT_THAT(store.outbox().value, IsEmpty());
  EXPECT_EQ(store.find("local").value, std::nullopt);
  EXPECT_EQ(store.find("final").value->server_time, 300);
  EXPECT_EQ(store.find("final").value->local_custom_int, 7);
}

TEST_F(StoreTest, AcknowledgesUnderTheSameId) {
  ASSERT_TRUE(store.enqueue(message("m1"), {"m1", "{}", 1}).ok());
  EXPECT_FALSE(store.acknowledge("m1", message("m1", 300)).value);
  EXPECT_THAT(store.outbox().value, IsEmpty());
  EXPECT_EQ(store.find("m1").value->server_time, 300);
}

TEST_F(StoreTest, AcknowledgesAMessageWhoseCopyCameFirst) {
  ASSERT_TRUE(store.enqueue(message("local"), {"local", "{}", 1}).ok());
  const Message copy[] = {message("final", 300)};
  ASSERT_TRUE(store.receive(copy, 1).ok());
  EXPECT_FALSE(store.acknowledge("local", message("final", 300)).value);
  EXPECT_THAT(ids({"c2c_bob", {}, 10}), ElementsAre("final"));
  EXPECT_THAT(store.outbox().value, IsEmpty());
}

TEST_F(StoreTest, AcknowledgesAMessageThatWasRemovedMeanwhile) {
  EXPECT_TRUE(store.acknowledge("local", message("final")).value);
  EXPECT_TRUE(store.find("final").value.has_value());
}

TEST_F(StoreTest, GivesUpARefusedMessageButKeepsItForPeople) {
  ASSERT_TRUE(store.enqueue(message("m1"), {"m1", "{}", 1}).ok());
  EXPECT_TRUE(store.give_up("m1", 3).ok());
  EXPECT_THAT(store.outbox().value, IsEmpty());
  EXPECT_EQ(store.find("m1").value->status, 3);
}

TEST_F(StoreTest, CachesProfiles) {
  const Profile profiles[] = {{"bob", "{\"v\":1}", 10}, {"carol", "{}", 11}};
  ASSERT_TRUE(store.put_profiles(profiles).ok());
  const Profile newer[] = {{"bob", "{\"v\":2}", 20}};
  ASSERT_TRUE(store.put_profiles(newer).ok());
  EXPECT_EQ(store.profile("bob").value, newer[0]);
  EXPECT_EQ(store.profile("carol").value, profiles[1]);
  EXPECT_EQ(store.profile("dave").value, std::nullopt);
  EXPECT_EQ(store.self_profile().value, std::nullopt);
}

TEST_F(StoreTest, KeepsValuesByName) {
  ASSERT_TRUE(store.put("a", std::string_view("x\0y", 3)).ok());
  ASSERT_TRUE(store.put("a", "z").ok());
  ASSERT_TRUE(store.put("b", "").ok());
  EXPECT_EQ(store.get("a").value, "z");
  EXPECT_EQ(store.get("b").value, "");
  ASSERT_TRUE(store.erase("a").ok());
  EXPECT_EQ(store.get("a").value, std::nullopt);
}

}  // namespace
}  // namespace chatproof::store
