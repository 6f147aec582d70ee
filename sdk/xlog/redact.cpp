#include "sdk/xlog/redact.hpp"

namespace chatproof::xlog {

std::string redact(std::string_view ticket) {
  return ticket.empty() ? "<no ticket>" : "<ticket of " + std::to_string(ticket.size()) + " characters>";
}

std::string redact_in(std::string text, std::string_view ticket) {
  if (ticket.empty()) return text;
  const std::string shown = redact(ticket);
  for (std::size_t at = 0; (at = text.find(ticket, at)) != std::string::npos; at += shown.size()) {
    text.replace(at, ticket.size(), shown);
  }
  return text;
}

}  // namespace chatproof::xlog
