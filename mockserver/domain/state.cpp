// Everything the service knows, as JSON and back.
#include <concepts>
#include <limits>

#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

constexpr std::string_view schema_version = "1.0";
constexpr std::int64_t whole_max = std::int64_t{1}
                                   << 53;  // what JSON carries exactly, and sums of which do not overflow

Json to_json(const Device& device) {
  Json out = {{"id", device.id},
              {"platform", device.platform()},
              {"token", device.token},
              {"login", device.login_number},
              {"kickedWhileAway", device.kicked_while_away}};
  if (device.start_at) out["startAt"] = *device.start_at;
  return out;
}

Json to_json(const App& app, const Account& owner) {
  const Belongings& kept = owner.kept();
  Json out = {{"userID", owner.id},
              {"profile", owner.profile()},
              {"customStatus", kept.custom_status},
              {"loggedOut", owner.logged_out},
              {"banned", owner.banned},
              {"inbox", kept.inbox},
              {"firstPlace", kept.first_place},
              {"delivered", kept.delivered},
              {"statusSubscriptions", app.status.of(owner.id)},
              {"profileSubscriptions", app.profiles.of(owner.id)},
              {"devices", Json::array()},
              {"sent", Json::array()}};
  if (kept.revoked_before) out["revokedBefore"] = *kept.revoked_before;
  if (kept.expired_before) out["expiredBefore"] = *kept.expired_before;
  if (owner.away_since) out["awaySince"] = *owner.away_since;
  for (const Device& device : owner.devices) out["devices"].push_back(to_json(device));
  for (const std::string& name : kept.sent_order)
    out["sent"].push_back({{"name", name}, {"reply", kept.sent.at(name).reply}, {"digest", kept.sent.at(name).digest}});
  if (!kept.kicked_tokens.empty()) out["kickedTokens"] = kept.kicked_tokens;
  return out;
}

Json to_json(const App& app) {
  Json accounts = Json::array();
  Json tokens = Json::object();
  for (const auto& [user, owner] : app.accounts) {
    accounts.push_back(to_json(app, owner));
    for (const Device& device : owner.devices)
      if (!device.token.empty())
        tokens[device.token] = {{"user", user},
                                {"device", device.id},
                                {"expires", device.token_expires},
                                {"expired", device.token_expired}};
  }
  return {{"sdkAppID", app.id}, {"key", app.key}, {"accounts", std::move(accounts)}, {"tokens", std::move(tokens)}};
}

// Reads members and remembers the first thing that is wrong, and where.
class Reader {
 public:
  std::optional<Problem> problem;

  template <class T>
  T get(const Json& object, const std::string& at, const char* key) {
    const Json* value = member(object, at, key);
    if (value == nullptr) return {};
    bool fits = false;
    if constexpr (std::same_as<T, bool>) {
      fits = value->is_boolean();
    } else if constexpr (std::unsigned_integral<T>) {
      fits = value->is_number_unsigned();
    } else if constexpr (std::integral<T>) {
      fits = value->is_number_integer() && *value >= -whole_max && *value <= whole_max;
    } else if constexpr (std::same_as<T, std::string>) {
      fits = value->is_string();
    } else {
      static_assert(std::same_as<T, std::vector<std::string>>);
      fits = value->is_array();
      for (const Json& element : *value) fits = fits && element.is_string();
    }
    if (fits) return value->get<T>();
    fail(at + "/" + key, "is of the wrong kind");
    return {};
  }
  const Json& object(const Json& parent, const std::string& at, const char* key) {
    static const Json nothing = Json::object();
    const Json* value = member(parent, at, key);
    if (value == nullptr) return nothing;
    if (value->is_object()) return *value;
    fail(at + "/" + key, "an object is expected");
    return nothing;
  }
  // Calls each(element, pointer) for the elements, which have to be objects.
  template <class Each>
  void list(const Json& parent, const std::string& at, const char* key, Each&& each) {
    const Json* value = member(parent, at, key);
    if (value == nullptr) return;
    if (!value->is_array()) return fail(at + "/" + key, "an array is expected");
    for (std::size_t i = 0; i < value->size() && !problem; ++i) {
      const std::string here = at + "/" + key + "/" + std::to_string(i);
      if (!(*value)[i].is_object()) return fail(here, "an object is expected");
      each((*value)[i], here);
    }
  }
  void fail(std::string at, std::string text) {
    if (!problem) problem = Problem{std::move(at), std::move(text)};
  }

 private:
  const Json* member(const Json& object, const std::string& at, const char* key) {
    if (problem) return nullptr;
    const auto found = object.find(key);
    if (found != object.end()) return &*found;
    fail(at + "/" + key, "is missing");
    return nullptr;
  }
};

Device read_device(Reader& reader, const Json& from, const std::string& at) {
  Device device;
  device.id = reader.get<std::string>(from, at, "id");
  device.software = std::make_shared<Software>(Software{{}, reader.get<std::string>(from, at, "platform")});
  device.token = reader.get<std::string>(from, at, "token");
  device.login_number = reader.get<std::uint64_t>(from, at, "login");
  if (from.contains("startAt")) device.start_at = reader.get<std::int64_t>(from, at, "startAt");
  device.kicked_while_away = reader.get<bool>(from, at, "kickedWhileAway");
  return device;
}

