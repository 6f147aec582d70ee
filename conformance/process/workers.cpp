#include "conformance/process/workers.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <optional>
#include <system_error>

namespace chatproof::process {
namespace {

using Clock = Standing::Clock;
using std::chrono::milliseconds;

constexpr milliseconds look_every{100};                        // for the wish to stop
constexpr milliseconds end_within = std::chrono::seconds(60);  // of a child that has nothing left to do

bool read_all(int from, void* to, std::size_t size) {
  auto* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::read(from, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool write_all(int to, const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const ssize_t put = ::send(to, at, size, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    at += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

std::string end_text(int status) {
  if (WIFSIGNALED(status))
    return "its process was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
           ::strsignal(WTERMSIG(status)) + ")";
  return "its process ended with exit code " + std::to_string(WEXITSTATUS(status));
}

// One child: gets the numbers of pieces, gives the length of each result, and the result.
class Worker {
 public:
  Worker(const std::function<void()>& let_go_others, const Work& work) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
      throw std::system_error(errno, std::generic_category(), "socketpair");
    std::cout.flush();  // or the child would say it again
    child_ = ::fork();
    if (child_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child_ == 0) {
      ::close(ends[0]);
      let_go_others();
      serve(work, ends[1]);
    }
    ::close(ends[1]);
    channel_ = ends[0];
  }
  ~Worker() {
    let_go();
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    static_cast<void>(wait_for_end());
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Its channel, in a child that is another one.
  void let_go() {
    if (channel_ >= 0) ::close(channel_);
    channel_ = -1;
  }

  void begin(std::size_t piece, milliseconds limit) {
    piece_ = piece;
    standing_.begin(limit);
    const auto number = static_cast<std::uint64_t>(piece);
    static_cast<void>(write_all(channel_, &number, sizeof number));  // a child that is dead tells by its results
  }
  void retire() {
    piece_.reset();
    standing_.begin(end_within);
    ::shutdown(channel_, SHUT_WR);
  }

  [[nodiscard]] std::optional<std::size_t> piece() const { return piece_; }
  [[nodiscard]] int channel() const { return channel_; }
  [[nodiscard]] Clock::time_point due() const { return standing_.due(); }

  // Something can be read. A result, if it has come whole; `alive` is false when nothing will come any more.
  [[nodiscard]] std::optional<std::string> receive(bool& alive) {
    char bytes[1U << 16U];
    const ssize_t got = ::read(channel_, bytes, sizeof bytes);
    alive = got > 0 || (got < 0 && errno == EINTR);
    if (got > 0) received_.append(bytes, static_cast<std::size_t>(got));
    std::uint64_t size = 0;
    if (received_.size() < sizeof size) return std::nullopt;
    std::memcpy(&size, received_.data(), sizeof size);
    if (received_.size() - sizeof size < size) return std::nullopt;
    std::string result = received_.substr(sizeof size);
    received_.clear();
    return result;
  }

  // Of a child that is dead, or that will be now.
  [[nodiscard]] Finished give_up(bool hangs) {
    if (hangs) ::kill(child_, SIGKILL);
    const int status = wait_for_end();
    Finished finished;
    finished.trouble = hangs ? "it hangs" : end_text(status);
    finished.standing = standing_.text();
    return finished;
  }

  [[nodiscard]] int wait_for_end() {
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = 0;
    return status;
  }

 private:
  [[noreturn]] void serve(const Work& work, int parent) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGINT, SIG_IGN);  // whether it is to end is for the parent to say
    std::signal(SIGTERM, SIG_IGN);
    standing_.tell_last_words();
    std::uint64_t number = 0;
    while (read_all(parent, &number, sizeof number)) {
      const std::string result = work.perform(static_cast<std::size_t>(number), standing_);
      const auto size = static_cast<std::uint64_t>(result.size());
      if (!write_all(parent, &size, sizeof size) || !write_all(parent, result.data(), result.size())) break;
    }
    std::exit(0);  // sanitizers speak now
  }

  Standing standing_;
  pid_t child_ = 0;
  int channel_ = -1;
  std::optional<std::size_t> piece_;
  std::string received_;
};

class Crew {
 public:
  explicit Crew(const Work& work) : work_(work) {}

  std::vector<std::string> run() {
    const std::size_t size = std::min<std::size_t>(work_.jobs, work_.pieces);
    for (std::size_t i = 0; i < size; ++i) hire();
    while (!workers_.empty() && !work_.stop()) {
      wait_for_some();
      look_after_all();
    }
    return std::move(complaints_);
  }

 private:
  void hire() {
    const auto let_go_others = [this] {
      for (const auto& other : workers_)
        if (other) other->let_go();
    };
    workers_.push_back(std::make_unique<Worker>(let_go_others, work_));
    employ(*workers_.back());
  }

  void employ(Worker& worker) {
    if (next_ == work_.pieces) return worker.retire();
    const std::size_t piece = next_++;
    work_.started(piece);
    worker.begin(piece, work_.limit);
  }

  void wait_for_some() {
    polled_.clear();
    Clock::time_point until = Clock::now() + look_every;
    for (const auto& worker : workers_) {
      polled_.push_back({worker->channel(), POLLIN, 0});
      until = std::min(until, worker->due());
    }
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
    if (::poll(polled_.data(), polled_.size(), static_cast<int>(std::max<std::int64_t>(left, 0))) < 0)
      for (auto& one : polled_) one.revents = 0;  // a signal
  }

  void look_after_all() {
    std::size_t lost = 0;
    for (std::size_t i = 0; i < polled_.size(); ++i) {
      if (look_after(*workers_[i], polled_[i].revents != 0)) continue;
      workers_[i].reset();
      ++lost;
    }
    std::erase(workers_, nullptr);
    for (; lost > 0 && next_ < work_.pieces; --lost) hire();
  }

  // False: it is gone.
  bool look_after(Worker& worker, bool has_news) {
    bool alive = true;
    std::optional<std::string> result = has_news ? worker.receive(alive) : std::nullopt;
    if (result && worker.piece()) {
      work_.finished(*worker.piece(), {std::move(*result), {}, {}});
      employ(worker);
      return true;
    }
    if (alive && Clock::now() < worker.due()) return true;
    const Finished end = worker.give_up(alive);
    if (worker.piece()) {
      work_.finished(*worker.piece(), end);
    } else if (end.trouble != end_text(0)) {
      complaints_.push_back(end.trouble);
    }
    return false;
  }

  const Work& work_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<pollfd> polled_;
  std::size_t next_ = 0;
  std::vector<std::string> complaints_;
};

}  // namespace

std::vector<std::string> work_apart(const Work& work) { return Crew(work).run(); }

}  // namespace chatproof::process
