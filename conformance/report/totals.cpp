#include "conformance/report/totals.hpp"

#include <algorithm>

#include "conformance/report/text.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {

using check::Verdict;

void Totals::add(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      ++passed;
      return;
    case Verdict::skipped:
      ++skipped;
      return;
    case Verdict::non_strict:
      ++non_strict;
      return;
    case Verdict::known_failing:
      ++known_failing;
      return;
    case Verdict::inconclusive:
      ++inconclusive;
      return;
    case Verdict::fail:
      ++failed;
      return;
    case Verdict::error:
      ++errors;
      return;
  }
}

Totals totals_of(const check::RunResult& run) {
  Totals totals;
  for (const auto& result : run.cases) totals.add(result.verdict);
  return totals;
}

std::map<std::string, Totals> totals_by_world(const check::RunResult& run) {
  std::map<std::string, Totals> worlds;
  for (const auto& result : run.cases) worlds[result.world].add(result.verdict);
  return worlds;
}

std::vector<std::string> worlds_of(const check::RunResult& run) {
  std::vector<std::string> worlds;
  for (const auto& result : run.cases)
    if (std::find(worlds.begin(), worlds.end(), result.world) == worlds.end()) worlds.push_back(result.world);
  return worlds;
}

bool succeeded(const check::RunResult& run) {
  const Totals totals = totals_of(run);
  return run.left_out == 0 && run.complaints.empty() && totals.ran() > 0 &&
         totals.failed + totals.errors + totals.inconclusive == 0;
}

std::string summary_line(const check::RunResult& run) {
  const Totals totals = totals_of(run);
  std::string out = std::to_string(totals.passed) + " passed, " + std::to_string(totals.failed) + " failed, ";
  if (totals.errors > 0) out += std::to_string(totals.errors) + (totals.errors == 1 ? " error, " : " errors, ");
  out += std::to_string(totals.skipped) + " skipped, " + std::to_string(totals.inconclusive) + " inconclusive, " +
         std::to_string(totals.non_strict) + " non-strict";
  if (totals.known_failing > 0) out += ", " + std::to_string(totals.known_failing) + " known failing";
  if (run.left_out > 0) out += ", interrupted before " + std::to_string(run.left_out) + " more";
  out += " in " + took_text(run.wall_time);
  const auto by_world = totals_by_world(run);
  std::string worlds;
  for (const auto& world : worlds_of(run))
    worlds += (worlds.empty() ? "" : ", ") + printable(world) + " " + std::to_string(by_world.at(world).ran());
  return worlds.empty() ? out : out + " (" + worlds + ")";
}

}  // namespace chatproof::report
