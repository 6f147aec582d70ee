// Where in its scenario's file a finding belongs that no step has made: at the step that was being taken when its event
// came.
#pragma once

#include <map>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::stage {

class StepPlaces {
 public:
  explicit StepPlaces(const scenario::Scenario& scenario);
  // Fills in what the finding does not say: the file, the line and the pointer. What came before the first step, or has
  // no event, is put at the file's actors.
  void place(check::Finding& finding, const check::History& history) const;

 private:
  void add(const scenario::Steps& steps);

  const scenario::Scenario& scenario_;
  std::map<std::string, scenario::Place> places_;  // in the scenario's own file, by the name of the step
};

}  // namespace chatproof::stage
