// SIGINT and SIGTERM as a wish: who works looks between two pieces whether it was uttered, ends in order, and gives the
// exit code of a program that the signal has ended.
#pragma once

namespace chatproof::process {

// While it lives, the first of these signals is remembered, and the second does what it always does: nobody is kept
// who cannot wait. One at a time.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  [[nodiscard]] static bool asked();
  [[nodiscard]] static int exit_code();  // 130 after SIGINT, 143 after SIGTERM; 0: nobody has asked
};

}  // namespace chatproof::process
