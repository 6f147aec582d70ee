// A run so far in Prometheus's text format.
#pragma once

#include <string>

#include "bench/load/profile.hpp"

namespace chatproof::load {

struct Meter;

// `elapsed`: where in the run the last interval ended. `so_far`: all intervals until then.
[[nodiscard]] std::string prometheus_text(const Profile& profile, Duration elapsed, const Meter& so_far);

}  // namespace chatproof::load
