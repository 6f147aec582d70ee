// Who serves whom: a matching, found by augmenting paths.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace chatproof::check {

struct Assignment {
  std::vector<std::size_t> item_of;  // by place
  std::optional<std::size_t>
      unplaced;  // the first place that cannot have an item of its own; then nothing above counts
};

// Gives every place an item of its own that fits it.
[[nodiscard]] Assignment assign(std::size_t places, std::size_t items,
                                const std::function<bool(std::size_t place, std::size_t item)>& fits);

}  // namespace chatproof::check
