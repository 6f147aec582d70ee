#include "conformance/stage/hooks.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "conformance/check/expecter.hpp"

namespace chatproof::stage {

void Hooks::add(scenario::EventPattern inside, Deed deed, std::optional<check::FaultUse> use) {
  const std::lock_guard lock(mutex_);
  hooks_.push_back({std::move(inside), std::move(deed), std::move(use)});
}

void Hooks::run(const check::Event& event) {
  std::vector<Hook> now;
  {
    const std::lock_guard lock(mutex_);
    const auto fires = [&](const Hook& hook) { return check::matches(hook.inside, event, {}); };
    std::copy_if(hooks_.begin(), hooks_.end(), std::back_inserter(now), fires);
    std::erase_if(hooks_, fires);
  }
  std::exception_ptr thrown;
  for (const Hook& hook : now) {
    try {
      hook.deed(event);
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  if (thrown) std::rethrow_exception(thrown);
}

std::vector<check::FaultUse> Hooks::undone() const {
  const std::lock_guard lock(mutex_);
  std::vector<check::FaultUse> undone;
  for (const Hook& hook : hooks_)
    if (hook.use) undone.push_back(*hook.use);
  return undone;
}

}  // namespace chatproof::stage
