// Which request does which of the server's actions, in one table; openapi.json says the same for people and tools.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "mockserver/control/http.hpp"
#include "mockserver/domain/settings.hpp"

namespace chatproof::control {

// Where an action's arguments come from, beside the path and the query.
enum class BodyUse : std::uint8_t {
  none,
  members,   // each member of the object is an argument
  argument,  // the body as a whole is the argument that the route names
};

struct Route {
  std::string_view method, path;  // "/v1/faults/{id}": what is in braces is the argument of that name
  // Of the action table; empty for what the control API does itself, and "*" for the action that the path names.
  std::string_view action;
  BodyUse body;
  std::string_view argument;  // for BodyUse::argument
  unsigned status;            // of success; 204 when there is nothing to tell
};
[[nodiscard]] std::span<const Route> routes();

inline constexpr std::size_t body_bytes_max = 1u << 20u;
inline constexpr std::size_t state_bytes_max = http_body_bytes_max;
inline constexpr int body_depth_max = 64;
inline constexpr int answer_depth_max = body_depth_max + 16;  // of what is kept, and a little around it

struct Match {
  const Route* route;
  std::map<std::string, std::string> from_path;
};
struct NoMatch {
  std::string allow;  // the methods that the path has; empty: there is no such path
};
[[nodiscard]] std::variant<Match, NoMatch> match(const HttpRequest& head);

// A call of an action as a request asks for it.
struct ActionCall {
  std::string action;
  nlohmann::json arguments;
};
// The problem's pointer is one below the body.
[[nodiscard]] std::variant<ActionCall, mockserver::Problem> call_of(const Match& match, const HttpRequest& request);

// What stands in a path, a query or on a command line, as that argument of that action: a number where it takes one.
[[nodiscard]] nlohmann::json value_of(std::string_view action, const std::string& name, const std::string& text);

}  // namespace chatproof::control