void read_belongings(Reader& reader, const Json& from, const std::string& at, Account& owner) {
  Belongings read;
  read.custom_status = reader.get<std::string>(from, at, "customStatus");
  reader.list(from, at, "inbox", [&](const Json& message, const std::string&) { read.inbox.push_back(message); });
  read.first_place = reader.get<std::int64_t>(from, at, "firstPlace");
  read.delivered = reader.get<std::int64_t>(from, at, "delivered");
  if (from.contains("revokedBefore")) read.revoked_before = reader.get<std::int64_t>(from, at, "revokedBefore");
  if (from.contains("expiredBefore")) read.expired_before = reader.get<std::int64_t>(from, at, "expiredBefore");
  reader.list(from, at, "sent", [&](const Json& one, const std::string& here) {
    const auto name = reader.get<std::string>(one, here, "name");
    Sent& sent = read.sent[name];
    sent.reply = reader.object(one, here, "reply");
    if (one.contains("digest")) sent.digest = reader.get<std::uint64_t>(one, here, "digest");
    read.sent_order.push_back(name);
  });
  if (from.contains("kickedTokens"))
    for (std::string& token : reader.get<std::vector<std::string>>(from, at, "kickedTokens"))
      read.kicked_tokens.push_back(std::move(token));
  if (read.first_place < 1) reader.fail(at + "/firstPlace", "must be 1 or more");
  const bool any = !read.custom_status.empty() || !read.inbox.empty() || read.first_place != 1 || read.delivered != 0 ||
                   read.revoked_before || read.expired_before || !read.sent.empty() || !read.kicked_tokens.empty();
  if (any) owner.keep() = std::move(read);
}

void read_account(Reader& reader, const Json& from, const std::string& at, App& app) {
  Account owner;
  owner.id = reader.get<std::string>(from, at, "userID");
  if (const Json& profile = reader.object(from, at, "profile"); profile != owner.profile())
    owner.changed_profile = profile;
  owner.logged_out = reader.get<bool>(from, at, "loggedOut");
  owner.banned = reader.get<bool>(from, at, "banned");
  if (from.contains("awaySince")) owner.away_since = reader.get<std::int64_t>(from, at, "awaySince");
  reader.list(from, at, "devices", [&](const Json& one, const std::string& here) {
    Device device = read_device(reader, one, here);
    owner.device(device.id) = device;
  });
  read_belongings(reader, from, at, owner);
  const auto all = static_cast<std::size_t>(-1);
  static_cast<void>(
      app.status.add(owner.id, reader.get<std::vector<std::string>>(from, at, "statusSubscriptions"), all));
  static_cast<void>(
      app.profiles.add(owner.id, reader.get<std::vector<std::string>>(from, at, "profileSubscriptions"), all));
  if (app.accounts.contains(owner.id)) reader.fail(at + "/userID", "is there twice");
  app.accounts[owner.id] = std::move(owner);
}

// What nobody could come back with is forgotten: of users without an account, and of devices with another token.
void read_token(Reader& reader, const std::string& name, const Json& from, const std::string& at, App& app) {
  const auto user = reader.get<std::string>(from, at, "user");
  const auto device_id = reader.get<std::string>(from, at, "device");
  const auto expires = reader.get<std::int64_t>(from, at, "expires");
  const auto expired = reader.get<bool>(from, at, "expired");
  const auto owner = app.accounts.find(user);
  if (owner == app.accounts.end()) return;
  Device& device = owner->second.device(device_id);
  if (!device.token.empty() && device.token != name) return;
  device.token = name;
  device.token_expires = expires;
  device.token_expired = expired;
}

App read_app(Reader& reader, const Json& from, const std::string& at) {
  App app;
  const auto id = reader.get<std::uint64_t>(from, at, "sdkAppID");
  if (id == 0 || id > std::numeric_limits<std::uint32_t>::max()) reader.fail(at + "/sdkAppID", "is out of range");
  app.id = static_cast<std::uint32_t>(id);
  app.key = reader.get<std::string>(from, at, "key");
  reader.list(from, at, "accounts",
              [&](const Json& one, const std::string& here) { read_account(reader, one, here, app); });
  const Json& tokens = reader.object(from, at, "tokens");
  for (const auto& [name, one] : tokens.items()) {
    const std::string here = at + "/tokens/" + name;
    if (!one.is_object()) reader.fail(here, "an object is expected");
    read_token(reader, name, one, here, app);
  }
  return app;
}

}  // namespace

Json Service::export_state() const {
  Json apps = Json::array();
  for (const auto& [id, app] : apps_) apps.push_back(to_json(app));
  return {{"schemaVersion", schema_version},
          {"settings", mockserver::to_json(settings)},
          {"messages", messages_},
          {"logins", logins_},
          {"apps", std::move(apps)}};
}

std::optional<Problem> Service::import_state(const Json& state) {
  if (!state.is_object() || text_at(state, "schemaVersion") != schema_version)
    return Problem{"/schemaVersion", "\"" + std::string(schema_version) + "\" is expected"};
  Reader reader;
  Settings new_settings = settings;
  if (auto problem = apply_settings(new_settings, reader.object(state, "", "settings")))
    return Problem{"/settings" + problem->pointer, problem->text};
  const auto messages = reader.get<std::uint64_t>(state, "", "messages");
  const auto logins = reader.get<std::uint64_t>(state, "", "logins");
  std::map<std::uint32_t, App> apps;
  reader.list(state, "", "apps", [&](const Json& from, const std::string& at) {
    App app = read_app(reader, from, at);
    const std::uint32_t id = app.id;
    apps[id] = std::move(app);
  });
  if (reader.problem) return reader.problem;
  for (const auto& [connection, client] : clients_) release(connection);
  settings = new_settings;
  apps_ = std::move(apps);
  messages_ = messages;
  logins_ = logins;
  return std::nullopt;
}

}  // namespace chatproof::mockserver
