#include "sdk/runtime/real/quiet_thread.hpp"

#include <signal.h>

#include <utility>

namespace chatproof::runtime {

std::thread quiet_thread(Task task) {
  sigset_t sent, before;
  sigfillset(&sent);
  for (const int error : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF}) sigdelset(&sent, error);
  pthread_sigmask(SIG_SETMASK, &sent, &before);  // a new thread inherits what its maker blocks
  std::thread made(std::move(task));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return made;
}

}  // namespace chatproof::runtime
