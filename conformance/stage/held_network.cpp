#include "conformance/stage/held_network.hpp"

#include <deque>
#include <utility>

namespace chatproof::stage {
namespace {

// What a handler has to be told, kept until nobody holds the loop any more.
template <class Value>
struct Question {
  std::function<void(Value, runtime::NetError)> handler;
  Value value{};
  runtime::NetError error{};
};

// Cancelled, it drops the question also where the answer is there already and waits.
template <class Value>
class HeldPending final : public runtime::Pending {
 public:
  HeldPending(std::unique_ptr<runtime::Pending> pending, std::shared_ptr<Question<Value>> question)
      : question_(std::move(question)), pending_(std::move(pending)) {}

 private:
  const std::shared_ptr<Question<Value>> question_;
  const std::unique_ptr<runtime::Pending> pending_;
};

template <class Value, class Ask>
std::unique_ptr<runtime::Pending> ask(HeldLoop& loop, std::function<void(Value, runtime::NetError)> handler,
                                      const Ask& how) {
  const auto question = std::make_shared<Question<Value>>();
  question->handler = std::move(handler);
  auto answered = [&loop, weak = std::weak_ptr(question)](Value value, runtime::NetError error) {
    const auto asked = weak.lock();
    asked->value = std::move(value);
    asked->error = error;
    loop.pass([weak] {
      // Out of the question first: the handler may cancel it.
      if (const auto now = weak.lock()) std::exchange(now->handler, nullptr)(std::move(now->value), now->error);
    });
  };
  return std::make_unique<HeldPending<Value>>(how(std::move(answered)), question);
}

// What comes on it while the loop is held waits, as it would in the kernel, and is told in its order afterwards.
class HeldStream final : public runtime::Stream, private runtime::StreamHandler {
 public:
  HeldStream(HeldLoop& loop, std::unique_ptr<runtime::Stream> inner) : loop_(loop), inner_(std::move(inner)) {}

  void set_handler(runtime::StreamHandler& handler) override {
    handler_ = &handler;
    inner_->set_handler(*this);
  }
  void write(std::string_view bytes) override { inner_->write(bytes); }
  [[nodiscard]] std::size_t queued() const override { return inner_->queued(); }
  void pause_reading(bool paused) override { inner_->pause_reading(paused); }
  void reset() override { inner_->reset(); }
  [[nodiscard]] runtime::Endpoint peer() const override { return inner_->peer(); }

 private:
  // The handler may destroy this stream: whatever calls it does so last.
  void on_data(std::string_view bytes) override {
    if (passes()) return handler_->on_data(bytes);
    keep([this, copy = std::string(bytes)] { handler_->on_data(copy); });
  }
  void on_drained() override {
    if (passes()) return handler_->on_drained();
    keep([this] { handler_->on_drained(); });
  }
  void on_closed(runtime::NetError why) override {
    if (passes()) return handler_->on_closed(why);
    keep([this, why] { handler_->on_closed(why); });
  }

  // Not before what has waited longer.
  [[nodiscard]] bool passes() const { return !loop_.stands_still() && kept_.empty(); }
  void keep(runtime::Task task) {
    kept_.push_back(std::move(task));
    if (kept_.size() > 1) return;
    loop_.pass([this, alive = std::weak_ptr<bool>(alive_)] {
      while (!alive.expired() && !kept_.empty()) {
        const runtime::Task first = std::move(kept_.front());
        kept_.pop_front();
        first();
      }
    });
  }

  HeldLoop& loop_;
  const std::unique_ptr<runtime::Stream> inner_;
  runtime::StreamHandler* handler_ = nullptr;
  std::deque<runtime::Task> kept_;
  const std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

std::unique_ptr<runtime::Pending> HeldNetwork::resolve(const std::string& name, runtime::ResolveHandler handler) {
  return ask<std::vector<std::string>>(loop_, std::move(handler), [&](runtime::ResolveHandler answered) {
    return network_.resolve(name, std::move(answered));
  });
}

std::unique_ptr<runtime::Pending> HeldNetwork::connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                       runtime::ConnectHandler handler) {
  auto held = [this, handler = std::move(handler)](std::unique_ptr<runtime::Stream> stream, runtime::NetError error) {
    handler(stream ? std::make_unique<HeldStream>(loop_, std::move(stream)) : nullptr, error);
  };
  return ask<std::unique_ptr<runtime::Stream>>(loop_, std::move(held), [&](runtime::ConnectHandler answered) {
    return network_.connect(to, tls, std::move(answered));
  });
}

runtime::ListenResult HeldNetwork::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                          runtime::AcceptHandler handler) {
  return network_.listen(at, tls, std::move(handler));
}

}  // namespace chatproof::stage
