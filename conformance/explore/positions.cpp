#include "conformance/explore/positions.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace chatproof::explore {
namespace {

std::vector<Cell> cells_of(const std::vector<Position>& positions, const std::vector<Fault>& faults) {
  std::vector<Cell> cells;
  for (const Position& position : positions)
    for (const FaultKind& kind : fault_kinds()) {
      const bool wanted = faults.empty() || std::find(faults.begin(), faults.end(), kind.fault) != faults.end();
      if (wanted && may_happen_at(kind.fault, position.operation)) cells.push_back({position.name, kind.fault});
    }
  return cells;
}

RunOptions run_options(const SweepOptions& options, const std::string& directory) {
  return {options.seed, options.scratch / directory, options.driver};
}

// What converge() does belongs to the judge, not to the scenario.
std::vector<Position> of_the_scenario(const Probe& probe, const check::History& history) {
  auto positions = probe.positions();
  for (const check::Event& event : history)
    if (event.channel == check::Channel::step && event.name == "healed")
      std::erase_if(positions, [&](const Position& position) { return position.at > event.at; });
  return positions;
}

}  // namespace

std::size_t Sweep::count(Outcome::Kind kind) const {
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(), [&](const CellResult& cell) { return cell.outcome.kind == kind; }));
}

bool Sweep::good() const {
  const bool all_acted = std::all_of(cells.begin(), cells.end(), [](const CellResult& cell) { return cell.acted; });
  return undisturbed.kind == Outcome::Kind::passed && cells_left_out == 0 && !cells.empty() && all_acted &&
         count(Outcome::Kind::violated) == 0 && count(Outcome::Kind::broken) == 0;
}

JudgedRun run_cell(const scenario::Scenario& scenario, const SweepOptions& options, const Cell& cell, bool& acted) {
  Probe probe({cell});
  auto run = run_judged(scenario, run_options(options, "cell"), probe);
  acted = probe.missed().empty();
  return run;
}

Sweep sweep(const scenario::Scenario& scenario, const SweepOptions& options,
            const std::function<void(std::size_t, std::size_t)>& progress) {
  Sweep out;
  out.scenario = scenario.case_id;
  out.file = scenario.file;
  out.seed = options.seed;
  Probe first;
  const auto undisturbed = run_judged(scenario, run_options(options, "undisturbed"), first);
  out.undisturbed = undisturbed.outcome;
  if (out.undisturbed.kind != Outcome::Kind::passed) return out;  // nothing could be told from its cells
  out.positions = of_the_scenario(first, undisturbed.result.history);
  if (out.positions.size() > positions_max) {
    out.left_out = out.positions.size() - positions_max;
    out.positions.resize(positions_max);
  }

  const auto cells = cells_of(out.positions, options.faults);
  std::vector<std::optional<CellResult>> results(cells.size());
  std::atomic<std::size_t> next{0};
  std::size_t done = 0;
  std::mutex telling;
  const auto work = [&] {
    for (std::size_t i = next++; i < cells.size() && !options.stop(); i = next++) {
      Probe probe({cells[i]});
      const auto run = run_judged(scenario, run_options(options, std::to_string(i)), probe);
      results[i] = {cells[i], probe.missed().empty(), run.outcome};
      const std::lock_guard lock(telling);
      progress(++done, cells.size());
    }
  };
  const unsigned jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < std::min<std::size_t>(jobs, cells.size()); ++t) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  for (auto& result : results)
    if (result) out.cells.push_back(std::move(*result));
  out.cells_left_out = cells.size() - out.cells.size();
  return out;
}

std::string replay_command(const Sweep& sweep, const Cell& cell) {
  return "chatproof positions '" + sweep.scenario + "' --seed " + std::to_string(sweep.seed) + " --cell '" +
         to_text(cell) + "'";
}

}  // namespace chatproof::explore
