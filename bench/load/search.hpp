// Finds the highest rate at which a system still keeps its thresholds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/profile.hpp"
#include "bench/load/result.hpp"

namespace chatproof::load {

struct Trial {
  double factor = 0;
  Verdict verdict = Verdict::void_run;
};

struct Found {
  std::vector<Trial> trials;            // in the order in which they were made
  std::optional<double> best;           // the highest factor that passed
  std::optional<double> too_much;       // the lowest one that did not
  bool generator_is_the_limit = false;  // what did not pass was void: the system may be capable of more
};

// Doubles the factor from search.from on until a trial does not pass, then halves the interval, as ratios.
[[nodiscard]] Found find_highest(const Search& search,
                                 const std::function<std::optional<Verdict>(double factor)>& attempt);

// The profile with all rates of the phase multiplied.
[[nodiscard]] Profile with_factor(Profile profile, const std::string& phase, double factor);

// The starts per second of the phase's flows at that factor, for people: "requests 400/s".
[[nodiscard]] std::string rates_at(const Profile& profile, const std::string& phase, double factor);

[[nodiscard]] nlohmann::ordered_json to_json(const Found& found, const Profile& profile);
[[nodiscard]] std::string summary(const Found& found, const Profile& profile);

}  // namespace chatproof::load
