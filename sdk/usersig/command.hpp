// What `chatproof usersig create|verify|explain` does, without the command line around it.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "sdk/usersig/limits.hpp"

namespace chatproof::usersig {

struct CommandOptions {
  enum class Action : std::uint8_t { create, verify, explain };
  Action action = Action::explain;
  std::uint32_t sdk_app_id = 0;
  std::string key;  // explain: may be empty, then the signature is not looked at
  std::string user_id;
  std::int64_t expire = expire_default;  // seconds; create only
  std::int64_t now = 0;                  // Unix seconds
  std::string ticket;                    // verify and explain
};

// The exit code: 0 made, valid or explained; 1 not valid, and `out` says why; 2 nothing could be made, and `err` does.
// Explaining a damaged ticket tells what can be read of it and gives 1.
[[nodiscard]] int run_usersig(const CommandOptions& options, std::ostream& out, std::ostream& err);

// What the ticket holds, one fact a line. With a key also whether the signature is its.
[[nodiscard]] std::string explain(const std::string& ticket, const std::optional<std::string>& key,
                                  std::optional<std::int64_t> now);

}  // namespace chatproof::usersig
