// What does a login ticket cost its maker and the server?
#include <benchmark/benchmark.h>

#include <string>

#include "bench/micro/must.hpp"
#include "sdk/usersig/creator.hpp"
#include "sdk/usersig/verifier.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;

const std::string key = "3f0a1c5e7b9d2f4680acbdced1e2f30415263748596a7b8c9dadbecfd0e1f203";  // nobody's
constexpr std::uint32_t app = 1400000000;
constexpr std::int64_t now = 1'767'225'600;
constexpr std::int64_t lifetime = 86'400;

std::string ticket_of(const std::string& user) {
  return usersig::create({app, user, key, now, lifetime, std::nullopt}).ticket;
}

// The argument: the level of zlib. The documentation's makers use 6.
void Create(State& state) {
  usersig::Creator creator(static_cast<int>(state.range(0)));
  for (auto _ : state) must(creator.create({app, "alice", key, now, lifetime, std::nullopt}).ok(), "no ticket");
}
BENCHMARK(Create)->Arg(0)->Arg(1)->Arg(6);

// Without a maker that keeps its state.
void CreateOne(State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(ticket_of("alice"));
}
BENCHMARK(CreateOne);

void judge(State& state, const std::string& ticket, usersig::VerifyParams params, usersig::Cause expected) {
  usersig::Verifier verifier;
  for (auto _ : state) must(verifier.verify(params, ticket).cause == expected, "another verdict");
}

void VerifyValid(State& state) { judge(state, ticket_of("alice"), {app, "alice", key, now, {}}, usersig::Cause::none); }
BENCHMARK(VerifyValid);

void VerifyExpired(State& state) {
  judge(state, ticket_of("alice"), {app, "alice", key, now + lifetime + 1, {}}, usersig::Cause::expired);
}
BENCHMARK(VerifyExpired);

void VerifyOfAnother(State& state) {
  judge(state, ticket_of("bob"), {app, "alice", key, now, {}}, usersig::Cause::wrong_identifier);
}
BENCHMARK(VerifyOfAnother);

void VerifyGarbage(State& state) {
  judge(state, std::string(200, '!'), {app, "alice", key, now, {}}, usersig::Cause::not_base64);
}
BENCHMARK(VerifyGarbage);

}  // namespace
}  // namespace chatproof::bench
