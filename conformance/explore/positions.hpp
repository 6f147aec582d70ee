// "What if the link dies exactly there?" for every there: a scenario is run once to name its positions, then once for
// each position and each fault that may happen at it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "conformance/explore/judged_run.hpp"
#include "conformance/explore/probe.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::explore {

inline constexpr std::size_t positions_max = 2'000;  // of a scenario; more are left out, and told

struct SweepOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 0;  // 0: as many as there are cores
  std::filesystem::path scratch;
  stage::DriverFactory driver = stage::make_sdk_driver;
  std::vector<Fault> faults;  // empty: all
  // Asked before each cell, from any thread; true: the sweep ends with what it has.
  std::function<bool()> stop = [] { return false; };
};

struct CellResult {
  Cell cell;
  bool acted = false;  // false: the position was not reached again, which is a mistake of the simulation
  Outcome outcome;
};

struct Sweep {
  std::string scenario, file;
  std::uint64_t seed = 0;
  Outcome undisturbed;
  std::vector<Position> positions;
  std::size_t left_out = 0;
  std::vector<CellResult> cells;   // by position, then by fault
  std::size_t cells_left_out = 0;  // because the sweep was stopped

  [[nodiscard]] std::size_t count(Outcome::Kind kind) const;
  // Every cell ran, at least one did, and none violates an invariant.
  [[nodiscard]] bool good() const;
};

// `progress` is told of every finished cell, from any thread, one at a time.
[[nodiscard]] Sweep sweep(const scenario::Scenario& scenario, const SweepOptions& options,
                          const std::function<void(std::size_t done, std::size_t all)>& progress);

// One cell, with its history.
[[nodiscard]] JudgedRun run_cell(const scenario::Scenario& scenario, const SweepOptions& options, const Cell& cell,
                                 bool& acted);
[[nodiscard]] std::string replay_command(const Sweep& sweep, const Cell& cell);

void print_sweep(std::ostream& out, const Sweep& sweep);
[[nodiscard]] nlohmann::json to_json(const Sweep& sweep);
// One page that needs nothing else.
// One page for all.
[[nodiscard]] std::string to_html(const std::vector<Sweep>& sweeps);

}  // namespace chatproof::explore
