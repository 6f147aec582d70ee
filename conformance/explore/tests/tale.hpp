// Histories for tests, event by event.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/explore/invariants.hpp"

namespace chatproof::explore {

class Tale {
 public:
  using Json = nlohmann::json;

  check::Event& add(const std::string& actor, check::Channel channel, const std::string& name,
                    Json payload = Json::object()) {
    history.push_back(
        {static_cast<std::uint32_t>(history.size()) + 1, now, actor, channel, name, std::move(payload), 0, false});
    return history.back();
  }
  void call(const std::string& actor, const std::string& name, int number, Json args = Json::object()) {
    add(actor, check::Channel::call, name, {{"args", std::move(args)}, {"call", number}});
  }
  void result(const std::string& actor, const std::string& name, int number, Json payload = {{"ok", true}}) {
    payload["call"] = number;
    add(actor, check::Channel::result, name, std::move(payload));
  }
  void callback(const std::string& actor, const std::string& name, Json args = Json::object()) {
    add(actor, check::Channel::callback, name, {{"args", std::move(args)}});
  }
  // The server registers the user on the device, over a connection of that number.
  void registers(const std::string& device, const std::string& user, int connection) {
    add("server", check::Channel::server, "hello", {{"device", device}, {"connection", connection}});
    add("server", check::Channel::server, "login", {{"device", device}, {"user", user}, {"connection", connection}});
  }
  // The server's word to a device.
  void says(const std::string& device, const std::string& kind, Json detail) {
    add("server", check::Channel::server, kind, {{"device", device}, {"detail", std::move(detail)}});
  }
  void accepts(const std::string& id, const std::string& from, const std::string& to, int connection) {
    add("server", check::Channel::server, "message",
        {{"user", from}, {"connection", connection}, {"detail", {{"msgID", id}, {"to", to}, {"onlineOnly", false}}}});
  }
  void receives(const std::string& actor, const std::string& id) {
    callback(actor, "onRecvNewMessage", {{"message", {{"msgID", id}}}});
  }
  // As converge() writes it: all is well unless `change` says otherwise.
  void ends_as(const std::string& actor, const std::string& user, const Json& change = Json::object()) {
    Json state = {{"initialised", true}, {"deviceID", actor}, {"status", user.empty() ? 3 : 1},
                  {"user", user},        {"connections", 1},  {"session", {{"user", user}}}};
    state.update(change);
    add(actor, check::Channel::step, "state", std::move(state));
  }
  // Which invariants do not hold, each once for every violation.
  [[nodiscard]] std::vector<std::string> broken() const {
    std::vector<std::string> out;
    for (const auto& finding : violations(history)) out.push_back(finding.rule);
    std::sort(out.begin(), out.end());
    return out;
  }

  check::History history;
  runtime::Instant now{};
};

}  // namespace chatproof::explore
