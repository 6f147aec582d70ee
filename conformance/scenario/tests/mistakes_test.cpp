// Every kind of mistake is told with its place, in these words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/scenario/tests/support.hpp"

namespace chatproof::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::load_steps;
using testing::mistakes_of;

const std::string good = R"({"do": "alice.phone.login", "expect": {"ok": true}})";

struct Snippet {
  std::string step;
  std::string mistake;
};

void expect_mistakes(const std::vector<Snippet>& snippets) {
  for (const auto& [step, mistake] : snippets) {
    const auto loaded = load_steps({good, step});
    EXPECT_THAT(mistakes_of(loaded), ElementsAre(mistake)) << step;
    EXPECT_THAT(loaded.cases, IsEmpty()) << step;
  }
}

TEST(MistakesTest, StepsOfNoKindOrOfTwo) {
  expect_mistakes({
      {R"({"dp": "alice.phone.login"})", R"(10:1 /steps/1: this is no kind of step; did you mean "do"?)"},
      {R"({"advance": "1s", "quiet": "1s", "reason": "x"})",
       R"(10:1 /steps/1: a step is of one kind; here are "advance" and "quiet")"},
      {R"({"never": {"cb": "*.onLog"}, "expect": {"cb": "*.onLog"}, "for": "1s"})",
       R"(10:1 /steps/1: a step is of one kind; here are "expect" and "never")"},
      {R"(17)", "10:1 /steps/1: a step is an object"},
  });
}

TEST(MistakesTest, UnknownWords) {
  expect_mistakes({
      {R"({"do": "alice.phone.loginn", "expect": {"ok": true}})",
       R"(10:8 /steps/1/do: there is no method "loginn"; did you mean "login"?)"},
      {R"({"do": "alice.fone.login", "expect": {"ok": true}})",
       R"(10:8 /steps/1/do: there is no actor "alice.fone"; did you mean "alice.phone"?)"},
      {R"({"do": "login", "expect": {"ok": true}})",
       R"(10:8 /steps/1/do: an actor and a name are expected, such as "alice.phone.login")"},
      {R"({"do": "alice.*.login", "expect": {"ok": true}})", R"(10:8 /steps/1/do: there is no actor "alice.*")"},
      {R"({"do": "alice.phone.login", "args": {"userId": "x"}, "expect": {"ok": true}})",
       R"(10:38 /steps/1/args/userId: login has no argument "userId"; did you mean "userID"?)"},
      {R"({"expect": {"cb": "alice.phone.onKickedOfline"}})",
       R"(10:19 /steps/1/expect/cb: there is no callback "onKickedOfline"; did you mean "onKickedOffline"?)"},
      {R"({"expect": {"cb": "carol.*.onLog"}})", R"(10:19 /steps/1/expect/cb: no actor is a device of "carol")"},
      {R"({"expect": {"wire": "log-in"}})",
       R"(10:21 /steps/1/expect/wire: there is no command "log-in"; did you mean "login"?)"},
      {R"({"expect": {"wire": "login", "from": "alice.tablet"}})",
       R"(10:38 /steps/1/expect/from: there is no actor "alice.tablet")"},
      {R"({"server": "kik"})", R"(10:12 /steps/1/server: there is no server action "kik"; did you mean "kick"?)"},
      {R"({"network": "refuse", "actor": "alice.pad"})", R"(10:32 /steps/1/actor: there is no actor "alice.pad")"},
      {R"({"network": "refused"})",
       R"(10:13 /steps/1/network: there is no network step "refused"; did you mean "refuse"?)"},
      {R"({"network": "refuse", "direction": "in"})", R"(10:23 /steps/1/direction: unknown key "direction")"},
      {R"({"device": "clock.shift", "actor": "alice.phone", "of": "1h"})", R"(10:51 /steps/1/of: unknown key "of")"},
      {R"({"device": "process.suspend", "actor": "alice.phone", "for": "1h"})",
       R"(10:55 /steps/1/for: unknown key "for")"},
      {R"({"device": "store.damage", "actor": "alice.phone", "part": "haed"})",
       R"(10:60 /steps/1/part: there is no part "haed"; did you mean "head"?)"},
      {R"({"fault": {"when": {"command": "logn"}, "then": {"kind": "noReply"}}})",
       R"(10:32 /steps/1/fault/when/command: there is no command "logn"; did you mean "login"?)"},
      {R"({"do": "alice.phone.login", "expect": {"error": "ERR_SDK_NOT_INITIALISED"}})",
       R"(10:49 /steps/1/expect/error: there is no error code "ERR_SDK_NOT_INITIALISED"; did you mean "ERR_SDK_NOT_INITIALIZED"?)"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true}, "proves": ["LOGIN-01"]})",
       R"(10:64 /steps/1/proves/0: "LOGIN-01" is not in "covers")"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true}, "expects": 1})",
       R"(10:53 /steps/1/expects: unknown key "expects"; did you mean "expect"?)"},
  });
}

