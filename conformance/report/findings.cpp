#include "conformance/report/findings.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>

#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Finding;
using check::Verdict;

class Collector {
 public:
  void add(const CaseResult& result, const Finding& finding) {
    DistinctFinding made;
    made.verdict = result.verdict == Verdict::known_failing ? Verdict::known_failing : finding.verdict;
    made.file = finding.file.empty() ? result.file : finding.file;
    made.finding = finding;
    made.first = &result;
    const std::string where = printable(result.id) + " (" + printable(result.world) + ")";
    const auto [known, fresh] =
        places_.try_emplace({made.verdict, made.file, finding.line, message_of(made)}, all_.size());
    if (fresh) all_.push_back(std::move(made));
    auto& seen = all_[known->second].where;
    if (std::find(seen.begin(), seen.end(), where) == seen.end()) seen.push_back(where);
  }

  std::vector<DistinctFinding> take() {
    // Not stable_sort: clang takes what libstdc++ 12 does in it for deprecated.
    std::vector<DistinctFinding> sorted;
    for (const Verdict verdict :
         {Verdict::error, Verdict::fail, Verdict::inconclusive, Verdict::known_failing, Verdict::non_strict})
      for (auto& one : all_)
        if (one.verdict == verdict) sorted.push_back(std::move(one));
    return sorted;
  }

 private:
  std::vector<DistinctFinding> all_;
  std::map<std::tuple<Verdict, std::string, int, std::string>, std::size_t> places_;
};

}  // namespace

std::vector<DistinctFinding> distinct_findings(const check::RunResult& run) {
  Collector found;
  for (const auto& result : run.cases) {
    for (const auto& finding : result.findings)
      if (finding.verdict >= Verdict::non_strict) found.add(result, finding);
    if (result.findings.empty() && result.verdict >= Verdict::inconclusive) {
      Finding bare;
      bare.verdict = result.verdict;
      bare.observed = result.reason;
      found.add(result, bare);
    }
  }
  return found.take();
}

std::string message_of(const DistinctFinding& distinct) {
  std::string out = printable(distinct.first->title);
  const auto part = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "\n") + std::string(name) + printable(text);
  };
  part("expected: ", distinct.finding.expected);
  part("observed: ", distinct.finding.observed);
  part("nearest: ", distinct.finding.nearest);
  if (distinct.verdict == Verdict::known_failing) part("known failing: ", distinct.first->reason);
  return out;
}

}  // namespace chatproof::report
