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

TEST(TimerStoreTest, TellsWhenTheNextWorkIsDueNearOrFar) {
  TimerStore store;
  EXPECT_EQ(store.next_work(), std::nullopt);
  store.add(us(2), TimerKind::periodic, [] {});
  store.add(us(900'000'000), TimerKind::work, [] {});
  EXPECT_EQ(store.next_work(), us(900'000'000));
  const auto near = store.add(us(3), TimerKind::work, [] {});
  EXPECT_EQ(store.next_work(), us(3));
  store.cancel(near);
  EXPECT_EQ(store.next_work(), us(900'000'000));
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

// The reference is a sorted list of (time, order). The spans make timers of one instant, one tick, and every level.
class TimerStoreSpanTest : public testing::TestWithParam<std::uint64_t> {};

TEST_P(TimerStoreSpanTest, AgreesWithASortedListUnderRandomUse) {
  TimerStore store;
  Random random(7);
  std::int64_t now = 0;
  std::vector<std::pair<std::int64_t, std::uint64_t>> expected;
  std::vector<std::uint64_t> ids;
  std::vector<std::uint64_t> ran;
  std::uint64_t name = 0;
  for (int i = 0; i < 5'000; ++i) {
    const auto choice = random.below(10);
    if (choice < 5) {
      const auto when = now + static_cast<std::int64_t>(random.below(GetParam()));
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
      if (random.chance(0.5)) now = least->first;
      expected.erase(least);
    }
    ASSERT_EQ(store.size(), expected.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Spans, TimerStoreSpanTest,
                         testing::Values(1, 3, 1000, 100'000, 70'000'000, 10'000'000'000, std::uint64_t{1} << 45));

TEST(TimerStoreTest, ForgetsCancelledTimersLongBeforeTheyAreDue) {
  TimerStore store;
  std::size_t ran = 0;
  for (int i = 0; i < 100; ++i) store.add(us(i * 1'000'000), TimerKind::work, [&] { ++ran; });
  for (int i = 0; i < 100'000; ++i) store.cancel(store.add(us(1'000'000'000 + i), TimerKind::work, [] { FAIL(); }));
  EXPECT_EQ(store.size(), 100u);
  while (store.next()) store.take()();
  EXPECT_EQ(ran, 100u);
}

TEST(TimerStoreTest, MayBeUsedAgainAfterClear) {
  TimerStore store;
  const auto old = store.add(us(1'000'000), TimerKind::work, [] {});
  store.clear();
  EXPECT_EQ(store.next(), std::nullopt);
  store.add(us(5), TimerKind::work, [] {});
  store.cancel(old);
  EXPECT_EQ(store.next(), us(5));
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
