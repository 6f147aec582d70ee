// Every time and limit of a session, with its default and its reason, in one place.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::session {

using runtime::Duration;
using namespace std::chrono_literals;

// What a server may ask for in the reply to hello.
inline constexpr Duration heartbeat_interval_min = 1s;
inline constexpr Duration heartbeat_interval_max = 1h;

struct Config {
  // Where to connect.
  runtime::Endpoint server;
  runtime::ClientTls tls;

  // Who connects.
  std::uint32_t sdk_app_id = 0;
  std::string sdk_version;
  std::string platform;   // "iOS", "Android", "Web", "Windows", "iPad", "Mac", "Linux" (spec login 6.15)
  std::string device_id;  // stable for an installation: a login with the same one replaces itself (15.19)

  Duration connect_timeout = 10s;      // spec login 15.13: from the dial to the reply to hello
  Duration heartbeat_interval = 120s;  // spec login 2.10
  Duration heartbeat_timeout = 10s;    // 15.15: without a pong this long ...
  int heartbeat_misses = 2;            // ... this many times in a row, and nothing else heard, the link is dead

  // Waits between attempts: none before the first retry, then doubling from base to cap, plus or minus jitter (15.13).
  Duration backoff_base = 1s;
  Duration backoff_cap = 30s;
  int backoff_jitter_percent = 20;  // 0 ... 100
  // A link that is lost earlier than this counts as a failed attempt: a server that throws everybody out at once must
  // not be dialled in a circle. A link that lived longer is dialled again without a wait.
  Duration link_stable = 5s;

  int redirects_max = 3;  // in a row, of links younger than that; one more is taken for the end of the link

  Duration request_timeout = 30s;   // 15.16
  Duration request_resend = 10s;    // 15.16: sent again on a link that came up since
  std::size_t requests_max = 1000;  // spec login 2.18: more at a time are refused with 9507

  // Log lines below this level (V2TIMLogLevel: 3 debug, 4 info, 5 warning, 6 error; 0 none) are not even made.
  int log_level = 3;
};

}  // namespace chatproof::session
