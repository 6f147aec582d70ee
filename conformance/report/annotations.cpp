#include "conformance/report/annotations.hpp"

#include <algorithm>
#include <string_view>

#include "conformance/report/findings.hpp"
#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using check::Verdict;

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

std::string_view command(Verdict verdict) {
  if (verdict >= Verdict::fail) return "error";
  return verdict == Verdict::inconclusive ? "warning" : "notice";
}

std::string line_of(const DistinctFinding& one) {
  std::string where;
  for (const auto& place : one.where) where += "\nin " + place;
  std::string out = "::" + std::string(command(one.verdict)) + " file=" + escaped(printable(one.file), true);
  if (one.finding.line > 0) out += ",line=" + std::to_string(one.finding.line);
  return out + ",title=" + escaped(printable(one.first->scenario), true) +
         "::" + escaped(message_of(one) + where, false) + "\n";
}

}  // namespace

std::string github_annotations(const check::RunResult& run) {
  const auto all = distinct_findings(run);
  std::string out;
  for (std::size_t i = 0; i < std::min(all.size(), annotations_max); ++i) out += line_of(all[i]);
  if (all.size() > annotations_max)
    out += "::notice title=chatproof::" + std::to_string(all.size() - annotations_max) +
           " more findings are in the report\n";
  return out;
}

}  // namespace chatproof::report
