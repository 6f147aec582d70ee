// Stories out of a seed: ordinary scenarios, in the language of scenarios/README.md, with a random workload, random
// deeds of operators and random faults. What they expect does not matter: they are judged by invariants.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::explore {

using Story = nlohmann::ordered_json;

struct GenerateOptions {
  // Each seed switches every kind of step on or off: many stories with few kinds each find more than many with all.
  bool swarm = true;
  std::size_t steps_max = 60;  // random ones, after the opening
};

// A scenario proves something: here that the story came to its end.
[[nodiscard]] Story last_step(const std::string& actor);

[[nodiscard]] Story generate(std::uint64_t seed, const GenerateOptions& options);

// The kinds of steps that are switched on for this seed, by name and in the order of their tables.
[[nodiscard]] std::vector<std::string_view> menu_of(std::uint64_t seed, const GenerateOptions& options);

}  // namespace chatproof::explore
