#include "conformance/report/console.hpp"

#include <algorithm>
#include <ostream>
#include <string_view>

#include "conformance/report/text.hpp"
#include "conformance/report/timeline.hpp"
#include "conformance/report/totals.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Finding;
using check::Verdict;
using std::chrono::microseconds;

constexpr microseconds redraw_every = std::chrono::milliseconds(80);
constexpr microseconds worth_naming = std::chrono::milliseconds(500);  // younger running cases are not named
constexpr std::string_view indent = "      ";

enum class Paint : std::uint8_t { red, green, yellow, dim, bold };

std::string painted(Paint paint, std::string text, bool colour) {
  if (!colour) return text;
  const std::string_view code = paint == Paint::red      ? "\x1b[31m"
                                : paint == Paint::green  ? "\x1b[32m"
                                : paint == Paint::yellow ? "\x1b[33m"
                                : paint == Paint::dim    ? "\x1b[2m"
                                                         : "\x1b[1m";
  return std::string(code) + std::move(text) + "\x1b[0m";
}

std::string_view label(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "PASS ";
    case Verdict::skipped:
      return "SKIP ";
    case Verdict::non_strict:
      return "NOTE ";
    case Verdict::known_failing:
      return "KNOWN";
    case Verdict::inconclusive:
      return "OPEN ";
    case Verdict::fail:
      return "FAIL ";
    case Verdict::error:
      return "ERROR";
  }
  return "?    ";
}

Paint paint_of(Verdict verdict) {
  if (verdict >= Verdict::fail) return Paint::red;
  return verdict == Verdict::pass ? Paint::green : Paint::yellow;
}

bool is_problem(const CaseResult& result) { return result.verdict >= Verdict::inconclusive; }

std::string heading(const CaseResult& result, bool colour) {
  const std::string name = painted(Paint::bold, printable(result.id), colour);
  return painted(paint_of(result.verdict), std::string(label(result.verdict)), colour) + " " + name + "  (" +
         printable(result.world) + ", seed " + std::to_string(result.seed) + ")";
}

// Where, and which rule: the first line of a finding.
std::string place_text(const CaseResult& result, const Finding& finding) {
  std::string out = printable(finding.file.empty() ? result.file : finding.file);
  if (finding.line > 0) out += ":" + std::to_string(finding.line);
  if (!finding.where.empty()) out += "  " + printable(finding.where);
  if (!finding.rule.empty() && finding.rule != "step") out += "  [" + printable(finding.rule) + "]";
  std::string proves;
  for (const auto& id : finding.proves) proves += (proves.empty() ? "" : ", ") + printable(id);
  return proves.empty() ? out : out + "  " + proves;
}

// "  expected  ...", broken at words, the further lines under the first.
std::string field(std::string_view name, const std::string& text, std::size_t width) {
  if (text.empty()) return {};
  const std::string first = std::string(indent) + "  " + pad(name, 10);
  const std::size_t room = width - std::min(width - 20, first.size());
  std::string out;
  std::string rest = printable(text);
  std::string lead = first;
  while (width_of(rest) > room) {
    std::string head = clip(rest, room + 1);
    head.erase(head.size() - std::string_view("\u2026").size());
    const std::size_t space = head.rfind(' ');
    const std::size_t cut = space == std::string::npos || space < head.size() / 3 ? head.size() : space;
    out += lead + rest.substr(0, cut) + "\n";
    rest.erase(0, cut == space ? cut + 1 : cut);
    lead = std::string(first.size(), ' ');
  }
  return out + lead + rest + "\n";
}

std::string finding_text(const CaseResult& result, const Finding& finding, const ConsoleOptions& options) {
  std::string out = std::string(indent) + painted(Paint::dim, place_text(result, finding), options.colour) + "\n";
  const std::size_t width = std::max<std::size_t>(options.width, 60);
  out += field("expected", finding.expected, width);
  out += field("observed", finding.observed, width);
  return out + field("nearest", finding.nearest, width);
}

std::string timeline_text(const CaseResult& result, const ConsoleOptions& options) {
  ExcerptOptions excerpt;
  excerpt.width = std::max<std::size_t>(options.width, 60) - indent.size() - 2;
  std::uint32_t about = 0;
  for (const auto& finding : result.findings)
    if (about == 0 && finding.verdict == result.verdict) about = finding.event;
  const auto lines = timeline_excerpt(result.history, about, excerpt);
  std::string out;
  for (const auto& line : lines) {
    const bool marked = line.starts_with(">");
    out += std::string(indent) + "  " + (marked ? painted(Paint::bold, line, options.colour) : line) + "\n";
  }
  return out.empty() ? out : std::string(indent) + painted(Paint::dim, "timeline", options.colour) + "\n" + out;
}

