#include "mockserver/faults/engine.hpp"

#include <algorithm>

namespace chatproof::mockserver {
namespace {

constexpr std::size_t rules_max = 10'000;
constexpr std::size_t users_max = 100'000;  // whose rate one rule follows

bool fits(const FaultWhen& when, const Moment& moment) {
  return when.layer == moment.layer && when.edge == moment.edge && moment.now >= when.from && moment.now < when.until &&
         (when.command.empty() || when.command == moment.command) && (when.user.empty() || when.user == moment.user) &&
         (when.device.empty() || when.device == moment.device) &&
         (when.connection == 0 || when.connection == moment.connection);
}

// Whether this one is beyond the rate.
bool too_often(FaultRule& rule, const Moment& moment) {
  const RateTrigger& rate = *rule.when.rate;
  if (rule.recent.size() >= users_max) rule.recent.clear();
  auto& times = rule.recent[rate.of_all ? std::string() : std::string(moment.user)];
  while (!times.empty() && times.front() + rate.per <= moment.now) times.pop_front();
  if (std::ssize(times) >= rate.more) return true;  // what is refused does not count
  times.push_back(moment.now);
  return false;
}

}  // namespace

std::optional<Problem> FaultEngine::lacking(const FaultRule& rule) const {
  if (rule.then.kind == FaultKind::link && !allowed_.contains(FaultGroup::link))
    return Problem{"/then/kind", "this server has no hand on the network; only scenarios have"};
  if (rule.when.layer == Layer::resolve && !allowed_.contains(FaultGroup::resolve))
    return Problem{"/when/layer", "this server does not answer for its own name; only scenarios do"};
  if (rule.when.layer == Layer::handshake && !allowed_.contains(FaultGroup::tls))
    return Problem{
        "/when/layer",
        "this server does not speak TLS: a scenario says \"server\": {\"tls\": true}, `chatproof serve` takes "
        "--tls-cert and --tls-key"};
  return std::nullopt;
}

std::optional<Problem> FaultEngine::add(const nlohmann::json& source, runtime::Instant now) {
  FaultRule rule;
  rule.id = "fault" + std::to_string(made_ + 1);
  if (auto problem = read_fault_rule(source, now, rule)) return problem;
  if (const auto missing = lacking(rule)) return missing;
  if (std::any_of(rules_.begin(), rules_.end(), [&](const FaultRule& other) { return other.id == rule.id; }))
    return Problem{"/id", "there is a rule \"" + rule.id + "\" already"};
  if (rules_.size() >= rules_max) return Problem{"", "there are " + std::to_string(rules_max) + " rules already"};
  ++made_;
  ++rules_at_[place_of(rule.when.layer, rule.when.edge)];
  rules_.push_back(std::move(rule));
  return std::nullopt;
}

bool FaultEngine::remove(std::string_view id) {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const FaultRule& rule) { return rule.id == id; });
  if (found == rules_.end()) return false;
  keep(std::move(*found));
  rules_.erase(found);
  return true;
}

void FaultEngine::clear() {
  for (FaultRule& rule : rules_) keep(std::move(rule));
  rules_.clear();
}

void FaultEngine::keep(FaultRule rule) {
  --rules_at_[place_of(rule.when.layer, rule.when.edge)];
  if (removed_.size() >= rules_max) removed_.pop_front();
  removed_.push_back(std::move(rule));
}

const FaultRule* FaultEngine::decide(const Moment& moment) {
  for (FaultRule& rule : rules_) {
    if (!fits(rule.when, moment)) continue;
    if (rule.times != 0 && rule.acted >= rule.times) continue;
    if (rule.when.rate && !too_often(rule, moment)) continue;
    ++rule.seen;
    if (rule.when.nth != 0 && rule.seen != rule.when.nth) continue;
    if (rule.when.probability < 1.0 && !random_.chance(rule.when.probability)) continue;
    ++rule.acted;
    return &rule;
  }
  return nullptr;
}

}  // namespace chatproof::mockserver
