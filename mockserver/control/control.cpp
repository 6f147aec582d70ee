#include "mockserver/control/control.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "mockserver/actions.hpp"
#include "mockserver/control/event_feed.hpp"
#include "mockserver/control/http.hpp"
#include "mockserver/control/metrics.hpp"
#include "mockserver/control/prometheus.hpp"
#include "mockserver/control/routes.hpp"
#include "mockserver/domain/words.hpp"
#include "mockserver/events.hpp"
#include "mockserver/json_text.hpp"

namespace chatproof::control {
namespace {

using mockserver::Problem;
using nlohmann::json;

constexpr std::string_view json_type = "application/json";
// Marks a rule that lives as long as the stream of events of whoever added it.
constexpr const char* lease_key = "x-lease";

HttpResponse answer_json(unsigned status, const json& value) {
  return {status, std::string(json_type), mockserver::as_text(value) + "\n"};
}

// RFC 9457.
HttpResponse answer_problem(unsigned status, std::string_view text, const std::string& pointer = {}) {
  json body = {{"status", status}, {"detail", text}};
  if (!pointer.empty()) body["pointer"] = pointer;
  return {status, "application/problem+json", mockserver::as_text(body) + "\n"};
}

// "127.0.0.1:80", "[::1]:80" without the port.
std::string_view host_of(std::string_view authority) {
  if (authority.starts_with('[')) return authority.substr(1, std::min(authority.find(']'), authority.size()) - 1);
  return authority.substr(0, authority.find(':'));
}

bool has_body(const HttpRequest& head) {
  const auto length = head.header("content-length");
  return (!length.empty() && length != "0") || !head.header("transfer-encoding").empty();
}

// Takes as long for a wrong token as for the right one, so that nobody can feel their way along it.
bool same(std::string_view given, std::string_view wanted) {
  unsigned difference = given.size() == wanted.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(wanted[i % wanted.size()]);
  return difference == 0;
}

json action_list() {
  json list = json::array();
  for (const auto& info : mockserver::action_table()) {
    json arguments = json::array();
    for (const auto& one : info.arguments) arguments.push_back({{"name", one.name}, {"required", one.needed}});
    list.push_back({{"name", info.name}, {"text", info.text}, {"arguments", std::move(arguments)}});
  }
  return list;
}

// The action that is asked for, by a route of its own or by its name.
std::string_view called(const Match& matched) {
  return matched.route->action == "*" ? std::string_view(matched.from_path.at("action")) : matched.route->action;
}

std::optional<Problem> read_filter(const std::map<std::string, std::string>& query, EventFilter& filter) {
  std::vector<std::string_view> known;
  for (const auto& info : mockserver::event_table()) known.push_back(info.kind);
  for (const auto& [name, value] : query) {
    if (name == "user") {
      filter.user = value;
    } else if (name == "device") {
      filter.device = value;
    } else if (name != "kinds") {
      return Problem{"/" + name, "unknown parameter; kinds, user and device are known"};
    } else {
      for (std::string_view rest = value; !rest.empty();) {
        const std::string_view kind = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), kind.size() + 1));
        if (std::find(known.begin(), known.end(), kind) == known.end())
          return Problem{"/kinds",
                         "no such kind of event: " + std::string(kind) + mockserver::did_you_mean(kind, known)};
        filter.kinds.emplace(kind);
      }
    }
  }
  return std::nullopt;
}

}  // namespace

class Control::Impl final : public HttpHandler {
 public:
  Impl(runtime::Loop& loop, runtime::Network& network, Act act, runtime::Secrets secrets, ControlOptions options)
      : http(loop, network, *this, options.speed),
        feed([this](EventFeed::ReaderId reader, std::string_view text) { http.write(reader, text); }),
        loop_(loop),
        act_(std::move(act)),
        secrets_(std::move(secrets)),
        options_(std::move(options)) {
    keep_alive();
  }

  // --- what HttpServer asks

