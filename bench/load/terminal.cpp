#include "bench/load/terminal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <vector>

#include "bench/load/metric.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

constexpr Duration::rep lines_max = 60;  // of a log, for the whole run
constexpr std::size_t bar_width = 40;
constexpr std::size_t errors_shown = 5;
constexpr std::uint64_t logins_judged = 1000;  // CPU is told in ticks of 10 ms: fewer would be guessing

template <class... Values>
std::string format(const char* pattern, Values... values) {
  std::array<char, 256> text{};
  std::snprintf(text.data(), text.size(), pattern, values...);
  return text.data();
}

double in_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }
double per_second(std::uint64_t count, Duration took) {
  return took <= Duration{} ? 0 : static_cast<double>(count) / in_seconds(took);
}

const Phase* phase_at(const Profile& profile, Duration at) {
  for (const Phase& phase : profile.phases)
    if (at >= phase.from && at < phase.until) return &phase;
  return nullptr;
}

std::string percentiles(const Histogram& histogram) {
  return "p50 " + for_people(histogram.percentile(0.5)) + "  p99 " + for_people(histogram.percentile(0.99)) + "  max " +
         for_people(histogram.max());
}

std::string errors_of(const Meter& meter) {
  std::vector<std::pair<std::uint64_t, int>> most;
  for (const auto& [code, times] : meter.errors) most.emplace_back(times, code);
  std::sort(most.rbegin(), most.rend());
  std::string out;
  for (std::size_t i = 0; i < std::min(errors_shown, most.size()); ++i)
    out += (i == 0 ? "" : "  ") + std::to_string(most[i].second) + " x" + std::to_string(most[i].first);
  return out;
}

// The latencies worth a line of their own, in the order of the table; the generator's pulse is told apart.
constexpr std::array live_latencies = {Latency::ready, Latency::request, Latency::message, Latency::round_trip,
                                       Latency::kick,  Latency::back,    Latency::step,    Latency::copy};

// Users, or copies of a scenario: how many there are, and how many have come in a second.
struct Crowded {
  const char *there, *come, *rate;
  Counter counter;
};
Crowded crowded(const Profile& profile) {
  if (profile.scenario) return {"under way", "copies over", "copies/s", Counter::copies};
  return {"online", "logins", "logins/s", Counter::logins};
}

}  // namespace

LiveView::LiveView(const Profile& profile, std::ostream& out, bool terminal)
    : profile_(profile),
      out_(out),
      terminal_(terminal),
      line_every_(std::max<Duration>(std::chrono::seconds(1), profile.length() / lines_max)) {}

void LiveView::interval(std::size_t number, const Meter& meter) {
  const Duration at = profile_.interval * static_cast<Duration::rep>(number + 1);
  total_.append(meter);
  since_line_.append(meter);
  const bool ends = at >= profile_.length() && at - profile_.interval < profile_.length();
  if (terminal_) {
    draw(at);
  } else if (at - line_at_ >= line_every_ || ends) {
    line(at);
  }
  if (at - line_at_ >= line_every_) {
    since_line_ = {};
    line_at_ = at;
  }
}

void LiveView::line(Duration at) {
  const Phase* phase = phase_at(profile_, at - profile_.interval);
  const Crowded words = crowded(profile_);
  std::string text =
      format("%7.1f s  %-12s %s %6lld  %s %7.0f", in_seconds(at), phase == nullptr ? "drain" : phase->name.c_str(),
             words.there, static_cast<long long>(since_line_.online), words.rate,
             per_second(since_line_.counted(words.counter), at - line_at_));
  if (const auto failed = since_line_.counted(Counter::copies_failed); failed != 0)
    text += format("  failed %llu", static_cast<unsigned long long>(failed));
  for (const Latency latency : live_latencies)
    if (const Histogram& histogram = since_line_.of(latency); !histogram.empty())
      text += "  " + std::string(latency_table[static_cast<std::size_t>(latency)].name) + " p99 " +
              for_people(histogram.percentile(0.99));
  if (const std::string errors = errors_of(since_line_); !errors.empty()) text += "  errors " + errors;
  out_ << text << std::endl;
}

