#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::runtime {

SimWorld::SimWorld(SimOptions options)
    : seed_(options.seed),
      loop_(options.base, options.limits),
      net_(loop_, Random(options.seed).named("network"), options.network) {}

// Tasks may own streams, so they go while the network is still there.
SimWorld::~SimWorld() { loop_.clear(); }

ShiftedLoop& SimWorld::device_loop(const std::string& host) {
  auto& loop = device_loops_[host];
  if (loop == nullptr) loop = std::make_unique<ShiftedLoop>(loop_);
  return *loop;
}

}  // namespace chatproof::runtime
