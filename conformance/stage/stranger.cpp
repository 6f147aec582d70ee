#include "conformance/stage/stranger.hpp"

#include <utility>

namespace chatproof::stage {

Stranger::Stranger(runtime::Network& network, const runtime::Endpoint& at, const runtime::ServerTls& tls)
    : listener_(
          network
              .listen(at, tls,
                      [this](std::unique_ptr<runtime::Stream> stream) { visits_.emplace_back(std::move(stream)); })
              .listener) {}

void Stranger::Visit::on_data(std::string_view) {
  stream_->write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  stream_.reset();
}

}  // namespace chatproof::stage
