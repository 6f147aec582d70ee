// Everything an operator can do to the server, in one table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mockserver/domain/settings.hpp"
#include "mockserver/server.hpp"

namespace chatproof::mockserver {

class Gateway;

struct ActionInfo {
  std::string_view name;
  std::string_view arguments;  // "user, device?": names, optional ones with a question mark
  std::string_view text;
};
[[nodiscard]] const std::vector<ActionInfo>& action_table();

// Whether there is such an action and whether it takes these arguments; their values are looked at when it is done.
[[nodiscard]] std::optional<Problem> check_action(std::string_view action, const nlohmann::json& arguments);

[[nodiscard]] ActResult act_on(Gateway& gateway, std::string_view action, const nlohmann::json& arguments);

}  // namespace chatproof::mockserver
