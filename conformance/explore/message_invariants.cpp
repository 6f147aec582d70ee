// Messages: none lost, none doubled, in order, and for nobody else.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/explore/facts.hpp"
#include "conformance/explore/invariants.hpp"

namespace chatproof::explore {
namespace {

// A message that the server has accepted.
struct Accepted {
  std::string id, from, to, device;  // the device that sent it; empty: an operator
  bool online_only = false;
  std::uint32_t event = 0;
};

std::string text_of(const nlohmann::json& value) { return value.is_string() ? value.get<std::string>() : ""; }

std::vector<Accepted> accepted(const History& history) {
  std::map<std::uint64_t, std::string> devices;  // of connections
  std::vector<Accepted> out;
  for (const Event& event : history) {
    if (event.channel != Channel::server) continue;
    const std::uint64_t connection = event.payload.value("connection", std::uint64_t{0});
    if (event.name == "hello") devices[connection] = event.payload.value("device", std::string());
    if (event.name != "message") continue;
    Accepted message;
    message.id = text_of(detail_of(event, "msgID"));
    message.from = event.payload.value("user", std::string());
    message.to = text_of(detail_of(event, "to"));
    message.online_only = detail_of(event, "onlineOnly") == true;
    message.event = event.id;
    if (connection != 0) message.device = devices[connection];
    out.push_back(std::move(message));
  }
  return out;
}

// What a server that lost its state, or a week of silence, does to messages is no fault of the client.
bool server_forgot(const History& history) {
  constexpr auto kept = std::chrono::hours(24 * 7);
  if (!history.empty() && history.back().at.time_since_epoch() >= kept) return true;
  return std::any_of(history.begin(), history.end(), [](const Event& event) {
    if (event.channel != Channel::network) return false;
    return event.name == "state.import" || (event.name == "restart" && event.payload.value("state", "") == "lose");
  });
}

struct Received {
  std::string id, user;  // user: who is logged in there
  std::uint32_t event = 0;
  bool kept = true;  // false: the store could not be written then
  int logins = 0;    // of the actor until then
};

// Whose stores cannot be written, and how often everybody has logged in.
struct Stores {
  std::set<std::string> broken;  // actors
  std::map<std::string, int> logins;

