// What happened in one run of one case: the only thing that verdicts are made from.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::check {

enum class Channel : std::uint8_t {
  call,      // an actor called a method: name = method, payload = {"args", "call": number}, once it is back
             // "eventsAtReturn" and what it "return"ed
  callback,  // a listener was called: name = callback, payload = {"args", "listener", "thread"}
  result,  // a call ended: name = method, payload = {"call", "as", "ok" | "error", "text", "value", "return", "thread"}
  wire,    // a request reached the server: name = command, payload as sent, without tickets
  server,  // what the mock server did: name = kind, payload = {"user", "device", "connection", "detail"}
  network,  // what the stage did to a link, a device or the server: name = the step's word, payload = its arguments
  step,     // the scenario reached a step: name = JSON pointer of the step, behind its fragment ("lib/online#/steps/2")
};
[[nodiscard]] std::string_view to_string(Channel channel);

struct Event {
  std::uint32_t id = 0;   // place in the history
  runtime::Instant at{};  // scenario time
  std::string actor;      // "alice.phone", "server" or "stage"
  Channel channel = Channel::step;
  std::string name;
  nlohmann::json payload;
  std::uint32_t cause = 0;  // id of the event that made this one happen, 0 when unknown
  bool used = false;        // served an expectation, or was tolerated
};

using History = std::vector<Event>;

// One line per event, the form that traces, golden files and the determinism check use.
[[nodiscard]] std::string to_line(const Event& event);
// The same for people: what is empty, zero or false is left out, and a long rest.
[[nodiscard]] std::string to_short_line(const Event& event);

}  // namespace chatproof::check
