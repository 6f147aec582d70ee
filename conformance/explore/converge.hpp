// What is done with a disturbed world when its story is over: healed, given time, asked how it is. The answers are
// events of the history (channel `step`), so that invariants stay pure functions of it:
//   stage "healed"             from here on nothing goes wrong any more
//   stage "quiet"              {"quiet": whether the world came to rest in time}
//   ACTOR "state"              {"initialised", "status", "user", "deviceID", "connections", "session": null or
//                              {"user", "platform"} as the server sees it}
//   and the calls of a last conversation, each named "probe";
//   ACTOR "left"               {"connections", "timers"}: what the device still holds once its SDK is un-initialised
// run_judged() adds two more: ACTOR "ownTimes" (step) for one whose session has times of its own, and DEVICE "decision"
// (network) {"position", "fault"} for what a probe made go wrong.
#pragma once

#include <map>
#include <string>

#include "sdk/runtime/loop.hpp"

namespace chatproof::stage {
class Cast;
}

namespace chatproof::explore {

// A dead link is noticed 140 s after the last heartbeat; then the longest wait between attempts (36 s), the attempt
// itself (10 s), a request that is sent again or times out (30 s).
inline constexpr runtime::Duration convergence_budget = std::chrono::minutes(4);
// For what was asked last, and for its effects on others.
inline constexpr runtime::Duration probe_budget = std::chrono::minutes(1);

void converge(stage::Cast& cast);
// Everybody un-initialises. `timers`: how many each device has set, as it changes.
void leave(stage::Cast& cast, const std::map<std::string, std::size_t>& timers);

}  // namespace chatproof::explore
