// How many timers a second, and how many events of the bare scheduler, with so many pending?
#include <benchmark/benchmark.h>

#include <functional>
#include <queue>
#include <vector>

#include "bench/micro/must.hpp"
#include "sdk/runtime/random.hpp"
#include "sdk/runtime/sim/sim_loop.hpp"
#include "sdk/runtime/timer_store.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;
using runtime::Instant;
using runtime::Random;
using runtime::TimerKind;
using runtime::TimerStore;

constexpr std::uint64_t span_us = 30'000'000;  // delays are spread over this

runtime::Duration any_delay(Random& random) {
  return runtime::Duration(static_cast<runtime::Duration::rep>(random.between(1, span_us)));
}

std::vector<std::uint64_t> fill(TimerStore& store, State& state, Random& random) {
  std::vector<std::uint64_t> ids(static_cast<std::size_t>(state.range(0)));
  for (auto& id : ids) id = store.add(Instant(any_delay(random)), TimerKind::periodic, [] {});
  return ids;
}

void per_timer(State& state) {
  state.counters["events/s"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

// A request and its answer: the time-out is set and cancelled again.
void ArmAndCancel(State& state) {
  Random random(1);
  TimerStore store;
  fill(store, state, random);
  for (auto _ : state) store.cancel(store.add(Instant(any_delay(random)), TimerKind::work, [] {}));
  per_timer(state);
}
BENCHMARK(ArmAndCancel)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

// Something was heard: one of the pending timers is put off.
void PutOff(State& state) {
  Random random(1);
  TimerStore store;
  auto ids = fill(store, state, random);
  std::size_t at = 0;
  for (auto _ : state) {
    store.cancel(ids[at]);
    ids[at] = store.add(Instant(any_delay(random)), TimerKind::periodic, [] {});
    if (++at == ids.size()) at = 0;
  }
  per_timer(state);
}
BENCHMARK(PutOff)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

// A heartbeat: the earliest timer runs and is set anew.
void ExpireAndArm(State& state) {
  Random random(1);
  TimerStore store;
  fill(store, state, random);
  std::uint64_t ran = 0;
  for (auto _ : state) {
    const Instant now = *store.next();
    store.take()();
    store.add(now + any_delay(random), TimerKind::periodic, [&ran] { ++ran; });
  }
  must(store.size() == static_cast<std::size_t>(state.range(0)), "a timer is lost");
  per_timer(state);
}
BENCHMARK(ExpireAndArm)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

// The floor: the same with what the standard library has. It cannot cancel.
void PriorityQueueExpireAndArm(State& state) {
  struct Item {
    Instant when;
    runtime::Task task;
    bool operator<(const Item& other) const { return when > other.when; }
  };
  Random random(1);
  std::priority_queue<Item> queue;
  for (std::int64_t i = 0; i < state.range(0); ++i) queue.push({Instant(any_delay(random)), [] {}});
  std::uint64_t ran = 0;
  for (auto _ : state) {
    const Item item = queue.top();
    queue.pop();
    item.task();
    queue.push({item.when + any_delay(random), [&ran] { ++ran; }});
  }
  per_timer(state);
}
BENCHMARK(PriorityQueueExpireAndArm)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

// A client of nothing but a heartbeat, in the simulated world.
class Beater {
 public:
  Beater(runtime::SimLoop& loop, Random random) : loop_(loop), random_(random) { arm(); }

 private:
  void arm() {
    timer_ = loop_.after_periodic(any_delay(random_), [this] { arm(); });
  }
  runtime::SimLoop& loop_;
  Random random_;
  runtime::Timer timer_;
};

void SchedulerEvents(State& state) {
  runtime::SimLoop loop{runtime::UnixTime{}};
  std::vector<Beater> beaters;
  beaters.reserve(static_cast<std::size_t>(state.range(0)));
  for (std::int64_t i = 0; i < state.range(0); ++i) beaters.emplace_back(loop, Random(static_cast<std::uint64_t>(i)));
  for (auto _ : state) must(loop.step(), "the scheduler has run dry");
  must(loop.timers_pending() == beaters.size(), "a timer is lost");
  per_timer(state);
}
BENCHMARK(SchedulerEvents)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);

void SchedulerPosts(State& state) {
  runtime::SimLoop loop{runtime::UnixTime{}};
  std::uint64_t ran = 0;
  for (auto _ : state) {
    loop.post([&ran] { ++ran; });
    must(loop.step(), "a task is lost");
  }
  must(ran == static_cast<std::uint64_t>(state.iterations()), "a task is lost");
  per_timer(state);
}
BENCHMARK(SchedulerPosts);

}  // namespace
}  // namespace chatproof::bench
