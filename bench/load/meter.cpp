#include "bench/load/meter.hpp"

#include <nlohmann/json.hpp>

namespace chatproof::load {

void Meter::add(const Meter& other) {
  const std::int64_t online_before = online, connected_before = connected;
  append(other);
  online += online_before;
  connected += connected_before;
}

void Meter::append(const Meter& next) {
  for (std::size_t i = 0; i < counters.size(); ++i) counters[i] += next.counters[i];
  for (std::size_t i = 0; i < latencies.size(); ++i) latencies[i].add(next.latencies[i]);
  for (const auto& [code, times] : next.errors) errors[code] += times;
  online = next.online;
  connected = next.connected;
}

nlohmann::json Meter::to_json() const {
  nlohmann::json out = {{"online", online}, {"connected", connected}, {"counters", counters}};
  auto& times = out["latencies"] = nlohmann::json::object();
  for (std::size_t i = 0; i < latencies.size(); ++i)
    if (!latencies[i].empty()) times[std::string(latency_table[i].name)] = latencies[i].to_json();
  auto& codes = out["errors"] = nlohmann::json::array();
  for (const auto& [code, count] : errors) codes.push_back({code, count});
  return out;
}

bool Meter::from_json(const nlohmann::json& json) try {
  *this = {};
  online = json.at("online").get<std::int64_t>();
  connected = json.at("connected").get<std::int64_t>();
  counters = json.at("counters").get<decltype(counters)>();
  for (std::size_t i = 0; i < latencies.size(); ++i)
    if (const auto found = json.at("latencies").find(latency_table[i].name); found != json.at("latencies").end())
      if (!latencies[i].from_json(*found)) return false;
  for (const auto& pair : json.at("errors")) errors[pair.at(0).get<int>()] = pair.at(1).get<std::uint64_t>();
  return true;
} catch (const nlohmann::json::exception&) {
  *this = {};
  return false;
}

}  // namespace chatproof::load
