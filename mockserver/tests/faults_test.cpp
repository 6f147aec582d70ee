// Fault rules: what they match, how often they act, and which are refused.
#include <gmock/gmock.h>

#include <map>

#include "mockserver/domain/words.hpp"
#include "mockserver/faults/engine.hpp"

namespace chatproof::mockserver {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class FaultsTest : public testing::Test {
 protected:
  std::optional<Problem> add(const json& rule) { return engine.add(rule, now); }
  // Rules of this test that say nothing else close the connection, any number of times.
  void rule(const std::string& id, const json& when, const json& more = json::object()) {
    json source = {{"id", id}, {"when", when}, {"then", {{"kind", "close"}}}, {"times", 0}, {"ttl", "1d"}};
    source.update(more);
    const auto problem = add(source);
    EXPECT_FALSE(problem.has_value()) << problem->pointer << ": " << problem->text;
  }
  void allow_all() {
    for (const FaultGroup group : {FaultGroup::link, FaultGroup::resolve, FaultGroup::tls}) engine.allow(group);
  }
  // The rule that acts, "" when none does.
  std::string at(Layer layer, std::string_view command, std::string_view user = "alice",
                 std::string_view device = "phone", Edge edge = Edge::before, int connection = 1) {
    const FaultRule* acting = engine.decide({layer, edge, command, user, device, connection, now});
    return acting == nullptr ? std::string() : acting->id;
  }
  std::string request(std::string_view command) { return at(Layer::request, command); }

