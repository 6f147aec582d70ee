// What a benchmark measures must also be right.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace chatproof::bench {

inline void must(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "benchmark: %s\n", what);
  std::abort();
}

}  // namespace chatproof::bench
