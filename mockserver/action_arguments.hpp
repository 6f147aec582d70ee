// What an action takes: the kinds of arguments, in one table, and the check that needs no server.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mockserver/domain/settings.hpp"

namespace chatproof::mockserver {

enum class ArgumentKind : std::uint8_t {
  name,      // text, not empty, of one line
  user,      // the ID of a user
  anybody,   // the same, or empty
  device,    // the ID of a device, or empty
  text,      // may be empty
  app,       // an SDKAppID: 1 to 2^32-1
  whole,     // a whole number not beyond whole_max, of either sign
  span,      // a duration, also below zero
  length,    // a duration of zero or more
  flag,      // true or false
  fate,      // "keep" or "lose"
  defect,    // what is wrong with a ticket
  settings,  // an object of settings
  rule,      // a fault rule
  state,     // all that the server knows
  profile,   // the fields of a profile to change
};

inline constexpr std::int64_t whole_max = 1'000'000'000'000;

struct ArgumentInfo {
  std::string_view name;
  ArgumentKind kind;
  bool needed;
};
using ArgumentList = std::vector<ArgumentInfo>;

// "user, device?": optional ones with a question mark.
[[nodiscard]] std::string to_text(const ArgumentList& arguments);

// Names and values, as far as they can be judged without knowing the server's state: whether there is such an app, user
// or rule shows when the action is done. `action` is for the message.
[[nodiscard]] std::optional<Problem> check_arguments(std::string_view action, const ArgumentList& arguments,
                                                     const nlohmann::json& given);

}  // namespace chatproof::mockserver
