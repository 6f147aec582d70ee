#include "conformance/report/coverage.hpp"

#include <gmock/gmock.h>

#include "conformance/report/tests/sample.hpp"

namespace chatproof::report {
namespace {

using check::Channel;
using check::Event;
using nlohmann::json;

Event event(Channel channel, const char* name, json payload = json::object()) {
  return {1, {}, "a", channel, name, std::move(payload), 0, false};
}

SdkState after(std::initializer_list<Event> events) {
  StateTracker tracker;
  for (const Event& one : events) tracker.on(one);
  return tracker.state();
}

const Event init = event(Channel::call, "initSDK");
const Event login = event(Channel::call, "login");
const Event logged_in = event(Channel::result, "login", {{"ok", true}});
const Event refused = event(Channel::result, "login", {{"error", 70001}});
const Event kicked = event(Channel::callback, "onKickedOffline");
const Event expired = event(Channel::callback, "onUserSigExpired");
const Event logged_out = event(Channel::result, "logout", {{"ok", true}});
const Event un_init = event(Channel::call, "unInitSDK");

TEST(StateTrackerTest, WalksTheRoadFromInitToTheKick) {
  EXPECT_EQ(after({}), SdkState::before_init);
  EXPECT_EQ(after({init}), SdkState::initialised);
  EXPECT_EQ(after({init, login}), SdkState::logging_in);
  EXPECT_EQ(after({init, login, logged_in}), SdkState::logged_in);
  EXPECT_EQ(after({init, login, logged_in, logged_out}), SdkState::after_logout);
  EXPECT_EQ(after({init, login, logged_in, kicked}), SdkState::after_kick);
  EXPECT_EQ(after({init, login, logged_in, expired}), SdkState::after_expiry);
  EXPECT_EQ(after({init, un_init}), SdkState::after_un_init);
  EXPECT_EQ(after({init, un_init, init}), SdkState::initialised);
}

TEST(StateTrackerTest, GoesBackWhenALoginFails) {
  EXPECT_EQ(after({init, login, refused}), SdkState::initialised);
  EXPECT_EQ(after({init, login, logged_in, kicked, login, refused}), SdkState::after_kick);
  EXPECT_EQ(after({init, login, login, refused}), SdkState::initialised);
}

TEST(StateTrackerTest, StaysDownUntilInit) {
  EXPECT_EQ(after({login, refused}), SdkState::before_init);
  EXPECT_EQ(after({init, login, un_init, refused}), SdkState::after_un_init);
  EXPECT_EQ(after({init, login, logged_in, event(Channel::network, "restart")}), SdkState::before_init);
}

TEST(CoverageTest, CountsCallsByStateAndOutcome) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  const Coverage coverage = coverage_of(run, sample_vocabulary());
  const MethodCoverage& users = coverage.methods.at("getUsersInfo");
  EXPECT_EQ(users.calls[static_cast<std::size_t>(SdkState::after_kick)], 1u);
  EXPECT_EQ(users.outcomes[static_cast<std::size_t>(SdkState::after_kick)].at(6208), 1u);
  EXPECT_EQ(coverage.methods.at("login").outcomes[static_cast<std::size_t>(SdkState::initialised)].at(0), 2u);
  EXPECT_EQ(coverage.methods.at("logout").total(), 0u);
  EXPECT_EQ(coverage.methods_called(), 3u);
  EXPECT_EQ(coverage.callbacks.at("onKickedOffline"), 1u);
  EXPECT_EQ(coverage.callbacks.at("onConnectFailed"), 0u);
  EXPECT_EQ(coverage.callbacks_seen(), 3u);
  EXPECT_EQ(coverage.codes.at(6208).times, 1u);
  EXPECT_EQ(coverage.codes.at(6208).name, "ERR_USERSIG_KICKED");
  EXPECT_THAT(coverage.codes.at(6208).from, testing::ElementsAre("getUsersInfo"));
  EXPECT_EQ(coverage.codes_seen(), 1u);
  EXPECT_TRUE(coverage.unknown.empty());
}

TEST(CoverageTest, NamesWhatTheVocabularyDoesNotKnow) {
  check::RunResult run;
  run.cases = {login_case("sim")};
  Vocabulary vocabulary;
  vocabulary.methods = {"login"};
  vocabulary.callbacks = {"onConnecting"};
  EXPECT_THAT(coverage_of(run, vocabulary).unknown, testing::ElementsAre("initSDK", "onConnectSuccess"));
  EXPECT_TRUE(coverage_of(run, {}).unknown.empty());
}

// Codes that an app or a fault rule made up, methods and callbacks of nobody: how much there is to see stays the same.
TEST(CoverageTest, WhatThereIsToSeeDoesNotDependOnTheRun) {
  check::RunResult run;
  run.cases = {kick_case("sim")};
  Vocabulary vocabulary = sample_vocabulary();
  vocabulary.faults = {"link latency"};
  check::RunResult strange = run;
  for (check::Event& event : strange.cases[0].history) {
    if (event.channel == check::Channel::call || event.channel == check::Channel::callback) event.name += "OfNobody";
    if (event.channel == check::Channel::result) event.payload["error"] = 123456;
  }
  const auto totals = [&](const check::RunResult& of) {
    std::vector<std::size_t> all;
    for (const Dimension& one : dimensions_of(coverage_of(of, vocabulary), {})) all.push_back(one.all);
    return all;
  };
  check::RunResult nothing = run;
  nothing.cases.clear();
  EXPECT_EQ(totals(run), totals(nothing));
  EXPECT_EQ(totals(strange), totals(nothing));
  const Coverage coverage = coverage_of(strange, vocabulary);
  EXPECT_FALSE(coverage.codes.contains(123456));
  EXPECT_GT(coverage.unknown_codes.at(123456).times, 0u);
  EXPECT_TRUE(coverage.unknown.contains("loginOfNobody"));
}

}  // namespace
}  // namespace chatproof::report
