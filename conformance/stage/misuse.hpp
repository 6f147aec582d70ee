// The misuse matrix: every method of the table called in every state, as scenarios made from the method table. Each
// cell has its code: 6013, 6014, 6017 or 7013, exactly once, on the right thread.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace chatproof::stage {

// Scenario files, one for each manager and state, with ids "misuse/<state>/<manager>".
[[nodiscard]] std::vector<nlohmann::json> misuse_scenarios();

}  // namespace chatproof::stage
