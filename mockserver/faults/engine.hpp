// Which fault rule acts, if any. Data in, decisions out; the gateway carries them out.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mockserver/faults/rule.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::mockserver {

struct Moment {
  Layer layer = Layer::connect;
  Edge edge = Edge::before;
  std::string_view command;  // of a request, its reply, or a push; empty at a connection
  std::string_view user, device;
  int connection = 0;  // the how many-th of the device; 0: not known
  runtime::Instant now;
};

class FaultEngine {
 public:
  explicit FaultEngine(runtime::Random random) : random_(random) {}

  // Rules of these groups are refused unless there is somebody who can change links, answers look-ups, or speaks TLS.
  void allow(FaultGroup group) { allowed_.insert(group); }

  // Takes effect for what comes; spans of time count from now.
  [[nodiscard]] std::optional<Problem> add(const nlohmann::json& rule, runtime::Instant now);
  bool remove(std::string_view id);  // false: there is none
  void clear();
  // Whether any rule is about this: most often none is.
  [[nodiscard]] bool concerns(Layer layer, Edge edge) const { return rules_at_[place_of(layer, edge)] != 0; }
  // The first rule with an opinion wins; it counts as having acted. Null: nothing goes wrong.
  [[nodiscard]] const FaultRule* decide(const Moment& moment);
  [[nodiscard]] const std::vector<FaultRule>& rules() const { return rules_; }
  // Those that were removed: a rule that never acted proves nothing, removed or not. The latest ones.
  [[nodiscard]] const std::deque<FaultRule>& removed() const { return removed_; }

 private:
  [[nodiscard]] static std::size_t place_of(Layer layer, Edge edge) {
    return 2 * static_cast<std::size_t>(layer) + static_cast<std::size_t>(edge);
  }
  void keep(FaultRule rule);
  // What the server would need for this rule and does not have.
  [[nodiscard]] std::optional<Problem> lacking(const FaultRule& rule) const;
  runtime::Random random_;
  std::set<FaultGroup> allowed_;
  std::vector<FaultRule> rules_;
  std::array<int, 2 * (static_cast<std::size_t>(Layer::push) + 1)> rules_at_{};  // how many, by place_of()
  std::deque<FaultRule> removed_;
  int made_ = 0;
};

}  // namespace chatproof::mockserver
