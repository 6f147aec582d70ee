// JSON from outside: no deeper than is sensible.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::mockserver {

// Nothing when the text is no JSON, or nested deeper; `why` then says so, with line and column.
[[nodiscard]] std::optional<nlohmann::json> parse_json(std::string_view text, int depth_max,
                                                       std::string* why = nullptr);

}  // namespace chatproof::mockserver
