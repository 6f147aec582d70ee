#include "mockserver/domain/service.hpp"

#include <algorithm>

namespace chatproof::mockserver {

using wire::Command;

Json ok() { return {{"code", 0}}; }
Json error(int code, std::string_view text) { return {{"code", code}, {"text", text}}; }

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Service::Service(runtime::Random random) : random_(random) { forget_everything(); }

void Service::forget_everything() {
  apps_.clear();
  clients_.clear();
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
  const auto app = request.find("sdkAppID");
  if (app == request.end() || !app->is_number_unsigned() || text_at(request, "deviceID").empty())
    return error(60003, "hello needs sdkAppID and deviceID");
  Client client;
  client.app = app->get<std::uint32_t>();
  client.version = text_at(request, "version");
  client.platform = text_at(request, "platform");
  client.device = text_at(request, "deviceID");
  effects.push_back(Note{"hello", {}, client.device, connection, client.app, {{"platform", client.platform}}});
  clients_.emplace(connection, std::move(client));
  Json reply = ok();
  reply["time"] = now.unix_ms;
  return reply;
}

void Service::closed(ConnectionId connection, std::string_view how, const Now&, Effects& effects) {
  const auto found = clients_.find(connection);
  if (found == clients_.end()) return;
  const Client client = found->second;
  clients_.erase(found);
  if (client.user.empty()) return;
  App& app = apps_[client.app];
  Account& owner = account(client.app, client.user);
  const int before = status_of(owner);
  if (const auto device = owner.devices.find(client.device);
      device != owner.devices.end() && device->second.connection == connection)
    device->second.connection = 0;
  effects.push_back(Note{"offline", client.user, client.device, connection, client.app, {{"how", how}}});
  if (before == status_of(owner)) return;
  owner.custom_status.clear();  // spec login 9.08
  announce(app, owner, status_json(owner), false, effects);
}

void Service::tick(const Now& now, Effects& effects) {
  for (auto& [id, app] : apps_) {
    for (auto& [user, owner] : app.accounts) {
      for (auto& [device_id, device] : owner.devices) {
        const auto token = app.tokens.find(device.token);
        if (device.connection == 0 || token == app.tokens.end() || token->second.expires > now.unix_s) continue;
        token->second.expired = true;
        const ConnectionId connection = std::exchange(device.connection, 0);
        effects.push_back(Note{"ticketExpired", user, device_id, connection, id, nullptr});
        effects.push_back(Push{connection, Command::ticket_expired, Json::object()});
        release(connection, effects);
        announce(app, owner, status_json(owner), false, effects);
      }
    }
  }
}

std::optional<std::int64_t> Service::next_expiry() const {
  std::optional<std::int64_t> next;
  for (const auto& [connection, client] : clients_)
    if (!client.user.empty() && (!next || client.expires < *next)) next = client.expires;
  return next;
}

void Service::release(ConnectionId connection, Effects&) {
  if (const auto client = clients_.find(connection); client != clients_.end()) client->second.user.clear();
}

void Service::drop_token(App& app, Device& device) {
  app.tokens.erase(device.token);
  device.token.clear();
}

}  // namespace chatproof::mockserver
