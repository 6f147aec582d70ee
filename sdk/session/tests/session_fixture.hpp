// A session in a simulated world, a server of a few lines that does what a test tells it, and a recorder of everything
// that the session says.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sdk/runtime/sim/sim_world.hpp"
#include "sdk/session/session.hpp"
#include "sdk/wire/frame.hpp"
#include "sdk/wire/payload.hpp"

namespace chatproof::session {

using nlohmann::json;
using namespace std::chrono_literals;

// Answers hello, login, resume and logout as the protocol says, everything else with {"code":0,"echo":<payload>}.
class ScriptedServer {
 public:
  explicit ScriptedServer(runtime::SimWorld& world, std::uint16_t port = 443) : world_(world), port_(port) { listen(); }

  void listen(const runtime::ServerTls& tls = {}) {
    listener_.reset();
    listener_ = world_.network("server")
                    .listen({"server", port_}, tls,
                            [this](std::unique_ptr<runtime::Stream> stream) {
                              auto peer = std::make_unique<Peer>(*this, std::move(stream));
                              peers_.push_back(std::move(peer));
                            })
                    .listener;
  }
  void refuse() { listener_.reset(); }

  // What to answer to a command: null: nothing at all. Default for commands not named: code 0.
  std::map<std::string, json> replies;
  // The same, byte by byte; they go first.
  std::map<std::string, std::string> raw_replies;
  // Runs when a command comes, before its reply.
  std::map<std::string, std::function<void()>> when;
  // Every request: "login", "c2c.send"...; and its payload.
  std::vector<std::string> commands;
  std::vector<json> payloads;
  std::string registered;  // the user on the newest link
  int pings = 0;
  bool answers_pings = true;

  [[nodiscard]] std::size_t links() const {
    std::size_t open = 0;
    for (const auto& peer : peers_) open += peer->stream != nullptr ? 1 : 0;
    return open;
  }
  [[nodiscard]] int count(const std::string& command) const {
    return static_cast<int>(std::count(commands.begin(), commands.end(), command));
  }
  void push(wire::Command command, const json& payload) {
    send({wire::FrameType::push, command, 0, {}}, payload.dump());
  }
  void send(wire::Frame frame, const std::string& payload) {
    frame.payload = payload;
    std::string bytes;
    append_frame(bytes, frame);
    raw(bytes);
  }
  void raw(const std::string& bytes) {
    if (!peers_.empty() && peers_.back()->stream) peers_.back()->stream->write(bytes);
  }
  void close_links() {
    for (auto& peer : peers_) peer->stream.reset();
    registered.clear();
  }
  void reset_links() {
    for (auto& peer : peers_) {
      if (peer->stream) peer->stream->reset();
      peer->stream.reset();
    }
    registered.clear();
  }

 private:
  struct Peer final : runtime::StreamHandler {
    Peer(ScriptedServer& of, std::unique_ptr<runtime::Stream> open) : server(of), stream(std::move(open)) {
      stream->set_handler(*this);
    }
    void on_data(std::string_view bytes) override {
      const auto error = decoder.feed(bytes, [this](const wire::Frame& frame) {
        server.on_frame(*this, frame);
        return stream != nullptr;
      });
      EXPECT_EQ(error, wire::DecodeError::none);
    }
    void on_closed(runtime::NetError) override {
      stream.reset();
      server.registered.clear();
    }
    ScriptedServer& server;
    std::unique_ptr<runtime::Stream> stream;
    wire::Decoder decoder;
  };

  void on_frame(Peer& peer, const wire::Frame& frame) {
    if (frame.type == wire::FrameType::ping) {
      ++pings;
      const auto now = world_.loop().unix_now().time_since_epoch();
      if (answers_pings) {
        answer(peer, {wire::FrameType::pong, wire::Command::none, frame.id, {}},
               wire::write_pong(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()));
      }
      return;
    }
    ASSERT_EQ(frame.type, wire::FrameType::request);
    const std::string name(name_of(frame.command));
    const json payload = json::parse(frame.payload);
    commands.push_back(name);
    payloads.push_back(payload);
    if (const auto found = when.find(name); found != when.end()) {
      const auto hook = found->second;  // the hook may replace itself
      hook();
    }
    if (peer.stream == nullptr) return;
    if (const auto bytes = raw_replies.find(name); bytes != raw_replies.end())
      return answer(peer, {wire::FrameType::reply, frame.command, frame.id, {}}, bytes->second);
    const json reply = reply_to(name, payload);
    if (!reply.is_null()) answer(peer, {wire::FrameType::reply, frame.command, frame.id, {}}, reply.dump());
  }
  json reply_to(const std::string& name, const json& payload) {
    json reply = {{"code", 0}};
    const auto scripted = replies.find(name);
    if (scripted != replies.end()) reply = scripted->second;
    if (reply.is_null() || reply.value("code", 0) != 0 || scripted != replies.end()) return reply;
    if (name == "login" || name == "resume") registered = payload.at("userID");
    if (name == "login") reply["token"] = "token-of-" + registered;
    if (name == "logout") registered.clear();
    if (frame_is_plain(name)) reply["echo"] = payload;
    return reply;
  }
  static bool frame_is_plain(const std::string& name) {
    return name != "hello" && name != "login" && name != "resume" && name != "logout";
  }
  void answer(Peer& peer, wire::Frame frame, const std::string& payload) {
    frame.payload = payload;
    std::string bytes;
    append_frame(bytes, frame);
    peer.stream->write(bytes);
  }

