#include "mockserver/domain/words.hpp"

namespace chatproof::mockserver {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    if (const std::size_t d = distance(word, candidate); d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best.empty() ? best : "; did you mean \"" + best + "\"?";
}

std::vector<ArgumentName> argument_names(std::string_view list) {
  std::vector<ArgumentName> names;
  while (!list.empty()) {
    const auto end = std::min(list.size(), list.find_first_of(",?"));
    names.push_back({list.substr(0, end), end == list.size() || list[end] == ','});
    const auto comma = list.find(", ");
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 2);
  }
  return names;
}

}  // namespace chatproof::mockserver
