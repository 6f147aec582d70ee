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
  std::map<std::string, std::pair<int, int>> places;  // JSON pointer -> line, column

  // Of the pointer, or of the nearest value around it.
  [[nodiscard]] Place place(const std::string& pointer) const;
};

// Errors: not JSON, a key given twice.
[[nodiscard]] Source read_source(const std::string& text, const std::string& file, std::vector<LoadError>& errors);

// "a/b" in a JSON pointer is "a~1b".
[[nodiscard]] std::string escaped(const std::string& key);

}  // namespace chatproof::scenario