  runtime::SimWorld& world_;
  const std::uint16_t port_;
  std::unique_ptr<runtime::Listener> listener_;
  std::vector<std::unique_ptr<Peer>> peers_;
};

// One line per thing that the session says, results included, in the order in which they are said.
class Recorder final : public Observer {
 public:
  std::vector<std::string> lines;
  std::vector<std::string> logs;
  Session* session = nullptr;
  bool inside_a_call = false;
  std::function<void(const std::string& line)> on_line;

  void on_connecting() override { add("connecting"); }
  void on_connected() override { add("connected"); }
  void on_connect_failed(int code, std::string_view text) override {
    EXPECT_FALSE(text.empty());
    add("failed " + std::to_string(code));
  }
  void on_online(const Reply& reply) override {
    EXPECT_EQ(session->login_state(), LoginState::logged_in);
    add("online " + std::to_string(reply.code) + " as " + session->user_id());
  }
  void on_kicked(std::string_view reason) override {
    EXPECT_EQ(session->login_state(), LoginState::logged_out);
    add("kicked " + std::string(reason));
  }
  void on_ticket_expired() override {
    EXPECT_EQ(session->login_state(), LoginState::logged_out);
    add("expired");
  }
  void on_push(wire::Command command, std::string_view payload) override {
    add("push " + std::string(name_of(command)) + " " + std::string(payload));
  }
  void on_log(int level, std::string_view line) override {
    EXPECT_TRUE(level >= 3 && level <= 6);
    EXPECT_FALSE(inside_a_call);
    logs.emplace_back(line);
  }
  [[nodiscard]] ReplyHandler result(std::string name) {
    return [this, name = std::move(name)](const Reply& reply) {
      std::string line = name + " " + std::to_string(reply.code);
      EXPECT_EQ(reply.text.empty(), reply.code == 0) << line;
      add(line);
    };
  }
  void add(const std::string& line) {
    EXPECT_FALSE(inside_a_call) << line;
    lines.push_back(line);
    if (on_line) on_line(line);
  }
  [[nodiscard]] std::vector<std::string> take() { return std::exchange(lines, {}); }
};

class SessionWorld {
 public:
  explicit SessionWorld(std::uint64_t seed = 1) : world(options(seed)), server(world) {
    config.server = {"server", 443};
    config.sdk_app_id = 1400000000;
    config.sdk_version = "8.0.0";
    config.platform = "Linux";
    config.device_id = "device";
    config.backoff_jitter_percent = 0;
    make();
  }
  ~SessionWorld() {
    session.reset();
    server.close_links();
  }
  static runtime::SimOptions options(std::uint64_t seed) {
    runtime::SimOptions made;
    made.seed = seed;
    return made;
  }
  void make() {
    session = std::make_unique<Session>(world.loop(), world.network("device"), world.random("session"), config, told);
    told.session = session.get();
  }

  // Calls are wrapped so that anything said from inside one is noticed.
  template <class Call>
  void call(Call&& body) {
    told.inside_a_call = true;
    body();
    told.inside_a_call = false;
  }
  void start() {
    call([this] { session->start(); });
  }
  void login(const std::string& user = "alice", const std::string& name = "login") {
    call([&] { session->login(user, "s3cret-" + user, told.result(name)); });
  }
  void logout(const std::string& name = "logout") {
    call([&] { session->logout(told.result(name)); });
  }
  void ask(const std::string& name, RequestOptions options = {}, std::string payload = "{}") {
    call([&] { session->request(wire::Command::c2c_send, std::move(payload), options, told.result(name)); });
  }
  void hint(bool up) {
    call([&] { session->network_hint(up); });
  }
  void run(runtime::Duration span = 1s) { world.loop().run_for(span); }
  void log_in() {
    start();
    login();
    run();
    ASSERT_EQ(session->login_state(), LoginState::logged_in);
    (void)told.take();
  }
  void network(runtime::LinkConditions conditions) { world.net().set("device", conditions); }
  void network(runtime::ConnectOutcome outcome) {
    runtime::LinkConditions conditions;
    conditions.connect = outcome;
    network(conditions);
  }

  using Lines = std::vector<std::string>;
  runtime::SimWorld world;
  ScriptedServer server;
  Config config;
  Recorder told;
  std::unique_ptr<Session> session;
};

class SessionTest : public testing::Test, protected SessionWorld {};

}  // namespace chatproof::session
