#include "conformance/report/causes.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace chatproof::report {
namespace {

using check::Channel;
using check::Event;
using check::History;
using nlohmann::json;
using Id = std::uint32_t;

// Null when there is none.
const json& member(const json& object, const char* key) {
  static const json nothing;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() ? *found : nothing;
}

std::string text_at(const json& object, const char* key) {
  const json& found = member(object, key);
  return found.is_string() ? found.get<std::string>() : std::string();
}

std::int64_t number_at(const json& object, const char* key) {
  const json& found = member(object, key);
  return found.is_number_integer() ? found.get<std::int64_t>() : 0;
}

const json& detail_of(const Event& event) { return member(event.payload, "detail"); }

bool is_of_device(const std::string& word) {
  return breaking_device_words().contains(word) || word.starts_with("files.") || word.starts_with("log.") ||
         word.starts_with("store.") || word.starts_with("process.");
}

// Calls that never end stay open; the oldest are forgotten.
constexpr std::size_t open_calls_max = 256;

struct OpenCall {
  std::int64_t number = 0;
  std::string method;
  Id call = 0;
  Id last = 0;  // the call, its request, or what came of that
};

struct Device {
  std::string user;
  std::vector<OpenCall> open;
  std::map<std::string, Id> asked;   // command -> the latest call that it was for
  std::map<std::string, Id> pushes;  // command -> the latest one
  Id call = 0, trouble = 0, connecting = 0, hello = 0, reply = 0, push = 0, kick = 0, expiry = 0, refused = 0;
  Id session = 0;  // the call that began or ended the SDK or the login
};

struct Connection {
  std::string device;
  Id connect = 0, trouble = 0, last = 0;
  std::map<std::string, Id> requests;  // command -> its latest request, or the fault that befell it
};

class Finder {
 public:
  Id cause_of(const Event& event) {
    switch (event.channel) {
      case Channel::call:
        return on_call(event);
      case Channel::wire:
        return on_request(event);
      case Channel::result:
        return on_result(event);
      case Channel::callback:
        return on_callback(event);
      case Channel::server:
        return on_server(event);
      case Channel::network:
        return on_network(event);
      case Channel::step:
        return 0;
    }
    return 0;
  }

 private:
  Id on_call(const Event& event) {
    Device& device = devices_[event.actor];
    if (device.open.size() >= open_calls_max) device.open.erase(device.open.begin());
    device.open.push_back({number_at(event.payload, "call"), event.name, event.id, event.id});
    device.call = event.id;
    if (event.name == "initSDK" || event.name == "login") device.session = event.id;
    if (event.name == "unInitSDK" || event.name == "logout") device.session = device.trouble = event.id;
    return 0;
  }

  // The connection's own requests follow from the connection; the others are those of calls, which begin with the
  // command's verb: c2c.send of sendC2CTextMessage, profile.get of getUsersInfo.
  Id on_request(const Event& event) {
    Device& device = devices_[event.actor];
    Connection& connection = connections_[number_at(event.payload, "connection")];
    connection.device = event.actor;
    if (const std::string user = text_at(event.payload, "user"); !user.empty()) device.user = user;
    Id cause = 0;
    if (event.name == "hello") {
      cause = connection.connect;
    } else if (event.name == "resume" || event.name == "ping") {
      cause = device.hello;
    } else if (event.name == "sync") {
      cause = std::max(device.reply, device.push);
    } else {
      const std::string verb = event.name.substr(event.name.rfind('.') + 1);
      OpenCall* call = nullptr;
      for (auto& one : device.open)
        if (one.method.starts_with(verb) && (call == nullptr || call->last != call->call)) call = &one;
      // A request that comes again after its call has ended, as an outbox sends it, is still that call's.
      if (call != nullptr) device.asked[event.name] = call->call;
      const auto asked = device.asked.find(event.name);
      cause = asked != device.asked.end() ? asked->second : device.call;
      if (call != nullptr) call->last = event.id;
    }
    connection.last = connection.requests[event.name] = event.id;
    return cause;
  }

