#include "mockserver/control/http.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http.hpp>
#include <sstream>
#include <utility>

namespace chatproof::control {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// Nothing when the target is no path with a well-formed query.
std::optional<HttpRequest> head_of(const Parser& parser) {
  HttpRequest head;
  head.method = view(parser.get().method_string());
  for (const auto& field : parser.get()) {
    std::string name(view(field.name_string()));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    head.headers[name] = view(field.value());
  }
  const std::string_view target = view(parser.get().target());
  if (!target.starts_with('/')) return std::nullopt;
  head.path = target.substr(0, target.find('?'));
  if (head.path.size() == target.size()) return head;
  std::string_view rest = target.substr(head.path.size() + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decoded(pair.substr(0, equals), true);
    const auto value = percent_decoded(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!name || !value) return std::nullopt;
    head.query[*name] = *value;
  }
  return head;
}

// Headers of which there is one at most, or nobody knows which one counts.
constexpr auto single_headers =
    std::to_array<std::string_view>({"host", "origin", "authorization", "content-type", "last-event-id", "expect"});

bool has_doubles(const Parser& parser) {
  return std::any_of(single_headers.begin(), single_headers.end(), [&](std::string_view name) {
    return parser.get().count(boost::beast::string_view(name.data(), name.size())) > 1;
  });
}

enum class Part : std::uint8_t { whole, head };  // what of an answer is wanted

std::string text_of(const HttpResponse& answer, bool keep_alive, Part part = Part::whole) {
  http::response<http::string_body> response(static_cast<http::status>(answer.status), 11);
  response.set(http::field::server, "chatproof");
  response.set(http::field::cache_control, "no-store");
  if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.body() = answer.body;
  response.keep_alive(keep_alive);
  if (!answer.stream && answer.status != 204) response.prepare_payload();
  std::ostringstream out;
  if (part == Part::head) {
    out << response.base();
  } else {
    out << response;
  }
  return std::move(out).str();
}

struct Refusal {
  unsigned status;
  std::string_view text;
};
Refusal refusal_of(const boost::system::error_code& error) {
  if (error == http::error::header_limit) return {431, "the header is too long"};
  if (error == http::error::body_limit) return {413, "the body is too long"};
  if (error == http::error::bad_version) return {505, "HTTP/1.1 is spoken here"};
  return {400, "this is no HTTP request"};
}

}  // namespace

std::string_view HttpRequest::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' && plus_is_blank ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

class HttpServer::Connection final : public runtime::StreamHandler {
 public:
  Connection(HttpServer& server, HttpConnectionId id, std::unique_ptr<runtime::Stream> stream)
      : server_(server), id_(id), stream_(std::move(stream)) {
    start_request();
    stream_->set_handler(*this);
  }

  void on_data(std::string_view bytes) override {
    if (streaming_ || stream_ == nullptr) return;  // a reader has nothing more to say
    unread_.append(bytes);
    if (!std::exchange(begun_, true)) be_patient();
    while (stream_ != nullptr && !streaming_ && !unread_.empty() && advance()) {
    }
  }
  void on_closed(runtime::NetError) override { server_.gone(id_); }

  void write(std::string_view bytes) {
    if (stream_ == nullptr) return;
    stream_->write(bytes);
    if (stream_->queued() > http_stream_bytes_max) end();
  }
  void give_way() {
    if (begun_) say(server_.handler_.complaint(503, "too many connections, of which this is the oldest"), false);
    drop();
  }
  // The end of it; what was written still leaves.
  void drop() {
    stream_.reset();
    timer_.cancel();
  }
  [[nodiscard]] bool streaming() const { return streaming_; }

 private:
  void start_request() {
    parser_.emplace();
    parser_->header_limit(http_header_bytes_max);
    parser_->body_limit(http_body_bytes_max);
    head_.reset();
    begun_ = !unread_.empty();
    be_patient();
  }
  void be_patient() {
    timer_ = server_.loop_.after_periodic(server_.patience_, [this] {
      if (begun_) say(server_.handler_.complaint(408, "the request took too long"), false);
      end();
    });
  }

