// A scenario after loading: checked, includes and parameters resolved, nothing left to look up but captures.
// scenarios/README.md is the specification.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::scenario {

using runtime::Duration;
using Json = nlohmann::json;

// Where something stands in a file.
struct Place {
  std::string file;
  int line = 0;    // from 1
  int column = 0;  // from 1
  std::string pointer;
};

// P: one kind of event. Names may hold captures ("${x}") until run time.
struct EventPattern {
  enum class Kind : std::uint8_t { callback, result, wire, server_event };
  Kind kind = Kind::callback;
  std::string actor;        // "alice.phone", "alice.*", "*"; empty: any
  std::string name;         // callback, call name ("as"), command, server event kind
  Json pattern;             // on args, payload or detail; null: anything
  std::vector<int> errors;  // result only: accepted codes; 0 for success; empty: either
  int times_min = 1, times_max = 1;
  bool exactly = false;  // counted at the end of the window: one more fails
  std::string id;        // for references
  std::string since;     // id of an event or step that happened before
  std::optional<Duration> by_min, by_max;
  Place place;
};

struct Expectation {
  enum class Kind : std::uint8_t { one, in_order, any_order };
  Kind kind = Kind::one;
  bool gaps_allowed = false;
  std::vector<EventPattern> patterns;
};

// R: what a call ends in.
struct ResultPattern {
  std::vector<int> codes;  // accepted; {0} for ok; empty: no completion is judged
  Json value;              // pattern; null: anything
  bool judges_return = false;
  Json returned;                    // pattern, when judges_return
  std::optional<Duration> pending;  // must not complete before
  std::string thread;               // "", "caller", "sdk"
  bool given = false;
};

struct Step;
using Steps = std::vector<Step>;

struct Do {
  std::string actor, method;
  Json args = Json::object();
  ResultPattern expect;
  Duration within{};
  bool wait = true;
  std::string as;
  std::string thread;  // of the app; empty: the one that the steps are on
  std::optional<EventPattern> inside;
  std::map<std::string, std::string> save;  // capture -> "$.value.msgID"
};
struct Await {
  std::string call;
  ResultPattern expect;
  Duration within{};
  std::map<std::string, std::string> save;
};
struct Expect {
  Expectation expectation;
  Duration within{};
};
struct Never {
  EventPattern pattern;
  std::optional<Duration> for_;
};  // nullopt: the rest of the scenario
struct Advance {
  Duration by{};
  std::string reason;
};
struct Quiet {
  Duration at_most{};
};
struct ServerAct {
  std::string action;
  Json args = Json::object();
  bool expect_ok = true;
  Json value;
  std::map<std::string, std::string> save;
};
struct Fault {
  Json rule;
};
struct Network {
  std::string what, actor;  // actor empty: all
  Json args = Json::object();
  bool must_act = true;
};
struct Device {
  std::string what, actor;
  Json args = Json::object();
  bool must_act = true;
  Json value;
  std::map<std::string, std::string> save;
};
// What the app's own code does in a callback, the next time that one comes.
struct App {
  EventPattern inside;
  std::optional<Duration> blocks_for;  // nullopt: it throws
  std::string text;                    // of the exception
  bool must_act = true;
};
struct Par {
  std::vector<std::pair<std::string, Steps>> branches;
};
struct Repeat {
  int n = 0;
  std::string as;
  std::vector<Steps> rounds;
};  // already unrolled, "${i}" replaced
struct AltBranch {
  EventPattern when;
  bool non_strict = false;
  std::string note;
  Steps steps;
};
struct Alt {
  std::vector<AltBranch> branches;
  Duration within{};
};

struct Step {
  std::string id;
  std::vector<std::string> proves;  // empty: all of the scenario's covers
  Place place;                      // of the step, in the file where it is written
  std::vector<Place> used_from;     // the `use` steps that led here, outermost first
  std::string fragment;             // "lib/online"; empty: it stands in the scenario itself
  std::variant<Do, Await, Expect, Never, Advance, Quiet, ServerAct, Fault, Network, Device, App, Par, Repeat, Alt> body;
};

// Its JSON pointer; of a fragment's step behind the fragment's name: "lib/online#/steps/2".
[[nodiscard]] std::string name_of(const Step& step);

struct Actor {
  std::string name, user, platform = "Linux", device_id;
  std::uint32_t app = 1400000000;
  Json session = Json::object();
  Duration clock{};
  std::string files_of;  // the actor whose directories it uses; empty: its own
};

// One case: a file with one choice of its parameters.
struct Scenario {
  std::string id;       // of the file
  std::string case_id;  // with parameters
  std::string title, file;
  std::vector<std::string> covers, tags, tolerate, always, issues;
  std::map<std::string, std::string> skip;  // world -> reason
  std::string known_failing;                // why it is known to fail; empty: it has to pass
  int known_failing_line = 0;
  std::map<std::string, Json> parameters;
  Json settings = Json::object();
  std::vector<Json> faults;
  bool tls = false;  // it needs a server that speaks TLS
  std::vector<ServerAct> before;
  std::vector<Actor> actors;  // in the order of the file
  int actors_line = 0;
  Duration limit{};
  Steps steps;
};

}  // namespace chatproof::scenario
