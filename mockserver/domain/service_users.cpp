// Profiles and user status.
#include <algorithm>
#include <array>
#include <set>

#include "mockserver/domain/ids.hpp"
#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;

constexpr std::size_t field_bytes_max = 500;    // spec login 10.07
constexpr std::size_t custom_key_max = 8;       // letters
constexpr std::size_t custom_fields_max = 100;  // of one user
constexpr int status_online = 1;                // spec login 9.02
constexpr std::size_t status_get_max = 500;     // users in one query, spec login 9.09
constexpr std::size_t subscribe_max = 100;      // users in one request, spec login 9.11
constexpr std::size_t status_calls_max = 20;    // in status_window, spec login 9.09
constexpr runtime::Duration status_window = std::chrono::seconds(5);

constexpr std::array<std::string_view, 3> text_fields = {"nickName", "faceURL", "selfSignature"};
constexpr std::array<std::pair<std::string_view, unsigned>, 5> number_fields = {
    {{"gender", 2}, {"role", 0xffffffff}, {"level", 0xffffffff}, {"birthday", 0xffffffff}, {"allowType", 2}}};

// Of base64 with its padding.
std::size_t decoded_size(const std::string& text) {
  const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  return text.size() / 4 * 3 - std::min(padding, text.size() / 4 * 3);
}

}  // namespace

std::optional<Json> refuse_profile_field(const std::string& name, const Json& value) {
  if (std::find(text_fields.begin(), text_fields.end(), name) != text_fields.end()) {
    if (!value.is_string()) return error(40610, name + " must be text");
    if (value.get_ref<const std::string&>().size() > field_bytes_max)
      return error(40601, name + " is longer than 500 bytes");
    return std::nullopt;
  }
  if (name == "custom") {
    if (!value.is_object()) return error(40610, "custom must be an object");
    if (value.size() > custom_fields_max) return error(40009, "more than 100 custom fields");
    for (const auto& [key, bytes] : value.items()) {
      if (key.empty() || key.size() > custom_key_max) return error(9001, "a custom key has 1 to 8 letters");
      if (!bytes.is_string()) return error(40610, "custom values are base64");
      if (decoded_size(bytes.get_ref<const std::string&>()) > field_bytes_max)
        return error(40601, "a custom value is longer than 500 bytes");
    }
    return std::nullopt;
  }
  const auto number =
      std::find_if(number_fields.begin(), number_fields.end(), [&](const auto& field) { return field.first == name; });
  if (number == number_fields.end()) return error(40009, "no such field: " + name);
  if (!value.is_number_integer()) return error(40610, name + " must be a number");
  if (value < 0 || value > number->second) return error(40605, name + " is out of range");
  return std::nullopt;
}

std::vector<std::string> ids_in(const Json& request) {
  std::vector<std::string> ids;
  std::set<std::string_view> seen;
  if (const auto users = request.find("users"); users != request.end() && users->is_array())
    for (const Json& user : *users)
      if (user.is_string() && is_user_id(user.get_ref<const std::string&>()) &&
          seen.insert(user.get_ref<const std::string&>()).second)
        ids.push_back(user.get<std::string>());
  return ids;
}

// --- profiles

Json Service::profile_get(Call& call) {
  const App& app = apps_[call.client.app];
  Json reply = ok();
  reply["profiles"] =
      found_of(app, Watch::profile, ask_others(app, Watch::profile, ids_in(call.request), call.effects));
  return reply;
}

std::optional<Json> Service::change_profile(App& app, Account& owner, const Json& changes, Effects& effects) {
  if (!changes.is_object() || changes.empty()) return error(40001, "nothing to change");
  for (const auto& [name, value] : changes.items())
    if (auto refused = refuse_profile_field(name, value)) return refused;
  Json profile = owner.profile();
  Json custom = profile.value("custom", Json::object());
  if (const auto changed = changes.find("custom"); changed != changes.end()) custom.update(*changed);
  if (custom.size() > custom_fields_max) return error(40009, "more than 100 custom fields");
  for (const auto& [name, value] : changes.items()) {
    if (name == "custom") {
      profile["custom"] = custom;
    } else {
      profile[name] = value;
    }
  }
  for (const Device& device : owner.devices)
    if (device.connection != 0) effects.push_back(Push{device.connection, Command::self_info, {{"profile", profile}}});
  tell_watchers(app, Watch::profile, profile, effects);
  tell_watching_shards(app, Watch::profile, owner.id, profile, effects);
  owner.changed_profile = std::move(profile);
  return std::nullopt;
}

Json Service::profile_set(Call& call) {
  App& app = apps_[call.client.app];
  Account& owner = account(call.client.app, call.client.user);
  const Json changes = call.request.value("profile", Json::object());
  if (auto refused = change_profile(app, owner, changes, call.effects)) return *refused;
  Json reply = ok();
  reply["profile"] = owner.profile();
  return reply;
}

Json Service::profile_subscribe(Call& call) {
  if (!settings.profile_subscription) return error(72012, "profile subscription is switched off");
  const auto ids = ids_in(call.request);
  if (ids.size() > subscribe_max) return error(70206, "more than 100 users in one request");
  change_watched(
      call, Watch::profile,
      apps_[call.client.app].profiles.add(call.client.user, ids, static_cast<std::size_t>(settings.subscriptions_max)));
  return ok();
}

