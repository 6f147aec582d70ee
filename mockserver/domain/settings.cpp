#include "mockserver/domain/settings.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>

#include "mockserver/domain/words.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;
using runtime::Duration;

constexpr std::array<std::string_view, 4> policies = {"single", "dual", "triple", "multi"};

// One setting: how it is read (false: not of its kind or range) and written.
struct Row {
  SettingInfo info;
  std::function<bool(Settings&, const json&)> read;
  std::function<json(const Settings&)> write;
};

Row flag(std::string_view name, bool Settings::* member, std::string_view initial, std::string_view text) {
  return {{name, "true or false", initial, text},
          [member](Settings& settings, const json& value) {
            if (!value.is_boolean()) return false;
            settings.*member = value.get<bool>();
            return true;
          },
          [member](const Settings& settings) { return json(settings.*member); }};
}

Row number(std::string_view name, int Settings::* member, std::string_view kind, int least, int most,
           std::string_view initial, std::string_view text) {
  return {{name, kind, initial, text},
          [member, least, most](Settings& settings, const json& value) {
            if (!value.is_number_integer() || value < least || value > most) return false;
            settings.*member = value.get<int>();
            return true;
          },
          [member](const Settings& settings) { return json(settings.*member); }};
}

Row choice(std::string_view name, int Settings::* member, std::string_view kind, std::vector<int> allowed,
           std::string_view initial, std::string_view text) {
  return {{name, kind, initial, text},
          [member, allowed = std::move(allowed)](Settings& settings, const json& value) {
            const auto found = std::find(allowed.begin(), allowed.end(), value);
            if (found == allowed.end()) return false;
            settings.*member = *found;
            return true;
          },
          [member](const Settings& settings) { return json(settings.*member); }};
}

Row duration(std::string_view name, Duration Settings::* member, std::string_view initial, std::string_view text) {
  return {{name, "a duration such as \"30s\"", initial, text},
          [member](Settings& settings, const json& value) {
            const auto parsed =
                value.is_string() ? runtime::parse_duration(value.get_ref<const std::string&>()) : std::nullopt;
            if (!parsed || *parsed <= Duration{}) return false;
            settings.*member = *parsed;
            return true;
          },
          [member](const Settings& settings) { return json(runtime::to_text(settings.*member)); }};
}

Row policy() {
  return {
      {"multiDevicePolicy", "\"single\", \"dual\", \"triple\" or \"multi\"", "\"multi\"",
       "Which platforms of one account may be online together (spec login 6.04)"},
      [](Settings& settings, const json& value) {
        const auto found = value.is_string()
                               ? std::find(policies.begin(), policies.end(), value.get_ref<const std::string&>())
                               : policies.end();
        if (found == policies.end()) return false;
        settings.multi_device_policy = static_cast<Policy>(found - policies.begin());
        return true;
      },
      [](const Settings& settings) { return json(policies[static_cast<std::size_t>(settings.multi_device_policy)]); }};
}

Row version() {
  return {{"minSdkVersion", "a dotted version, or \"\"", "\"\"",
           "Older SDKs are refused with 70404 (spec login section 8)"},
          [](Settings& settings, const json& value) {
            if (!value.is_string()) return false;
            settings.min_sdk_version = value.get<std::string>();
            return true;
          },
          [](const Settings& settings) { return json(settings.min_sdk_version); }};
}

