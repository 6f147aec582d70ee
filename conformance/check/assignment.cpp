#include "conformance/check/assignment.hpp"

#include <utility>

namespace chatproof::check {

Assignment assign(std::size_t places, std::size_t items,
                  const std::function<bool(std::size_t place, std::size_t item)>& fits) {
  std::vector<std::vector<std::size_t>> fitting(places);
  for (std::size_t place = 0; place < places; ++place)
    for (std::size_t item = 0; item < items; ++item)
      if (fits(place, item)) fitting[place].push_back(item);
  std::vector<std::optional<std::size_t>> owner(items);
  const std::function<bool(std::size_t, std::vector<bool>&)> put = [&](std::size_t place, std::vector<bool>& tried) {
    for (const std::size_t item : fitting[place]) {
      if (tried[item]) continue;
      tried[item] = true;
      if (owner[item] && !put(*owner[item], tried)) continue;
      owner[item] = place;
      return true;
    }
    return false;
  };
  Assignment out;
  out.item_of.resize(places);
  for (std::size_t place = 0; place < places && !out.unplaced; ++place) {
    std::vector<bool> tried(items, false);
    if (!put(place, tried)) out.unplaced = place;
  }
  for (std::size_t item = 0; item < items; ++item)
    if (owner[item]) out.item_of[*owner[item]] = item;
  return out;
}

}  // namespace chatproof::check
