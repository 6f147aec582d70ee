// A run as it goes on, and what came of it, for a terminal or a log.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include "bench/load/result.hpp"

namespace chatproof::load {

// Rewrites a few lines in place on a terminal, else prints a line a second, fewer in a long run.
class LiveView {
 public:
  LiveView(const Profile& profile, std::ostream& out, bool terminal);
  void interval(std::size_t number, const Meter& meter);
  void end();  // the last word; clears what was drawn

 private:
  void draw(Duration at);
  void line(Duration at);

  const Profile& profile_;
  std::ostream& out_;
  const bool terminal_;
  const Duration line_every_;
  Meter since_line_, total_;
  Duration line_at_{};
  std::size_t drawn_ = 0;
};

// Verdict, thresholds, what was counted, timed and measured; some twenty lines.
[[nodiscard]] std::string summary(const Result& result);

}  // namespace chatproof::load
