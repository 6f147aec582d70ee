// Login, resume, logout, and who has to leave.
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "mockserver/domain/ids.hpp"
#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;

constexpr std::size_t refusals_max = 100'000;  // remembered of one app

// Mini-programs and the like count as Web (spec login 6.07).
std::string_view platform_of(const Device& device) {
  static constexpr std::array<std::string_view, 6> known = {"Android", "iOS", "iPad", "Windows", "Mac", "Linux"};
  const auto found = std::find(known.begin(), known.end(), device.platform());
  return found == known.end() ? std::string_view("Web") : *found;
}

// Platforms of one kind exclude each other (spec login 6.04).
int kind_of(Policy policy, std::string_view platform) {
  const bool web = platform == "Web";
  const bool desktop = platform == "Windows" || platform == "Mac" || platform == "Linux";
  switch (policy) {
    case Policy::single:
      return 0;
    case Policy::dual:
      return web ? 1 : 0;
    case Policy::triple:
      return web ? 2 : (desktop ? 1 : 0);
    case Policy::multi:
      break;
  }
  return -1;  // none excludes another
}

bool older_version(const std::string& version, const std::string& least) {
  const auto part = [](const std::string& text, std::size_t& at) {
    constexpr long part_max = 1'000'000;  // more digits change nothing
    long value = 0;
    while (at < text.size() && text[at] != '.') {
      if (text[at] >= '0' && text[at] <= '9') value = std::min(value * 10 + (text[at] - '0'), part_max);
      ++at;
    }
    ++at;
    return value;
  };
  for (std::size_t a = 0, b = 0; a < version.size() || b < least.size();) {
    const long ours = part(version, a);
    const long theirs = part(least, b);
    if (ours != theirs) return ours < theirs;
  }
  return false;
}

bool was_kicked(const Account& owner, const std::string& token) {
  const auto& kicked = owner.kept().kicked_tokens;
  return std::find(kicked.begin(), kicked.end(), token) != kicked.end();
}

// What an operator has made of tickets that are good otherwise.
usersig::Cause decreed(const Account& owner, std::int64_t signed_at, TicketMark mark) {
  const auto& [revoked, expired] = std::tie(owner.kept().revoked, owner.kept().expired);
  if (revoked && revoked->covers(signed_at, mark)) return usersig::Cause::revoked;
  if (expired && expired->covers(signed_at, mark)) return usersig::Cause::expired;
  return usersig::Cause::none;
}

}  // namespace

std::optional<Json> Service::refuse_login(Call& call, const std::string& user) {
  if (!apps_.contains(call.client.app)) return error(70020, "no such SDKAppID");
  if (!settings.min_sdk_version.empty() && older_version(call.client.software->version, settings.min_sdk_version))
    return error(70404, "this SDK is too old");
  if (settings.ecdsa_app) return error(70016, "the app has no public key");
  if (settings.out_of_quota) return error(72000, "the daily quota of the trial is used up");
  if (!is_user_id(user)) return error(7003, "the user ID must be 1 to 32 bytes of printable ASCII");
  return refuse_stranger(apps_.at(call.client.app), user);
}

// Whoever has no account yet gets none when there are too many.
std::optional<Json> Service::refuse_stranger(const App& app, const std::string& user) const {
  if (app.accounts.size() < static_cast<std::size_t>(settings.accounts_max) || app.accounts.contains(user))
    return std::nullopt;
  return error(70398, "the app has as many accounts as it may (setting accountsMax)");
}

// Those that are too old to count.
void Service::forget_refusals(App& app, const Now& now) const {
  while (!app.refusals.empty() && (app.refusals.size() > refusals_max ||
                                   app.refusals.front().first + settings.brute_force_window < now.steady)) {
    const auto count = app.refused_logins.find(app.refusals.front().second);
    if (--count->second == 0) app.refused_logins.erase(count);
    app.refusals.pop_front();
  }
}

