#include "conformance/report/junit.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "conformance/report/console.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/totals.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Verdict;

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_markup(value) + "\"";
}

std::string seconds(std::chrono::microseconds time) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f", static_cast<double>(time.count()) / 1e6);
  return buffer.data();
}

std::string counts(const Totals& totals) {
  return attribute("tests", std::to_string(totals.cases())) +
         attribute("failures", std::to_string(totals.failed + totals.inconclusive)) +
         attribute("errors", std::to_string(totals.errors)) +
         attribute("skipped", std::to_string(totals.skipped + totals.known_failing));
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string property(std::string_view name, const std::string& value) {
  if (value.empty()) return {};
  return "        <property" + attribute("name", name) + attribute("value", value) + "/>\n";
}

// "sim.kick.second-phone": tools draw a tree from the dots.
std::string class_name(const CaseResult& result) {
  std::string path = result.scenario.empty() ? result.id : result.scenario;
  std::replace(path.begin(), path.end(), '/', '.');
  return result.world + "." + path;
}

// Text content keeps real line breaks, which attribute values may not.
std::string body(const std::string& text) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += escape_markup(rest.substr(0, end));
    if (end < rest.size()) out += '\n';
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return out;
}

std::string problem(const CaseResult& result) {
  const bool broken = result.verdict == Verdict::error;
  const std::string element = broken ? "error" : "failure";
  std::string message = result.reason, type(check::to_string(result.verdict));
  if (!result.findings.empty()) {
    const auto& finding = result.findings.front();
    message = "expected " + finding.expected + "; observed " + finding.observed;
    if (!finding.rule.empty()) type += "." + finding.rule;
  }
  return "      <" + element + attribute("message", printable(message)) + attribute("type", type) + ">" +
         body(explain(result, {})) + "</" + element + ">\n";
}

std::string test_case(const CaseResult& result) {
  std::string out = "    <testcase" + attribute("classname", class_name(result)) + attribute("name", result.id) +
                    attribute("file", result.file) + attribute("time", seconds(result.wall_time)) + ">\n";
  out += "      <properties>\n" + property("title", result.title) + property("seed", std::to_string(result.seed)) +
         property("covers", joined(result.covers)) + property("tags", joined(result.tags)) +
         property("traceHash", result.trace_hash) + property("replay", result.repro) + "      </properties>\n";
  if (result.verdict == Verdict::known_failing)
    out += "      <skipped" + attribute("message", "known failing: " + result.reason) + "/>\n";
  if (result.verdict == Verdict::skipped) out += "      <skipped" + attribute("message", result.reason) + "/>\n";
  if (result.verdict >= Verdict::inconclusive) out += problem(result);
  if (result.verdict == Verdict::non_strict || result.verdict == Verdict::known_failing)
    out += "      <system-out>" + body(explain(result, {})) + "</system-out>\n";
  return out + "    </testcase>\n";
}

std::string suite(const check::RunResult& run, const std::string& world, const Totals& totals) {
  std::chrono::microseconds time{};
  std::string cases;
  for (const auto& result : run.cases) {
    if (result.world != world) continue;
    time += result.wall_time;
    cases += test_case(result);
  }
  return "  <testsuite" + attribute("name", world) + counts(totals) + attribute("time", seconds(time)) +
         attribute("timestamp", iso_text(run.started_unix)) + ">\n" + cases + "  </testsuite>\n";
}

}  // namespace

std::string junit_xml(const check::RunResult& run) {
  const auto by_world = totals_by_world(run);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "chatproof") +
                    counts(totals_of(run)) + attribute("time", seconds(run.wall_time)) + ">\n";
  for (const auto& world : worlds_of(run)) out += suite(run, world, by_world.at(world));
  return out + "</testsuites>\n";
}

}  // namespace chatproof::report
