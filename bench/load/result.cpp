#include "bench/load/result.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bench/load/metric.hpp"
#include "bench/load/profile_reader.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::load {
namespace {

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return text.data();
}

void judge_generator(Result& result) {
  if (result.late_share() > late_share_max)
    result.void_reasons.push_back("the generator was late: " + percent(result.late_share()) +
                                  " of the starts began more than 10 ms after they were due (1 % is allowed)");
  for (std::size_t i = 0; i < result.workers.size(); ++i) {
    const auto& busy = result.workers[i].busy;
    const auto full = std::count_if(busy.begin(), busy.end(), [](double share) { return share > busy_enough; });
    const double share = busy.empty() ? 0 : static_cast<double>(full) / static_cast<double>(busy.size());
    if (share > busy_share_max)
      result.void_reasons.push_back("the generator was out of CPU: worker " + std::to_string(i) +
                                    " used all of its core in " + percent(share) +
                                    " of the intervals; more workers, or less load, are needed");
  }
  if (result.total.counted(Counter::starts) == 0) result.void_reasons.emplace_back("nothing was ever started");
}

// What flows of a kind are for.
struct Aim {
  Activity activity;
  Counter success, failure;
  const char* missed;
};
constexpr auto aims = std::to_array<Aim>({
    {Activity::login, Counter::logins, Counter::login_failures, "nobody logged in"},
    {Activity::messages, Counter::received, Counter::send_failures, "no message reached its receiver"},
    {Activity::requests, Counter::requests, Counter::request_failures, "no request succeeded"},
    {Activity::logout, Counter::logouts, Counter::request_failures, "nobody logged out"},
    {Activity::copies, Counter::copies, Counter::copies_failed, "no copy came to its end"},
});

std::uint64_t starts_of(const Profile& profile, Activity activity) {
  std::uint64_t starts = 0;
  for (const Phase& phase : profile.phases)
    for (const Flow& flow : phase.flows)
      if (flow.activity == activity) starts += starts_in(flow.rate);
  return starts;
}

// Who asks for failures, "at least so many", gets them in a run without a success.
bool wants_failures(const Profile& profile, const Aim& aim) {
  return std::any_of(profile.thresholds.begin(), profile.thresholds.end(), [&](const Threshold& threshold) {
    const std::string_view failures = counter_table[static_cast<std::size_t>(aim.failure)].name;
    return threshold.bound == Bound::at_least && threshold.value > 0 &&
           (threshold.metric == "errors" || threshold.metric.starts_with(failures));
  });
}

// The most frequent first.
std::string errors_told(const Meter& total) {
  std::vector<std::pair<std::uint64_t, int>> errors;
  for (const auto& [code, times] : total.errors) errors.emplace_back(times, code);
  std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [times, code] : errors)
    text += (text.empty() ? "errors " : ", ") + std::to_string(code) + " x" + std::to_string(times) + " (" +
            std::string(wire::text_of(code)) + ")";
  return text.empty() ? "no error was told" : text;
}

// Numbers of what never happened are no numbers.
void judge_aims(Result& result) {
  for (const Aim& aim : aims) {
    const std::uint64_t starts = starts_of(result.profile, aim.activity);
    if (starts == 0 || result.total.counted(aim.success) != 0 || wants_failures(result.profile, aim)) continue;
    std::string reason = std::string(aim.missed) + ", of " + std::to_string(starts) + " meant to";
    if (aim.activity == Activity::messages && result.total.counted(Counter::acked) != 0)
      reason += " (" + std::to_string(result.total.counted(Counter::acked)) + " were acknowledged)";
    result.void_reasons.push_back(reason + "; " + errors_told(result.total));
  }
}

// Where nothing went wrong and nobody interfered, both ends must have seen the same.
bool was_undisturbed(const Result& result) {
  const Profile& profile = result.profile;
  return profile.deeds.empty() && profile.links.empty() && result.total.errors.empty() &&
         result.total.counted(Counter::losses) == 0;
}

void compare_with_server(Result& result) {
  if (!result.server_counts.is_object()) return;
  static constexpr std::array<std::pair<Counter, const char*>, 5> pairs = {{{Counter::connects, "connect"},
                                                                            {Counter::redirects, "redirect"},
                                                                            {Counter::logins, "login"},
                                                                            {Counter::logouts, "logout"},
                                                                            {Counter::acked, "message"}}};
  const bool judged = was_undisturbed(result);
  for (const auto& [counter, event] : pairs) {
    Agreement one{std::string(counter_table[static_cast<std::size_t>(counter)].name), result.total.counted(counter),
                  result.server_counts.value(event, std::uint64_t{0})};
    // Who comes back has logged in once more, as the server sees it.
    if (counter == Counter::logins) one.reported += result.total.counted(Counter::returns);
    if (one.reported == 0 && one.counted == 0) continue;
    result.agreements.push_back(one);
    if (judged && one.difference() > disagreement_max)
      result.void_reasons.push_back("the server has counted " + std::to_string(one.counted) + " " + one.what +
                                    ", the generator " + std::to_string(one.reported) + ": " +
                                    percent(one.difference()) + " apart (2 % are allowed)");
  }
}

