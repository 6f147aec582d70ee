// HTTP/1.1 over the runtime's streams: bytes in, requests out, answers back. Boost.Beast reads and writes the text; no
// socket, thread or clock of its own, so that the simulated network serves as well as the real one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"

namespace chatproof::control {

inline constexpr std::size_t http_connections_max = 128;
inline constexpr std::uint32_t http_header_bytes_max = 16 * 1024;
inline constexpr std::size_t http_body_bytes_max = 256u << 20u;  // whatever a route allows
inline constexpr std::size_t http_stream_bytes_max = 4u << 20u;  // that a reader of a stream may lag behind
// Of wall time: a connection that neither asks nor listens to a stream is closed, and so is one whose request is not
// whole by then after its first byte, however many bytes come meanwhile. When there are too many connections the oldest
// that is no stream gives way.
inline constexpr runtime::Duration http_patience = std::chrono::seconds(60);

using HttpConnectionId = std::uint64_t;

struct HttpRequest {
  std::string method;                          // in capitals
  std::string path;                            // as it was sent, without the query
  std::map<std::string, std::string> query;    // decoded
  std::map<std::string, std::string> headers;  // names in small letters; the last one of a name
  std::string body;

  [[nodiscard]] std::string_view header(const std::string& name) const;
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type{};
  std::string body{};
  std::vector<std::pair<std::string, std::string>> headers{};
  // The body is only the beginning; the rest comes by HttpServer::write().
  bool stream = false;
};

// What is behind the server. Called on the loop's thread.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  // Looked at when the header is there, before any of the body is read: an answer refuses the request.
  [[nodiscard]] virtual std::optional<HttpResponse> refuse(const HttpRequest& head) = 0;
  // How long the body may be.
  [[nodiscard]] virtual std::size_t body_max(const HttpRequest& head) = 0;
  [[nodiscard]] virtual HttpResponse answer(const HttpRequest& request, HttpConnectionId connection) = 0;
  // What the handler could not see: a request that is no HTTP, too long or too slow.
  [[nodiscard]] virtual HttpResponse complaint(unsigned status, std::string_view text) = 0;
  // The reader of a stream has gone.
  virtual void stream_ended(HttpConnectionId connection) = 0;
};

class HttpServer {
 public:
  // `speed`: seconds of the loop in a second of the wall, for limits that are about people and machines.
  HttpServer(runtime::Loop& loop, runtime::Network& network, HttpHandler& handler, double speed = 1.0);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] runtime::NetError listen(const runtime::Endpoint& at, const runtime::ServerTls& tls);
  [[nodiscard]] runtime::Endpoint local() const;

  // More of a stream. A reader that lags too far behind is cut off, later: handler.stream_ended() tells.
  void write(HttpConnectionId to, std::string_view bytes);
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }

 private:
  class Connection;
  friend class Connection;
  void accepted(std::unique_ptr<runtime::Stream> stream);
  void gone(HttpConnectionId id);
  [[nodiscard]] bool make_room();

  runtime::Loop& loop_;
  runtime::Network& network_;
  HttpHandler& handler_;
  const runtime::Duration patience_;
  std::unique_ptr<runtime::Listener> listener_;
  std::map<HttpConnectionId, std::unique_ptr<Connection>> connections_;
  std::vector<std::unique_ptr<Connection>> finished_;  // destroyed when nothing of theirs is on the stack
  HttpConnectionId last_id_ = 0;
};

// "%41" and "+" in a query, "%41" in a path. Nothing when it is malformed.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);

}  // namespace chatproof::control
