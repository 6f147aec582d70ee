// Counts what the server does and tells it in the text form of Prometheus.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "mockserver/server.hpp"

namespace chatproof::control {

inline constexpr std::size_t label_values_max = 500;  // of one metric; what comes later is counted as "other"

class Metrics {
 public:
  void count(const mockserver::ServerEvent& event);
  void count_control(unsigned status);
  // `traffic`: the answer to the action traffic.get.
  [[nodiscard]] std::string text(const nlohmann::json& traffic) const;

 private:
  using ByLabel = std::map<std::string, std::uint64_t>;
  static void add(ByLabel& counts, const std::string& label);

  std::uint64_t connections_ = 0, pings_ = 0, replies_ = 0, messages_ = 0, expiries_ = 0, redirects_ = 0;
  ByLabel requests_, errors_, pushes_, logins_, kicks_, faults_, lints_, control_;
};

}  // namespace chatproof::control
