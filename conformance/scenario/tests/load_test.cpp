// What comes out of a file that is right: defaults, parameters, loops, and every kind of step.
#include "conformance/scenario/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/scenario/tests/support.hpp"

namespace chatproof::scenario {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::load_steps;
using testing::mistakes_of;
using ::testing::SizeIs;

const std::string login = R"({"do": "alice.phone.login", "expect": {"ok": true}})";

// The only case of the file; its mistakes are the test's.
Scenario one_case(const std::vector<std::string>& steps, const std::string& head = "") {
  auto loaded = load_steps(steps, head);
  EXPECT_THAT(mistakes_of(loaded), IsEmpty());
  EXPECT_THAT(loaded.cases, SizeIs(1));
  return loaded.cases.empty() ? Scenario{} : std::move(loaded.cases.front());
}

template <class Body>
const Body& body(const Scenario& scenario, std::size_t step = 0) {
  return std::get<Body>(scenario.steps.at(step).body);
}

TEST(LoadTest, TheHeadHasItsDefaults) {
  const Scenario scenario = one_case({login});
  EXPECT_EQ(scenario.id, "topic/name");
  EXPECT_EQ(scenario.case_id, "topic/name");
  EXPECT_EQ(scenario.file, "test.json");
  EXPECT_EQ(scenario.title, "A statement");
  EXPECT_THAT(scenario.covers, ElementsAre("KICK-01", "KICK-02"));
  EXPECT_THAT(scenario.tolerate, ElementsAre("log", "sync"));
  EXPECT_THAT(scenario.always, IsEmpty());
  EXPECT_EQ(scenario.limit, 1h);
  ASSERT_THAT(scenario.actors, SizeIs(2));
  EXPECT_EQ(scenario.actors[0].user, "alice");
  EXPECT_EQ(scenario.actors[0].platform, "iOS");
  EXPECT_EQ(scenario.actors[1].platform, "Linux");
  EXPECT_EQ(scenario.actors[1].device_id, "bob.pad");
  EXPECT_EQ(scenario.actors[1].app, 1400000000u);
}

TEST(LoadTest, TheHeadSaysMore) {
  const Scenario scenario = one_case(
      {login}, R"("tolerate": ["onLog", "connection"], "always": ["completionOnce"], "limit": "5m", "tags": ["a"],)"
               R"("worlds": {"tcp": {"skip": "slow"}}, "issues": ["https://example.org/1"],)"
               R"("server": {"settings": {"userStatus": true}, "faults": [{"id": "f", "then": {"kind": "close"}}],)"
               R"("before": [{"server": "kick", "args": {"user": "bob"}}]},)");
  EXPECT_THAT(scenario.tolerate, ElementsAre("onLog", "connection"));
  EXPECT_THAT(scenario.always, ElementsAre("completionOnce"));
  EXPECT_EQ(scenario.limit, 5min);
  EXPECT_EQ(scenario.skip.at("tcp"), "slow");
  EXPECT_EQ(scenario.settings, Json({{"userStatus", true}}));
  ASSERT_THAT(scenario.faults, SizeIs(1));
  EXPECT_EQ(scenario.faults[0]["id"], "f");
  ASSERT_THAT(scenario.before, SizeIs(1));
  EXPECT_EQ(scenario.before[0].args["user"], "bob");
}

TEST(LoadTest, ActorsAndBranchesKeepTheOrderOfTheFile) {
  const auto loaded = load_text(
      R"({"schemaVersion": "1.0", "id": "x", "title": "T", "covers": ["KICK-01"],
          "actors": {"zoe.phone": {}, "alice.phone": {"clock": "-1h", "app": 7, "session": {"heartbeatMisses": 2}}},
          "steps": [{"par": {"late": [{"expect": {"cb": "*.onLog"}}], "early": [{"quiet": "1s"}]}}]})",
      "", "/nowhere", testing::small_vocabulary());
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  const Scenario& scenario = loaded.cases.front();
  EXPECT_EQ(scenario.actors[0].name, "zoe.phone");
  EXPECT_EQ(scenario.actors[1].clock, -1h);
  EXPECT_EQ(scenario.actors[1].app, 7u);
  EXPECT_EQ(scenario.actors[1].session, Json({{"heartbeatMisses", 2}}));
  EXPECT_EQ(body<Par>(scenario).branches[0].first, "late");
  EXPECT_EQ(body<Par>(scenario).branches[1].first, "early");
}

