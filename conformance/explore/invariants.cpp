#include "conformance/explore/invariants.hpp"

#include <algorithm>

#include "conformance/check/sweeps.hpp"

namespace chatproof::explore {

std::vector<check::Finding> violations(const check::History& history) {
  std::vector<check::Finding> out;
  const auto add = [&](std::string_view name, std::vector<check::Finding> findings) {
    for (check::Finding& finding : findings) {
      finding.rule = name;
      out.push_back(std::move(finding));
    }
  };
  for (const auto& [name, check] : check::invariants()) add(name, check(history));
  for (const auto* table : {&session_invariants(), &timing_invariants(), &message_invariants()})
    for (const Invariant& invariant : *table) add(invariant.name, invariant.check(history));
  std::stable_sort(out.begin(), out.end(),
                   [](const check::Finding& a, const check::Finding& b) { return a.event < b.event; });
  return out;
}

std::vector<std::pair<std::string, std::string>> invariant_texts() {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto* table : {&session_invariants(), &timing_invariants(), &message_invariants()})
    for (const Invariant& invariant : *table) out.emplace_back(invariant.name, invariant.text);
  return out;
}

}  // namespace chatproof::explore
