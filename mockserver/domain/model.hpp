// What the service knows: apps, accounts, their devices, tokens and inboxes, and who is connected.
#pragma once

#include <boost/container/deque.hpp>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "mockserver/domain/decree.hpp"
#include "mockserver/domain/subscriptions.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::mockserver {

using Json = nlohmann::json;
using ConnectionId = std::uint64_t;

// The server's two clocks: `steady` for spans, `unix` for tickets and timestamps; a fault may shift the second.
struct Now {
  runtime::Instant steady;
  std::int64_t unix_s = 0;
  std::int64_t unix_ms = 0;
};

// What the world has to do after a call to the service, in this order.
struct Push {
  ConnectionId to;
  wire::Command command;
  Json payload;
};
struct Close {
  ConnectionId connection;
  std::string_view how;
};
struct Note {  // for logs and histories
  std::string kind, user, device;
  ConnectionId connection;
  std::uint32_t app;
  Json detail;
};
struct Tell {  // another shard
  int shard;
  Json message;
};
struct Ask {  // another shard, whose answer completes the reply
  int shard;
  Json question;
};
using Effect = std::variant<Push, Close, Note, Tell, Ask>;
using Effects = std::vector<Effect>;

// What many clients have in common, kept once.
struct Software {
  std::string version, platform;
};
using SoftwarePtr = std::shared_ptr<const Software>;
[[nodiscard]] const SoftwarePtr& no_software();  // nobody has said

struct Device {
  std::string id;
  SoftwarePtr software = no_software();
  ConnectionId connection = 0;     // 0: away
  std::uint64_t login_number = 0;  // later logins have higher ones
  std::string token;               // empty: not registered
  std::int64_t token_expires = 0;  // seconds since 1970
  TicketMark ticket = 0;           // of the latest login
  bool token_expired = false;      // by decree
  bool kicked_while_away = false;
  std::optional<std::int64_t> start_at;  // begins after this place; nothing: it has named one of its own since
  // Online, or able to come back with its token. One whose tickets were revoked is online without a token.
  [[nodiscard]] bool registered() const { return connection != 0 || !token.empty(); }
  [[nodiscard]] const std::string& platform() const { return software->platform; }
};

// What was answered to a message, for its repetitions.
struct Sent {
  Json reply;
  std::uint64_t digest = 0;  // of what the message said and to whom; 0: not known
};

// A message as it lies in an inbox: as text, which takes what was sent and not thirty times that.
struct KeptMessage {
  std::int64_t timestamp = 0;
  std::string text;
  [[nodiscard]] std::size_t bytes() const { return sizeof(KeptMessage) + text.size(); }
};

inline constexpr std::size_t kicked_tokens_max = 16;  // of one account; the oldest are forgotten, and are unknown then

// What most accounts of a large crowd never get: messages, decrees, a status.
struct Belongings {
  std::string custom_status;
  std::optional<Decree> revoked;               // tickets that it covers are refused
  std::optional<Decree> expired;               // the same, as expired
  std::vector<TicketMark> former_tickets;      // seen, and no device's latest one; the oldest first
  boost::container::deque<KeptMessage> inbox;  // place 1 is the first; std::deque takes 600 bytes while it is empty
  std::size_t inbox_bytes = 0;
  std::int64_t first_place = 1;      // of inbox.front(): older ones are gone
  std::int64_t delivered = 0;        // highest place that any device has been given
  std::map<std::string, Sent> sent;  // own messages by id, the latest ones
  std::list<std::string> sent_order;
  std::vector<std::string> kicked_tokens;    // of devices that are to hear of it when they come back with them
  std::list<runtime::Instant> status_calls;  // the latest ones, for the limit of the rate

  [[nodiscard]] std::int64_t last_place() const { return first_place + static_cast<std::int64_t>(inbox.size()) - 1; }
};

// A thousand idle users of a load test should fit into a megabyte: no member more than needed.
struct Account {
  std::string id;
  Json changed_profile;    // null: none but the user ID
  bool logged_out = true;  // never logged in, or by Logout: status 3 instead of 2
  bool banned = false;
  std::optional<std::int64_t> away_since;  // seconds since 1970; nothing: online, or never seen
  std::vector<Device> devices;             // by device id

  [[nodiscard]] const Belongings& kept() const;
  [[nodiscard]] Belongings& keep() {
    return belongings_ ? *belongings_ : *(belongings_ = std::make_unique<Belongings>());
  }
  [[nodiscard]] Json profile() const;
  [[nodiscard]] Device* find_device(std::string_view device_id);  // null: it has none
  Device& device(const std::string& device_id);                   // comes into being when it is not known
  [[nodiscard]] Decree decree(std::int64_t second) const;         // on all tickets that were seen so far
  void remember_ticket(TicketMark mark);                          // that no device uses any more, or has used yet

 private:
  std::unique_ptr<Belongings> belongings_;
};

struct App {
  std::uint32_t id = 0;
  std::string key;
  std::map<std::string, Account> accounts;
  Subscriptions status, profiles;
  // How often each user, who need not have an account, was refused lately; and each refusal, the oldest first.
  std::map<std::string, int> refused_logins;
  std::deque<std::pair<runtime::Instant, std::string>> refusals;
};

// A connection after hello.
struct Client {
  std::uint32_t app = 0;
  int wrong_tokens = 0;
  SoftwarePtr software;
  std::string device;
  std::string user;          // empty: nobody is registered
  std::int64_t expires = 0;  // of the user's token
};

}  // namespace chatproof::mockserver