TEST(LoadTest, ACall) {
  const Scenario scenario =
      one_case({R"({"do": "alice.phone.getUsersInfo", "args": {"userIDList": ["bob"]}, "within": "5s", "id": "asked",)"
                R"( "proves": ["KICK-02"], "note": "n", "save": {"name": "$.value[0].nickName"},)"
                R"( "expect": {"ok": true, "value": [{"userID": "bob"}], "on": "sdk"}})"});
  const Do& call = body<Do>(scenario);
  EXPECT_EQ(call.actor, "alice.phone");
  EXPECT_EQ(call.method, "getUsersInfo");
  EXPECT_EQ(call.args, Json({{"userIDList", {"bob"}}}));
  EXPECT_EQ(call.within, 5s);
  EXPECT_TRUE(call.wait);
  EXPECT_THAT(call.expect.codes, ElementsAre(0));
  EXPECT_EQ(call.expect.value, Json::array({{{"userID", "bob"}}}));
  EXPECT_EQ(call.expect.thread, "sdk");
  EXPECT_EQ(call.save.at("name"), "$.value[0].nickName");
  EXPECT_EQ(scenario.steps[0].id, "asked");
  EXPECT_THAT(scenario.steps[0].proves, ElementsAre("KICK-02"));
  EXPECT_EQ(scenario.steps[0].place.line, 9);
  EXPECT_EQ(scenario.steps[0].place.column, 1);
  EXPECT_EQ(scenario.steps[0].place.pointer, "/steps/0");
}

TEST(LoadTest, CallsEndInManyWays) {
  const Scenario scenario = one_case({
      R"({"do": "alice.phone.login", "expect": {"error": ["ERR_SDK_NOT_LOGGED_IN", 7501]}})",
      R"({"do": "alice.phone.login", "expect": {"pending": "30s"}, "as": "slow"})",
      R"({"await": "slow", "expect": {"error": -1}})",
      R"({"do": "alice.phone.getLoginStatus", "expect": {"return": {"$oneOf": [1, 2]}}})",
      R"({"do": "alice.phone.login", "inside": {"cb": "alice.phone.onConnectSuccess"}, "expect": {"ok": true}})",
      R"({"do": "alice.phone.logout", "args": {"callback": null}})",
  });
  EXPECT_THAT(body<Do>(scenario, 0).expect.codes, ElementsAre(6014, 7501));
  EXPECT_EQ(body<Do>(scenario, 0).within, 60s);
  EXPECT_EQ(body<Do>(scenario, 1).expect.pending, 30s);
  EXPECT_EQ(body<Await>(scenario, 2).call, "slow");
  EXPECT_THAT(body<Await>(scenario, 2).expect.codes, ElementsAre(-1));
  EXPECT_EQ(body<Await>(scenario, 2).within, 60s);
  EXPECT_TRUE(body<Do>(scenario, 3).expect.judges_return);
  EXPECT_TRUE(body<Do>(scenario, 4).inside.has_value());
  EXPECT_FALSE(body<Do>(scenario, 4).wait);
  EXPECT_FALSE(body<Do>(scenario, 4).as.empty());
  EXPECT_FALSE(body<Do>(scenario, 5).expect.given);
}

