// What was counted and timed during one interval, by one worker or by all of them together.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "bench/load/histogram.hpp"

namespace chatproof::load {

enum class Latency : std::uint8_t {
#define LOAD_LATENCIES(identifier, name, text) identifier,
#include "bench/load/metrics.def"
};
enum class Counter : std::uint8_t {
#define LOAD_COUNTERS(identifier, name, text) identifier,
#include "bench/load/metrics.def"
};

struct MetricInfo {
  std::string_view name, text;
};
inline constexpr auto latency_table = std::to_array<MetricInfo>({
#define LOAD_LATENCIES(identifier, name, text) {name, text},
#include "bench/load/metrics.def"
});
inline constexpr auto counter_table = std::to_array<MetricInfo>({
#define LOAD_COUNTERS(identifier, name, text) {name, text},
#include "bench/load/metrics.def"
});

struct Meter {
  std::array<std::uint64_t, counter_table.size()> counters{};
  std::array<Histogram, latency_table.size()> latencies;
  std::map<int, std::uint64_t> errors;  // by code, of calls and of attempts to connect
  // At the end of the interval.
  std::int64_t online = 0;     // users with a link and a login
  std::int64_t connected = 0;  // TCP or TLS connections

  void count(Counter counter, std::uint64_t by = 1) { counters[static_cast<std::size_t>(counter)] += by; }
  [[nodiscard]] std::uint64_t counted(Counter counter) const { return counters[static_cast<std::size_t>(counter)]; }
  void time(Latency latency, Duration took) { latencies[static_cast<std::size_t>(latency)].add(took); }
  [[nodiscard]] const Histogram& of(Latency latency) const { return latencies[static_cast<std::size_t>(latency)]; }
  void error(int code) { ++errors[code]; }

  // Another worker's part of the same interval.
  void add(const Meter& other);
  // The interval after this one.
  void append(const Meter& next);

  [[nodiscard]] nlohmann::json to_json() const;
  [[nodiscard]] bool from_json(const nlohmann::json& json);  // false: not what to_json() has made
};

}  // namespace chatproof::load
