#include "mockserver/domain/subscriptions.hpp"

#include <gtest/gtest.h>

namespace chatproof::mockserver {
namespace {

using Names = std::vector<std::string>;
using Watchers = std::set<std::string>;

TEST(SubscriptionsTest, BothDirectionsAgree) {
  Subscriptions lists;
  lists.add("alice", {"bob", "carol"}, 10);
  lists.add("dave", {"bob"}, 10);
  EXPECT_EQ(lists.of("alice"), (Names{"bob", "carol"}));
  EXPECT_EQ(lists.watchers_of("bob"), (Watchers{"alice", "dave"}));
  lists.remove("alice", {"bob", "nobody"});
  EXPECT_EQ(lists.watchers_of("bob"), Watchers{"dave"});
  lists.remove("alice", {});
  EXPECT_EQ(lists.of("alice"), Names{});
  EXPECT_EQ(lists.watchers_of("carol"), Watchers{});
  lists.remove("alice", {});
}

TEST(SubscriptionsTest, TheOldestGoAndARepetitionIsNew) {
  Subscriptions lists;
  lists.add("alice", {"a", "b", "c"}, 3);
  lists.add("alice", {"a"}, 3);
  lists.add("alice", {"d"}, 3);
  EXPECT_EQ(lists.of("alice"), (Names{"c", "a", "d"}));
  EXPECT_EQ(lists.watchers_of("b"), Watchers{});
  lists.add("alice", {"e", "f", "g", "h"}, 3);
  EXPECT_EQ(lists.of("alice"), (Names{"f", "g", "h"}));
  EXPECT_EQ(lists.watchers_of("e"), Watchers{});
}

TEST(SubscriptionsTest, NobodyWatchesHimself) {
  Subscriptions lists;
  lists.add("alice", {"alice"}, 3);
  EXPECT_EQ(lists.of("alice"), Names{});
  EXPECT_EQ(lists.watchers_of("alice"), Watchers{});
}

}  // namespace
}  // namespace chatproof::mockserver
