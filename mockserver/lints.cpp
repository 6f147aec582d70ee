#include "mockserver/lints.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "mockserver/domain/service.hpp"
#include "sdk/usersig/codec.hpp"
#include "sdk/usersig/secrets.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;
using runtime::Duration;
using runtime::Instant;

constexpr std::size_t searched_max = 64 * 1024;  // of one text
constexpr std::size_t commands_max = 64;         // of one device

template <class T>
T member(const ServerEvent& event, const char* key, T otherwise) {
  if (event.detail == nullptr || !event.detail->is_object()) return otherwise;
  return event.detail->value(key, otherwise);
}

bool means_expired(int code) {
  return code == wire::code::ERR_SVR_ACCOUNT_USERSIG_EXPIRED || code == wire::code::ERR_USER_SIG_EXPIRED ||
         code == wire::code::ERR_SVR_ACCOUNT_INVALID_USERSIG;
}

// Forgets what is older than the span, keeps the new one: how many there are now.
int count_within(std::vector<Instant>& times, Instant now, Duration span) {
  times.push_back(now);
  std::erase_if(times, [&](Instant at) { return at + span < now; });
  return static_cast<int>(times.size());
}

std::int64_t ms(Duration span) { return std::chrono::floor<std::chrono::milliseconds>(span).count(); }

bool holds_ticket(const json& value) {
  if (value.is_string()) return mockserver::holds_ticket(value.get_ref<const std::string&>());
  return value.is_structured() &&
         std::any_of(value.begin(), value.end(), [](const json& one) { return holds_ticket(one); });
}

}  // namespace

bool holds_ticket(std::string_view text) {
  if (!usersig::ticket_in(text.substr(0, searched_max)).empty()) return true;
  std::string bytes;
  return text.size() <= searched_max && usersig::base64_decode(text, usersig::Alphabet::standard, bytes) &&
         !usersig::ticket_in(bytes).empty();
}

const std::vector<LintInfo>& lint_table() {
  static const std::vector<LintInfo> table = {
      {"expiredTicketLoop", "an expired ticket is presented at most twice, then a new one is made",
       "each attempt is refused, and the service blocks who is refused too often"},
      {"reconnectWithoutBackoff", "at most 4 connections in 3 s of a device whose connections are lost",
       "a server that comes back is overrun by those who do not wait"},
      {"heartbeatTooOften", "at most 3 heartbeats in 5 s on a connection", "it costs battery and traffic"},
      {"heartbeatMissing", "a sign of life every 120 s; 180 s without one are too long",
       "routers forget the connection, and the server takes the device for offline"},
      {"loginAfterKick", "who was kicked waits for its user before it logs in again",
       "two devices that log in by themselves kick each other for ever"},
      {"requestRepeated", "a refused request is not repeated unchanged: at most 3 times in 5 s",
       "the answer does not change by asking again"},
      {"ticketInClear", "a ticket is in a login and nowhere else", "who reads the message can log in as its owner"},
  };
  return table;
}

std::string_view expected_by(std::string_view lint) {
  for (const LintInfo& info : lint_table())
    if (info.name == lint) return info.expected;
  return {};
}

void Lints::tell(const ServerEvent& about, std::string_view lint, json seen) {
  seen["lint"] = lint;
  ServerEvent event = about;
  event.kind = "lint";
  event.detail = &seen;
  sink_(event);
}

void Lints::operator()(const ServerEvent& event) {
  sink_(event);
  if (event.kind == "connect" && links_.size() < watched_max) links_[event.connection].heard = event.at;
  if (const auto link = links_.find(event.connection); link != links_.end()) heard(event, link->second);
  if (event.device.empty() || (devices_.size() >= watched_max && !devices_.contains(event.device))) return;
  DeviceWatch& device = devices_[event.device];
  if (event.kind == "hello") connected(event, device);
  if (event.kind == "request") request(event, device);
  if (event.kind == "reply") reply(event, device);
  if (event.kind == "push" && member(event, "command", std::string()) == "kicked") {
    device.kicked = true;
    device.kicked_at = event.at;
  }
  if (event.kind == "login") device.kicked = false;
  if (event.kind == "disconnect") {
    device.left_in_order = member(event, "how", std::string()) == "closed";
    if (!device.left_in_order) device.kicked = false;  // perhaps it never heard of it
  }
}

