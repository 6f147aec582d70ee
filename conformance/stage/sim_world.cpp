// The simulated world: one thread, virtual time, a run that depends on the seed alone.
#include "sdk/runtime/sim/sim_world.hpp"

#include <optional>

#include "conformance/stage/recorder.hpp"
#include "conformance/stage/stranger.hpp"
#include "conformance/stage/world.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::stage {
namespace {

const std::string server_host = "server";

class SimStage final : public World {
 public:
  explicit SimStage(const WorldOptions& options)
      : tls_(options.tls), tasks_max_(options.tasks_max), world_(sim_options(options)) {}

  std::string_view name() const override { return "sim"; }
  bool deterministic() const override { return true; }
  runtime::Instant now() const override { return world_.loop().now(); }
  runtime::Duration tolerance(runtime::Duration) const override { return {}; }

  void run(Recorder&, const std::function<bool()>& done, runtime::Instant deadline) override { go_on(done, deadline); }
  bool settle(Recorder&, runtime::Instant deadline) override {
    go_on([this] { return world_.loop().quiet(); }, deadline);
    return world_.loop().quiet();
  }
  std::optional<runtime::Instant> next_due() override { return world_.loop().next_work(); }
  std::string trouble() const override { return trouble_; }

  void on_server(const std::function<void()>& task) override { task(); }
  runtime::Loop& server_loop() override { return world_.device_loop(server_host); }
  runtime::Network& server_network() override { return world_.network(server_host); }
  runtime::Endpoint server_address() const override { return {server_host, 0}; }
  runtime::ServerTls server_tls() const override {
    return tls_ ? runtime::ServerTls{"modelled", "modelled"} : runtime::ServerTls{};
  }
  void server_is_at(const runtime::Endpoint& address) override { address_ = {server_host, address.port}; }

  Seat seat(const std::string& device) override {
    return {&world_.device_loop(device), &world_.network(device), address_, {.enabled = tls_}};
  }
  void set_names(Names names) override {
    if (!names) return world_.net().set_names(nullptr);
    world_.net().set_names(
        [names = std::move(names)](const std::string& device, const auto& done) { done(names(device)); });
  }
  std::string nowhere(int number, bool silent) override {
    const std::string host = (silent ? "silent-" : "empty-") + std::to_string(number);
    static_cast<void>(world_.network(host));
    if (silent) world_.net().vanish(host);
    return host;
  }
  std::string stranger() override {
    runtime::ServerTls tls = server_tls();
    tls.fault = [] { return runtime::HandshakeFault{runtime::TlsOutcome::wrong_host, {}}; };
    if (!stranger_) stranger_.emplace(world_.network("stranger"), runtime::Endpoint{"", address_.port}, tls);
    return "stranger";
  }
  void on_links(const std::function<void(runtime::LinkControl&)>& use) override { use(world_.net()); }
  void shift_clock(const std::string& device, runtime::Duration by) override {
    auto& loop = world_.device_loop(device);
    loop.set_unix_offset(loop.unix_offset() + by);
  }
  void stop() override {}

 private:
  static runtime::SimOptions sim_options(const WorldOptions& options) {
    runtime::SimOptions sim;
    sim.seed = options.seed;
    return sim;
  }

  // A simulation that never ends is a failed one; once it is in trouble it stands still.
  void go_on(const std::function<bool()>& done, runtime::Instant deadline) {
    if (!trouble_.empty()) return;
    const auto end = world_.loop().run_until([&] { return done() || is_endless(); }, deadline);
    if (end == runtime::RunEnd::too_many_events || end == runtime::RunEnd::too_much_time)
      trouble_ = "the simulation does not end: " + std::string(to_string(end));
  }

  bool is_endless() {
    if (tasks_max_ == 0) return false;
    const std::uint64_t tasks = world_.loop().executed();
    if (now() != instant_) {
      instant_ = now();
      tasks_before_ = tasks;
    }
    if (tasks - tasks_before_ > tasks_max_ / 50) {
      trouble_ = "time stands still at " + runtime::to_text(now().time_since_epoch()) + ": more than " +
                 std::to_string(tasks_max_ / 50) + " tasks in one instant";
    } else if (tasks > tasks_max_) {
      trouble_ = "the simulation does not end: more than " + std::to_string(tasks_max_) + " tasks";
    }
    return !trouble_.empty();
  }

  const bool tls_;
  const std::uint64_t tasks_max_;
  runtime::Instant instant_{};      // the one that lasts
  std::uint64_t tasks_before_ = 0;  // it began
  std::string trouble_;
  mutable runtime::SimWorld world_;
  runtime::Endpoint address_;
  std::optional<Stranger> stranger_;
};

}  // namespace

std::unique_ptr<World> make_sim_world(const WorldOptions& options) { return std::make_unique<SimStage>(options); }

}  // namespace chatproof::stage
