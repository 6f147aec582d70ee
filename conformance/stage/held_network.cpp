#include "conformance/stage/held_network.hpp"

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

}  // namespace

std::unique_ptr<runtime::Pending> HeldNetwork::resolve(const std::string& name, runtime::ResolveHandler handler) {
  return ask<std::vector<std::string>>(loop_, std::move(handler), [&](runtime::ResolveHandler answered) {
    return network_.resolve(name, std::move(answered));
  });
}

std::unique_ptr<runtime::Pending> HeldNetwork::connect(const runtime::Endpoint& to, const runtime::ClientTls& tls,
                                                       runtime::ConnectHandler handler) {
  return ask<std::unique_ptr<runtime::Stream>>(loop_, std::move(handler), [&](runtime::ConnectHandler answered) {
    return network_.connect(to, tls, std::move(answered));
  });
}

runtime::ListenResult HeldNetwork::listen(const runtime::Endpoint& at, const runtime::ServerTls& tls,
                                          runtime::AcceptHandler handler) {
  return network_.listen(at, tls, std::move(handler));
}

}  // namespace chatproof::stage
