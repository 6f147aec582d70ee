// The directories that InitSDK is given.
#pragma once

#include <string>

namespace chatproof::v2tim {

// Makes the directory and proves, by a file that is gone afterwards, that it can be written into.
[[nodiscard]] bool usable_directory(const std::string& path);

}  // namespace chatproof::v2tim
