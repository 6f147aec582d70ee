#include "sdk/runtime/dialer.hpp"

#include <algorithm>
#include <utility>

namespace chatproof::runtime {

Dialer::Dialer(Loop& loop, Network& network, Endpoint to, ClientTls tls, Duration limit, ConnectHandler handler)
    : loop_(loop),
      network_(network),
      to_(std::move(to)),
      tls_(std::move(tls)),
      limit_(limit),
      begun_(loop.now()),
      handler_(std::move(handler)) {
  // Whatever the address, it is the name that the certificate must be made out to.
  if (tls_.enabled && tls_.server_name.empty()) tls_.server_name = to_.host;
  attempt_ = network_.resolve(
      to_.host, [this](std::vector<std::string> addresses, NetError error) { resolved(std::move(addresses), error); });
}

void Dialer::resolved(std::vector<std::string> addresses, NetError error) {
  addresses_ = std::move(addresses);
  addresses_.resize(std::min(addresses_.size(), addresses_max));
  if (error != NetError::none || addresses_.empty())
    return ended(nullptr, error != NetError::none ? error : NetError::resolve_failed);
  try_next();
}

void Dialer::try_next() {
  const std::size_t left = addresses_.size() - next_;
  const Endpoint address{addresses_[next_++], to_.port};
  attempt_ = network_.connect(
      address, tls_, [this](std::unique_ptr<Stream> stream, NetError error) { ended(std::move(stream), error); });
  share_.cancel();
  if (limit_ == Duration{0} || left == 1) return;
  const Duration rest = std::max(Duration{0}, begun_ + limit_ - loop_.now());
  share_ = loop_.after(rest / static_cast<Duration::rep>(left), [this] { try_next(); });
}

void Dialer::ended(std::unique_ptr<Stream> stream, NetError error) {
  share_.cancel();
  if (error == NetError::tls_untrusted || error == NetError::tls_failed) tls_error_ = error;
  if (error != NetError::none && next_ < addresses_.size()) return try_next();
  if (error != NetError::none && tls_error_ != NetError::none) error = tls_error_;
  const ConnectHandler handler = std::exchange(handler_, nullptr);  // it may destroy this object
  handler(std::move(stream), error);
}

}  // namespace chatproof::runtime
