// Decides expectations from the history alone.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/check/captures.hpp"
#include "conformance/check/defect.hpp"
#include "conformance/check/history.hpp"
#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::check {

enum class State : std::uint8_t { waiting, met, failed };

using Ids = std::map<std::string, std::uint32_t>;  // id of a step or pattern -> event

struct JudgeContext {
  runtime::Instant now, started, deadline;
  runtime::Duration tolerance{};
  const Captures* captures = nullptr;
  const Ids* ids = nullptr;
  JudgeDefect defect = JudgeDefect::none;
};

struct Judgement {
  State state = State::waiting;
  std::vector<std::uint32_t> used;                         // events that served, when met
  std::vector<std::pair<std::string, std::uint32_t>> ids;  // pattern id -> event, when met
  Finding finding;                                         // when failed
  std::optional<runtime::Instant> decide_by;               // when waiting
};

// Whether the event is one that the pattern speaks of, whatever the time.
[[nodiscard]] bool matches(const scenario::EventPattern& pattern, const Event& event, const Captures& captures);

// Decided as early as possible: met, or impossible, or waiting.
[[nodiscard]] Judgement judge(const scenario::Expectation& expectation, const History& history,
                              const JudgeContext& context);

// "alice.phone.onKickedOffline with {...}", for people.
[[nodiscard]] std::string describe(const scenario::EventPattern& pattern);

}  // namespace chatproof::check
