#include "conformance/check/history.hpp"

#include <array>
#include <cstdio>

namespace chatproof::check {

std::string_view to_string(Channel channel) {
  static constexpr std::array<std::string_view, 7> names = {"call",   "callback", "result", "wire",
                                                            "server", "network",  "step"};
  return names[static_cast<std::size_t>(channel)];
}

std::string to_line(const Event& event) {
  const auto us = event.at.time_since_epoch().count();
  char time[32];
  std::snprintf(time, sizeof time, "%5lld.%06llds", static_cast<long long>(us / 1'000'000),
                static_cast<long long>(us % 1'000'000));
  std::string line =
      std::string(time) + " " + event.actor + " " + std::string(to_string(event.channel)) + " " + event.name;
  if (!event.payload.is_null())
    line += " " + event.payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return line;
}

}  // namespace chatproof::check
