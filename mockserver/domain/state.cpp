#include "mockserver/domain/state.hpp"

#include <utility>

#include "mockserver/domain/service.hpp"
#include "mockserver/json_text.hpp"

namespace chatproof::mockserver {
namespace {

Json to_json(const Device& device) {
  Json out = {{"id", device.id},
              {"platform", device.platform()},
              {"token", device.token},
              {"login", device.login_number},
              {"kickedWhileAway", device.kicked_while_away}};
  if (device.start_at) out["startAt"] = *device.start_at;
  if (device.ticket != 0) out["ticket"] = device.ticket;
  return out;
}

Json to_json(const App& app, const Account& owner) {
  const Belongings& kept = owner.kept();
  Json out = {{"userID", owner.id},
              {"profile", owner.profile()},
              {"customStatus", kept.custom_status},
              {"loggedOut", owner.logged_out},
              {"banned", owner.banned},
              {"inbox", Json::array()},
              {"firstPlace", kept.first_place},
              {"delivered", kept.delivered},
              {"statusSubscriptions", app.status.of(owner.id)},
              {"profileSubscriptions", app.profiles.of(owner.id)},
              {"devices", Json::array()},
              {"sent", Json::array()}};
  for (const KeptMessage& message : kept.inbox)
    out["inbox"].push_back(parse_json(message.text, state_depth_max).value_or(Json::object()));
  for (const auto& [name, decree] : {std::pair("revoked", &kept.revoked), std::pair("expired", &kept.expired)}) {
    if (!*decree) continue;
    out[name + std::string("Before")] = (*decree)->second;
    if (!(*decree)->seen.empty()) out[name + std::string("Tickets")] = (*decree)->seen;
  }
  if (!kept.former_tickets.empty()) out["formerTickets"] = kept.former_tickets;
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

}  // namespace

Json Service::export_state() const {
  Json apps = Json::array();
  for (const auto& [id, app] : apps_) apps.push_back(to_json(app));
  return {{"schemaVersion", state_version},
          {"settings", mockserver::to_json(settings)},
          {"messages", messages_},
          {"logins", logins_},
          {"apps", std::move(apps)}};
}

std::optional<Problem> Service::import_state(const Json& state) {
  auto read = read_state(state, settings);
  if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
  auto& good = std::get<State>(read);
  for (const auto& [connection, client] : clients_) release(connection);
  settings = good.settings;
  apps_ = std::move(good.apps);
  messages_ = good.messages;
  logins_ = good.logins;
  inboxes_.adopt(apps_, settings);
  return std::nullopt;
}

}  // namespace chatproof::mockserver
