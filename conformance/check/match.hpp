// Patterns against values. scenarios/README.md section 3 lists the operators.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace chatproof::check {

struct Mismatch {
  std::string pointer;  // into the value
  std::string expected, got;
  int count = 1;  // how many places differ, for the nearest miss
};

// Objects match partially, lists exactly, everything else by equality; an object with one "$..." member is an operator.
[[nodiscard]] std::optional<Mismatch> match(const nlohmann::json& pattern, const nlohmann::json& value);

struct PatternMistake {
  std::string pointer;  // into the pattern
  std::string text;
  std::string word;                // that nobody knows, or empty
  std::vector<std::string> known;  // what it could have been
};

// What is wrong with a pattern as such (an unknown operator, say), or nothing.
[[nodiscard]] std::optional<PatternMistake> check_pattern(const nlohmann::json& pattern);

}  // namespace chatproof::check
