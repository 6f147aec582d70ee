#include "mockserver/shards/shard_links.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "mockserver/json_text.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::mockserver {
namespace {

using nlohmann::json;
using wire::Command;
using wire::Frame;
using wire::FrameType;

constexpr std::size_t waiting_max = 64 * 1024 * 1024;  // bytes for one shard
constexpr std::size_t strangers_max = 64;
constexpr runtime::Duration dial_again = std::chrono::seconds(1);
constexpr int depth_max = 48;  // of what clients said, and a little around it

std::string frame_of(const json& message) {
  const std::string payload = as_text(message);
  if (payload.size() > wire::payload_max) return {};
  std::string bytes;
  wire::append_frame(bytes, {FrameType::push, Command::none, 0, payload});
  return bytes;
}

}  // namespace

class ShardLinks::Link final : public runtime::StreamHandler {
 public:
  Link(ShardLinks& of, std::unique_ptr<runtime::Stream> stream) : of_(of), stream_(std::move(stream)) {
    stream_->set_handler(*this);
  }

  void on_data(std::string_view bytes) override {
    const auto error = decoder_.feed(bytes, [this](const Frame& frame) {
      of_.said(*this, frame.payload);
      return stream_ != nullptr;
    });
    if (error != wire::DecodeError::none && stream_) of_.ended(*this);
  }
  void on_closed(runtime::NetError) override { of_.ended(*this); }

  void write(std::string_view bytes) { stream_->write(bytes); }
  [[nodiscard]] std::size_t queued() const { return stream_->queued(); }
  void close() { stream_.reset(); }

  int shard = -1;  // whose it is; -1: not known yet

 private:
  ShardLinks& of_;
  std::unique_ptr<runtime::Stream> stream_;
  wire::Decoder decoder_;
};

ShardLinks::ShardLinks(runtime::Loop& loop, runtime::Network& network, Place place, std::string token, Receive receive,
                       Lost lost)
    : loop_(loop),
      network_(network),
      place_(place),
      token_(std::move(token)),
      receive_(std::move(receive)),
      lost_(std::move(lost)),
      reader_(depth_max) {}
ShardLinks::~ShardLinks() = default;

runtime::NetError ShardLinks::listen(const runtime::Endpoint& at) {
  auto opened = network_.listen(at, {}, [this](std::unique_ptr<runtime::Stream> stream) {
    if (strangers_.size() >= strangers_max) return;
    auto link = std::make_unique<Link>(*this, std::move(stream));
    const Link* key = link.get();
    strangers_.emplace(key, std::move(link));
  });
  listener_ = std::move(opened.listener);
  return opened.error;
}

runtime::Endpoint ShardLinks::local() const { return listener_->local(); }

void ShardLinks::meet(std::vector<runtime::Endpoint> shards) {
  shards_ = std::move(shards);
  for (int shard = place_.index + 1; shard < place_.count; ++shard) dial(shard);
}

void ShardLinks::dial(int shard) {
  others_[shard].dial = network_.connect(shards_[static_cast<std::size_t>(shard)], {},
                                         [this, shard](std::unique_ptr<runtime::Stream> stream, runtime::NetError) {
                                           const auto finished = std::move(others_[shard].dial);
                                           if (stream == nullptr) return dial_later(shard);
                                           auto link = std::make_unique<Link>(*this, std::move(stream));
                                           link->write(frame_of({{"token", token_}, {"shard", place_.index}}));
                                           open(shard, std::move(link));
                                         });
}

void ShardLinks::dial_later(int shard) {
  others_[shard].again = loop_.after_periodic(dial_again, [this, shard] { dial(shard); });
}

void ShardLinks::open(int shard, std::unique_ptr<Link> link) {
  Other& other = others_[shard];
  if (other.link) bury(std::move(other.link));
  link->shard = shard;
  other.link = std::move(link);
  if (const std::string waiting = std::exchange(other.waiting, {}); !waiting.empty()) other.link->write(waiting);
}

bool ShardLinks::linked(int shard) const {
  const auto other = others_.find(shard);
  return other != others_.end() && other->second.link != nullptr;
}

bool ShardLinks::send(int shard, const json& message) {
  const std::string bytes = frame_of(message);
  Other& other = others_[shard];
  const std::size_t before = other.link ? other.link->queued() : other.waiting.size();
  if (bytes.empty() || before + bytes.size() > waiting_max) return false;
  if (other.link) {
    other.link->write(bytes);
  } else {
    other.waiting += bytes;
  }
  return true;
}

void ShardLinks::said(Link& link, std::string_view payload) {
  const auto message = reader_.read(payload);
  if (link.shard >= 0) {
    if (message && message->is_object()) receive_(link.shard, *message);
    return;
  }
  // Only shards before this one connect to it.
  const bool good = message && message->is_object() && message->value("token", json()) == token_ &&
                    message->contains("shard") && (*message)["shard"].is_number_integer();
  const int shard = good ? (*message)["shard"].get<int>() : -1;
  const auto stranger = strangers_.extract(&link);
  if (shard < 0 || shard >= place_.index) return bury(std::move(stranger.mapped()));
  open(shard, std::move(stranger.mapped()));
}

void ShardLinks::ended(const Link& link) {
  if (link.shard < 0) return bury(std::move(strangers_.extract(&link).mapped()));
  Other& other = others_[link.shard];
  const int shard = link.shard;
  bury(std::move(other.link));
  if (shard > place_.index) dial_later(shard);
  lost_(shard);
}

void ShardLinks::bury(std::unique_ptr<Link> link) {
  link->close();
  finished_.push_back(std::move(link));
  if (finished_.size() == 1) burial_ = loop_.after({}, [this] { finished_.clear(); });
}

}  // namespace chatproof::mockserver
