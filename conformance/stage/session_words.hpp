// The times and limits of a session by their names in a scenario's actor ("heartbeatInterval": "30s").
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sdk/session/config.hpp"

namespace chatproof::stage {

[[nodiscard]] const std::vector<std::string>& session_words();
// What was wrong, or nothing.
std::optional<std::string> apply_session_words(session::Config& config, const nlohmann::json& words);

}  // namespace chatproof::stage
