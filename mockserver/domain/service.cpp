#include "mockserver/domain/service.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace chatproof::mockserver {

using wire::Command;

Json ok() { return {{"code", 0}}; }
Json error(int code, std::string_view text) { return {{"code", code}, {"text", text}}; }

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t int_at(const Json& object, const char* key, std::int64_t otherwise) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

bool flag_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

Service::Service(runtime::Random random) : random_(random) { forget_everything(); }

void Service::forget_everything() {
  apps_.clear();
  clients_.clear();
  expiries_.clear();
  add_app(default_app, std::string(default_key));
  add_app(second_app, std::string(default_key));
}

void Service::add_app(std::uint32_t id, std::string key) {
  App& app = apps_[id];
  app.id = id;
  app.key = std::move(key);
}

Account& Service::account(std::uint32_t app, const std::string& user) {
  Account& account = apps_[app].accounts[user];
  if (account.id.empty()) {
    account.id = user;
    account.profile["userID"] = user;
  }
  return account;
}

Account* Service::find_account(std::uint32_t app, const std::string& user) {
  auto& accounts = apps_[app].accounts;
  const auto found = accounts.find(user);
  return found == accounts.end() ? nullptr : &found->second;
}

// What each command needs, and who does it (sdk/wire/README.md section 2).
const std::map<Command, Service::Rule>& Service::rules() {
  static const std::map<Command, Rule> table = {
      {Command::login, {&Service::login, false}},
      {Command::resume, {&Service::resume, false}},
      {Command::logout, {&Service::logout, true}},
      {Command::sync, {&Service::sync, true}},
      {Command::c2c_send, {&Service::send, true}},
      {Command::profile_get, {&Service::profile_get, true}},
      {Command::profile_set, {&Service::profile_set, true}},
      {Command::profile_subscribe, {&Service::profile_subscribe, true}},
      {Command::profile_unsubscribe, {&Service::profile_unsubscribe, true}},
      {Command::status_get, {&Service::status_get, true}},
      {Command::status_set, {&Service::status_set, true}},
      {Command::status_subscribe, {&Service::status_subscribe, true}},
      {Command::status_unsubscribe, {&Service::status_unsubscribe, true}},
  };
  return table;
}

Json Service::handle(ConnectionId connection, Command command, const Json& request, const Now& now, Effects& effects) {
  if (command == Command::hello) return hello(connection, request, now, effects);
  const auto rule = rules().find(command);
  if (rule == rules().end()) return error(60002, "unknown command");
  const auto client = clients_.find(connection);
  if (client == clients_.end()) return error(9503, "hello comes first");
  if (rule->second.needs_user && client->second.user.empty())
    return error(9503, "nobody is registered on this connection");
  Call call{connection, client->second, request, now, effects};
  return (this->*rule->second.handler)(call);
}

Json Service::hello(ConnectionId connection, const Json& request, const Now& now, Effects& effects) {
  if (clients_.contains(connection)) return error(60003, "hello was said already");
  const std::int64_t id = int_at(request, "sdkAppID", 0);
  if (id <= 0 || id > std::numeric_limits<std::uint32_t>::max() || text_at(request, "deviceID").empty())
    return error(60003, "hello needs sdkAppID and deviceID");
  Client client;
  client.app = static_cast<std::uint32_t>(id);
  client.version = text_at(request, "version");
  client.platform = text_at(request, "platform");
  client.device = text_at(request, "deviceID");
  effects.push_back(Note{"hello", {}, client.device, connection, client.app, {{"platform", client.platform}}});
  clients_.emplace(connection, std::move(client));
  Json reply = ok();
  reply["time"] = now.unix_ms;
  return reply;
}

void Service::closed(ConnectionId connection, std::string_view how, const Now& now, Effects& effects) {
  const auto found = clients_.find(connection);
  if (found == clients_.end()) return;
  const Client client = found->second;
  release(connection);
  clients_.erase(connection);
  if (client.user.empty()) return;
  App& app = apps_[client.app];
  Account& owner = account(client.app, client.user);
  const int before = status_of(owner);
  if (const auto device = owner.devices.find(client.device);
      device != owner.devices.end() && device->second.connection == connection)
    device->second.connection = 0;
  effects.push_back(Note{"offline", client.user, client.device, connection, client.app, {{"how", how}}});
  status_may_have_changed(app, owner, before, now, effects);
}

void Service::tick(const Now& now, Effects& effects) {
  while (!expiries_.empty() && expiries_.begin()->first <= now.unix_s) {
    const ConnectionId connection = expiries_.begin()->second;
    const Client client = clients_.at(connection);
    App& app = apps_[client.app];
    Account& owner = account(client.app, client.user);
    Device& device = owner.devices[client.device];
    const int before = status_of(owner);
    if (const auto token = app.tokens.find(device.token); token != app.tokens.end()) token->second.expired = true;
    device.connection = 0;
    effects.push_back(Note{"ticketExpired", client.user, client.device, connection, client.app, nullptr});
    effects.push_back(Push{connection, Command::ticket_expired, {{"userID", client.user}}});
    release(connection);
    status_may_have_changed(app, owner, before, now, effects);
  }
}

std::optional<std::int64_t> Service::next_expiry() const {
  return expiries_.empty() ? std::nullopt : std::optional(expiries_.begin()->first);
}

std::vector<ConnectionId> Service::connections_of(const std::string& user, const std::string& device) const {
  std::vector<ConnectionId> ids;
  for (const auto& [id, app] : apps_) {
    const auto owner = app.accounts.find(user);
    if (owner == app.accounts.end()) continue;
    for (const auto& [name, one] : owner->second.devices)
      if (one.connection != 0 && (device.empty() || name == device)) ids.push_back(one.connection);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Service::release(ConnectionId connection) {
  const auto client = clients_.find(connection);
  if (client == clients_.end()) return;
  expiries_.erase({client->second.expires, connection});
  client->second.user.clear();
}

void Service::drop_token(App& app, Device& device) {
  app.tokens.erase(device.token);
  device.token.clear();
}

}  // namespace chatproof::mockserver
