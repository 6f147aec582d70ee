// Runs a profile: in virtual time in this process, or on real sockets with a server and workers in processes of their
// own.
#pragma once

#include <functional>
#include <string>

#include "bench/load/result.hpp"

namespace chatproof::load {

struct RunOptions {
  // Called after every interval that all workers have told: its number and what it holds.
  std::function<void(std::size_t, const Meter&)> on_interval = [](std::size_t, const Meter&) {};
  // Asked again and again: true ends the run with what was done so far.
  std::function<bool()> interrupted = [] { return false; };
};

// The caller must be without threads: the real worlds fork. Whatever keeps the run from being one is in void_reasons.
[[nodiscard]] Result run(const Profile& profile, const RunOptions& options);

[[nodiscard]] Result run_virtual(const Profile& profile, const RunOptions& options);   // sim
[[nodiscard]] Result run_scenario(const Profile& profile, const RunOptions& options);  // copies of one, any world
[[nodiscard]] Result run_real(const Profile& profile, const RunOptions& options);      // tcp, tls

}  // namespace chatproof::load
