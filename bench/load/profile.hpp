// A load profile after loading: checked, every time counted from the beginning of the run. README.md describes the
// file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/arrivals.hpp"
#include "bench/load/scenario_plan.hpp"
#include "conformance/scenario/load.hpp"
#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::load {

using Json = nlohmann::json;

inline constexpr int users_max = 5'000'000;
inline constexpr int workers_max = 256;
inline constexpr std::size_t phases_max = 200;
inline constexpr double rate_max = 10'000'000;              // starts per second
inline constexpr std::uint64_t starts_max = 1'000'000'000;  // of one activity of one phase
inline constexpr Duration run_max = std::chrono::hours(24 * 7);
inline constexpr std::size_t intervals_max = 20'000;  // of one run
inline constexpr int message_bytes_max = 8000;

enum class WorldKind : std::uint8_t { sim, tcp, tls };

// The shard that a user dials first.
enum class Entry : std::uint8_t {
  any,   // one after the other; who lives elsewhere is sent on
  home,  // the one that the user lives on
};

// Who serves: one of our own, started for the run, or one that is there already.
struct ServerPlan {
  bool own = true;
  Json settings = Json::object();         // own only
  bool count = false;                     // own only: the server counts what it does; costs it time
  std::vector<runtime::Endpoint> shards;  // not own: where it is
  std::string ca_file;                    // not own, TLS: PEM; empty: the system's
  int shard_count = 1;                    // own only: processes, linked with each other
  Entry entry = Entry::any;               // own only
  std::uint32_t sdk_app_id = 0;
  std::string key;
};

enum class AfterEnd : std::uint8_t { stay, login_again };

struct UserPlan {
  int count = 0;
  std::string prefix = "load";
  std::string platform = "Android";
  Duration ticket_lifetime = std::chrono::hours(24);
  AfterEnd after_kick = AfterEnd::stay;
  AfterEnd after_expiry = AfterEnd::login_again;
  double slow_share = 0;  // of the users, 0 to 1, behind links of this many bytes per second
  std::uint64_t slow_bytes_per_second = 0;
};

// The times of the session's configuration that a profile may change; nothing keeps the SDK's own.
struct ClientPlan {
  std::optional<Duration> heartbeat, heartbeat_timeout, connect_timeout, backoff_base, backoff_cap, link_stable,
      request_timeout;
  std::optional<int> backoff_jitter_percent;
};

enum class Pattern : std::uint8_t { ping_pong, fan_out };

struct MessagePlan {
  Pattern pattern = Pattern::ping_pong;
  int fan_out = 1;  // receivers of each start
  int bytes = 64;   // of the text
  bool online_only = false;
};

enum class Activity : std::uint8_t { login, logout, second_device, messages, requests, copies };

// Starts of one kind during one phase.
struct Flow {
  Activity activity = Activity::login;
  Rate rate;
  MessagePlan messages;
  std::string command = "profile.get";  // requests
  scenario::Place place;
};

// Something done to the server at a time.
struct Deed {
  Duration at{};
  std::string action;
  Json arguments = Json::object();
  bool for_every_user = false;
  bool cuts_links = false;  // a recovery is measured from here
  scenario::Place place;
};

// Bad links of all users for a while.
struct LinkWindow {
  Duration from{}, until{};
  runtime::LinkConditions conditions;
};

// What is shaded in the plots.
struct Shade {
  Duration from{}, until{};
  std::string text;
};

struct Phase {
  std::string name;
  Duration from{}, until{};
  std::vector<Flow> flows;
};

enum class Bound : std::uint8_t { at_most, at_least };

struct Threshold {
  std::string metric;  // "ready.p99", "loginFailures", "errors" ...
  std::string phase;   // empty: the whole run
  Bound bound = Bound::at_most;
  bool is_duration = false;
  double value = 0;  // durations in microseconds
  std::string text;  // as a person would say it: "ready.p99 <= 250ms"
  scenario::Place place;
};

// Finds the highest factor on all rates of a phase at which every threshold still holds.
struct Search {
  std::string phase;
  double from = 1, to = 64;  // factors on the rates of the phase
  double precision = 0.1;    // of the factor found
  int trials = 12;
};

// Defects planted on purpose, for the tests of the load tester itself.
struct Plant {
  Duration generator_stall{}, generator_every{};  // a worker does nothing for so long, every so often
  Duration server_stall{}, server_at{};           // own server: nothing for so long, once
};

struct Profile {
  std::string file, title;
  WorldKind world = WorldKind::tcp;
  std::uint64_t seed = 1;
  int workers = 1;
  Duration interval{};                       // of the plots
  Duration drain = std::chrono::seconds(5);  // at the end, for what is still on its way
  std::optional<ScenarioPlan> scenario;      // then there are no users, and the phases only start copies of it
  ServerPlan server;
  UserPlan users;
  ClientPlan client;
  std::vector<Phase> phases;
  std::vector<Deed> deeds;        // sorted by time
  std::vector<LinkWindow> links;  // sorted by time
  std::vector<Shade> shades;
  std::vector<Threshold> thresholds;
  std::optional<Search> search;
  Plant plant;

  [[nodiscard]] Duration length() const { return phases.empty() ? Duration{} : phases.back().until; }
};

struct ProfileResult {
  std::optional<Profile> profile;  // nothing when there are errors
  std::vector<scenario::LoadError> errors;
};

[[nodiscard]] ProfileResult load_profile(const std::filesystem::path& file);
[[nodiscard]] ProfileResult load_profile_text(const std::string& text, const std::string& name);

[[nodiscard]] std::string_view to_string(WorldKind world);
// "HOST:PORT"; nothing when it is none.
[[nodiscard]] std::optional<runtime::Endpoint> endpoint_of(const std::string& text, int least_port = 1);

}  // namespace chatproof::load
