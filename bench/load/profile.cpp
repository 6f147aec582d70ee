#include "bench/load/profile.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "bench/load/metric.hpp"
#include "bench/load/profile_reader.hpp"

namespace chatproof::load {
namespace {

using scenario::Fields;

constexpr auto world_names = std::to_array<std::string_view>({"sim", "tcp", "tls"});
constexpr std::string_view version_known = "1.0";

}  // namespace

std::string_view to_string(WorldKind world) { return world_names[static_cast<std::size_t>(world)]; }

void ProfileReader::read(const Json& json) {
  Fields fields(json, "", report_);
  (void)fields.text("$schema");  // for editors
  if (const std::string version = fields.need_text("schemaVersion"); !version.empty() && version != version_known)
    fields.wrong("schemaVersion", "only version \"" + std::string(version_known) + "\" is known");
  profile_.title = fields.need_text("title");
  profile_.world = static_cast<WorldKind>(word(fields, "world", world_names, 1));
  profile_.seed = static_cast<std::uint64_t>(fields.number("seed", 1, 0, 2'000'000'000));
  profile_.workers = fields.number("workers", 1, 1, workers_max);
  if (const auto interval = fields.duration("interval")) profile_.interval = *interval;
  if (const auto drain = fields.duration("drain")) profile_.drain = *drain;
  read_scenario(fields);
  if (!profile_.scenario) {
    read_users(fields);
    read_server(fields);
    read_client(fields);
  }
  read_phases(fields);
  read_thresholds(fields);
  read_search(fields);
  read_plant(fields);
  fields.finish();
  check_whole(fields);
}

void ProfileReader::read_scenario(Fields& fields) {
  if (!fields.has("scenario")) return;
  const std::string file = fields.need_text("scenario");
  const auto found = find_scenario(file);
  if (found) {
    profile_.scenario = load_scenario(*found, std::string(to_string(profile_.world)), *report_.errors);
  } else if (!file.empty()) {
    fields.wrong("scenario", "there is no such file, neither here nor beside the directory scenarios");
  }
  if (!found) profile_.scenario.emplace();
  for (const char* key : {"users", "server", "client", "workers", "drain", "plant"}) {
    if (!fields.has(key)) continue;
    (void)fields.take(key);
    fields.wrong(key, "a scenario has its own users, server and times, and runs in one process");
  }
}

void ProfileReader::read_users(Fields& fields) {
  const Json* json = fields.take("users");
  if (json == nullptr) return fields.missing("users");
  Fields users(*json, fields.at("users"), report_);
  UserPlan& plan = profile_.users;
  if (!users.has("count")) users.missing("count");
  plan.count = users.number("count", 1, 1, users_max);
  plan.prefix = users.text("prefix", plan.prefix);
  if (plan.prefix.empty() || plan.prefix.size() > 20) users.wrong("prefix", "1 to 20 characters are expected");
  plan.platform = users.text("platform", plan.platform);
  if (const auto lifetime = users.duration("ticketLifetime")) plan.ticket_lifetime = *lifetime;
  if (plan.ticket_lifetime < std::chrono::seconds(1)) users.wrong("ticketLifetime", "at least 1s is expected");
  static constexpr auto ends = std::to_array<std::string_view>({"stay", "loginAgain"});
  plan.after_kick = static_cast<AfterEnd>(word(users, "afterKick", ends, 0));
  plan.after_expiry = static_cast<AfterEnd>(word(users, "afterExpiry", ends, 1));
  if (const Json* slow_json = users.take("slow")) {
    Fields slow(*slow_json, users.at("slow"), report_);
    plan.slow_share = real(slow, "share", 0, 0, 1);
    plan.slow_bytes_per_second = static_cast<std::uint64_t>(slow.number("bytesPerSecond", 100, 1, 1'000'000'000));
    slow.finish();
  }
  users.finish();
}

void ProfileReader::read_client(Fields& fields) {
  const Json* json = fields.take("client");
  if (json == nullptr) return;
  Fields client(*json, fields.at("client"), report_);
  ClientPlan& plan = profile_.client;
  plan.heartbeat = client.duration("heartbeat");
  plan.heartbeat_timeout = client.duration("heartbeatTimeout");
  plan.connect_timeout = client.duration("connectTimeout");
  plan.backoff_base = client.duration("backoffBase");
  plan.backoff_cap = client.duration("backoffCap");
  plan.link_stable = client.duration("linkStable");
  plan.request_timeout = client.duration("requestTimeout");
  if (client.has("backoffJitterPercent"))
    plan.backoff_jitter_percent = client.number("backoffJitterPercent", 20, 0, 100);
  client.finish();
}

void ProfileReader::read_thresholds(Fields& fields) {
  const Json* list = fields.take("thresholds");
  if (list == nullptr) return;
  if (!list->is_array()) return fields.wrong("thresholds", "a list is expected");
  for (std::size_t i = 0; i < list->size(); ++i) {
    Fields one((*list)[i], fields.at("thresholds") + "/" + std::to_string(i), report_);
    Threshold threshold;
    threshold.metric = one.need_text("metric");
    threshold.phase = one.text("phase");
    threshold.place = report_.source->place(one.pointer());
    if (!threshold.phase.empty() && find_phase(threshold.phase) == nullptr)
      one.wrong("phase", "no phase has this name", scenario::did_you_mean(threshold.phase, phase_names()));
    const bool at_most = one.has("max");
    if (at_most == one.has("min")) report_(one.pointer(), "either \"max\" or \"min\" is expected");
    threshold.bound = at_most ? Bound::at_most : Bound::at_least;
    read_bound(one, at_most ? "max" : "min", threshold);
    (void)one.take(at_most ? "min" : "max");
    one.finish();
    profile_.thresholds.push_back(std::move(threshold));
  }
}

void ProfileReader::read_bound(Fields& fields, const std::string& key, Threshold& threshold) {
  const bool recovery = threshold.metric == recovery_metric;
  const bool growth = threshold.metric == server_growth_metric || threshold.metric == generator_growth_metric;
  const auto metric = find_metric(threshold.metric);
  if (!metric && !recovery && !growth) {
    auto names = metric_names();
    for (const auto name : {recovery_metric, server_growth_metric, generator_growth_metric}) names.emplace_back(name);
    (void)fields.take(key);
    if (!threshold.metric.empty())
      fields.wrong("metric", "no such metric", scenario::did_you_mean(threshold.metric, names));
    return;
  }
  if (recovery && !threshold.phase.empty()) fields.wrong("phase", "a recovery belongs to the whole run");
  if (growth && threshold.phase.empty()) fields.wrong("metric", "the growth of a phase is meant, and none is named");
  const Json* value = fields.take(key);
  threshold.is_duration = recovery || (metric && metric->is_duration());
  if (threshold.is_duration) {
    if (const auto limit = fields.duration(key)) threshold.value = static_cast<double>(limit->count());
  } else {
    threshold.value = real(fields, key, 0, 0, 1e15);
  }
  threshold.text = threshold.metric + (threshold.phase.empty() ? "" : " in " + threshold.phase) +
                   (threshold.bound == Bound::at_most ? " <= " : " >= ") +
                   (value == nullptr ? "?" : (value->is_string() ? value->get<std::string>() : value->dump()));
}

void ProfileReader::read_search(Fields& fields) {
  const Json* json = fields.take("search");
  if (json == nullptr) return;
  Fields one(*json, fields.at("search"), report_);
  Search search;
  search.phase = one.need_text("phase");
  if (!search.phase.empty() && find_phase(search.phase) == nullptr)
    one.wrong("phase", "no phase has this name", scenario::did_you_mean(search.phase, phase_names()));
  search.from = real(one, "from", search.from, 0.001, 1e6);
  search.to = real(one, "to", search.to, 0.001, 1e6);
  search.precision = real(one, "precision", search.precision, 0.01, 1);
  search.trials = one.number("trials", search.trials, 1, 100);
  if (search.to <= search.from) one.wrong("to", "more than \"from\" is expected");
  one.finish();
  if (profile_.thresholds.empty()) fields.wrong("search", "a search needs thresholds to tell good from bad");
  profile_.search = search;
}

void ProfileReader::read_plant(Fields& fields) {
  const Json* json = fields.take("plant");
  if (json == nullptr) return;
  Fields plant(*json, fields.at("plant"), report_);
  const auto stall = [&](const char* key, const char* when, Duration& length, Duration& at) {
    const Json* inner = plant.take(key);
    if (inner == nullptr) return;
    Fields one(*inner, plant.at(key), report_);
    length = need_duration(one, "for");
    at = need_duration(one, when);
    one.finish();
  };
  stall("generatorStall", "every", profile_.plant.generator_stall, profile_.plant.generator_every);
  stall("serverStall", "after", profile_.plant.server_stall, profile_.plant.server_at);
  plant.finish();
  if (profile_.world == WorldKind::sim) fields.wrong("plant", "defects of time can be planted in tcp and tls only");
}

// What only the whole can tell.
void ProfileReader::check_whole(Fields& fields) {
  if (profile_.phases.empty()) return;
  const Duration length = profile_.length();
  if (length > run_max) fields.wrong("phases", "the run would take longer than a week");
  if (profile_.interval == Duration{}) {
    // About a hundred points in a plot, at round times.
    static constexpr auto steps = std::to_array<int>({100, 200, 500, 1000, 2000, 5000, 10'000, 30'000, 60'000});
    profile_.interval = std::chrono::minutes(5);
    for (const int step : steps) {
      profile_.interval = std::chrono::milliseconds(step);
      if (length / profile_.interval <= 120) break;
    }
  }
  if (profile_.interval < std::chrono::milliseconds(50)) fields.wrong("interval", "at least 50ms is expected");
  if (profile_.interval > Duration{} && length / profile_.interval > static_cast<Duration::rep>(intervals_max))
    fields.wrong("interval", "this would make more than " + std::to_string(intervals_max) + " intervals");
  if (profile_.world == WorldKind::sim && !profile_.server.own)
    fields.wrong("server", "in the sim world the server is our own");
  if (profile_.world == WorldKind::sim && profile_.server.shard_count != 1)
    fields.wrong("server", "in the sim world the server has no shards");
  if (profile_.world == WorldKind::sim && profile_.workers != 1)
    fields.wrong("workers", "the sim world is one process");
  if (!profile_.server.own && !profile_.deeds.empty())
    report_.at(profile_.deeds.front().place, "only our own server can be acted upon");
  const auto by_time = [](const auto& a, const auto& b) { return a.at < b.at; };
  std::stable_sort(profile_.deeds.begin(), profile_.deeds.end(), by_time);
  std::stable_sort(profile_.links.begin(), profile_.links.end(),
                   [](const auto& a, const auto& b) { return a.from < b.from; });
}

ProfileResult load_profile_text(const std::string& text, const std::string& name) {
  ProfileResult result;
  const scenario::Source source = scenario::read_source(text, name, result.errors);
  if (!result.errors.empty()) return result;
  const scenario::Report report{&source, {}, &result.errors};
  Profile profile;
  profile.file = name;
  ProfileReader(profile, report).read(source.json);
  if (result.errors.empty()) result.profile = std::move(profile);
  return result;
}

ProfileResult load_profile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  if (in) text << in.rdbuf();
  if (!in || text.str().size() > scenario::file_bytes_max) {
    ProfileResult result;
    result.errors.push_back({{file.string(), 1, 1, ""}, in ? "the file is larger than 4 MB" : "cannot be read", ""});
    return result;
  }
  return load_profile_text(text.str(), file.string());
}

}  // namespace chatproof::load
