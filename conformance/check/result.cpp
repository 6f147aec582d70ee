#include "conformance/check/result.hpp"

#include <algorithm>
#include <array>

namespace chatproof::check {

std::string_view to_string(Verdict verdict) {
  static constexpr std::array<std::string_view, 7> names = {"pass",         "skipped", "nonStrict", "knownFailing",
                                                            "inconclusive", "fail",    "error"};
  return names[static_cast<std::size_t>(verdict)];
}

Verdict worse(Verdict a, Verdict b) { return std::max(a, b); }

void expect_failure(CaseResult& result, const std::string& reason, int line) {
  if (result.verdict == Verdict::fail) {
    result.verdict = Verdict::known_failing;
    result.reason = reason;
  } else if (result.verdict == Verdict::pass) {
    result.verdict = Verdict::fail;
    Finding finding;
    finding.rule = std::string(unexpected_pass);
    finding.where = "/knownFailing";
    finding.file = result.file;
    finding.line = line;
    finding.expected = "the case fails, for it is known: " + reason;
    finding.observed = "it passed; \"knownFailing\" can go";
    result.findings.push_back(std::move(finding));
  }
}

}  // namespace chatproof::check