  void see(const Event& event) {
    if (is(event, Channel::step, "healed")) broken.clear();
    if (is(event, Channel::call, "login")) ++logins[event.actor];
    if (event.channel != Channel::network) return;
    if (event.name == "store.full" || event.name == "store.readOnly") broken.insert(event.actor);
    if (event.name == "store.heal") broken.erase(event.actor);
  }
};

// By actor; everybody has an entry but those who play with listeners, and hear differently.
std::map<std::string, std::vector<Received>> received(const History& history) {
  std::set<std::string> odd;
  std::map<std::string, std::vector<Received>> out;
  std::map<std::string, std::string> devices, users;  // of actors; of devices
  Stores stores;
  for (const FinalState& state : final_states(history)) {
    out[state.actor];
    devices[state.actor] = state.device;
  }
  for (const Event& event : history) {
    stores.see(event);
    if (is(event, Channel::server, "login")) users[event.payload.value("device", "")] = event.payload.value("user", "");
    if (event.channel == Channel::call &&
        (event.name == "addAdvancedMsgListener" || event.name == "removeAdvancedMsgListener"))
      odd.insert(event.actor);
    if (!is(event, Channel::callback, "onRecvNewMessage")) continue;
    const auto& args = event.payload["args"];
    if (!args.contains("message")) continue;
    const auto device = devices.find(event.actor);
    out[event.actor].push_back({args["message"].value("msgID", std::string()),
                                users[device == devices.end() ? event.actor : device->second], event.id,
                                !stores.broken.contains(event.actor), stores.logins[event.actor]});
  }
  for (const std::string& actor : odd) out.erase(actor);
  return out;
}

// What could not be kept may come again, with the next login.
bool may_come_again(const Received& earlier, const Received& later) {
  return !earlier.kept && later.logins > earlier.logins;
}

std::vector<Finding> none_doubled(const History& history) {
  std::vector<Finding> out;
  for (const auto& [actor, messages] : received(history)) {
    std::map<std::pair<std::string, std::string>, Received> seen;  // two users of one device may both get it
    for (const Received& message : messages) {
      const auto [earlier, first] = seen.try_emplace({message.user, message.id}, message);
      if (first) continue;
      if (!may_come_again(earlier->second, message))
        out.push_back(
            violation("a device gets a message once", actor + " got " + message.id + " again", message.event));
      earlier->second = message;
    }
  }
  return out;
}

std::vector<Finding> accepted_once(const History& history) {
  std::vector<Finding> out;
  std::set<std::string> seen;
  for (const Accepted& message : accepted(history))
    if (!seen.insert(message.id).second)
      out.push_back(
          violation("a message sent once is accepted once", "the server took " + message.id + " again", message.event));
  return out;
}

// Success means that the server has it.
std::vector<Finding> sent_is_accepted(const History& history) {
  if (server_forgot(history)) return {};
  std::set<std::string> there;
  for (const Accepted& message : accepted(history)) there.insert(message.id);
  std::vector<Finding> out;
  for (const Event& event : history) {
    const bool sends =
        event.name == "sendMessage" || event.name == "sendC2CTextMessage" || event.name == "sendC2CCustomMessage";
    if (event.channel != Channel::result || !sends || !event.payload.contains("ok")) continue;
    const std::string id = event.payload.value("value", nlohmann::json::object()).value("msgID", std::string());
    if (!there.contains(id))
      out.push_back(violation("a message that was sent is with the server",
                              event.actor + " was told that " + id + " was sent", event.id));
  }
  return out;
}

// The login from which on a device gets everything of its user: the first one, or a later one that came as from a new
// device, because a broken store could not keep its place.
std::uint32_t first_login(const History& history, const FinalState& state) {
  std::uint32_t first = 0;
  bool broken = false;
  for (const Event& event : history) {
    broken = broken || (event.actor == state.actor && event.channel == Channel::network &&
                        (event.name == "store.full" || event.name == "store.readOnly"));
    if (broken && event.actor == state.device && is(event, Channel::wire, "login")) {
      const auto& payload = detail_of(event, "payload");
      if (payload.value("userID", "") == state.user && payload.value("cursor", 0) < 0) first = 0;
    }
    const bool registers = is(event, Channel::server, "login") && event.payload.value("device", "") == state.device &&
                           event.payload.value("user", "") == state.user;
    if (registers && first == 0) first = event.id;
  }
  return first;
}

// Every device that is logged in in the end has every message to or from its user since its first login as that user.
std::vector<Finding> none_lost(const History& history) {
  if (server_forgot(history)) return {};
  const auto messages = accepted(history);
  const auto inboxes = received(history);
  std::vector<Finding> out;
  for (const FinalState& state : final_states(history)) {
    const auto inbox = inboxes.find(state.actor);
    if (!state.initialised || state.status != 1 || inbox == inboxes.end()) continue;
    const std::uint32_t first = first_login(history, state);
    if (first == 0) continue;
    for (const Accepted& message : messages) {
      const bool mine = message.from == state.user || message.to == state.user;
      if (!mine || message.online_only || message.device == state.device || message.event < first) continue;
      const auto has_it = [&](const Received& one) { return one.id == message.id; };
      if (std::none_of(inbox->second.begin(), inbox->second.end(), has_it))
        out.push_back(violation("a device that is logged in gets every message of its user",
                                state.actor + " never got " + message.id, message.event));
    }
  }
  return out;
}

// A device hears what the server keeps in the order in which the server took it.
std::vector<Finding> in_order(const History& history) {
  std::map<std::string, std::uint32_t> place;
  for (const Accepted& message : accepted(history))
    if (!message.online_only) place.try_emplace(message.id, message.event);
  std::vector<Finding> out;
  for (const auto& [actor, messages] : received(history)) {
    std::map<std::string, std::uint32_t> places;  // of users
    std::set<std::pair<std::string, std::string>> seen;
    for (const Received& message : messages) {
      if (!seen.emplace(message.user, message.id).second) continue;  // noMessageDoubled judges it
      std::uint32_t& latest = places[message.user];
      const auto found = place.find(message.id);
      if (found == place.end()) continue;
      if (found->second < latest)
        out.push_back(violation("messages come in the order in which the server took them",
                                actor + " got " + message.id + " after a later one", message.event));
      latest = std::max(latest, found->second);
    }
  }
  return out;
}

// What a device gets exists, and belongs to the user who is logged in there.
std::vector<Finding> for_nobody_else(const History& history) {
  std::map<std::string, const Accepted*> known;
  const auto messages = accepted(history);
  for (const Accepted& message : messages) known[message.id] = &message;
  std::vector<Finding> out;
  for (const auto& [actor, inbox] : received(history)) {
    for (const Received& message : inbox) {
      const auto found = known.find(message.id);
      if (found != known.end() && (found->second->from == message.user || found->second->to == message.user)) continue;
      out.push_back(violation("a device gets the messages of its user only",
                              actor + ", where " + message.user + " is logged in, got " + message.id, message.event));
    }
  }
  return out;
}

}  // namespace

const std::vector<Invariant>& message_invariants() {
  static const std::vector<Invariant> table = {
      {"noMessageDoubled", "A device gets a message once", none_doubled},
      {"acceptedOnce", "A message sent once is accepted once", accepted_once},
      {"sentIsAccepted", "A message that was sent with success is with the server", sent_is_accepted},
      {"noMessageLost", "A device that is logged in in the end has every message of its user since its first login",
       none_lost},
      {"messagesInOrder", "Messages come in the order in which the server took them", in_order},
      {"forNobodyElse", "A device gets the messages of its user only", for_nobody_else},
  };
  return table;
}

}  // namespace chatproof::explore
