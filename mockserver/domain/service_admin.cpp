// What an operator can do: the console and the REST API of the service, as far as they matter here.
#include <algorithm>

#include "mockserver/domain/service.hpp"
#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::mockserver {

using wire::Command;

// One device, or all of them; all of them also revokes the tickets (spec login 6.16).
void Service::kick(std::uint32_t app_id, const std::string& user, const std::string& device_id, const Now& now,
                   Effects& effects) {
  App& app = apps_[app_id];
  Account& owner = account(app_id, user);
  const int before = status_of(owner);
  if (device_id.empty()) owner.revoked_before = now.unix_s;
  for (auto& [id, device] : owner.devices)
    if (device_id.empty() || id == device_id) throw_out(app, owner, device, "server", effects);
  if (status_of(owner) != before) announce(app, owner, status_json(owner), false, effects);
}

void Service::expire(std::uint32_t app_id, const std::string& user, const Now& now, Effects& effects) {
  App& app = apps_[app_id];
  Account& owner = account(app_id, user);
  owner.expired_before = now.unix_s;
  for (auto& [name, token] : app.tokens)
    if (token.user == user) token.expires = std::min(token.expires, now.unix_s);
  tick(now, effects);
}

void Service::revoke(std::uint32_t app_id, const std::string& user, const Now& now, Effects& effects) {
  App& app = apps_[app_id];
  Account& owner = account(app_id, user);
  owner.revoked_before = now.unix_s;
  for (auto& [id, device] : owner.devices) drop_token(app, device);
  effects.push_back(Note{"revoke", user, {}, 0, app_id, nullptr});
}

void Service::ban(std::uint32_t app_id, const std::string& user, bool banned, const Now& now, Effects& effects) {
  account(app_id, user).banned = banned;
  if (banned) kick(app_id, user, {}, now, effects);
}

std::optional<Problem> Service::set_profile(std::uint32_t app_id, const std::string& user, const Json& changes,
                                            Effects& effects) {
  if (const auto refused = change_profile(apps_[app_id], account(app_id, user), changes, effects))
    return Problem{"/profile", text_at(*refused, "text")};
  return std::nullopt;
}

const std::vector<std::string_view>& Service::ticket_defects() {
  static const std::vector<std::string_view> names = {
      "empty", "truncated", "garbage", "missingField", "wrongVersion", "otherApp", "otherUser", "wrongKey", "expired"};
  return names;
}

std::string Service::make_ticket(std::uint32_t app_id, const std::string& user, std::int64_t expire,
                                 const std::string& key, const std::string& defect, const Now& now) {
  const Account& owner = account(app_id, user);
  // A ticket made in the second of a revocation has to be a newer one than those revoked.
  std::int64_t issued = now.unix_s;
  for (const auto& limit : {owner.revoked_before, owner.expired_before})
    if (limit) issued = std::max(issued, *limit + 1);
  usersig::CreateParams params{app_id, user, key.empty() ? apps_[app_id].key : key, issued, expire, std::nullopt};
  if (defect == "empty") return {};
  if (defect == "garbage") return "this is no ticket";
  if (defect == "otherApp") ++params.sdk_app_id;
  if (defect == "otherUser") params.user_id += "2";
  if (defect == "wrongKey") params.key = std::string(64, 'f');
  if (defect == "expired") params.now -= params.expire + 1;
  usersig::Creator creator;
  usersig::Created created = creator.create(params);
  if (defect == "truncated") created.ticket.resize(created.ticket.size() / 2);
  if (defect == "missingField" || defect == "wrongVersion") {
    Json fields = Json::parse(created.json);
    if (defect == "missingField") fields.erase("TLS.expire");
    if (defect == "wrongVersion") fields["TLS.ver"] = "1.0";
    created.ticket = usersig::base64_encode(usersig::Deflater(usersig::zlib_level_default).compress(fields.dump()),
                                            usersig::Alphabet::ticket);
  }
  return created.ticket;
}

