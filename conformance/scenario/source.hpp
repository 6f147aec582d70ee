// A JSON file with the place of every value in it.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "conformance/scenario/load.hpp"

namespace chatproof::scenario {

struct Source {
  std::string file;
  Json json;
  std::map<std::string, std::pair<int, int>> places;      // JSON pointer -> line, column of the value
  std::map<std::string, std::pair<int, int>> key_places;  // of the key in front of it

  // Of the pointer's value, or of the nearest value around it.
  [[nodiscard]] Place place(const std::string& pointer) const;
  [[nodiscard]] Place key_place(const std::string& pointer) const;
  // The object's keys as they stand in the file; nlohmann::json sorts them.
  [[nodiscard]] std::vector<std::string> keys_in_order(const Json& object, const std::string& pointer) const;
};

inline constexpr int depth_max = 64;  // of values within values

// Errors: not JSON, a key given twice, nested too deep. A column counts characters, not bytes.
[[nodiscard]] Source read_source(const std::string& text, const std::string& file, std::vector<LoadError>& errors);

// "a/b" in a JSON pointer is "a~1b".
[[nodiscard]] std::string escaped(const std::string& key);

}  // namespace chatproof::scenario