  FaultEngine engine{runtime::Random(7)};
  runtime::Instant now{1h};
};

TEST_F(FaultsTest, ARuleActsAtItsLayerOnly) {
  for (const std::string layer : {"connect", "request", "reply", "push"}) rule(layer, {{"layer", layer}});
  EXPECT_EQ(at(Layer::connect, ""), "connect");
  EXPECT_EQ(at(Layer::request, "login"), "request");
  EXPECT_EQ(at(Layer::reply, "login"), "reply");
  EXPECT_EQ(at(Layer::push, "message"), "push");
}

TEST_F(FaultsTest, WithoutALayerItIsTheRequest) {
  rule("r", json::object());
  EXPECT_EQ(at(Layer::reply, "login"), "");
  EXPECT_EQ(at(Layer::request, "login"), "r");
}

TEST_F(FaultsTest, CommandUserAndDeviceAllHaveToFit) {
  rule("r", {{"command", "login"}, {"user", "alice"}, {"device", "phone"}});
  EXPECT_EQ(at(Layer::request, "sync"), "");
  EXPECT_EQ(at(Layer::request, "login", "bob"), "");
  EXPECT_EQ(at(Layer::request, "login", "alice", "pad"), "");
  EXPECT_EQ(at(Layer::request, "login"), "r");
}

TEST_F(FaultsTest, TheFirstRuleWithAnOpinionWins) {
  rule("sync", {{"command", "sync"}});
  rule("once", json::object(), {{"times", 1}});
  rule("any", json::object());
  EXPECT_EQ(request("sync"), "sync");
  EXPECT_EQ(request("login"), "once");
  EXPECT_EQ(request("login"), "any");
}

TEST_F(FaultsTest, ActsOnceUnlessItSaysMore) {
  EXPECT_FALSE(add({{"id", "r"}, {"then", {{"kind", "close"}}}}).has_value());
  EXPECT_EQ(request("login"), "r");
  EXPECT_EQ(request("login"), "");
}

TEST_F(FaultsTest, ActsAsOftenAsItSays) {
  rule("r", json::object(), {{"times", 3}});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(request("login"), "r");
  EXPECT_EQ(request("login"), "");
  EXPECT_EQ(engine.rules()[0].acted, 3);
}

TEST_F(FaultsTest, NthCountsWhatMatches) {
  rule("r", {{"command", "sync"}, {"nth", 2}});
  EXPECT_EQ(request("sync"), "");
  EXPECT_EQ(request("login"), "");
  EXPECT_EQ(request("sync"), "r");
  EXPECT_EQ(request("sync"), "");
  EXPECT_EQ(engine.rules()[0].seen, 3);
}

TEST_F(FaultsTest, TheWindowBeginsAndEnds) {
  rule("r", {{"from", "10s"}, {"until", "20s"}});
  EXPECT_EQ(request("login"), "");
  now += 10s;
  EXPECT_EQ(request("login"), "r");
  now += 10s - 1us;
  EXPECT_EQ(request("login"), "r");
  now += 1us;
  EXPECT_EQ(request("login"), "");
}

TEST_F(FaultsTest, TheTimeToLiveEndsItToo) {
  rule("r", json::object(), {{"ttl", "5s"}});
  now += 5s - 1us;
  EXPECT_EQ(request("login"), "r");
  now += 1us;
  EXPECT_EQ(request("login"), "");
}

TEST_F(FaultsTest, ProbabilityIsKeptAndComesFromTheSeed) {
  const auto run = [this](std::uint64_t seed) {
    engine = FaultEngine(runtime::Random(seed));
    rule("r", {{"probability", 0.25}});
    std::string pattern;
    for (int i = 0; i < 4000; ++i) pattern += request("login").empty() ? '.' : 'x';
    return pattern;
  };
  const std::string first = run(1);
  EXPECT_EQ(first, run(1));
  EXPECT_NE(first, run(2));
  EXPECT_NEAR(static_cast<double>(std::count(first.begin(), first.end(), 'x')), 1000.0, 100.0);
}

TEST_F(FaultsTest, ProbabilityZeroNeverActsAndOneAlways) {
  rule("never", {{"probability", 0}});
  rule("always", {{"probability", 1}});
  for (int i = 0; i < 100; ++i) EXPECT_EQ(request("login"), "always");
  EXPECT_EQ(engine.rules()[0].acted, 0);
  EXPECT_EQ(engine.rules()[0].seen, 100);
}

TEST_F(FaultsTest, RulesCanBeRemoved) {
  rule("a", json::object());
  rule("b", json::object());
  EXPECT_TRUE(engine.remove("a"));
  EXPECT_FALSE(engine.remove("a"));
  EXPECT_EQ(request("login"), "b");
  engine.clear();
  EXPECT_EQ(request("login"), "");
  EXPECT_TRUE(engine.rules().empty());
}

TEST_F(FaultsTest, ARuleWithoutAnIdGetsOneThatIsNotReused) {
  const json source = {{"then", {{"kind", "close"}}}};
  EXPECT_FALSE(add(source).has_value());
  const std::string first = engine.rules()[0].id;
  EXPECT_TRUE(engine.remove(first));
  EXPECT_FALSE(add(source).has_value());
  EXPECT_NE(engine.rules()[0].id, first);
  EXPECT_TRUE(engine.rules()[0].must_act);
}

TEST_F(FaultsTest, NotesAreIgnored) {
  EXPECT_FALSE(add({{"x-why", "because"}, {"then", {{"kind", "close"}, {"x-note", 1}}}}).has_value());
}

TEST_F(FaultsTest, BeforeAndAfterAreTwoMoments) {
  rule("after", {{"edge", "after"}});
  EXPECT_EQ(request("login"), "");
  EXPECT_EQ(at(Layer::request, "login", "alice", "phone", Edge::after), "after");
}

TEST_F(FaultsTest, ConnectionIsTheHowManyThOfItsDevice) {
  rule("second", {{"connection", 2}});
  EXPECT_EQ(at(Layer::request, "login", "alice", "phone", Edge::before, 1), "");
  EXPECT_EQ(at(Layer::request, "login", "alice", "phone", Edge::before, 2), "second");
  EXPECT_EQ(at(Layer::request, "login", "alice", "phone", Edge::before, 3), "");
}

TEST_F(FaultsTest, RateLetsSoManyThroughWithinItsTime) {
  rule("r", {{"rate", {{"more", 2}, {"per", "1s"}}}});
  EXPECT_EQ(request("sync"), "");
  EXPECT_EQ(request("sync"), "");
  EXPECT_EQ(request("sync"), "r");
  EXPECT_EQ(at(Layer::request, "sync", "bob"), "") << "each user has a rate of its own";
  now += 1s;
  EXPECT_EQ(request("sync"), "") << "what was refused does not count";
}

TEST_F(FaultsTest, RateMayBeThatOfAllUsers) {
  rule("r", {{"rate", {{"more", 1}, {"per", "1s"}, {"of", "all"}}}});
  EXPECT_EQ(request("sync"), "");
  EXPECT_EQ(at(Layer::request, "sync", "bob"), "r");
}

TEST_F(FaultsTest, WhatWasRemovedIsRemembered) {
  rule("a", json::object());
  rule("b", json::object());
  EXPECT_EQ(request("login"), "a");
  EXPECT_TRUE(engine.remove("a"));
  engine.clear();
  ASSERT_EQ(engine.removed().size(), 2U);
  EXPECT_EQ(engine.removed()[0].acted, 1);
  EXPECT_EQ(engine.removed()[1].acted, 0);
}

TEST_F(FaultsTest, LinksNeedAHandThatCanChangeThem) {
  const json link = {{"then", {{"kind", "link"}, {"network", "stall"}, {"for", "5s"}}}};
  const auto refused = add(link);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->pointer, "/then/kind");
  engine.allow(FaultGroup::link);
  EXPECT_FALSE(add(link).has_value());
}

