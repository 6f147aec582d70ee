// Messages to one user: inboxes, offline delivery, exactly once.
#include <algorithm>

#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;

constexpr std::size_t body_max = 12 * 1024;         // spec messages MSG-47
constexpr std::size_t message_max = 64 * 1024;      // bytes of JSON, members that nobody knows included
constexpr std::size_t page_bytes_max = 768 * 1024;  // a reply has to fit into a frame
constexpr std::size_t remembered_sends_max = 1000;  // of one account, for repetitions however late
constexpr std::ptrdiff_t inbox_max = 100'000;       // messages kept for one account; the oldest go first
constexpr std::int64_t page_max = 100;

std::size_t body_size(const Json& elements) {
  std::size_t size = 0;
  for (const Json& element : elements)
    for (const char* key : {"text", "data", "desc", "ext"}) size += text_at(element, key).size();
  return size;
}

// No less than dump() would make of it, without making it.
std::size_t size_bound(const Json& value) {
  constexpr std::size_t escaped_max = 6, scalar_max = 26;
  if (value.is_string()) return escaped_max * value.get_ref<const std::string&>().size() + 2;
  if (!value.is_structured()) return scalar_max;
  std::size_t size = 2;
  for (const auto& member : value.items())
    size += size_bound(member.value()) + (value.is_object() ? escaped_max * member.key().size() + 4 : 1);
  return size;
}

// Initializer lists would copy the message once more.
Json message_push(Json message, std::int64_t cursor) {
  Json payload = Json::object();
  payload["message"] = std::move(message);
  payload["cursor"] = cursor;
  return payload;
}

// Sender, time and number name a message (sdk/wire/README.md section 3), so nobody can take the name of another's.
std::string message_id(const Account& sender, const Json& message) {
  return sender.id + "-" + std::to_string(int_at(message, "clientTime", 0)) + "-" +
         std::to_string(int_at(message, "random", 0));
}

// What makes two messages the same one for their receiver. Never 0.
std::uint64_t digest_of(const Json& message, const std::string& to, bool online_only) {
  std::uint64_t digest = std::hash<std::string>{}(to) + (online_only ? 1 : 0);
  for (const char* key : {"elements", "cloudCustomData"})
    if (const auto part = message.find(key); part != message.end())
      digest = digest * 0x100000001b3ULL + std::hash<Json>{}(*part);
  return digest | 1;
}

}  // namespace

Json Service::send(Call& call) {
  App& app = apps_[call.client.app];
  Account& sender = account(call.client.app, call.client.user);
  const std::string to = text_at(call.request, "to");
  const auto given = call.request.find("message");
  if (to.empty() || given == call.request.end() || !given->is_object() || !given->contains("elements") ||
      !(*given)["elements"].is_array())
    return error(20003, "a message needs a receiver and elements");
  Json message = *given;
  if (settings.unknown_receiver_is_error && !app.accounts.contains(to)) return error(20003, "no such receiver");
  if (body_size(message["elements"]) > body_max / 3 * 4 + 64) return error(80002, "the message is larger than 12 KB");
  if (size_bound(message) > message_max && message.dump().size() > message_max)
    return error(80002, "the message is larger than 64 KB as a whole");
  const std::string id = message_id(sender, message);
  if (const std::string claimed = text_at(message, "msgID"); !claimed.empty() && claimed != id)
    return error(20001, "the msgID must be the sender, clientTime and random");
  const bool online_only = flag_at(call.request, "onlineOnly");
  const std::uint64_t digest = digest_of(message, to, online_only);
  // A repeated message, because the reply was lost, gets the same answer again.
  const auto& known = sender.kept().sent;
  if (const auto before = known.find(id); before != known.end()) {
    if (before->second.digest == digest || before->second.digest == 0) return before->second.reply;
    return error(20001, "another message of this sender has the same msgID");
  }
  Json reply = post(app, sender, to, std::move(message), online_only, call.connection, call.now, call.effects);
  remember_sent(sender, id, {reply, digest});
  return reply;
}

void Service::remember_sent(Account& sender, const std::string& id, Sent sent) {
  Belongings& kept = sender.keep();
  kept.sent.emplace(id, std::move(sent));
  kept.sent_order.push_back(id);
  if (kept.sent_order.size() > remembered_sends_max) {
    kept.sent.erase(kept.sent_order.front());
    kept.sent_order.pop_front();
  }
}

