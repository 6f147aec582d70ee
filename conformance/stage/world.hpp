// A world is where a case happens: its time, its network, its threads. The interpreter does not know which one it is
// in.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/runtime/link_control.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::stage {

class Recorder;

// Where one actor's SDK runs.
struct Seat {
  runtime::Loop* loop = nullptr;
  runtime::Network* network = nullptr;
  runtime::Endpoint server;
  runtime::ClientTls tls;
};

class World {
 public:
  World() = default;
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  virtual ~World() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual bool deterministic() const = 0;
  [[nodiscard]] virtual runtime::Instant now() const = 0;
  // How much later than the file says something may still come, for a window of that length.
  [[nodiscard]] virtual runtime::Duration tolerance(runtime::Duration window) const = 0;

  // Goes on until done() or the deadline; done() is asked again after every event of the history.
  virtual void run(Recorder& recorder, const std::function<bool()>& done, runtime::Instant deadline) = 0;
  // Goes on until the world is quiet: nothing but periodic timers is left, and (tcp, tls) nothing has happened for a
  // while. False when the deadline came first and something is still due.
  [[nodiscard]] virtual bool settle(Recorder& recorder, runtime::Instant deadline) = 0;
  // When the next thing is due that is not periodic, on the loop of the server, of a device or of the network.
  [[nodiscard]] virtual std::optional<runtime::Instant> next_due() = 0;

  // Why the world cannot go on; empty while it can.
  [[nodiscard]] virtual std::string trouble() const { return {}; }

  virtual void on_server(const std::function<void()>& task) = 0;  // runs it on the server's loop and waits for it
  [[nodiscard]] virtual runtime::Loop& server_loop() = 0;
  [[nodiscard]] virtual runtime::Network& server_network() = 0;
  [[nodiscard]] virtual runtime::Endpoint server_address() const = 0;  // where to listen; port 0 chooses
  [[nodiscard]] virtual runtime::ServerTls server_tls() const = 0;

  virtual void server_is_at(const runtime::Endpoint& address) = 0;  // where the seats will find it

  [[nodiscard]] virtual Seat seat(const std::string& device) = 0;
  // Who answers the devices' look-ups of the server's name, asked on the server's loop; null: the truth. After the call
  // the one before is not asked any more, but for what is on its way to the server's loop already.
  using Names = std::function<runtime::NameAnswer(const std::string& device)>;
  virtual void set_names(Names names) = 0;
  // An address where nobody is, one for each number from 0; connections to its port of the server are refused, or get
  // no answer. And one where another server listens. On the server's loop.
  [[nodiscard]] virtual std::string nowhere(int number, bool silent) = 0;
  [[nodiscard]] virtual std::string stranger() = 0;
  // Calls use(link control) where it may be called.
  virtual void on_links(const std::function<void(runtime::LinkControl&)>& use) = 0;
  // Makes the calling thread stand still for so long. False, at once, where there is but one.
  [[nodiscard]] virtual bool block(runtime::Duration /*by*/) { return false; }
  virtual void shift_clock(const std::string& device, runtime::Duration by) = 0;
  // Ends every thread; nothing happens afterwards. The server and the SDKs are gone by then.
  virtual void stop() = 0;
};

struct WorldOptions {
  std::uint64_t seed = 1;
  double speed = 10.0;  // tcp and tls: scenario seconds in a second of wall time
  bool tls = false;     // sim: TLS is modelled; tcp never has it, tls always
  // sim: more tasks than this are trouble(), and so is a fiftieth of them in one instant; 0: a day of a busy server.
  std::uint64_t tasks_max = 0;
  // tcp and tls: told before each wait for something to happen, how long it lasts at most.
  std::function<void(std::chrono::microseconds wall_time)> waits = nullptr;
};

[[nodiscard]] std::unique_ptr<World> make_sim_world(const WorldOptions& options);
// tls: with certificates from a certificate authority made once per process.
[[nodiscard]] std::unique_ptr<World> make_real_world(const WorldOptions& options, bool tls);
// What the tcp and tls worlds of all processes that are forked from this one share: certificates, and port numbers that
// no two of them use.
void prepare_real_worlds();
[[nodiscard]] std::unique_ptr<World> make_world(std::string_view name,
                                                const WorldOptions& options);  // null: no such world

}  // namespace chatproof::stage
