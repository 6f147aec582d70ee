#include "bench/load/child.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <sstream>
#include <utility>

namespace chatproof::load {
namespace {

// "HOST PORT TOKEN"; nothing when the parent has gone.
bool read_errand(int pipe, Errand& errand) {
  std::string text;
  std::array<char, 256> part{};
  // To the end of the line: later children hold the writing end too, so that there is no end of the file.
  while (!text.ends_with('\n')) {
    const ssize_t size = ::read(pipe, part.data(), part.size());
    if (size <= 0) return false;
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  std::istringstream in(text);
  return static_cast<bool>(in >> errand.report_to.host >> errand.report_to.port >> errand.token);
}

}  // namespace

Child::Child(const std::function<int(const Errand&)>& main) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return;
  std::fflush(nullptr);  // what is buffered is printed once, by the parent
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ != 0) {
    ::close(ends[0]);
    pipe_ = ends[1];
    return;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  ::close(ends[1]);
  Errand errand;
  const int code = read_errand(ends[0], errand) ? main(errand) : 1;
  std::fflush(nullptr);
  ::_exit(code);  // nothing that belongs to the parent is cleaned up here
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), pipe_(std::exchange(other.pipe_, -1)) {}

Child::~Child() {
  if (pipe_ >= 0) ::close(pipe_);
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Child::send(const Errand& errand) {
  const std::string text =
      errand.report_to.host + ' ' + std::to_string(errand.report_to.port) + ' ' + errand.token + '\n';
  const ssize_t written = ::write(pipe_, text.data(), text.size());  // less than a pipe holds
  static_cast<void>(written);                                        // a child that has died is noticed by its silence
  ::close(std::exchange(pipe_, -1));
}

}  // namespace chatproof::load
