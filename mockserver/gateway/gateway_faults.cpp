// How the gateway carries out what the fault rules decide.
#include <algorithm>
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
constexpr char unknown_byte = 99;  // neither a version nor a type
constexpr std::size_t version_at = 4, type_at = 5;
constexpr runtime::Duration hold_default = std::chrono::seconds(1);
constexpr runtime::Duration slice_default = std::chrono::milliseconds(10);
constexpr runtime::Duration before_reset = std::chrono::milliseconds(20);  // a reset takes unsent bytes with it

FaultGroup group_of(FaultKind kind) { return fault_table()[static_cast<std::size_t>(kind)].group; }
runtime::Duration or_default(runtime::Duration said, runtime::Duration otherwise) {
  return said == runtime::Duration{} ? otherwise : said;
}

}  // namespace

const FaultRule* Gateway::decide(Layer layer, Edge edge, const Connection& connection, std::string_view command) {
  if (!faults.concerns(layer, edge)) return nullptr;
  const Who who = who_is(connection);
  const FaultRule* rule = faults.decide({layer, edge, command, who.user, who.device, connection.number, loop_.now()});
  if (rule != nullptr && sink_) note("fault", connection, {{"id", rule->id}, {"rule", rule->source}});
  return rule;
}

// --- the connection as a whole, the service, the link: the same on every layer

// True when nothing more can be said on it.
bool Gateway::fault_on_connection(Connection& connection, const FaultThen& then) {
  const ConnectionId id = connection.id();
  switch (then.kind) {
    case FaultKind::close:
      gone(id, "fault");
      return true;
    case FaultKind::reset:
      connection.reset();
      gone(id, "fault");
      return true;
    case FaultKind::goaway:
      connection.send({FrameType::goaway, Command::none, 0, {}});
      later(id, runtime::Duration{}, [this, id] { gone(id, "goaway"); });
      return true;
    case FaultKind::blackhole:
      connection.lose(then.way);
      return then.way != Way::in;
    case FaultKind::stall:
      connection.stall(then.way, then.span);
      return false;  // what is to be said is held back
    default:
      return false;
  }
}

void Gateway::deed(const FaultThen& then, const Whom& whom) {
  Effects effects;
  if (whom.user.empty() || !service.knows_app(whom.app)) return;
  if (then.kind == FaultKind::kick && then.by_login) service.displace(whom.app, whom.user, whom.device, now(), effects);
  if (then.kind == FaultKind::kick && !then.by_login) service.kick(whom.app, whom.user, {}, now(), effects);
  if (then.kind == FaultKind::expire) service.expire(whom.app, whom.user, now(), effects);
  if (then.kind == FaultKind::revoke) service.revoke(whom.app, whom.user, now(), effects);
  if (then.kind == FaultKind::ban) service.ban(whom.app, whom.user, true, now(), effects);
  carry_out(effects);
}

// True when the connection has ended by it. What concerns the user comes before a request, but after any other frame.
bool Gateway::fault_on_service(Connection& connection, const FaultThen& then, bool at_once) {
  switch (then.kind) {
    case FaultKind::clock:
      shift_clock(then.shift);
      return false;
    case FaultKind::restart:
      restart(!then.lose_state, then.span);
      return true;
    case FaultKind::refuse:
      refuse(then.span);
      return false;
    case FaultKind::drain:
      maintain(then.span);
      return false;
    default:
      break;
  }
  const Whom whom(who_is(connection));  // of a login that is only asked for as well
  if (at_once) {
    deed(then, whom);
  } else {
    later(connection.id(), runtime::Duration{}, [this, then, whom] { deed(then, whom); });
  }
  return false;
}

void Gateway::fault_on_link(const Connection& connection, const FaultRule& rule) {
  const std::string device = who_is(connection).device;
  if (!links_ || device.empty()) return;
  links_({device, rule.then.network, rule.source["then"], true});
  if (rule.then.span == runtime::Duration{}) return;
  const std::uint64_t number = ++delays_;
  link_ends_[number] = {device, rule.then.network, loop_.after(rule.then.span, [this, number] {
                          const auto end = link_ends_.extract(number);
                          links_({end.mapped().device, end.mapped().word, {}, false});
                        })};
}