  std::optional<HttpResponse> refuse(const HttpRequest& head) override {
    if (auto refusal = refuse_sender(head)) return counted(std::move(*refusal));
    const auto found = match(head);
    if (const auto* none = std::get_if<NoMatch>(&found)) {
      if (none->allow.empty()) return counted(answer_problem(404, "there is nothing at this path"));
      HttpResponse answer = answer_problem(405, "this path takes " + none->allow);
      answer.headers = {{"Allow", none->allow}};
      return counted(std::move(answer));
    }
    if (has_body(head) && std::get<Match>(found).route->body != BodyUse::none &&
        !head.header("content-type").starts_with(json_type))
      return counted(answer_problem(415, "a body of application/json is expected"));
    return std::nullopt;
  }
  std::size_t body_max(const HttpRequest& head) override {
    const auto found = match(head);
    const auto* matched = std::get_if<Match>(&found);
    if (matched == nullptr || matched->route->body == BodyUse::none) return 0;
    const bool takes_state = called(*matched) == "state.import";
    return takes_state ? state_bytes_max : body_bytes_max;
  }
  HttpResponse answer(const HttpRequest& request, HttpConnectionId connection) override {
    const auto found = match(request);
    const auto& matched = std::get<Match>(found);  // refuse() has seen it
    return counted(matched.route->action.empty() ? answer_own(*matched.route, request, connection)
                                                 : answer_action(matched, request));
  }
  HttpResponse complaint(unsigned status, std::string_view text) override {
    return counted(answer_problem(status, text));
  }
  // The dead man's switch: what the client wanted broken is whole again when the client is gone.
  void stream_ended(HttpConnectionId connection) override {
    feed.remove(connection);
    const auto lease = leases_.find(connection);
    if (lease == leases_.end()) return;
    for (const json& fault : act_("fault.list", json::object()).value)
      if (fault["rule"].value(lease_key, "") == lease->second)
        static_cast<void>(act_("fault.remove", {{"id", fault["id"]}}));
    leases_.erase(lease);
  }

  HttpServer http;
  EventFeed feed;
  Metrics metrics;

  void on_event(const mockserver::ServerEvent& event) {
    metrics.count(event);
    feed.publish(event, std::chrono::floor<std::chrono::milliseconds>(loop_.unix_now()).time_since_epoch().count());
  }
  [[nodiscard]] bool guarded() const { return !options_.token.empty(); }

 private:
  HttpResponse counted(HttpResponse response) {
    metrics.count_control(response.status);
    return response;
  }

  // Web pages can make a browser send requests here: without a token their Host or Origin gives them away.
  std::optional<HttpResponse> refuse_sender(const HttpRequest& head) {
    if (head.path == "/healthz") return std::nullopt;
    const auto host = head.header("host"), origin = head.header("origin");
    if (!origin.empty() && origin != "http://" + std::string(host) && origin != "https://" + std::string(host))
      return answer_problem(403, "requests of other origins are refused");
    if (!guarded()) {
      if (is_loopback(host_of(host))) return std::nullopt;
      return answer_problem(403, "without a token only requests to localhost are answered");
    }
    constexpr std::string_view scheme = "Bearer ";
    const auto given = head.header("authorization");
    if (given.starts_with(scheme) && same(given.substr(scheme.size()), options_.token)) return std::nullopt;
    HttpResponse answer = answer_problem(401, "the control token is missing or wrong");
    answer.headers = {{"WWW-Authenticate", "Bearer"}};
    return answer;
  }

  HttpResponse answer_own(const Route& route, const HttpRequest& request, HttpConnectionId connection) {
    if (route.path == "/v1/events") return answer_events(request, connection);
    if (!request.query.empty()) return answer_problem(400, "unknown parameter", "/" + request.query.begin()->first);
    if (route.path == "/healthz") return answer_json(200, {{"status", "ok"}});
    if (route.path == "/v1/actions") return answer_json(200, action_list());
    if (route.path == "/openapi.json") return {200, std::string(json_type), std::string(openapi_text())};
    return {200, std::string(prometheus_content_type), metrics.text(act_("traffic.get", json::object()).value)};
  }

