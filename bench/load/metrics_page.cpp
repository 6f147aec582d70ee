#include "bench/load/metrics_page.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <vector>

#include "mockserver/control/http.hpp"
#include "mockserver/control/prometheus.hpp"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_network.hpp"

namespace chatproof::load {
namespace {

// A message of the feed: the kernel takes no longer one by default.
constexpr std::size_t page_bytes_max = 128 * 1024;

// What the child tells once.
struct Opened {
  runtime::NetError error = runtime::NetError::internal;
  std::uint16_t port = 0;
};

class Page final : public control::HttpHandler {
 public:
  void show(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ = std::move(text);
  }

 private:
  std::optional<control::HttpResponse> refuse(const control::HttpRequest& head) override {
    if (head.path != "/metrics") return complaint(404, "the metrics are at /metrics");
    if (head.method != "GET") return complaint(405, "only GET is understood");
    return std::nullopt;
  }
  std::size_t body_max(const control::HttpRequest&) override { return 0; }
  control::HttpResponse answer(const control::HttpRequest&, control::HttpConnectionId) override {
    const std::lock_guard lock(mutex_);
    return {200, std::string(control::prometheus_content_type), text_};
  }
  control::HttpResponse complaint(unsigned status, std::string_view text) override {
    return {status, "text/plain", std::string(text) + "\n"};
  }
  void stream_ended(control::HttpConnectionId) override {}

  std::mutex mutex_;
  std::string text_;
};

// The child: one thread serves, this one takes what the parent hands over, until it has gone.
int serve(const runtime::Endpoint& at, const std::string& first, int feed) {
  runtime::LoopThread thread;
  Page page;
  page.show(first);
  std::unique_ptr<runtime::RealNetwork> network;
  std::unique_ptr<control::HttpServer> server;
  Opened opened;
  thread.call([&] {
    network = std::make_unique<runtime::RealNetwork>(thread.loop());
    server = std::make_unique<control::HttpServer>(thread.loop(), *network, page);
    opened.error = server->listen(at, {});
    opened.port = server->local().port;
  });
  if (::send(feed, &opened, sizeof opened, MSG_NOSIGNAL) != sizeof opened) return 1;
  std::vector<char> text(page_bytes_max);
  while (opened.error == runtime::NetError::none) {
    const ssize_t size = ::recv(feed, text.data(), text.size(), 0);
    if (size <= 0) break;
    page.show(std::string(text.data(), static_cast<std::size_t>(size)));
  }
  thread.call([&] {
    server.reset();
    network.reset();
  });
  return 0;
}

}  // namespace

MetricsPage::MetricsPage(const runtime::Endpoint& at, const std::string& first) : at_(at) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()) != 0) return;
  child_ = std::make_unique<Child>([&](const Errand&) {
    ::close(ends[0]);
    return serve(at_, first, ends[1]);
  });
  ::close(ends[1]);
  feed_ = ends[0];
  if (!child_->running()) return;
  child_->send({{"-", 0}, "-"});  // it knows all that it needs
  if (Opened opened; ::recv(feed_, &opened, sizeof opened, 0) == sizeof opened) {
    error_ = opened.error;
    at_.port = opened.port;
  }
}

MetricsPage::~MetricsPage() {
  if (feed_ >= 0) ::close(feed_);
}

void MetricsPage::show(const std::string& text) {
  if (text.size() > page_bytes_max) return;
  const ssize_t sent = ::send(feed_, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  static_cast<void>(sent);  // a full feed will get the next page; a page process that has died was only a view
}

}  // namespace chatproof::load
