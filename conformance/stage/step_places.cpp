#include "conformance/stage/step_places.hpp"

#include <algorithm>
#include <variant>

namespace chatproof::stage {

StepPlaces::StepPlaces(const scenario::Scenario& scenario) : scenario_(scenario) { add(scenario.steps); }

void StepPlaces::add(const scenario::Steps& steps) {
  for (const scenario::Step& step : steps) {
    places_.try_emplace(name_of(step), step.used_from.empty() ? step.place : step.used_from.front());
    if (const auto* par = std::get_if<scenario::Par>(&step.body))
      for (const auto& [name, branch] : par->branches) add(branch);
    if (const auto* repeat = std::get_if<scenario::Repeat>(&step.body))
      for (const auto& round : repeat->rounds) add(round);
    if (const auto* alt = std::get_if<scenario::Alt>(&step.body))
      for (const auto& branch : alt->branches) add(branch.steps);
  }
}

void StepPlaces::place(check::Finding& finding, const check::History& history) const {
  if (!finding.file.empty()) return;
  finding.file = scenario_.file;
  finding.line = scenario_.actors_line;
  finding.where = "/actors";
  const std::size_t end = std::min<std::size_t>(finding.event, history.size());
  for (auto event = history.rend() - static_cast<std::ptrdiff_t>(end); event != history.rend(); ++event) {
    if (event->channel != check::Channel::step) continue;
    const auto step = places_.find(event->name);
    if (step == places_.end()) continue;
    finding.line = step->second.line;
    finding.where = step->second.pointer;
    return;
  }
}

}  // namespace chatproof::stage