// `phase`: the end of all phases for the whole run.
std::optional<double> value_in(const Result& result, std::vector<PhaseResult>::const_iterator phase,
                               const std::string& metric) {
  const auto number = static_cast<std::size_t>(phase - result.phases.begin());
  if (metric == server_growth_metric) return result.growth_of(number, &UseSample::server_bytes);
  if (metric == generator_growth_metric) return result.growth_of(number, &UseSample::generator_bytes);
  const auto known = find_metric(metric);
  if (phase == result.phases.end()) return known->value(result.total, result.profile.length());
  return known->value(phase->meter, phase->until - phase->from);
}

Checked check(const Result& result, const Threshold& threshold) {
  Checked checked{threshold, std::nullopt, false};
  if (threshold.metric == recovery_metric) {
    if (const auto recovery = result.recovery()) checked.value = static_cast<double>(recovery->count());
  } else {
    const auto phase = std::find_if(result.phases.begin(), result.phases.end(),
                                    [&](const PhaseResult& one) { return one.name == threshold.phase; });
    checked.value = value_in(result, phase, threshold.metric);
  }
  checked.good = checked.value && (threshold.bound == Bound::at_most ? *checked.value <= threshold.value
                                                                     : *checked.value >= threshold.value);
  return checked;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  static constexpr std::array<std::string_view, 3> names = {"pass", "fail", "void"};
  return names[static_cast<std::size_t>(verdict)];
}

double Agreement::difference() const {
  const auto apart = static_cast<double>(reported) - static_cast<double>(counted);
  return std::abs(apart) / static_cast<double>(std::max<std::uint64_t>(1, counted));
}

double Result::late_share() const {
  const auto starts = total.counted(Counter::starts);
  return starts == 0 ? 0 : static_cast<double>(total.counted(Counter::late)) / static_cast<double>(starts);
}

std::uint64_t Result::peak_dials(Duration span) const {
  const auto window = static_cast<std::size_t>(span / dial_bucket);
  std::uint64_t within = 0, most = 0;
  for (std::size_t i = 0; i < dials.size(); ++i) {
    within += dials[i];
    if (i >= window) within -= dials[i - window];
    most = std::max(most, within);
  }
  return most;
}

std::optional<std::pair<Duration, Duration>> Result::cpu_of(std::size_t phase) const {
  if (phase + 1 >= use.size()) return std::nullopt;
  return std::pair(use[phase + 1].server_cpu - use[phase].server_cpu,
                   use[phase + 1].generator_cpu - use[phase].generator_cpu);
}

std::optional<double> Result::growth_of(std::size_t phase, std::uint64_t UseSample::* bytes) const {
  if (phase + 1 >= use.size() || use[phase].*bytes == 0) return std::nullopt;
  return (static_cast<double>(use[phase + 1].*bytes) - static_cast<double>(use[phase].*bytes)) / (1024 * 1024);
}

std::optional<Duration> Result::recovery() const {
  std::optional<Duration> longest;
  for (const Recovery& one : recoveries) {
    if (one.lost == 0) continue;
    if (one.back.count() < one.lost) return std::nullopt;
    longest = std::max(longest.value_or(Duration{}), one.back.max());
  }
  return longest;
}

std::vector<PhaseResult> phases_of(const Profile& profile) {
  std::vector<PhaseResult> phases;
  for (const Phase& phase : profile.phases) phases.push_back({phase.name, phase.from, phase.until, {}});
  return phases;
}

void judge(Result& result) {
  const Profile& profile = result.profile;
  for (const Meter& interval : result.intervals) result.total.append(interval);
  if (result.interrupted)
    result.void_reasons.push_back("interrupted after " + for_people(result.took) + " of " +
                                  for_people(profile.length()));
  judge_generator(result);
  if (!result.interrupted && result.total.counted(Counter::starts) != 0) judge_aims(result);
  compare_with_server(result);
  bool good = result.total.counted(Counter::copies_failed) == 0;
  for (const Threshold& threshold : profile.thresholds) {
    result.thresholds.push_back(check(result, threshold));
    good = good && result.thresholds.back().good;
  }
  result.verdict = !result.void_reasons.empty() ? Verdict::void_run : (good ? Verdict::pass : Verdict::fail);
}

}  // namespace chatproof::load