Json Service::post(App& app, Account& sender, const std::string& to, Json message, bool online_only, ConnectionId from,
                   const Now& now, Effects& effects) {
  message["from"] = sender.id;
  message["to"] = to;
  message["timestamp"] = now.unix_s;
  // Shards do not share numbers.
  const std::uint64_t seq =
      ++messages_ * static_cast<std::uint64_t>(place.count) + static_cast<std::uint64_t>(place.index);
  message["seq"] = seq;
  message["msgID"] = message_id(sender, message);
  Json& profile = message["fromProfile"] = Json::object();
  for (const char* key : {"nickName", "faceURL"}) profile[key] = text_at(sender.changed_profile, key);
  Json reply = ok();
  reply["msgID"] = message["msgID"];
  reply["seq"] = seq;
  reply["timestamp"] = now.unix_s;
  reply["cursor"] = 0;
  if (somebody_logs)
    effects.push_back(Note{"message",
                           sender.id,
                           {},
                           from,
                           app.id,
                           {{"to", to}, {"msgID", message["msgID"]}, {"onlineOnly", online_only}}});
  if (online_only) message["onlineOnly"] = true;
  if (!place.holds(to)) {
    effects.push_back(
        Tell{shard_of(to, place.count),
             {{"do", "deliver"}, {"app", app.id}, {"to", to}, {"onlineOnly", online_only}, {"message", message}}});
  } else if (online_only || to != sender.id) {
    give(app, account(app.id, to), message, online_only, now, effects);
  }
  if (!online_only) reply["cursor"] = deliver(app, sender, message, from, now, effects);
  return reply;
}

void Service::give(App& app, Account& receiver, const Json& message, bool online_only, const Now& now,
                   Effects& effects) {
  if (!online_only) {
    deliver(app, receiver, message, 0, now, effects);
    return;
  }
  for (const Device& device : receiver.devices)
    if (device.connection != 0) effects.push_back(Push{device.connection, Command::message, message_push(message, 0)});
}

// Gives the message the next place in the inbox and pushes it to every device but the one that it came from.
std::int64_t Service::deliver(App&, Account& owner, const Json& message, ConnectionId except, const Now& now,
                              Effects& effects) {
  Belongings& own = owner.keep();
  const std::int64_t keep_from = now.unix_s - std::int64_t{settings.roaming_days} * 86'400;
  while (!own.inbox.empty() &&
         (std::ssize(own.inbox) >= inbox_max || int_at(own.inbox.front(), "timestamp", 0) < keep_from)) {
    own.inbox.pop_front();
    ++own.first_place;
  }
  own.inbox.push_back(message);
  const std::int64_t at = own.last_place();
  own.inbox.back()["cursor"] = at;
  for (const Device& device : owner.devices) {
    if (device.connection == 0) continue;
    own.delivered = at;
    if (device.connection != except)
      effects.push_back(Push{device.connection, Command::message, message_push(message, at)});
  }
  return at;
}

Json Service::sync(Call& call) {
  Account& owner = account(call.client.app, call.client.user);
  const Belongings& kept = owner.kept();
  std::int64_t cursor = int_at(call.request, "cursor", -1);
  std::optional<std::int64_t>& start = owner.device(call.client.device).start_at;
  if (cursor >= 0) start.reset();
  if (cursor < 0) cursor = start.value_or(kept.delivered);
  // A place that does not exist is one of before the server lost its memory: everything that there is now is new.
  if (cursor > kept.last_place()) cursor = 0;
  const auto limit = std::clamp<std::int64_t>(int_at(call.request, "limit", page_max), 1, page_max);
  Json messages = Json::array();
  std::int64_t at = std::max(cursor + 1, kept.first_place);
  for (std::size_t bytes = 0; at <= kept.last_place() && std::ssize(messages) < limit; ++at) {
    const Json& message = kept.inbox[static_cast<std::size_t>(at - kept.first_place)];
    bytes += message.dump().size();
    if (bytes > page_bytes_max && !messages.empty()) break;
    messages.push_back(message);
  }
  if (at - 1 > kept.delivered) owner.keep().delivered = at - 1;
  Json reply = ok();
  reply["messages"] = std::move(messages);
  reply["cursor"] = std::max(cursor, at - 1);
  reply["complete"] = at > kept.last_place();
  return reply;
}

Json Service::send_as(std::uint32_t app_id, const std::string& from, const std::string& to, const Json& elements,
                      const Now& now, Effects& effects) {
  if (body_size(elements) > body_max / 3 * 4 + 64) return error(80002, "the message is larger than 12 KB");
  Account& sender = account(app_id, from);
  Json message = {{"elements", elements}, {"clientTime", now.unix_s}};
  do message["random"] = random_.below(0xffffffff);
  while (sender.kept().sent.contains(message_id(sender, message)));
  const std::string id = message_id(sender, message);
  const std::uint64_t digest = digest_of(message, to, false);
  Json reply = post(apps_[app_id], sender, to, std::move(message), false, 0, now, effects);
  remember_sent(sender, id, {reply, digest});
  return reply;
}

}  // namespace chatproof::mockserver
