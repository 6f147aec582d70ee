#include "conformance/report/json_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "conformance/report/requirements.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/totals.hpp"
#include "conformance/report/words.hpp"

namespace chatproof::report {
namespace {

using check::CaseResult;
using check::Event;
using check::Finding;
using check::Verdict;
using nlohmann::ordered_json;

ordered_json run_json(const check::RunResult& run) {
  ordered_json by_world = ordered_json::object();
  const auto worlds = totals_by_world(run);
  for (const auto& world : worlds_of(run)) by_world[world] = totals_document(worlds.at(world));
  return {{"command", run.command},
          {"started", iso_text(run.started_unix)},
          {"wallMs", run.wall_time.count() / 1000},
          {"strict", run.strict},
          {"leftOut", run.left_out},
          {"succeeded", succeeded(run)},
          {"summary", summary_line(run)},
          {"totals", totals_document(totals_of(run))},
          {"worlds", std::move(by_world)}};
}

// Members without a value are left out: most findings have few.
ordered_json finding_json(const Finding& finding) {
  ordered_json out = {{"verdict", check::to_string(finding.verdict)}, {"rule", finding.rule}};
  const auto put = [&](const char* key, const auto& value, bool given) {
    if (given) out[key] = value;
  };
  put("file", finding.file, !finding.file.empty());
  put("line", finding.line, finding.line > 0);
  put("where", finding.where, !finding.where.empty());
  put("expected", finding.expected, !finding.expected.empty());
  put("observed", finding.observed, !finding.observed.empty());
  put("nearest", finding.nearest, !finding.nearest.empty());
  put("event", finding.event, finding.event != 0);
  put("proves", finding.proves, !finding.proves.empty());
  return out;
}

ordered_json channel_counts(const check::History& history) {
  std::map<std::string, std::size_t> counts;
  for (const Event& event : history) ++counts[std::string(check::to_string(event.channel))];
  return counts;
}

ordered_json case_json(const CaseResult& result) {
  ordered_json findings = ordered_json::array();
  for (const auto& finding : result.findings) findings.push_back(finding_json(finding));
  ordered_json out = {{"id", result.id},
                      {"scenario", result.scenario},
                      {"title", result.title},
                      {"file", result.file},
                      {"world", result.world},
                      // A string: not every reader of JSON keeps 64 bits of a number.
                      {"seed", std::to_string(result.seed)},
                      {"verdict", check::to_string(result.verdict)}};
  if (!result.reason.empty()) out["reason"] = result.reason;
  out["covers"] = result.covers;
  out["tags"] = result.tags;
  out["findings"] = std::move(findings);
  out["expectations"] = result.expectations;
  out["events"] = channel_counts(result.history);
  out["scenarioUs"] = result.scenario_time.count();
  out["wallUs"] = result.wall_time.count();
  if (!result.trace_hash.empty()) out["traceHash"] = result.trace_hash;
  out["replay"] = result.repro;
  return out;
}

ordered_json requirements_json(const RequirementReport& report, const Catalogue& catalogue) {
  ordered_json out = ordered_json::array();
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    const Requirement& requirement = catalogue.requirements[i];
    const RequirementResult& result = report.results[i];
    ordered_json one = {{"id", requirement.id},         {"topic", requirement.topic},
                        {"text", requirement.text},     {"level", to_string(requirement.level)},
                        {"source", requirement.source}, {"status", to_string(result.status)},
                        {"cases", result.cases}};
    if (!requirement.since.empty()) one["since"] = requirement.since;
    if (!requirement.codes.empty()) one["codes"] = requirement.codes;
    if (!requirement.readings.empty()) one["readings"] = requirement.readings;
    if (!requirement.setting.empty()) one["switch"] = requirement.setting;
    if (!result.broken.empty()) one["broken"] = result.broken;
    if (!result.note.empty()) one["note"] = result.note;
    out.push_back(std::move(one));
  }
  return out;
}

ordered_json method_json(const MethodCoverage& method) {
  ordered_json out = ordered_json::object();
  for (std::size_t state = 0; state < sdk_states; ++state) {
    if (method.calls[state] == 0) continue;
    ordered_json outcomes = ordered_json::object();
    for (const auto& [code, times] : method.outcomes[state]) outcomes[std::to_string(code)] = times;
    out[std::string(to_string(static_cast<SdkState>(state)))] = {{"calls", method.calls[state]},
                                                                 {"outcomes", std::move(outcomes)}};
  }
  return out;
}

// {name: {state or origin: times}}, without what was never seen.
template <std::size_t size, class Name>
ordered_json row_json(const std::array<std::size_t, size>& row, const Name& name) {
  ordered_json out = ordered_json::object();
  for (std::size_t i = 0; i < size; ++i)
    if (row[i] > 0) out[std::string(name(i))] = row[i];
  return out;
}

ordered_json dimension_json(const Dimension& dimension) {
  return {{"name", dimension.name},
          {"seen", dimension.seen},
          {"all", dimension.all},
          {"percent", std::round(dimension.percent() * 10) / 10}};
}

// The maps, and the cells of them that can be.
void add_maps(ordered_json& out, const Coverage& coverage) {
  const auto origin = [](std::size_t i) { return to_string(static_cast<Origin>(i)); };
  const auto state = [](std::size_t i) { return to_string(static_cast<SdkState>(i)); };
  ordered_json names = ordered_json::array(), causes = ordered_json::object(), transitions = ordered_json::object(),
               faults = ordered_json::object(), can = ordered_json::object();
  for (std::size_t i = 0; i < origins; ++i) names.push_back(origin(i));
  for (const auto& [callback, times] : coverage.callbacks) {
    const auto seen = coverage.causes.find(callback);
    ordered_json possible = ordered_json::array();
    for (std::size_t i = 0; i < origins; ++i)
      if (can_begin(callback, static_cast<Origin>(i))) possible.push_back(origin(i));
    if (seen == coverage.causes.end() && possible.empty()) continue;
    causes[callback] = seen == coverage.causes.end() ? ordered_json::object() : row_json(seen->second, origin);
    can["callbackCauses"][callback] = std::move(possible);
  }
  for (std::size_t from = 0; from < sdk_states; ++from) {
    transitions[std::string(state(from))] = row_json(coverage.transitions[from], state);
    ordered_json& possible = can["transitions"][std::string(state(from))] = ordered_json::array();
    for (std::size_t to = 0; to < sdk_states; ++to)
      if (can_follow(static_cast<SdkState>(from), static_cast<SdkState>(to))) possible.push_back(state(to));
  }
  for (const auto& [fault, times] : coverage.faults) {
    faults[fault] = row_json(times, state);
    ordered_json& possible = can["faults"][fault] = ordered_json::array();
    for (std::size_t i = 0; i < sdk_states; ++i)
      if (can_meet(fault, static_cast<SdkState>(i))) possible.push_back(state(i));
  }
  out["causes"] = std::move(names);
  out["callbackCauses"] = std::move(causes);
  out["transitions"] = std::move(transitions);
  out["faults"] = std::move(faults);
  out["possible"] = std::move(can);
}

ordered_json coverage_json(const Coverage& coverage, const RequirementReport& requirements) {
  ordered_json states = ordered_json::array(), methods = ordered_json::object(), callbacks = ordered_json::object(),
               codes = ordered_json::array();
  for (std::size_t state = 0; state < sdk_states; ++state) states.push_back(to_string(static_cast<SdkState>(state)));
  for (const auto& [name, method] : coverage.methods) methods[name] = method_json(method);
  for (const auto& [name, times] : coverage.callbacks) callbacks[name] = times;
  const auto code_json = [](const auto& entry) {
    const CodeCoverage& seen = entry.second;
    return ordered_json{{"code", entry.first}, {"name", seen.name}, {"times", seen.times}, {"from", seen.from}};
  };
  for (const auto& entry : coverage.codes) codes.push_back(code_json(entry));
  ordered_json unknown_codes = ordered_json::array();
  for (const auto& entry : coverage.unknown_codes) unknown_codes.push_back(code_json(entry));
  ordered_json dimensions = ordered_json::array();
  const auto counted = dimensions_of(coverage, requirements);
  for (const auto& one : counted) dimensions.push_back(dimension_json(one));
  ordered_json out = {{"total", dimension_json(total_of(counted))},
                      {"dimensions", std::move(dimensions)},
                      {"totals",
                       {{"methods", coverage.methods.size()},
                        {"methodsCalled", coverage.methods_called()},
                        {"callbacks", coverage.callbacks.size()},
                        {"callbacksSeen", coverage.callbacks_seen()},
                        {"codes", coverage.codes.size()},
                        {"codesSeen", coverage.codes_seen()}}},
                      {"states", std::move(states)},
                      {"methods", std::move(methods)},
                      {"callbacks", std::move(callbacks)},
                      {"codes", std::move(codes)},
                      {"unknown", coverage.unknown},
                      {"unknownCodes", std::move(unknown_codes)}};
  add_maps(out, coverage);
  return out;
}

}  // namespace

