#include "bench/load/html.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "bench/load/meter.hpp"
#include "bench/load/metric.hpp"
#include "bench/load/plot.hpp"
#include "conformance/report/text.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

using OrderedJson = nlohmann::ordered_json;
using report::escape_markup;

constexpr std::size_t error_codes_shown = 5;

constexpr std::string_view style = R"(<style>
:root { --bg:#f6f6f3; --panel:#fff; --ink:#1d2126; --soft:#616a74; --faint:#9aa1a9; --line:#e1e2dd; --pass:#1b8553; --fail:#c7342a; --void:#a86a08;
  --shade:rgba(214,134,12,.16); --c0:#2f5bd0; --c1:#1b8553; --c2:#c7342a; --c3:#a86a08; --c4:#7b4bb7; --c5:#0f7f8f; color-scheme:light; }
@media (prefers-color-scheme:dark) { :root { --bg:#131518; --panel:#1b1e22; --ink:#e5e8eb; --soft:#9ca5af; --faint:#6a737d; --line:#2e333a; --pass:#4cbf86; --fail:#ff7a6e; --void:#e2ad4c;
  --shade:rgba(226,173,76,.16); --c0:#82a6ff; --c1:#4cbf86; --c2:#ff7a6e; --c3:#e2ad4c; --c4:#bc97f3; --c5:#4cc3d3; color-scheme:dark; } }
* { box-sizing:border-box; }
html { font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif; }
body { margin:0 auto; padding:1.5rem; max-width:1080px; background:var(--bg); color:var(--ink); }
h1 { font-size:1.35rem; margin:0; } h2 { font-size:.82rem; margin:1.8rem 0 .6rem; color:var(--soft); text-transform:uppercase; letter-spacing:.06em; }
.verdict { display:inline-block; padding:.1rem .6rem; border-radius:.4rem; color:var(--panel); font-weight:700; margin-right:.6rem; }
.pass { background:var(--pass); } .fail { background:var(--fail); } .void { background:var(--void); }
.soft { color:var(--soft); } .good { color:var(--pass); } .bad { color:var(--fail); }
.reasons { border-left:4px solid var(--void); padding:.4rem .8rem; background:var(--panel); margin:.8rem 0; }
table { border-collapse:collapse; background:var(--panel); font-variant-numeric:tabular-nums; width:100%; }
th,td { padding:.25rem .7rem; text-align:right; border-bottom:1px solid var(--line); white-space:nowrap; }
th:first-child,td:first-child { text-align:left; } td.text,th.text { text-align:left; } th { color:var(--soft); font-weight:600; } td.text { text-align:left; white-space:normal; color:var(--soft); }
th { white-space:normal; vertical-align:bottom; }
.scroll { overflow-x:auto; }
figure { background:var(--panel); border:1px solid var(--line); border-radius:.5rem; margin:0 0 1rem; padding:.7rem .8rem .3rem; }
figcaption { display:flex; gap:1rem; flex-wrap:wrap; } .legend { color:var(--soft); display:flex; gap:.9rem; flex-wrap:wrap; }
.legend i { display:inline-block; width:.9em; height:.25em; border-radius:2px; margin-right:.35em; vertical-align:.25em; }
.plot { position:relative; height:180px; margin:1.6rem .6rem 1.7rem 4.2rem; } .plot svg { position:absolute; width:100%; height:100%; overflow:visible; } .plot svg * { vector-effect:non-scaling-stroke; }
.plot span { position:absolute; font-size:.86rem; line-height:1; color:var(--soft); white-space:nowrap; pointer-events:none; }
.plot .y-word { right:100%; padding-right:.5rem; transform:translateY(-50%); } .plot .x-word { top:100%; padding-top:.45rem; transform:translateX(-50%); }
.plot .phase-word, .plot .shade-word { padding-left:.3rem; overflow:hidden; text-overflow:ellipsis; } .plot .phase-word { bottom:100%; padding-bottom:.3rem; } .plot .shade-word { bottom:.3rem; color:var(--void); }
.grid { stroke:var(--line); } .phase { stroke:var(--faint); stroke-dasharray:3 3; } .shade { fill:var(--shade); }
.curve { fill:none; stroke-width:1.6; stroke-linecap:round; stroke-linejoin:round; } .tip { fill:transparent; } .tip:hover { fill:var(--shade); }
@media (max-width:640px) { body { padding:1rem .75rem; } th,td { padding:.25rem .45rem; } td:first-child { white-space:normal; } .plot { margin-left:3.6rem; } .x-word.second { display:none; } td.text { min-width:22rem; } }
</style>
)";

std::string rounded(double value, int decimals = 0) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
  return text.data();
}

std::string of_milliseconds(double value) { return for_people(Duration(static_cast<Duration::rep>(value * 1000))); }

class Page {
 public:
  explicit Page(const OrderedJson& result) : result_(result), interval_(result.at("intervalS").get<double>()) {
    for (const auto& shade : result.at("shades"))
      shades_.push_back({shade.at("fromS"), shade.at("untilS"), shade.at("text")});
    for (const auto& phase : result.at("phases"))
      phases_.push_back({phase.at("fromS"), phase.at("untilS"), phase.at("name")});
  }

  std::string text() {
    const auto title = escape_markup(result_.at("title").get<std::string>());
    out_ =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>" +
        title + "</title>\n" + std::string(style) + "</head><body>\n";
    head(title);
    thresholds();
    out_ += "<h2>Over time</h2>\n";
    plots();
    latencies();
    scenario();
    recoveries();
    use();
    errors();
    counters();
    generator();
    return out_ + "</body></html>\n";
  }

 private:
  void head(const std::string& title) {
    const auto verdict = result_.at("verdict").get<std::string>();
    const auto& machine = result_.at("machine");
    out_ += "<h1><span class=\"verdict " + verdict + "\">" + verdict + "</span>" + title + "</h1>\n<p class=\"soft\">" +
            escape_markup(result_.at("profile").get<std::string>()) + " · " +
            escape_markup(result_.at("world").get<std::string>()) + " · seed " + result_.at("seed").dump() + " · " +
            rounded(result_.at("tookS"), 1) + " s · " + machine.at("cores").dump() + " cores " +
            escape_markup(machine.at("cpu").get<std::string>()) + " · Linux " +
            escape_markup(machine.at("kernel").get<std::string>()) + "</p>\n";
    for (const char* key : {"void", "trouble"})
      for (const auto& reason : result_.at(key))
        out_ += "<p class=\"reasons\">" + std::string(key) + ": " + escape_markup(reason.get<std::string>()) + "</p>\n";
  }

  void begin_table(const char* title, std::initializer_list<const char*> columns) {
    out_ += std::string("<h2>") + title + "</h2>\n<div class=\"scroll\"><table><tr>";
    for (const std::string_view column : columns)
      out_ +=
          (column == "what it is" || column == "text" ? "<th class=\"text\">" : "<th>") + std::string(column) + "</th>";
    out_ += "</tr>\n";
  }
  void end_table() { out_ += "</table></div>\n"; }
  void row(const std::vector<std::string>& cells, const std::string& last = {}) {
    out_ += "<tr>";
    for (const std::string& cell : cells) out_ += "<td>" + cell + "</td>";
    if (!last.empty()) out_ += "<td class=\"text\">" + last + "</td>";
    out_ += "</tr>\n";
  }

  void thresholds() {
    if (result_.at("thresholds").empty()) return;
    begin_table("Thresholds", {"threshold", "measured", ""});
    for (const auto& one : result_.at("thresholds")) {
      const bool good = one.at("ok").get<bool>();
      const auto name = one.at("threshold").get<std::string>();
      row({escape_markup(name), measured(one), good ? "<b class=\"good\">ok</b>" : "<b class=\"bad\">missed</b>"});
    }
    end_table();
  }
  static std::string measured(const OrderedJson& checked) {
    if (checked.at("value").is_null()) return "never";
    const double value = checked.at("value").get<double>();
    return checked.value("unit", "") == "us"
               ? for_people(Duration(static_cast<Duration::rep>(value)))
               : rounded(value, value == static_cast<double>(static_cast<long long>(value)) ? 0 : 2);
  }

  // --- plots

  template <class Pick>
  Curve curve(const std::string& name, int color, const Pick& pick) const {
    Curve made{name, color, {}};
    for (const auto& interval : result_.at("intervals")) made.values.push_back(pick(interval));
    return made;
  }
  Curve gauge(const char* key, int color) const {
    return curve(key, color, [&](const OrderedJson& i) { return std::optional(i.at(key).get<double>()); });
  }
  Curve rate(const char* counter, const char* name, int color) const {
    return curve(name, color,
                 [&](const OrderedJson& i) { return std::optional(i.at("counters").value(counter, 0.0) / interval_); });
  }
  [[nodiscard]] bool counted(const char* counter) const { return result_.at("total").at("counters").contains(counter); }
  Plot plot(std::string title, std::string unit, Scale scale = Scale::linear) const {
    return {std::move(title), std::move(unit), scale, interval_, 1, {}, shades_, phases_};
  }

  void plots() {
    const bool copies = is_scenario();
    Plot users = plot(copies ? "Copies and connections" : "Users", "");
    users.curves = {gauge("online", 0), gauge("connected", 5)};
    if (copies) users.curves.front().name = "copies under way";
    out_ += draw(users);
    Plot rates = plot("Rates", "/s");
    static constexpr std::array<std::pair<const char*, const char*>, 8> shown = {{{"logins", "logins"},
                                                                                  {"dials", "connects tried"},
                                                                                  {"linkLosses", "links lost"},
                                                                                  {"requests", "requests"},
                                                                                  {"messagesReceived", "messages"},
                                                                                  {"kicks", "kicks"},
                                                                                  {"copies", "copies over"},
                                                                                  {"copiesFailed", "copies failed"}}};
    for (std::size_t i = 0; i < shown.size(); ++i)
      if (counted(shown[i].first))
        rates.curves.push_back(rate(shown[i].first, shown[i].second, static_cast<int>(i % 6)));
    out_ += draw(rates);
    for (const Latency latency : {Latency::ready, Latency::request, Latency::message, Latency::round_trip,
                                  Latency::kick, Latency::back, Latency::step, Latency::copy, Latency::lag})
      latency_plot(latency_table[static_cast<std::size_t>(latency)]);
    error_plot();
  }

  void latency_plot(const MetricInfo& info) {
    const std::string name(info.name);
    if (!result_.at("total").at("latencies").contains(name)) return;
    Plot one = plot(name + ": " + std::string(info.text), "ms", Scale::logarithmic);
    int color = 0;
    for (const char* statistic : {"p50", "p90", "p99", "max"}) {
      one.curves.push_back(curve(statistic, color++, [&](const OrderedJson& i) -> std::optional<double> {
        const auto& latencies = i.at("latencies");
        if (!latencies.contains(name)) return std::nullopt;
        return std::max(1e-3, latencies.at(name).at(std::string(statistic) + "Ms").get<double>());
      }));
    }
    out_ += draw(one);
  }

  void error_plot() {
    std::vector<std::pair<std::uint64_t, std::string>> codes;
    for (const auto& [code, times] : result_.at("total").at("errors").items()) codes.emplace_back(times, code);
    if (codes.empty()) return;
    std::sort(codes.rbegin(), codes.rend());
    codes.resize(std::min(codes.size(), error_codes_shown));
    Plot one = plot("Errors by code", "/s");
    int color = 0;
    for (const auto& [times, code] : codes)
      one.curves.push_back(curve(
          code + " " + std::string(wire::text_of(std::stoi(code))), color++,
          [&, key = code](const OrderedJson& i) { return std::optional(i.at("errors").value(key, 0.0) / interval_); }));
    out_ += draw(one);
  }

  // --- tables

  void latencies() {
    begin_table("Latencies", {"", "count", "p50", "p90", "p99", "p99.9", "p99.99", "max", "what it is"});
    for (const MetricInfo& info : latency_table) {
      const auto& all = result_.at("total").at("latencies");
      if (!all.contains(info.name)) continue;
      const auto& one = all.at(std::string(info.name));
      std::vector<std::string> cells = {std::string(info.name), one.at("count").dump()};
      for (const auto statistic : {Metric::Statistic::p50, Metric::Statistic::p90, Metric::Statistic::p99,
                                   Metric::Statistic::p999, Metric::Statistic::p9999, Metric::Statistic::max}) {
        const double share = share_of(statistic).value_or(0);
        const std::string key = std::string(statistic_names[static_cast<std::size_t>(statistic)]) + "Ms";
        cells.push_back(one.at("count").get<double>() * (1 - share) < 1 ? "-" : of_milliseconds(one.at(key)));
      }
      row(cells, escape_markup(info.text));
    }
    end_table();
    out_ += "<p class=\"soft\">Percentiles are upper bounds, at most " +
            rounded(result_.at("percentileErrorBound").get<double>() * 100, 1) +
            " % above the truth. A dash: no value lies beyond it. Times count from when a start was due, not from when "
            "it was made.</p>\n";
  }

  [[nodiscard]] bool is_scenario() const { return result_.contains("scenario") && !result_.at("scenario").is_null(); }

  void scenario() {
    if (!is_scenario()) return;
    const auto& one = result_.at("scenario");
    const auto place = [](const OrderedJson& of) {
      return escape_markup(of.at("file").get<std::string>() + ":" + of.at("line").dump());
    };
    if (!one.at("troubles").empty()) {
      begin_table("What went wrong in copies", {"copies", "first", "where", "text"});
      for (const auto& trouble : one.at("troubles"))
        row({trouble.at("copies").dump(), trouble.at("firstCopy").dump(), place(trouble)},
            escape_markup(trouble.at("text").get<std::string>()));
      end_table();
    }
    begin_table("Steps", {"", "count", "p50", "p90", "p99", "p99.9", "max", "text"});
    for (const auto& step : one.at("steps"))
      row({place(step), step.at("count").dump(), of_milliseconds(step.at("p50Ms")), of_milliseconds(step.at("p90Ms")),
           of_milliseconds(step.at("p99Ms")), of_milliseconds(step.at("p99.9Ms")), of_milliseconds(step.at("maxMs"))},
          escape_markup(step.at("step").get<std::string>()));
    end_table();
  }

  void recoveries() {
    if (result_.at("recoveries").empty()) return;
    begin_table("Recovery after links were cut",
                {"after", "at", "online before", "lost", "back", "p50", "p99", "all back after"});
    for (const auto& one : result_.at("recoveries")) {
      const auto& times = one.at("times");
      row({escape_markup(one.at("after").get<std::string>()), rounded(one.at("fromS"), 1) + " s",
           one.at("onlineBefore").dump(), one.at("lost").dump(), one.at("back").dump(),
           of_milliseconds(times.at("p50Ms")), of_milliseconds(times.at("p99Ms")),
           one.at("allBack").get<bool>() ? of_milliseconds(times.at("maxMs")) : "<b class=\"bad\">never</b>"});
    }
    end_table();
  }

  void use() {
    begin_table("CPU and memory at the end of each phase",
                {"phase", "connected", "CPU: server", "generator", "memory: server", "generator",
                 "each connection: server", "generator", "kernel, both ends"});
    for (const auto& sample : result_.at("use")) {
      const auto each = [&](const char* key) {
        return sample.contains(key) ? rounded(sample.at(key).get<double>() / 1024, 1) + " kB" : std::string("-");
      };
      const auto whole = [&](const char* key) { return rounded(sample.at(key).get<double>() / 1048576, 1) + " MB"; };
      const auto phase = sample.at("phase").get<std::string>();
      row({phase.empty() ? "(before)" : escape_markup(phase), sample.at("connected").dump(),
           rounded(sample.at("serverCpuS"), 2) + " s", rounded(sample.at("generatorCpuS"), 2) + " s",
           whole("serverBytes"), whole("generatorBytes"), each("serverBytesPerConnection"),
           each("generatorBytesPerConnection"), each("kernelBytesPerConnection")});
    }
    end_table();
  }

  void errors() {
    if (result_.at("total").at("errors").empty()) return;
    begin_table("Errors", {"code", "times", "text"});
    for (const auto& [code, times] : result_.at("total").at("errors").items())
      row({code, times.dump()}, escape_markup(wire::text_of(std::stoi(code))));
    end_table();
  }

  void counters() {
    begin_table("Counted", {"", "times", "what it is"});
    for (const MetricInfo& info : counter_table)
      if (counted(std::string(info.name).c_str()))
        row({std::string(info.name), result_.at("total").at("counters").at(std::string(info.name)).dump()},
            escape_markup(info.text));
    end_table();
  }

  void generator() {
    const auto& own = result_.at("generator");
    begin_table("The generator itself, and the kernel", {"", ""});
    row({"starts that were due", own.at("starts").dump()});
    row({"of them late by more than 10 ms", own.at("late").dump() + " (" +
                                                rounded(own.at("lateShare").get<double>() * 100, 2) +
                                                " %; more than 1 % voids the run)"});
    int number = 0;
    for (const auto& worker : own.at("workers"))
      row({"worker " + std::to_string(number++), "CPU " + rounded(worker.at("cpuS"), 2) + " s, waited for a core " +
                                                     rounded(worker.at("waitedForCoreS"), 2) + " s, busiest interval " +
                                                     rounded(worker.at("busiest").get<double>() * 100) + " %"});
    const auto& peak = result_.at("peakDials");
    row({"most attempts to connect",
         peak.at("inOneSecond").dump() + " within a second, " + peak.at("inATenth").dump() + " within a tenth of one"});
    const auto& server = result_.at("server");
    if (server.contains("agreement"))
      for (const auto& one : server.at("agreement"))
        row({escape_markup(one.at("what").get<std::string>()) + ", as the server has counted",
             one.at("counted").dump() + ", reported " + one.at("reported").dump() + " (" +
                 rounded(one.at("differencePercent").get<double>(), 2) + " % apart)"});
    for (const auto& [name, value] : result_.at("kernel").items()) row({"kernel: " + name, value.dump()});
    end_table();
  }

  const OrderedJson& result_;
  const double interval_;
  std::vector<Band> shades_, phases_;
  std::string out_;
};

}  // namespace

std::string html_report(const OrderedJson& result) { return Page(result).text(); }

}  // namespace chatproof::load