TEST(MistakesTest, WhatACallEndsIn) {
  expect_mistakes({
      {R"({"do": "alice.phone.login"})", R"(10:1 /steps/1: "expect" is missing: say what the call ends in)"},
      {R"({"do": "alice.phone.login", "expect": {}})",
       R"(10:39 /steps/1/expect: one of "ok", "error" and "pending" is missing)"},
      {R"({"do": "alice.phone.login", "expect": {"return": 1}})",
       R"(10:39 /steps/1/expect: one of "ok", "error" and "pending" is missing)"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true, "error": 6014}})",
       R"(10:39 /steps/1/expect: "ok", "error" and "pending" exclude one another)"},
      {R"({"do": "alice.phone.login", "expect": {"ok": false}})",
       R"(10:46 /steps/1/expect/ok: true is expected; for a failure use "error")"},
      {R"({"do": "alice.phone.login", "expect": {"error": 0}})",
       R"(10:49 /steps/1/expect/error: 0 is no error; use "ok")"},
      {R"({"do": "alice.phone.login", "expect": {"error": []}})",
       "10:49 /steps/1/expect/error: at least one code is expected"},
      {R"({"do": "alice.phone.login", "expect": {"error": 6014, "value": 1}})",
       "10:64 /steps/1/expect/value: only a success has a value"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true, "on": "main"}})",
       R"(10:58 /steps/1/expect/on: "caller" or "sdk" is expected)"},
      {R"({"do": "alice.phone.getLoginStatus", "expect": {"ok": true}})",
       R"(10:48 /steps/1/expect: this method does not complete: expect its "return")"},
      {R"({"do": "alice.phone.getLoginStatus", "expect": {"return": {"$gt": "a"}}})",
       "10:67 /steps/1/expect/return/$gt: $gt needs a number"},
      {R"({"do": "alice.phone.login", "wait": false})",
       R"(10:1 /steps/1: nothing judges this call: give it an "expect", or a name ("as") to await it by)"},
      {R"({"do": "alice.phone.login", "wait": false, "expect": {"pending": "3s"}})",
       "10:66 /steps/1/expect/pending: without a wait there is nothing to be pending for"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true}, "within": "soon"})",
       R"(10:63 /steps/1/within: a duration such as "30s" is expected)"},
      {R"({"do": "alice.phone.login", "expect": {"ok": true}, "within": "-1s"})",
       "10:63 /steps/1/within: a duration below zero makes no sense here"},
      {R"({"await": "later", "expect": {"ok": true}})", R"(10:11 /steps/1/await: there is no call "later")"},
  });
}

