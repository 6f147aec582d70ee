// Every switch of the service, in one table: name, kind, default, range, what it does and where that is said.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::mockserver {

enum class Policy : std::uint8_t { single, dual, triple, multi };

// What was wrong with a JSON value, and where (a JSON pointer below the value that was given).
struct Problem {
  std::string pointer;
  std::string text;
};

struct Settings {
  Policy multi_device_policy = Policy::multi;
  int instances_per_platform = 1;
  int web_instances = 1;
  bool tell_offline_kick = false;
  bool premium = true;
  bool user_status = false;
  bool profile_subscription = true;
  runtime::Duration presence_timeout = std::chrono::seconds(400);
  int revoked_ticket_code = 70001;
  int expired_ticket_code = 70001;
  int brute_force_limit = 10;
  runtime::Duration brute_force_window = std::chrono::minutes(1);
  bool rate_limits = true;
  int roaming_days = 7;
  int accounts_max = 2'000'000;
  int devices_max = 100;
  int inbox_messages = 10'000;
  int inbox_bytes = 16 << 20;
  int all_inboxes_bytes = 64 << 20;
  int remembered_sends = 1000;
  int resume_limit = 5;
  int subscriptions_max = 200;
  runtime::Duration subscription_lifetime = std::chrono::hours(24);
  std::string min_sdk_version;
  bool unknown_receiver_is_error = false;
  bool ecdsa_app = false;
  bool out_of_quota = false;
};

struct SettingInfo {
  std::string_view name, kind, initial, text;
};
[[nodiscard]] const std::vector<SettingInfo>& setting_table();

// All or nothing: an unknown name or a bad value leaves the settings as they were.
[[nodiscard]] std::optional<Problem> apply_settings(Settings& settings, const nlohmann::json& changes);
[[nodiscard]] nlohmann::json to_json(const Settings& settings);

}  // namespace chatproof::mockserver
