#include "mockserver/control/routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "mockserver/actions.hpp"
#include "mockserver/json_text.hpp"

namespace chatproof::control {
namespace {

using mockserver::ArgumentKind;
using mockserver::Problem;
using nlohmann::json;

constexpr auto none = BodyUse::none;
constexpr auto members = BodyUse::members;
constexpr auto argument = BodyUse::argument;

constexpr auto table = std::to_array<Route>({
    {"GET", "/healthz", "", none, "", 200},
    {"GET", "/metrics", "", none, "", 200},
    {"GET", "/openapi.json", "", none, "", 200},
    {"GET", "/v1/events", "", none, "", 200},
    {"GET", "/v1/actions", "", none, "", 200},
    {"POST", "/v1/actions/{action}", "*", members, "", 200},
    {"GET", "/v1/accounts", "account.list", none, "", 200},
    {"POST", "/v1/accounts", "account.create", members, "", 204},
    {"POST", "/v1/accounts/{user}/kick", "kick", members, "", 204},
    {"POST", "/v1/accounts/{user}/expire", "ticket.expire", members, "", 204},
    {"POST", "/v1/accounts/{user}/revoke", "ticket.revoke", members, "", 204},
    {"POST", "/v1/accounts/{user}/ban", "ban", members, "", 204},
    {"POST", "/v1/accounts/{user}/unban", "unban", members, "", 204},
    {"POST", "/v1/accounts/{user}/tickets", "ticket.create", members, "", 200},
    {"PATCH", "/v1/accounts/{user}/profile", "profile.set", argument, "profile", 204},
    {"POST", "/v1/messages", "message.send", members, "", 200},
    {"GET", "/v1/sessions", "sessions.list", none, "", 200},
    {"GET", "/v1/faults", "fault.list", none, "", 200},
    {"POST", "/v1/faults", "fault.add", argument, "rule", 201},
    {"DELETE", "/v1/faults", "fault.clear", none, "", 204},
    {"DELETE", "/v1/faults/{id}", "fault.remove", none, "", 204},
    {"GET", "/v1/settings", "settings.get", none, "", 200},
    {"PATCH", "/v1/settings", "settings.set", argument, "settings", 204},
    {"GET", "/v1/clock", "clock.get", none, "", 200},
    {"POST", "/v1/clock/shift", "clock.shift", members, "", 204},
    {"GET", "/v1/state", "state.export", none, "", 200},
    {"PUT", "/v1/state", "state.import", argument, "state", 204},
    {"POST", "/v1/reset", "reset", members, "", 204},
});

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    parts.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(parts.back().size());
  }
  return parts;
}

// The values of what is in braces, if the path is of this form.
std::optional<std::map<std::string, std::string>> fit(std::string_view form, std::string_view path) {
  const auto wanted = parts_of(form), given = parts_of(path);
  if (wanted.size() != given.size()) return std::nullopt;
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto part = percent_decoded(given[i], false);
    if (!part) return std::nullopt;
    if (wanted[i].starts_with('{')) {
      if (part->empty()) return std::nullopt;
      values[std::string(wanted[i].substr(1, wanted[i].size() - 2))] = *part;
    } else if (wanted[i] != *part) {
      return std::nullopt;
    }
  }
  return values;
}

}  // namespace

json value_of(std::string_view action, const std::string& name, const std::string& text) {
  for (const auto& info : mockserver::action_table()) {
    if (info.name != action) continue;
    for (const auto& one : info.arguments) {
      if (one.name != name) continue;
      if (one.kind == ArgumentKind::flag && (text == "true" || text == "false")) return text == "true";
      if (one.kind != ArgumentKind::app && one.kind != ArgumentKind::whole) continue;
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc{} && end == text.data() + text.size()) return number;
    }
  }
  return text;
}

std::span<const Route> routes() { return table; }

std::variant<Match, NoMatch> match(const HttpRequest& head) {
  NoMatch other;
  for (const Route& route : table) {
    const auto values = fit(route.path, head.path);
    if (!values) continue;
    // HEAD is GET without the body, where the body has an end.
    const bool head_of_it = head.method == "HEAD" && route.method == "GET" && route.path != "/v1/events";
    if (head_of_it || route.method == head.method) return Match{&route, *values};
    other.allow += (other.allow.empty() ? "" : ", ") + std::string(route.method);
  }
  return other;
}

std::variant<ActionCall, Problem> call_of(const Match& match, const HttpRequest& request) {
  const Route& route = *match.route;
  ActionCall call{std::string(route.action), json::object()};
  auto from_path = match.from_path;
  if (route.action == "*") {
    call.action = from_path["action"];
    from_path.erase("action");
  }
  if (route.body != BodyUse::none && !(request.body.empty() && route.body == BodyUse::members)) {
    std::string why;
    auto body = mockserver::parse_json(request.body, body_depth_max, &why);
    if (!body) return Problem{"", why};
    if (route.body == BodyUse::argument) {
      call.arguments[std::string(route.argument)] = std::move(*body);
    } else {
      if (!body->is_object()) return Problem{"", "an object of arguments is expected"};
      call.arguments = std::move(*body);
    }
  }
  for (const auto* texts : {&std::as_const(from_path), &request.query})
    for (const auto& [name, text] : *texts) {
      if (call.arguments.contains(name))
        return Problem{(json::json_pointer() / name).to_string(), "is given by the path or the query already"};
      call.arguments[name] = value_of(call.action, name, text);
    }
  return call;
}

}  // namespace chatproof::control
