// A whole server in a simulated world, and clients that say exactly the bytes a test wants said.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mockserver/actions.hpp"
#include "mockserver/events.hpp"
#include "mockserver/gateway/gateway.hpp"
#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::mockserver {

using namespace std::chrono_literals;
using runtime::NetError;
using wire::Command;
using wire::DecodeError;
using wire::Frame;
using wire::FrameType;

struct GotFrame {
  FrameType type;
  Command command;
  std::uint32_t id;
  std::string payload;
  [[nodiscard]] Json json() const { return Json::parse(payload, nullptr, false); }
};

// One connection of a client.
class Peer final : public runtime::StreamHandler {
 public:
  explicit Peer(runtime::SimWorld& world) : world_(world) {}

  void connect(const std::string& host, std::uint16_t port = 443) {
    pending_ = world_.network(host).connect({"server", port}, {}, [this](auto stream, NetError error) {
      end = error == NetError::none ? std::nullopt : std::optional(error);
      stream_ = std::move(stream);
      if (stream_) stream_->set_handler(*this);
    });
    pass(10ms);
  }
  void pass(runtime::Duration span) { world_.loop().run_for(span); }
  void raw(std::string_view bytes) {
    if (stream_) stream_->write(bytes);
  }
  static std::string bytes(FrameType type, Command command, std::uint32_t id, std::string_view payload) {
    std::string out;
    wire::append_frame(out, {type, command, id, payload});
    return out;
  }
  std::uint32_t say(Command command, const Json& payload = Json::object()) {
    raw(bytes(FrameType::request, command, ++last_id, payload.dump()));
    return last_id;
  }
  // The reply, or null when none has come within a second.
  Json ask(Command command, const Json& payload = Json::object()) {
    const std::uint32_t id = say(command, payload);
    const auto reply = [&] {
      return std::find_if(got.begin(), got.end(),
                          [&](const GotFrame& f) { return f.type == FrameType::reply && f.id == id; });
    };
    static_cast<void>(
        world_.loop().run_until([&] { return reply() != got.end() || end.has_value(); }, world_.loop().now() + 1s));
    return reply() == got.end() ? Json() : reply()->json();
  }
  // 0 and above: the code of the reply; nothing: there was none.
  std::optional<int> code(Command command, const Json& payload = Json::object()) {
    const Json reply = ask(command, payload);
    return reply.is_object() ? std::optional(reply.at("code").get<int>()) : std::nullopt;
  }
  // Whether the server answers a ping within a second.
  bool ping() {
    const std::size_t before = count(FrameType::pong);
    raw(bytes(FrameType::ping, Command::none, ++last_id, {}));
    static_cast<void>(
        world_.loop().run_until([&] { return count(FrameType::pong) > before; }, world_.loop().now() + 1s));
    return count(FrameType::pong) > before;
  }
  [[nodiscard]] std::size_t count(FrameType type) const {
    return static_cast<std::size_t>(
        std::count_if(got.begin(), got.end(), [&](const GotFrame& frame) { return frame.type == type; }));
  }
  [[nodiscard]] std::size_t pushes(Command command) const {
    return static_cast<std::size_t>(std::count_if(got.begin(), got.end(), [&](const GotFrame& frame) {
      return frame.type == FrameType::push && frame.command == command;
    }));
  }
  void reset() {
    if (stream_) stream_->reset();
    stream_.reset();
  }
  void close() { stream_.reset(); }
  void pause_reading(bool paused) { stream_->pause_reading(paused); }

  std::vector<GotFrame> got;
  std::string received;  // every byte
  DecodeError damage = DecodeError::none;
  std::optional<NetError> end;
  std::uint32_t last_id = 0;

 private:
  void on_data(std::string_view bytes) override {
    received += bytes;
    if (damage != DecodeError::none) return;
    damage = decoder_.feed(bytes, [this](const Frame& frame) {
      got.push_back({frame.type, frame.command, frame.id, std::string(frame.payload)});
      return true;
    });
  }
  void on_closed(NetError why) override {
    end = why;
    stream_.reset();
  }

  runtime::SimWorld& world_;
  std::unique_ptr<runtime::Pending> pending_;
  std::unique_ptr<runtime::Stream> stream_;
  wire::Decoder decoder_;
};

class GatewayTest : public testing::Test {
 protected:
  struct Event {
    std::string kind, user, device;
    Json detail;
  };

  GatewayTest() {
    world_.network("server");
    EXPECT_EQ(gateway_.listen({"server", 443}, {}), NetError::none);
  }

  Peer& connect(const std::string& host = "phone") {
    peers_.push_back(std::make_unique<Peer>(world_));
    peers_.back()->connect(host);
    return *peers_.back();
  }
  static Json hello(const std::string& device) {
    return {{"sdkAppID", default_app}, {"version", "8.0.0"}, {"platform", "Android"}, {"deviceID", device}};
  }
  Peer& greeted(const std::string& device) {
    Peer& peer = connect();
    EXPECT_EQ(peer.code(Command::hello, hello(device)), 0);
    return peer;
  }
  Json login_of(const std::string& user) {
    const std::string ticket = gateway_.service.make_ticket(default_app, user, 86'400, {}, {}, gateway_.now());
    return {{"userID", user}, {"userSig", ticket}, {"cursor", -1}};
  }
  Peer& online(const std::string& user, const std::string& device) {
    Peer& peer = greeted(device);
    EXPECT_EQ(peer.code(Command::login, login_of(user)), 0);
    return peer;
  }
  static Json message_to(const std::string& to, const std::string& text, std::uint32_t random = 1) {
    return {{"to", to},
            {"message",
             {{"elements", Json::array({{{"type", 1}, {"text", text}}})}, {"random", random}, {"clientTime", 5}}},
            {"onlineOnly", false}};
  }
  void pass(runtime::Duration span) { world_.loop().run_for(span); }
  std::optional<Problem> fault(const Json& rule) { return gateway_.faults.add(rule, gateway_.now().steady); }
  ActResult act(std::string_view action, const Json& arguments = Json::object()) {
    return act_on(gateway_, action, arguments);
  }
  [[nodiscard]] std::vector<Json> details(std::string_view kind) const {
    std::vector<Json> out;
    for (const Event& event : events_)
      if (event.kind == kind) out.push_back(event.detail);
    return out;
  }
  [[nodiscard]] std::size_t count(std::string_view kind) const { return details(kind).size(); }

  runtime::SimWorld world_;
  std::vector<Event> events_;
  Gateway gateway_{world_.loop(), world_.network("server"), world_.random("server"), [this](const ServerEvent& event) {
                     const auto& table = event_table();
                     EXPECT_TRUE(std::any_of(table.begin(), table.end(), [&](const EventInfo& info) {
                       return info.kind == event.kind;
                     })) << event.kind;
                     events_.push_back({std::string(event.kind), event.user, event.device,
                                        event.detail == nullptr ? Json() : *event.detail});
                   }};
  std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace chatproof::mockserver
