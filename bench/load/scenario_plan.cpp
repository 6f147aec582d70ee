#include "bench/load/scenario_plan.hpp"

#include <set>
#include <utility>

#include "bench/load/copy_names.hpp"
#include "conformance/report/catalogue.hpp"
#include "conformance/stage/vocabulary.hpp"

namespace chatproof::load {
namespace {

namespace fs = std::filesystem;
using scenario::Json;
using scenario::LoadError;
using scenario::Scenario;
using scenario::Step;

// Adding an app twice is adding it once.
bool is_harmless(const std::string& action) { return action == "app.add"; }

bool concerns_somebody(const Json& arguments) {
  if (!arguments.is_object()) return false;
  for (const auto& [key, value] : arguments.items())
    if (names_somebody(key)) return true;
  return false;
}

bool is_bound(const Json& rule) { return rule.is_object() && rule.contains("when") && concerns_somebody(rule["when"]); }

class Examiner {
 public:
  Examiner(const Scenario& scenario, const std::string& world, std::vector<LoadError>& errors) : errors_(errors) {
    const scenario::Place whole{scenario.file, 1, 1, ""};
    if (const auto skip = scenario.skip.find(world); skip != scenario.skip.end())
      add(whole, "this scenario is skipped in the " + world + " world: " + skip->second);
    if (!scenario.known_failing.empty()) add(whole, "this scenario is known to fail: " + scenario.known_failing);
    for (const Json& rule : scenario.faults)
      if (!is_bound(rule)) add(whole, unbound_rule);
    for (const scenario::ServerAct& act : scenario.before) examine(whole, act);
    walk(scenario.steps);
  }

 private:
  static constexpr auto unbound_rule =
      "a fault rule without \"user\" or \"device\" acts on every copy at once, so this scenario cannot be copied";

  void walk(const scenario::Steps& steps) {
    for (const Step& step : steps) {
      if (const auto* act = std::get_if<scenario::ServerAct>(&step.body)) examine(step.place, *act);
      if (const auto* fault = std::get_if<scenario::Fault>(&step.body); fault && !is_bound(fault->rule))
        add(step.place, unbound_rule);
      if (std::holds_alternative<scenario::Quiet>(step.body))
        add(step.place, "\"quiet\" waits for a world that is never quiet while other copies run");
      if (const auto* par = std::get_if<scenario::Par>(&step.body))
        for (const auto& [name, branch] : par->branches) walk(branch);
      if (const auto* repeat = std::get_if<scenario::Repeat>(&step.body))
        for (const scenario::Steps& round : repeat->rounds) walk(round);
      if (const auto* alt = std::get_if<scenario::Alt>(&step.body))
        for (const auto& branch : alt->branches) walk(branch.steps);
    }
  }

  void examine(const scenario::Place& place, const scenario::ServerAct& act) {
    if (is_harmless(act.action) || concerns_somebody(act.args)) return;
    add(place,
        "the server action \"" + act.action + "\" concerns every copy at once, so this scenario cannot be copied");
  }

  // A loop tells once.
  void add(const scenario::Place& place, const std::string& message) {
    if (told_.emplace(place.file + ":" + std::to_string(place.line) + place.pointer, message).second)
      errors_.push_back({place, message, ""});
  }

  std::vector<LoadError>& errors_;
  std::set<std::pair<std::string, std::string>> told_;
};

}  // namespace

std::optional<fs::path> find_scenario(const std::string& file) {
  std::error_code ignored;
  for (const fs::path& path : {fs::path(file), stage::find_root() / file})
    if (fs::is_regular_file(path, ignored)) return path;
  return std::nullopt;
}

ScenarioPlan load_scenario(const fs::path& file, const std::string& world, std::vector<LoadError>& errors) {
  ScenarioPlan plan{file.string(), {}};
  const fs::path root = stage::find_root();
  const auto catalogue = report::load_catalogue(root / "conformance" / "catalogue");
  const auto words = stage::standard_vocabulary(catalogue.catalogue.ids());
  auto loaded = scenario::load_file(file, root / "scenarios", words, scenario::Identity::free);
  const std::size_t before = errors.size();
  errors.insert(errors.end(), loaded.errors.begin(), loaded.errors.end());
  for (const Scenario& one : loaded.cases) {
    Examiner(one, world, errors);
    if (one.settings != loaded.cases.front().settings)
      errors.push_back({{one.file, 1, 1, ""}, "its cases want different settings of the server, and there is one", ""});
    if (errors.size() > before) return plan;
  }
  if (errors.size() == before) plan.cases = std::make_shared<const std::vector<Scenario>>(std::move(loaded.cases));
  return plan;
}

}  // namespace chatproof::load
