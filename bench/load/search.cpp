#include "bench/load/search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace chatproof::load {
namespace {

std::string short_number(double value) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.4g", value);
  return text.data();
}

const Phase* phase_named(const Profile& profile, const std::string& name) {
  for (const Phase& phase : profile.phases)
    if (phase.name == name) return &phase;
  return nullptr;
}

}  // namespace

Found find_highest(const Search& search, const std::function<std::optional<Verdict>(double)>& attempt) {
  Found found;
  const auto close_enough = [&] {
    return found.best && found.too_much && *found.too_much / *found.best <= 1 + search.precision;
  };
  double factor = search.from;
  while (std::ssize(found.trials) < search.trials && !close_enough()) {
    const auto verdict = attempt(factor);
    if (!verdict) break;
    found.trials.push_back({factor, *verdict});
    if (verdict == Verdict::pass) {
      found.best = factor;
    } else {
      found.too_much = factor;
      found.generator_is_the_limit = verdict == Verdict::void_run;
    }
    if (!found.best) break;  // not even the lowest
    if (found.too_much) {
      factor = std::sqrt(*found.best * *found.too_much);
    } else if (factor >= search.to) {
      break;
    } else {
      factor = std::min(factor * 2, search.to);
    }
  }
  return found;
}

Profile with_factor(Profile profile, const std::string& name, double factor) {
  for (Phase& phase : profile.phases)
    if (phase.name == name)
      for (Flow& flow : phase.flows) flow.rate = scaled(std::move(flow.rate), factor);
  return profile;
}

std::string rates_at(const Profile& profile, const std::string& name, double factor) {
  static constexpr std::array<std::string_view, 5> activities = {"login", "logout", "secondDevice", "messages",
                                                                 "requests"};
  const Phase* phase = phase_named(profile, name);
  std::string text;
  if (phase == nullptr) return text;
  const auto seconds = static_cast<double>((phase->until - phase->from).count()) / 1e6;
  for (const Flow& flow : phase->flows) {
    const auto starts = static_cast<double>(starts_in(scaled(flow.rate, factor)));
    text += (text.empty() ? "" : ", ") + std::string(activities[static_cast<std::size_t>(flow.activity)]) + " " +
            short_number(starts / seconds) + "/s";
  }
  return text;
}

nlohmann::ordered_json to_json(const Found& found, const Profile& profile) {
  nlohmann::ordered_json out = {{"phase", profile.search->phase}, {"best", nullptr}, {"tooMuch", nullptr}};
  if (found.best) {
    out["best"] = *found.best;
    out["bestRates"] = rates_at(profile, profile.search->phase, *found.best);
  }
  if (found.too_much) out["tooMuch"] = *found.too_much;
  out["generatorIsTheLimit"] = found.generator_is_the_limit;
  out["trials"] = nlohmann::ordered_json::array();
  for (const Trial& trial : found.trials)
    out["trials"].push_back({{"factor", trial.factor},
                             {"rates", rates_at(profile, profile.search->phase, trial.factor)},
                             {"verdict", to_string(trial.verdict)}});
  return out;
}

std::string summary(const Found& found, const Profile& profile) {
  std::ostringstream out;
  const std::string& phase = profile.search->phase;
  if (!found.best) {
    out << "no good rate found: not even " << rates_at(profile, phase, profile.search->from) << " in " << phase << "\n";
    return out.str();
  }
  out << "highest good rate in " << phase << ": " << rates_at(profile, phase, *found.best) << " (factor "
      << short_number(*found.best) << ", " << found.trials.size() << " trials)";
  if (!found.too_much) {
    out << "; the search ended there, the system may be capable of more";
  } else {
    out << "; " << rates_at(profile, phase, *found.too_much)
        << (found.generator_is_the_limit ? " was too much for the generator: the system may be capable of more"
                                         : " was too much");
  }
  out << "\n";
  return out.str();
}

}  // namespace chatproof::load
