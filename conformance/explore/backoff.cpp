#include "conformance/explore/backoff.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "conformance/explore/facts.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::explore {
namespace {

constexpr double slack = 0.01;           // seconds: a timer's resolution
constexpr std::uint64_t enough = 100;    // waits, to say something about their mean
constexpr double mean_tolerance = 0.05;  // of the step; the mean of 100 has a standard error of 1.2 %
// Even jitter of 20 % deviates by 20 % / sqrt(3) = 11.5 %, known to 0.5 % after 100 waits.
constexpr double deviation_least = 0.09, deviation_most = 0.14;

double seconds(runtime::Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// What starts or ends attempts beside the SDK's own clock.
bool disturbs(const Event& event) {
  if (vanishes(event)) return true;
  if (is(event, Channel::network, "process.suspend") || is(event, Channel::network, "process.resume")) return true;
  if (event.channel == Channel::network) return event.name == "decision" && event.payload.value("fault", "") == "delay";
  if (event.channel != Channel::call) return false;
  return event.name == "initSDK" || event.name == "unInitSDK" || event.name == "callExperimentalAPI" ||
         event.name == "addSDKListener" || event.name == "removeSDKListener";
}

}  // namespace

std::vector<Wait> waits(const History& history) {
  struct Row {
    int failures = 0;
    std::optional<runtime::Instant> since;
  };
  std::map<std::string, Row> rows;
  std::set<std::string> own_times;
  std::vector<Wait> out;
  for (const Event& event : history) {
    if (is(event, Channel::step, "ownTimes")) own_times.insert(event.actor);
    if (own_times.contains(event.actor)) continue;
    if (disturbs(event)) rows[event.actor] = {};
    if (event.channel != Channel::callback) continue;
    Row& row = rows[event.actor];
    if (event.name == "onConnectSuccess") row = {};
    if (event.name == "onConnectFailed") row = {row.failures + 1, event.at};
    if (event.name != "onConnecting" || !row.since) continue;
    out.push_back({event.at - *row.since, row.failures, event.id});
    row.since.reset();
  }
  return out;
}

int step_of(runtime::Duration wait) {
  for (std::size_t step = 0; step < backoff_steps.size(); ++step) {
    const double nominal = seconds(backoff_steps[step]);
    if (std::abs(seconds(wait) - nominal) <= nominal * backoff_jitter + slack) return static_cast<int>(step);
  }
  return -1;
}

std::vector<Finding> backoff_kept(const History& history) {
  std::vector<Finding> out;
  for (const Wait& wait : waits(history)) {
    const int step = step_of(wait.length);
    // A row that began with an attempt of its own, rather than with a lost link, starts without a wait.
    const int least = std::min(wait.failures - 1, static_cast<int>(backoff_steps.size()) - 1);
    if (step >= least) continue;
    out.push_back(violation("waits between attempts are 0, 1, 2, 4 ... 30 s, give or take 20 %",
                            "after " + std::to_string(wait.failures) +
                                " failures in a row the next attempt came after " + runtime::to_text(wait.length),
                            wait.event));
  }
  return out;
}

void BackoffStatistics::add(const History& history) {
  for (const Wait& wait : waits(history)) {
    const int step = step_of(wait.length);
    if (step < 0) continue;
    Sum one;
    one.count = 1;
    one.sum = one.least = one.most = seconds(wait.length);
    one.squares = one.sum * one.sum;
    BackoffStatistics single;
    single.sums_[static_cast<std::size_t>(step)] = one;
    add(single);
  }
}

void BackoffStatistics::add(const BackoffStatistics& other) {
  for (std::size_t step = 0; step < sums_.size(); ++step) {
    const Sum& more = other.sums_[step];
    Sum& sum = sums_[step];
    if (more.count == 0) continue;
    sum.least = sum.count == 0 ? more.least : std::min(sum.least, more.least);
    sum.most = sum.count == 0 ? more.most : std::max(sum.most, more.most);
    sum.sum += more.sum;
    sum.squares += more.squares;
    sum.count += more.count;
  }
}

BackoffStatistics::Row BackoffStatistics::row(std::size_t step) const {
  const Sum& sum = sums_[step];
  if (sum.count == 0) return {};
  const double count = static_cast<double>(sum.count), mean = sum.sum / count;
  return {sum.count, mean, std::sqrt(std::max(0.0, sum.squares / count - mean * mean)), sum.least, sum.most};
}

bool BackoffStatistics::even(std::size_t step) const {
  const Row one = row(step);
  if (one.count < enough) return true;
  const double nominal = seconds(backoff_steps[step]);
  const bool centred = std::abs(one.mean - nominal) <= nominal * mean_tolerance + slack;
  return centred &&
         (nominal <= 0 || (one.deviation >= nominal * deviation_least && one.deviation <= nominal * deviation_most));
}

}  // namespace chatproof::explore
