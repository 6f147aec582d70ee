// Messages to one user: inboxes, offline delivery, exactly once.
#include <algorithm>

#include "mockserver/domain/ids.hpp"
#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;

constexpr std::size_t body_max = 12 * 1024;         // spec messages MSG-47
constexpr std::size_t page_bytes_max = 768 * 1024;  // a reply has to fit into a frame
constexpr std::int64_t page_max = 100;
constexpr runtime::Duration dropped_told_every = std::chrono::seconds(10);

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

std::optional<Json> refuse_size(const Json& message) {
  if (body_size(message["elements"]) > body_max / 3 * 4 + 64) return error(80002, "the message is larger than 12 KB");
  if (size_bound(message) > message_max && as_text(message).size() > message_max)
    return error(80002, "the message is larger than 64 KB as a whole");
  return std::nullopt;
}

// With its place, and without another copy of it.
std::string kept_text(const Json& message, std::int64_t place) {
  std::string text = as_text(message);
  text.insert(1, "\"cursor\":" + std::to_string(place) + ",");
  return text;
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

// What makes two messages the same one for their receiver. Never 0, and no more than JSON carries exactly.
std::uint64_t digest_of(const Json& message, const std::string& to, bool online_only) {
  std::uint64_t digest = std::hash<std::string>{}(to) + (online_only ? 1 : 0);
  for (const char* key : {"elements", "cloudCustomData"})
    if (const auto part = message.find(key); part != message.end())
      digest = digest * 0x100000001b3ULL + std::hash<Json>{}(*part);
  return (digest >> 11) | 1;
}

}  // namespace

Json Service::send(Call& call) {
  App& app = apps_[call.client.app];
  Account& sender = account(call.client.app, call.client.user);
  const std::string to = text_at(call.request, "to");
  const auto given = call.request.find("message");
  if (!is_user_id(to)) return error(20003, "a message needs a receiver, 1 to 32 bytes of printable ASCII");
  if (given == call.request.end() || !given->is_object() || !given->contains("elements") ||
      !(*given)["elements"].is_array())
    return error(20003, "a message needs elements");
  Json message = *given;
  if (settings.unknown_receiver_is_error && !app.accounts.contains(to)) return error(20003, "no such receiver");
  if (auto refused = place.holds(to) ? refuse_stranger(app, to) : std::nullopt) return *refused;
  if (const auto refused = refuse_size(message)) return *refused;
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
  while (kept.sent_order.size() > static_cast<std::size_t>(settings.remembered_sends)) {
    kept.sent.erase(kept.sent_order.front());
    kept.sent_order.pop_front();
  }
}

Json Service::post(App& app, Account& sender, const std::string& to, Json message, bool online_only, ConnectionId from,
                   const Now& now, Effects& effects) {
  message["from"] = sender.id;
  message["to"] = to;
  message.erase("cursor");  // is the server's to tell
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
  const std::uint64_t dropped = inboxes_.dropped();
  const std::int64_t at = own.last_place() + 1;
  inboxes_.add(own, {int_at(message, "timestamp", 0), kept_text(message, at)}, settings, now.unix_s);
  if (dropped != inboxes_.dropped()) note_dropped(now, effects);
  for (const Device& device : owner.devices) {
    if (device.connection == 0) continue;
    own.delivered = at;
    if (device.connection != except)
      effects.push_back(Push{device.connection, Command::message, message_push(message, at)});
  }
  return at;
}

// At most now and then, however much is dropped.
void Service::note_dropped(const Now& now, Effects& effects) {
  if (dropped_told_at_ && now.steady - *dropped_told_at_ < dropped_told_every) return;
  dropped_told_at_ = now.steady;
  effects.push_back(Note{"dropped", {}, {}, 0, 0, {{"messages", inboxes_.dropped()}}});
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
    const std::string& message = kept.inbox[static_cast<std::size_t>(at - kept.first_place)].text;
    bytes += message.size();
    if (bytes > page_bytes_max && !messages.empty()) break;
    messages.push_back(reader_.read(message).value_or(Json::object()));
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
  Json message = {{"elements", elements}, {"clientTime", now.unix_s}};
  if (const auto refused = refuse_size(message)) return *refused;
  Account& sender = account(app_id, from);
  do message["random"] = random_.below(0xffffffff);
  while (sender.kept().sent.contains(message_id(sender, message)));
  const std::string id = message_id(sender, message);
  const std::uint64_t digest = digest_of(message, to, false);
  Json reply = post(apps_[app_id], sender, to, std::move(message), false, 0, now, effects);
  remember_sent(sender, id, {reply, digest});
  return reply;
}

}  // namespace chatproof::mockserver
