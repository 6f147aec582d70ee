// Fault rules: when something happens, something else goes wrong. Data in, decisions out; the gateway carries them out.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mockserver/domain/settings.hpp"
#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::mockserver {

// Where a rule may step in: a connection was accepted, a request has arrived, its reply or a push is about to leave.
enum class Layer : std::uint8_t { connect, request, reply, push };

enum class FaultKind : std::uint8_t {
#define X(identifier, name, layers, arguments, text) identifier,
#include "mockserver/faults/kinds.def"
#undef X
};

struct FaultInfo {
  FaultKind kind;
  std::string_view name, layers, arguments, text;
};
[[nodiscard]] const std::vector<FaultInfo>& fault_table();

struct Moment {
  Layer layer = Layer::connect;
  std::string_view command;  // of a request, its reply, or a push; empty at a connection
  std::string_view user, device;
  runtime::Instant now;
};

struct FaultRule {
  std::string id;
  // when
  Layer layer = Layer::request;
  std::string command, user, device;  // empty: any
  int nth = 0;                        // 0: every one, else the nth that matches
  double probability = 1.0;
  runtime::Instant from{}, until = runtime::Instant::max();
  // then
  FaultKind kind = FaultKind::close;
  int code = 0;
  runtime::Duration span{};  // "by" of a delay, "for" of a stall
  // how often
  int times = 1;  // 0: any number
  bool must_act = true;
  nlohmann::json source;
  // what came of it
  int seen = 0;
  int acted = 0;
};

class FaultEngine {
 public:
  explicit FaultEngine(runtime::Random random) : random_(random) {}

  // Takes effect for what comes; spans of time count from now.
  [[nodiscard]] std::optional<Problem> add(const nlohmann::json& rule, runtime::Instant now);
  bool remove(std::string_view id);  // false: there is none
  void clear() { rules_.clear(); }
  // The first rule with an opinion wins; it counts as having acted. Null: nothing goes wrong.
  [[nodiscard]] const FaultRule* decide(const Moment& moment);
  [[nodiscard]] const std::vector<FaultRule>& rules() const { return rules_; }

 private:
  runtime::Random random_;
  std::vector<FaultRule> rules_;
  int made_ = 0;
};

}  // namespace chatproof::mockserver