void print_short(std::ostream& out, const CaseResult& result, const ConsoleOptions& options) {
  out << heading(result, options.colour) << "\n";
  if (!result.reason.empty()) out << indent << printable(result.reason) << "\n";
  for (std::size_t i = 0; i < std::min(result.findings.size(), findings_explained_max); ++i)
    out << finding_text(result, result.findings[i], options);
}

}  // namespace

ProgressPrinter::ProgressPrinter(std::ostream& out, ConsoleOptions options, std::size_t total)
    : out_(out), options_(options), total_(total) {}

void ProgressPrinter::started(const std::string& case_id, const std::string& world, microseconds now) {
  const std::lock_guard lock(mutex_);
  running_[{case_id, world}] = now;
  if (options_.terminal) draw(now);
}

void ProgressPrinter::finished(const CaseResult& result, microseconds now) {
  const std::lock_guard lock(mutex_);
  running_.erase({result.id, result.world});
  ++done_;
  if (is_problem(result)) {
    ++failures_;
    print_line(painted(paint_of(result.verdict), std::string(label(result.verdict)), options_.colour) + " " +
               printable(result.id) + " (" + printable(result.world) + ")");
  }
  if (options_.terminal) {
    draw(now);
  } else if (done_ == total_ || (options_.every != 0 && done_ % options_.every == 0)) {
    print_line(status(now));
  }
}

void ProgressPrinter::tick(microseconds now) {
  const std::lock_guard lock(mutex_);
  if (options_.terminal) draw(now);
}

void ProgressPrinter::close() {
  const std::lock_guard lock(mutex_);
  if (line_open_) out_ << "\r\x1b[K" << std::flush;
  line_open_ = false;
}

std::string ProgressPrinter::status(microseconds now) const {
  std::string out = std::to_string(done_) + "/" + std::to_string(total_);
  if (failures_ > 0) out += "  " + std::to_string(failures_) + " failed";
  const auto slowest = std::min_element(running_.begin(), running_.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
  if (slowest == running_.end() || now - slowest->second < worth_naming) return out;
  return out + "  " + printable(slowest->first.first) + " (" + printable(slowest->first.second) + ") for " +
         took_text(now - slowest->second);
}

void ProgressPrinter::draw(microseconds now) {
  const bool last = done_ == total_;
  if (line_open_ && !last && now - drawn_at_ < redraw_every) return;
  drawn_at_ = now;
  line_open_ = true;
  out_ << "\r\x1b[K" << clip(status(now), options_.width - 1) << std::flush;
}

void ProgressPrinter::print_line(const std::string& text) {
  if (line_open_) out_ << "\r\x1b[K";
  line_open_ = false;
  out_ << text << "\n" << std::flush;
}

std::string explain(const CaseResult& result, const ConsoleOptions& options) {
  std::string out = heading(result, options.colour) + "\n";
  if (!result.title.empty()) out += std::string(indent) + printable(result.title) + "\n";
  for (std::size_t i = 0; i < std::min(result.findings.size(), findings_explained_max); ++i)
    out += finding_text(result, result.findings[i], options);
  if (result.findings.size() > findings_explained_max)
    out += std::string(indent) + "... and " + std::to_string(result.findings.size() - findings_explained_max) +
           " more findings\n";
  if (result.findings.empty())
    out += std::string(indent) + (result.reason.empty() ? "(no finding says why)" : printable(result.reason)) + "\n";
  out += timeline_text(result, options);
  if (!result.repro.empty())
    out += std::string(indent) + painted(Paint::dim, "replay", options.colour) + "  " + printable(result.repro) + "\n";
  return out;
}

void print_outcome(std::ostream& out, const check::RunResult& run, const ConsoleOptions& options) {
  std::size_t explained = 0, named = 0;
  for (const auto& result : run.cases)
    if (result.verdict == Verdict::non_strict || result.verdict == Verdict::known_failing)
      print_short(out, result, options);
  for (const auto& result : run.cases) {
    if (!is_problem(result)) continue;
    if (explained < failures_explained_max) {
      out << "\n" << explain(result, options);
      ++explained;
    } else {
      out << (named++ == 0 ? "\n" : "") << heading(result, options.colour) << "\n";
    }
  }
  if (run.cases.empty()) out << "no case was selected, which counts as a failure\n";
  if (explained > 0) out << "\n";
  out << painted(succeeded(run) ? Paint::green : Paint::red, summary_line(run), options.colour) << "\n" << std::flush;
}

}  // namespace chatproof::report
