// The commands of the protocol, in one table. README.md says what each carries.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace chatproof::wire {

// X(identifier, number, name on the wire and in fault rules)
#define CHATPROOF_REQUESTS(X)                       \
  X(hello, 1, "hello")                              \
  X(login, 2, "login")                              \
  X(resume, 3, "resume")                            \
  X(logout, 4, "logout")                            \
  X(sync, 10, "sync")                               \
  X(c2c_send, 20, "c2c.send")                       \
  X(profile_get, 30, "profile.get")                 \
  X(profile_set, 31, "profile.set")                 \
  X(profile_subscribe, 32, "profile.subscribe")     \
  X(profile_unsubscribe, 33, "profile.unsubscribe") \
  X(status_get, 40, "status.get")                   \
  X(status_set, 41, "status.set")                   \
  X(status_subscribe, 42, "status.subscribe")       \
  X(status_unsubscribe, 43, "status.unsubscribe")

#define CHATPROOF_PUSHES(X)               \
  X(kicked, 100, "kicked")                \
  X(ticket_expired, 101, "ticketExpired") \
  X(message, 102, "message")              \
  X(self_info, 103, "selfInfo")           \
  X(user_info, 104, "userInfo")           \
  X(user_status, 105, "userStatus")

enum class Command : std::uint16_t {
  none = 0,
#define X(identifier, number, name) identifier = number,
  CHATPROOF_REQUESTS(X) CHATPROOF_PUSHES(X)
#undef X
};

// The name of a known command; "none" for 0; empty for anything else.
[[nodiscard]] std::string_view name_of(Command command);
[[nodiscard]] std::optional<Command> command_named(std::string_view name);

}  // namespace chatproof::wire
