// What the server knows this device by when nobody gave it a name: drawn once and kept beside the data of the SDK, so
// that the device is the same one after a restart.
#pragma once

#include <string>

#include "sdk/runtime/random.hpp"

namespace chatproof::v2tim {

// The name in `directory`; a new one when there is none that can be read. A directory that cannot be written to gives a
// new name each time.
std::string device_id_in(const std::string& directory, runtime::Random random);

}  // namespace chatproof::v2tim
