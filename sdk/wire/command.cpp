#include "sdk/wire/command.hpp"

namespace chatproof::wire {

std::string_view name_of(Command command) {
  switch (command) {
    case Command::none:
      return "none";
#define X(identifier, number, name) \
  case Command::identifier:         \
    return name;
      CHATPROOF_REQUESTS(X)
      CHATPROOF_PUSHES(X)
#undef X
  }
  return {};
}

std::optional<Command> command_named(std::string_view name) {
  if (name == "none") return Command::none;
#define X(identifier, number, wire_name) \
  if (name == wire_name) return Command::identifier;
  CHATPROOF_REQUESTS(X)
  CHATPROOF_PUSHES(X)
#undef X
  return std::nullopt;
}

}  // namespace chatproof::wire
