// One link for each pair of shards: what a shard has to say to another one goes over it, in order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "mockserver/domain/place.hpp"
#include "mockserver/json_text.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::mockserver {

// Everything on the loop's thread. The frames are those of sdk/wire, the payloads JSON; README.md lists them.
class ShardLinks {
 public:
  using Receive = std::function<void(int from, const nlohmann::json& message)>;
  using Lost = std::function<void(int shard)>;
  // `token`: what another shard has to know before it is listened to.
  ShardLinks(runtime::Loop& loop, runtime::Network& network, Place place, std::string token, Receive receive,
             Lost lost);
  ~ShardLinks();

  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at);
  [[nodiscard]] runtime::Endpoint local() const;
  // Where each shard listens for the others, by index. A shard connects to those after it, and again when it must.
  void meet(std::vector<runtime::Endpoint> shards);

  [[nodiscard]] bool linked(int shard) const;
  // Waits for the link, if it has to. False: too much is waiting already, or this is larger than a frame.
  [[nodiscard]] bool send(int shard, const nlohmann::json& message);

 private:
  class Link;
  struct Other {
    std::unique_ptr<runtime::Pending> dial;
    std::unique_ptr<Link> link;
    std::string waiting;
    runtime::Timer again;
  };

  void dial(int shard);
  void dial_later(int shard);
  void open(int shard, std::unique_ptr<Link> link);
  void said(Link& link, std::string_view payload);
  void ended(const Link& link);
  void bury(std::unique_ptr<Link> link);

  runtime::Loop& loop_;
  runtime::Network& network_;
  const Place place_;
  const std::string token_;
  const Receive receive_;
  const Lost lost_;
  JsonReader reader_;
  std::unique_ptr<runtime::Listener> listener_;
  std::vector<runtime::Endpoint> shards_;
  std::map<int, Other> others_;
  std::map<const Link*, std::unique_ptr<Link>> strangers_;  // have connected and not said who they are
  std::vector<std::unique_ptr<Link>> finished_;             // may be on the stack
  runtime::Timer burial_;
};

}  // namespace chatproof::mockserver
