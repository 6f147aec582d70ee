// What may be logged in the place of a secret (spec login 11.13).
#pragma once

#include <string>
#include <string_view>

namespace chatproof::xlog {

// "<ticket of 180 characters>": enough to see that one was there, and whether it was cut.
[[nodiscard]] std::string redact(std::string_view ticket);

// The text with every occurrence of the ticket replaced by redact(ticket). An empty ticket changes nothing.
[[nodiscard]] std::string redact_in(std::string text, std::string_view ticket);

}  // namespace chatproof::xlog
