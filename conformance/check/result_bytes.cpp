#include "conformance/check/result_bytes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace chatproof::check {
namespace {

using nlohmann::json;

json packed(const Finding& finding) {
  return {finding.verdict,  finding.rule,     finding.where,   finding.line,  finding.file,
          finding.expected, finding.observed, finding.nearest, finding.event, finding.proves};
}

Finding finding_of(const json& from) {
  Finding finding;
  finding.verdict = from.at(0).get<Verdict>();
  from.at(1).get_to(finding.rule);
  from.at(2).get_to(finding.where);
  from.at(3).get_to(finding.line);
  from.at(4).get_to(finding.file);
  from.at(5).get_to(finding.expected);
  from.at(6).get_to(finding.observed);
  from.at(7).get_to(finding.nearest);
  from.at(8).get_to(finding.event);
  from.at(9).get_to(finding.proves);
  return finding;
}

// The payload goes with it: histories are large.
json packed(Event&& event) {
  json out = {event.id,  event.at.time_since_epoch().count(), event.actor, event.channel, event.name, event.cause,
              event.used};
  out.push_back(std::move(event.payload));
  return out;
}

Event event_of(json& from) {
  Event event;
  from.at(0).get_to(event.id);
  event.at = runtime::Instant(runtime::Duration(from.at(1).get<runtime::Duration::rep>()));
  from.at(2).get_to(event.actor);
  event.channel = from.at(3).get<Channel>();
  from.at(4).get_to(event.name);
  from.at(5).get_to(event.cause);
  from.at(6).get_to(event.used);
  event.payload = std::move(from.at(7));
  return event;
}

}  // namespace

std::string to_bytes(CaseResult result) {
  json findings = json::array(), history = json::array();
  for (const Finding& finding : result.findings) findings.push_back(packed(finding));
  for (Event& event : result.history) history.push_back(packed(std::move(event)));
  json out = {{"id", result.id},
              {"scenario", result.scenario},
              {"title", result.title},
              {"file", result.file},
              {"world", result.world},
              {"seed", result.seed},
              {"verdict", result.verdict},
              {"reason", result.reason},
              {"covers", result.covers},
              {"tags", result.tags},
              {"expectations", result.expectations},
              {"scenarioTime", result.scenario_time.count()},
              {"wallTime", result.wall_time.count()},
              {"traceHash", result.trace_hash},
              {"repro", result.repro}};
  out["findings"] = std::move(findings);
  out["history"] = std::move(history);
  std::string bytes;
  json::to_cbor(out, bytes);
  return bytes;
}

CaseResult result_of(std::string_view bytes) {
  json from = json::from_cbor(bytes);
  CaseResult result;
  from.at("id").get_to(result.id);
  from.at("scenario").get_to(result.scenario);
  from.at("title").get_to(result.title);
  from.at("file").get_to(result.file);
  from.at("world").get_to(result.world);
  from.at("seed").get_to(result.seed);
  result.verdict = from.at("verdict").get<Verdict>();
  from.at("reason").get_to(result.reason);
  from.at("covers").get_to(result.covers);
  from.at("tags").get_to(result.tags);
  from.at("expectations").get_to(result.expectations);
  result.scenario_time = runtime::Duration(from.at("scenarioTime").get<runtime::Duration::rep>());
  result.wall_time = std::chrono::microseconds(from.at("wallTime").get<std::chrono::microseconds::rep>());
  from.at("traceHash").get_to(result.trace_hash);
  from.at("repro").get_to(result.repro);
  for (const json& finding : from.at("findings")) result.findings.push_back(finding_of(finding));
  for (json& event : from.at("history")) result.history.push_back(event_of(event));
  return result;
}

}  // namespace chatproof::check