  HttpResponse answer_events(const HttpRequest& request, HttpConnectionId connection) {
    EventFilter filter;
    if (const auto problem = read_filter(request.query, filter))
      return answer_problem(400, problem->text, problem->pointer);
    if (feed.readers() >= readers_max) return answer_problem(503, "too many readers of events");
    std::uint64_t last_seen = 0;
    const auto given = request.header("last-event-id");
    if (const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), last_seen);
        !given.empty() && (error != std::errc{} || end != given.data() + given.size()))
      return answer_problem(400, "the header Last-Event-ID is no number");
    const std::string lease = runtime::make_token(secrets_);
    leases_[connection] = lease;
    return {200, "text/event-stream", feed.add(connection, std::move(filter), lease, last_seen), {}, true};
  }

  HttpResponse answer_action(const Match& matched, const HttpRequest& request) {
    const Route& route = *matched.route;
    HttpRequest rest = request;
    std::string lease;
    if (route.action == "fault.add") {
      if (const auto given = rest.query.extract("lease")) lease = given.mapped();
      if (request.query.contains("lease") && !known_lease(lease))
        return answer_problem(400, "there is no such lease; a stream of events has one", "/lease");
    }
    auto call = call_of(matched, rest);
    if (const auto* problem = std::get_if<Problem>(&call)) return answer_problem(400, problem->text, problem->pointer);
    auto& [action, arguments] = std::get<ActionCall>(call);
    if (const auto rule = arguments.find("rule"); rule != arguments.end() && rule->is_object()) {
      rule->erase(lease_key);
      if (!lease.empty()) (*rule)[lease_key] = lease;
    }
    const auto result = act_(action, arguments);
    if (!result.ok) return answer_refusal(matched, result);
    if (!result.value.is_null()) return answer_json(route.status, result.value);
    return {204};
  }

  static HttpResponse answer_refusal(const Match& matched, const mockserver::ActResult& result) {
    const Route& route = *matched.route;
    // The pointer is one below the arguments; the client knows its body.
    const std::string prefix = route.body == BodyUse::argument ? "/" + std::string(route.argument) : "";
    std::string pointer = result.pointer;
    if (pointer.starts_with(prefix)) pointer.erase(0, prefix.size());
    const bool no_such_rule = result.pointer == "/id" && matched.from_path.contains("id");
    const auto& known = mockserver::action_table();
    const bool no_such_action = route.action == "*" && std::none_of(known.begin(), known.end(), [&](const auto& info) {
                                  return info.name == matched.from_path.at("action");
                                });
    return answer_problem(no_such_rule || no_such_action ? 404 : 400, result.error, pointer);
  }

  [[nodiscard]] bool known_lease(const std::string& lease) const {
    return std::any_of(leases_.begin(), leases_.end(), [&](const auto& entry) { return entry.second == lease; });
  }

  void keep_alive() {
    const auto pause = std::chrono::duration_cast<runtime::Duration>(keep_alive_every * options_.speed);
    keep_alive_timer_ = loop_.after_periodic(pause, [this] {
      feed.keep_alive();
      keep_alive();
    });
  }

  runtime::Loop& loop_;
  const Act act_;
  const runtime::Secrets secrets_;
  const ControlOptions options_;
  std::map<HttpConnectionId, std::string> leases_;
  runtime::Timer keep_alive_timer_;
};

Control::Control(runtime::Loop& loop, runtime::Network& network, Act act, runtime::Secrets secrets,
                 ControlOptions options)
    : impl_(std::make_unique<Impl>(loop, network, std::move(act), std::move(secrets), std::move(options))) {}
Control::~Control() = default;

runtime::NetError Control::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls) {
  if (!impl_->guarded() && !is_loopback(at.host)) std::abort();
  return impl_->http.listen(at, tls);
}
runtime::Endpoint Control::local() const { return impl_->http.local(); }
void Control::on_event(const mockserver::ServerEvent& event) { impl_->on_event(event); }

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") &&
          std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); }) &&
          std::count(host.begin(), host.end(), '.') == 3);
}

}  // namespace chatproof::control
