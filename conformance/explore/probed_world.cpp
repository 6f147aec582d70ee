#include "conformance/explore/probed_world.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "conformance/explore/probed_device.hpp"

namespace chatproof::explore {
namespace {

class ProbedWorld final : public stage::World {
 public:
  ProbedWorld(std::unique_ptr<stage::World> inner, Probe& probe) : inner_(std::move(inner)), probe_(probe) {}

  std::string_view name() const override { return inner_->name(); }
  bool deterministic() const override { return inner_->deterministic(); }
  runtime::Instant now() const override { return inner_->now(); }
  runtime::Duration tolerance(runtime::Duration window) const override { return inner_->tolerance(window); }
  void run(stage::Recorder& recorder, const std::function<bool()>& done, runtime::Instant deadline) override {
    inner_->run(recorder, done, deadline);
  }
  bool settle(stage::Recorder& recorder, runtime::Instant deadline) override {
    return inner_->settle(recorder, deadline);
  }
  std::optional<runtime::Instant> next_due() override { return inner_->next_due(); }
  std::string trouble() const override { return inner_->trouble(); }
  void on_server(const std::function<void()>& task) override { inner_->on_server(task); }
  runtime::Loop& server_loop() override { return inner_->server_loop(); }
  runtime::Network& server_network() override { return inner_->server_network(); }
  runtime::Endpoint server_address() const override { return inner_->server_address(); }
  runtime::ServerTls server_tls() const override { return inner_->server_tls(); }
  void server_is_at(const runtime::Endpoint& address) override { inner_->server_is_at(address); }

  stage::Seat seat(const std::string& device) override {
    stage::Seat seat = inner_->seat(device);
    auto& probed = devices_[device];
    if (dead_.empty()) dead_ = {inner_->nowhere(0, true), inner_->nowhere(1, true)};
    inner_->on_links([&](runtime::LinkControl& links) {
      if (!probed) probed = std::make_unique<ProbedDevice>(device, *seat.loop, *seat.network, links, dead_, probe_);
    });
    seat.loop = probed.get();
    seat.network = probed.get();
    return seat;
  }

  void set_names(Names names) override { inner_->set_names(std::move(names)); }
  std::string nowhere(int number, bool silent) override { return inner_->nowhere(number, silent); }
  std::string stranger() override { return inner_->stranger(); }
  void on_links(const std::function<void(runtime::LinkControl&)>& use) override { inner_->on_links(use); }
  void shift_clock(const std::string& device, runtime::Duration by) override { inner_->shift_clock(device, by); }
  void stop() override { inner_->stop(); }

 private:
  std::unique_ptr<stage::World> inner_;
  Probe& probe_;
  std::vector<std::string> dead_;
  std::map<std::string, std::unique_ptr<ProbedDevice>> devices_;
};

}  // namespace

std::unique_ptr<stage::World> make_probed_world(const stage::WorldOptions& options, Probe& probe) {
  return std::make_unique<ProbedWorld>(stage::make_sim_world(options), probe);
}

}  // namespace chatproof::explore
