// The tables that defect_table() joins. For the files of this room only.
#pragma once

#include <vector>

#include "conformance/mutants/defect.hpp"
#include "conformance/mutants/mutant.hpp"

namespace chatproof::mutants {

[[nodiscard]] const std::vector<DefectRow>& delivery_defects();  // of callbacks and results
[[nodiscard]] const std::vector<DefectRow>& call_defects();      // of what a method is given, does and returns
[[nodiscard]] const std::vector<DefectRow>& wire_defects();      // of single commands and pushes
[[nodiscard]] const std::vector<DefectRow>& session_defects();   // of the SDK's memory and manners
[[nodiscard]] const std::vector<DefectRow>& link_defects();      // of its times, links and frames

template <class Kind>
std::unique_ptr<Defect> make(const DefectRow& /*row*/, const std::string& /*target*/) {
  return std::make_unique<Kind>();
}
template <class Kind>
std::unique_ptr<Defect> make_for(const DefectRow& /*row*/, const std::string& target) {
  return std::make_unique<Kind>(target);
}

}  // namespace chatproof::mutants
