// Where a piece of work stands, in memory that its process shares with its parent: all that is left when it dies.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace chatproof::process {

class Standing {
 public:
  using Clock = std::chrono::steady_clock;  // one for all processes

  Standing();
  Standing(const Standing&) = delete;
  Standing& operator=(const Standing&) = delete;
  ~Standing();

  // The parent: a piece begins, and must not stand still for longer than the limit; 0 is no limit.
  void begin(std::chrono::milliseconds limit);
  [[nodiscard]] Clock::time_point due() const;  // it hangs when it has not ended by then
  [[nodiscard]] std::string text() const;

  // The work, from any thread but one at a time. What is too long is cut.
  void tell(std::string_view text);
  // The work, from the thread that does it: it will wait for so long, and goes on then.
  void waits(std::chrono::microseconds at_most);
  // From now on an exception that ends this process is told, too. One standing per process.
  void tell_last_words();

 private:
  struct Memory;
  Memory* memory_;
};

}  // namespace chatproof::process
