#include "conformance/check/defect.hpp"

namespace chatproof::check {

const std::vector<JudgeDefectInfo>& judge_defects() {
  static const std::vector<JudgeDefectInfo> table = {
#define X(name, text) {JudgeDefect::name, #name, text},
#include "conformance/check/defects.def"
#undef X
  };
  return table;
}

std::optional<JudgeDefect> judge_defect_named(std::string_view name) {
  for (const JudgeDefectInfo& one : judge_defects())
    if (one.name == name) return one.defect;
  return std::nullopt;
}

}  // namespace chatproof::check
