// The version of the API that this SDK implements.
#pragma once

namespace chatproof::v2tim {
inline constexpr const char* sdk_version = "8.5.6864";
}  // namespace chatproof::v2tim
