#include "sdk/v2tim/sdk.hpp"

#include <memory>
#include <utility>

#include "sdk/v2tim/manager.hpp"

namespace chatproof::v2tim {

class Sdk::Impl {
 public:
  explicit Impl(Environment environment) : core(std::move(environment)), manager(core) {}
  Core core;
  Manager manager;
};

Sdk::Sdk(Environment environment) : impl_(std::make_unique<Impl>(std::move(environment))) {}
Sdk::~Sdk() = default;
void Sdk::replace(Environment environment) {
  std::destroy_at(impl_.get());
  abandon(std::move(environment));
}
void Sdk::abandon(Environment environment) { std::construct_at(impl_.get(), std::move(environment)); }
V2TIMManager& Sdk::manager() { return impl_->manager; }
void Sdk::network_hint(bool up) { impl_->core.network_hint(up); }

}  // namespace chatproof::v2tim
