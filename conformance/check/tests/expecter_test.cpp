#include "conformance/check/expecter.hpp"

#include <gmock/gmock.h>

namespace chatproof::check {
namespace {

using scenario::EventPattern;
using scenario::Expectation;
using std::chrono::seconds;

// A history of callbacks, written as it happens.
class Story {
 public:
  Story& at(int second, const std::string& actor, const std::string& callback,
            nlohmann::json args = nlohmann::json::object()) {
    Event event;
    event.id = static_cast<std::uint32_t>(history.size()) + 1;
    event.at = runtime::Instant(seconds(second));
    event.actor = actor;
    event.channel = Channel::callback;
    event.name = callback;
    event.payload = {{"args", std::move(args)}};
    history.push_back(std::move(event));
    return *this;
  }
  History history;
};

EventPattern callback(const std::string& actor, const std::string& name, nlohmann::json args = nullptr) {
  EventPattern pattern;
  pattern.actor = actor;
  pattern.name = name;
  pattern.pattern = std::move(args);
  return pattern;
}

Expectation expect(Expectation::Kind kind, std::vector<EventPattern> patterns) {
  Expectation expectation;
  expectation.kind = kind;
  expectation.patterns = std::move(patterns);
  return expectation;
}

Judgement judge_at(int second, const Expectation& expectation, const History& history, Ids ids = {}) {
  JudgeContext context;
  context.now = runtime::Instant(seconds(second));
  context.deadline = runtime::Instant(seconds(10));
  context.ids = &ids;
  return judge(expectation, history, context);
}

TEST(ExpecterTest, OneIsMetAsSoonAsItHappens) {
  const auto one = expect(Expectation::Kind::one, {callback("a.phone", "onKickedOffline")});
  Story story;
  EXPECT_EQ(judge_at(0, one, story.history).state, State::waiting);
  story.at(1, "b.phone", "onKickedOffline");
  EXPECT_EQ(judge_at(1, one, story.history).state, State::waiting);
  story.at(2, "a.phone", "onKickedOffline");
  EXPECT_EQ(judge_at(2, one, story.history).used, std::vector<std::uint32_t>{2});
}

TEST(ExpecterTest, OneFailsAtTheDeadlineAndNamesTheNearestMiss) {
  const auto one = expect(Expectation::Kind::one, {callback("a.phone", "onConnectFailed", {{"error_code", 9510}})});
  Story story;
  story.at(1, "a.phone", "onConnectFailed", {{"error_code", 9511}});
  EXPECT_EQ(judge_at(9, one, story.history).state, State::waiting);
  const auto failed = judge_at(10, one, story.history);
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_NE(failed.finding.nearest.find("expected 9510, got 9511"), std::string::npos) << failed.finding.nearest;
}

TEST(ExpecterTest, AnEventServesOneExpectationOnly) {
  const auto one = expect(Expectation::Kind::one, {callback("a.phone", "onConnecting")});
  Story story;
  story.at(1, "a.phone", "onConnecting");
  story.history[0].used = true;
  EXPECT_EQ(judge_at(10, one, story.history).state, State::failed);
}

TEST(ExpecterTest, AWildcardActorMeansAnyOfThem) {
  Story story;
  story.at(1, "alice.pad", "onKickedOffline");
  EXPECT_EQ(judge_at(1, expect(Expectation::Kind::one, {callback("alice.*", "onKickedOffline")}), story.history).state,
            State::met);
  EXPECT_EQ(judge_at(1, expect(Expectation::Kind::one, {callback("*", "onKickedOffline")}), story.history).state,
            State::met);
  EXPECT_EQ(judge_at(10, expect(Expectation::Kind::one, {callback("bob.*", "onKickedOffline")}), story.history).state,
            State::failed);
}

TEST(ExpecterTest, CountsAreMetAtTheirMaximumOrAtTheDeadline) {
  auto pattern = callback("a.phone", "onConnecting");
  pattern.times_min = 1;
  pattern.times_max = 3;
  const auto some = expect(Expectation::Kind::one, {pattern});
  Story story;
  story.at(1, "a.phone", "onConnecting").at(2, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(2, some, story.history).state, State::waiting);
  EXPECT_EQ(judge_at(10, some, story.history).used.size(), 2u);
  story.at(3, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(3, some, story.history).state, State::met);
}

TEST(ExpecterTest, AnExactCountWaitsForTheEndAndFailsAtOneMore) {
  auto pattern = callback("a.phone", "onConnecting");
  pattern.exactly = true;
  const auto once = expect(Expectation::Kind::one, {pattern});
  Story story;
  story.at(1, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(2, once, story.history).state, State::waiting);
  EXPECT_EQ(judge_at(10, once, story.history).state, State::met);
  story.at(3, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(3, once, story.history).state, State::failed);
}

TEST(ExpecterTest, ASequenceAllowsNoOtherCallbackOfItsActorInBetween) {
  auto sequence = expect(Expectation::Kind::in_order,
                         {callback("a.phone", "onConnecting"), callback("a.phone", "onConnectSuccess")});
  Story story;
  story.at(1, "a.phone", "onConnecting").at(2, "b.phone", "onKickedOffline").at(3, "a.phone", "onConnectSuccess");
  EXPECT_EQ(judge_at(3, sequence, story.history).state, State::met);
  Story broken;
  broken.at(1, "a.phone", "onConnecting").at(2, "a.phone", "onKickedOffline").at(3, "a.phone", "onConnectSuccess");
  EXPECT_EQ(judge_at(3, sequence, broken.history).state, State::failed);
  sequence.gaps_allowed = true;
  EXPECT_EQ(judge_at(3, sequence, broken.history).state, State::met);
}

TEST(ExpecterTest, ASequenceInTheWrongOrderFails) {
  const auto sequence = expect(Expectation::Kind::in_order,
                               {callback("a.phone", "onConnecting"), callback("a.phone", "onConnectSuccess")});
  Story story;
  story.at(1, "a.phone", "onConnectSuccess").at(2, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(10, sequence, story.history).state, State::failed);
}

TEST(ExpecterTest, ALoosePatternNeverTakesWhatAStrictOneNeeds) {
  const auto any = expect(Expectation::Kind::any_order,
                          {callback("a.phone", "onMessage"), callback("a.phone", "onMessage", {{"text", "one"}})});
  Story story;
  story.at(1, "a.phone", "onMessage", {{"text", "one"}});
  EXPECT_EQ(judge_at(1, any, story.history).state, State::waiting);
  story.at(2, "a.phone", "onMessage", {{"text", "two"}});
  EXPECT_THAT(judge_at(2, any, story.history).used, testing::UnorderedElementsAre(1, 2));
}

TEST(ExpecterTest, InAnyOrderASiblingCanCountFromAnother) {
  auto anchor = callback("a.phone", "onMessage");
  anchor.id = "first";
  auto later = callback("a.phone", "onMessage");
  later.since = "first";
  later.by_min = seconds(2);
  later.by_max = seconds(3);
  const auto any = expect(Expectation::Kind::any_order, {anchor, later});
  Story story;
  story.at(1, "a.phone", "onMessage").at(2, "a.phone", "onMessage");
  EXPECT_EQ(judge_at(9, any, story.history).state, State::waiting);
  EXPECT_EQ(judge_at(10, any, story.history).state, State::failed);
  story.at(5, "a.phone", "onMessage");
  const auto met = judge_at(5, any, story.history);
  EXPECT_EQ(met.used, (std::vector<std::uint32_t>{2, 3})) << "not the oldest one: nothing comes 2 to 3 s after it";
  EXPECT_EQ(met.ids, (std::vector<std::pair<std::string, std::uint32_t>>{{"first", 2}}));
}

TEST(ExpecterTest, InAnyOrderEveryCountIsAsked) {
  auto twice = callback("a.phone", "onMessage");
  twice.id = "last";
  twice.times_min = twice.times_max = 2;
  const auto any = expect(Expectation::Kind::any_order, {twice, callback("a.phone", "onLost")});
  Story story;
  story.at(1, "a.phone", "onMessage").at(2, "a.phone", "onLost");
  EXPECT_EQ(judge_at(10, any, story.history).state, State::failed);
  story.at(3, "a.phone", "onMessage");
  const auto met = judge_at(3, any, story.history);
  EXPECT_THAT(met.used, testing::UnorderedElementsAre(1, 2, 3));
  EXPECT_EQ(met.ids, (std::vector<std::pair<std::string, std::uint32_t>>{{"last", 3}}));
}

TEST(ExpecterTest, SinceAndByMeasureFromAnotherEvent) {
  auto pattern = callback("a.phone", "onConnecting");
  pattern.since = "lost";
  pattern.by_min = seconds(2);
  pattern.by_max = seconds(4);
  const auto timed = expect(Expectation::Kind::one, {pattern});
  Story story;
  story.at(1, "a.phone", "onLost").at(2, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(10, timed, story.history, {{"lost", 1}}).state, State::failed);
  story.at(4, "a.phone", "onConnecting");
  EXPECT_EQ(judge_at(4, timed, story.history, {{"lost", 1}}).used, std::vector<std::uint32_t>{3});
}

}  // namespace
}  // namespace chatproof::check