TEST(LoadTest, EventsAreReadInAllTheirForms) {
  const Scenario scenario = one_case({
      R"({"do": "alice.phone.login", "wait": false, "as": "x"})",
      R"({"expect": {"cb": "alice.phone.onLog", "args": {"level": 3}, "times": {"min": 2}, "id": "lost"}})",
      R"({"expect": {"inOrder": [{"cb": "alice.*.onConnecting"}, {"result": "x", "error": 6013}], "gaps": "allow"}})",
      R"({"expect": {"wire": "login", "from": "alice.phone", "payload": {"a": 1}, "since": "lost",)"
      R"( "by": ["9s", "11s"]}, "within": "20s"})",
      R"({"expect": {"serverEvent": "kick", "user": "alice", "detail": {"b": 2}}})",
      R"({"never": {"cb": "*.onLog"}, "for": "3s"})",
      R"({"never": {"cb": "*.onLog"}, "during": "rest"})",
  });
  const auto first = [&](std::size_t step) { return body<Expect>(scenario, step).expectation.patterns.at(0); };
  EXPECT_EQ(body<Expect>(scenario, 1).within, 10s);
  EXPECT_EQ(first(1).actor, "alice.phone");
  EXPECT_EQ(first(1).name, "onLog");
  EXPECT_EQ(first(1).times_min, 2);
  EXPECT_EQ(first(1).times_max, 100'000);
  EXPECT_EQ(first(1).pattern, Json({{"level", 3}}));
  EXPECT_EQ(body<Expect>(scenario, 2).expectation.kind, Expectation::Kind::in_order);
  EXPECT_TRUE(body<Expect>(scenario, 2).expectation.gaps_allowed);
  EXPECT_EQ(first(2).actor, "alice.*");
  EXPECT_EQ(body<Expect>(scenario, 2).expectation.patterns[1].kind, EventPattern::Kind::result);
  EXPECT_THAT(body<Expect>(scenario, 2).expectation.patterns[1].errors, ElementsAre(6013));
  EXPECT_EQ(first(3).kind, EventPattern::Kind::wire);
  EXPECT_EQ(first(3).actor, "alice.phone");
  EXPECT_EQ(first(3).since, "lost");
  EXPECT_EQ(first(3).by_min, 9s);
  EXPECT_EQ(first(3).by_max, 11s);
  EXPECT_EQ(body<Expect>(scenario, 3).within, 20s);
  EXPECT_EQ(first(4).kind, EventPattern::Kind::server_event);
  EXPECT_EQ(first(4).actor, "alice");
  EXPECT_EQ(body<Never>(scenario, 5).pattern.actor, "*");
  EXPECT_EQ(body<Never>(scenario, 5).for_, 3s);
  EXPECT_EQ(body<Never>(scenario, 6).for_, std::nullopt);
}

TEST(LoadTest, DeedsOfServerNetworkAndDevice) {
  const Scenario scenario = one_case({
      R"({"server": "kick", "args": {"user": "bob"}, "expect": {"error": true}})",
      R"({"fault": {"id": "f", "when": {"command": "login"}, "then": {"kind": "noReply"}}})",
      R"({"network": "latency", "actor": "bob.pad", "of": "200ms", "jitter": "50ms"})",
      R"({"network": "heal"})",
      R"({"device": "clock.shift", "actor": "bob.pad", "by": "-1h"})",
      R"({"device": "files.list", "actor": "bob.pad", "path": "log", "expect": {"value": ["a"]}})",
      R"({"advance": "4s", "reason": "r"})",
      R"({"quiet": "10m"})",
  });
  EXPECT_FALSE(body<ServerAct>(scenario, 0).expect_ok);
  EXPECT_EQ(body<Fault>(scenario, 1).rule["then"]["kind"], "noReply");
  EXPECT_EQ(body<Network>(scenario, 2).args, Json({{"of", "200ms"}, {"jitter", "50ms"}}));
  EXPECT_EQ(body<Network>(scenario, 2).actor, "bob.pad");
  EXPECT_EQ(body<Network>(scenario, 3).actor, "");
  EXPECT_EQ(body<Device>(scenario, 4).args, Json({{"by", "-1h"}}));
  EXPECT_EQ(body<Device>(scenario, 5).value, Json::array({"a"}));
  EXPECT_EQ(body<Advance>(scenario, 6).by, 4s);
  EXPECT_EQ(body<Quiet>(scenario, 7).at_most, 10min);
}

TEST(LoadTest, AlternativesHaveVerdicts) {
  const Scenario scenario =
      one_case({R"({"alt": [{"when": {"cb": "*.onLog"}, "steps": [)" + login + "]}, " +
                R"({"when": {"cb": "*.onConnecting"}, "verdict": "nonStrict", "note": "late"}], "within": "3s"})"});
  const Alt& alt = body<Alt>(scenario);
  EXPECT_EQ(alt.within, 3s);
  EXPECT_FALSE(alt.branches[0].non_strict);
  EXPECT_THAT(alt.branches[0].steps, SizeIs(1));
  EXPECT_TRUE(alt.branches[1].non_strict);
  EXPECT_EQ(alt.branches[1].note, "late");
}

TEST(LoadTest, LoopsAreUnrolledAndCountFromOne) {
  const Scenario scenario = one_case({R"({"repeat": {"n": 3, "as": "round", "steps": [)"
                                      R"({"do": "alice.phone.sendC2CTextMessage", "args": {"userID": "u${round}",)"
                                      R"( "text": "${round}"}, "expect": {"ok": true}}]}})"});
  const Repeat& repeat = body<Repeat>(scenario);
  ASSERT_THAT(repeat.rounds, SizeIs(3));
  const Json& third = std::get<Do>(repeat.rounds[2][0].body).args;
  EXPECT_EQ(third["userID"], "u3");
  EXPECT_EQ(third["text"], 3);  // nothing but one reference: the value itself
  EXPECT_EQ(repeat.rounds[2][0].place.pointer, "/steps/0/repeat/steps/0");
}

TEST(LoadTest, AStepInheritsWhatIsProvedAround) {
  const Scenario scenario = one_case({R"({"repeat": {"n": 1, "steps": [)" + login + R"(]}, "proves": ["KICK-02"]})"});
  EXPECT_THAT(body<Repeat>(scenario).rounds[0][0].proves, ElementsAre("KICK-02"));
}

TEST(LoadTest, EveryCombinationOfTheParametersIsACase) {
  const auto loaded = load_steps(
      {R"({"do": "alice.phone.login", "args": {"userID": "${who}"}, "expect": {"error": "${code}"}})"},
      R"("parameters": {"who": ["ann", "ben"], "code": [6013, 6014]}, "exclude": [{"who": "ben", "code": 6014}],)");
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  std::vector<std::string> ids;
  for (const Scenario& one : loaded.cases) ids.push_back(one.case_id);
  EXPECT_THAT(ids, ElementsAre("topic/name[code=6013,who=ann]", "topic/name[code=6013,who=ben]",
                               "topic/name[code=6014,who=ann]"));
  EXPECT_EQ(body<Do>(loaded.cases[2]).args["userID"], "ann");
  EXPECT_THAT(body<Do>(loaded.cases[2]).expect.codes, ElementsAre(6014));
  EXPECT_EQ(loaded.cases[2].parameters.at("code"), 6014);
}

TEST(LoadTest, ParametersReachTheHead) {
  const auto loaded = load_text(
      R"({"schemaVersion": "1.0", "id": "x", "title": "On ${os}", "covers": ["KICK-01"], "parameters": {"os": ["iOS"]},
          "actors": {"alice.phone": {"platform": "${os}"}}, "steps": [{"expect": {"cb": "*.onLog"}}]})",
      "", "/nowhere", testing::small_vocabulary());
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  EXPECT_EQ(loaded.cases[0].title, "On iOS");
  EXPECT_EQ(loaded.cases[0].actors[0].platform, "iOS");
}

