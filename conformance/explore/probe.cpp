#include "conformance/explore/probe.hpp"

#include <algorithm>
#include <array>

namespace chatproof::explore {

std::string_view to_string(Operation operation) {
  static constexpr std::array<std::string_view, 5> names = {"resolve", "connect", "read", "write", "timer"};
  return names[static_cast<std::size_t>(operation)];
}

const std::vector<FaultKind>& fault_kinds() {
  static const std::vector<FaultKind> table = {
#define X(identifier, name, operations, text) {Fault::identifier, name, operations, text},
#include "conformance/explore/faults.def"
#undef X
  };
  return table;
}

std::string_view to_string(Fault fault) { return fault_kinds()[static_cast<std::size_t>(fault)].name; }

std::optional<Fault> fault_named(std::string_view name) {
  const auto& kinds = fault_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const FaultKind& kind) { return kind.name == name; });
  return found == kinds.end() ? std::nullopt : std::optional(found->fault);
}

bool may_happen_at(Fault fault, Operation operation) {
  return fault_kinds()[static_cast<std::size_t>(fault)].operations.find(to_string(operation)) != std::string_view::npos;
}

std::string to_text(const Cell& cell) { return cell.position + ":" + std::string(to_string(cell.fault)); }

std::optional<Cell> parse_cell(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto fault = fault_named(text.substr(colon + 1));
  if (!fault) return std::nullopt;
  return Cell{std::string(text.substr(0, colon)), *fault};
}

std::optional<Fault> Probe::reach(Operation operation, const std::string& device, const std::string& stem,
                                  runtime::Instant now) {
  const int times = ++seen_[stem];
  positions_.push_back({times == 1 ? stem : stem + "#" + std::to_string(times), device, operation, now});
  const auto fault = decide(positions_.back());
  if (!fault) return std::nullopt;
  taken_.push_back({positions_.back().name, *fault});
  if (told) told(device, taken_.back());
  return fault;
}

std::optional<Fault> Probe::decide(const Position& position) {
  for (const Cell& cell : plan_)
    if (cell.position == position.name && may_happen_at(cell.fault, position.operation)) return cell.fault;
  return choose ? choose(position) : std::nullopt;
}

int Probe::times(const std::string& position) const {
  const auto times = seen_.find(position.substr(0, position.find('#')));
  return times == seen_.end() ? 0 : times->second;
}

std::vector<Cell> Probe::missed() const {
  std::vector<Cell> out;
  for (const Cell& cell : plan_)
    if (std::find(taken_.begin(), taken_.end(), cell) == taken_.end()) out.push_back(cell);
  return out;
}

}  // namespace chatproof::explore
