// Everything that a run has found out, and what is made of it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/crowd.hpp"
#include "bench/load/machine.hpp"
#include "bench/load/meter.hpp"
#include "bench/load/profile.hpp"

namespace chatproof::load {

// The run is void when more than this share of the starts was late, or a worker was busy for more than busy_enough of
// more than this share of the intervals.
inline constexpr double late_share_max = 0.01;
inline constexpr double busy_enough = 0.95;
inline constexpr double busy_share_max = 0.10;
// Or when the server has counted more or less than what is reported, by more than this share of it.
inline constexpr double disagreement_max = 0.02;

struct PhaseResult {
  std::string name;
  Duration from{}, until{};
  Meter meter;
};

// What the processes and the kernel had used by the end of a phase.
struct UseSample {
  std::string phase;  // empty: before the first one
  std::int64_t online = 0, connected = 0;
  std::uint64_t server_bytes = 0, generator_bytes = 0;  // Pss
  Duration server_cpu{}, generator_cpu{};               // so far
  KernelUse kernel;
};

// With fewer, what other programs take and give back weighs more than they do.
inline constexpr std::int64_t connections_of_a_machine = 100'000;

struct WorkerUse {
  std::vector<double> busy;  // share of one core, by interval
  Duration cpu{}, waiting{};
};

struct Checked {
  Threshold threshold;
  std::optional<double> value;  // nothing: it was never measured, and that is no success
  bool good = false;
};

// The same thing as the generator reports it and as the server has counted it for itself.
struct Agreement {
  std::string what;
  std::uint64_t reported = 0, counted = 0;
  [[nodiscard]] double difference() const;  // as a share of what was counted
};

// One step of a scenario, over all copies that met it.
struct StepTimes {
  scenario::Place place;
  std::string text;  // "login (alice.phone)"
  Histogram times;
};
// What went wrong in the same way in so many copies.
struct CopyTrouble {
  scenario::Place place;  // without a line: it belongs to no step
  std::string text;
  std::uint64_t copies = 0;
  std::uint64_t first = 0;  // the number of the first of them
};
inline constexpr std::size_t troubles_max = 50;  // kinds; what comes later is only counted
struct ScenarioResult {
  std::vector<StepTimes> steps;  // in the order in which they were first met
  std::vector<CopyTrouble> troubles;
  std::uint64_t more_troubles = 0;
  std::uint64_t most_at_once = 0;  // copies under way
};

enum class Verdict : std::uint8_t { pass, fail, void_run };
[[nodiscard]] std::string_view to_string(Verdict verdict);  // "pass", "fail", "void"

struct Result {
  Profile profile;
  std::int64_t started_unix_s = 0;
  Duration took{};  // from the first intended start to the last interval
  nlohmann::json machine;

  std::vector<Meter> intervals;
  Meter total;
  std::vector<PhaseResult> phases;
  std::vector<Recovery> recoveries;
  std::vector<std::uint32_t> dials;  // by dial_bucket
  std::vector<UseSample> use;        // the first one is from before the first login
  KernelUse kernel_before, kernel_after;
  std::vector<WorkerUse> workers;
  std::optional<ScenarioResult> scenario;  // a load made of copies of one
  nlohmann::json server_counts;            // null: not counted
  std::vector<Agreement> agreements;       // of what both have counted
  std::vector<std::string> trouble;        // deeds that were refused, and the like
  bool interrupted = false;                // before its end
  std::vector<std::string> void_reasons;
  std::vector<Checked> thresholds;
  Verdict verdict = Verdict::pass;

  [[nodiscard]] double late_share() const;
  // The most attempts to connect within any such span, which is a multiple of dial_bucket.
  [[nodiscard]] std::uint64_t peak_dials(Duration span) const;
  // CPU of all processes during the phase; nothing before the phase was over.
  [[nodiscard]] std::optional<std::pair<Duration, Duration>> cpu_of(std::size_t phase) const;  // server, generator
  // By how much its memory grew in the phase; nothing when that was not measured.
  [[nodiscard]] std::optional<double> growth_of(std::size_t phase, std::uint64_t UseSample::* bytes) const;
  // The longest time from a cut until everybody was back; nothing when somebody never was, or nothing was cut.
  [[nodiscard]] std::optional<Duration> recovery() const;
};

// All phases, with nothing counted yet.
[[nodiscard]] std::vector<PhaseResult> phases_of(const Profile& profile);

// Fills in total, thresholds, reasons and the verdict from what was measured.
void judge(Result& result);

[[nodiscard]] nlohmann::ordered_json to_json(const Result& result);

}  // namespace chatproof::load
