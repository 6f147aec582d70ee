// What a test may do to the link between one device and its server, in every world: the simulated network does it to
// its own links, ImpairedNetwork does the same to real sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// How the next attempts to connect end.
enum class ConnectOutcome : std::uint8_t {
  ok,
  refuse,        // NetError::refused
  blackhole,     // no answer at all; the kernel gives up after 127 s with NetError::timed_out, if the caller waits.
                 // Open connections are stalled in both directions
  unresolvable,  // NetError::resolve_failed
  unreachable,   // NetError::unreachable
  reset_after_accept,  // both ends get a stream and then NetError::reset
};

// up: from the device to the server.
enum class Direction : std::uint8_t { up, down };

// The state of a link. The default is a healthy one. `connect` and `tls` matter to attempts, all else (and a black
// hole) to open connections too, from the moment of the change.
struct LinkConditions {
  Duration latency{0};                 // one way, added to what the world has by itself
  Duration jitter{0};                  // each segment is late by up to this much more; order is kept
  std::uint64_t bytes_per_second = 0;  // each direction; 0: no limit
  bool segmentation = false;           // the bytes arrive in pieces of random size, at different instants
  bool stall_up = false;               // silent half-open: nothing passes, nothing is lost; it all comes once healed
  bool stall_down = false;
  ConnectOutcome connect = ConnectOutcome::ok;
  TlsOutcome tls = TlsOutcome::ok;  // no effect on a client that does not use TLS
  bool operator==(const LinkConditions&) const = default;
};

// What has come of a device's bad link so far: how often it has changed the fate of something.
struct LinkEffects {
  std::uint64_t late = 0;        // packets that latency or jitter held up
  std::uint64_t throttled = 0;   // segments that had to fit into bytes_per_second
  std::uint64_t sliced = 0;      // segments that were cut
  std::uint64_t held = 0;        // packets that could not pass, because of a stall or a black hole
  std::uint64_t dials = 0;       // attempts and look-ups that ended as `connect` says
  std::uint64_t handshakes = 0;  // attempts that ended as `tls` says
  std::uint64_t resets = 0;      // connections that reset() ended
  std::uint64_t limits = 0;      // times that reset_after() came true
  std::uint64_t closes = 0;      // connections that close() ended
};

// What a look-up of the server's name brings instead of the truth; the default is the truth.
struct NameAnswer {
  Duration delay{0};                     // it comes later by this much
  NetError error = NetError::none;       // or nothing but this
  std::vector<std::string> addresses{};  // or these, in this order; none: the true ones
};
// Asked at each look-up of a device. `done` is called once, on the loop, maybe later.
using NameServer = std::function<void(const std::string& host, std::function<void(NameAnswer)> done)>;

// `host` is the name of the device, as given to SimNetwork::host() or ImpairedNetwork::host(); every link is device to
// server. A name never seen is remembered for the day it connects. Loop thread only; handlers are called later, never
// from inside these.
class LinkControl {
 public:
  LinkControl() = default;
  LinkControl(const LinkControl&) = delete;
  LinkControl& operator=(const LinkControl&) = delete;
  virtual ~LinkControl() = default;

  virtual void set(const std::string& host, const LinkConditions& conditions) = 0;
  [[nodiscard]] virtual LinkConditions conditions(const std::string& host) const = 0;

  // Both ends of every open connection of the device see NetError::reset; bytes under way are lost.
  virtual void reset(const std::string& host) = 0;
  // The same, once this many more bytes have arrived in that direction (counted over all connections of the device).
  virtual void reset_after(const std::string& host, Direction direction, std::uint64_t bytes) = 0;
  // Both ends of every open connection see NetError::closed, after the bytes under way.
  virtual void close(const std::string& host) = 0;
  // Who answers the look-ups of all devices; null: the truth.
  virtual void set_names(NameServer names) = 0;
  [[nodiscard]] virtual LinkEffects effects(const std::string& host) const = 0;
  // Open connections of the device.
  [[nodiscard]] virtual std::size_t connections(const std::string& host) const = 0;
};

}  // namespace chatproof::runtime
