// A process of the load tester's own: forked before any thread begins, told later where to report.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "sdk/runtime/network.hpp"

namespace chatproof::load {

// What a child is told once its parent is ready for it.
struct Errand {
  runtime::Endpoint report_to;
  std::string token;  // proves to the parent that it is its child who connects
};

// Dies with its parent; the destructor kills it if it still runs, and waits for it.
class Child {
 public:
  // Forks; the child runs the function with its errand and ends with its value. The caller must be without threads.
  explicit Child(const std::function<int(const Errand&)>& main);
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  Child(const Child&) = delete;

  [[nodiscard]] bool running() const { return pid_ > 0; }  // false: it could not be made
  [[nodiscard]] pid_t pid() const { return pid_; }
  void send(const Errand& errand);

 private:
  pid_t pid_ = -1;
  int pipe_ = -1;
};

}  // namespace chatproof::load
