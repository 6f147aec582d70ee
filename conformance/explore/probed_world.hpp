// The simulated world with a probe before every device.
#pragma once

#include <memory>

#include "conformance/explore/probe.hpp"
#include "conformance/stage/world.hpp"

namespace chatproof::explore {

// The probe must live longer.
[[nodiscard]] std::unique_ptr<stage::World> make_probed_world(const stage::WorldOptions& options, Probe& probe);

}  // namespace chatproof::explore
