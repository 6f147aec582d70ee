// The kinds of steps that wait, and the walk through a list of steps.
#pragma once

#include <memory>
#include <vector>

#include "conformance/stage/interpreter.hpp"

namespace chatproof::stage {

// One line of steps being walked; a `par` has several.
class Branch {
 public:
  Branch(Stagecraft& craft, const scenario::Steps& steps);
  // Goes as far as it can without waiting. True when it got anywhere.
  bool advance();
  [[nodiscard]] bool finished() const { return failed_ || (stack_.empty() && !waiting_); }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] runtime::Instant decide_by() const;

 private:
  struct Frame {
    const scenario::Steps* steps;
    std::size_t next;
  };
  void start_next();
  void tell_met() const;

  Stagecraft& craft_;
  std::vector<Frame> stack_;
  std::unique_ptr<Waiting> waiting_;
  const scenario::Step* waited_for_ = nullptr;
  runtime::Instant began_{};
  bool failed_ = false;
};

[[nodiscard]] check::Finding step_finding(std::string expected, std::string observed, std::uint32_t event = 0);
// Whether the event is one that a `never` with this pattern forbids.
[[nodiscard]] bool forbids(const Stagecraft& craft, const scenario::EventPattern& pattern, const check::Event& event);
[[nodiscard]] check::Finding forbidden_event(const scenario::EventPattern& pattern, const check::Event& event);

}  // namespace chatproof::stage