TEST(MistakesTest, EventsAndExpectations) {
  expect_mistakes({
      {R"({"expect": {}})",
       R"(10:12 /steps/1/expect: exactly one of "cb", "result", "wire" and "serverEvent" is expected)"},
      {R"({"expect": {"cb": "alice.phone.onLog", "wire": "login"}})",
       R"(10:12 /steps/1/expect: exactly one of "cb", "result", "wire" and "serverEvent" is expected)"},
      {R"({"expect": {"cb": "alice.phone.onLog", "times": 0}})",
       R"(10:49 /steps/1/expect/times: a whole number from 1, or {"min", "max"} is expected; for an event that must not happen use "never")"},
      {R"({"expect": {"cb": "alice.phone.onLog", "times": {"min": 3, "max": 2}}})",
       R"(10:49 /steps/1/expect/times: "min" is above "max")"},
      {R"({"expect": {"cb": "alice.phone.onLog", "args": {"$greater": 1}}})",
       R"(10:48 /steps/1/expect/args: there is no operator "$greater")"},
      {R"({"expect": {"cb": "alice.phone.onLog", "args": {"a": [{"$oneof": [1]}]}}})",
       R"(10:55 /steps/1/expect/args/a/0: there is no operator "$oneof"; did you mean "$oneOf"?)"},
      {R"({"expect": {"cb": "alice.phone.onLog", "since": "lost", "by": ["1s", "2s"]}})",
       R"(10:49 /steps/1/expect/since: no step or event before has the id "lost")"},
      {R"({"expect": {"cb": "alice.phone.onLog", "by": ["1s", "2s"]}})",
       R"(10:12 /steps/1/expect: "since" and "by" need one another: since what, and how long after it)"},
      {R"({"expect": {"inOrder": []}})", "10:24 /steps/1/expect/inOrder: a list of at least two events is expected"},
      {R"({"expect": {"inOrder": [{"cb": "*.onLog"}, {"cb": "*.onLogg"}]}})",
       R"(10:51 /steps/1/expect/inOrder/1/cb: there is no callback "onLogg"; did you mean "onLog"?)"},
      {R"({"expect": {"result": "x"}})", R"(10:23 /steps/1/expect/result: there is no call "x")"},
      {R"({"never": {"cb": "alice.phone.onLog"}})", R"(10:1 /steps/1: exactly one of "for" and "during" is expected)"},
      {R"({"never": {"cb": "alice.phone.onLog", "times": 2}, "for": "1s"})",
       R"(10:39 /steps/1/never/times: unknown key "times")"},
      {R"({"alt": [{"when": {"cb": "alice.phone.onLog"}, "verdict": "nonStrict"}]})",
       R"(10:10 /steps/1/alt/0: "nonStrict" needs a "note": why)"},
      {R"({"alt": [{"verdict": "good", "when": {"cb": "alice.phone.onLog"}}]})",
       R"(10:22 /steps/1/alt/0/verdict: "pass" or "nonStrict" is expected)"},
  });
}

TEST(MistakesTest, OtherSteps) {
  expect_mistakes({
      {R"({"advance": "1s"})", R"(10:1 /steps/1: a bare wait needs a "reason")"},
      {R"({"advance": "1 second", "reason": "x"})", R"(10:13 /steps/1/advance: a duration such as "30s" is expected)"},
      {R"({"par": {"a": []}})", "10:9 /steps/1/par: an object of at least two branches is expected"},
      {R"({"repeat": {"steps": [{"quiet": "1s"}]}})", R"(10:12 /steps/1/repeat: "n" is missing)"},
      {R"({"repeat": {"n": 0, "steps": [{"quiet": "1s"}]}})",
       "10:18 /steps/1/repeat/n: a whole number from 1 to 1000 is expected"},
      {R"({"server": "kick", "expect": {"ok": true, "error": true}})",
       R"(10:30 /steps/1/expect: exactly one of "ok" and "error" is expected)"},
      {R"({"fault": {"id": "f", "when": {"layer": "reply"}}})", R"(10:11 /steps/1/fault: "then" is missing)"},
      {R"({"use": "lib/nothing"})", R"(10:9 /steps/1/use: there is no fragment "lib/nothing")"},
      {R"({"use": "../secret"})", R"(10:9 /steps/1/use: there is no fragment "../secret")"},
  });
}

TEST(MistakesTest, Captures) {
  const std::string save = R"({"server": "ticket.create", "save": {"sig": "$.value"}})";
  const std::string use = R"({"do": "alice.phone.login", "args": {"userSig": "${sig}"}, "expect": {"ok": true}})";
  EXPECT_THAT(mistakes_of(load_steps({save, use})), IsEmpty());
  EXPECT_THAT(mistakes_of(load_steps({use, save})),
              ElementsAre(R"(9:49 /steps/0/args/userSig: "${sig}" is used before a step saves it)"));
  EXPECT_THAT(mistakes_of(load_steps({use})),
              ElementsAre(R"(9:49 /steps/0/args/userSig: nothing gives "${sig}" a value)"));
  EXPECT_THAT(
      mistakes_of(load_steps({save, save, use})),
      ElementsAre(
          R"(10:45 /steps/1/save/sig: "sig" is saved twice: a capture is assigned once; in a loop, put the step into a fragment: its captures are its own)"));
  EXPECT_THAT(mistakes_of(load_steps({good, R"({"server": "kick", "save": {"sig": "value"}})"})),
              ElementsAre(R"(10:36 /steps/1/save/sig: a path such as "$.value.msgID" is expected)"));
  EXPECT_THAT(mistakes_of(load_steps({R"({"par": {"a": [)" + use + R"(], "b": [)" + save + "]}}"})), IsEmpty());
  EXPECT_THAT(
      mistakes_of(load_steps({R"({"repeat": {"n": 2, "steps": [)" + save + "]}}", use})),
      ElementsAre(
          R"(9:75 /steps/0/repeat/steps/0/save/sig: "sig" is saved twice: a capture is assigned once; in a loop, put the step into a fragment: its captures are its own)"));
}

