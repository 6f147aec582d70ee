// The outcome of a case: what reports are made from.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/check/history.hpp"

namespace chatproof::check {

// From good to bad; those from inconclusive on spoil a run.
enum class Verdict : std::uint8_t { pass, skipped, non_strict, known_failing, inconclusive, fail, error };
// "pass", "skipped", "nonStrict", "knownFailing", "inconclusive", "fail", "error"
[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] Verdict worse(Verdict a, Verdict b);

// One thing that went wrong, explained.
struct Finding {
  Verdict verdict = Verdict::fail;
  // "step", "leftover", "unfinishedCall", "faultNeverActed", "deedNeverActed", or an invariant's name.
  std::string rule;
  std::string where;  // JSON pointer into the scenario file
  int line = 0;       // of that pointer in `file`
  std::string file;
  std::string expected;     // in words
  std::string observed;     // in words
  std::string nearest;      // the nearest miss, in words; empty when there is none
  std::uint32_t event = 0;  // id of the event it is about, 0 when none
  std::vector<std::string> proves;
};

struct CaseResult {
  std::string id;        // "kick/second-phone[policy=single]"
  std::string scenario;  // "kick/second-phone"
  std::string title;
  std::string file;
  std::string world;  // "sim", "tcp", "tls"
  std::uint64_t seed = 0;
  Verdict verdict = Verdict::pass;
  std::string reason;  // of a skip, or why it is known to fail
  std::vector<std::string> covers;
  std::vector<std::string> tags;
  std::vector<Finding> findings;
  int expectations = 0;  // how many were judged; none is a failure
  History history;
  runtime::Duration scenario_time{};
  std::chrono::microseconds wall_time{};
  std::string trace_hash;  // sim only
  std::string repro;       // one command that replays it
};

// Turns the verdict of a case whose scenario says that it fails, and why: a failure is known and keeps its findings, a
// pass is a failure with one finding of the rule "unexpectedPass". Whatever else came of it stays: a broken or
// undecided case is not what was known. `line` is where the scenario file says so.
void expect_failure(CaseResult& result, const std::string& reason, int line);
inline constexpr std::string_view unexpected_pass = "unexpectedPass";

struct RunResult {
  std::vector<CaseResult> cases;
  std::string command;  // as typed
  std::string version;
  std::int64_t started_unix = 0;
  std::chrono::microseconds wall_time{};
  bool strict = false;
  std::size_t left_out = 0;             // cases that did not run, because somebody interrupted
  std::vector<std::string> complaints;  // of the processes that ran the cases, afterwards: of sanitizers, for instance
};

}  // namespace chatproof::check
