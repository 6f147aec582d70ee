// The words of a `network` step, as conditions of a link.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sdk/runtime/link_control.hpp"

namespace chatproof::stage {

[[nodiscard]] const std::vector<std::string>& link_words();
// What was wrong, or nothing.
[[nodiscard]] std::optional<std::string> apply_to_link(runtime::LinkControl& links, const std::string& device,
                                                       const std::string& word, const nlohmann::json& args);

}  // namespace chatproof::stage
