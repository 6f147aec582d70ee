// The service alone: requests go in by hand, time is set by hand, and what it wants done is kept to be looked at.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "mockserver/domain/service.hpp"

namespace chatproof::mockserver {

using namespace std::chrono_literals;
using wire::Command;

class ServiceTest : public testing::Test {
 protected:
  static constexpr std::int64_t start_s = 1'767'225'600;

  // A new connection on which hello was said.
  ConnectionId connect(const std::string& device, const std::string& platform = "Android",
                       std::uint32_t app = default_app, const std::string& version = "8.0.0") {
    const ConnectionId id = ++connections_;
    const Json reply = ask(id, Command::hello,
                           {{"sdkAppID", app}, {"version", version}, {"platform", platform}, {"deviceID", device}});
    EXPECT_EQ(reply.at("code"), 0);
    return id;
  }
  Json ask(ConnectionId from, Command command, const Json& request = Json::object()) {
    return service.handle(from, command, request, now, effects);
  }
  int code(ConnectionId from, Command command, const Json& request = Json::object()) {
    return ask(from, command, request).at("code").get<int>();
  }
  std::string ticket(const std::string& user, const std::string& defect = {}, std::uint32_t app = default_app) {
    return service.make_ticket(app, user, 86'400, {}, defect, now);
  }
  Json login(ConnectionId on, const std::string& user, std::int64_t cursor = -1) {
    const std::uint32_t app = service.clients().at(on).app;
    return ask(on, Command::login, {{"userID", user}, {"userSig", ticket(user, {}, app)}, {"cursor", cursor}});
  }
  int login_with(ConnectionId on, const std::string& user, const std::string& user_sig) {
    return code(on, Command::login, {{"userID", user}, {"userSig", user_sig}, {"cursor", -1}});
  }
  Json resume(ConnectionId on, const std::string& user, const Json& token, std::int64_t cursor = -1) {
    return ask(on, Command::resume, {{"userID", user}, {"token", token}, {"cursor", cursor}});
  }
  // A device that is logged in.
  ConnectionId online(const std::string& user, const std::string& device, const std::string& platform = "Android",
                      std::uint32_t app = default_app) {
    const ConnectionId id = connect(device, platform, app);
    EXPECT_EQ(login(id, user).at("code"), 0);
    return id;
  }
  void lose(ConnectionId connection) { service.closed(connection, "reset", now, effects); }
  [[nodiscard]] bool has_user(ConnectionId connection) const { return !service.clients().at(connection).user.empty(); }

  void pass(std::chrono::seconds span) {
    now.steady += span;
    now.unix_s += span.count();
    now.unix_ms += span.count() * 1000;
    service.tick(now, effects);
  }

  // The payloads of these pushes to this connection since the last take, which this is.
  std::vector<Json> take(ConnectionId to, Command command) {
    std::vector<Json> payloads;
    std::erase_if(effects, [&](const Effect& effect) {
      const auto* push = std::get_if<Push>(&effect);
      if (push == nullptr || push->to != to || push->command != command) return false;
      payloads.push_back(push->payload);
      return true;
    });
    return payloads;
  }
  std::size_t count(ConnectionId to, Command command) { return take(to, command).size(); }
  [[nodiscard]] std::vector<std::string> notes() const {
    std::vector<std::string> kinds;
    for (const Effect& effect : effects)
      if (const auto* note = std::get_if<Note>(&effect)) kinds.push_back(note->kind);
    return kinds;
  }
  std::optional<Problem> set(const Json& changes) { return apply_settings(service.settings, changes); }

  static Json text(const std::string& words, std::uint32_t random = 0) {
    return {{"elements", Json::array({{{"type", 1}, {"text", words}}})}, {"random", random}, {"clientTime", 5}};
  }
  Json send(ConnectionId from, const std::string& to, const std::string& words) {
    return ask(from, Command::c2c_send, {{"to", to}, {"message", text(words, ++randoms_)}, {"onlineOnly", false}});
  }

  Service service{runtime::Random(1)};
  Now now{runtime::Instant{}, start_s, start_s * 1000};
  Effects effects;

 private:
  ConnectionId connections_ = 0;
  std::uint32_t randoms_ = 0;
};

}  // namespace chatproof::mockserver
