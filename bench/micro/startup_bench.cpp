// How long does it take to load, check, stage and run scenarios, and how many of them run in a second?
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bench/micro/must.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/scenario/load.hpp"
#include "conformance/stage/case_runner.hpp"
#include "conformance/stage/scratch.hpp"
#include "conformance/stage/vocabulary.hpp"

namespace chatproof::bench {
namespace {

namespace fs = std::filesystem;
using benchmark::State;
using scenario::Scenario;

const fs::path root = fs::path(CHATPROOF_SOURCE_DIR) / "scenarios";
constexpr const char* one = "kick/second-phone-kicks-the-first.json";

scenario::Vocabulary make_words() {
  const auto catalogue = report::load_catalogue(root.parent_path() / "conformance/catalogue");
  must(catalogue.ok(), "the catalogue has a mistake");
  return stage::standard_vocabulary(catalogue.catalogue.ids());
}

const scenario::Vocabulary& words() {
  static const scenario::Vocabulary vocabulary = make_words();
  return vocabulary;
}

std::vector<Scenario> load(const fs::path& file) {
  auto loaded = scenario::load_file(file, root, words());
  must(loaded.errors.empty() && !loaded.cases.empty(), "a scenario of the suite has a mistake");
  return std::move(loaded.cases);
}

// The words that scenarios may use, with the catalogue: once per process.
void MakeVocabulary(State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(make_words());
}
BENCHMARK(MakeVocabulary)->Unit(benchmark::kMicrosecond);

// Reads, checks every word of, and resolves one scenario with its fragments.
void LoadOne(State& state) {
  words();
  for (auto _ : state) benchmark::DoNotOptimize(load(root / one));
}
BENCHMARK(LoadOne)->Unit(benchmark::kMicrosecond);

void LoadSuite(State& state) {
  const auto files = scenario::find_scenarios(root);
  words();
  for (auto _ : state)
    for (const fs::path& file : files) benchmark::DoNotOptimize(load(file));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(files.size()));
}
BENCHMARK(LoadSuite)->Unit(benchmark::kMillisecond);

void per_second(std::int64_t scenarios, State& state) {
  state.counters["scenarios/s"] = benchmark::Counter(static_cast<double>(scenarios), benchmark::Counter::kIsRate);
}

stage::CaseOptions options_in(const stage::Scratch& scratch) {
  stage::CaseOptions options;
  options.scratch = scratch.path() / "case";
  return options;
}

// A case from its scenario to its verdict: world, server, two SDKs with their files, six steps, checks.
void RunOne(State& state) {
  const stage::Scratch scratch("startup-bench");
  const Scenario scenario = load(root / one).front();
  for (auto _ : state)
    must(stage::run_case(scenario, options_in(scratch)).verdict == check::Verdict::pass, "the scenario fails");
  per_second(state.iterations(), state);
}
BENCHMARK(RunOne)->Unit(benchmark::kMicrosecond);

// The stage alone: what is not the scenario's own.
void StageOne(State& state) {
  const stage::Scratch scratch("startup-bench");
  Scenario scenario = load(root / one).front();
  scenario.steps.clear();
  for (auto _ : state) benchmark::DoNotOptimize(stage::run_case(scenario, options_in(scratch)));
  per_second(state.iterations(), state);
}
BENCHMARK(StageOne)->Unit(benchmark::kMicrosecond);

// Every case of the suite in the simulated world, without the generated ones.
void RunSuite(State& state) {
  const stage::Scratch scratch("startup-bench");
  std::vector<Scenario> cases;
  for (const fs::path& file : scenario::find_scenarios(root))
    for (Scenario& scenario : load(file)) cases.push_back(std::move(scenario));
  runtime::Duration lived{};
  for (auto _ : state) {
    for (const Scenario& scenario : cases) {
      const auto result = stage::run_case(scenario, options_in(scratch));
      must(result.verdict != check::Verdict::fail, "a scenario of the suite fails");
      lived += result.scenario_time;
    }
  }
  per_second(state.iterations() * static_cast<std::int64_t>(cases.size()), state);
  // How many times faster than the clock on the wall.
  state.counters["virtual_s/s"] =
      benchmark::Counter(std::chrono::duration<double>(lived).count(), benchmark::Counter::kIsRate);
}
BENCHMARK(RunSuite)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chatproof::bench