std::optional<Json> Service::refuse_ticket(Call& call, const std::string& user, Ticket& ticket) {
  App& app = apps_[call.client.app];
  forget_refusals(app, call.now);
  if (const auto refused = app.refused_logins.find(user);
      refused != app.refused_logins.end() && refused->second >= settings.brute_force_limit)
    return error(70050, "too many refused logins; try again in a minute");
  const Account* owner = find_account(app.id, user);
  if (owner != nullptr && owner->banned) return error(70051, "the account is on the block list");
  usersig::Verdict verdict =
      verifier_.verify({app.id, user, app.key, call.now.unix_s, std::nullopt}, text_at(call.request, "userSig"));
  ticket = {verdict.fields.expires_at() + 1, mark_of(verdict.fields.signature)};
  if (verdict.valid() && owner != nullptr) verdict.cause = decreed(*owner, verdict.fields.time, ticket.mark);
  if (verdict.valid()) return std::nullopt;
  ++app.refused_logins[user];
  app.refusals.emplace_back(call.now.steady, user);
  if (verdict.cause == usersig::Cause::revoked) return error(settings.revoked_ticket_code, verdict.text());
  if (verdict.cause == usersig::Cause::expired) return error(settings.expired_ticket_code, "the ticket has expired");
  return error(verdict.code(), verdict.text());
}

Json Service::login(Call& call) {
  const std::string user = text_at(call.request, "userID");
  const auto refused = [&](const Json& answer) {
    call.effects.push_back(Note{"loginRefused",
                                is_user_id(user) ? user : std::string(),
                                call.client.device,
                                call.connection,
                                call.client.app,
                                {{"code", answer["code"]}}});
    return answer;
  };
  if (const auto answer = refuse_login(call, user)) return refused(*answer);
  Ticket ticket;
  if (const auto answer = refuse_ticket(call, user, ticket)) return refused(*answer);
  App& app = apps_[call.client.app];
  Account& owner = account(app.id, user);  // accounts come into being at their first login (spec login 3.02)
  if (!call.client.user.empty() && call.client.user != user) {
    Json answer = logout(call);  // an account switch on one link
  }
  if (told_of_kick(owner, call.client.device))
    return refused(error(6208, "kicked by another device while this one was offline"));
  // Without a store it begins at the first message that no device of the account has been given. One that has begun and
  // never named a place begins there again: what was pushed to it may have been lost with its link.
  make_room_for_device(owner, call.client.device);
  Device& device = owner.device(call.client.device);
  if (!device.start_at) device.start_at = owner.kept().delivered;
  if (const TicketMark former = std::exchange(device.ticket, ticket.mark); former != ticket.mark)
    owner.remember_ticket(former);
  // A repetition on the same link keeps its token: which of the answers is read does not matter then.
  const bool repeated = device.connection == call.connection && !device.token.empty();
  const std::string token = repeated ? device.token : runtime::make_token(secrets_);
  Json answer = register_device(call, owner, ticket.expires, token);
  answer["token"] = token;
  return answer;
}

// Of an account with too many the one that has been away for longest is forgotten.
void Service::make_room_for_device(Account& owner, const std::string& device) const {
  if (owner.devices.size() < static_cast<std::size_t>(settings.devices_max) || owner.find_device(device) != nullptr)
    return;
  const auto rank = [](const Device& one) { return std::pair(one.connection != 0, one.login_number); };
  const auto oldest = std::min_element(owner.devices.begin(), owner.devices.end(),
                                       [&](const Device& a, const Device& b) { return rank(a) < rank(b); });
  if (oldest->connection != 0) return;
  owner.remember_ticket(oldest->ticket);
  owner.devices.erase(oldest);
}

