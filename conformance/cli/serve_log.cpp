#include "conformance/cli/serve_log.hpp"

#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace chatproof::cli {
namespace {

using nlohmann::json;

// The members that matter at a glance, without the payloads of requests.
std::string details(const json& detail) {
  std::string out;
  for (const auto& [key, value] : detail.items()) {
    if (key == "payload" || key == "rule" || key == "id") continue;
    out += " " + key + "=" + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return out;
}

}  // namespace

void ServeLog::print(const mockserver::ServerEvent& event) {
  if (event.kind == "ping") return;
  std::string who = event.user;
  if (!event.device.empty()) who += "@" + event.device;
  if (who.empty()) who = "connection " + std::to_string(event.connection);
  std::ostringstream line;
  const auto us = event.at.time_since_epoch().count();
  line << std::setw(9) << us / 1'000'000 << "." << std::setfill('0') << std::setw(3) << us / 1000 % 1000
       << std::setfill(' ') << "  " << std::left << std::setw(28) << who << " " << std::setw(13) << event.kind;
  if (event.detail != nullptr) line << details(*event.detail);
  std::cout << line.str() << std::endl;
}

void ServeLog::say(std::string_view who, const std::string& what) { std::cout << who << ": " << what << std::endl; }

}  // namespace chatproof::cli
