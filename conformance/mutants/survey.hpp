// What the suite touches when nothing is wrong: which mutants there are to be made, and which scenarios could kill
// each.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "conformance/check/history.hpp"
#include "conformance/mutants/mutant.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::mutants {

class Survey {
 public:
  explicit Survey(const std::vector<scenario::Scenario>& cases) : cases_(cases), costs_(cases.size()) {}

  // What happened in the case of this number. One that is never added hunts nothing.
  void add(std::size_t number, const check::History& history);

  // A row for everything it can befall, in the order of the tables.
  [[nodiscard]] std::vector<Mutant> mutants() const;
  // The numbers of the cases that touch its target, most promising first.
  [[nodiscard]] std::vector<std::size_t> candidates(const Mutant& mutant) const;
  // Callbacks of the API that no case has seen.
  [[nodiscard]] std::vector<std::string> unseen_callbacks() const;

 private:
  void touch(TargetKind kind, const std::string& target, std::size_t number);
  void add_fields(TargetKind kind, const std::string& prefix, const nlohmann::json& value, std::size_t number);
  void add_arguments(const std::string& prefix, const nlohmann::json& args, std::size_t number);
  void add_call(const check::Event& event, std::size_t number);
  void add_server(const check::Event& event, std::size_t number);

  const std::vector<scenario::Scenario>& cases_;
  std::vector<std::size_t> costs_;  // events
  std::map<TargetKind, std::map<std::string, std::vector<std::size_t>>> touched_;
};

}  // namespace chatproof::mutants
