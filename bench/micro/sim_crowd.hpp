// A simulated world full of users: the SDK's own sessions on one side, the mock server on the other, virtual time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "mockserver/server.hpp"
#include "sdk/runtime/sim/sim_world.hpp"
#include "sdk/session/session.hpp"
#include "sdk/usersig/creator.hpp"

namespace chatproof::bench {

inline constexpr runtime::Duration usual_heartbeat = std::chrono::seconds(30);

// Logs everybody in, and in again when a ticket expires. Sends nothing but heartbeats.
class SimCrowd {
 public:
  SimCrowd(std::size_t users, runtime::Duration ticket_lifetime, runtime::Duration heartbeat = usual_heartbeat);
  ~SimCrowd();
  SimCrowd(const SimCrowd&) = delete;
  SimCrowd& operator=(const SimCrowd&) = delete;

  // Evenly spread over one heartbeat; ends when all are online.
  void log_in();
  void run_for(runtime::Duration span);
  void act(std::string_view action, const std::string& arguments);  // a deed of the server's operator

  struct Totals {
    std::uint64_t events = 0;   // tasks and timers that ran
    std::uint64_t logins = 0;   // the first ones, and those after an expiry
    std::uint64_t returns = 0;  // of a user whose link was lost
    std::uint64_t expiries = 0;
    std::uint64_t failures = 0;  // attempts to connect
    auto operator<=>(const Totals&) const = default;
  };
  [[nodiscard]] Totals totals();
  [[nodiscard]] std::size_t users() const { return users_.size(); }
  [[nodiscard]] std::size_t online() const { return online_; }

 private:
  class User;

  [[nodiscard]] std::string name_of(const User& user) const;
  [[nodiscard]] std::string ticket_for(const std::string& user);

  runtime::SimWorld world_;
  mockserver::Server server_;
  usersig::Creator creator_;
  runtime::Duration heartbeat_;
  std::int64_t ticket_seconds_;
  std::vector<std::unique_ptr<User>> users_;
  std::vector<runtime::Timer> starts_;
  Totals totals_;
  std::size_t online_ = 0;
};

}  // namespace chatproof::bench