ordered_json totals_document(const Totals& totals) {
  return {{"cases", totals.cases()},        {"passed", totals.passed},
          {"failed", totals.failed},        {"errors", totals.errors},
          {"skipped", totals.skipped},      {"inconclusive", totals.inconclusive},
          {"nonStrict", totals.non_strict}, {"knownFailing", totals.known_failing}};
}

ordered_json report_document(const check::RunResult& run, const Catalogue& catalogue, const Vocabulary& vocabulary) {
  ordered_json cases = ordered_json::array();
  for (const auto& result : run.cases) cases.push_back(case_json(result));
  const RequirementReport requirements = judge_requirements(run, catalogue);
  return {{"schemaVersion", report_schema_version},
          {"tool", {{"name", "chatproof"}, {"version", run.version}}},
          {"run", run_json(run)},
          {"cases", std::move(cases)},
          {"requirements", requirements_json(requirements, catalogue)},
          {"unknownRequirements", requirements.unknown},
          {"coverage", coverage_json(coverage_of(run, vocabulary), requirements)}};
}

std::string coverage_report(const check::RunResult& run, const Catalogue& catalogue, const Vocabulary& vocabulary) {
  ordered_json document = {{"schemaVersion", report_schema_version},
                           {"tool", {{"name", "chatproof"}, {"version", run.version}}},
                           {"command", run.command}};
  document.update(coverage_json(coverage_of(run, vocabulary), judge_requirements(run, catalogue)));
  return dump(document, 1) + "\n";
}

