// The HTTP endpoint that Prometheus reads during a run. It is a process of its own, so that it answers while this one
// is busy in virtual time, and takes nothing from generators.
#pragma once

#include <memory>
#include <string>

#include "bench/load/child.hpp"

namespace chatproof::load {

class MetricsPage {
 public:
  // Forks: the caller must be without threads. Port 0: a free one. `first` is the answer until show().
  MetricsPage(const runtime::Endpoint& at, const std::string& first);
  ~MetricsPage();
  MetricsPage(const MetricsPage&) = delete;
  MetricsPage& operator=(const MetricsPage&) = delete;

  [[nodiscard]] runtime::NetError error() const { return error_; }      // none: it listens
  [[nodiscard]] const runtime::Endpoint& local() const { return at_; }  // with the port that was chosen

  // What GET /metrics answers from now on. Never waits: a page that cannot be handed over is left out.
  void show(const std::string& text);

 private:
  runtime::Endpoint at_;
  runtime::NetError error_ = runtime::NetError::internal;
  int feed_ = -1;
  std::unique_ptr<Child> child_;
};

}  // namespace chatproof::load
