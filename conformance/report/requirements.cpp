#include "conformance/report/requirements.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Verdict;

// What one case says about one requirement that it covers.
enum class Word : std::uint8_t { nothing, passed, warned, failed };

Word word_of(const CaseResult& result, const std::string& id) {
  if (result.verdict == Verdict::skipped) return Word::nothing;
  if (result.verdict == Verdict::pass) return Word::passed;
  bool about_it = result.findings.empty();
  Verdict worst = about_it ? result.verdict : Verdict::pass;
  for (const auto& finding : result.findings) {
    const bool all = finding.proves.empty();
    if (finding.rule == check::unexpected_pass) return Word::passed;
    if (!all && std::find(finding.proves.begin(), finding.proves.end(), id) == finding.proves.end()) continue;
    about_it = true;
    worst = check::worse(worst, finding.verdict);
  }
  if (worst >= Verdict::fail) return Word::failed;
  if (about_it && worst >= Verdict::non_strict) return Word::warned;
  // The case may have ended before it came to what proves this requirement.
  return result.verdict >= Verdict::known_failing ? Word::nothing : Word::passed;
}

void judge(RequirementResult& result, const check::RunResult& run, const Requirement& requirement) {
  bool passed = false, warned = false, failed = false, ran = false;
  for (const std::size_t place : result.cases) {
    const CaseResult& one = run.cases[place];
    ran = ran || one.verdict != Verdict::skipped;
    const Word word = word_of(one, result.id);
    passed = passed || word == Word::passed;
    warned = warned || word == Word::warned;
    failed = failed || word == Word::failed;
    if (word == Word::warned || word == Word::failed) result.broken.push_back(place);
  }
  result.note = requirement.why;
  if (failed) {
    result.status = Status::failed;
  } else if (warned) {
    result.status = Status::warned;
  } else if (passed) {
    result.status = Status::passed;
  } else if (!requirement.testable) {
    result.status = Status::not_testable;
  } else {
    result.status = Status::not_covered;
    if (!result.cases.empty())
      result.note = ran ? "the cases that cover it failed for other reasons" : "all cases that cover it were skipped";
  }
}

}  // namespace

std::string_view to_string(Status status) {
  switch (status) {
    case Status::passed:
      return "passed";
    case Status::warned:
      return "warned";
    case Status::failed:
      return "failed";
    case Status::not_covered:
      return "notCovered";
    case Status::not_testable:
      return "notTestable";
  }
  return "?";
}

RequirementReport judge_requirements(const check::RunResult& run, const Catalogue& catalogue) {
  std::map<std::string, std::vector<std::size_t>> covering;
  for (std::size_t place = 0; place < run.cases.size(); ++place)
    for (const auto& id : run.cases[place].covers) covering[id].push_back(place);

  RequirementReport report;
  std::set<std::string> known;
  for (const auto& requirement : catalogue.requirements) {
    known.insert(requirement.id);
    RequirementResult result;
    result.id = requirement.id;
    if (const auto found = covering.find(requirement.id); found != covering.end()) result.cases = found->second;
    judge(result, run, requirement);
    report.results.push_back(std::move(result));
  }
  for (const auto& [id, places] : covering)
    if (!known.contains(id)) report.unknown.push_back(id);
  return report;
}

}  // namespace chatproof::report
