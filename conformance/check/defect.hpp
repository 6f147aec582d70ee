// The judge's own mutants: a defect that a run plants in it, to see whether the self-tests notice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::check {

enum class JudgeDefect : std::uint8_t {
  none,
#define X(name, text) name,
#include "conformance/check/defects.def"
#undef X
};

struct JudgeDefectInfo {
  JudgeDefect defect;
  std::string_view name, text;
};
[[nodiscard]] const std::vector<JudgeDefectInfo>& judge_defects();
[[nodiscard]] std::optional<JudgeDefect> judge_defect_named(std::string_view name);

}  // namespace chatproof::check
