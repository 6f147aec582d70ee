// A sweep as text and as JSON.
#include <algorithm>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "conformance/explore/positions.hpp"

namespace chatproof::explore {
namespace {

constexpr int cell_width = 6;
constexpr std::size_t head_letters = 5;

std::string short_text(const CellResult& cell) {
  if (!cell.acted) return "?";
  switch (cell.outcome.kind) {
    case Outcome::Kind::passed:
      return "ok";
    case Outcome::Kind::healed:
      return "heal";
    case Outcome::Kind::refused:
      return std::to_string(cell.outcome.code);
    case Outcome::Kind::violated:
      return "FAIL";
    case Outcome::Kind::broken:
      return "STOP";
  }
  return {};
}

std::vector<const FaultKind*> columns(const Sweep& sweep) {
  std::vector<const FaultKind*> out;
  for (const FaultKind& kind : fault_kinds())
    if (std::any_of(sweep.cells.begin(), sweep.cells.end(),
                    [&](const CellResult& cell) { return cell.cell.fault == kind.fault; }))
      out.push_back(&kind);
  return out;
}

double seconds(runtime::Instant at) { return static_cast<double>(at.time_since_epoch().count()) / 1e6; }

void print_table(std::ostream& out, const Sweep& sweep) {
  const auto kinds = columns(sweep);
  std::size_t widest = 8;
  for (const Position& position : sweep.positions) widest = std::max(widest, position.name.size());
  const int first = static_cast<int>(widest) + 1;
  out << std::setw(10) << "time" << "  " << std::left << std::setw(first) << "position" << std::right;
  for (const FaultKind* kind : kinds) out << std::setw(cell_width) << kind->name.substr(0, head_letters);
  out << "\n";
  auto cell = sweep.cells.begin();
  for (const Position& position : sweep.positions) {
    out << std::setw(9) << std::fixed << std::setprecision(4) << seconds(position.at) << "s  " << std::left
        << std::setw(first) << position.name << std::right;
    for (const FaultKind* kind : kinds) {
      const bool here = cell != sweep.cells.end() && cell->cell == Cell{position.name, kind->fault};
      out << std::setw(cell_width) << (here ? short_text(*cell++) : std::string("-"));
    }
    out << "\n";
  }
}

}  // namespace

void print_sweep(std::ostream& out, const Sweep& sweep) {
  if (sweep.undisturbed.kind != Outcome::Kind::passed) {
    out << sweep.scenario << " does not even pass undisturbed: " << to_text(sweep.undisturbed) << "\n  "
        << sweep.undisturbed.first.observed << "\n";
    return;
  }
  print_table(out, sweep);
  out << "\nok: as if nothing had happened; heal: told differently, all well in the end; a number: a call ended in "
         "that code, "
         "all well in the end; -: cannot happen there\n";
  for (const CellResult& cell : sweep.cells) {
    const bool bad =
        !cell.acted || cell.outcome.kind == Outcome::Kind::violated || cell.outcome.kind == Outcome::Kind::broken;
    if (!bad) continue;
    out << "\n"
        << to_text(cell.cell) << ": " << (cell.acted ? to_text(cell.outcome) : "the position was not reached again")
        << "\n";
    if (cell.outcome.first.event != 0) out << "  event " << cell.outcome.first.event << ": ";
    out << cell.outcome.first.observed << "\n  " << replay_command(sweep, cell.cell) << "\n";
  }
  if (sweep.cells_left_out != 0) out << "\ninterrupted: " << sweep.cells_left_out << " cells were not run\n";
  if (sweep.left_out != 0) out << "\n" << sweep.left_out << " later positions were left out\n";
  out << "\n"
      << sweep.scenario << ": " << sweep.positions.size() << " positions, " << sweep.cells.size()
      << " cells: " << sweep.count(Outcome::Kind::passed) << " passed, " << sweep.count(Outcome::Kind::healed)
      << " healed, " << sweep.count(Outcome::Kind::refused) << " refused, " << sweep.count(Outcome::Kind::violated)
      << " violated, " << sweep.count(Outcome::Kind::broken) << " broken\n";
}

nlohmann::json to_json(const Sweep& sweep) {
  nlohmann::json positions = nlohmann::json::array();
  for (const Position& position : sweep.positions)
    positions.push_back({{"name", position.name},
                         {"device", position.device},
                         {"operation", to_string(position.operation)},
                         {"seconds", seconds(position.at)}});
  nlohmann::json cells = nlohmann::json::array();
  for (const CellResult& cell : sweep.cells) {
    nlohmann::json one = {{"position", cell.cell.position},
                          {"fault", to_string(cell.cell.fault)},
                          {"acted", cell.acted},
                          {"outcome", to_string(cell.outcome.kind)},
                          {"replay", replay_command(sweep, cell.cell)}};
    if (cell.outcome.code != 0) one["code"] = cell.outcome.code;
    if (!cell.outcome.invariants.empty()) one["invariants"] = cell.outcome.invariants;
    if (!cell.outcome.first.observed.empty()) one["observed"] = cell.outcome.first.observed;
    cells.push_back(std::move(one));
  }
  nlohmann::json faults = nlohmann::json::array();
  for (const FaultKind* kind : columns(sweep)) faults.push_back({{"name", kind->name}, {"text", kind->text}});
  return {{"scenario", sweep.scenario},
          {"seed", sweep.seed},
          {"undisturbed", to_text(sweep.undisturbed)},
          {"summary",
           {{"positions", sweep.positions.size()},
            {"leftOut", sweep.left_out},
            {"cellsLeftOut", sweep.cells_left_out},
            {"cells", sweep.cells.size()},
            {"passed", sweep.count(Outcome::Kind::passed)},
            {"healed", sweep.count(Outcome::Kind::healed)},
            {"refused", sweep.count(Outcome::Kind::refused)},
            {"violated", sweep.count(Outcome::Kind::violated)},
            {"broken", sweep.count(Outcome::Kind::broken)},
            {"good", sweep.good()}}},
          {"faults", faults},
          {"positions", positions},
          {"cells", cells}};
}

}  // namespace chatproof::explore