void LiveView::draw(Duration at) {
  const Phase* phase = phase_at(profile_, at - profile_.interval);
  const double done = std::min(1.0, in_seconds(at) / std::max(1e-6, in_seconds(profile_.length())));
  const auto filled = static_cast<std::size_t>(done * bar_width);
  std::vector<std::string> lines;
  lines.push_back("[" + std::string(filled, '#') + std::string(bar_width - filled, '.') + "] " +
                  format("%.1f of %.0f s  ", in_seconds(at), in_seconds(profile_.length())) +
                  (phase == nullptr ? "drain" : phase->name));
  const Crowded words = crowded(profile_);
  lines.push_back(format("%s %lld  connected %lld  %s %llu  %s %.0f", words.there,
                         static_cast<long long>(total_.online), static_cast<long long>(total_.connected), words.come,
                         static_cast<unsigned long long>(total_.counted(words.counter)), words.rate,
                         per_second(since_line_.counted(words.counter), at - line_at_)));
  if (const auto failed = total_.counted(Counter::copies_failed); failed != 0)
    lines.push_back(format("failed    %llu", static_cast<unsigned long long>(failed)));
  for (const Latency latency : live_latencies)
    if (const Histogram& histogram = total_.of(latency); !histogram.empty())
      lines.push_back(format("%-10s", std::string(latency_table[static_cast<std::size_t>(latency)].name).c_str()) +
                      percentiles(histogram));
  if (const std::string errors = errors_of(total_); !errors.empty()) lines.push_back("errors    " + errors);
  if (drawn_ != 0) out_ << "\x1b[" << drawn_ << "A";
  for (const std::string& text : lines) out_ << "\x1b[2K" << text << "\n";
  out_ << "\x1b[J" << std::flush;
  drawn_ = lines.size();
}

void LiveView::end() {
  if (drawn_ != 0) out_ << "\x1b[" << drawn_ << "A\x1b[J" << std::flush;
  drawn_ = 0;
}

