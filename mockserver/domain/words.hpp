// Words that people write: what they probably meant.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::mockserver {

// "; did you mean "x"?" with the nearest of the known words; empty when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known);

// One of the arguments in a list such as "user, device?".
struct ArgumentName {
  std::string_view name;
  bool needed = true;
};
[[nodiscard]] std::vector<ArgumentName> argument_names(std::string_view list);

template <class Words>
[[nodiscard]] bool is_one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace chatproof::mockserver
