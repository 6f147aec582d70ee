// How the gateway carries out what the fault rules decide.
#include <nlohmann/json.hpp>

#include "mockserver/gateway/connection.hpp"
#include "mockserver/gateway/gateway.hpp"

namespace chatproof::mockserver {
namespace {

using wire::Command;
using wire::Frame;
using wire::FrameType;

constexpr std::string_view no_frame = "HTTP/1.1 400 this is no frame of the protocol\r\n\r\n";
constexpr std::string_view oversize_length("\x7f\xff\xff\xff\x01\x02", 6);
constexpr auto unknown_command = static_cast<Command>(9999);

}  // namespace

const FaultRule* Gateway::decide(Layer layer, const Connection& connection, std::string_view command) {
  if (faults.rules().empty()) return nullptr;
  const Who who = who_is(connection);
  const FaultRule* rule = faults.decide({layer, command, who.user, who.device, loop_.now()});
  if (rule != nullptr) note("fault", connection, {{"id", rule->id}, {"rule", rule->source}});
  return rule;
}

// The kinds that concern the connection as a whole, the same on every layer.
bool Gateway::fault_on_connection(Connection& connection, const FaultRule& rule) {
  const ConnectionId id = connection.id();
  switch (rule.kind) {
    case FaultKind::close:
      gone(id, "fault");
      return true;
    case FaultKind::reset:
      connection.reset();
      gone(id, "fault");
      return true;
    case FaultKind::blackhole:
      connection.swallow_everything();
      return true;
    case FaultKind::goaway:
      connection.send({FrameType::goaway, Command::none, 0, {}});
      later(id, runtime::Duration{}, [this, id] { gone(id, "goaway"); });
      return true;
    case FaultKind::stall:
      connection.freeze(true);
      later(id, rule.span, [this, id] { find(id)->freeze(false); });
      return false;  // what was to be said is held back
    default:
      return false;
  }
}

void Gateway::deed(FaultKind kind, const Client& client) {
  Effects effects;
  if (client.user.empty()) return;
  if (kind == FaultKind::kick) service.kick(client.app, client.user, {}, now(), effects);
  if (kind == FaultKind::expire) service.expire(client.app, client.user, now(), effects);
  if (kind == FaultKind::revoke) service.revoke(client.app, client.user, now(), effects);
  if (kind == FaultKind::ban) service.ban(client.app, client.user, true, now(), effects);
  carry_out(effects);
}

bool Gateway::fault_at_request(Connection& connection, Command command, std::uint32_t id, const Json& request) {
  const ConnectionId from = connection.id();
  const FaultRule* rule = decide(Layer::request, connection, wire::name_of(command));
  if (rule == nullptr) return false;
  switch (rule->kind) {
    case FaultKind::no_reply:
      return true;
    case FaultKind::error:
    case FaultKind::code:
      answer(from, command, id, error(rule->code, "a fault rule says so"));
      return true;
    case FaultKind::delay:
      later(from, rule->span, [this, from, command, id, request] { on_request(*find(from), command, id, request); });
      return true;
    case FaultKind::unknown_push:
      connection.send({FrameType::push, unknown_command, 0, "{}"});
      return false;
    case FaultKind::restart:
      restart(true, runtime::Duration{});
      return true;
    case FaultKind::kick:
    case FaultKind::expire:
    case FaultKind::revoke:
    case FaultKind::ban:
      deed(rule->kind, service.clients().contains(from) ? service.clients().at(from) : Client{});
      return false;
    default:
      return fault_on_connection(connection, *rule);
  }
}

bool Gateway::fault_at_output(ConnectionId to, Layer layer, Command command, std::uint32_t id, const Json& payload) {
  Connection& connection = *find(to);
  const FaultRule* rule = decide(layer, connection, wire::name_of(command));
  if (rule == nullptr) return false;
  const FrameType type = layer == Layer::reply ? FrameType::reply : FrameType::push;
  const auto send = [this, to, type, command, payload](std::uint32_t with_id) {
    if (Connection* open = find(to)) open->send({type, command, with_id, payload.dump()});
  };
  switch (rule->kind) {
    case FaultKind::no_reply:
      return true;
    case FaultKind::error:
    case FaultKind::code:
      note("reply", connection, {{"command", wire::name_of(command)}, {"code", rule->code}});
      connection.send({type, command, id, error(rule->code, "a fault rule says so").dump()});
      return true;
    case FaultKind::delay:
      later(to, rule->span, [send, id] { send(id); });
      return true;
    case FaultKind::duplicate:
      send(id);
      return false;
    case FaultKind::wrong_id:
      send(id + 1'000'000);
      return true;
    case FaultKind::garbage:
      connection.send_bytes(no_frame);
      return true;
    case FaultKind::oversize:
      connection.send_bytes(oversize_length);
      return true;
    case FaultKind::corrupt:
      connection.send({type, command, id, "{\"code\":"});
      return true;
    case FaultKind::unknown_push:
      connection.send({FrameType::push, unknown_command, 0, "{}"});
      return false;
    case FaultKind::restart:
      restart(true, runtime::Duration{});
      return true;
    case FaultKind::kick:
    case FaultKind::expire:
    case FaultKind::revoke:
    case FaultKind::ban: {
      // After the reply, or the push, that set it off.
      const Client client = service.clients().contains(to) ? service.clients().at(to) : Client{};
      later(to, runtime::Duration{}, [this, kind = rule->kind, client] { deed(kind, client); });
      return false;
    }
    default:
      return fault_on_connection(connection, *rule);
  }
}

}  // namespace chatproof::mockserver
