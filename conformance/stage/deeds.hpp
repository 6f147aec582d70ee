// Which network and device steps of a scenario have done something, and which were for nothing.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "conformance/check/sweeps.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::stage {

class Cast;

// A word acts from its step until another one undoes it or takes its place, or the scenario ends: what it brings about
// has to happen meanwhile.
class Deeds {
 public:
  explicit Deeds(Cast& cast) : cast_(cast) {}

  // Right before the step's word is said to the actor; empty: to everybody.
  void begin(const scenario::Step& step, const std::string& word, const std::string& actor, const nlohmann::json& args,
             bool must_act);
  // All of them; none acts any longer.
  [[nodiscard]] std::vector<check::FaultUse> end();

 private:
  struct Deed {
    check::FaultUse use;
    std::string word, actor;
    nlohmann::json args;
    std::uint64_t before = 0;  // how often it had happened
    bool over = false;
  };

  void close(Deed& deed);

  Cast& cast_;
  std::vector<Deed> deeds_;
};

}  // namespace chatproof::stage