TEST(MistakesTest, EitherAlternativeMaySaveTheSame) {
  const std::string branch = R"({"when": {"cb": "alice.phone.onLog"}, "steps": [)"
                             R"({"server": "kick", "save": {"x": "$.value"}}]})";
  EXPECT_THAT(mistakes_of(load_steps({"{\"alt\": [" + branch + ", " + branch + "]}"})), IsEmpty());
}

TEST(MistakesTest, NamesAreGivenOnceButForLoops) {
  const std::string call = R"({"do": "alice.phone.login", "wait": false, "as": "x", "id": "then"})";
  const std::string await = R"({"await": "x", "expect": {"ok": true}})";
  EXPECT_THAT(mistakes_of(load_steps({"{\"repeat\": {\"n\": 3, \"steps\": [" + call + ", " + await + "]}}"})),
              IsEmpty());
  EXPECT_THAT(
      mistakes_of(load_steps({call, await, call, await})),
      ElementsAre(
          R"(11:50 /steps/2/as: there is a call "x" already; the first one is in line 9 of test.json)",
          R"(11:61 /steps/2/id: there is a step or event with the id "then" already; the first one is in line 9 of test.json)"));
}

TEST(MistakesTest, TheHead) {
  const auto with = [](const std::string& head) { return mistakes_of(load_steps({good}, head)); };
  EXPECT_THAT(with(""), IsEmpty());
  EXPECT_THAT(with("\"x-note\": 1,"), IsEmpty());
  EXPECT_THAT(with("\"tag\": [],"), ElementsAre(R"(7:1 /tag: unknown key "tag"; did you mean "tags"?)"));
  EXPECT_THAT(with("\"id\": \"again\","), ElementsAre(R"(7:1 /id: the key "id" is given twice)"));
  EXPECT_THAT(with("\"tolerate\": [\"logs\"],"),
              ElementsAre(R"(7:14 /tolerate/0: there is no callback or set of callbacks "logs"; did you mean "log"?)"));
  EXPECT_THAT(with("\"always\": [\"completesOnce\"],"),
              ElementsAre(R"(7:12 /always/0: there is no invariant "completesOnce"; did you mean "completionOnce"?)"));
  EXPECT_THAT(with("\"limit\": \"0s\","), ElementsAre("7:10 /limit: a limit is above 0, and at most 7d"));
  EXPECT_THAT(with("\"issues\": [\"#12\"],"), ElementsAre("7:12 /issues/0: a URL is expected"));
  EXPECT_THAT(with("\"worlds\": {\"udp\": {\"skip\": \"none\"}},"),
              ElementsAre(R"(7:12 /worlds/udp: unknown key "udp")"));
  EXPECT_THAT(with("\"worlds\": {\"tcp\": {}},"), ElementsAre(R"(7:19 /worlds/tcp: "skip" is missing)"));
  EXPECT_THAT(
      with("\"server\": {\"settings\": {\"multiDevicePolice\": 1}},"),
      ElementsAre(
          R"(7:46 /server/settings/multiDevicePolice: there is no setting "multiDevicePolice"; did you mean "multiDevicePolicy"?)"));
  EXPECT_THAT(with("\"parameters\": {\"n\": []},"), ElementsAre("7:21 /parameters/n: a list of values is expected"));
  EXPECT_THAT(with("\"parameters\": {\"n\": [1]}, \"exclude\": [{\"m\": 1}, {\"n\": 2}],"),
              ElementsAre(R"(7:45 /exclude/0/m: there is no parameter "m")",
                          R"(7:55 /exclude/1/n: the parameter "n" never has this value)"));
  EXPECT_THAT(with("\"parameters\": {\"n\": [1]}, \"exclude\": [{\"n\": 1}],"),
              ElementsAre("7:38 /exclude: no combination is left"));
}

