#include "mockserver/domain/service.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "mockserver/domain/ids.hpp"

namespace chatproof::mockserver {

using wire::Command;

namespace {

constexpr std::size_t software_kinds_max = 1000;
constexpr int kept_depth_max = 64;  // of what was read before

}  // namespace

// Initializer lists of JSON copy what they hold, and these are made for every request.
Json ok() {
  Json reply = Json::object();
  reply["code"] = 0;
  return reply;
}
Json error(int code, std::string_view text) {
  Json reply = Json::object();
  reply["code"] = code;
  reply["text"] = text;
  return reply;
}

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

Service::Service(runtime::Chance chance)
    : random_(chance.random), secrets_(std::move(chance.secrets)), reader_(kept_depth_max) {
  forget_everything();
}

void Service::forget_everything() {
  inboxes_.clear();
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
  if (account.id.empty()) account.id = user;
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
  if (id <= 0 || id > std::numeric_limits<std::uint32_t>::max()) return error(60003, "hello needs sdkAppID");
  if (!is_device_id(text_at(request, "deviceID")))
    return error(60003, "hello needs deviceID, 1 to 128 bytes of printable ASCII");
  if (!is_software(text_at(request, "version")) || !is_software(text_at(request, "platform")))
    return error(60003, "version and platform are at most 64 bytes of printable ASCII");
  Client client;
  client.app = static_cast<std::uint32_t>(id);
  client.software = software(text_at(request, "version"), text_at(request, "platform"));
  client.device = text_at(request, "deviceID");
  if (somebody_logs)
    effects.push_back(
        Note{"hello", {}, client.device, connection, client.app, {{"platform", client.software->platform}}});
  clients_.emplace(connection, std::move(client));
  Json reply = ok();
  reply["time"] = now.unix_ms;
  return reply;
}

SoftwarePtr Service::software(std::string version, std::string platform) {
  if (software_.size() >= software_kinds_max) software_.clear();  // those who have it keep it
  SoftwarePtr& known = software_[{version, platform}];
  if (known == nullptr) known = std::make_shared<Software>(Software{std::move(version), std::move(platform)});
  return known;
}

Json Service::kept() const {
  std::size_t accounts = 0, watched = 0;
  for (const auto& [id, app] : apps_) {
    accounts += app.accounts.size();
    watched += app.status.size() + app.profiles.size();
  }
  return {{"accounts", accounts},
          {"messages", inboxes_.messages()},
          {"messageBytes", inboxes_.bytes()},
          {"dropped", inboxes_.dropped()},
          {"watched", watched}};
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
  if (Device* device = owner.find_device(client.device); device != nullptr && device->connection == connection)
    device->connection = 0;
  if (somebody_logs)
    effects.push_back(Note{"offline", client.user, client.device, connection, client.app, {{"how", how}}});
  status_may_have_changed(app, owner, before, now, effects);
}

void Service::tick(const Now& now, Effects& effects) {
  for (auto next = next_expiry(); next && *next <= now.unix_s; next = next_expiry()) {
    const ConnectionId connection = expiries_.front([](const auto&) { return true; })->second;
    const Client client = clients_.at(connection);
    App& app = apps_[client.app];
    Account& owner = account(client.app, client.user);
    Device& device = owner.device(client.device);
    const int before = status_of(owner);
    device.token_expired = true;
    device.connection = 0;
    effects.push_back(Note{"ticketExpired", client.user, client.device, connection, client.app, nullptr});
    effects.push_back(Push{connection, Command::ticket_expired, {{"userID", client.user}}});
    release(connection);
    status_may_have_changed(app, owner, before, now, effects);
  }
}

std::optional<std::int64_t> Service::next_expiry() {
  const auto next = expiries_.front([this](const auto& entry) { return still_expires(entry); });
  return next ? std::optional(next->first) : std::nullopt;
}

bool Service::still_expires(const ExpiryQueue::Entry& entry) const {
  const auto client = clients_.find(entry.second);
  return client != clients_.end() && !client->second.user.empty() && client->second.expires == entry.first;
}

void Service::expect_expiry(ConnectionId connection, std::int64_t expires) {
  expiries_.add({expires, connection}, clients_.size(), [this](const auto& entry) { return still_expires(entry); });
}

std::vector<ConnectionId> Service::connections_of(const std::string& user, const std::string& device) const {
  std::vector<ConnectionId> ids;
  for (const auto& [id, app] : apps_) {
    const auto owner = app.accounts.find(user);
    if (owner == app.accounts.end()) continue;
    for (const Device& one : owner->second.devices)
      if (one.connection != 0 && (device.empty() || one.id == device)) ids.push_back(one.connection);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Service::release(ConnectionId connection) {
  if (const auto client = clients_.find(connection); client != clients_.end()) client->second.user.clear();
}

void Service::drop_token(Device& device) {
  device.token.clear();
  device.token_expires = 0;
  device.token_expired = false;
}

}  // namespace chatproof::mockserver
