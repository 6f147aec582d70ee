// How fast does simulated time pass for so many users of the real session code and the real mock server?
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <chrono>
#include <memory>

#include "bench/micro/must.hpp"
#include "bench/micro/sim_crowd.hpp"

namespace chatproof::bench {
namespace {

using namespace std::chrono_literals;
using benchmark::Counter;
using benchmark::State;
using std::chrono::seconds;

constexpr const char* virtual_per_wall = "virtual_s/s";  // how many times faster than the clock on the wall
constexpr runtime::Duration long_enough = 30 * 24h;      // of a ticket that does not expire meanwhile

void per_second(std::uint64_t count, State& state, const char* name) {
  state.counters[name] = Counter(static_cast<double>(count), Counter::kIsRate);
}

// Bytes that are allocated: client, server and network together, for there is one process only.
std::size_t heap_in_use() { return ::mallinfo2().uordblks; }

std::size_t users_of(const State& state) { return static_cast<std::size_t>(state.range(0)); }

// Everybody connects, says hello and logs in with a ticket of their own.
void Login(State& state) {
  SimCrowd::Totals sum;
  std::size_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const std::size_t before = heap_in_use();
    auto crowd = std::make_unique<SimCrowd>(users_of(state), long_enough);
    state.ResumeTiming();
    crowd->log_in();
    state.PauseTiming();
    bytes = heap_in_use() - before;
    const auto totals = crowd->totals();
    sum.events += totals.events;
    sum.logins += totals.logins;
    must(sum.events == totals.events * (sum.logins / totals.logins), "the same seed gives another run");
    crowd.reset();
    state.ResumeTiming();
  }
  per_second(sum.logins, state, "logins/s");
  per_second(sum.events, state, "events/s");
  state.counters["bytes/user"] = static_cast<double>(bytes) / static_cast<double>(users_of(state));
}
BENCHMARK(Login)->RangeMultiplier(10)->Range(1, 100'000)->Unit(benchmark::kMillisecond);

// All are online, nobody says anything. Arguments: users, virtual seconds, seconds between the heartbeats of each.
void Heartbeats(State& state) {
  const seconds span(state.range(1)), heartbeat(state.range(2));
  SimCrowd crowd(users_of(state), long_enough, heartbeat);
  crowd.log_in();
  const std::uint64_t before = crowd.totals().events;
  for (auto _ : state) crowd.run_for(span);
  must(crowd.online() == crowd.users(), "a user was lost");
  per_second(crowd.totals().events - before, state, "events/s");
  const auto beats = users_of(state) * static_cast<std::size_t>(state.iterations() * (span / heartbeat));
  per_second(beats, state, "beats/s");
  per_second(static_cast<std::uint64_t>(span.count() * state.iterations()), state, virtual_per_wall);
}
BENCHMARK(Heartbeats)
    ->Args({1, 3600, 30})
    ->Args({10, 3600, 30})
    ->Args({100, 3600, 30})
    ->Args({1'000, 3600, 30})
    ->Args({10'000, 600, 30})
    ->Args({100'000, 120, 30})
    ->Unit(benchmark::kMillisecond);
// A day, and what bench/micro/README.md compares with other simulators.
BENCHMARK(Heartbeats)
    ->Args({1'000, 86'400, 30})
    ->Args({10'000, 86'400, 30})
    ->Args({1'000, 3600, 10})
    ->Args({10'000, 3600, 10})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

// Ten minutes: in the second the server is away for thirty seconds, in the seventh all tickets expire.
void Storm(State& state) {
  const auto users = users_of(state);
  SimCrowd::Totals sum;
  std::uint64_t events = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::size_t before = heap_in_use();
    SimCrowd crowd(users, 6min);
    crowd.log_in();
    crowd.run_for(30s);
    crowd.act("restart", R"({"down": "30s"})");
    crowd.run_for(9min);
    bytes = heap_in_use() - before;
    const auto totals = crowd.totals();
    must(crowd.online() == users, "a user did not come back");
    must(totals.returns >= users && totals.expiries == users, "there was no storm");
    sum.events += totals.events;
    events = totals.events;
    sum.failures = totals.failures;
  }
  per_second(sum.events, state, "events/s");
  per_second(static_cast<std::uint64_t>(600 * state.iterations()), state, virtual_per_wall);
  // A storm of more users has more events, but not for each of them.
  state.counters["events/user"] = static_cast<double>(events) / static_cast<double>(users);
  must(events < users * 250, "the storm grows faster than the crowd");
  state.counters["dials_in_vain"] = static_cast<double>(sum.failures);
  state.counters["bytes/user"] = static_cast<double>(bytes) / static_cast<double>(users);
}
BENCHMARK(Storm)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);
BENCHMARK(Storm)->Arg(10'000)->Arg(100'000)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chatproof::bench
