#include "conformance/explore/crash_note.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace chatproof::explore {
namespace {

// A signal handler can reach nothing else: plain memory of the thread that crashed.
thread_local std::array<char, 512> note{};

void announce(int signal) {
  constexpr char head[] = "\nchatproof: crashed while running ";
  if (note[0] != 0) {
    (void)!::write(STDERR_FILENO, head, sizeof head - 1);
    (void)!::write(STDERR_FILENO, note.data(), ::strnlen(note.data(), note.size()));
    (void)!::write(STDERR_FILENO, "\n", 1);
  }
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

CrashNote::CrashNote(const std::string& what) {
  const std::size_t length = std::min(what.size(), note.size() - 1);
  std::memcpy(note.data(), what.data(), length);
  note[length] = 0;
}

CrashNote::~CrashNote() { note[0] = 0; }

void announce_crashes() {
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::signal(signal, announce);
}

}  // namespace chatproof::explore
