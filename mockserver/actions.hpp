// Everything an operator can do to the server, in one table.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mockserver/action_arguments.hpp"
#include "mockserver/server.hpp"

namespace chatproof::mockserver {

class Gateway;

struct ActionInfo {
  std::string_view name;
  ArgumentList arguments;
  std::string_view text;
};
[[nodiscard]] const std::vector<ActionInfo>& action_table();

// Whether there is such an action, and whether it takes these arguments, as far as that can be told without a server.
[[nodiscard]] std::optional<Problem> check_action(std::string_view action, const nlohmann::json& arguments);

[[nodiscard]] ActResult act_on(Gateway& gateway, std::string_view action, const nlohmann::json& arguments);

}  // namespace chatproof::mockserver
