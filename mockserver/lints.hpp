// What a well-behaved client does not do, watched from the server's side. A lint is advice: it changes nothing that the
// server does, and becomes an event of the kind "lint".
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "mockserver/server.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::mockserver {

struct LintInfo {
  std::string_view name;
  std::string_view expected;  // of a client, with the bound
  std::string_view reason;
};
[[nodiscard]] const std::vector<LintInfo>& lint_table();
[[nodiscard]] std::string_view expected_by(std::string_view lint);  // empty for an unknown name

// Sees the server's events go by, in their order, and adds its own. Remembers a bounded number of devices and
// connections; what comes beyond is not watched.
class Lints {
 public:
  static constexpr int expired_logins_max = 2;  // with the same ticket
  static constexpr int quick_connections_max = 4;
  static constexpr runtime::Duration quick_connections_span = std::chrono::seconds(3);
  static constexpr int quick_heartbeats_max = 3;
  static constexpr runtime::Duration quick_heartbeats_span = std::chrono::seconds(5);
  // Spec login 2.10: every 120 s. Half of that again is the network's.
  static constexpr runtime::Duration silence_max = std::chrono::seconds(180);
  static constexpr runtime::Duration relogin_span = std::chrono::seconds(3);
  static constexpr runtime::Duration relogins_span = std::chrono::minutes(1);
  static constexpr int repeated_refusals_max = 3;
  static constexpr runtime::Duration repeated_refusals_span = std::chrono::seconds(5);
  static constexpr std::size_t watched_max = 100'000;  // devices, and connections

  explicit Lints(ServerEventSink sink) : sink_(std::move(sink)) {}
  // Tells the event, then what is to be said about it.
  void operator()(const ServerEvent& event);

 private:
  struct Refusals {  // of one command of a device, one after the other
    std::size_t request = 0;
    int code = 0, times = 0;
    runtime::Instant first{};
  };
  struct DeviceWatch {
    std::vector<runtime::Instant> connections;  // that followed one which the client did not end itself
    bool left_in_order = true;
    std::string ticket;  // of the latest login
    std::string expired_ticket;
    int expired_logins = 0;
    bool kicked = false;
    runtime::Instant kicked_at{}, relogin_at{};
    bool relogged = false;
    std::map<std::string, Refusals> refusals;
    std::map<std::string, std::size_t> asked;  // the latest request of each command, as a hash
  };
  struct LinkWatch {
    runtime::Instant heard{};
    std::vector<runtime::Instant> heartbeats;
  };

  void heard(const ServerEvent& event, LinkWatch& link);
  void connected(const ServerEvent& event, DeviceWatch& device);
  void heartbeat(const ServerEvent& event, LinkWatch& link);
  void request(const ServerEvent& event, DeviceWatch& device);
  void registers(const ServerEvent& event, DeviceWatch& device, std::string_view command);
  void reply(const ServerEvent& event, DeviceWatch& device);
  void tell(const ServerEvent& about, std::string_view lint, nlohmann::json seen);

  ServerEventSink sink_;
  std::map<std::string, DeviceWatch> devices_;
  std::map<std::uint64_t, LinkWatch> links_;
};

// Whether a ticket (UserSig) stands in the text, or in the bytes whose base64 it is.
[[nodiscard]] bool holds_ticket(std::string_view text);

}  // namespace chatproof::mockserver