TEST(MistakesTest, AHeadWithoutAnything) {
  const auto loaded = load_text("{}", "test.json", "/nowhere", testing::small_vocabulary());
  EXPECT_THAT(mistakes_of(loaded),
              ElementsAre(R"(1:1 : "actors" is missing)", R"(1:1 : "covers" is missing: name at least one requirement)",
                          R"(1:1 : "id" is missing)", R"(1:1 : "schemaVersion" is missing)",
                          R"(1:1 : "steps" is missing)", R"(1:1 : "title" is missing)"));
}

TEST(MistakesTest, ActorsAreChecked) {
  const auto with = [](const std::string& actors) {
    return mistakes_of(
        load_text(R"({"schemaVersion": "1.1", "id": "a", "title": "T", "covers": ["KICK-1"], "actors": )" + actors +
                      R"(, "steps": [{"expect": {"cb": "*.onLog"}}]})",
                  "test.json", "/nowhere", testing::small_vocabulary()));
  };
  EXPECT_THAT(with(R"({"alice": {}})"),
              ElementsAre(R"(1:19 /schemaVersion: "1.1" is newer than this runner, which reads "1.0")",
                          R"(1:62 /covers/0: there is no requirement "KICK-1"; did you mean "KICK-01"?)",
                          R"(1:84 /actors/alice: an actor is called "user.device")"));
  EXPECT_THAT(
      with(
          R"({"alice.phone": {"platform": "Symbian", "app": 0, "session": {"heartbeat": "1s", "heartbeatMisses": -1}}})"),
      ElementsAre(R"(1:19 /schemaVersion: "1.1" is newer than this runner, which reads "1.0")",
                  R"(1:62 /covers/0: there is no requirement "KICK-1"; did you mean "KICK-01"?)",
                  R"(1:112 /actors/alice.phone/platform: there is no platform "Symbian")",
                  "1:130 /actors/alice.phone/app: a whole number from 1 to 2147483647 is expected",
                  R"(1:158 /actors/alice.phone/session/heartbeat: there is no time or limit of a session "heartbeat")",
                  "1:183 /actors/alice.phone/session/heartbeatMisses: a duration or a whole number is expected"));
}

TEST(MistakesTest, AllOfThemAreToldInTheOrderOfTheFile) {
  const auto loaded = load_steps({good, R"({"advance": "1s"})", R"({"server": "kik", "argh": 1})", good,
                                  R"({"expect": {"cb": "alice.phone.onLogg"}})"});
  EXPECT_THAT(mistakes_of(loaded),
              ElementsAre(R"(10:1 /steps/1: a bare wait needs a "reason")",
                          R"(11:12 /steps/2/server: there is no server action "kik"; did you mean "kick"?)",
                          R"(11:19 /steps/2/argh: unknown key "argh"; did you mean "args"?)",
                          R"(13:19 /steps/4/expect/cb: there is no callback "onLogg"; did you mean "onLog"?)"));
}

TEST(MistakesTest, AScenarioProvesSomething) {
  EXPECT_THAT(mistakes_of(load_steps({R"({"advance": "1s", "reason": "for nothing"})"})),
              ElementsAre("8:10 /steps: nothing is expected: a scenario proves something"));
}

TEST(MistakesTest, LimitsHold) {
  const std::string loop = R"({"repeat": {"n": 1000, "steps": [{"repeat": {"n": 1000, "steps": [)" + good + "]}}]}}";
  EXPECT_THAT(mistakes_of(load_steps({loop})),
              ElementsAre("9:67 /steps/0/repeat/steps/0/repeat/steps/0: more than 10000 steps"));
  std::string values = "0";
  for (int i = 1; i < 30; ++i) values += "," + std::to_string(i);
  EXPECT_THAT(mistakes_of(load_steps({good}, "\"parameters\": {\"a\": [" + values + "], \"b\": [" + values + "]},")),
              ElementsAre("7:15 /parameters: more than 500 cases"));
}

}  // namespace
}  // namespace chatproof::scenario
