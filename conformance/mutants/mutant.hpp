// A mutant is the SDK with one planted defect. Every one has a name, `DEFECT:TARGET`, by which it can be planted again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/stage/driver.hpp"

namespace chatproof::mutants {

enum class Family : std::uint8_t { callback, result, argument, wire, session };
[[nodiscard]] std::string_view to_string(Family family);

// What a defect befalls. A field is a callback or method and the way to a value in what it tells: "login",
// "onSelfInfoUpdated/info/nickName", "getUserStatus/*/statusType", where "*" is every item of a list.
enum class TargetKind : std::uint8_t {
  callback,
  callback_with_arguments,
  callback_field,
  method,        // with a completion
  result_field,  // of the value of a method's success
  return_field,  // of what a method returns at once
  deed,          // a method without completion or return value
  argument,
  request,  // a command
  request_field,
  push,
  nothing,  // the defect is one of a whole session: its target is "session"
};

class Defect;

// One kind of defect: a row of the tables in the *_defects.cpp beside this file.
struct DefectRow {
  std::string_view name;
  Family family;
  TargetKind target;
  std::string_view what;  // "the callback is told twice"
  std::unique_ptr<Defect> (*make)(const DefectRow& row, const std::string& target);
  // Only these targets; empty: every one that the suite touches.
  std::vector<std::string_view> targets = {};
  // Folders of scenarios that are asked first; then all are, not only those that touch the target.
  std::vector<std::string_view> hints = {};
};
[[nodiscard]] const std::vector<const DefectRow*>& defect_table();

struct Mutant {
  const DefectRow* row = nullptr;
  std::string target;
  [[nodiscard]] std::string id() const { return std::string(row->name) + ":" + target; }
  bool operator==(const Mutant&) const = default;
};

// From "doubleResult:login"; nothing when the tables of methods, callbacks and commands do not have it.
[[nodiscard]] std::optional<Mutant> mutant_named(const std::string& id);

// Makes drivers of `make`, each with the defect. Without a mutant they stand in the same way, and change nothing.
[[nodiscard]] stage::DriverFactory planted(stage::DriverFactory make, std::optional<Mutant> mutant);

}  // namespace chatproof::mutants
