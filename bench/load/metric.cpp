#include "bench/load/metric.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace chatproof::load {
namespace {

template <class Table>
std::optional<std::size_t> index_in(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].name == name) return i;
  return std::nullopt;
}

}  // namespace

std::optional<double> share_of(Metric::Statistic statistic) {
  static constexpr auto shares = std::to_array<double>({0.5, 0.9, 0.99, 0.999, 0.9999});
  const auto index = static_cast<std::size_t>(statistic);
  return index < shares.size() ? std::optional(shares[index]) : std::nullopt;
}

Duration statistic_of(const Histogram& histogram, Metric::Statistic statistic) {
  if (const auto share = share_of(statistic)) return histogram.percentile(*share);
  if (statistic == Metric::Statistic::max) return histogram.max();
  return statistic == Metric::Statistic::mean ? histogram.mean() : Duration{};
}

std::optional<double> Metric::value(const Meter& meter, Duration took) const {
  switch (kind) {
    case Kind::latency: {
      const Histogram& histogram = meter.latencies[index];
      if (statistic == Statistic::count) return static_cast<double>(histogram.count());
      if (histogram.empty()) return std::nullopt;
      return static_cast<double>(statistic_of(histogram, statistic).count());
    }
    case Kind::counter:
      return static_cast<double>(meter.counters[index]);
    case Kind::rate:
      if (took <= Duration{}) return std::nullopt;
      return static_cast<double>(meter.counters[index]) * 1e6 / static_cast<double>(took.count());
    case Kind::errors:
      return std::accumulate(meter.errors.begin(), meter.errors.end(), 0.0,
                             [](double sum, const auto& entry) { return sum + static_cast<double>(entry.second); });
    case Kind::online:
      return static_cast<double>(meter.online);
  }
  return std::nullopt;
}

std::optional<Metric> find_metric(std::string_view name) {
  if (name == "errors") return Metric{Metric::Kind::errors, {}, 0};
  if (name == "online") return Metric{Metric::Kind::online, {}, 0};
  if (const auto counter = index_in(counter_table, name)) return Metric{Metric::Kind::counter, {}, *counter};
  static constexpr std::string_view rate = ".rate";
  if (name.ends_with(rate))
    if (const auto counter = index_in(counter_table, name.substr(0, name.size() - rate.size())))
      return Metric{Metric::Kind::rate, {}, *counter};
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view what = name.substr(0, dot), how = name.substr(dot + 1);
  const auto latency = index_in(latency_table, what);
  const auto statistic = std::find(statistic_names.begin(), statistic_names.end(), how);
  if (!latency || statistic == statistic_names.end()) return std::nullopt;
  return Metric{Metric::Kind::latency, static_cast<Metric::Statistic>(statistic - statistic_names.begin()), *latency};
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names = {"errors", "online"};
  for (const MetricInfo& counter : counter_table) {
    names.emplace_back(counter.name);
    names.push_back(std::string(counter.name) + ".rate");
  }
  for (const MetricInfo& latency : latency_table)
    for (const std::string_view statistic : statistic_names)
      names.push_back(std::string(latency.name) + "." + std::string(statistic));
  return names;
}

std::string for_people(Duration duration) {
  struct Unit {
    double microseconds;
    const char* name;
  };
  static constexpr std::array<Unit, 3> units = {{{1e6, "s"}, {1e3, "ms"}, {1, "us"}}};
  const auto value = static_cast<double>(duration.count());
  for (const Unit& unit : units) {
    const double in_unit = value / unit.microseconds;
    // 999.6 ms would be printed as 1000 ms.
    if (in_unit < 0.9995 && unit.microseconds != 1) continue;
    std::array<char, 48> text{};
    const int decimals = unit.microseconds == 1 || in_unit >= 99.95 ? 0 : (in_unit >= 9.995 ? 1 : 2);
    std::snprintf(text.data(), text.size(), "%.*f %s", decimals, in_unit, unit.name);
    return text.data();
  }
  return {};
}

}  // namespace chatproof::load
