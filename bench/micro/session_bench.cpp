// How many events a second do the pure machines of a session take?
#include <benchmark/benchmark.h>

#include <memory>

#include "bench/micro/must.hpp"
#include "sdk/session/account_machine.hpp"
#include "sdk/session/link_machine.hpp"
#include "sdk/session/request_table.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;
using runtime::Instant;
using session::AccountMachine;
using session::AccountState;
using session::LinkMachine;
using session::LinkState;
using session::Request;
using session::RequestTable;
using namespace std::chrono_literals;
namespace account = session::account;
namespace link = session::link;

std::shared_ptr<const session::Config> config() { return std::make_shared<const session::Config>(); }

void per_event(State& state, int events) { state.SetItemsProcessed(state.iterations() * events); }

LinkMachine link_that_is_up() {
  LinkMachine machine(config(), runtime::Random(1));
  (void)machine.on(link::Start{}, Instant{});
  (void)machine.on(link::Opened{}, Instant{});
  (void)machine.on(link::HelloReplied{}, Instant{});
  must(machine.state() == LinkState::up, "the link does not come up");
  return machine;
}

// The timer, then the pong.
void LinkHeartbeat(State& state) {
  LinkMachine machine = link_that_is_up();
  Instant now{};
  for (auto _ : state) {
    now += 120s;
    benchmark::DoNotOptimize(machine.on(link::TimerFired{}, now));
    machine.heard();
    benchmark::DoNotOptimize(machine.on(link::Pong{}, now));
  }
  must(machine.state() == LinkState::up, "a heartbeat ends the link");
  per_event(state, 2);
}
BENCHMARK(LinkHeartbeat);

// Lost, two attempts that fail, one that succeeds.
void LinkReconnect(State& state) {
  LinkMachine machine = link_that_is_up();
  Instant now{};
  for (auto _ : state) {
    now += 1h;
    benchmark::DoNotOptimize(machine.on(link::Closed{runtime::NetError::reset}, now));
    for (int attempt = 0; attempt < 2; ++attempt) {
      benchmark::DoNotOptimize(machine.on(link::TimerFired{}, now));
      benchmark::DoNotOptimize(machine.on(link::DialFailed{runtime::NetError::refused}, now));
    }
    benchmark::DoNotOptimize(machine.on(link::TimerFired{}, now));
    benchmark::DoNotOptimize(machine.on(link::Opened{}, now));
    benchmark::DoNotOptimize(machine.on(link::HelloReplied{}, now));
  }
  must(machine.state() == LinkState::up, "the link does not come back");
  per_event(state, 8);
}
BENCHMARK(LinkReconnect);

void AccountLoginResumeLogout(State& state) {
  AccountMachine machine;
  for (auto _ : state) {
    benchmark::DoNotOptimize(machine.on(account::LinkUp{}));
    benchmark::DoNotOptimize(machine.on(account::LoginCalled{"alice"}));
    benchmark::DoNotOptimize(machine.on(account::LoginReplied{0, "12345678901234567890"}));
    benchmark::DoNotOptimize(machine.on(account::LinkDown{}));
    benchmark::DoNotOptimize(machine.on(account::LinkUp{}));
    benchmark::DoNotOptimize(machine.on(account::ResumeReplied{0}));
    must(machine.state() == AccountState::online, "nobody is online");
    benchmark::DoNotOptimize(machine.on(account::LogoutCalled{}));
    benchmark::DoNotOptimize(machine.on(account::LogoutReplied{0}));
    benchmark::DoNotOptimize(machine.on(account::LinkDown{}));
  }
  must(machine.state() == AccountState::logged_out, "somebody stays");
  per_event(state, 9);
}
BENCHMARK(AccountLoginResumeLogout);

// Asked, written, answered, while so many others wait for their answers.
void RequestRoundTrip(State& state) {
  RequestTable table(config());
  table.link_up();
  table.set_user_ready(true);
  Instant now{};
  const auto ask = [&] {
    Request& request = table.add({}, now);
    table.written(request, now, 0, 100);
    return request.id;
  };
  std::uint32_t oldest = 1;
  for (std::int64_t i = 0; i < state.range(0); ++i) ask();
  for (auto _ : state) {
    now += 1ms;
    ask();
    benchmark::DoNotOptimize(table.find(oldest));
    must(table.take(oldest++).has_value(), "a request is lost");
    benchmark::DoNotOptimize(table.next_wakeup());
  }
  per_event(state, 1);
}
BENCHMARK(RequestRoundTrip)->Arg(0)->Arg(10)->Arg(999);

}  // namespace
}  // namespace chatproof::bench
