#include "sdk/runtime/network.hpp"

#include <cstdlib>

namespace chatproof::runtime {

std::string_view to_string(NetError error) {
  switch (error) {
    case NetError::none:
      return "none";
    case NetError::resolve_failed:
      return "resolve_failed";
    case NetError::unreachable:
      return "unreachable";
    case NetError::refused:
      return "refused";
    case NetError::timed_out:
      return "timed_out";
    case NetError::reset:
      return "reset";
    case NetError::closed:
      return "closed";
    case NetError::tls_failed:
      return "tls_failed";
    case NetError::tls_untrusted:
      return "tls_untrusted";
    case NetError::too_many_open:
      return "too_many_open";
    case NetError::address_in_use:
      return "address_in_use";
    case NetError::internal:
      return "internal";
  }
  std::abort();
}

NetError error_of(TlsOutcome outcome) {
  switch (outcome) {
    case TlsOutcome::ok:
      return NetError::none;
    case TlsOutcome::expired:
    case TlsOutcome::self_signed:
    case TlsOutcome::wrong_host:
      return NetError::tls_untrusted;
    case TlsOutcome::old_protocol:
    case TlsOutcome::reset:
      return NetError::tls_failed;
  }
  std::abort();
}

std::string to_string(const Endpoint& endpoint) {
  const bool needs_brackets = endpoint.host.find(':') != std::string::npos;
  const std::string host = needs_brackets ? '[' + endpoint.host + ']' : endpoint.host;
  return host + ':' + std::to_string(endpoint.port);
}

}  // namespace chatproof::runtime
