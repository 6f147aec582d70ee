// Says what was being run when the program crashes: with thousands of runs in one process a core alone does not tell.
#pragma once

#include <string>

namespace chatproof::explore {

// While it lives, a crash of this thread is announced on standard error as "chatproof: crashed while running WHAT". The
// notes of a thread do not nest.
class CrashNote {
 public:
  explicit CrashNote(const std::string& what);
  CrashNote(const CrashNote&) = delete;
  CrashNote& operator=(const CrashNote&) = delete;
  ~CrashNote();
};

// Once per process, before the first note matters. SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT are announced and then
// do what they always do.
void announce_crashes();

}  // namespace chatproof::explore