void Gateway::clear_faults() {
  faults.clear();
  for (const auto& [number, end] : std::exchange(link_ends_, {})) links_({end.device, end.word, {}, false});
}

// True when the frame at hand is not to be dealt with.
bool Gateway::fault_beside_frame(Connection& connection, const FaultRule& rule, bool at_once) {
  switch (group_of(rule.then.kind)) {
    case FaultGroup::connection:
      return fault_on_connection(connection, rule.then);
    case FaultGroup::service:
      return fault_on_service(connection, rule.then, at_once);
    case FaultGroup::link:
      fault_on_link(connection, rule);
      return false;
    default:
      return false;
  }
}

// --- a device looks the server's name up

const FaultRule* Gateway::decide_early(Layer layer, const std::string& device) {
  if (!faults.concerns(layer, Edge::before)) return nullptr;
  const auto hellos = hellos_.find(device);
  const int connection = hellos == hellos_.end() ? 1 : hellos->second + 1;  // the one in the making
  const FaultRule* rule = faults.decide({layer, Edge::before, {}, {}, device, connection, loop_.now()});
  if (rule == nullptr || !sink_) return rule;
  const Json detail = {{"id", rule->id}, {"rule", rule->source}};
  sink_({loop_.now(), "fault", 0, {}, device, 0, &detail});
  return rule;
}

LookUpFault Gateway::look_up(const std::string& device) {
  const FaultRule* rule = decide_early(Layer::resolve, device);
  if (rule == nullptr) return {};
  const FaultThen& then = rule->then;
  LookUpFault fault{.late_by = then.by, .dead = then.dead, .silent = then.silent};
  fault.fails = then.kind == FaultKind::no_name;
  fault.stranger = then.kind == FaultKind::wrong_address;
  if (then.kind == FaultKind::dead_addresses) fault.live = then.live;
  return fault;
}

// --- a client begins its TLS handshake

runtime::HandshakeFault Gateway::fault_at_handshake() {
  using runtime::TlsOutcome;
  const FaultRule* rule = decide_early(Layer::handshake, {});
  if (rule == nullptr) return {};
  switch (rule->then.kind) {
    case FaultKind::expired_certificate:
      return {TlsOutcome::expired, {}};
    case FaultKind::self_signed_certificate:
      return {TlsOutcome::self_signed, {}};
    case FaultKind::wrong_host_certificate:
      return {TlsOutcome::wrong_host, {}};
    case FaultKind::old_protocol:
      return {TlsOutcome::old_protocol, {}};
    case FaultKind::reset:
      return {TlsOutcome::reset, {}};
    case FaultKind::stall:
      return {TlsOutcome::ok, rule->then.span};
    case FaultKind::blackhole:
      return {TlsOutcome::ok, runtime::Duration::max()};
    default:
      return {};
  }
}

// --- a connection was accepted

void Gateway::fault_at_connect(Connection& connection) {
  const FaultRule* rule = decide(Layer::connect, Edge::before, connection, {});
  if (rule == nullptr) return;
  if (rule->then.kind == FaultKind::garbage) return connection.send_bytes(no_frame);
  if (rule->then.kind == FaultKind::oversize) return connection.send_bytes(oversize_length);
  fault_beside_frame(connection, *rule, true);
}

// --- after a request was handled, or a frame has left

void Gateway::fault_after(Layer layer, ConnectionId id, Command command) {
  Connection* connection = find(id);
  if (connection == nullptr) return;
  if (const FaultRule* rule = decide(layer, Edge::after, *connection, wire::name_of(command)))
    fault_beside_frame(*connection, *rule, true);
}

// --- a request has arrived

bool Gateway::fault_at_request(Connection& connection, Command command, std::uint32_t id, const Json& request) {
  const ConnectionId from = connection.id();
  const FaultRule* rule = decide(Layer::request, Edge::before, connection, wire::name_of(command));
  if (rule == nullptr) return false;
  const FaultThen& then = rule->then;
  if (command == Command::login) service.saw_ticket(from, request, group_of(then.kind) == FaultGroup::service, now());
  switch (then.kind) {
    case FaultKind::no_reply:
      return true;
    case FaultKind::error:
      answer(from, command, id, error(then.code, "a fault rule says so"));
      return true;
    case FaultKind::delay:
      later(from, then.by, [this, from, command, id, request] { on_request(*find(from), command, id, request); });
      return true;
    case FaultKind::push:
    case FaultKind::unknown_push:
      push_by_fault(connection, then);
      return false;
    default:
      return fault_beside_frame(connection, *rule, true);
  }
}

