// A result as a file: what --json writes, --compare reads and the HTML report shows.
#include <algorithm>
#include <cmath>

#include "bench/load/metric.hpp"
#include "bench/load/result.hpp"

namespace chatproof::load {
namespace {

using OrderedJson = nlohmann::ordered_json;

double milliseconds(Duration duration) { return static_cast<double>(duration.count()) / 1000.0; }
double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

OrderedJson latency_json(const Histogram& histogram) {
  OrderedJson out = {{"count", histogram.count()}, {"minMs", milliseconds(histogram.min())}};
  for (std::size_t i = 0; i < statistic_names.size(); ++i) {
    const auto statistic = static_cast<Metric::Statistic>(i);
    if (statistic == Metric::Statistic::count) continue;
    out[std::string(statistic_names[i]) + "Ms"] = milliseconds(statistic_of(histogram, statistic));
  }
  return out;
}

OrderedJson meter_json(const Meter& meter) {
  OrderedJson out = {{"online", meter.online}, {"connected", meter.connected}};
  auto& counters = out["counters"] = OrderedJson::object();
  for (std::size_t i = 0; i < counter_table.size(); ++i)
    if (meter.counters[i] != 0) counters[std::string(counter_table[i].name)] = meter.counters[i];
  auto& errors = out["errors"] = OrderedJson::object();
  for (const auto& [code, times] : meter.errors) errors[std::to_string(code)] = times;
  auto& latencies = out["latencies"] = OrderedJson::object();
  for (std::size_t i = 0; i < latency_table.size(); ++i)
    if (!meter.latencies[i].empty()) latencies[std::string(latency_table[i].name)] = latency_json(meter.latencies[i]);
  return out;
}

OrderedJson use_json(const std::vector<UseSample>& samples) {
  OrderedJson out = OrderedJson::array();
  std::int64_t most = 0;
  for (const UseSample& sample : samples) most = std::max(most, sample.connected);
  for (const UseSample& sample : samples) {
    OrderedJson row = {{"phase", sample.phase},
                       {"online", sample.online},
                       {"connected", sample.connected},
                       {"serverCpuS", seconds(sample.server_cpu)},
                       {"generatorCpuS", seconds(sample.generator_cpu)},
                       {"serverBytes", sample.server_bytes},
                       {"generatorBytes", sample.generator_bytes},
                       {"kernelSlabBytes", sample.kernel.slab_bytes},
                       {"kernelTcpBufferBytes", sample.kernel.tcp_buffer_bytes},
                       {"availableBytes", sample.kernel.available_bytes}};
    // What a few connections left would be blamed for is what the many have left behind.
    if (sample.connected > most / 2) {
      const UseSample& first = samples.front();
      const auto each = [&](std::uint64_t now, std::uint64_t before) {
        return std::round((static_cast<double>(now) - static_cast<double>(before)) /
                          static_cast<double>(sample.connected));
      };
      row["serverBytesPerConnection"] = each(sample.server_bytes, first.server_bytes);
      row["generatorBytesPerConnection"] = each(sample.generator_bytes, first.generator_bytes);
      row["kernelBytesPerConnection"] = each(sample.kernel.slab_bytes + sample.kernel.tcp_buffer_bytes,
                                             first.kernel.slab_bytes + first.kernel.tcp_buffer_bytes);
      if (sample.connected >= connections_of_a_machine)
        row["machineBytesPerConnection"] = each(first.kernel.available_bytes, sample.kernel.available_bytes);
    }
    out.push_back(std::move(row));
  }
  return out;
}

OrderedJson recoveries_json(const std::vector<Recovery>& recoveries) {
  OrderedJson out = OrderedJson::array();
  for (const Recovery& one : recoveries)
    out.push_back({{"after", one.name},
                   {"fromS", seconds(one.from)},
                   {"countedFromS", seconds(one.at)},
                   {"onlineBefore", one.online_before},
                   {"lost", one.lost},
                   {"back", one.back.count()},
                   {"allBack", one.lost > 0 && one.back.count() >= one.lost},
                   {"times", latency_json(one.back)}});
  return out;
}

OrderedJson thresholds_json(const std::vector<Checked>& thresholds) {
  OrderedJson out = OrderedJson::array();
  for (const Checked& checked : thresholds) {
    OrderedJson row = {{"threshold", checked.threshold.text}, {"ok", checked.good}, {"value", nullptr}};
    if (checked.value) row["value"] = *checked.value;
    if (checked.threshold.is_duration) row["unit"] = "us";
    out.push_back(std::move(row));
  }
  return out;
}

OrderedJson generator_json(const Result& result) {
  OrderedJson workers = OrderedJson::array();
  for (const WorkerUse& use : result.workers) {
    const double most = use.busy.empty() ? 0 : *std::max_element(use.busy.begin(), use.busy.end());
    workers.push_back({{"cpuS", seconds(use.cpu)}, {"waitedForCoreS", seconds(use.waiting)}, {"busiest", most}});
  }
  return {{"starts", result.total.counted(Counter::starts)},
          {"late", result.total.counted(Counter::late)},
          {"lateShare", result.late_share()},
          {"lateShareAllowed", late_share_max},
          {"workers", std::move(workers)}};
}

OrderedJson kernel_json(const Result& result) {
  return {{"listenOverflows", result.kernel_after.listen_overflows - result.kernel_before.listen_overflows},
          {"listenDrops", result.kernel_after.listen_drops - result.kernel_before.listen_drops},
          {"tcpRetransmits", result.kernel_after.retransmits - result.kernel_before.retransmits}};
}

OrderedJson scenario_json(const Profile& profile, const ScenarioResult& scenario) {
  OrderedJson out = {{"file", profile.scenario->file},
                     {"mostAtOnce", scenario.most_at_once},
                     {"troubles", OrderedJson::array()},
                     {"moreTroubles", scenario.more_troubles},
                     {"steps", OrderedJson::array()}};
  for (const CopyTrouble& one : scenario.troubles)
    out["troubles"].push_back({{"copies", one.copies},
                               {"firstCopy", one.first},
                               {"file", one.place.file},
                               {"line", one.place.line},
                               {"pointer", one.place.pointer},
                               {"text", one.text}});
  for (const StepTimes& step : scenario.steps) {
    OrderedJson row = {
        {"file", step.place.file}, {"line", step.place.line}, {"pointer", step.place.pointer}, {"step", step.text}};
    row.update(latency_json(step.times));
    out["steps"].push_back(std::move(row));
  }
  return out;
}

OrderedJson server_json(const Result& result) {
  OrderedJson out = {{"own", result.profile.server.own}};
  if (!result.server_counts.is_null()) out["counts"] = result.server_counts;
  for (const Agreement& one : result.agreements)
    out["agreement"].push_back({{"what", one.what},
                                {"reported", one.reported},
                                {"counted", one.counted},
                                {"differencePercent", one.difference() * 100}});
  return out;
}

}  // namespace

OrderedJson to_json(const Result& result) {
  const Profile& profile = result.profile;
  OrderedJson out = {
      {"schemaVersion", "1.0"},
      {"title", profile.title},
      {"profile", profile.file},
      {"world", to_string(profile.world)},
      {"seed", profile.seed},
      {"startedUnixS", result.started_unix_s},
      {"tookS", seconds(result.took)},
      {"machine", result.machine},
      {"verdict", to_string(result.verdict)},
      {"void", result.void_reasons},
      {"trouble", result.trouble},
      {"thresholds", thresholds_json(result.thresholds)},
      {"percentileErrorBound", Histogram::error_bound},
      {"total", meter_json(result.total)},
      {"peakDials",
       {{"inOneSecond", result.peak_dials(std::chrono::seconds(1))}, {"inATenth", result.peak_dials(dial_bucket)}}},
      {"phases", OrderedJson::array()},
      {"recoveries", recoveries_json(result.recoveries)},
      {"use", use_json(result.use)},
      {"kernel", kernel_json(result)},
      {"generator", generator_json(result)},
      {"server", server_json(result)},
      {"intervalS", seconds(profile.interval)},
      {"scenario", nullptr},
      {"shades", OrderedJson::array()},
      {"intervals", OrderedJson::array()}};
  if (result.scenario) out["scenario"] = scenario_json(profile, *result.scenario);
  for (std::size_t i = 0; i < result.phases.size(); ++i) {
    const PhaseResult& phase = result.phases[i];
    OrderedJson row = {{"name", phase.name}, {"fromS", seconds(phase.from)}, {"untilS", seconds(phase.until)}};
    if (const auto cpu = result.cpu_of(i)) {
      row["serverCpuS"] = seconds(cpu->first);
      row["generatorCpuS"] = seconds(cpu->second);
    }
    row.update(meter_json(phase.meter));
    out["phases"].push_back(std::move(row));
  }
  for (const Shade& shade : profile.shades)
    out["shades"].push_back({{"fromS", seconds(shade.from)}, {"untilS", seconds(shade.until)}, {"text", shade.text}});
  for (const Meter& interval : result.intervals) out["intervals"].push_back(meter_json(interval));
  return out;
}

}  // namespace chatproof::load
