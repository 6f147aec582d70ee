// Turns the JSON of steps into the model.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "conformance/scenario/fields.hpp"

namespace chatproof::scenario {

// What the reader of one case knows and collects.
struct CaseContext {
  const Vocabulary& words;
  std::filesystem::path root;
  std::set<std::string> actors;
  std::map<std::string, Place> saved;                       // captures, and where
  std::vector<std::pair<std::string, LoadError>> referred;  // "${x}", and the error if nobody saves it
  std::set<std::string> ids;
  std::size_t steps = 0;
  int expectations = 0;
  int fragments = 0;
};

class StepReader {
 public:
  StepReader(CaseContext& context, Report report) : context_(context), report_(std::move(report)) {}

  [[nodiscard]] Steps read(const Json& array, const std::string& pointer);
  [[nodiscard]] ServerAct server_act(Fields& fields);
  // Words that must be in a set, with "did you mean".
  void known(const std::set<std::string>& set, const std::string& word, const std::string& pointer,
             const std::string& what) const;

 private:
  void read_one(const Json& json, const std::string& pointer, Steps& into);
  bool body(Fields& fields, const std::string& kind, Step& step);
  void use(Fields& fields, Steps& into);
  Do do_step(Fields& fields);
  Await await_step(Fields& fields);
  Expect expect_step(Fields& fields);
  Never never_step(Fields& fields);
  Par par_step(Fields& fields);
  Repeat repeat_step(Fields& fields);
  Alt alt_step(Fields& fields);
  Device device_step(Fields& fields);
  Network network_step(Fields& fields);
  ResultPattern result(Fields& fields, const std::string& key, bool completes, bool mandatory);
  EventPattern event(const Json& json, const std::string& pointer);
  void event_into(Fields& fields, EventPattern& pattern);
  std::vector<int> codes(const Json& value, const std::string& pointer);
  void timing(Fields& fields, EventPattern& pattern);
  void counts(Fields& fields, EventPattern& pattern);
  std::map<std::string, std::string> save(Fields& fields);
  void pattern_is_legal(const Json& pattern, const std::string& pointer) const;
  std::string actor_of(const std::string& address, const std::string& pointer, std::string& name);
  void refer(const Json& json, const std::string& pointer);

  CaseContext& context_;
  Report report_;
};

// Replaces "${name}" by the values; a string that is one reference becomes the value itself.
[[nodiscard]] Json replace(const Json& value, const std::map<std::string, Json>& values);

}  // namespace chatproof::scenario