void Gateway::push_by_fault(Connection& connection, const FaultThen& then) {
  const Command command = then.kind == FaultKind::push ? then.command : unknown_command;
  connection.send({FrameType::push, command, 0, as_text(then.payload)});
}

// --- a reply or a push is about to leave

bool Gateway::fault_at_output(Connection& connection, Layer layer, Command command, std::uint32_t id,
                              const Json& payload) {
  const FaultRule* rule = decide(layer, Edge::before, connection, wire::name_of(command));
  if (rule == nullptr) return false;
  const FaultThen& then = rule->then;
  const FrameType type = layer == Layer::reply ? FrameType::reply : FrameType::push;
  if (group_of(then.kind) == FaultGroup::frame) return damaged(connection, then, {type, command, id, as_text(payload)});
  const ConnectionId to = connection.id();
  switch (then.kind) {
    case FaultKind::no_reply:
      return true;
    case FaultKind::error:
      if (sink_) note("reply", connection, {{"command", wire::name_of(command)}, {"code", then.code}});
      connection.send({type, command, id, as_text(error(then.code, "a fault rule says so"))});
      return true;
    case FaultKind::delay:
      later(to, then.by,
            [this, to, type, command, id, text = as_text(payload)] { find(to)->send({type, command, id, text}); });
      return true;
    case FaultKind::duplicate:
      connection.send({type, command, id, as_text(payload)});
      return false;
    case FaultKind::wrong_id:
      connection.send({type, command, id + 1'000'000, as_text(payload)});
      return true;
    case FaultKind::reorder:
      return damaged(connection, then, {type, command, id, as_text(payload)});
    case FaultKind::push:
    case FaultKind::unknown_push:
      push_by_fault(connection, then);
      return false;
    default:
      return fault_beside_frame(connection, *rule, false);
  }
}

// Sends what the fault makes of the frame. False: the frame itself is still to be sent.
bool Gateway::damaged(Connection& connection, const FaultThen& then, const Frame& frame) {
  if (frame.payload.size() > wire::payload_max) return false;
  std::string bytes;
  wire::append_frame(bytes, frame);
  switch (then.kind) {
    case FaultKind::garbage:
      connection.send_bytes(no_frame);
      return true;
    case FaultKind::oversize:
      connection.send_bytes(oversize_length);
      return true;
    case FaultKind::unknown_version:
      bytes[version_at] = unknown_byte;
      break;
    case FaultKind::unknown_type:
      bytes[type_at] = unknown_byte;
      break;
    case FaultKind::corrupt:
      if (then.byte < 0) {
        connection.send({frame.type, frame.command, frame.id, "{\"code\":"});
        return true;
      } else {
        char& turned = bytes[std::min(static_cast<std::size_t>(then.byte), bytes.size() - 1)];
        turned = static_cast<char>(~turned);
      }
      break;
    case FaultKind::truncate:
      truncated(connection, then, bytes);
      return true;
    case FaultKind::slice:
      connection.send_sliced(bytes, static_cast<std::size_t>(then.bytes), or_default(then.every, slice_default));
      return true;
    case FaultKind::reorder:
      connection.hold_back(bytes, Connection::Hold::swap, or_default(then.span, hold_default));
      return true;
    case FaultKind::coalesce:
      connection.hold_back(bytes, Connection::Hold::join, or_default(then.span, hold_default));
      return true;
    default:
      return false;
  }
  connection.send_bytes(bytes);
  return true;
}

void Gateway::truncated(Connection& connection, const FaultThen& then, std::string_view bytes) {
  const ConnectionId id = connection.id();
  connection.send_bytes(bytes.substr(0, then.bytes == 0 ? bytes.size() / 2 : static_cast<std::size_t>(then.bytes)));
  connection.lose(Way::both);
  if (then.end == Ending::close) return gone(id, "fault");
  if (then.end == Ending::reset)
    later(id, before_reset, [this, id] {
      find(id)->reset();
      gone(id, "fault");
    });
}

}  // namespace chatproof::mockserver
