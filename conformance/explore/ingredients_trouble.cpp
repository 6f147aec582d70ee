// What goes wrong elsewhere: networks, servers, operators, and the rules of the server's fault engine.
#include "conformance/explore/ingredients.hpp"
#include "mockserver/domain/words.hpp"
#include "mockserver/faults/engine.hpp"

namespace chatproof::explore {
namespace {

void on_link(Kitchen& kitchen, Story step) {
  if (kitchen.chance(0.8)) step["actor"] = kitchen.actor();
  kitchen.step(std::move(step));
}

void no_connection(Kitchen& kitchen) {
  on_link(kitchen, {{"network", kitchen.one_of({"refuse", "blackhole", "unresolvable", "unreachable", "untrusted",
                                                "resetAfterAccept"})}});
}
void broken(Kitchen& kitchen) { on_link(kitchen, {{"network", kitchen.one_of({"reset", "close"})}}); }
void stalled(Kitchen& kitchen) {
  on_link(kitchen, {{"network", "stall"}, {"direction", kitchen.one_of({"in", "out", "both"})}});
}
void slow(Kitchen& kitchen) {
  on_link(kitchen, {{"network", "latency"},
                    {"of", kitchen.one_of({"10ms", "300ms", "2s", "12s"})},
                    {"jitter", kitchen.one_of({"0s", "50ms", "1s"})}});
}
void narrow(Kitchen& kitchen) {
  on_link(kitchen, {{"network", "throttle"}, {"bytesPerSecond", kitchen.between(20, 2000)}});
}
void sliced(Kitchen& kitchen) { on_link(kitchen, {{"network", "slice"}}); }
void healed(Kitchen& kitchen) { on_link(kitchen, {{"network", "heal"}}); }
// An outage and its end in one go.
void flap(Kitchen& kitchen) {
  const std::string actor = kitchen.actor();
  kitchen.step({{"network", kitchen.one_of({"refuse", "unreachable", "blackhole"})}, {"actor", actor}});
  kitchen.step({{"network", "reset"}, {"actor", actor}});
  kitchen.step({{"advance", kitchen.one_of({"100ms", "4s", "20s", "3m"})}, {"reason", "an outage"}});
  kitchen.step({{"network", "heal"}, {"actor", actor}});
}

// An operator's deed on a user is refused while there is no such account.
void make_account(Kitchen& kitchen, const std::string& user) {
  kitchen.step({{"server", "account.create"}, {"args", {{"user", user}}}});
}
void kick(Kitchen& kitchen) {
  const std::string& actor = kitchen.actor();
  Story args = {{"user", Kitchen::user_of(actor)}};
  if (kitchen.chance(0.5)) args["device"] = actor;
  make_account(kitchen, Kitchen::user_of(actor));
  kitchen.step({{"server", "kick"}, {"args", std::move(args)}});
}
void ticket(Kitchen& kitchen) {
  const std::string action = kitchen.one_of({"ticket.expire", "ticket.revoke"}), user = kitchen.user();
  make_account(kitchen, user);
  kitchen.step({{"server", action}, {"args", {{"user", user}}}});
}
void ban(Kitchen& kitchen) {
  const std::string& user = kitchen.user();
  kitchen.step({{"server", "ban"}, {"args", {{"user", user}}}});
  if (kitchen.chance(0.8)) kitchen.step({{"advance", kitchen.one_of({"10ms", "5s"})}, {"reason", "a ban"}});
  kitchen.step({{"server", "unban"}, {"args", {{"user", user}}}});
}
void operator_message(Kitchen& kitchen) {
  kitchen.step({{"server", "message.send"},
                {"args", {{"from", kitchen.user()}, {"to", kitchen.user()}, {"text", kitchen.new_name("notice ")}}}});
}
void operator_profile(Kitchen& kitchen) {
  kitchen.step({{"server", "profile.set"},
                {"args", {{"user", kitchen.user()}, {"profile", {{"nickName", kitchen.new_name("name ")}}}}}});
}
void restart(Kitchen& kitchen) {
  kitchen.step(
      {{"server", "restart"}, {"args", {{"state", "keep"}, {"down", kitchen.one_of({"0s", "1s", "20s", "90s"})}}}});
}
void outage(Kitchen& kitchen) {
  const bool hard = kitchen.chance(0.5);
  kitchen.step({{"server", hard ? "stop" : "stopListening"}});
  kitchen.step({{"advance", kitchen.one_of({"10ms", "3s", "40s", "3m"})}, {"reason", "the server is away"}});
  kitchen.step({{"server", hard ? "start" : "startListening"}});
}
void connections(Kitchen& kitchen) {
  kitchen.step({{"server", kitchen.one_of({"resetConnections", "closeConnections", "drain"})}});
}
void frozen(Kitchen& kitchen) {
  const std::string& user = kitchen.user();
  kitchen.step({{"server", "freeze"}, {"args", {{"user", user}}}});
  kitchen.step({{"advance", kitchen.one_of({"1s", "15s", "50s", "170s"})}, {"reason", "a frozen server"}});
  kitchen.step({{"server", "thaw"}, {"args", {{"user", user}}}});
}
void policy(Kitchen& kitchen) {
  kitchen.step(
      {{"server", "settings.set"},
       {"args", {{"settings", {{"multiDevicePolicy", kitchen.one_of({"single", "dual", "triple", "multi"})}}}}}});
}

// What a kind of fault needs, and sometimes what it may have besides.
Story fault_of(Kitchen& kitchen, const mockserver::FaultInfo& kind) {
  Story then = {{"kind", kind.name}};
  if (kind.kind == mockserver::FaultKind::link) {
    then["network"] = kitchen.one_of({"refuse", "blackhole", "unreachable", "stall", "slice"});
    then["for"] = kitchen.one_of({"1s", "15s", "45s"});
    return then;
  }
  for (const mockserver::ArgumentName& argument : mockserver::argument_names(kind.arguments)) {
    if (!argument.needed && kitchen.chance(0.5)) continue;
    Story& value = then[std::string(argument.name)];
    if (argument.name == "by") value = kitchen.one_of({"10ms", "2s", "15s", "45s"});
    if (argument.name == "for") value = kitchen.one_of({"1s", "15s", "45s"});
    if (argument.name == "every") value = kitchen.one_of({"1ms", "300ms"});
    if (argument.name == "shift") value = kitchen.one_of({"-1d", "-5s", "1h"});
    if (argument.name == "code") value = kitchen.one_of(std::vector<int>{60003, 60003, 70169, 9506});
    if (argument.name == "bytes") value = kitchen.between(1, 20);
    if (argument.name == "byte") value = kitchen.between(0, 60);
    if (argument.name == "direction") value = kitchen.one_of({"in", "out", "both"});
    if (argument.name == "end") value = kitchen.one_of({"close", "reset", "silence"});
    if (argument.name == "reason") value = kitchen.one_of({"server", "login"});
    if (argument.name == "state") value = "keep";
    if (argument.name == "command") value = kitchen.one_of({"message", "selfInfo", "userInfo", "userStatus"});
    if (argument.name == "dead") value = kitchen.between(1, 4);
    if (argument.name == "live") value = kitchen.between(0, 2);
    if (argument.name == "there") value = kitchen.one_of({"refuse", "silence"});
    if (argument.name == "payload") value = Story::object();
  }
  return then;
}

// A rule of the server's fault engine: any kind, at any layer that it may be used in.
void rule(Kitchen& kitchen) {
  std::vector<mockserver::FaultInfo> kinds;
  for (const mockserver::FaultInfo& one : mockserver::fault_table())
    if (kitchen.tls || one.layers != "handshake") kinds.push_back(one);
  const mockserver::FaultInfo kind = kitchen.one_of(kinds);
  std::vector<std::string> layers;
  for (const std::string layer : {"resolve", "handshake", "connect", "request", "reply", "push"})
    if (kind.layers.find(layer) != std::string_view::npos && (kitchen.tls || layer != "handshake"))
      layers.push_back(layer);
  const std::string layer = kitchen.one_of(layers);
  Story when = {{"layer", layer}};
  const bool knows_the_client = layer == "request" || layer == "reply" || layer == "push";
  if (layer == "push") {
    when["command"] = kitchen.one_of({"message", "kicked", "selfInfo", "userInfo", "userStatus"});
  } else if (layer == "reply" && kind.kind == mockserver::FaultKind::error) {
    // Not of login and logout: a server that does them and denies it is one that nobody can agree with.
    when["command"] = kitchen.one_of({"sync", "c2c.send", "profile.get", "status.get"});
  } else if (knows_the_client && kitchen.chance(0.8)) {
    when["command"] = kitchen.one_of(
        {"hello", "login", "resume", "logout", "sync", "c2c.send", "c2c.send", "profile.get", "status.get"});
  }
  if (knows_the_client && kitchen.chance(0.3)) when["user"] = kitchen.user();
  if (kitchen.chance(0.3)) when["nth"] = kitchen.between(1, 3);
  Story then = fault_of(kitchen, kind);
  if (layer == "handshake") then.erase("direction");
  kitchen.step({{"fault",
                 {{"id", kitchen.new_name("f")},
                  {"when", std::move(when)},
                  {"then", std::move(then)},
                  {"times", kitchen.between(1, 3)},
                  {"mustAct", false}}}});
}

}  // namespace

const std::vector<Ingredient>& trouble_ingredients() {
  static const std::vector<Ingredient> table = {
      {"noConnection", 4, no_connection},
      {"broken", 6, broken},
      {"stalled", 3, stalled},
      {"slow", 2, slow},
      {"narrow", 1, narrow},
      {"sliced", 2, sliced},
      {"healed", 5, healed},
      {"flap", 5, flap},
      {"kick", 3, kick},
      {"ticket", 3, ticket},
      {"ban", 1, ban},
      {"operatorMessage", 4, operator_message},
      {"operatorProfile", 1, operator_profile},
      {"restart", 2, restart},
      {"outage", 3, outage},
      {"connections", 2, connections},
      {"frozen", 2, frozen},
      {"policy", 1, policy},
      {"rule", 12, rule},
  };
  return table;
}

}  // namespace chatproof::explore
