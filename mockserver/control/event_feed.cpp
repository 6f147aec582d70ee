#include "mockserver/control/event_feed.hpp"

#include <nlohmann/json.hpp>

#include "mockserver/json_text.hpp"

namespace chatproof::control {
namespace {

using nlohmann::json;

std::string sse(std::string_view kind, const json& data, std::uint64_t number = 0) {
  std::string text;
  if (number != 0) text += "id: " + std::to_string(number) + "\n";
  text += "event: " + std::string(kind) + "\n";
  // What clients said may be no UTF-8; a line break cannot be in it once it is JSON.
  text += "data: " + mockserver::as_text(data) + "\n\n";
  return text;
}

json detail_of(const mockserver::ServerEvent& event) {
  if (event.detail == nullptr) return json::object();
  json detail = *event.detail;
  if (const auto payload = detail.find("payload");
      payload != detail.end() && mockserver::as_text(*payload).size() > event_payload_bytes_max)
    *payload = "(too long to be told)";
  return detail;
}

}  // namespace

void EventFeed::publish(const mockserver::ServerEvent& event, std::int64_t unix_ms) {
  const std::uint64_t number = ++last_;
  const json data = {{"number", number},
                     {"unixMs", unix_ms},
                     {"kind", event.kind},
                     {"sdkAppID", event.sdk_app_id},
                     {"user", event.user},
                     {"device", event.device},
                     {"connection", event.connection},
                     {"detail", detail_of(event)}};
  kept_.push_back({number, std::string(event.kind), event.user, event.device, sse(event.kind, data, number)});
  if (kept_.size() > kept_events_max) kept_.pop_front();
  for (const auto& [reader, filter] : readers_)
    if (wanted(filter, kept_.back())) write_(reader, kept_.back().text);
}

bool EventFeed::wanted(const EventFilter& filter, const Event& event) {
  if (filter.kinds.empty() ? event.kind == "ping" : !filter.kinds.contains(event.kind)) return false;
  return (filter.user.empty() || filter.user == event.user) && (filter.device.empty() || filter.device == event.device);
}

std::string EventFeed::add(ReaderId reader, EventFilter filter, const std::string& lease, std::uint64_t last_seen) {
  const std::uint64_t oldest = kept_.empty() ? last_ + 1 : kept_.front().number;
  const bool gap = last_seen != 0 && (last_seen + 1 < oldest || last_seen > last_);
  std::string text = sse("ready", {{"lease", lease}, {"last", last_}, {"gap", gap}});
  if (last_seen != 0)
    for (const Event& event : kept_)
      if (event.number > last_seen && wanted(filter, event)) text += event.text;
  readers_[reader] = std::move(filter);
  return text;
}

void EventFeed::keep_alive() const {
  for (const auto& [reader, filter] : readers_) write_(reader, ": still here\n\n");
}

}  // namespace chatproof::control