  Id on_result(const Event& event) {
    Device& device = devices_[event.actor];
    const std::int64_t number = number_at(event.payload, "call");
    const auto call =
        std::find_if(device.open.begin(), device.open.end(), [&](const OpenCall& one) { return one.number == number; });
    Id cause = device.call;
    if (call != device.open.end()) {
      cause = call->last;
      // No answer came: what went wrong since the call is why.
      const bool failed = event.payload.is_object() && event.payload.contains("error");
      if (failed && !answers_.contains(cause)) {
        const Id after = std::max(
            {since(call->call, device.trouble), since(call->call, device.kick), since(call->call, device.expiry)});
        const bool was_down = cause == call->call && device.trouble > device.hello;
        cause = after == 0 && was_down ? device.trouble : std::max(cause, after);
      }
      device.open.erase(call);
    }
    return cause;
  }

  static Id since(Id begin, Id event) { return event > begin ? event : 0; }

  Id on_callback(const Event& event) {
    Device& device = devices_[event.actor];
    const std::string& name = event.name;
    if (name == "onConnecting") {
      connecting_ = event.id;
      device.connecting = event.id;
      return std::max(device.session, device.trouble);
    }
    if (name == "onConnectSuccess") return device.hello;
    if (name == "onConnectFailed") return device.trouble != 0 ? device.trouble : device.connecting;
    if (name == "onKickedOffline") return device.kick != 0 ? device.kick : device.reply;
    if (name == "onUserSigExpired")
      return std::max({device.expiry, device.refused, device.expiry == 0 ? device.reply : 0});
    if (name == "onSyncServerFailed") return std::max(device.reply, device.trouble);
    if (name.starts_with("onSyncServer")) return device.reply;
    if (name.starts_with("onRecv")) return std::max(device.pushes["message"], device.reply);
    if (name == "onSelfInfoUpdated") return std::max(device.pushes["selfInfo"], device.reply);
    if (name == "onUserInfoChanged") return std::max(device.pushes["userInfo"], device.reply);
    if (name == "onUserStatusChanged") return std::max(device.pushes["userStatus"], device.reply);
    return device.call;
  }

  Id on_server(const Event& event) {
    const std::string& name = event.name;
    const std::int64_t number = number_at(event.payload, "connection");
    Connection& connection = connections_[number];
    if (name == "connect") {
      connection = {};
      connection.connect = connection.last = event.id;
      return connecting_;
    }
    if (const std::string device = text_at(event.payload, "device"); !device.empty()) connection.device = device;
    Device& device = devices_[connection.device];
    const json& detail = detail_of(event);
    if (name == "fault") return on_fault(event, detail, connection, device);
    if (name == "reply") {
      const Id cause = request_of(connection, text_at(detail, "command"));
      answer(device, cause, event.id);
      return device.reply = event.id, cause;
    }
    if (name == "push") {
      const std::string command = text_at(detail, "command");
      device.push = device.pushes[command] = event.id;
      return push_cause(command, device);
    }
    if (name == "kick") return device.kick = event.id, std::max(deed_, login_of(device.user, connection.device));
    if (name == "disconnect" || name == "offline") {
      const Id cause = std::max({device.trouble, connection.trouble, device.kick, deed_});
      device.trouble = event.id;
      significant_ = name == "offline" ? event.id : significant_;
      return cause;
    }
    if (name == "ticketExpired" || name == "revoke") return device.expiry = event.id, deed_;
    if (name == "login") logins_[text_at(event.payload, "user")] = {event.id, connection.device};
    if (name == "hello") device.hello = event.id;
    if (name == "loginRefused") device.refused = event.id;
    if (name != "ping" && name != "hello") significant_ = event.id;
    return number == 0 ? act_ : connection.last;  // of no connection is what the operator does
  }

  Id on_fault(const Event& event, const json& detail, Connection& connection, Device& device) {
    const std::string command = text_at(member(member(detail, "rule"), "when"), "command");
    const Id cause = request_of(connection, command);
    if (!command.empty()) connection.requests[command] = event.id;
    connection.last = connection.trouble = device.trouble = deed_ = event.id;
    for (auto& call : device.open)
      if (call.last == cause) call.last = event.id;
    return cause;
  }

