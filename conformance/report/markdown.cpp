#include "conformance/report/markdown.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "conformance/report/findings.hpp"
#include "conformance/report/requirements.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/totals.hpp"

namespace chatproof::report {
namespace {

using check::Verdict;

constexpr std::size_t text_max = 400;  // columns of one cell

// Text that Markdown and HTML leave alone.
std::string plain(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]#|~";
  std::string out;
  for (const char c : clip(printable(text), text_max)) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '@') {
      out += "&#64;";  // nobody is to be called
    } else {
      if (special.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

// Within a code span only the backtick ends it, and in a table the bar.
std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : printable(text)) {
    if (c == '|') out += '\\';
    out += c == '`' ? '\'' : c;
  }
  return out + "`";
}

std::string_view label(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "passed";
    case Verdict::skipped:
      return "skipped";
    case Verdict::non_strict:
      return "non-strict";
    case Verdict::known_failing:
      return "known failing";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::fail:
      return "failed";
    case Verdict::error:
      return "broken";
  }
  return "?";
}

std::string row(const std::string& name, const Totals& totals) {
  std::string out = "| " + name;
  for (const std::size_t count : {totals.passed, totals.failed, totals.errors, totals.inconclusive, totals.non_strict,
                                  totals.known_failing, totals.skipped})
    out += " | " + std::to_string(count);
  return out + " |\n";
}

std::string worlds_table(const check::RunResult& run) {
  const auto by_world = totals_by_world(run);
  std::string out =
      "| world | passed | failed | broken | inconclusive | non-strict | known failing | skipped |\n"
      "| :-- | --: | --: | --: | --: | --: | --: | --: |\n";
  for (const auto& world : worlds_of(run)) out += row(plain(world), by_world.at(world));
  if (by_world.size() > 1) out += row("**all**", totals_of(run));
  return out;
}

std::string finding_text(const DistinctFinding& one) {
  std::string place = one.file;
  if (one.finding.line > 0) place += ":" + std::to_string(one.finding.line);
  std::string out = "### " + std::string(label(one.verdict)) + ": " + plain(one.first->title) + "\n\n" + code(place);
  if (!one.finding.rule.empty() && one.finding.rule != "step") out += ", rule " + code(one.finding.rule);
  for (const auto& id : one.finding.proves) out += ", " + plain(id);
  out += "\n\n";
  const auto line = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += "- **" + std::string(name) + "**: " + plain(text) + "\n";
  };
  line("expected", one.finding.expected);
  line("observed", one.finding.observed);
  line("nearest miss", one.finding.nearest);
  if (one.verdict == Verdict::known_failing) line("why", one.first->reason);
  out += "- **in**: ";
  for (std::size_t i = 0; i < one.where.size(); ++i) out += (i == 0 ? "" : ", ") + plain(one.where[i]);
  out += "\n";
  if (!one.first->repro.empty()) out += "- **replay**: " + code(one.first->repro) + "\n";
  return out + "\n";
}

std::string requirements_line(const check::RunResult& run, const Catalogue& catalogue) {
  if (catalogue.requirements.empty()) return {};
  std::map<Status, std::size_t> counts;
  std::string failed;
  for (const auto& result : judge_requirements(run, catalogue).results) {
    ++counts[result.status];
    if (result.status == Status::failed) failed += (failed.empty() ? "" : ", ") + plain(result.id);
  }
  std::string out = "Requirements: " + std::to_string(counts[Status::passed]) + " passed, " +
                    std::to_string(counts[Status::failed]) + " failed" + (failed.empty() ? "" : " (" + failed + ")") +
                    ", " + std::to_string(counts[Status::warned]) + " warned, " +
                    std::to_string(counts[Status::not_covered]) + " not covered, " +
                    std::to_string(counts[Status::not_testable]) + " not testable.\n";
  return out + "\n";
}

std::string skips(const check::RunResult& run) {
  std::map<std::string, std::size_t> reasons;
  for (const auto& result : run.cases)
    if (result.verdict == Verdict::skipped) ++reasons[result.reason];
  std::string out = reasons.empty() ? "" : "Skipped:\n\n";
  for (const auto& [reason, count] : reasons)
    out += "- " + std::to_string(count) + ": " + (reason.empty() ? "no reason given" : plain(reason)) + "\n";
  return out;
}

}  // namespace

std::string markdown(const check::RunResult& run, const Catalogue& catalogue) {
  std::string out =
      std::string("## ") + (succeeded(run) ? "\u2705" : "\u274c") + " chatproof: " + plain(summary_line(run)) + "\n\n";
  if (run.cases.empty()) return out + "No case was selected, which counts as a failure.\n";
  out += worlds_table(run) + "\n";
  const auto found = distinct_findings(run);
  for (std::size_t i = 0; i < std::min(found.size(), markdown_findings_max); ++i) out += finding_text(found[i]);
  if (found.size() > markdown_findings_max)
    out += std::to_string(found.size() - markdown_findings_max) + " more findings are in report.html.\n\n";
  return out + requirements_line(run, catalogue) + skips(run);
}

}  // namespace chatproof::report