TEST_F(FaultsTest, LookUpsNeedSomebodyWhoAnswersThem) {
  const json rule = {{"when", {{"layer", "resolve"}, {"device", "alice.phone"}, {"connection", 2}}},
                     {"then", {{"kind", "noName"}}}};
  const auto refused = add(rule);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->pointer, "/when/layer");
  EXPECT_THAT(refused->text, testing::HasSubstr("only scenarios"));
  engine.allow(FaultGroup::resolve);
  EXPECT_FALSE(add(rule).has_value());
}

TEST_F(FaultsTest, HandshakesNeedAServerThatSpeaksTls) {
  const json rule = {{"when", {{"layer", "handshake"}}}, {"then", {{"kind", "reset"}}}};
  const auto refused = add(rule);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->pointer, "/when/layer");
  EXPECT_THAT(refused->text, testing::HasSubstr("TLS"));
  engine.allow(FaultGroup::tls);
  EXPECT_FALSE(add(rule).has_value());
}

TEST_F(FaultsTest, NobodyIsKnownBeforeTheHello) {
  for (const auto& [layer, kind] : {std::pair("handshake", "expiredCertificate"), std::pair("connect", "close")}) {
    const auto refused = add({{"when", {{"layer", layer}, {"device", "alice.phone"}}}, {"then", {{"kind", kind}}}});
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->pointer, "/when/device");
    EXPECT_THAT(refused->text, testing::HasSubstr("in its hello"));
  }
}

// Arguments with which a kind is taken.
json sample_of(std::string_view argument) {
  static const std::map<std::string, json, std::less<>> samples = {
      {"code", 70001},        {"by", "5s"},        {"dead", 2},           {"live", 2},
      {"there", "silence"},   {"for", "5s"},       {"every", "1s"},       {"shift", "-1h"},
      {"bytes", 3},           {"direction", "in"}, {"byte", 0},           {"end", "reset"},
      {"reason", "login"},    {"state", "lose"},   {"command", "kicked"}, {"payload", json::object()},
      {"network", "latency"}, {"of", "1s"},        {"jitter", "1s"},      {"bytesPerSecond", 100}};
  return samples.find(argument)->second;
}
json rule_of(const FaultInfo& info, std::string_view layer, bool all) {
  json then = {{"kind", info.name}};
  for (const ArgumentName& argument : argument_names(info.arguments))
    if (all || argument.needed) then[std::string(argument.name)] = sample_of(argument.name);
  if (info.kind == FaultKind::link) then["of"] = "1s";
  if (layer == "handshake") then.erase("direction");
  return {{"when", {{"layer", layer}}}, {"then", then}};
}

