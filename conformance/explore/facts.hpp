// What several invariants ask of a history.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/check/result.hpp"

namespace chatproof::explore {

using check::Channel;
using check::Event;
using check::Finding;
using check::History;

[[nodiscard]] Finding violation(std::string expected, std::string observed, std::uint32_t event);
[[nodiscard]] inline bool is(const Event& event, Channel channel, std::string_view name) {
  return event.channel == channel && event.name == name;
}
[[nodiscard]] inline std::uint64_t call_of(const Event& event) { return event.payload.value("call", std::uint64_t{0}); }

// The SDK object of the actor went without a word.
[[nodiscard]] bool vanishes(const Event& event);
// How long the actors' processes have stood still so far.
class Suspensions {
 public:
  void see(const Event& event);
  [[nodiscard]] runtime::Duration until(const std::string& actor, runtime::Instant now) const;

 private:
  struct Row {
    runtime::Duration before{};  // the present one
    std::optional<runtime::Instant> since;
  };
  std::map<std::string, Row> rows_;
};

// A member of a server event's detail; null when there is none.
[[nodiscard]] const nlohmann::json& detail_of(const Event& event, const char* member);

// What converge() found out about an actor.
struct FinalState {
  std::string actor, device, user;
  bool initialised = false;
  int status = 0;
  int connections = 0;
  std::optional<std::string> session_user;  // nothing: the server knows no connection of the device
  std::uint32_t event = 0;
};
[[nodiscard]] std::vector<FinalState> final_states(const History& history);

}  // namespace chatproof::explore
