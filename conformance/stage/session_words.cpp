#include "conformance/stage/session_words.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "sdk/runtime/duration_text.hpp"

namespace chatproof::stage {
namespace {

using session::Config;

const std::map<std::string, session::Duration Config::*>& durations() {
  static const std::map<std::string, session::Duration Config::*> table = {
      {"connectTimeout", &Config::connect_timeout},
      {"heartbeatInterval", &Config::heartbeat_interval},
      {"heartbeatTimeout", &Config::heartbeat_timeout},
      {"backoffBase", &Config::backoff_base},
      {"backoffCap", &Config::backoff_cap},
      {"requestTimeout", &Config::request_timeout},
      {"requestResend", &Config::request_resend},
      {"linkStable", &Config::link_stable},
  };
  return table;
}

constexpr const char* requests_max = "requestsMax";

const std::map<std::string, int Config::*>& numbers() {
  static const std::map<std::string, int Config::*> table = {{"heartbeatMisses", &Config::heartbeat_misses},
                                                             {"backoffJitterPercent", &Config::backoff_jitter_percent}};
  return table;
}

}  // namespace

const std::vector<std::string>& session_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> out;
    for (const auto& [name, member] : durations()) out.push_back(name);
    for (const auto& [name, member] : numbers()) out.push_back(name);
    out.emplace_back(requests_max);
    return out;
  }();
  return words;
}

std::optional<std::string> apply_session_words(Config& config, const nlohmann::json& words) {
  for (const auto& [name, value] : words.items()) {
    if (const auto duration = durations().find(name); duration != durations().end()) {
      const auto parsed = value.is_string() ? runtime::parse_duration(value.get<std::string>()) : std::nullopt;
      if (!parsed) return "\"" + name + "\" needs a duration such as \"30s\"";
      config.*(duration->second) = *parsed;
    } else if (const auto number = numbers().find(name); number != numbers().end() && value.is_number_integer()) {
      config.*(number->second) = value.get<int>();
    } else if (name == requests_max && value.is_number_unsigned()) {
      config.requests_max = value.get<std::size_t>();
    } else {
      return "\"" + name + "\" is not a time or limit of a session";
    }
  }
  return std::nullopt;
}

}  // namespace chatproof::stage
