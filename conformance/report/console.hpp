// What a person at a terminal, or in the log of a CI job, sees of a run.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "conformance/check/result.hpp"

namespace chatproof::report {

struct ConsoleOptions {
  bool terminal = false;    // out is one: lines may be overwritten
  bool colour = false;      // only with a terminal that wants it
  std::size_t width = 120;  // columns, at least 60
  std::size_t every = 50;   // not a terminal: cases between two lines of progress
};

// Progress of a run. Any thread may call; `now` is the time since the run began, as the caller's clock tells.
class ProgressPrinter {
 public:
  ProgressPrinter(std::ostream& out, ConsoleOptions options, std::size_t total);
  ProgressPrinter(const ProgressPrinter&) = delete;
  ProgressPrinter& operator=(const ProgressPrinter&) = delete;

  void started(const std::string& case_id, const std::string& world, std::chrono::microseconds now);
  void finished(const check::CaseResult& result, std::chrono::microseconds now);
  // Redraws the line, so that the time of a slow case moves. Does nothing when out is no terminal.
  void tick(std::chrono::microseconds now);
  // Wipes the line. To be called once, before anything else is written.
  void close();

 private:
  void draw(std::chrono::microseconds now);
  void print_line(const std::string& text);
  [[nodiscard]] std::string status(std::chrono::microseconds now) const;

  std::ostream& out_;
  const ConsoleOptions options_;
  const std::size_t total_;
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::size_t failures_ = 0;
  std::map<std::pair<std::string, std::string>, std::chrono::microseconds> running_;  // (id, world) -> since when
  std::chrono::microseconds drawn_at_{-1};
  bool line_open_ = false;
};

// One case that did not pass: what was expected, what came, the nearest miss, the timeline around it, how to replay it.
[[nodiscard]] std::string explain(const check::CaseResult& result, const ConsoleOptions& options);

// All failures explained (at most `failures_explained_max`, the rest by name), what is non-strict or known to fail in
// short, and the summary line as the last line.
void print_outcome(std::ostream& out, const check::RunResult& run, const ConsoleOptions& options);

inline constexpr std::size_t failures_explained_max = 50;
inline constexpr std::size_t findings_explained_max = 5;  // of one case

}  // namespace chatproof::report