namespace {

std::string measured(double value, bool is_duration) {
  if (is_duration) return for_people(Duration(static_cast<Duration::rep>(value)));
  return format(value == std::trunc(value) ? "%.0f" : "%.6g", value);  // a million is no 1e+06
}

void add_verdict(std::ostream& out, const Result& result) {
  out << (result.verdict == Verdict::pass ? "PASS" : (result.verdict == Verdict::fail ? "FAIL" : "VOID")) << "  "
      << result.profile.title << " (" << to_string(result.profile.world) << ", ";
  if (result.scenario) {
    out << result.total.counted(Counter::copies) << " copies, at most " << result.scenario->most_at_once
        << " at once, ";
  } else {
    out << result.profile.users.count << " users, " << result.profile.workers
        << (result.profile.workers == 1 ? " worker, " : " workers, ");
  }
  out << format("%.1f s)", in_seconds(result.took)) << "\n";
  for (const std::string& reason : result.void_reasons) out << "  void: " << reason << "\n";
  for (const std::string& trouble : result.trouble) out << "  trouble: " << trouble << "\n";
  for (const Checked& checked : result.thresholds) {
    out << "  " << (checked.good ? "ok  " : "MISS") << "  " << checked.threshold.text << "   measured "
        << (checked.value ? measured(*checked.value, checked.threshold.is_duration) : "never") << "\n";
  }
}

std::string table_row(const Histogram& histogram) {
  std::string row = format(" %9llu", static_cast<unsigned long long>(histogram.count()));
  // Where no value lies beyond a percentile it says nothing that the maximum does not say.
  for (const double share : {0.5, 0.9, 0.99, 0.999, 0.9999})
    row += format(" %9s", static_cast<double>(histogram.count()) * (1 - share) < 1
                              ? "-"
                              : for_people(histogram.percentile(share)).c_str());
  return row + format(" %9s\n", for_people(histogram.max()).c_str());
}

void add_latencies(std::ostream& out, const Meter& total) {
  out << "\n  latency           count       p50       p90       p99     p99.9    p99.99       max\n";
  for (std::size_t i = 0; i < latency_table.size(); ++i)
    if (const Histogram& histogram = total.latencies[i]; !histogram.empty())
      out << format("  %-13s", std::string(latency_table[i].name).c_str()) << table_row(histogram);
}

void add_scenario(std::ostream& out, const std::string& file, const ScenarioResult& scenario) {
  out << format("\n  %-45s count       p50       p90       p99     p99.9    p99.99       max\n", "step");
  for (const StepTimes& step : scenario.steps) {
    const std::string elsewhere = std::filesystem::path(step.place.file).filename().string();
    const std::string where = (step.place.file == file ? "" : elsewhere) + ":" + std::to_string(step.place.line);
    out << format("  %-41.41s", (where + " " + step.text).c_str()) << table_row(step.times);
  }
  if (!scenario.troubles.empty()) out << "\n";
  for (const CopyTrouble& one : scenario.troubles) {
    out << "  in " << one.copies << (one.copies == 1 ? " copy" : " copies") << " (first in " << one.first << "): ";
    if (one.place.line > 0) out << one.place.file << ":" << one.place.line << ": ";
    out << one.text << "\n";
  }
  if (scenario.more_troubles != 0) out << "  and " << scenario.more_troubles << " findings of other kinds\n";
}

void add_counters(std::ostream& out, const Meter& total) {
  out << "\n";
  std::string row;
  for (std::size_t i = 0; i < counter_table.size(); ++i) {
    if (total.counters[i] == 0) continue;
    const std::string word = format("  %s %llu", std::string(counter_table[i].name).c_str(),
                                    static_cast<unsigned long long>(total.counters[i]));
    if (row.size() + word.size() > 110) out << std::exchange(row, {}) << "\n";
    row += word;
  }
  out << row << "\n";
  for (const auto& [code, times] : total.errors)
    out << "  error " << code << " x" << times << "  " << wire::text_of(code) << "\n";
}

void add_machine(std::ostream& out, const Result& result) {
  for (const Recovery& recovery : result.recoveries) {
    out << "  recovery after " << recovery.name << ": " << recovery.lost << " lost, " << recovery.back.count()
        << " back";
    if (!recovery.back.empty()) out << "  " << percentiles(recovery.back);
    out << "\n";
  }
  const auto most = std::max_element(result.use.begin(), result.use.end(),
                                     [](const auto& a, const auto& b) { return a.connected < b.connected; });
  if (most != result.use.end() && most->connected > 0 && !result.scenario) {
    const UseSample& first = result.use.front();
    const auto each = [&](std::uint64_t now, std::uint64_t before) {
      return (static_cast<double>(now) - static_cast<double>(before)) / 1024 / static_cast<double>(most->connected);
    };
    out << format("  memory per connection at %lld: ", static_cast<long long>(most->connected));
    if (most->server_bytes != 0) out << format("server %.1f kB, ", each(most->server_bytes, first.server_bytes));
    out << format("generator %.1f kB", each(most->generator_bytes, first.generator_bytes));
    if (most->kernel.slab_bytes != 0)
      out << format(", kernel (both ends) %.1f kB", each(most->kernel.slab_bytes + most->kernel.tcp_buffer_bytes,
                                                         first.kernel.slab_bytes + first.kernel.tcp_buffer_bytes));
    if (most->connected >= connections_of_a_machine)
      out << format("; of the machine's %.1f kB", each(first.kernel.available_bytes, most->kernel.available_bytes));
    out << "\n";
  }
  for (std::size_t i = 0; i < result.phases.size(); ++i) {
    const auto cpu = result.cpu_of(i);
    const auto logins = result.phases[i].meter.counted(Counter::logins);
    if (!cpu || logins < logins_judged) continue;
    const auto each = static_cast<double>(logins);
    out << format("  CPU for each of %.0f logins in %s: ", each, result.phases[i].name.c_str());
    if (cpu->first > Duration{}) out << format("server %.0f us, ", static_cast<double>(cpu->first.count()) / each);
    out << format("generator %.0f us\n", static_cast<double>(cpu->second.count()) / each);
  }
  double most_apart = 0;
  for (const Agreement& one : result.agreements) {
    out << (&one == &result.agreements.front() ? "  the server's own count: " : ", ") << one.what << " " << one.counted;
    most_apart = std::max(most_apart, one.difference());
  }
  if (!result.agreements.empty()) out << format("; at most %.2f %% from what is reported\n", most_apart * 100);
  out << format("  starts %llu, %llu late (%.2f %%; 1 %% voids the run); ",
                static_cast<unsigned long long>(result.total.counted(Counter::starts)),
                static_cast<unsigned long long>(result.total.counted(Counter::late)), result.late_share() * 100);
  if (!result.dials.empty())
    out << format("peak %llu dials in a second; ",
                  static_cast<unsigned long long>(result.peak_dials(std::chrono::seconds(1))));
  out << format(
      "ListenOverflows %llu, ListenDrops %llu\n",
      static_cast<unsigned long long>(result.kernel_after.listen_overflows - result.kernel_before.listen_overflows),
      static_cast<unsigned long long>(result.kernel_after.listen_drops - result.kernel_before.listen_drops));
}

}  // namespace

std::string summary(const Result& result) {
  std::ostringstream out;
  add_verdict(out, result);
  add_latencies(out, result.total);
  if (result.scenario) add_scenario(out, result.profile.scenario->file, *result.scenario);
  add_counters(out, result.total);
  add_machine(out, result);
  return out.str();
}

}  // namespace chatproof::load