const std::vector<Row>& rows() {
  using S = Settings;
  static const std::vector<Row> table = {
      policy(),
      number("instancesPerPlatform", &S::instances_per_platform, "1 to 3", 1, 3, "1",
             "Instances of one account on one platform other than Web (spec login 6.05)"),
      number("webInstances", &S::web_instances, "1 to 10", 1, 10, "1", "The same for Web (spec login 6.05)"),
      flag("tellOfflineKick", &S::tell_offline_kick, "false",
           "A device kicked while offline is told so with 6208, once (spec login 6.10)"),
      flag("premium", &S::premium, "true",
           "The plan: without it status queries of others end in 7013 (spec login 9.09)"),
      flag("userStatus", &S::user_status, "false", "Status query and subscription; off: 72001 (spec login 9.14)"),
      flag("profileSubscription", &S::profile_subscription, "true",
           "Subscription of strangers' profiles; off: 72012 (spec login 10.05)"),
      duration("presenceTimeout", &S::presence_timeout, "\"400s\"",
               "A link silent for so long is dead (spec login 2.11)"),
      choice("revokedTicketCode", &S::revoked_ticket_code, "70001, 6206 or 70052", {70001, 6206, 70052}, "70001",
             "Answer to a ticket that was revoked (spec login 15.21)"),
      choice("expiredTicketCode", &S::expired_ticket_code, "70001 or 6206", {70001, 6206}, "70001",
             "Answer to a ticket that has expired (spec login 7.01)"),
      number("bruteForceLimit", &S::brute_force_limit, "1 to 1000000", 1, 1'000'000, "10",
             "Refused logins of one account within bruteForceWindow, then 70050 (spec login 7.10)"),
      duration("bruteForceWindow", &S::brute_force_window, "\"60s\"", "See bruteForceLimit"),
      flag("rateLimits", &S::rate_limits, "true", "More than 20 status calls in 5 s end in 7008 (spec login 9.09)"),
      number("roamingDays", &S::roaming_days, "1 to 365", 1, 365, "7",
             "How long messages are kept (spec messages RCV-10)"),
      number("accountsMax", &S::accounts_max, "1 to 100000000", 1, 100'000'000, "2000000",
             "Accounts of one app; beyond it logins of new users end in 70398, and so do messages to them"),
      number("devicesMax", &S::devices_max, "32 to 10000", 32, 10'000, "100",
             "Devices of one account; the one that has been away for longest is forgotten"),
      number("inboxMessages", &S::inbox_messages, "1 to 1000000", 1, 1'000'000, "10000",
             "Messages kept for one account; the oldest go first"),
      number("inboxBytes", &S::inbox_bytes, "100000 to 2000000000", 100'000, 2'000'000'000, "16777216",
             "The same in bytes"),
      number("allInboxesBytes", &S::all_inboxes_bytes, "100000 to 2000000000", 100'000, 2'000'000'000, "67108864",
             "Bytes of all messages that are kept, of each shard; the oldest go first, whose they are"),
      number("rememberedSends", &S::remembered_sends, "1 to 100000", 1, 100'000, "1000",
             "Messages of one account that, sent again, get the first answer again"),
      number("resumeLimit", &S::resume_limit, "1 to 1000", 1, 1000, "5",
             "Unknown tokens on one connection, then it is closed"),
      number("subscriptionsMax", &S::subscriptions_max, "1 to 10000", 1, 10'000, "200",
             "Subscribed users of one account; the oldest goes first (spec login 9.11)"),
      duration("subscriptionLifetime", &S::subscription_lifetime, "\"24h\"",
               "Subscriptions of a user who was away for so long are forgotten (spec login 9.15)"),
      version(),
      flag("unknownReceiverIsError", &S::unknown_receiver_is_error, "false",
           "A message to an account that has never logged in ends in 20003"),
      flag("ecdsaApp", &S::ecdsa_app, "false",
           "The app has no public key: every login ends in 70016 (spec login section 8)"),
      flag("outOfQuota", &S::out_of_quota, "false", "The trial's daily quota is used up: logins end in 72000"),
  };
  return table;
}

}  // namespace

const std::vector<SettingInfo>& setting_table() {
  static const std::vector<SettingInfo> table = [] {
    std::vector<SettingInfo> out;
    for (const Row& row : rows()) out.push_back(row.info);
    return out;
  }();
  return table;
}

std::optional<Problem> apply_settings(Settings& settings, const json& changes) {
  if (!changes.is_object()) return Problem{"", "an object of settings is expected"};
  Settings changed = settings;
  for (const auto& [name, value] : changes.items()) {
    const auto row = std::find_if(rows().begin(), rows().end(), [&](const Row& r) { return r.info.name == name; });
    if (row == rows().end()) {
      std::vector<std::string_view> names;
      for (const SettingInfo& info : setting_table()) names.push_back(info.name);
      return Problem{"/" + name, "no such setting" + did_you_mean(name, names)};
    }
    if (!row->read(changed, value)) return Problem{"/" + name, std::string(row->info.kind) + " is expected"};
  }
  settings = changed;
  return std::nullopt;
}

json to_json(const Settings& settings) {
  json out = json::object();
  for (const Row& row : rows()) out[std::string(row.info.name)] = row.write(settings);
  return out;
}

}  // namespace chatproof::mockserver
