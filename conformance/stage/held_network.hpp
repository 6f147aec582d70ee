// The network of a process that can stand still: what comes meanwhile is told once the process goes on.
#pragma once

#include "conformance/stage/held_loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::stage {

// In front of another network, for what goes out. Goes before the loop and the other network.
class HeldNetwork final : public runtime::Network {
 public:
  HeldNetwork(runtime::Network& network, HeldLoop& loop) : network_(network), loop_(loop) {}

  [[nodiscard]] std::unique_ptr<runtime::Pending> resolve(const std::string& name,
                                                          runtime::ResolveHandler handler) override;
  [[nodiscard]] std::unique_ptr<runtime::Pending> connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                          runtime::ConnectHandler handler) override;
  [[nodiscard]] runtime::ListenResult listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                             runtime::AcceptHandler handler) override;

 private:
  runtime::Network& network_;
  HeldLoop& loop_;
};

}  // namespace chatproof::stage