Json Service::resume(Call& call) {
  if (!apps_.contains(call.client.app)) return error(70020, "no such SDKAppID");
  const std::string user = text_at(call.request, "userID");
  const std::string name = text_at(call.request, "token");
  Account* owner = find_account(call.client.app, user);
  if (owner != nullptr && told_of_kick(*owner, call.client.device))
    return error(6208, "kicked by another device while this one was offline");
  const Device* device = owner == nullptr ? nullptr : owner->find_device(call.client.device);
  if (device == nullptr || name.empty() || device->token != name) {
    const bool kicked = owner != nullptr && !name.empty() && was_kicked(*owner, name);
    return kicked ? error(6208, "this login was kicked") : refuse_token(call);
  }
  if (device->token_expired || device->token_expires <= call.now.unix_s) return error(-10003, "the token has expired");
  if (owner->banned) return error(70051, "the account is on the block list");
  return register_device(call, *owner, device->token_expires, name);
}

void Service::saw_ticket(ConnectionId connection, const Json& login, bool by_deed, const Now& now) {
  const auto client = clients_.find(connection);
  if (client == clients_.end() || !apps_.contains(client->second.app)) return;
  const App& app = apps_.at(client->second.app);
  const std::string user = text_at(login, "userID");
  const usersig::Verdict verdict =
      verifier_.verify({app.id, user, app.key, now.unix_s, std::nullopt}, text_at(login, "userSig"));
  if (!verdict.valid() || !is_user_id(user)) return;
  Account* owner = by_deed ? &account(app.id, user) : find_account(app.id, user);
  if (owner != nullptr) owner->remember_ticket(mark_of(verdict.fields.signature));
}

// Whoever tries one token after the other has to connect again for it.
Json Service::refuse_token(Call& call) {
  if (++call.client.wrong_tokens >= settings.resume_limit)
    call.effects.push_back(Close{call.connection, "too many unknown tokens"});
  return error(-10004, "the token is not known");
}

// Once: the next attempt succeeds (spec login 6.12). The token ends with it, as it does for a device kicked online.
bool Service::told_of_kick(Account& owner, const std::string& device_id) {
  Device* device = owner.find_device(device_id);
  if (device == nullptr || !device->kicked_while_away || !settings.tell_offline_kick) return false;
  device->kicked_while_away = false;
  drop_token(*device);
  return true;
}

// The device is on this connection from here on, and whoever may not be online beside it has to go.
Json Service::register_device(Call& call, Account& owner, std::int64_t expires, const std::string& token) {
  App& app = apps_[call.client.app];
  const int status_before = status_of(owner);
  Device& device = owner.device(call.client.device);
  supersede(call, owner, device, token);
  if (int_at(call.request, "cursor", -1) >= 0) device.start_at.reset();
  device.software = call.client.software;
  device.connection = call.connection;
  device.login_number = ++logins_;
  device.token = token;
  device.token_expires = expires;
  device.token_expired = false;
  device.kicked_while_away = false;
  release(call.connection);
  call.client.user = owner.id;
  call.client.expires = expires;
  expect_expiry(call.connection, expires);
  owner.logged_out = false;
  const auto away = std::chrono::seconds(call.now.unix_s - owner.away_since.value_or(call.now.unix_s));
  if (away >= settings.subscription_lifetime) forget_subscriptions(app, owner, call.effects);
  owner.away_since.reset();
  const auto losers = conflicting(owner, device);
  if (somebody_logs) {
    Json kicked = Json::array();  // spec login 6.15
    for (const Device* loser : losers)
      if (loser->connection != 0) kicked.push_back({{"platform", platform_of(*loser)}});
    call.effects.push_back(Note{"login",
                                owner.id,
                                device.id,
                                call.connection,
                                app.id,
                                {{"platform", device.platform()}, {"kickedDevice", std::move(kicked)}}});
  }
  for (Device* loser : losers) throw_out(app, owner, *loser, "login", call.effects);
  status_may_have_changed(app, owner, status_before, call.now, call.effects);
  Json reply = ok();
  reply["expires"] = expires;
  reply["cursor"] = owner.kept().last_place();
  reply["self"] = owner.profile();
  reply["loginTime"] = call.now.unix_s;
  return reply;
}

