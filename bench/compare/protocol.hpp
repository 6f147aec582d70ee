// What the neutral client knows of a protocol: the bytes of a login, of a request and of their answers. No sockets.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::compare {

// message: 128 bytes to oneself, until they are back or taken. ping: the protocol's sign of life. scripted: a request
// that a rule of the server answers.
enum class Request : std::uint8_t { message, ping, scripted };

inline constexpr std::size_t message_size = 128;

struct Session {
  std::size_t user = 0;
  int device = 0;        // logins of the same user with another device compete
  int stage = 0;         // the protocol's own
  std::string received;  // not understood yet
};

struct Heard {
  std::string say;  // what the login needs next
  int answers = 0;  // whole answers taken; the last one of a login counts as one
  std::string refused;
};

class Protocol {
 public:
  virtual ~Protocol() = default;
  // What may be done before the clock runs, for so many users.
  virtual void prepare(std::size_t users) { static_cast<void>(users); }
  [[nodiscard]] virtual std::string greeting(Session& session) = 0;
  // Takes what is whole off session.received.
  [[nodiscard]] virtual Heard hear(Session& session) = 0;
  [[nodiscard]] virtual std::string request(const Session& session, Request what) = 0;
  [[nodiscard]] virtual std::vector<Request> requests() const = 0;
};

// "chatproof", "echo", "http", "mqtt", "redis" or "xmpp"; null for anything else. The password is of the protocols that
// have one; empty: none is sent where that is possible.
[[nodiscard]] std::unique_ptr<Protocol> protocol_named(std::string_view name, const std::string& password);

}  // namespace chatproof::compare
