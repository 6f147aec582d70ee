#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "conformance/mutants/hunt.hpp"

namespace chatproof::mutants {
namespace {

using nlohmann::json;
using Kind = Fate::Kind;

struct Tally {
  std::size_t total = 0, killed = 0, survived = 0, equivalent = 0, misjudged = 0;
  void add(Kind kind) {
    ++total;
    if (kind == Kind::killed) ++killed;
    if (kind == Kind::survived) ++survived;
    if (kind == Kind::equivalent) ++equivalent;
    if (kind == Kind::misjudged) ++misjudged;
  }
};

json to_json(const Tally& tally) {
  return {{"total", tally.total},
          {"killed", tally.killed},
          {"survived", tally.survived},
          {"equivalent", tally.equivalent},
          {"misjudged", tally.misjudged}};
}

// The whole, and each family, in the order of the enumeration.
std::pair<Tally, std::map<Family, Tally>> tallies_of(const Hunt& hunt) {
  std::pair<Tally, std::map<Family, Tally>> out;
  for (const Fate& fate : hunt.fates) {
    out.first.add(fate.kind);
    out.second[fate.mutant.row->family].add(fate.kind);
  }
  return out;
}

json to_json(const Fate& fate) {
  const DefectRow& row = *fate.mutant.row;
  json out = {{"id", fate.mutant.id()},  {"family", to_string(row.family)},
              {"defect", row.name},      {"target", fate.mutant.target},
              {"what", row.what},        {"status", to_string(fate.kind)},
              {"casesTried", fate.tried}};
  if (!fate.killer.empty()) {
    out["killedBy"] = fate.killer;
    out["rule"] = fate.rule;
    out["expected"] = fate.expected;
    out["observed"] = fate.observed;
  }
  if (!fate.reason.empty()) out["reason"] = fate.reason;
  return out;
}

void print_row(std::ostream& out, std::string_view name, const Tally& tally) {
  out << std::left << std::setw(10) << name << std::right << std::setw(8) << tally.total << std::setw(8) << tally.killed
      << std::setw(10) << tally.survived << std::setw(12) << tally.equivalent << "\n";
}

}  // namespace

json to_json(const Hunt& hunt) {
  const auto [whole, families] = tallies_of(hunt);
  json summary = to_json(whole);
  summary["cases"] = hunt.cases;
  summary["seed"] = hunt.seed;
  summary["interrupted"] = hunt.stopped;
  summary["leftOut"] = hunt.left_out;
  for (const auto& [family, tally] : families) summary["families"][std::string(to_string(family))] = to_json(tally);
  json mutants = json::array();
  json killers = json::object();
  for (const Fate& fate : hunt.fates) {
    mutants.push_back(to_json(fate));
    if (fate.kind != Kind::killed) continue;
    json& killed = killers[fate.killer];
    killed = (killed.is_number() ? killed.get<int>() : 0) + 1;
  }
  return {{"summary", std::move(summary)},
          {"mutants", std::move(mutants)},
          {"killers", std::move(killers)},
          {"spoiltCases", hunt.spoilt},
          {"unseenCallbacks", hunt.unseen_callbacks}};
}

void print_hunt(std::ostream& out, const Hunt& hunt, bool all) {
  for (const std::string& one : hunt.spoilt)
    out << "spoilt      " << one << ": it does not pass without any defect, and is left out\n";
  for (const Fate& fate : hunt.fates) {
    if (!all && (fate.kind == Kind::killed || fate.kind == Kind::equivalent)) continue;
    out << std::left << std::setw(12) << to_string(fate.kind) << fate.mutant.id() << ": ";
    if (!fate.killer.empty()) out << fate.killer << ": " << fate.rule << ": " << fate.observed << "\n";
    if (fate.killer.empty() && !fate.reason.empty()) out << fate.reason << "\n";
    if (fate.kind == Kind::survived) out << fate.mutant.row->what << "; " << fate.tried << " cases do not see it\n";
  }
  const auto [whole, families] = tallies_of(hunt);
  out << "family     mutants  killed  survived  equivalent\n";
  for (const auto& [family, tally] : families) print_row(out, to_string(family), tally);
  print_row(out, "all", whole);
  if (hunt.stopped) out << "interrupted: " << hunt.left_out << " mutants were not hunted\n";
  out << hunt.cases << " cases, seed " << hunt.seed << "; no case sees " << hunt.unseen_callbacks.size()
      << " of the API's callbacks\n";
}

}  // namespace chatproof::mutants
