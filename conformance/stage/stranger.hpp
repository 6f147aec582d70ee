// A server of something else, at which a client arrives by a wrong address.
#pragma once

#include <list>
#include <memory>

#include "sdk/runtime/network.hpp"

namespace chatproof::stage {

// Answers whatever comes first as a web server would, and closes. Loop thread only; the network must live longer. Where
// it cannot listen, connections are refused.
class Stranger {
 public:
  Stranger(runtime::Network& network, const runtime::Endpoint& at, const runtime::ServerTls& tls);

 private:
  class Visit final : public runtime::StreamHandler {
   public:
    explicit Visit(std::unique_ptr<runtime::Stream> stream) : stream_(std::move(stream)) {
      stream_->set_handler(*this);
    }
    void on_data(std::string_view bytes) override;
    void on_closed(runtime::NetError) override { stream_.reset(); }

   private:
    std::unique_ptr<runtime::Stream> stream_;  // null: over
  };

  std::list<Visit> visits_;
  std::unique_ptr<runtime::Listener> listener_;
};

}  // namespace chatproof::stage
