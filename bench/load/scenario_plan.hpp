// A scenario that is run many times side by side against one server: found, loaded, and looked at for steps that would
// reach beyond their own copy.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/scenario/load.hpp"

namespace chatproof::load {

struct ScenarioPlan {
  std::string file;  // as the profile names it
  // One for each choice of parameters; copies take them in turn. Shared: a search runs the same scenario many times.
  std::shared_ptr<const std::vector<scenario::Scenario>> cases;
};

// The file as it is named, from here or from the directory that holds scenarios/; nothing: there is none.
[[nodiscard]] std::optional<std::filesystem::path> find_scenario(const std::string& file);

// Mistakes of the scenario, and what keeps it from being run as many copies in this world, are added to `errors`; then
// there are no cases.
[[nodiscard]] ScenarioPlan load_scenario(const std::filesystem::path& file, const std::string& world,
                                         std::vector<scenario::LoadError>& errors);

}  // namespace chatproof::load
