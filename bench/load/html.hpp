// A result as one HTML file that needs nothing else: verdict, tables, plots over time.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace chatproof::load {

// `result` is what to_json(Result) makes. Throws nlohmann::json::exception on anything else.
[[nodiscard]] std::string html_report(const nlohmann::ordered_json& result);

}  // namespace chatproof::load
