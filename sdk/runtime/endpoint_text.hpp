// "host:port" as people write it, and as to_string(Endpoint) prints it.
#pragma once

#include <optional>
#include <string_view>

#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {

// An IPv6 address stands in brackets; the port is 0 to 65535. Nothing for anything else, blanks and schemes included.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace chatproof::runtime
