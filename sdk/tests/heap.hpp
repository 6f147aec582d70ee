// For tests of what things take while they do nothing.
#pragma once

#include <malloc.h>

#include <cstddef>

namespace chatproof {

// What this process has allocated and not freed, in bytes; 0 under a sanitizer.
inline std::size_t bytes_in_use() { return ::mallinfo2().uordblks; }

}  // namespace chatproof
