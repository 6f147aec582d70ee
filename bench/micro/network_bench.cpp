// How many bytes and messages a second does the simulated network carry, on good links and on bad ones?
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/micro/must.hpp"
#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;
using runtime::Duration;
using runtime::NetError;
using runtime::SimWorld;
using runtime::Stream;

// One end of a connection: counts what comes, and answers each piece where it is told to.
class End final : public runtime::StreamHandler {
 public:
  explicit End(std::unique_ptr<Stream> stream, std::string answer = {})
      : stream_(std::move(stream)), answer_(std::move(answer)) {
    stream_->set_handler(*this);
  }
  void write(std::string_view bytes) { stream_->write(bytes); }
  [[nodiscard]] std::size_t heard() const { return heard_; }

 private:
  void on_data(std::string_view bytes) override {
    heard_ += bytes.size();
    if (!answer_.empty()) stream_->write(answer_);
  }
  void on_closed(NetError) override { must(false, "a connection ends"); }

  std::unique_ptr<Stream> stream_;
  std::string answer_;
  std::size_t heard_ = 0;
};

class Pairs {
 public:
  explicit Pairs(std::size_t count, const std::string& answer = {}) {
    auto listening = world.network("server").listen({"", 1}, {}, [this, answer](std::unique_ptr<Stream> stream) {
      servers.push_back(std::make_unique<End>(std::move(stream), answer));
    });
    must(listening.error == NetError::none, "the server cannot listen");
    listener_ = std::move(listening.listener);
    connect(count);
  }

  void connect(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      dials_.push_back(
          world.network("client").connect({"server", 1}, {}, [this](std::unique_ptr<Stream> stream, NetError error) {
            must(error == NetError::none, "a connection fails");
            clients.push_back(std::make_unique<End>(std::move(stream)));
          }));
    }
    settle();
    dials_.clear();
  }
  void settle() {
    const auto end = world.loop().run_until_quiet(world.loop().now() + std::chrono::hours(24));
    must(end == runtime::RunEnd::reached, "the network is never quiet");
  }
  [[nodiscard]] std::size_t heard() const {
    std::size_t sum = 0;
    for (const auto& end : servers) sum += end->heard();
    return sum;
  }

  SimWorld world;
  std::vector<std::unique_ptr<End>> clients, servers;

 private:
  std::unique_ptr<runtime::Listener> listener_;
  std::vector<std::unique_ptr<runtime::Pending>> dials_;
};

enum Link { good, jittery, cut_small, throttled };

runtime::LinkConditions conditions_of(std::int64_t link) {
  runtime::LinkConditions conditions;
  if (link == jittery) conditions.jitter = std::chrono::milliseconds(50);
  if (link == cut_small) conditions.segmentation = true;
  if (link == throttled) conditions.bytes_per_second = 1'000'000;
  return conditions;
}

// Messages of 200 bytes, each in a turn of its own, from the clients in turn. Arguments: connections, kind of link.
void Messages(State& state) {
  Pairs pairs(static_cast<std::size_t>(state.range(0)));
  pairs.world.net().set("client", conditions_of(state.range(1)));
  const std::string message(200, 'm');
  std::size_t at = 0;
  for (auto _ : state) {
    pairs.clients[at]->write(message);
    if (++at < pairs.clients.size()) continue;
    at = 0;
    pairs.settle();
  }
  pairs.settle();
  must(pairs.heard() == message.size() * static_cast<std::size_t>(state.iterations()), "bytes are lost");
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(pairs.heard()));
}
BENCHMARK(Messages)
    ->ArgNames({"connections", "link"})
    ->Args({1, good})
    ->Args({1'000, good})
    ->Args({100'000, good})
    ->Args({1'000, jittery})
    ->Args({1'000, cut_small})
    ->Args({1'000, throttled});

// A ping and its pong, 20 bytes, over all connections at once.
void RoundTrips(State& state) {
  Pairs pairs(static_cast<std::size_t>(state.range(0)), std::string(20, 'o'));
  const std::string ping(12, 'i');
  for (auto _ : state) {
    for (const auto& client : pairs.clients) client->write(ping);
    pairs.settle();
  }
  must(pairs.clients.front()->heard() == 20 * static_cast<std::size_t>(state.iterations()), "an answer is lost");
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(RoundTrips)->Arg(1)->Arg(1'000)->Arg(100'000);

// A megabyte at a time through one connection: windows, bursts, flow control.
void Bulk(State& state) {
  Pairs pairs(1);
  pairs.world.net().set("client", conditions_of(state.range(0)));
  const std::string megabyte(1 << 20, 'b');
  for (auto _ : state) {
    pairs.clients.front()->write(megabyte);
    pairs.settle();
  }
  must(pairs.heard() == megabyte.size() * static_cast<std::size_t>(state.iterations()), "bytes are lost");
  state.SetBytesProcessed(static_cast<std::int64_t>(pairs.heard()));
}
BENCHMARK(Bulk)->ArgName("link")->Arg(good)->Arg(cut_small)->Arg(throttled);

// Connections made and then reset from outside, all of one host.
void ConnectAndReset(State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    auto world = std::make_unique<SimWorld>();
    state.ResumeTiming();
    struct Quiet final : runtime::StreamHandler {
      void on_data(std::string_view) override {}
      void on_closed(NetError) override { ++closed; }
      std::int64_t closed = 0;
    } quiet;
    std::vector<std::unique_ptr<Stream>> streams;
    const auto keep = [&](std::unique_ptr<Stream> stream) {
      stream->set_handler(quiet);
      streams.push_back(std::move(stream));
    };
    const auto listening = world->network("server").listen({"", 1}, {}, keep);
    std::vector<std::unique_ptr<runtime::Pending>> dials;
    for (std::int64_t i = 0; i < state.range(0); ++i)
      dials.push_back(world->network("client").connect(
          {"server", 1}, {}, [&](std::unique_ptr<Stream> stream, NetError) { keep(std::move(stream)); }));
    world->loop().run_for(std::chrono::seconds(1));
    world->net().reset("client");
    world->loop().run_for(std::chrono::seconds(1));
    must(quiet.closed == 2 * state.range(0), "an end is not told");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ConnectAndReset)->Arg(100)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chatproof::bench
