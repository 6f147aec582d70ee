#include "conformance/cli/ctl_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <future>
#include <limits>
#include <sstream>

#include "sdk/runtime/endpoint_text.hpp"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_network.hpp"

namespace chatproof::cli {
namespace {

namespace http = boost::beast::http;

constexpr std::uint64_t answer_bytes_max = 512u << 20u;                  // of one that is kept as a whole
constexpr runtime::Duration stream_patience = std::chrono::seconds(60);  // the server says something every 15 s

std::string text_of(const ControlRequest& wanted, const ControlAddress& address) {
  http::request<http::string_body> request;
  request.version(11);
  request.method_string(wanted.method);
  request.target(wanted.target);
  request.set(http::field::host, to_string(address.at));
  request.set(http::field::user_agent, "chatproof");
  if (!address.token.empty()) request.set(http::field::authorization, "Bearer " + address.token);
  if (!wanted.body.empty()) request.set(http::field::content_type, "application/json");
  request.body() = wanted.body;
  request.keep_alive(false);
  request.prepare_payload();
  std::ostringstream out;
  out << request;
  return std::move(out).str();
}

}  // namespace

// One request and its answer. Destroyed only when nothing of it is on the stack.
class ControlClient::Exchange final : public runtime::StreamHandler {
 public:
  Exchange(runtime::Loop& loop, runtime::Network& network, const ControlAddress& address, runtime::Duration patience,
           ControlRequest request, Done done)
      : loop_(loop), address_(address), patience_(patience), request_(std::move(request)), done_(std::move(done)) {
    parser_.body_limit(request_.on_piece ? std::numeric_limits<std::uint64_t>::max() : answer_bytes_max);
    parser_.eager(true);
    be_patient();
    pending_ = network.connect(address.at, address.tls,
                               [this](auto stream, runtime::NetError error) { connected(std::move(stream), error); });
  }

  void on_data(std::string_view bytes) override {
    unread_.append(bytes);
    while (done_ && !unread_.empty()) {
      boost::system::error_code error;
      unread_.erase(0, parser_.put(boost::asio::buffer(unread_), error));
      if (error && error != http::error::need_more) return fail("this is no HTTP server");
      if (parser_.is_header_done()) hand_over();
      if (parser_.is_done()) return finish();
      if (error) break;
    }
    if (done_) be_patient();
  }
  void on_closed(runtime::NetError why) override {
    boost::system::error_code error;
    if (parser_.is_header_done()) parser_.put_eof(error);  // a body may be as long as the connection
    if (!error && parser_.is_done() && why == runtime::NetError::closed) return finish();
    fail("the connection has ended: " + std::string(to_string(why)));
  }

 private:
  void connected(std::unique_ptr<runtime::Stream> stream, runtime::NetError error) {
    if (!stream) return fail("cannot connect: " + std::string(to_string(error)));
    stream_ = std::move(stream);
    stream_->set_handler(*this);
    stream_->write(text_of(request_, address_));
  }
  [[nodiscard]] bool streaming() const {
    return request_.on_piece && parser_.is_header_done() && parser_.get().result_int() == 200;
  }
  void hand_over() {
    if (!streaming() || parser_.get().body().empty()) return;
    const std::string piece = std::exchange(parser_.get().body(), {});
    request_.on_piece(piece);
  }
  void be_patient() {
    timer_ = loop_.after(streaming() ? stream_patience : patience_, [this] { fail("no answer in time"); });
  }
  void finish() { end({parser_.get().result_int(), std::move(parser_.get().body())}); }
  void fail(const std::string& why) { end({0, why}); }
  void end(ControlAnswer answer) {
    if (!done_) return;
    stream_.reset();
    timer_.cancel();
    std::exchange(done_, nullptr)(std::move(answer));
  }

  runtime::Loop& loop_;
  const ControlAddress& address_;
  const runtime::Duration patience_;
  const ControlRequest request_;
  Done done_;
  http::response_parser<http::string_body> parser_;
  std::string unread_;
  std::unique_ptr<runtime::Pending> pending_;
  std::unique_ptr<runtime::Stream> stream_;
  runtime::Timer timer_;
};

ControlClient::ControlClient(ControlAddress address, runtime::Duration patience)
    : address_(std::move(address)), patience_(patience), thread_(std::make_unique<runtime::LoopThread>()) {
  thread_->call([this] { network_ = std::make_unique<runtime::RealNetwork>(thread_->loop()); });
}

ControlClient::~ControlClient() {
  thread_->call([this] {
    exchanges_.clear();
    network_.reset();
  });
}

ControlAnswer ControlClient::ask(ControlRequest request) {
  const auto answer = std::make_shared<std::promise<ControlAnswer>>();  // also set_value()'s, until it has returned
  start(std::move(request), [answer](ControlAnswer got) { answer->set_value(std::move(got)); });
  return answer->get_future().get();
}

void ControlClient::start(ControlRequest request, Done done) {
  thread_->call([&] {
    exchanges_.push_back(std::make_unique<Exchange>(thread_->loop(), *network_, address_, patience_, std::move(request),
                                                    std::move(done)));
  });
}

std::optional<ControlAddress> parse_control_url(std::string_view url) {
  ControlAddress address;
  address.tls.enabled = url.starts_with("https://");
  if (!address.tls.enabled && !url.starts_with("http://")) return std::nullopt;
  url.remove_prefix(address.tls.enabled ? 8 : 7);
  if (url.ends_with('/')) url.remove_suffix(1);
  const auto at = runtime::parse_endpoint(url);
  if (!at || at->port == 0) return std::nullopt;
  address.at = *at;
  return address;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos)
      out += c;
    else
      out.append({'%', digits[byte >> 4u], digits[byte & 15u]});
  }
  return out;
}

}  // namespace chatproof::cli
