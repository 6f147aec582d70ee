// The server's events for those who watch, as a stream of server-sent events. Text in, text out: who carries it does
// not matter here.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>

#include "mockserver/server.hpp"

namespace chatproof::control {

inline constexpr std::size_t readers_max = 32;
inline constexpr std::size_t kept_events_max = 1000;           // for those who come back with Last-Event-ID
inline constexpr std::size_t event_payload_bytes_max = 16384;  // of a request's payload; a longer one is left out
inline constexpr runtime::Duration keep_alive_every = std::chrono::seconds(15);

// What a reader wants to see; empty: everything but pings.
struct EventFilter {
  std::set<std::string> kinds;
  std::string user, device;
};

class EventFeed {
 public:
  using ReaderId = std::uint64_t;
  using Write = std::function<void(ReaderId, std::string_view)>;
  explicit EventFeed(Write write) : write_(std::move(write)) {}

  void publish(const mockserver::ServerEvent& event, std::int64_t unix_ms);
  // The beginning of the reader's stream: who it is, and the events after `last_seen` that are still known. The name
  // is that of the lease. Precondition: readers() < readers_max.
  [[nodiscard]] std::string add(ReaderId reader, EventFilter filter, const std::string& lease, std::uint64_t last_seen);
  void remove(ReaderId reader) { readers_.erase(reader); }
  [[nodiscard]] std::size_t readers() const { return readers_.size(); }
  void keep_alive() const;

 private:
  struct Event {
    std::uint64_t number;
    std::string kind, user, device, text;
  };
  [[nodiscard]] static bool wanted(const EventFilter& filter, const Event& event);

  Write write_;
  std::map<ReaderId, EventFilter> readers_;
  std::deque<Event> kept_;
  std::uint64_t last_ = 0;
};

}  // namespace chatproof::control
