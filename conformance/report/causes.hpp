// What made each event of a history happen: as recorded, else as the order of things tells.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/check/history.hpp"

namespace chatproof::report {

// For each event the id of the one that made it happen, 0 when nothing did that the history knows of: what scenarios do
// (calls, faults, deeds) has no cause. What is not recorded is inferred from what belongs together (a request and its
// reply by connection and command, a push and the callback by device) and from what came last of what can be the cause:
// right for what usually happens, not a proof. A cause always lies before what it caused.
[[nodiscard]] std::vector<std::uint32_t> causes_in(const check::History& history);

// Where a chain of causes begins.
enum class Origin : std::uint8_t {
  own_call,    // a call of the same actor
  other_call,  // a call of another device or user
  link,        // something done to the actor's link
  device,      // something done to the actor's device: a restart, a power cut, a clock that jumps
  fault_rule,  // a fault rule of the server acted
  operator_,   // a deed of the server's operator: a kick, an expiry, a restart
  unknown,     // time, or something that the history does not tell
};
inline constexpr std::size_t origins = 7;
[[nodiscard]] std::string_view to_string(Origin origin);  // "ownCall", "otherCall", "link", "device", "faultRule", ...

// Where the chain of the event at this place of the history begins; a fault on the way is its beginning.
[[nodiscard]] Origin origin_of(const check::History& history, const std::vector<std::uint32_t>& causes,
                               std::size_t place);

// The kind of fault that an event is: "link refuse", "device restart", "server kick", "rule noReply"; empty for what
// breaks nothing.
[[nodiscard]] std::string fault_of(const check::Event& event);
// The operator's deeds that are faults, e.g. "kick".
[[nodiscard]] const std::set<std::string>& breaking_deeds();
// The words for devices that are faults, e.g. "restart".
[[nodiscard]] const std::set<std::string>& breaking_device_words();

}  // namespace chatproof::report
