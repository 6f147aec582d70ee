// What do fault rules cost a request that none of them is about?
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>

#include "bench/micro/must.hpp"
#include "mockserver/faults/engine.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;
using mockserver::Edge;
using mockserver::FaultEngine;
using mockserver::Layer;
using mockserver::Moment;
using nlohmann::json;

constexpr runtime::Instant now{std::chrono::hours(1)};
const Moment login{Layer::request, Edge::before, "login", "alice", "phone", 1, now};

void add(FaultEngine& faults, const json& when) {
  const json rule{{"when", when}, {"then", {{"kind", "error"}, {"code", 6013}}}, {"times", 0}, {"ttl", "1d"}};
  must(!faults.add(rule, now), "a good rule is refused");
}

// The argument: how many rules there are, each about another user's logins.
void NoneFits(State& state) {
  FaultEngine faults{runtime::Random(1)};
  for (std::int64_t i = 0; i < state.range(0); ++i)
    add(faults, {{"command", "login"}, {"user", "user-" + std::to_string(i)}});
  for (auto _ : state) must(faults.decide(login) == nullptr, "a rule for somebody else acts");
}
BENCHMARK(NoneFits)->Arg(0)->Arg(1)->Arg(10)->Arg(100);

void TheLastOneFits(State& state) {
  FaultEngine faults{runtime::Random(1)};
  for (std::int64_t i = 1; i < state.range(0); ++i)
    add(faults, {{"command", "login"}, {"user", "user-" + std::to_string(i)}});
  add(faults, {{"command", "login"}, {"user", "alice"}});
  for (auto _ : state) must(faults.decide(login) != nullptr, "the rule does not act");
}
BENCHMARK(TheLastOneFits)->Arg(1)->Arg(10)->Arg(100);

void ByChance(State& state) {
  FaultEngine faults{runtime::Random(1)};
  add(faults, {{"probability", 0.5}});
  for (auto _ : state) benchmark::DoNotOptimize(faults.decide(login));
}
BENCHMARK(ByChance);

void ByRate(State& state) {
  FaultEngine faults{runtime::Random(1)};
  add(faults, {{"rate", {{"more", 10}, {"per", "10ms"}}}});
  Moment moment = login;
  for (auto _ : state) {
    moment.now += std::chrono::microseconds(500);
    benchmark::DoNotOptimize(faults.decide(moment));
  }
}
BENCHMARK(ByRate);

// As an operator does, or a scenario at its start.
void AddRule(State& state) {
  const json rule{
      {"when", {{"command", "login"}, {"user", "alice"}}}, {"then", {{"kind", "error"}, {"code", 6013}}}, {"times", 1}};
  FaultEngine faults{runtime::Random(1)};
  for (auto _ : state) {
    must(!faults.add(rule, now), "a good rule is refused");
    faults.remove(faults.rules().back().id);
  }
}
BENCHMARK(AddRule);

}  // namespace
}  // namespace chatproof::bench
