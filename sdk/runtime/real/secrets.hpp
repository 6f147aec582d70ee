// Secrets of the real world.
#pragma once

#include "sdk/runtime/secrets.hpp"

namespace chatproof::runtime {

// From OpenSSL's generator. Without one there is no server worth running: aborts.
[[nodiscard]] Secrets real_secrets();

}  // namespace chatproof::runtime
