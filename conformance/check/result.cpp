#include "conformance/check/result.hpp"

#include <algorithm>
#include <array>

namespace chatproof::check {

std::string_view to_string(Verdict verdict) {
  static constexpr std::array<std::string_view, 6> names = {"pass",         "skipped", "nonStrict",
                                                            "inconclusive", "fail",    "error"};
  return names[static_cast<std::size_t>(verdict)];
}

Verdict worse(Verdict a, Verdict b) { return std::max(a, b); }

}  // namespace chatproof::check
