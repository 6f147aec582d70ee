#include "sdk/runtime/endpoint_text.hpp"

#include <charconv>

namespace chatproof::runtime {
namespace {

std::optional<std::string_view> host_in(std::string_view text) {
  if (text.starts_with('[')) {
    if (text.size() < 3 || !text.ends_with(']')) return std::nullopt;
    text = text.substr(1, text.size() - 2);
  } else if (text.find(':') != std::string_view::npos) {
    return std::nullopt;  // where the address ends and the port begins is anybody's guess
  }
  if (text.empty() || text.find_first_of("[]/@ \t\r\n") != std::string_view::npos) return std::nullopt;
  return text;
}

}  // namespace

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto host = host_in(text.substr(0, colon));
  const std::string_view port = text.substr(colon + 1);
  Endpoint endpoint;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (!host || error != std::errc{} || end != port.data() + port.size()) return std::nullopt;
  endpoint.host = *host;
  return endpoint;
}

}  // namespace chatproof::runtime
