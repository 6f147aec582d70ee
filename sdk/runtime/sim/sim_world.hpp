// A whole world in one object: virtual time, a network of named hosts, a seed. The same build, program and seed give
// the same run.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "sdk/runtime/random.hpp"
#include "sdk/runtime/shifted_loop.hpp"
#include "sdk/runtime/sim/sim_loop.hpp"
#include "sdk/runtime/sim/sim_network.hpp"

namespace chatproof::runtime {

struct SimOptions {
  std::uint64_t seed = 1;
  // What all wall clocks show when the world begins: 2026-01-01 00:00:00 UTC.
  UnixTime base{std::chrono::seconds(1'767'225'600)};
  SimLimits limits{};
  SimNetworkOptions network{};
};

// Everything made from the world (streams, timers, sessions) must be gone before it.
class SimWorld {
 public:
  explicit SimWorld(SimOptions options = {});
  ~SimWorld();
  SimWorld(const SimWorld&) = delete;
  SimWorld& operator=(const SimWorld&) = delete;

  [[nodiscard]] SimLoop& loop() { return loop_; }
  [[nodiscard]] SimNetwork& net() { return net_; }
  // The network as seen from this host.
  Network& network(const std::string& host) { return net_.host(host); }
  // The same loop with a wall clock of this host's own; the same object each time.
  [[nodiscard]] ShiftedLoop& device_loop(const std::string& host);
  // A random stream for a component, the same for the same seed and name.
  [[nodiscard]] Random random(std::string_view name) const { return Random(seed_).named(name); }
  [[nodiscard]] std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
  SimLoop loop_;
  SimNetwork net_;
  std::map<std::string, std::unique_ptr<ShiftedLoop>> device_loops_;
};

}  // namespace chatproof::runtime
