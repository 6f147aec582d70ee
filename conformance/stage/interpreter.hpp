// Walks a scenario's steps. Branches of a `par` are walked side by side: a step that has to wait becomes a Waiting,
// and the world goes on until one of them is done. One thread; nothing below this level blocks but `quiet`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/check/captures.hpp"
#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/cast.hpp"

namespace chatproof::stage {

using check::Captures;
using check::follow;
using check::substitute;

enum class Progress : std::uint8_t { waiting, done, failed };

// A step that could not be finished at once.
class Waiting {
 public:
  Waiting() = default;
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  virtual ~Waiting() = default;
  virtual Progress poll() = 0;
  // poll() again at this instant at the latest; earlier whenever something has happened.
  [[nodiscard]] virtual runtime::Instant decide_by() const = 0;
  // Steps to go on with once done.
  [[nodiscard]] virtual const scenario::Steps* then() const { return nullptr; }
};

// What the steps of a case share.
struct Stagecraft {
  Cast& cast;
  const scenario::Scenario& scenario;
  // Whether a failure is to be noted only (all that it would prove is inferred).
  std::function<bool(const check::Finding&)> noted_only;
  Captures captures{};
  std::map<std::string, std::uint32_t> ids{};  // id of a step or pattern -> the event that met it
  std::vector<check::Finding> findings{};
  int expectations = 0;
  struct Rest {
    const scenario::Step* step;
    const scenario::EventPattern* pattern;
    std::size_t seen;  // events looked at so far
  };
  std::vector<Rest> nevers{};                                                  // "during": "rest"
  std::vector<std::pair<const scenario::Step*, const scenario::Do*>> later{};  // calls with wait: false and an expect

  [[nodiscard]] runtime::Instant now() const { return cast.world().now(); }
  [[nodiscard]] runtime::Instant deadline(runtime::Duration within) const {
    return now() + within + cast.world().tolerance(within);
  }
  // Writes the finding down. True when the walk may go on.
  bool report(const scenario::Step& step, check::Finding finding);
  // What was to be saved and is not there, as a finding.
  [[nodiscard]] std::optional<check::Finding> save(const std::map<std::string, std::string>& what,
                                                   const nlohmann::json& from);
};

// Starts a step. Null when it is finished already; `ok` is false when it failed.
[[nodiscard]] std::unique_ptr<Waiting> start_step(Stagecraft& craft, const scenario::Step& step, bool& ok);

// True when the last step was reached; what went wrong is in the findings.
[[nodiscard]] bool play(Stagecraft& craft);

}  // namespace chatproof::stage
