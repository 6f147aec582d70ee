#include "sdk/runtime/timer_store.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>

#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {
namespace {

using std::chrono::microseconds;

Instant us(std::int64_t count) { return Instant(microseconds(count)); }

TEST(TimerStoreTest, GivesTimersInOrderOfTimeThenOfSetting) {
  TimerStore store;
  std::string order;
  store.add(us(20), TimerKind::work, [&] { order += 'c'; });
  store.add(us(10), TimerKind::work, [&] { order += 'a'; });
  store.add(us(20), TimerKind::work, [&] { order += 'd'; });
  store.add(us(10), TimerKind::work, [&] { order += 'b'; });
  while (store.next()) store.take()();
  EXPECT_EQ(order, "abcd");
}

TEST(TimerStoreTest, CountsWorkApartFromPeriodic) {
  TimerStore store;
  const auto work = store.add(us(1), TimerKind::work, [] {});
  store.add(us(2), TimerKind::periodic, [] {});
  EXPECT_EQ(store.size(), 2u);
  EXPECT_EQ(store.work_size(), 1u);
  store.cancel(work);
  EXPECT_EQ(store.size(), 1u);
  EXPECT_EQ(store.work_size(), 0u);
  EXPECT_EQ(store.next(), us(2));
}

TEST(TimerStoreTest, IgnoresAnIdThatHasRunEvenIfItsSlotIsInUseAgain) {
  TimerStore store;
  const auto first = store.add(us(1), TimerKind::work, [] {});
  store.take()();
  store.add(us(2), TimerKind::work, [] {});
  store.cancel(first);
  EXPECT_EQ(store.size(), 1u);
}

TEST(TimerStoreTest, ClampsTimesThatNoWorldReaches) {
  TimerStore store;
  bool ran = false;
  store.add(Instant::max(), TimerKind::work, [] {});
  store.add(us(5), TimerKind::work, [&] { ran = true; });
  store.take()();
  EXPECT_TRUE(ran);
  EXPECT_EQ(store.next(), us(TimerStore::when_max));
}

// The reference is a sorted list of (time, order).
TEST(TimerStoreTest, AgreesWithASortedListUnderRandomUse) {
  TimerStore store;
  Random random(7);
  std::vector<std::pair<std::int64_t, std::uint64_t>> expected;
  std::vector<std::uint64_t> ids;
  std::vector<std::uint64_t> ran;
  std::uint64_t name = 0;
  for (int i = 0; i < 5'000; ++i) {
    const auto choice = random.below(10);
    if (choice < 5) {
      const auto when = static_cast<std::int64_t>(random.below(1000));
      ids.push_back(store.add(us(when), TimerKind::work, [&ran, name] { ran.push_back(name); }));
      expected.emplace_back(when, name++);
    } else if (choice < 8 && !ids.empty()) {
      const auto victim = random.below(ids.size());
      store.cancel(ids[victim]);
      std::erase_if(expected, [&](const auto& entry) { return entry.second == victim; });
    } else if (store.next()) {
      const auto least = std::min_element(expected.begin(), expected.end());
      ASSERT_EQ(store.next(), us(least->first));
      store.take()();
      ASSERT_EQ(ran.back(), least->second);
      expected.erase(least);
    }
    ASSERT_EQ(store.size(), expected.size());
  }
}

TEST(TimerStoreTest, LetsATaskThatDiesCancelAnother) {
  TimerStore store;
  const auto second = store.add(us(2), TimerKind::work, [] {});
  auto guard = std::shared_ptr<void>(nullptr, [&](void*) { store.cancel(second); });
  const auto first = store.add(us(1), TimerKind::work, [keep = guard] {});
  guard.reset();
  store.cancel(first);
  EXPECT_EQ(store.size(), 0u);
}

}  // namespace
}  // namespace chatproof::runtime
