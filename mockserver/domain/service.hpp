// The rules of the service. Pure: time comes in as an argument, what has to be done goes out as effects. No sockets,
// threads or clocks. sdk/wire/README.md says what each command carries.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "mockserver/domain/expiry_queue.hpp"
#include "mockserver/domain/inboxes.hpp"
#include "mockserver/domain/model.hpp"
#include "mockserver/domain/place.hpp"
#include "mockserver/domain/settings.hpp"
#include "mockserver/json_text.hpp"
#include "sdk/runtime/secrets.hpp"
#include "sdk/usersig/verifier.hpp"

namespace chatproof::mockserver {

inline constexpr std::uint32_t default_app = 1400000000;
inline constexpr std::uint32_t second_app = 1400000001;
// The key of the apps that exist from the start. A test key: it protects nothing.
inline constexpr std::string_view default_key = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

class Service {
 public:
  explicit Service(runtime::Chance chance);

  Settings settings;
  Place place;                // set before anything else is done
  bool somebody_logs = true;  // otherwise no Note is made for an effect that happens to everybody

  void add_app(std::uint32_t id, std::string key);

  // A request of a connection, with its reply ({"code": ...}) and what follows from it.
  [[nodiscard]] Json handle(ConnectionId connection, wire::Command command, const Json& request, const Now& now,
                            Effects& effects);
  // The reply to a request that led to Ask, once the objects that other shards have found are there.
  [[nodiscard]] static Json completed(const Json& request, Json reply, Json found);
  // A login has arrived, and is held up by a fault or by a deed on its user, which makes an account: after the deed its
  // ticket is an old one.
  void saw_ticket(ConnectionId connection, const Json& login, bool by_deed, const Now& now);
  // What another shard told or asked; the answer to a question are the objects that were found.
  [[nodiscard]] Json from_shard(int from, const Json& message, const Now& now, Effects& effects);
  // After import_state() and forget_everything(): the others have to hear of it.
  void tell_all_watched(Effects& effects);
  // The link is gone: told by TCP, or found dead by silence (spec login 2.13).
  void closed(ConnectionId connection, std::string_view how, const Now& now, Effects& effects);
  // Ends the registrations whose ticket has expired meanwhile.
  void tick(const Now& now, Effects& effects);
  // When tick() has something to do next, seconds since 1970.
  [[nodiscard]] std::optional<std::int64_t> next_expiry();

  // --- an operator's deeds. An unknown user is registered; a problem is returned where one is possible.
  void kick(std::uint32_t app, const std::string& user, const std::string& device, const Now& now, Effects& effects);
  // As if a device that may not be online beside this one had logged in.
  void displace(std::uint32_t app, const std::string& user, const std::string& device, const Now& now,
                Effects& effects);
  void expire(std::uint32_t app, const std::string& user, const Now& now, Effects& effects);
  void revoke(std::uint32_t app, const std::string& user, const Now& now, Effects& effects);
  void ban(std::uint32_t app, const std::string& user, bool banned, const Now& now, Effects& effects);
  std::optional<Problem> set_profile(std::uint32_t app, const std::string& user, const Json& changes, Effects& effects);
  Json send_as(std::uint32_t app, const std::string& from, const std::string& to, const Json& elements, const Now& now,
               Effects& effects);
  // A ticket for the user, good unless `defect` names one of ticket_defects(). Empty: none can be made.
  [[nodiscard]] std::string make_ticket(std::uint32_t app, const std::string& user, std::int64_t expire,
                                        const std::string& key, const std::string& defect, const Now& now);
  [[nodiscard]] static const std::vector<std::string_view>& ticket_defects();

  [[nodiscard]] const std::map<ConnectionId, Client>& clients() const { return clients_; }
  // On which this user of any app is registered, with this device unless that is empty; the oldest connection first.
  [[nodiscard]] std::vector<ConnectionId> connections_of(const std::string& user, const std::string& device) const;
  // As after a restart without state: the apps that exist from the start, no accounts. The settings stay.
  void forget_everything();
  [[nodiscard]] const std::map<std::uint32_t, App>& apps() const { return apps_; }
  [[nodiscard]] bool knows_app(std::uint32_t app) const { return apps_.contains(app); }
  // Comes into being when it is not known. The app must be.
  Account& account(std::uint32_t app, const std::string& user);
  [[nodiscard]] Account* find_account(std::uint32_t app, const std::string& user);

  // {"accounts", "messages", "messageBytes", "dropped", "watched"}: what is kept for clients, in sum.
  [[nodiscard]] Json kept() const;

  [[nodiscard]] Json export_state() const;
  [[nodiscard]] std::optional<Problem> import_state(const Json& state);
  // As status.get tells it.
  [[nodiscard]] static Json status_json(const Account& account);

 private:
  struct Call {  // one request on its way
    ConnectionId connection;
    Client& client;
    const Json& request;
    const Now& now;
    Effects& effects;
  };
  enum class Watch : std::uint8_t { status, profile };
  using Handler = Json (Service::*)(Call&);
  struct Rule {
    Handler handler;
    bool needs_user;
  };
  static const std::map<wire::Command, Rule>& rules();

