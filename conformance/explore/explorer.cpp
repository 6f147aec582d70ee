#include "conformance/explore/explorer.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "conformance/explore/crash_note.hpp"

namespace chatproof::explore {
namespace {

constexpr std::size_t decisions_max = 8;  // of a story

}  // namespace

std::size_t Exploration::count(Outcome::Kind kind) const {
  return static_cast<std::size_t>(
      std::count_if(seeds.begin(), seeds.end(), [&](const SeedResult& one) { return one.outcome.kind == kind; }));
}

bool Exploration::good() const {
  for (std::size_t step = 0; step < backoff_steps.size(); ++step)
    if (!backoff.even(step)) return false;
  return !seeds.empty() && count(Outcome::Kind::violated) == 0 && count(Outcome::Kind::broken) == 0;
}

Story story_of(std::uint64_t seed, const GenerateOptions& options) {
  Story story = generate(seed, options);
  story["x-seed"] = seed;
  return story;
}

// Half of the seeds take decisions: each with its own few kinds, rarely or often. What is decided at a position depends
// on the seed and the position's name alone.
std::function<std::optional<Fault>(const Position&)> chooser_of(std::uint64_t seed) {
  runtime::Random random = runtime::Random(seed).named("decisions");
  if (random.chance(0.5)) return nullptr;
  const double probability = random.chance(0.5) ? 0.01 : 0.05;
  std::vector<Fault> kinds;
  for (const FaultKind& kind : fault_kinds())
    if (random.chance(0.3)) kinds.push_back(kind.fault);
  const auto taken = std::make_shared<std::size_t>(0);
  return [=](const Position& position) -> std::optional<Fault> {
    runtime::Random here = random.named(position.name);
    if (kinds.empty() || *taken >= decisions_max || !here.chance(probability)) return std::nullopt;
    const Fault fault = kinds[static_cast<std::size_t>(here.below(kinds.size()))];
    if (!may_happen_at(fault, position.operation)) return std::nullopt;
    ++*taken;
    return fault;
  };
}

Exploration explore(const StoryWords& words, const ExploreOptions& options, const std::function<bool()>& stop,
                    const std::function<void(const SeedResult&, const StoryRun&)>& finished) {
  Exploration out;
  std::atomic<std::uint64_t> next{0};
  std::mutex telling;
  const auto work = [&](unsigned worker) {
    for (std::uint64_t i = next++; i < options.seeds && !stop(); i = next++) {
      SeedResult result;
      result.seed = options.first_seed + i;
      const CrashNote note("the seed " + std::to_string(result.seed));
      std::string error;
      auto run = run_story(story_of(result.seed, options.generate), words,
                           {options.scratch / std::to_string(worker), options.driver, chooser_of(result.seed)}, error);
      if (!run) {  // a mistake of the generator
        run.emplace();
        run->judged.outcome.kind = Outcome::Kind::broken;
        run->judged.outcome.first.observed = "the story cannot be read: " + error;
        run->judged.result.trace_hash = "unreadable";
      }
      result.hash = run->judged.result.trace_hash;
      result.outcome = run->judged.outcome;
      result.events = run->judged.result.history.size();
      result.scenario_time = run->judged.result.scenario_time;
      const std::lock_guard lock(telling);
      out.backoff.add(run->judged.result.history);
      finished(result, *run);
      if (out.seeds.size() <= i) out.seeds.resize(i + 1);  // every story that is begun is finished: no gaps remain
      out.seeds[i] = std::move(result);
    }
  };
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < std::min<std::uint64_t>(jobs, options.seeds); ++t) threads.emplace_back(work, t);
  for (auto& thread : threads) thread.join();
  return out;
}

}  // namespace chatproof::explore