// The same device on a new link. With the token of before it has moved, before its old link was found dead: no event
// (spec login 2.12). With a new one it was started again, or is a second process with the files of the first: who has
// the old token is told that it was kicked, on its link or when it comes back. An expiry would make it log in again,
// and throw out the other in its turn.
void Service::supersede(Call& call, Account& owner, Device& device, const std::string& token) {
  const bool elsewhere = device.connection != 0 && device.connection != call.connection;
  if (elsewhere) release(device.connection);
  if (device.token == token) {
    if (elsewhere) call.effects.push_back(Close{device.connection, "replaced by the same device"});
    return;
  }
  if (elsewhere)
    call.effects.push_back(Push{device.connection, Command::kicked, {{"reason", "login"}, {"userID", owner.id}}});
  if (!device.token_expired) remember_kicked(owner, device.token);
}

void Service::remember_kicked(Account& owner, std::string token) {
  if (token.empty()) return;
  std::vector<std::string>& kicked = owner.keep().kicked_tokens;
  if (kicked.size() >= kicked_tokens_max) kicked.erase(kicked.begin());
  kicked.push_back(std::move(token));
}

// Those who may not be online beside the winner.
std::vector<Device*> Service::conflicting(Account& owner, const Device& winner) const {
  std::vector<Device*> losers;
  if (owner.devices.size() == 1) return losers;
  const int kind = kind_of(settings.multi_device_policy, platform_of(winner));
  std::vector<Device*> same_platform;
  for (Device& device : owner.devices) {
    if (&device == &winner || !device.registered()) continue;
    if (platform_of(device) == platform_of(winner)) {
      same_platform.push_back(&device);
    } else if (kind >= 0 && kind_of(settings.multi_device_policy, platform_of(device)) == kind) {
      losers.push_back(&device);
    }
  }
  // Beyond the limit of the platform the ones that logged in first have to go (spec login 15.19).
  const int limit = platform_of(winner) == "Web" ? settings.web_instances : settings.instances_per_platform;
  std::sort(same_platform.begin(), same_platform.end(),
            [](const Device* a, const Device* b) { return a->login_number < b->login_number; });
  for (std::size_t i = 0; i + static_cast<std::size_t>(limit) <= same_platform.size(); ++i)
    losers.push_back(same_platform[i]);
  return losers;
}

void Service::forget_subscriptions(App& app, const Account& owner, Effects& effects) const {
  tell_watched(app, Watch::status, app.status.remove(owner.id, {}), effects);
  tell_watched(app, Watch::profile, app.profiles.remove(owner.id, {}), effects);
}

void Service::throw_out(App& app, Account& owner, Device& device, std::string_view reason, Effects& effects) {
  if (device.connection == 0) {
    if (reason != "login") {
      remember_kicked(owner, std::move(device.token));
      return drop_token(device);
    }
    // It may come back and win in its turn, unless the server is set to tell it (spec login 15.18).
    device.kicked_while_away = true;
    return;
  }
  const ConnectionId connection = std::exchange(device.connection, 0);
  // The push may be lost with its link.
  remember_kicked(owner, std::move(device.token));
  drop_token(device);
  if (somebody_logs) effects.push_back(Note{"kick", owner.id, device.id, connection, app.id, {{"reason", reason}}});
  effects.push_back(Push{connection, Command::kicked, {{"reason", reason}, {"userID", owner.id}}});
  release(connection);
}

Json Service::logout(Call& call) {
  App& app = apps_[call.client.app];
  Account& owner = account(call.client.app, call.client.user);
  const int before = status_of(owner);
  if (Device* device = owner.find_device(call.client.device)) {
    device->connection = 0;
    drop_token(*device);
  }
  release(call.connection);
  call.effects.push_back(Note{"logout", owner.id, call.client.device, call.connection, app.id, nullptr});
  const bool others =
      std::any_of(owner.devices.begin(), owner.devices.end(), [](const Device& device) { return device.registered(); });
  if (!others) {
    owner.logged_out = true;
    forget_subscriptions(app, owner, call.effects);  // spec login 15.27
  }
  status_may_have_changed(app, owner, before, call.now, call.effects);
  return ok();
}

}  // namespace chatproof::mockserver
