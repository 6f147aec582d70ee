// What does the codec add to a message, beside the parsing and writing of the JSON in it?
#include <benchmark/benchmark.h>

#include <nlohmann/json.hpp>
#include <string>

#include "bench/micro/must.hpp"
#include "sdk/wire/frame.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::bench {
namespace {

using benchmark::State;
using nlohmann::json;
using wire::Command;
using wire::Frame;
using wire::FrameType;

// As the mock server writes it.
const std::string& login_reply() {
  static const std::string text =
      json{{"code", 0},
           {"cursor", 1234},
           {"expires", 1'782'777'600},
           {"loginTime", 1'767'225'600},
           {"self", {{"userID", "alice"}, {"nickName", "Alice"}, {"level", 3}, {"selfSignature", "out for lunch"}}},
           {"token", "123456789012345678909876543210987654321"}}
          .dump();
  return text;
}

std::string framed(std::string_view payload) {
  std::string bytes;
  wire::append_frame(bytes, {FrameType::reply, Command::login, 7, payload});
  return bytes;
}

void per_byte(State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

// --- the floor: this JSON library with the same body

void JsonParse(State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(json::parse(login_reply()));
  per_byte(state, login_reply().size());
}
BENCHMARK(JsonParse);

void JsonDump(State& state) {
  const json body = json::parse(login_reply());
  for (auto _ : state) benchmark::DoNotOptimize(body.dump());
  per_byte(state, login_reply().size());
}
BENCHMARK(JsonDump);

// --- frames

void EncodeFrame(State& state) {
  const Frame frame{FrameType::reply, Command::login, 7, login_reply()};
  for (auto _ : state) {
    std::string bytes;
    wire::append_frame(bytes, frame);
    benchmark::DoNotOptimize(bytes.data());
  }
  per_byte(state, framed(login_reply()).size());
}
BENCHMARK(EncodeFrame);

// The argument: into how many pieces the network has cut the frame.
void DecodeFrame(State& state) {
  const std::string bytes = framed(login_reply());
  const std::size_t piece = bytes.size() / static_cast<std::size_t>(state.range(0)) + 1;
  wire::Decoder decoder;
  std::size_t frames = 0;
  for (auto _ : state) {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const auto error = decoder.feed(std::string_view(bytes).substr(at, piece), [&](const Frame& frame) {
        benchmark::DoNotOptimize(frame.payload.data());
        ++frames;
        return true;
      });
      must(error == wire::DecodeError::none, "a good frame is refused");
    }
  }
  must(frames == static_cast<std::size_t>(state.iterations()), "a frame is lost");
  per_byte(state, bytes.size());
}
BENCHMARK(DecodeFrame)->Arg(1)->Arg(2)->Arg(16);

void PingPong(State& state) {
  wire::Decoder server;
  wire::Decoder client;
  std::int64_t time = 0;
  for (auto _ : state) {
    std::string ping;
    wire::append_frame(ping, {FrameType::ping, Command::none, 7, {}});
    std::string pong;
    const auto answer = [&](const Frame& frame) {
      wire::append_frame(pong, {FrameType::pong, Command::none, frame.id, wire::write_pong(++time)});
      return true;
    };
    must(server.feed(ping, answer) == wire::DecodeError::none, "a ping is refused");
    const auto read = [&](const Frame& frame) { return wire::read_pong(frame.payload) == time; };
    must(client.feed(pong, read) == wire::DecodeError::none && client.idle(), "a pong is refused");
  }
}
BENCHMARK(PingPong);

// --- envelopes: what the session itself reads and writes

void ReadReplyHead(State& state) {
  for (auto _ : state) {
    const auto head = wire::read_reply_head(login_reply());
    must(head && head->code == 0, "the head of a reply cannot be read");
  }
  per_byte(state, login_reply().size());
}
BENCHMARK(ReadReplyHead);

void ReadLoginReply(State& state) {
  for (auto _ : state) {
    const auto reply = wire::read_login_reply(login_reply());
    must(reply && !reply->token.empty(), "a reply to a login cannot be read");
  }
  per_byte(state, login_reply().size());
}
BENCHMARK(ReadLoginReply);

void ReadHelloReply(State& state) {
  const std::string text = R"({"code":0,"heartbeat":30,"time":1767225600123})";
  for (auto _ : state) {
    const auto reply = wire::read_hello_reply(text);
    must(reply && reply->heartbeat_s == 30, "a reply to hello cannot be read");
  }
  per_byte(state, text.size());
}
BENCHMARK(ReadHelloReply);

void WriteHello(State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(wire::write(wire::HelloRequest{1400000000, "8.5", "iOS", "phone-1"}));
}
BENCHMARK(WriteHello);

void WriteLogin(State& state) {
  const std::string ticket(200, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(wire::write(wire::LoginRequest{"alice", ticket, 1234}));
}
BENCHMARK(WriteLogin);

}  // namespace
}  // namespace chatproof::bench
