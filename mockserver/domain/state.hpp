// Everything that the service knows, as one JSON document. What is read is what can be served: a state that is wrong
// anywhere is refused as a whole.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <variant>

#include "mockserver/domain/model.hpp"
#include "mockserver/domain/settings.hpp"

namespace chatproof::mockserver {

inline constexpr std::string_view state_version = "1.0";
inline constexpr int state_depth_max = 64;

struct State {
  Settings settings;
  std::map<std::uint32_t, App> apps;
  std::uint64_t messages = 0, logins = 0;
};
// `settings`: those that the state does not name stay as they are here.
[[nodiscard]] std::variant<State, Problem> read_state(const Json& state, const Settings& settings);

// Why the state cannot be read.
[[nodiscard]] std::optional<Problem> check_state(const Json& state);

}  // namespace chatproof::mockserver
