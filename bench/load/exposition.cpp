#include "bench/load/exposition.hpp"

#include <array>

#include "bench/load/meter.hpp"
#include "mockserver/control/prometheus.hpp"

namespace chatproof::load {
namespace {

using control::PrometheusPage;

struct Edge {
  std::int64_t microseconds;
  const char* seconds;  // as text, so that no rounding changes the name of a bucket
};
constexpr auto edges = std::to_array<Edge>({{100, "0.0001"},
                                            {250, "0.00025"},
                                            {500, "0.0005"},
                                            {1000, "0.001"},
                                            {2500, "0.0025"},
                                            {5000, "0.005"},
                                            {10'000, "0.01"},
                                            {25'000, "0.025"},
                                            {50'000, "0.05"},
                                            {100'000, "0.1"},
                                            {250'000, "0.25"},
                                            {500'000, "0.5"},
                                            {1'000'000, "1"},
                                            {2'500'000, "2.5"},
                                            {5'000'000, "5"},
                                            {10'000'000, "10"},
                                            {30'000'000, "30"},
                                            {60'000'000, "60"}});

double in_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// "tls.resumed" and "linkLosses" as Prometheus writes names.
std::string snake(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += '_';
      out += static_cast<char>(c - 'A' + 'a');
    } else {
      out += c == '.' ? '_' : c;
    }
  }
  return out;
}

void add_latencies(PrometheusPage& page, const Meter& so_far) {
  constexpr std::string_view name = "latency_seconds", bucket = "latency_seconds_bucket";
  page.begin(name, "histogram", "What took how long; starts count from when they were due.");
  for (std::size_t i = 0; i < latency_table.size(); ++i) {
    const Histogram& histogram = so_far.latencies[i];
    if (histogram.empty()) continue;
    const std::string what = PrometheusPage::label("what", latency_table[i].name);
    for (const Edge& edge : edges)
      page.sample(bucket, what + "," + PrometheusPage::label("le", edge.seconds),
                  histogram.count_up_to(Duration(edge.microseconds)));
    page.sample(bucket, what + "," + PrometheusPage::label("le", "+Inf"), histogram.count());
    page.sample("latency_seconds_sum", what, in_seconds(histogram.sum()));
    page.sample("latency_seconds_count", what, histogram.count());
  }
}

}  // namespace

std::string prometheus_text(const Profile& profile, Duration elapsed, const Meter& so_far) {
  PrometheusPage page("chatproof_load_");
  page.begin("info", "gauge", "What is run.");
  page.sample(
      "info",
      PrometheusPage::label("title", profile.title) + "," + PrometheusPage::label("world", to_string(profile.world)),
      std::uint64_t{1});
  page.one("elapsed_seconds", "gauge", "How much of the run these numbers are of.", in_seconds(elapsed));
  page.one("length_seconds", "gauge", "How long the phases are in all.", in_seconds(profile.length()));
  page.one("online", "gauge", "Users with a link and a login; copies under way.", static_cast<double>(so_far.online));
  page.one("connected", "gauge", "Connections.", static_cast<double>(so_far.connected));
  for (std::size_t i = 0; i < counter_table.size(); ++i)
    page.one(snake(counter_table[i].name) + "_total", "counter", std::string(counter_table[i].text) + ".",
             so_far.counters[i]);
  std::map<std::string, std::uint64_t> errors;
  for (const auto& [code, times] : so_far.errors) errors[std::to_string(code)] = times;
  page.by("errors_total", "code", "Calls and attempts to connect that failed, by code.", errors);
  add_latencies(page, so_far);
  return page.text();
}

}  // namespace chatproof::load
