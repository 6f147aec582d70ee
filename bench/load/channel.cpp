#include "bench/load/channel.hpp"

#include <nlohmann/json.hpp>

namespace chatproof::load {

Channel::Channel(std::unique_ptr<runtime::Stream> stream, Receiver receiver, std::function<void()> closed)
    : stream_(std::move(stream)),
      receiver_(std::make_shared<Receiver>(std::move(receiver))),
      closed_(std::move(closed)) {
  stream_->set_handler(*this);
}

void Channel::set_receiver(Receiver receiver, std::function<void()> closed) {
  receiver_ = std::make_shared<Receiver>(std::move(receiver));
  closed_ = std::move(closed);
}

void Channel::send(const nlohmann::json& message) {
  if (stream_ != nullptr) stream_->write(message.dump() + '\n');
}

void Channel::on_data(std::string_view bytes) {
  const std::weak_ptr<int> alive = alive_;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    line_.append(bytes.substr(0, end));
    if (line_.size() > line_bytes_max) return on_closed(runtime::NetError::internal);
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    const auto message = nlohmann::json::parse(std::exchange(line_, {}), nullptr, false);
    if (!message.is_object()) return on_closed(runtime::NetError::internal);
    const auto receiver = receiver_;
    (*receiver)(message);
    if (alive.expired()) return;  // the receiver has destroyed this object
  }
}

void Channel::on_closed(runtime::NetError) {
  stream_.reset();
  const auto closed = std::move(closed_);
  if (closed) closed();
}

}  // namespace chatproof::load
