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
#include "conformance/check/defect.hpp"
#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/cast.hpp"
#include "conformance/stage/deeds.hpp"

namespace chatproof::stage {

using check::Captures;
using check::follow;
using check::substitute;

class Branch;

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
  Deeds deeds{cast};
  std::vector<Rest> nevers{};                                                  // "during": "rest"
  std::vector<std::pair<const scenario::Step*, const scenario::Do*>> later{};  // calls with wait: false and an expect

  [[nodiscard]] runtime::Instant now() const { return cast.world().now(); }
  [[nodiscard]] runtime::Instant deadline(runtime::Duration within) const {
    return now() + within + cast.world().tolerance(within);
  }
  // Calls wait while their actor's process stands still, instead of being mistakes of the file.
  bool suspended_calls_wait = false;
  check::JudgeDefect defect = check::JudgeDefect::none;  // planted
  // Told of each step that had to wait for something to happen, and got it: when it began and when it was met.
  std::function<void(const scenario::Step&, runtime::Instant began, runtime::Instant met)> on_met{};

  // Writes the finding down. True when the walk may go on.
  bool report(const scenario::Step& step, check::Finding finding);
  // Makes the call. A saved value that is an argument as a whole is afterwards what the method has made of it: a
  // message that was sent has its id.
  std::uint32_t call(const scenario::Do& call, std::uint32_t cause);
  // What was to be saved and is not there, as a finding.
  [[nodiscard]] std::optional<check::Finding> save(const std::map<std::string, std::string>& what,
                                                   const nlohmann::json& from);
};

// Starts a step. Null when it is finished already; `ok` is false when it failed.
[[nodiscard]] std::unique_ptr<Waiting> start_step(Stagecraft& craft, const scenario::Step& step, bool& ok);

// The way through a scenario's steps: goes as far as it can, and says until when it has to be asked again.
class Walk {
 public:
  explicit Walk(Stagecraft& craft);
  ~Walk();
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  void advance();
  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] bool reached_end() const { return reached_end_; }  // what went wrong is in the findings
  // advance() again at this instant at the latest; earlier whenever something has happened.
  [[nodiscard]] runtime::Instant decide_by() const;

 private:
  void next();
  void end(bool reached_end);
  [[nodiscard]] bool within_limits();

  Stagecraft& craft_;
  runtime::Instant limit_;
  std::unique_ptr<Branch> branch_;
  bool finished_ = false, reached_end_ = false;
  // Calls that nobody has waited for, after the last step; their place stands while the branch goes through it.
  std::vector<std::pair<const scenario::Step*, const scenario::Do*>> later_;
  std::size_t next_later_ = 0;
  scenario::Steps last_;
};

// Looks at the events that came since the last look, for what is forbidden for the rest. False once there was such an
// event and the walk must not go on.
[[nodiscard]] bool watch_rest(Stagecraft& craft);

// Lets the world go on until the walk is over. True when the last step was reached.
[[nodiscard]] bool play(Stagecraft& craft);

}  // namespace chatproof::stage
