// A look-up on a link that may lie. Nothing outside sdk/runtime/ includes it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdk/runtime/link_control.hpp"

namespace chatproof::runtime {

// First the link's own state, then the name server of the test, then the truth.
class LookUp final : public Pending {
 public:
  using Truth = std::function<std::unique_ptr<Pending>(ResolveHandler handler)>;

  // Loop, `conditions` and `effects` must live longer. `truth` never calls its handler from inside.
  LookUp(Loop& loop, std::string host, const LinkConditions& conditions, LinkEffects& effects, NameServer names,
         Truth truth, ResolveHandler handler)
      : loop_(loop),
        host_(std::move(host)),
        conditions_(conditions),
        effects_(effects),
        names_(std::move(names)),
        truth_(std::move(truth)),
        handler_(std::move(handler)) {
    wait(Duration{0}, [this] { ask(); });
  }

 private:
  template <class Step>
  void wait(Duration delay, Step step) {
    timer_ = loop_.after(delay, std::move(step));
  }

  void ask() {
    if (conditions_.connect == ConnectOutcome::unresolvable) {
      ++effects_.dials;
      return answered({conditions_.latency, NetError::resolve_failed, {}});
    }
    if (!names_) return answered({});
    const NameServer names = names_;  // the answer may come at once, and destroy this object
    names(host_, [this, alive = std::weak_ptr<int>(alive_)](NameAnswer answer) {
      if (!alive.expired()) answered(std::move(answer));
    });
  }

  void answered(NameAnswer answer) {
    const Duration delay = answer.delay;
    if (delay == Duration{0}) return tell(std::move(answer));
    wait(delay, [this, late = std::move(answer)] { tell(late); });
  }

  void tell(NameAnswer answer) {
    if (answer.error == NetError::none && answer.addresses.empty()) {
      inner_ = truth_([this](std::vector<std::string> addresses, NetError error) { end(std::move(addresses), error); });
    } else {
      end(std::move(answer.addresses), answer.error);
    }
  }

  void end(std::vector<std::string> addresses, NetError error) {
    const ResolveHandler handler = std::exchange(handler_, nullptr);  // it may destroy this object
    handler(std::move(addresses), error);
  }

  Loop& loop_;
  const std::string host_;
  const LinkConditions& conditions_;
  LinkEffects& effects_;
  const NameServer names_;
  const Truth truth_;
  ResolveHandler handler_;
  Timer timer_;
  std::unique_ptr<Pending> inner_;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace chatproof::runtime
