// How the coordinator, its workers and its server talk: one JSON value a line, over a loopback connection.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sdk/runtime/network.hpp"

namespace chatproof::load {

inline constexpr std::size_t line_bytes_max = 64u << 20u;

class Channel final : public runtime::StreamHandler {
 public:
  using Receiver = std::function<void(const nlohmann::json&)>;
  // Both are called on the loop; `closed` once, also after a line that is no JSON. Either may destroy the channel.
  Channel(std::unique_ptr<runtime::Stream> stream, Receiver receiver, std::function<void()> closed);

  // From the next line on.
  void set_receiver(Receiver receiver, std::function<void()> closed);
  void send(const nlohmann::json& message);

 private:
  void on_data(std::string_view bytes) override;
  void on_closed(runtime::NetError why) override;

  std::unique_ptr<runtime::Stream> stream_;
  std::shared_ptr<Receiver> receiver_;  // shared with the call under way, which may set another
  std::function<void()> closed_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
  std::string line_;
};

}  // namespace chatproof::load