TEST_F(FaultsTest, EveryKindIsTakenAtItsLayersAndAtNoOther) {
  allow_all();
  for (const FaultInfo& info : fault_table()) {
    for (const std::string layer : {"resolve", "handshake", "connect", "request", "reply", "push"}) {
      for (const bool all : {false, true}) {
        const bool allowed = info.layers.find(layer) != std::string_view::npos;
        const auto problem = add(rule_of(info, layer, all));
        EXPECT_EQ(!problem.has_value(), allowed)
            << info.name << " at " << layer << ": " << (problem ? problem->text : "");
        EXPECT_EQ(problem ? problem->pointer : "/when/layer", "/when/layer") << info.name << " at " << layer;
      }
    }
  }
}

TEST_F(FaultsTest, EveryKindNeedsItsArgumentsAndTakesNoOther) {
  allow_all();
  for (const FaultInfo& info : fault_table()) {
    const std::string layer(info.layers.substr(0, info.layers.find(' ')));
    const auto takes = argument_names(info.arguments);
    for (const ArgumentName& argument : takes) {
      if (!argument.needed) continue;
      json changed = rule_of(info, layer, false);
      changed["then"].erase(std::string(argument.name));
      const auto problem = add(changed);
      ASSERT_TRUE(problem.has_value()) << info.name << " without " << argument.name;
      EXPECT_EQ(problem->pointer, "/then") << info.name;
    }
    for (const std::string other : {"code", "by", "shift"}) {
      if (std::any_of(takes.begin(), takes.end(), [&](const auto& one) { return one.name == other; })) continue;
      json changed = rule_of(info, layer, false);
      changed["then"][other] = sample_of(other);
      const auto problem = add(changed);
      ASSERT_TRUE(problem.has_value()) << info.name << " with " << other;
      EXPECT_EQ(problem->pointer, "/then/" + other) << info.name;
    }
  }
}

struct Mistake {
  const char* name;
  const char* rule;
  const char* pointer;
  const char* said;  // is in the text
};

class MistakeTest : public FaultsTest, public testing::WithParamInterface<Mistake> {};

