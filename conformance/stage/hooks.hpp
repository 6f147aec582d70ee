// What an app does inside a callback, or inside the completion of a call, when such a one comes. Any thread.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/check/sweeps.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::stage {

class Hooks {
 public:
  using Deed = std::function<void(const check::Event&)>;

  // Once, inside the next one that matches. `use`: as what an undone deed is told; one that is nothing to be told of
  // has none.
  void add(scenario::EventPattern inside, Deed deed, std::optional<check::FaultUse> use = {});
  // Does what was to be done inside this one; what a deed throws goes on when all is done.
  void run(const check::Event& event);
  // What was not done.
  [[nodiscard]] std::vector<check::FaultUse> undone() const;

 private:
  struct Hook {
    scenario::EventPattern inside;
    Deed deed;
    std::optional<check::FaultUse> use;
  };
  mutable std::mutex mutex_;
  std::vector<Hook> hooks_;
};

}  // namespace chatproof::stage
