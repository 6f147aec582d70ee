#include "bench/load/compare.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bench/load/meter.hpp"
#include "bench/load/metric.hpp"

namespace chatproof::load {
namespace {

using nlohmann::json;

// A percentile is judged when at least so many values lie beyond it: fewer are chance.
constexpr double values_beyond = 10;

enum class Better : std::uint8_t { less, more, neither };

class Table {
 public:
  explicit Table(double noise) : noise_(noise) {}

  void heading(const std::string& text) { out_ << "\n" << text << "\n"; }
  void row(const std::string& name, double a, double b, Better better, bool duration) {
    std::array<char, 160> text{};
    const double change = a == 0 ? 0 : (b - a) / a * 100;
    const std::string left = shown(a, duration), right = shown(b, duration);
    if (a == 0) {
      std::snprintf(text.data(), text.size(), "  %-28s %12s %12s         ", name.c_str(), left.c_str(), right.c_str());
    } else {
      std::snprintf(text.data(), text.size(), "  %-28s %12s %12s %+7.1f %%", name.c_str(), left.c_str(), right.c_str(),
                    change);
    }
    out_ << text.data() << verdict(a, b, better) << "\n";
  }
  [[nodiscard]] std::string text() const { return out_.str(); }
  std::ostream& stream() { return out_; }

 private:
  static std::string shown(double value, bool duration) {
    if (duration) return for_people(Duration(static_cast<Duration::rep>(value)));
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), value == std::floor(value) ? "%.0f" : "%.2f", value);
    return text.data();
  }
  [[nodiscard]] const char* verdict(double a, double b, Better better) const {
    if (better == Better::neither || std::abs(b - a) <= noise_ * std::abs(a)) return "";
    return (b < a) == (better == Better::less) ? "  better" : "  WORSE";
  }

  const double noise_;
  std::ostringstream out_;
};

void compare_latencies(Table& table, const json& a, const json& b) {
  table.heading("latencies");
  for (const MetricInfo& info : latency_table) {
    const std::string name(info.name);
    if (!a.contains(name) || !b.contains(name)) continue;
    const auto& left = a.at(name);
    const auto& right = b.at(name);
    const double count = std::min(left.at("count").get<double>(), right.at("count").get<double>());
    for (const auto statistic :
         {Metric::Statistic::p50, Metric::Statistic::p99, Metric::Statistic::p9999, Metric::Statistic::max}) {
      const std::string word(statistic_names[static_cast<std::size_t>(statistic)]);
      const auto share = share_of(statistic);
      const bool enough = share && count * (1 - *share) >= values_beyond;
      table.row(name + "." + word, left.at(word + "Ms").get<double>() * 1000,
                right.at(word + "Ms").get<double>() * 1000, enough ? Better::less : Better::neither, true);
    }
  }
}

// More failures are worse; of the rest a comparison cannot know what was wanted.
Better wanted(Counter counter) {
  switch (counter) {
    case Counter::late:
    case Counter::connect_failures:
    case Counter::login_failures:
    case Counter::request_failures:
    case Counter::send_failures:
    case Counter::lost:
    case Counter::duplicates:
    case Counter::disordered:
      return Better::less;
    default:
      return Better::neither;
  }
}

void compare_counters(Table& table, const json& a, const json& b) {
  table.heading("counted");
  for (std::size_t i = 0; i < counter_table.size(); ++i) {
    const std::string name(counter_table[i].name);
    const double left = a.value(name, 0.0), right = b.value(name, 0.0);
    if (left != 0 || right != 0) table.row(name, left, right, wanted(static_cast<Counter>(i)), false);
  }
}

double most_of(const json& samples, const char* key) {
  double most = 0;
  for (const json& sample : samples) most = std::max(most, sample.value(key, 0.0));
  return most;
}

void compare_costs(Table& table, const json& a, const json& b) {
  table.heading("costs");
  for (const char* key : {"serverBytesPerConnection", "generatorBytesPerConnection", "kernelBytesPerConnection"})
    table.row(key, most_of(a.at("use"), key), most_of(b.at("use"), key), Better::less, false);
  for (const char* key : {"serverCpuS", "generatorCpuS"})
    table.row(key, most_of(a.at("use"), key), most_of(b.at("use"), key), Better::less, false);
  table.row("most dials in a second", a.at("peakDials").at("inOneSecond"), b.at("peakDials").at("inOneSecond"),
            Better::neither, false);
}

}  // namespace

std::string compare(const json& a, const json& b, double noise) {
  Table table(noise);
  for (const auto& [name, result] : {std::pair<const char*, const json&>("A", a), {"B", b}}) {
    table.stream() << name << "  " << result.at("verdict").get<std::string>() << "  "
                   << result.at("title").get<std::string>() << " (" << result.at("world").get<std::string>() << ")\n";
    for (const json& reason : result.at("void")) table.stream() << "   void: " << reason.get<std::string>() << "\n";
  }
  if (a.at("title") != b.at("title") || a.at("world") != b.at("world"))
    table.stream() << "these are results of different profiles or worlds\n";
  compare_latencies(table, a.at("total").at("latencies"), b.at("total").at("latencies"));
  compare_counters(table, a.at("total").at("counters"), b.at("total").at("counters"));
  compare_costs(table, a, b);
  return table.text();
}

}  // namespace chatproof::load
