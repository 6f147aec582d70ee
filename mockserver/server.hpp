// The mock IM server as one object: give it a world, tell it what to be, watch what it does.
// Used in-process by the conformance stage and by `chatproof serve`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mockserver/domain/place.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/secrets.hpp"

namespace chatproof::usersig {
class Secrets;
}

namespace chatproof::mockserver {

// What the server did, for logs, histories and reports. It holds no ticket, token or key, unless that was asked for.
struct ServerEvent {
  runtime::Instant at;
  std::string_view kind;  // one of event_table() in mockserver/events.hpp
  std::uint32_t sdk_app_id = 0;
  std::string user;    // empty when not known yet
  std::string device;  // device id as told in hello
  std::uint64_t connection = 0;
  const nlohmann::json* detail = nullptr;  // valid during the call
};
using ServerEventSink = std::function<void(const ServerEvent&)>;

// What a fault rule does to the link of a device, and the end of it. The words are those of faults/link_words.hpp.
struct LinkDeed {
  std::string device;  // device id as told in hello
  std::string word;
  nlohmann::json args;
  bool begins = true;
};
using LinkHand = std::function<void(const LinkDeed&)>;

// What a fault rule makes of a device's look-up of the server's name; the default is nothing.
struct LookUpFault {
  runtime::Duration late_by{};
  bool fails = false;     // no address
  bool stranger = false;  // the address of another server
  int dead = 0;           // so many addresses where nobody is ...
  bool silent = false;    // ... and nobody even refuses,
  int live = 0;           // and after them the server's own, so many times
};

// Of one shard of a server: where the others connect, and the port that clients are sent to.
struct ShardAddress {
  runtime::Endpoint link;
  std::uint16_t port = 0;
};

// The answer to act(): a value, or what was wrong and where in the arguments (a JSON pointer).
struct ActResult {
  bool ok = true;
  std::string error;
  std::string pointer;
  nlohmann::json value;
};

class Server {
 public:
  // `chance`: a seed in a simulated world, and secrets of the real one in that. `links`: who can do something to links,
  // called on the loop; nobody: fault rules of that kind are refused.
  Server(runtime::Loop& loop, runtime::Network& network, runtime::Chance chance, ServerEventSink sink,
         LinkHand links = {});
  ~Server();

  // Opens the listener. Without error the endpoint that was bound (port 0 chooses) is local().
  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at, const runtime::ServerTls& tls);
  [[nodiscard]] runtime::Endpoint local() const;

  // As one shard of a server (mockserver/README.md): this before listen(), then meet_shards() with the addresses of
  // all, by index. `at` is where other shards connect; who does not know the `token` is not listened to.
  [[nodiscard]] runtime::NetError open_shard_links(Place place, const std::string& token, const runtime::Endpoint& at);
  [[nodiscard]] ShardAddress shard_address() const;
  void meet_shards(const std::vector<ShardAddress>& shards);

  // Fault rules of TLS handshakes are taken from now on, and refused otherwise: listen() will be given the
  // certificates.
  void will_speak_tls();
  // Somebody asks look_up() for devices: fault rules about it are taken from now on, and refused otherwise.
  void answers_for_its_name();
  // Which of the rules acts on this look-up. Loop thread only.
  [[nodiscard]] LookUpFault look_up(const std::string& device);

  // Events are told as they are from now on: to who judges them, and hides the secrets in what it shows.
  void tells_secrets();
  // The tickets, tokens and keys that it has seen or made.
  [[nodiscard]] std::shared_ptr<usersig::Secrets> secrets() const;

  // Every deed of an operator, by name, from the table in actions.cpp; README.md lists them. Loop thread only.
  [[nodiscard]] ActResult act(std::string_view action, const nlohmann::json& arguments);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::mockserver
