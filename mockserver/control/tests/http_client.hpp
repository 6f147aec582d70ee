// A connection to an HTTP server in a simulated world: says exactly these bytes, keeps what comes back.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::control {

using namespace std::chrono_literals;

class HttpClient final : public runtime::StreamHandler {
 public:
  HttpClient(runtime::SimWorld& world, const runtime::Endpoint& server) : world_(world) {
    pending_ = world.network("server").connect(server, {}, [this](auto stream, runtime::NetError) {
      stream_ = std::move(stream);
      if (stream_) stream_->set_handler(*this);
    });
    pass(10ms);
  }
  // What has come a moment after these bytes.
  std::string say(std::string_view bytes) {
    got.clear();
    if (stream_) stream_->write(bytes);
    pass(100ms);
    return got;
  }
  std::string get(std::string_view target, std::string_view more_headers = {}) {
    return say("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_headers) + "\r\n");
  }
  std::string send(std::string_view method, std::string_view target, std::string_view body) {
    return say(std::string(method) + " " + std::string(target) +
               " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + std::string(body));
  }
  void pass(runtime::Duration span) { world_.loop().run_for(span); }
  void pause_reading(bool paused) { stream_->pause_reading(paused); }
  void close() { stream_.reset(); }

  std::string got;
  bool ended = false;

 private:
  void on_data(std::string_view bytes) override { got += bytes; }
  void on_closed(runtime::NetError) override {
    ended = true;
    stream_.reset();
  }

  runtime::SimWorld& world_;
  std::unique_ptr<runtime::Pending> pending_;
  std::unique_ptr<runtime::Stream> stream_;
};

inline std::string status_of(std::string_view answer) { return std::string(answer.substr(answer.find(' ') + 1, 3)); }

}  // namespace chatproof::control
