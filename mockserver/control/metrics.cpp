#include "mockserver/control/metrics.hpp"

#include <nlohmann/json.hpp>

#include "mockserver/control/prometheus.hpp"
#include "mockserver/json_text.hpp"

namespace chatproof::control {
namespace {

using nlohmann::json;

std::string text_in(const mockserver::ServerEvent& event, const char* key) {
  if (event.detail == nullptr || !event.detail->is_object()) return {};
  const auto found = event.detail->find(key);
  if (found == event.detail->end()) return {};
  return found->is_string() ? found->get<std::string>() : mockserver::as_text(*found);
}

}  // namespace

void Metrics::add(ByLabel& counts, const std::string& label) {
  const bool known = counts.contains(label) || counts.size() < label_values_max;
  ++counts[known ? label : "other"];
}

void Metrics::count(const mockserver::ServerEvent& event) {
  if (event.kind == "connect") ++connections_;
  if (event.kind == "ping") ++pings_;
  if (event.kind == "message") ++messages_;
  if (event.kind == "ticketExpired") ++expiries_;
  if (event.kind == "redirect") ++redirects_;
  if (event.kind == "request") add(requests_, text_in(event, "command"));
  if (event.kind == "reply") {
    ++replies_;
    if (const std::string code = text_in(event, "code"); code != "0") add(errors_, code);
  }
  if (event.kind == "push") add(pushes_, text_in(event, "command"));
  if (event.kind == "login") add(logins_, "accepted");
  if (event.kind == "loginRefused") add(logins_, "refused");
  if (event.kind == "kick") add(kicks_, text_in(event, "reason"));
  if (event.kind == "lint") add(lints_, text_in(event, "lint"));
  if (event.kind == "fault") add(faults_, text_in(event, "id"));
}

void Metrics::count_control(unsigned status) { add(control_, std::to_string(status)); }

std::string Metrics::text(const json& traffic) const {
  PrometheusPage page("chatproof_");
  page.one("connections", "gauge", "Connections that are open.", traffic.value("connections", std::uint64_t{0}));
  page.one("connections_total", "counter", "Connections that were accepted.", connections_);
  page.one("received_bytes_total", "counter", "Bytes that came from clients.",
           traffic.value("receivedBytes", std::uint64_t{0}));
  page.one("sent_bytes_total", "counter", "Bytes that went to clients.", traffic.value("sentBytes", std::uint64_t{0}));
  page.one("accounts", "gauge", "Accounts that are known.", traffic.value("accounts", std::uint64_t{0}));
  page.one("inbox_messages", "gauge", "Messages that are kept.", traffic.value("messages", std::uint64_t{0}));
  page.one("inbox_bytes", "gauge", "Bytes of them.", traffic.value("messageBytes", std::uint64_t{0}));
  page.one("dropped_messages_total", "counter", "Messages that were given up because inboxes were full.",
           traffic.value("dropped", std::uint64_t{0}));
  page.one("watched_users", "gauge", "Users whose status or profile somebody watches.",
           traffic.value("watched", std::uint64_t{0}));
  page.one("pings_total", "counter", "Heartbeats.", pings_);
  page.one("messages_total", "counter", "Messages that were sent.", messages_);
  page.one("ticket_expiries_total", "counter", "Users that were told that their ticket has expired.", expiries_);
  page.one("redirects_total", "counter", "Logins that were sent on to another shard.", redirects_);
  page.by("requests_total", "command", "Requests by command.", requests_);
  page.one("replies_total", "counter", "Replies.", replies_);
  page.by("errors_total", "code", "Replies that were no success, by code.", errors_);
  page.by("pushes_total", "command", "Pushes by command.", pushes_);
  page.by("logins_total", "result", "Logins by result.", logins_);
  page.by("kicks_total", "reason", "Devices that were kicked, by reason.", kicks_);
  page.by("faults_total", "rule", "How often each fault rule acted.", faults_);
  page.by("lints_total", "lint", "What clients did that a good one does not.", lints_);
  page.by("control_requests_total", "status", "Requests to this API by status.", control_);
  return page.text();
}

}  // namespace chatproof::control