namespace {

// A history's events as the document holds them, of which a part is kept.
class EventRows {
 public:
  explicit EventRows(const check::History& history) : history_(history), causes_(causes_in(history)) {
    for (const Event& event : history)
      if (places_.try_emplace(event.actor, places_.size()).second) actors_.push_back(event.actor);
  }
  [[nodiscard]] const ordered_json& actors() const { return actors_; }
  [[nodiscard]] ordered_json row(std::size_t i) const {
    const Event& event = history_[i];
    return ordered_json::array({event.id, event.at.time_since_epoch().count(), places_.at(event.actor),
                                check::to_string(event.channel), event.name, ordered_json(event.payload), causes_[i],
                                event.used});
  }

 private:
  const check::History& history_;
  const std::vector<std::uint32_t> causes_;
  std::map<std::string, std::size_t> places_;
  ordered_json actors_ = ordered_json::array();
};

// The rows from the event in question outwards, before it and behind it by turns, until a limit is met.
struct Part {
  std::deque<ordered_json> rows;
  std::size_t first = 0, end = 0;
};
Part part_around(const EventRows& all, std::size_t size, std::size_t middle, const HistoryLimits& limits) {
  Part part{{}, middle, middle};
  std::size_t bytes = 0;
  const auto fits = [&](const ordered_json& row) {
    bytes += dump(row).size() + 1;
    return part.rows.empty() || bytes <= limits.bytes_max;
  };
  while (part.rows.size() < std::min(size, limits.events_max)) {
    const bool back = part.first > 0 && (part.end == size || (part.rows.size() % 2 != 0));
    ordered_json row = all.row(back ? part.first - 1 : part.end);
    if (!fits(row)) break;
    if (back) {
      part.rows.push_front(std::move(row));
      --part.first;
    } else {
      part.rows.push_back(std::move(row));
      ++part.end;
    }
  }
  return part;
}

}  // namespace

ordered_json history_document(const check::History& history, std::uint32_t about, const HistoryLimits& limits) {
  const EventRows all(history);
  const std::size_t middle = about == 0 || about > history.size() ? history.size() - 1 : about - 1;
  Part part;
  if (!history.empty()) part = part_around(all, history.size(), middle, limits);
  ordered_json events = ordered_json::array(), faults = ordered_json::array();
  for (ordered_json& row : part.rows) events.push_back(std::move(row));
  for (const Event& event : history)
    if (const std::string fault = fault_of(event); !fault.empty())
      faults.push_back(ordered_json::array({event.id, fault}));
  return {{"leftOut", part.first},
          {"leftOutBehind", history.size() - part.end},
          {"actors", all.actors()},
          {"events", std::move(events)},
          {"faults", std::move(faults)}};
}

std::uint32_t event_in_question(const CaseResult& result) {
  for (const Finding& finding : result.findings)
    if (finding.event != 0 && finding.verdict == result.verdict) return finding.event;
  return 0;
}

std::string json_report(const check::RunResult& run, const Catalogue& catalogue, const Vocabulary& vocabulary) {
  ordered_json document = report_document(run, catalogue, vocabulary);
  for (std::size_t i = 0; i < run.cases.size(); ++i)
    if (run.cases[i].verdict != Verdict::pass && run.cases[i].verdict != Verdict::skipped)
      document["cases"][i]["history"] =
          history_document(run.cases[i].history, event_in_question(run.cases[i]), {.events_max = json_events_max});
  return dump(document, 1) + "\n";
}

}  // namespace chatproof::report
