// Which shard of a server an account lives on.
#pragma once

#include <string_view>

namespace chatproof::mockserver {

inline constexpr int shards_max = 64;

// 0 ... count - 1. The same for ever: a state that was saved is split by it, whoever loads it.
[[nodiscard]] int shard_of(std::string_view user, int count);

// One shard among its like. The default is a server that is not split.
struct Place {
  int index = 0;
  int count = 1;
  [[nodiscard]] bool holds(std::string_view user) const { return shard_of(user, count) == index; }
};

}  // namespace chatproof::mockserver
