// Turns the JSON of steps into the model.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/scenario/fields.hpp"

namespace chatproof::scenario {

// A "${x}" in a step, and what is told when no step before it saves x.
struct Reference {
  std::string name;
  LoadError error;
  bool any_order = false;  // inside a `par`, where another branch may save it
};

// A name that steps refer to, and where it was given. A loop gives it again at the same place.
struct NameGiven {
  Place place;
  std::vector<Place> used_from;
  bool completes = true;  // of calls: whether the method ends in a callback
};

// What the reader of one case knows and collects.
struct CaseContext {
  const Vocabulary& words;
  std::vector<std::filesystem::path> roots;  // where fragments are looked for, in this order
  std::set<std::string> covers;
  std::set<std::string> parameters;
  std::set<std::string> actors;
  std::map<std::string, Place> saved;  // captures, and where
  std::vector<Reference> referred;     // before anybody had saved it
  std::map<std::string, NameGiven> ids, calls;
  std::size_t steps = 0;
  int expectations = 0;
  int fragments = 0;
  int side_by_side = 0;  // how many `par` are around
};

class StepReader {
 public:
  StepReader(CaseContext& context, Report report) : context_(context), report_(std::move(report)) {}

  [[nodiscard]] Steps read(const Json& array, const std::string& pointer);
  [[nodiscard]] ServerAct server_act(Fields& fields);
  [[nodiscard]] Json fault_rule(const Json& rule, const std::string& pointer);
  // Whether the server's action takes the arguments; `pointer` is where those below `prefix` stand.
  void acceptable(const std::string& action, const Json& arguments, const std::string& prefix,
                  const std::string& pointer);
  // Words that must be in a set, with "did you mean".
  void known(const std::set<std::string>& set, const std::string& word, const std::string& pointer,
             const std::string& what) const;

 private:
  // Where an event is spoken of, which decides what may be said about it.
  enum class Role : std::uint8_t { counted, listed, watched, chosen, hook };

  void read_one(const Json& json, const std::string& pointer, Steps& into);
  void body(Fields& fields, const std::string& kind, Step& step);
  void use(Fields& fields, Steps& into);
  [[nodiscard]] std::map<std::string, Json> arguments_of(Fields& fragment, const Report& report, Fields& use);
  Do do_step(Fields& fields);
  void arguments(Fields& fields, Do& call, const MethodInfo* method);
  void name_call(Fields& fields, Do& call, bool completes);
  Await await_step(Fields& fields);
  Expect expect_step(Fields& fields);
  Never never_step(Fields& fields);
  Advance advance_step(Fields& fields);
  Quiet quiet_step(Fields& fields);
  Par par_step(Fields& fields);
  Repeat repeat_step(Fields& fields);
  Alt alt_step(Fields& fields);
  AltBranch alt_branch(Fields& fields);
  Device device_step(Fields& fields);
  App app_step(Fields& fields);
  Network network_step(Fields& fields);
  // What a network or device step says beyond its word.
  Json more_words(Fields& fields, const std::string& what);

  struct CallKind {
    bool completes = true, waits = true;
    bool known = true;  // of a method that there is not nobody knows what it ends in
  };
  ResultPattern result(Fields& fields, CallKind call, bool mandatory);
  EventPattern event(const Json& json, const std::string& pointer, Role role);
  void event_into(Fields& fields, EventPattern& pattern, Role role);
  void result_event(Fields& fields, EventPattern& pattern);
  std::vector<int> codes(const Json& value, const std::string& pointer);
  void timing(Fields& fields, EventPattern& pattern);
  void counts(Fields& fields, EventPattern& pattern, Role role);
  Json pattern(Fields& fields, const std::string& key);
  void shaped(const Json& pattern, const std::map<std::string, Json>& shapes, const std::string& name,
              const std::string& pointer);

  std::map<std::string, std::string> save(Fields& fields);
  void give_name(std::map<std::string, NameGiven>& names, const std::string& name, const std::string& pointer,
                 const std::string& what, bool completes = true);
  std::string actor_of(const std::string& address, const std::string& pointer, std::string& name, bool any_allowed);
  void refer(const Json& json, const std::string& pointer);

  CaseContext& context_;
  Report report_;
  std::vector<std::string> proves_;  // of the steps around
};

// Tells what the pattern says of members that a value of this shape never has.
void check_shape(const Json& pattern, const Json& shape, const std::string& pointer, const Report& report);

// Replaces "${name}" by the values; a string that is one reference becomes the value itself.
[[nodiscard]] Json replace(const Json& value, const std::map<std::string, Json>& values);

// Tells every "${x}" in `json` that is neither known, nor saved by one of its steps, nor counted by a loop.
// Notes do not count.
void check_references(const Json& json, const std::string& pointer, std::set<std::string> known, const Report& report);

// What the steps in `json` save.
[[nodiscard]] std::set<std::string> saved_names(const Json& json);

// Calls visit(text, pointer) for every string within `json`.
void for_each_text(const Json& json, const std::string& pointer,
                   const std::function<void(const std::string&, const std::string&)>& visit);
// The x of every "${x}" in the text.
[[nodiscard]] std::vector<std::string> references_in(const std::string& text);

}  // namespace chatproof::scenario