  // Takes what it can from what has come; false: more is needed, or there is no more to do.
  bool advance() {
    boost::system::error_code error;
    const std::size_t used = parser_->put(boost::asio::buffer(unread_), error);
    unread_.erase(0, used);
    if (error == http::error::need_more) return false;
    if (error) {
      const Refusal refusal = refusal_of(error);
      refuse(server_.handler_.complaint(refusal.status, refusal.text));
      return false;
    }
    if (!head_ && parser_->is_header_done() && !begin_body()) return false;
    if (parser_->is_done()) return finish();
    return used != 0;
  }

  bool begin_body() {
    if (has_doubles(*parser_)) return refuse(server_.handler_.complaint(400, "a header is there twice"));
    head_ = head_of(*parser_);
    if (!head_) return refuse(server_.handler_.complaint(400, "the target of the request is malformed"));
    if (const auto refusal = server_.handler_.refuse(*head_)) return refuse(*refusal);
    const std::size_t most = server_.handler_.body_max(*head_);
    if (const auto length = parser_->content_length(); length && *length > most)
      return refuse(server_.handler_.complaint(413, "the body is too long"));
    if (!parser_->is_done()) parser_->body_limit(most);
    if (boost::beast::iequals(parser_->get()[http::field::expect], "100-continue")) stream_->write(go_on);
    return true;
  }

  bool finish() {
    head_->body = std::move(parser_->get().body());
    const bool keep_alive = parser_->keep_alive();
    const HttpRequest request = std::move(*head_);
    const HttpResponse answer = server_.handler_.answer(request, id_);
    streaming_ = answer.stream;
    say(answer, keep_alive && !streaming_);
    if (streaming_) {
      timer_.cancel();
      return false;
    }
    if (!keep_alive) return end();
    start_request();
    return true;
  }

  void say(const HttpResponse& answer, bool keep_alive) {
    const bool head = parser_->get().method() == http::verb::head;
    if (stream_ != nullptr) stream_->write(text_of(answer, keep_alive, head ? Part::head : Part::whole));
  }
  bool refuse(const HttpResponse& answer) {
    say(answer, false);
    return end();
  }
  // Not at once: this object may be on the stack, also as the handler's reader.
  bool end() {
    drop();
    timer_ = server_.loop_.after({}, [this] { server_.gone(id_); });
    return false;
  }

  HttpServer& server_;
  const HttpConnectionId id_;
  std::unique_ptr<runtime::Stream> stream_;
  std::optional<Parser> parser_;
  std::optional<HttpRequest> head_;
  std::string unread_;
  runtime::Timer timer_;
  bool streaming_ = false;
  bool begun_ = false;  // the first byte of a request has come
};

HttpServer::HttpServer(runtime::Loop& loop, runtime::Network& network, HttpHandler& handler, double speed)
    : loop_(loop),
      network_(network),
      handler_(handler),
      patience_(std::chrono::duration_cast<runtime::Duration>(http_patience * speed)) {}
HttpServer::~HttpServer() = default;

runtime::NetError HttpServer::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls) {
  auto result =
      network_.listen(at, tls, [this](std::unique_ptr<runtime::Stream> stream) { accepted(std::move(stream)); });
  listener_ = std::move(result.listener);
  return result.error;
}

runtime::Endpoint HttpServer::local() const { return listener_ ? listener_->local() : runtime::Endpoint{}; }

void HttpServer::accepted(std::unique_ptr<runtime::Stream> stream) {
  finished_.clear();
  if (connections_.size() >= http_connections_max && !make_room()) {
    stream->write(text_of(handler_.complaint(503, "too many connections"), false));
    return;
  }
  const HttpConnectionId id = ++last_id_;
  connections_.emplace(id, std::make_unique<Connection>(*this, id, std::move(stream)));
}

// Whoever connects and says little must not keep everybody else out.
bool HttpServer::make_room() {
  const auto oldest = std::find_if(connections_.begin(), connections_.end(),
                                   [](const auto& entry) { return !entry.second->streaming(); });
  if (oldest == connections_.end()) return false;
  oldest->second->give_way();
  gone(oldest->first);
  return true;
}

void HttpServer::write(HttpConnectionId to, std::string_view bytes) {
  if (const auto found = connections_.find(to); found != connections_.end()) found->second->write(bytes);
}

void HttpServer::gone(HttpConnectionId id) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  const bool was_stream = found->second->streaming();
  found->second->drop();
  finished_.push_back(std::move(found->second));  // it may be on the stack
  connections_.erase(found);
  if (was_stream) handler_.stream_ended(id);
}

}  // namespace chatproof::control
