// The parent of a real run: starts server and workers, tells them what to do when, and puts together what they tell.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/load/channel.hpp"
#include "bench/load/child.hpp"
#include "bench/load/run.hpp"
#include "sdk/runtime/real/real_loop.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/testing/test_certificates.hpp"

namespace chatproof::load {

class Coordinator {
 public:
  Coordinator(const Profile& profile, const RunOptions& options);
  ~Coordinator();

  [[nodiscard]] Result run();

 private:
  // A child and what it has said so far.
  struct Hand {
    Child child;
    std::unique_ptr<Channel> channel;
    runtime::Endpoint listening;  // a server
    std::uint16_t links = 0;      // where it listens for the other shards
    bool ready = false;
    bool done = false;
  };
  struct Visitor;  // a connection that has not said yet who it is

  [[nodiscard]] bool enough_descriptors();
  [[nodiscard]] bool fork_all();
  [[nodiscard]] bool open_control();
  void admit(Visitor& visitor, const Json& hello);
  void attach(std::vector<Hand>& hands, const char* role, std::size_t index, Visitor& visitor);
  void told_by_server(std::size_t index, const Json& message);
  void told_by_worker(std::size_t index, const Json& message);
  void lost(std::vector<Hand>& hands, const char* role, std::size_t index);
  void introduce_when_listening();
  void start_when_ready();
  void start();
  void take_interval(std::size_t worker, const Json& message);
  void take_phase(const Json& message);
  void take_done(std::size_t worker, const Json& report);
  void act(const Deed& deed);
  void sample(const std::string& phase);
  void end_when_done();
  void look_for_interruption();
  void give_up(std::string reason);
  void later(Duration when, runtime::Task task);

  const Profile& profile_;
  const RunOptions& options_;
  Result result_;
  std::unique_ptr<runtime::TestCertificates> certificates_;
  std::vector<Hand> servers_, workers_;
  std::string token_;

  std::unique_ptr<runtime::RealLoop> loop_;
  std::unique_ptr<runtime::RealNetwork> network_;
  std::unique_ptr<runtime::Listener> listener_;
  std::map<std::uint64_t, std::unique_ptr<Visitor>> visitors_;
  std::uint64_t visits_ = 0;
  std::vector<runtime::Timer> timeline_;
  runtime::Timer watchdog_, look_;
  runtime::Instant origin_{};
  std::vector<std::size_t> tellers_;  // by interval: how many workers have told it
  std::size_t complete_ = 0;          // intervals that all have told
  std::uint64_t deeds_ = 0;
  std::size_t counts_missing_ = 0;  // servers that have not told their counts yet
  bool started_ = false;
  bool over_ = false;
};

}  // namespace chatproof::load
