// Numbers the operations of a run by names that stay the same when code changes elsewhere, and says which one goes
// wrong.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::explore {

enum class Operation : std::uint8_t { resolve, connect, read, write, timer };
[[nodiscard]] std::string_view to_string(Operation operation);

enum class Fault : std::uint8_t {
#define X(identifier, name, operations, text) identifier,
#include "conformance/explore/faults.def"
#undef X
};
struct FaultKind {
  Fault fault;
  std::string_view name, operations, text;
};
[[nodiscard]] const std::vector<FaultKind>& fault_kinds();
[[nodiscard]] std::string_view to_string(Fault fault);
[[nodiscard]] std::optional<Fault> fault_named(std::string_view name);
[[nodiscard]] bool may_happen_at(Fault fault, Operation operation);

// How long what passes by itself takes.
inline constexpr runtime::Duration outage = std::chrono::seconds(40);  // longer than a request waits
inline constexpr runtime::Duration lateness = std::chrono::seconds(5);
inline constexpr runtime::Duration byte_gap = std::chrono::milliseconds(1);

// One operation of one device: "alice.phone/1/write/login" is the login request on its first connection,
// "alice.phone/timer/30s#2" the second timer of 30 s that ran out.
struct Position {
  std::string name, device;
  Operation operation = Operation::connect;
  runtime::Instant at{};
};

// What goes wrong, and where.
struct Cell {
  std::string position;
  Fault fault = Fault::reset;
  bool operator==(const Cell&) const = default;
};
// "alice.phone/1/write/login:reset"
[[nodiscard]] std::string to_text(const Cell& cell);
[[nodiscard]] std::optional<Cell> parse_cell(std::string_view text);

class Probe {
 public:
  // The decisions: each is carried out when its position is reached.
  explicit Probe(std::vector<Cell> plan = {}) : plan_(std::move(plan)) {}

  // The operation that happens next; `stem` is its name but for the number. What is to go wrong there, or nothing.
  std::optional<Fault> reach(Operation operation, const std::string& device, const std::string& stem,
                             runtime::Instant now);

  [[nodiscard]] const std::vector<Position>& positions() const { return positions_; }
  // Decisions that were carried out, in that order; those of the plan whose position was never reached.
  [[nodiscard]] const std::vector<Cell>& taken() const { return taken_; }
  [[nodiscard]] std::vector<Cell> missed() const;
  // How often an operation was reached that has this position's name but for the number.
  [[nodiscard]] int times(const std::string& position) const;

  // Decides where the plan says nothing.
  std::function<std::optional<Fault>(const Position& position)> choose;
  // What no network can do: kick, expire, unInit, powerCut, called by a task of their own; storeFull, suspend,
  // clockJump, called before the operation goes on. And the end of the first two of these.
  std::function<void(const std::string& device, Fault fault)> deed, end_of_deed;
  // What each device waits for, kept by the devices: timers that have neither run out nor been cancelled.
  std::map<std::string, std::size_t> timers;
  // Told of every decision as it is carried out.
  std::function<void(const std::string& device, const Cell& cell)> told;

 private:
  [[nodiscard]] std::optional<Fault> decide(const Position& position);

  std::vector<Cell> plan_, taken_;
  std::vector<Position> positions_;
  std::map<std::string, int> seen_;
};

}  // namespace chatproof::explore
