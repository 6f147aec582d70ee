// The HTTP control API: the server's actions for whoever speaks HTTP. openapi.json describes it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "mockserver/server.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/secrets.hpp"

namespace chatproof::control {

struct ControlOptions {
  std::string token{};  // that requests have to carry; empty: none, and then only this machine may listen in
  double speed = 1.0;   // seconds of the loop in a second of the wall
};

// As Server::act().
using Act = std::function<mockserver::ActResult(std::string_view action, const nlohmann::json& arguments)>;

class Control {
 public:
  // Everything on the loop's thread, `act` too. `secrets` is for the names of leases.
  Control(runtime::Loop& loop, runtime::Network& network, Act act, runtime::Secrets secrets, ControlOptions options);
  ~Control();

  // Precondition: a token, or an address of this machine only (is_loopback()).
  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at, const runtime::ServerTls& tls);
  [[nodiscard]] runtime::Endpoint local() const;

  // To be told by the server's sink.
  void on_event(const mockserver::ServerEvent& event);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// "localhost", 127.0.0.0/8, ::1
[[nodiscard]] bool is_loopback(std::string_view host);

// The text of openapi.json.
[[nodiscard]] std::string_view openapi_text();

}  // namespace chatproof::control
