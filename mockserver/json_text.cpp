#include "mockserver/json_text.hpp"

#include <nlohmann/json.hpp>

namespace chatproof::mockserver {
namespace {

using nlohmann::json;

// Only builds on what is not too deep, and remembers whether something was.
struct DepthGuard {
  int most;
  bool* exceeded;
  bool operator()(int depth, json::parse_event_t, const json&) const {
    *exceeded = *exceeded || depth > most;
    return !*exceeded;
  }
};

// The parser's own words, without its name.
std::string plain(std::string_view what) {
  const std::size_t at = what.find("at line");
  return std::string(at == std::string_view::npos ? what : what.substr(at));
}

}  // namespace

std::optional<json> parse_json(std::string_view text, int depth_max, std::string* why) {
  bool too_deep = false;
  std::string wrong;
  std::optional<json> parsed;
  try {
    parsed = json::parse(text, DepthGuard{depth_max, &too_deep});
  } catch (const json::parse_error& error) {
    wrong = "not JSON: " + plain(error.what());
  }
  if (too_deep) wrong = "values are nested more than " + std::to_string(depth_max) + " deep";
  if (wrong.empty()) return parsed;
  if (why != nullptr) *why = wrong;
  return std::nullopt;
}

}  // namespace chatproof::mockserver
