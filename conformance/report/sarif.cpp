#include "conformance/report/sarif.hpp"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "conformance/report/findings.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/totals.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::Verdict;
using nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> rule_texts{{
    {"step", "What a step of the scenario expects comes, in time and nothing else"},
    {"leftover", "No callback comes that nobody expected"},
    {"unfinishedCall", "Every call ends exactly once"},
    {"faultNeverActed", "Every fault of the scenario acts"},
    {"deedNeverActed", "Whatever a step does to a link or a device has an effect"},
    {"limit", "The case ends within its limits"},
    {"unexpectedPass", "What is known to fail fails"},
    {"case", "The case can be run and decided"},
}};

std::string rule_of(const DistinctFinding& one) { return one.finding.rule.empty() ? "case" : one.finding.rule; }

std::string_view level_of(Verdict verdict) {
  if (verdict == Verdict::inconclusive) return "warning";
  return verdict == Verdict::non_strict ? "note" : "error";
}

// A path as a URI reference: what is no plain path character is percent-encoded.
std::string uri_of(std::string_view path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~",
                             hex = "0123456789ABCDEF";
  std::string out = path.starts_with("/") ? "file://" : "";
  for (const char c : clean_utf8(path)) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += {'%', hex[byte >> 4u], hex[byte & 15u]};
    }
  }
  return out;
}

ordered_json location_of(const DistinctFinding& one) {
  ordered_json artifact = {{"uri", uri_of(one.file)}};
  if (!one.file.starts_with("/")) artifact["uriBaseId"] = "%SRCROOT%";
  ordered_json physical = {{"artifactLocation", std::move(artifact)}};
  if (one.finding.line > 0) physical["region"] = {{"startLine", one.finding.line}};
  ordered_json out = {{"physicalLocation", std::move(physical)}};
  if (!one.finding.where.empty())
    out["logicalLocations"] = ordered_json::array({{{"fullyQualifiedName", printable(one.finding.where)}}});
  return out;
}

// Rules in the order in which they first appear.
class Rules {
 public:
  std::size_t place(const std::string& id) {
    const auto [known, fresh] = places_.try_emplace(id, rules_.size());
    if (fresh) {
      ordered_json rule = {{"id", printable(id)}};
      for (const auto& [name, text] : rule_texts)
        if (name == id) rule["shortDescription"] = {{"text", text}};
      rules_.push_back(std::move(rule));
    }
    return known->second;
  }
  ordered_json take() { return std::move(rules_); }

 private:
  std::map<std::string, std::size_t> places_;
  ordered_json rules_ = ordered_json::array();
};

ordered_json result_json(const DistinctFinding& one, Rules& rules) {
  const std::string rule = rule_of(one);
  std::string text = message_of(one);
  for (const auto& where : one.where) text += (text.empty() ? "in " : "\nin ") + where;
  ordered_json out = {{"ruleId", printable(rule)},
                      {"ruleIndex", rules.place(rule)},
                      {"level", level_of(one.verdict)},
                      {"message", {{"text", text}}}};
  if (!one.file.empty()) out["locations"] = ordered_json::array({location_of(one)});
  // Lines move when a file is edited; what is expected at a place in it does not.
  out["partialFingerprints"] = {{"scenarioStep/v1", one.first->scenario + "#" + one.finding.where + "#" + rule}};
  if (one.verdict == Verdict::known_failing)
    out["suppressions"] =
        ordered_json::array({{{"kind", "inSource"}, {"justification", printable(one.first->reason)}}});
  out["properties"] = {{"verdict", check::to_string(one.verdict)},
                       {"cases", one.where},
                       {"requirements", one.finding.proves.empty() ? one.first->covers : one.finding.proves},
                       {"replay", one.first->repro}};
  return out;
}

ordered_json invocation_json(const check::RunResult& run) {
  ordered_json skips = ordered_json::array();
  for (const auto& result : run.cases)
    if (result.verdict == Verdict::skipped)
      skips.push_back({{"level", "note"},
                       {"message",
                        {{"text", printable(result.id) + " (" + printable(result.world) +
                                      ") was skipped: " + printable(result.reason)}}},
                       {"properties", {{"verdict", check::to_string(Verdict::skipped)}}}});
  ordered_json out = {{"commandLine", run.command}, {"executionSuccessful", succeeded(run)}};
  if (const std::string started = iso_text(run.started_unix); !started.empty()) out["startTimeUtc"] = started;
  out["toolExecutionNotifications"] = std::move(skips);
  return out;
}

}  // namespace

std::string sarif(const check::RunResult& run) {
  Rules rules;
  ordered_json results = ordered_json::array();
  for (const auto& one : distinct_findings(run)) results.push_back(result_json(one, rules));
  ordered_json driver = {{"name", "chatproof"}};
  if (!run.version.empty()) driver["version"] = run.version;
  driver["rules"] = rules.take();
  const ordered_json document = {
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       ordered_json::array(
           {{{"tool", {{"driver", std::move(driver)}}},
             {"invocations", ordered_json::array({invocation_json(run)})},
             {"originalUriBaseIds", {{"%SRCROOT%", {{"description", {{"text", "Where chatproof was started"}}}}}}},
             {"columnKind", "unicodeCodePoints"},
             {"results", std::move(results)},
             {"properties", {{"summary", summary_line(run)}, {"totals", totals_document(totals_of(run))}}}}})}};
  return dump(document, 1) + "\n";
}

}  // namespace chatproof::report
