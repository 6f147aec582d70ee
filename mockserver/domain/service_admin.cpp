// What an operator can do: the console and the REST API of the service, as far as they matter here.
#include <algorithm>

#include "mockserver/domain/service.hpp"
#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::mockserver {

using wire::Command;

namespace {

TicketMark mark_in(const usersig::Created& created) {
  return created.ok() ? mark_of(text_at(Json::parse(created.json), "TLS.sig")) : 0;
}

// Two tickets of one second are the same unless they live for different times: one that is there already, and is old by
// an operator's deed, is made a second longer. What was made here counts as seen.
usersig::Created create_new(usersig::CreateParams params, Account* owner) {
  usersig::Creator creator;
  usersig::Created created = creator.create(params);
  if (owner == nullptr) return created;
  const auto is_old = [&](const std::optional<Decree>& decree) {
    return decree && params.now >= decree->second && decree->covers(params.now, mark_in(created));
  };
  while (created.ok() && (is_old(owner->kept().revoked) || is_old(owner->kept().expired))) {
    ++params.expire;
    created = creator.create(params);
  }
  owner->remember_ticket(mark_in(created));
  return created;
}

}  // namespace

// One device, or all of them; all of them also revokes the tickets (spec login 6.16).
void Service::kick(std::uint32_t app_id, const std::string& user, const std::string& device_id, const Now& now,
                   Effects& effects) {
  App& app = apps_[app_id];
  Account& owner = account(app_id, user);
  const int before = status_of(owner);
  if (device_id.empty()) owner.keep().revoked = owner.decree(now.unix_s);
  for (Device& device : owner.devices)
    if (device_id.empty() || device.id == device_id) throw_out(app, owner, device, "server", effects);
  status_may_have_changed(app, owner, before, now, effects);
}

void Service::displace(std::uint32_t app_id, const std::string& user, const std::string& device_id, const Now& now,
                       Effects& effects) {
  Account& owner = account(app_id, user);
  Device* device = owner.find_device(device_id);
  if (device == nullptr || !device->registered()) return;
  const int before = status_of(owner);
  throw_out(apps_[app_id], owner, *device, "login", effects);
  status_may_have_changed(apps_[app_id], owner, before, now, effects);
}

void Service::expire(std::uint32_t app_id, const std::string& user, const Now& now, Effects& effects) {
  Account& owner = account(app_id, user);
  owner.keep().expired = owner.decree(now.unix_s);
  for (Device& device : owner.devices) {
    device.token_expires = std::min(device.token_expires, now.unix_s);
    const auto client = clients_.find(device.connection);
    if (client == clients_.end()) continue;
    client->second.expires = std::min(client->second.expires, now.unix_s);
    expect_expiry(client->first, client->second.expires);
  }
  tick(now, effects);
}

void Service::revoke(std::uint32_t app_id, const std::string& user, const Now& now, Effects& effects) {
  Account& owner = account(app_id, user);
  owner.keep().revoked = owner.decree(now.unix_s);
  for (Device& device : owner.devices) drop_token(device);
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
  usersig::CreateParams params{app_id, user, key.empty() ? apps_[app_id].key : key, now.unix_s, expire, std::nullopt};
  if (defect == "empty") return {};
  if (defect == "garbage") return "this is no ticket";
  if (defect == "otherApp") ++params.sdk_app_id;
  if (defect == "otherUser") params.user_id += "2";
  if (defect == "wrongKey") params.key = std::string(64, 'f');
  if (defect == "expired") params.now -= params.expire + 1;
  usersig::Created created = create_new(params, find_account(app_id, user));
  if (!created.ok()) return {};
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

}  // namespace chatproof::mockserver