TEST(LoadTest, AFileIsCalledByItsPath) {
  const testing::Folder folder;
  folder.write("topic/name.json", testing::file_with({login}));
  folder.write("topic/other.json", testing::file_with({login}));
  const auto& words = testing::small_vocabulary();
  EXPECT_THAT(mistakes_of(load_file(folder.path() / "topic/name.json", folder.path(), words)), IsEmpty());
  EXPECT_THAT(mistakes_of(load_file(folder.path() / "topic/other.json", folder.path(), words)),
              ElementsAre("3:7 /id: the id is the file's path: \"topic/other\""));
  EXPECT_THAT(mistakes_of(load_file(folder.path() / "topic/other.json", folder.path(), words, Identity::free)),
              IsEmpty());
  EXPECT_THAT(mistakes_of(load_file(folder.path() / "topic/none.json", folder.path(), words)),
              ElementsAre("0:0 : cannot be read"));
}

TEST(LoadTest, AFileThatIsTooLargeIsNotEvenRead) {
  const auto& words = testing::small_vocabulary();
  const auto loaded = load_text(std::string(file_bytes_max, ' ') + testing::file_with({login}), "", ".", words);
  ASSERT_FALSE(loaded.errors.empty());
  EXPECT_THAT(loaded.errors.front().message, ::testing::StartsWith("the file is larger than"));
}

TEST(LoadTest, ScenariosAreFoundSortedAndWithoutFragments) {
  const testing::Folder folder;
  for (const char* file : {"b/two.json", "b/one.json", "a/x.json", "lib/frag.json", "schema/s.json", "b/notes.txt"})
    folder.write(file, "{}");
  std::vector<std::string> found;
  for (const auto& file : find_scenarios(folder.path()))
    found.push_back(file.lexically_relative(folder.path()).generic_string());
  EXPECT_THAT(found, ElementsAre("a/x.json", "b/one.json", "b/two.json"));
}

}  // namespace
}  // namespace chatproof::scenario
