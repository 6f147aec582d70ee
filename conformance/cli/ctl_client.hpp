// Requests to the control API of a running server (mockserver/control/openapi.json).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::runtime {
class LoopThread;
class RealNetwork;
}  // namespace chatproof::runtime

namespace chatproof::cli {

struct ControlAddress {
  runtime::Endpoint at;
  runtime::ClientTls tls;
  std::string token{};  // empty: none
};
// "http://127.0.0.1:7180" or "https://...". Nothing when it is no such URL.
[[nodiscard]] std::optional<ControlAddress> parse_control_url(std::string_view url);

struct ControlAnswer {
  unsigned status = 0;  // of HTTP; 0: there was none, and the body says why
  std::string body;
};

struct ControlRequest {
  std::string method, target;
  std::string body{};                                // JSON, or empty
  std::function<void(std::string_view)> on_piece{};  // takes the body of a 200 as it comes, on the loop's thread
};

// A thread with a network. Each request has a connection of its own.
class ControlClient {
 public:
  using Done = std::function<void(ControlAnswer)>;

  // `patience`: how long the other side may say nothing; a stream of events stream_patience.
  ControlClient(ControlAddress address, runtime::Duration patience);
  ~ControlClient();
  ControlClient(const ControlClient&) = delete;
  ControlClient& operator=(const ControlClient&) = delete;

  // Waits for the answer.
  [[nodiscard]] ControlAnswer ask(ControlRequest request);
  // Any thread; `done` is called once on the loop's thread, unless this object ends before.
  void start(ControlRequest request, Done done);

 private:
  class Exchange;

  const ControlAddress address_;
  const runtime::Duration patience_;
  std::unique_ptr<runtime::LoopThread> thread_;
  std::unique_ptr<runtime::RealNetwork> network_;
  std::vector<std::unique_ptr<Exchange>> exchanges_;
};

// For a value in a query.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace chatproof::cli
