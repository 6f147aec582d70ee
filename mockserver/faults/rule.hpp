// A fault rule as data: when something happens, something else goes wrong. README.md shows each kind as JSON.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mockserver/domain/settings.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::mockserver {

// Where a rule may step in: a device looks the server's name up, a client begins its TLS handshake, a connection was
// accepted, a request has arrived, its reply or a push is about to leave.
enum class Layer : std::uint8_t { resolve, handshake, connect, request, reply, push };
// Before that happens, or after it: a request was handled, a frame has left.
enum class Edge : std::uint8_t { before, after };

enum class FaultGroup : std::uint8_t { resolve, tls, answer, frame, connection, service, link };

enum class FaultKind : std::uint8_t {
#define X(identifier, name, group, layers, arguments, text) identifier,
#include "mockserver/faults/kinds.def"
#undef X
};

struct FaultInfo {
  FaultKind kind;
  std::string_view name, group_name;
  FaultGroup group;
  std::string_view layers, arguments, text;
};
[[nodiscard]] const std::vector<FaultInfo>& fault_table();

enum class Way : std::uint8_t { both, in, out };  // as the client sees it
enum class Ending : std::uint8_t { close, reset, silence };

// More than `more` matches of one user within `per`: only those beyond act.
struct RateTrigger {
  int more = 0;
  runtime::Duration per{};
  bool of_all = false;  // of all users together
};

// Times of the rule are spans from when it was added.
struct FaultWhen {
  Layer layer = Layer::request;
  Edge edge = Edge::before;
  std::string command, user, device;  // empty: any
  int connection = 0;                 // 0: any, else the nth on which the device said, or would say, hello
  int nth = 0;                        // 0: every one, else the nth that matches
  double probability = 1.0;
  std::optional<RateTrigger> rate;
  runtime::Instant from{}, until = runtime::Instant::max();
};

// Each kind uses some of these; kinds.def says which.
struct FaultThen {
  FaultKind kind = FaultKind::close;
  int code = 0;
  runtime::Duration by{}, span{}, every{}, shift{};
  Way way = Way::both;
  Ending end = Ending::close;
  int bytes = 0;           // 0: not said
  int byte = -1;           // -1: not said
  int dead = 0, live = 1;  // addresses
  bool silent = false;     // the dead ones: they do not even refuse
  wire::Command command = wire::Command::none;
  nlohmann::json payload = nlohmann::json::object();
  bool by_login = false;    // the reason of a kick
  bool lose_state = false;  // at a restart
  std::string network;      // the word for the link; its arguments are in the source
};

struct FaultRule {
  std::string id;
  FaultWhen when;
  FaultThen then;
  int times = 1;  // 0: any number
  bool must_act = true;
  nlohmann::json source;
  // what came of it
  int seen = 0;
  int acted = 0;
  std::map<std::string, std::deque<runtime::Instant>> recent;  // for the rate, by user
};

// Reads a rule into `rule`, or says what is wrong with it and where (a JSON pointer).
[[nodiscard]] std::optional<Problem> read_fault_rule(const nlohmann::json& source, runtime::Instant now,
                                                     FaultRule& rule);

}  // namespace chatproof::mockserver
