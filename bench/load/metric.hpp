// The names that thresholds, tables and comparisons use for numbers: "ready.p99", "loginFailures", "logins.rate".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/meter.hpp"

namespace chatproof::load {

struct Metric {
  enum class Kind : std::uint8_t { latency, counter, rate, errors, online };
  enum class Statistic : std::uint8_t { p50, p90, p99, p999, p9999, max, mean, count };
  Kind kind = Kind::errors;
  Statistic statistic = Statistic::p50;
  std::size_t index = 0;  // of the latency or the counter

  // Whether its values are durations, in microseconds.
  [[nodiscard]] bool is_duration() const { return kind == Kind::latency && statistic != Statistic::count; }
  // `took`: how long the meter has counted. Nothing for a latency that was never measured.
  [[nodiscard]] std::optional<double> value(const Meter& meter, Duration took) const;
};

[[nodiscard]] std::optional<Metric> find_metric(std::string_view name);
[[nodiscard]] std::vector<std::string> metric_names();

[[nodiscard]] Duration statistic_of(const Histogram& histogram, Metric::Statistic statistic);  // not count
// The share of a percentile, as "p99.9" names it; nothing for max, mean and count.
[[nodiscard]] std::optional<double> share_of(Metric::Statistic statistic);
inline constexpr auto statistic_names =
    std::to_array<std::string_view>({"p50", "p90", "p99", "p99.9", "p99.99", "max", "mean", "count"});

// "412 us", "3.1 ms", "12 s": three digits, for people.
[[nodiscard]] std::string for_people(Duration duration);

}  // namespace chatproof::load
