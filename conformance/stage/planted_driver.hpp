// A driver that lies about the system under test, so that the judge can be judged: each planted defect is one that a
// real SDK could have.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/stage/driver.hpp"

namespace chatproof::stage {

struct Defect {
  std::string kind;    // one of defect_table()
  std::string target;  // the method or callback that it befalls
};

struct DefectRow {
  enum class Target : std::uint8_t { method, callback };
  std::string_view kind;
  Target target;
  std::string_view what;
};
[[nodiscard]] const std::vector<DefectRow>& defect_table();

// From "doubleResult:login"; nothing when it is none.
[[nodiscard]] std::optional<Defect> parse_defect(const std::string& text);

// Makes drivers of `make`, each with the defect.
[[nodiscard]] DriverFactory planted(DriverFactory make, Defect defect);

}  // namespace chatproof::stage