Json Service::export_state() const {
  Json out = {{"schemaVersion", "1.0"}, {"settings", to_json(settings)}, {"apps", Json::array()}};
  out["messages"] = messages_;
  out["logins"] = logins_;
  for (const auto& [id, app] : apps_) {
    Json accounts = Json::array();
    for (const auto& [user, owner] : app.accounts) {
      Json one = {{"userID", user},
                  {"profile", owner.profile},
                  {"customStatus", owner.custom_status},
                  {"loggedOut", owner.logged_out},
                  {"banned", owner.banned},
                  {"inbox", owner.inbox},
                  {"firstPlace", owner.first_place},
                  {"delivered", owner.delivered},
                  {"statusSubscriptions", owner.status_subscriptions},
                  {"profileSubscriptions", owner.profile_subscriptions},
                  {"devices", Json::array()}};
      if (owner.revoked_before) one["revokedBefore"] = *owner.revoked_before;
      if (owner.expired_before) one["expiredBefore"] = *owner.expired_before;
      for (const auto& [name, device] : owner.devices)
        one["devices"].push_back({{"id", name},
                                  {"platform", device.platform},
                                  {"token", device.token},
                                  {"login", device.login_number},
                                  {"kickedWhileAway", device.kicked_while_away}});
      accounts.push_back(std::move(one));
    }
    Json tokens = Json::object();
    for (const auto& [name, token] : app.tokens)
      tokens[name] = {
          {"user", token.user}, {"device", token.device}, {"expires", token.expires}, {"expired", token.expired}};
    out["apps"].push_back({{"sdkAppID", id}, {"key", app.key}, {"accounts", accounts}, {"tokens", tokens}});
  }
  return out;
}

std::optional<Problem> Service::import_state(const Json& state) {
  if (!state.is_object() || state.value("schemaVersion", std::string()) != "1.0")
    return Problem{"/schemaVersion", "\"1.0\" is expected"};
  if (auto problem = apply_settings(settings, state.value("settings", Json::object())))
    return Problem{"/settings" + problem->pointer, problem->text};
  std::map<std::uint32_t, App> apps;
  try {
    for (const Json& from : state.at("apps")) {
      App& app = apps[from.at("sdkAppID").get<std::uint32_t>()];
      app.id = from.at("sdkAppID").get<std::uint32_t>();
      app.key = from.at("key").get<std::string>();
      for (const auto& [name, token] : from.at("tokens").items())
        app.tokens[name] = {token.at("user").get<std::string>(), token.at("device").get<std::string>(),
                            token.at("expires").get<std::int64_t>(), token.at("expired").get<bool>()};
      for (const Json& one : from.at("accounts")) {
        Account owner;
        owner.id = one.at("userID").get<std::string>();
        owner.profile = one.at("profile");
        owner.custom_status = one.at("customStatus").get<std::string>();
        owner.logged_out = one.at("loggedOut").get<bool>();
        owner.banned = one.at("banned").get<bool>();
        owner.inbox = one.at("inbox").get<std::vector<Json>>();
        owner.first_place = one.at("firstPlace").get<std::int64_t>();
        owner.delivered = one.at("delivered").get<std::int64_t>();
        owner.status_subscriptions = one.at("statusSubscriptions").get<std::vector<std::string>>();
        owner.profile_subscriptions = one.at("profileSubscriptions").get<std::vector<std::string>>();
        if (one.contains("revokedBefore")) owner.revoked_before = one["revokedBefore"].get<std::int64_t>();
        if (one.contains("expiredBefore")) owner.expired_before = one["expiredBefore"].get<std::int64_t>();
        for (const Json& from_device : one.at("devices")) {
          Device device;
          device.id = from_device.at("id").get<std::string>();
          device.platform = from_device.at("platform").get<std::string>();
          device.token = from_device.at("token").get<std::string>();
          device.login_number = from_device.at("login").get<std::uint64_t>();
          device.kicked_while_away = from_device.at("kickedWhileAway").get<bool>();
          owner.devices[device.id] = std::move(device);
        }
        app.accounts[owner.id] = std::move(owner);
      }
    }
  } catch (const Json::exception& e) {
    return Problem{"/apps", e.what()};
  }
  apps_ = std::move(apps);
  messages_ = state.value("messages", std::uint64_t{0});
  logins_ = state.value("logins", std::uint64_t{0});
  return std::nullopt;
}

}  // namespace chatproof::mockserver