// Nobody named means all (spec login 9.13); who names nobody that can exist means nobody.
void Service::unwatch(Call& call, Watch list, const std::vector<std::string>& ids) {
  const auto users = call.request.find("users");
  const bool named = users != call.request.end() && users->is_array() && !users->empty();
  if (named && ids.empty()) return;
  change_watched(call, list, subscriptions(apps_[call.client.app], list).remove(call.client.user, ids));
}

Json Service::profile_unsubscribe(Call& call) {
  if (!settings.profile_subscription) return error(72012, "profile subscription is switched off");
  unwatch(call, Watch::profile, ids_in(call.request));
  return ok();
}

// --- status

int Service::status_of(const Account& owner) {
  const bool online = std::any_of(owner.devices.begin(), owner.devices.end(),
                                  [](const Device& device) { return device.connection != 0; });
  return online ? status_online : (owner.logged_out ? 3 : 2);
}

Json Service::status_json(const Account& owner) {
  Json devices = Json::array();
  for (const Device& device : owner.devices)
    if (device.connection != 0 && std::find(devices.begin(), devices.end(), device.platform()) == devices.end())
      devices.push_back(device.platform());
  return {{"userID", owner.id},
          {"type", status_of(owner)},
          {"customStatus", owner.kept().custom_status},
          {"devices", std::move(devices)}};
}

void Service::announce(App& app, Account& owner, const Json& status, bool own_devices, Effects& effects) {
  if (own_devices)
    for (const Device& device : owner.devices)
      if (device.connection != 0)
        effects.push_back(Push{device.connection, Command::user_status, {{"statuses", Json::array({status})}}});
  tell_watchers(app, Watch::status, status, effects);
  tell_watching_shards(app, Watch::status, owner.id, status, effects);
}

// Whatever took the last device away: the custom status goes with it (spec login 9.08).
void Service::status_may_have_changed(App& app, Account& owner, int before, const Now& now, Effects& effects) {
  const int after = status_of(owner);
  if (before == status_online && after != status_online) owner.away_since = now.unix_s;
  if (after != status_online && !owner.kept().custom_status.empty()) owner.keep().custom_status.clear();
  const auto watched = [&] {
    return !app.status.watchers_of(owner.id).empty() || watched_elsewhere(app, Watch::status, owner.id);
  };
  if (after != before && watched()) announce(app, owner, status_json(owner), false, effects);
}

// Plan first, then switch, then rate (spec login 15.25).
std::optional<Json> Service::refuse_status(Call& call, Account& owner, bool others) {
  if (!others) return std::nullopt;
  if (!settings.premium) return error(7013, "the plan does not have user status");
  if (!settings.user_status) return error(72001, "user status is switched off");
  auto& calls = owner.keep().status_calls;
  while (!calls.empty() && calls.front() + status_window <= call.now.steady) calls.pop_front();
  if (settings.rate_limits && calls.size() >= status_calls_max) return error(7008, "more than 20 calls in 5 seconds");
  calls.push_back(call.now.steady);
  return std::nullopt;
}

Json Service::status_get(Call& call) {
  Account& owner = account(call.client.app, call.client.user);
  const auto ids = ids_in(call.request);
  if (ids.size() > status_get_max) return error(70206, "more than 500 users in one query");
  const bool others = std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return id != owner.id; });
  if (const auto refused = refuse_status(call, owner, others)) return *refused;
  const App& app = apps_[call.client.app];
  const auto own = ask_others(app, Watch::status, ids, call.effects);
  Json statuses = found_of(app, Watch::status, own);
  // Only when all of them fail (spec login 9.10).
  if (statuses.empty() && own.size() == ids.size()) return error(70107, "no such user");
  Json reply = ok();
  reply["statuses"] = std::move(statuses);
  return reply;
}

Json Service::status_set(Call& call) {
  Account& owner = account(call.client.app, call.client.user);
  const std::string text = text_at(call.request, "customStatus");
  if (text.size() > custom_status_max) return error(70402, "customStatus is longer than 100 bytes");
  if (text == owner.kept().custom_status) return ok();
  owner.keep().custom_status = text;
  announce(apps_[call.client.app], owner, status_json(owner), true, call.effects);
  return ok();
}

Json Service::status_subscribe(Call& call) {
  Account& owner = account(call.client.app, call.client.user);
  if (const auto refused = refuse_status(call, owner, true)) return *refused;
  const auto ids = ids_in(call.request);
  if (ids.size() > subscribe_max) return error(70206, "more than 100 users in one request");
  change_watched(
      call, Watch::status,
      apps_[call.client.app].status.add(owner.id, ids, static_cast<std::size_t>(settings.subscriptions_max)));
  return ok();
}

Json Service::status_unsubscribe(Call& call) {
  Account& owner = account(call.client.app, call.client.user);
  if (const auto refused = refuse_status(call, owner, true)) return *refused;
  const auto ids = ids_in(call.request);
  if (ids.size() > subscribe_max) return error(70206, "more than 100 users in one request");
  unwatch(call, Watch::status, ids);
  return ok();
}

}  // namespace chatproof::mockserver
