// A thread that signals do not visit.
#pragma once

#include <thread>

#include "sdk/runtime/loop.hpp"

namespace chatproof::runtime {

// Signals are for the program's own threads, save those of an error of this one.
[[nodiscard]] std::thread quiet_thread(Task task);

}  // namespace chatproof::runtime