// --- connections and heartbeats

void Lints::heard(const ServerEvent& event, LinkWatch& link) {
  if (event.kind == "disconnect") {
    links_.erase(event.connection);
    return;
  }
  if (event.kind != "ping" && event.kind != "request") return;
  const Duration silence = event.at - std::exchange(link.heard, event.at);
  if (silence > silence_max) tell(event, "heartbeatMissing", {{"silentMs", ms(silence)}});
  if (event.kind == "ping") heartbeat(event, link);
}

void Lints::heartbeat(const ServerEvent& event, LinkWatch& link) {
  const int times = count_within(link.heartbeats, event.at, quick_heartbeats_span);
  if (times <= quick_heartbeats_max) return;
  tell(event, "heartbeatTooOften", {{"times", times}, {"withinMs", ms(event.at - link.heartbeats.front())}});
  link.heartbeats.clear();
}

void Lints::connected(const ServerEvent& event, DeviceWatch& device) {
  if (std::exchange(device.left_in_order, true)) device.connections.clear();
  const int times = count_within(device.connections, event.at, quick_connections_span);
  if (times <= quick_connections_max) return;
  tell(event, "reconnectWithoutBackoff",
       {{"connections", times}, {"withinMs", ms(event.at - device.connections.front())}});
  device.connections.clear();
}

// --- requests

void Lints::request(const ServerEvent& event, DeviceWatch& device) {
  const auto command = member(event, "command", std::string());
  if (event.detail == nullptr || !event.detail->contains("payload")) return;
  const json& payload = (*event.detail)["payload"];
  if (device.asked.size() < commands_max || device.asked.contains(command))
    device.asked[command] = std::hash<std::string>{}(as_text(payload));
  if (command == "login" || command == "resume") return registers(event, device, command);
  if (holds_ticket(payload)) tell(event, "ticketInClear", {{"command", command}});
}

void Lints::registers(const ServerEvent& event, DeviceWatch& device, std::string_view command) {
  const std::string ticket = text_at((*event.detail)["payload"], "userSig");
  const bool at_once = device.kicked && event.at - device.kicked_at <= relogin_span;
  if (device.kicked && command == "resume") {
    tell(event, "loginAfterKick", {{"command", command}, {"afterMs", ms(event.at - device.kicked_at)}});
  } else if (at_once && ticket == device.ticket) {
    // Once may be a quick user.
    if (device.relogged && event.at - device.relogin_at <= relogins_span)
      tell(event, "loginAfterKick", {{"command", command}, {"afterMs", ms(event.at - device.kicked_at)}});
    device.relogged = true;
    device.relogin_at = event.at;
  }
  device.kicked = false;
  if (command == "login") device.ticket = ticket;
}

void Lints::reply(const ServerEvent& event, DeviceWatch& device) {
  const auto command = member(event, "command", std::string());
  const int code = member(event, "code", 0);
  if (command == "login") {
    if (!means_expired(code)) return;
    if (device.expired_ticket != device.ticket) device.expired_logins = 0;
    device.expired_ticket = device.ticket;
    if (++device.expired_logins > expired_logins_max)
      tell(event, "expiredTicketLoop", {{"times", device.expired_logins}, {"code", code}});
    return;
  }
  const auto asked = device.asked.find(command);
  if (asked == device.asked.end() || command == "resume" || command == "hello") return;
  Refusals& refusals = device.refusals[command];
  const bool same = code != 0 && refusals.code == code && refusals.request == asked->second &&
                    event.at - refusals.first <= repeated_refusals_span;
  if (!same) refusals = {asked->second, code, 0, event.at};
  if (code == 0 || ++refusals.times <= repeated_refusals_max) return;
  tell(event, "requestRepeated", {{"command", command}, {"code", code}, {"times", refusals.times}});
  refusals.times = 0;
}

}  // namespace chatproof::mockserver
