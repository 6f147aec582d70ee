#include "conformance/explore/facts.hpp"

#include <nlohmann/json.hpp>

namespace chatproof::explore {

Finding violation(std::string expected, std::string observed, std::uint32_t event) {
  Finding out;
  out.expected = std::move(expected);
  out.observed = std::move(observed);
  out.event = event;
  return out;
}

bool vanishes(const Event& event) {
  return event.channel == Channel::network && (event.name == "cut.power" || event.name == "restart");
}

void Suspensions::see(const Event& event) {
  if (event.channel != Channel::network) return;
  Row& row = rows_[event.actor];
  if (event.name == "process.suspend" && !row.since) row.since = event.at;
  if (event.name != "process.resume" || !row.since) return;
  row.before += event.at - *row.since;
  row.since.reset();
}

runtime::Duration Suspensions::until(const std::string& actor, runtime::Instant now) const {
  const auto row = rows_.find(actor);
  if (row == rows_.end()) return {};
  return row->second.before + (row->second.since ? now - *row->second.since : runtime::Duration{});
}

const nlohmann::json& detail_of(const Event& event, const char* member) {
  static const nlohmann::json nothing;
  const auto detail = event.payload.find("detail");
  if (detail == event.payload.end() || !detail->is_object()) return nothing;
  const auto found = detail->find(member);
  return found == detail->end() ? nothing : *found;
}

std::vector<FinalState> final_states(const History& history) {
  std::vector<FinalState> out;
  for (const Event& event : history) {
    if (!is(event, Channel::step, "state")) continue;
    FinalState state;
    state.actor = event.actor;
    state.device = event.payload.value("deviceID", event.actor);
    state.initialised = event.payload.value("initialised", false);
    state.connections = event.payload.value("connections", 0);
    state.event = event.id;
    if (const auto& status = event.payload["status"]; status.is_number()) state.status = status.get<int>();
    if (const auto& user = event.payload["user"]; user.is_string()) state.user = user.get<std::string>();
    if (const auto& session = event.payload["session"]; session.is_object())
      state.session_user = session.value("user", std::string());
    out.push_back(std::move(state));
  }
  return out;
}

}  // namespace chatproof::explore