  Id on_network(const Event& event) {
    const bool breaks = !fault_of(event).empty();
    if (event.actor != "server") {
      if (breaks) devices_[event.actor].trouble = event.id;
      return 0;
    }
    significant_ = act_ = event.id;
    if (!breaks) return 0;
    deed_ = event.id;
    const std::string user = text_at(event.payload, "user");
    for (auto& [name, device] : devices_)
      if (user.empty() || user == device.user) device.trouble = event.id;
    return 0;
  }

  static Id request_of(const Connection& connection, const std::string& command) {
    const auto found = connection.requests.find(command);
    return found != connection.requests.end() ? found->second : connection.last;
  }

  void answer(Device& device, Id request, Id reply) {
    answers_.insert(reply);
    for (auto& call : device.open)
      if (call.last == request) call.last = reply;
  }

  [[nodiscard]] Id push_cause(const std::string& command, const Device& device) const {
    if (command == "kick" || command == "kicked") return device.kick != 0 ? device.kick : significant_;
    return significant_;
  }

  // The login of a user on another device.
  [[nodiscard]] Id login_of(const std::string& user, const std::string& device) const {
    const auto found = logins_.find(user);
    return found != logins_.end() && found->second.second != device ? found->second.first : 0;
  }

  std::map<std::string, Device> devices_;
  std::map<std::int64_t, Connection> connections_;
  std::map<std::string, std::pair<Id, std::string>> logins_;  // user -> the latest login, its device
  std::set<Id> answers_;
  Id connecting_ = 0, deed_ = 0, significant_ = 0;
  Id act_ = 0;  // the operator's latest, also one that breaks nothing
};

}  // namespace

std::vector<std::uint32_t> causes_in(const History& history) {
  Finder finder;
  std::vector<std::uint32_t> causes;
  causes.reserve(history.size());
  for (const Event& event : history) {
    const Id inferred = finder.cause_of(event);
    // Of a result only its call is recorded; what answered it is nearer.
    const bool nearer = event.channel == Channel::result && inferred != 0;
    const Id cause = event.cause != 0 && !nearer ? event.cause : inferred;
    causes.push_back(cause < event.id ? cause : 0);
  }
  return causes;
}

const std::set<std::string>& breaking_deeds() {
  static const std::set<std::string> names = {
      "ban",  "clock.shift",      "closeConnections", "drain",         "freeze",        "kick",
      "stop", "resetConnections", "restart",          "stopListening", "ticket.expire", "ticket.revoke"};
  return names;
}

const std::set<std::string>& breaking_device_words() {
  static const std::set<std::string> names = {"clock.shift",    "cut.power",      "restart",     "store.full",
                                              "store.readOnly", "store.damage",   "store.newer", "store.foreign",
                                              "log.block",      "process.suspend"};
  return names;
}

std::string fault_of(const Event& event) {
  if (event.channel == Channel::server && event.name == "fault")
    return "rule " + text_at(member(member(detail_of(event), "rule"), "then"), "kind");
  if (event.channel != Channel::network) return {};
  if (event.actor == "server") return breaking_deeds().contains(event.name) ? "server " + event.name : std::string();
  if (breaking_device_words().contains(event.name)) return "device " + event.name;
  const bool ends_one = event.name == "heal" || event.name.ends_with(".end");
  return is_of_device(event.name) || ends_one ? std::string() : "link " + event.name;
}

std::string_view to_string(Origin origin) {
  constexpr std::array<std::string_view, origins> names{"ownCall",   "otherCall", "link",   "device",
                                                        "faultRule", "operator",  "unknown"};
  return names[static_cast<std::size_t>(origin)];
}

Origin origin_of(const History& history, const std::vector<std::uint32_t>& causes, std::size_t place) {
  const std::string& actor = history[place].actor;
  for (std::size_t here = place;;) {
    const Event& event = history[here];
    if (event.channel == Channel::network && event.actor == "server") return Origin::operator_;
    if (event.channel == Channel::network) return is_of_device(event.name) ? Origin::device : Origin::link;
    if (event.channel == Channel::server && event.name == "fault") return Origin::fault_rule;
    if (event.channel == Channel::call) return event.actor == actor ? Origin::own_call : Origin::other_call;
    // Ids are places, counted from 1, unless the history is a part of a longer one.
    const Id cause = causes[here];
    const Id first = history.front().id;
    if (cause < first || cause >= event.id) return Origin::unknown;
    here = cause - first;
  }
}

}  // namespace chatproof::report
