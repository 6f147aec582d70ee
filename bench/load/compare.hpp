// Two results side by side.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace chatproof::load {

// A table of what both have: B against A, with the change in percent, where it is more than `noise` (a share) marked as
// better or worse; a percentile is marked only when enough values lie beyond it. Throws nlohmann::json::exception when
// one of them is no result.
[[nodiscard]] std::string compare(const nlohmann::json& a, const nlohmann::json& b, double noise);

}  // namespace chatproof::load
