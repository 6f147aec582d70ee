#include "conformance/process/interruption.hpp"

#include <csignal>

namespace chatproof::process {
namespace {

volatile std::sig_atomic_t asked_by = 0;  // a signal handler can reach nothing else

void remember(int signal) {
  asked_by = signal;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

// Without SA_RESTART: a wait for something else ends at once.
void handle(int signal, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

Interruption::Interruption() {
  asked_by = 0;
  handle(SIGINT, remember);
  handle(SIGTERM, remember);
}

Interruption::~Interruption() {
  handle(SIGINT, SIG_DFL);
  handle(SIGTERM, SIG_DFL);
}

bool Interruption::asked() { return asked_by != 0; }
int Interruption::exit_code() { return asked_by == 0 ? 0 : 128 + asked_by; }

}  // namespace chatproof::process
