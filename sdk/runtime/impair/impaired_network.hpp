// Bad links in front of a network that has none, such as real sockets: the same LinkControl as the simulated one's.
#pragma once

#include <memory>
#include <string>

#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {

class ImpairCore;

// What a device does through its host() passes its link; the inner network, which must live longer, knows nothing of
// it. Latency, rate and segmentation come on top of what the inner network has. A stall holds back what the program
// says and hears: the inner connection itself stays alive below. Loop thread only. Streams and pending connections must
// be gone before this is.
class ImpairedNetwork final : public LinkControl {
 public:
  ImpairedNetwork(Loop& loop, Network& inner, Random random);
  ~ImpairedNetwork() override;

  // The network as this device sees it, for connecting; listen() goes straight to the inner network.
  Network& host(const std::string& name);

  void set(const std::string& host, const LinkConditions& conditions) override;
  [[nodiscard]] LinkConditions conditions(const std::string& host) const override;
  void reset(const std::string& host) override;
  void reset_after(const std::string& host, Direction direction, std::uint64_t bytes) override;
  void close(const std::string& host) override;
  void set_names(NameServer names) override;
  [[nodiscard]] LinkEffects effects(const std::string& host) const override;
  [[nodiscard]] std::size_t connections(const std::string& host) const override;

 private:
  std::shared_ptr<ImpairCore> core_;  // its tasks hold it weakly: they may outlive it
};

}  // namespace chatproof::runtime