  Json hello(ConnectionId connection, const Json& request, const Now& now, Effects& effects);
  Json login(Call& call);
  Json resume(Call& call);
  Json logout(Call& call);
  Json sync(Call& call);
  Json send(Call& call);
  Json profile_get(Call& call);
  Json profile_set(Call& call);
  Json profile_subscribe(Call& call);
  Json profile_unsubscribe(Call& call);
  Json status_get(Call& call);
  Json status_set(Call& call);
  Json status_subscribe(Call& call);
  Json status_unsubscribe(Call& call);

  [[nodiscard]] std::optional<Json> refuse_login(Call& call, const std::string& user);
  struct Ticket {  // one that is good
    std::int64_t expires = 0;
    TicketMark mark = 0;
  };
  [[nodiscard]] std::optional<Json> refuse_ticket(Call& call, const std::string& user, Ticket& ticket);
  [[nodiscard]] bool told_of_kick(Account& account, const std::string& device);
  [[nodiscard]] Json refuse_token(Call& call);
  Json register_device(Call& call, Account& account, std::int64_t expires, const std::string& token);
  [[nodiscard]] std::optional<Json> refuse_stranger(const App& app, const std::string& user) const;
  void make_room_for_device(Account& account, const std::string& device) const;
  [[nodiscard]] SoftwarePtr software(std::string version, std::string platform);
  [[nodiscard]] std::vector<Device*> conflicting(Account& account, const Device& winner) const;
  void throw_out(App& app, Account& account, Device& device, std::string_view reason, Effects& effects);
  static void drop_token(Device& device);
  static void remember_kicked(Account& owner, std::string token);
  void supersede(Call& call, Account& owner, Device& device, const std::string& token);
  [[nodiscard]] bool still_expires(const ExpiryQueue::Entry& entry) const;
  void expect_expiry(ConnectionId connection, std::int64_t expires);
  void release(ConnectionId connection);  // the connection has no user any more
  void forget_refusals(App& app, const Now& now) const;
  void forget_subscriptions(App& app, const Account& account, Effects& effects) const;
  void announce(App& app, Account& account, const Json& status, bool own_devices, Effects& effects);
  void status_may_have_changed(App& app, Account& account, int before, const Now& now, Effects& effects);
  [[nodiscard]] static int status_of(const Account& account);
  void change_watched(Call& call, Watch list, const Subscriptions::Changes& changes) const {
    tell_watched(apps_.at(call.client.app), list, changes, call.effects);
  }
  void unwatch(Call& call, Watch list, const std::vector<std::string>& ids);
  [[nodiscard]] static std::string_view name_of(Watch list);
  [[nodiscard]] static Subscriptions& subscriptions(App& app, Watch list);
  void tell_watched(const App& app, Watch list, const Subscriptions::Changes& changes, Effects& effects) const;
  [[nodiscard]] bool watched_elsewhere(const App& app, Watch list, const std::string& user) const;
  void tell_watching_shards(const App& app, Watch list, const std::string& user, const Json& object,
                            Effects& effects) const;
  void tell_watchers(App& app, Watch list, const Json& object, Effects& effects);
  // Asks for the users of other shards, and answers who is left.
  [[nodiscard]] std::vector<std::string> ask_others(const App& app, Watch list, const std::vector<std::string>& users,
                                                    Effects& effects) const;
  [[nodiscard]] static Json found_of(const App& app, Watch list, const std::vector<std::string>& users);
  void give(App& app, Account& receiver, const Json& message, bool online_only, const Now& now, Effects& effects);
  [[nodiscard]] std::optional<Json> refuse_status(Call& call, Account& account, bool others);
  void note_dropped(const Now& now, Effects& effects);
  std::int64_t deliver(App& app, Account& account, const Json& message, ConnectionId except, const Now& now,
                       Effects& effects);
  Json post(App& app, Account& sender, const std::string& to, Json message, bool online_only, ConnectionId from,
            const Now& now, Effects& effects);
  void remember_sent(Account& sender, const std::string& id, Sent sent);
  std::optional<Json> change_profile(App& app, Account& account, const Json& changes, Effects& effects);

  runtime::Random random_;
  runtime::Secrets secrets_;
  usersig::Verifier verifier_;
  JsonReader reader_;  // of what lies in inboxes
  std::map<std::uint32_t, App> apps_;
  std::map<ConnectionId, Client> clients_;
  Inboxes inboxes_;
  // The shards that watch a user of this one. It is a part of their memory, so it outlives this one's.
  std::map<std::tuple<std::uint32_t, Watch, std::string>, std::set<int>> interest_;
  ExpiryQueue expiries_;  // of the clients that have a user
  std::map<std::pair<std::string, std::string>, SoftwarePtr> software_;
  std::optional<runtime::Instant> dropped_told_at_;
  std::uint64_t logins_ = 0;
  std::uint64_t messages_ = 0;
};

// {"code": 0}, and errors with a text for people.
[[nodiscard]] Json ok();
[[nodiscard]] Json error(int code, std::string_view text);
// Members of a request, or the other value when it is missing or of another kind.
[[nodiscard]] std::string text_at(const Json& object, const char* key);
[[nodiscard]] std::int64_t int_at(const Json& object, const char* key, std::int64_t otherwise);
[[nodiscard]] bool flag_at(const Json& object, const char* key);
// Why a profile cannot have this.
[[nodiscard]] std::optional<Json> refuse_profile_field(const std::string& name, const Json& value);
// Of its member "users": each once, in the order of the request (spec login 15.26). What is no id names nobody.
[[nodiscard]] std::vector<std::string> ids_in(const Json& request);

}  // namespace chatproof::mockserver
