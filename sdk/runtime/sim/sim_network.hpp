// A network of named hosts in virtual time. Healthy by default; everything that can go wrong is said through
// LinkControl and the calls below.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {

class SimCore;
class SimLoop;

struct SimNetworkOptions {
  Duration base_latency =
      std::chrono::microseconds(500);       // one way, on every link, LinkConditions::latency comes on top
  std::size_t connections_max = 4'000'000;  // more end in NetError::too_many_open
};

// One line per connect, accept, segment and end, starting with the virtual time in microseconds.
using SimTrace = std::function<void(std::string_view line)>;

// A connection belongs to the link of the host that made it: conditions set for a device hold for all its connections.
// Streams, listeners and pending connections must be gone before the network is.
class SimNetwork final : public LinkControl {
 public:
  SimNetwork(SimLoop& loop, Random random, SimNetworkOptions options = {});
  ~SimNetwork() override;

  // The network as seen from this host, which comes into being here. Its name is its address; "", "0.0.0.0", "::",
  // "localhost", "127.0.0.1" and "::1" mean the host itself. The port 0 chooses a free one.
  Network& host(const std::string& name);
  // Another name for a host, known to all. The host need not exist yet.
  void alias(const std::string& name, const std::string& host);

  void set(const std::string& host, const LinkConditions& conditions) override;
  [[nodiscard]] LinkConditions conditions(const std::string& host) const override;
  void reset(const std::string& host) override;
  void reset_after(const std::string& host, Direction direction, std::uint64_t bytes) override;
  void close(const std::string& host) override;
  void set_names(NameServer names) override;
  [[nodiscard]] LinkEffects effects(const std::string& host) const override;
  [[nodiscard]] std::size_t connections(const std::string& host) const override;

  // One link only, from the host that connects to the one that listens; holds until the next set() of `from`.
  void set_between(const std::string& from, const std::string& to, const LinkConditions& conditions);

  // The programs on the host die: its streams and listeners fall silent, its peers see NetError::reset, later
  // connections are refused until somebody listens again.
  void kill(const std::string& host);
  // The host is off the net from one moment to the next, without a word. Its own streams and listeners fall silent,
  // its peers wait until their kernel gives up (924 s after they sent something) or, after revive(), get a reset.
  void vanish(const std::string& host);
  void revive(const std::string& host);

  [[nodiscard]] std::size_t connection_count() const;  // of all hosts, those in the act of closing included
  void set_trace(SimTrace trace);

 private:
  std::unique_ptr<SimCore> core_;
};

}  // namespace chatproof::runtime
