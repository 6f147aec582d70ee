// What the server tells of itself, in one table: the kinds of ServerEvent, and the members of their details.
#pragma once

#include <string_view>
#include <vector>

namespace chatproof::mockserver {

struct EventInfo {
  std::string_view kind;
  std::vector<std::string_view> detail;
  std::string_view text;
};
[[nodiscard]] const std::vector<EventInfo>& event_table();

}  // namespace chatproof::mockserver