TEST_P(MistakeTest, IsToldWithItsPlaceAndAddsNothing) {
  rule("taken", json::object());
  const auto problem = add(json::parse(GetParam().rule));
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->pointer, GetParam().pointer);
  EXPECT_THAT(problem->text, testing::HasSubstr(GetParam().said));
  EXPECT_EQ(engine.rules().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    All, MistakeTest,
    testing::Values(
        Mistake{"NoObject", "[]", "", "object"}, Mistake{"NoThen", "{}", "/then", "missing"},
        Mistake{"ThenIsText", R"({"then": "close"})", "/then", "object"},
        Mistake{"WhenIsText", R"({"when": "login", "then": {"kind": "close"}})", "/when", "object"},
        Mistake{"NoKind", R"({"then": {}})", "/then/kind", "missing"},
        Mistake{"KindIsNumber", R"({"then": {"kind": 1}})", "/then/kind", "name"},
        Mistake{"UnknownKind", R"({"then": {"kind": "closse"}})", "/then/kind", "did you mean \"close\""},
        Mistake{"UnknownKey", R"({"then": {"kind": "close"}, "time": 1})", "/time", "did you mean \"times\""},
        Mistake{"UnknownKeyInWhen", R"({"when": {"usr": "a"}, "then": {"kind": "close"}})", "/when/usr", "user"},
        Mistake{"UnknownKeyInThen", R"({"then": {"kind": "error", "code": 1, "cod": 1}})", "/then/cod", "code"},
        Mistake{"UnknownLayer", R"({"when": {"layer": "replay"}, "then": {"kind": "close"}})", "/when/layer", "reply"},
        Mistake{"UnknownCommand", R"({"when": {"command": "logn"}, "then": {"kind": "close"}})", "/when/command",
                "login"},
        Mistake{"PushIsNoRequest", R"({"when": {"command": "kicked"}, "then": {"kind": "close"}})", "/when/command",
                "request"},
        Mistake{"RequestIsNoPush", R"({"when": {"layer": "push", "command": "login"}, "then": {"kind": "close"}})",
                "/when/command", "push"},
        Mistake{"UserAtConnect", R"({"when": {"layer": "connect", "user": "a"}, "then": {"kind": "close"}})",
                "/when/user", "not known yet"},
        Mistake{"AfterAConnect", R"({"when": {"layer": "connect", "edge": "after"}, "then": {"kind": "close"}})",
                "/when/edge", "after"},
        Mistake{"AnswerAfter", R"({"when": {"edge": "after"}, "then": {"kind": "noReply"}})", "/when/edge",
                "nothing left"},
        Mistake{"RateWithoutPer", R"({"when": {"rate": {"more": 1}}, "then": {"kind": "close"}})", "/when/rate/per",
                "missing"},
        Mistake{"UnknownLinkWord", R"({"then": {"kind": "link", "network": "stal"}})", "/then/network", "stall"},
        Mistake{"UserIsNumber", R"({"when": {"user": 1}, "then": {"kind": "close"}})", "/when/user", "text"},
        Mistake{"NthZero", R"({"when": {"nth": 0}, "then": {"kind": "close"}})", "/when/nth", "1 to"},
        Mistake{"NthHuge", R"({"when": {"nth": 1000000001}, "then": {"kind": "close"}})", "/when/nth", "1 to"},
        Mistake{"NthIsFraction", R"({"when": {"nth": 1.5}, "then": {"kind": "close"}})", "/when/nth", "whole"},
        Mistake{"ProbabilityTwo", R"({"when": {"probability": 2}, "then": {"kind": "close"}})", "/when/probability",
                "0 to 1"},
        Mistake{"ProbabilityText", R"({"when": {"probability": "1"}, "then": {"kind": "close"}})", "/when/probability",
                "0 to 1"},
        Mistake{"FromIsNumber", R"({"when": {"from": 1}, "then": {"kind": "close"}})", "/when/from", "duration"},
        Mistake{"UntilBeforeFrom", R"({"when": {"from": "2s", "until": "1s"}, "then": {"kind": "close"}})",
                "/when/until", "later"},
        Mistake{"CodeZero", R"({"then": {"kind": "error", "code": 0}})", "/then/code", "other than 0"},
        Mistake{"CodeText", R"({"then": {"kind": "error", "code": "70001"}})", "/then/code", "number"},
        Mistake{"NegativeDelay", R"({"then": {"kind": "delay", "by": "-1s"}})", "/then/by", "duration"},
        Mistake{"TimesNegative", R"({"then": {"kind": "close"}, "times": -1})", "/times", "0 to"},
        Mistake{"TimesText", R"({"then": {"kind": "close"}, "times": "1"})", "/times", "whole"},
        Mistake{"Endless", R"({"then": {"kind": "close"}, "times": 0})", "/times", "ttl"},
        Mistake{"TtlZero", R"({"then": {"kind": "close"}, "ttl": "0s"})", "/ttl", "above 0"},
        Mistake{"MustActNumber", R"({"then": {"kind": "close"}, "mustAct": 1})", "/mustAct", "true or false"},
        Mistake{"IdNumber", R"({"id": 1, "then": {"kind": "close"}})", "/id", "text"},
        Mistake{"IdTaken", R"({"id": "taken", "then": {"kind": "close"}})", "/id", "already"},
        Mistake{"IdEmpty", R"({"id": "", "then": {"kind": "close"}})", "/id", "empty"}),
    [](const auto& mistake) { return mistake.param.name; });

}  // namespace
}  // namespace chatproof::mockserver
