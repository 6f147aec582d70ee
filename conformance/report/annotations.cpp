#include "conformance/report/annotations.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Finding;
using check::Verdict;

struct Annotation {
  std::size_t order;
  Verdict verdict;
  std::string file;
  int line;
  std::string text;
  std::string scenario;
  std::vector<std::string> where;  // "id (world)"
};

// What a workflow command needs escaped: more in properties than in the message.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : clean_utf8(text)) {
    if (c == '%') {
      out += "%25";
    } else if (c == '\r') {
      out += "%0D";
    } else if (c == '\n') {
      out += "%0A";
    } else if (property && c == ':') {
      out += "%3A";
    } else if (property && c == ',') {
      out += "%2C";
    } else {
      out += c;
    }
  }
  return out;
}

// Line breaks between the parts are meant; those in the parts are shown.
std::string message(const CaseResult& result, const Finding& finding) {
  std::string out = printable(result.title);
  const auto part = [&](const char* name, const std::string& text) {
    if (!text.empty()) out += (out.empty() ? "" : "\n") + std::string(name) + printable(text);
  };
  part("expected: ", finding.expected);
  part("observed: ", finding.observed);
  part("nearest: ", finding.nearest);
  return out;
}

void add(std::vector<Annotation>& all, const CaseResult& result, const Finding& finding) {
  const std::string& file = finding.file.empty() ? result.file : finding.file;
  const bool known = result.verdict == Verdict::known_failing;
  const std::string text = message(result, finding) + (known ? "\nknown failing: " + printable(result.reason) : "");
  const Verdict verdict = known ? Verdict::known_failing : finding.verdict;
  const std::string where = printable(result.id) + " (" + printable(result.world) + ")";
  const auto same = std::find_if(all.begin(), all.end(), [&](const Annotation& other) {
    return other.verdict == verdict && other.file == file && other.line == finding.line && other.text == text;
  });
  if (same != all.end()) {
    if (std::find(same->where.begin(), same->where.end(), where) == same->where.end()) same->where.push_back(where);
  } else {
    all.push_back({all.size(), verdict, file, finding.line, text, result.scenario, {where}});
  }
}

std::string_view command(Verdict verdict) {
  if (verdict >= Verdict::fail) return "error";
  return verdict == Verdict::inconclusive ? "warning" : "notice";
}

std::string line_of(const Annotation& annotation) {
  std::string where;
  for (const auto& one : annotation.where) where += "\nin " + one;
  std::string out =
      "::" + std::string(command(annotation.verdict)) + " file=" + escaped(printable(annotation.file), true);
  if (annotation.line > 0) out += ",line=" + std::to_string(annotation.line);
  return out + ",title=" + escaped(printable(annotation.scenario), true) +
         "::" + escaped(annotation.text + where, false) + "\n";
}

}  // namespace

std::string github_annotations(const check::RunResult& run) {
  std::vector<Annotation> all;
  for (const auto& result : run.cases) {
    for (const auto& finding : result.findings)
      if (finding.verdict >= Verdict::non_strict) add(all, result, finding);
    if (result.findings.empty() && result.verdict >= Verdict::inconclusive) {
      Finding bare;
      bare.verdict = result.verdict;
      bare.observed = result.reason;
      add(all, result, bare);
    }
  }
  // Not stable_sort: clang takes what libstdc++ 12 does in it for deprecated.
  std::sort(all.begin(), all.end(), [](const Annotation& a, const Annotation& b) {
    return a.verdict != b.verdict ? a.verdict > b.verdict : a.order < b.order;
  });
  std::string out;
  for (std::size_t i = 0; i < std::min(all.size(), annotations_max); ++i) out += line_of(all[i]);
  if (all.size() > annotations_max)
    out += "::notice title=chatproof::" + std::to_string(all.size() - annotations_max) +
           " more findings are in the report\n";
  return out;
}

}  // namespace chatproof::report
