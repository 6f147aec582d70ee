// Every mutant against the suite: which scenario kills it first, and which are left alive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "conformance/mutants/mutant.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::mutants {

struct HuntOptions {
  std::uint64_t seed = 1;
  unsigned jobs = 0;    // mutants at a time; 0: as many as there are cores
  std::string filter;   // only mutants whose id contains it
  unsigned one_in = 1;  // only every so many-th of them
  std::filesystem::path scratch;
  const std::map<std::string, std::string>* levels = nullptr;  // as stage::CaseOptions
  // Asked before each run of a case, from any thread; true: the hunt ends with what it has.
  std::function<bool()> stop = [] { return false; };
};

struct Fate {
  enum class Kind : std::uint8_t {
    killed,
    survived,    // no scenario sees it: a check is missing
    equivalent,  // it cannot be seen, for the reason given
    misjudged,   // it is said to be equivalent and was killed
  };
  Mutant mutant;
  Kind kind = Kind::survived;
  std::string killer;  // a case id
  std::string rule;    // of the first finding, with what it expected and observed
  std::string expected, observed;
  std::string reason;     // of an equivalent one
  std::size_t tried = 0;  // cases that were run
};
[[nodiscard]] std::string_view to_string(Fate::Kind kind);

struct Hunt {
  std::uint64_t seed = 1;
  std::size_t cases = 0;     // that hunt
  std::size_t left_out = 0;  // mutants that were not hunted, because the hunt was stopped
  bool stopped = false;
  std::vector<std::string> spoilt;            // cases that do not pass without any defect; they do not hunt
  std::vector<std::string> unseen_callbacks;  // nobody's mutants: no case sees them
  std::vector<Fate> fates;
  [[nodiscard]] std::size_t count(Fate::Kind kind) const;
  // Every mutant was killed, or is equivalent; there was one at least, and all were hunted.
  [[nodiscard]] bool good() const;
};

// Calls `progress` from the threads that hunt, one at a time: cases first, then mutants.
[[nodiscard]] Hunt hunt(const std::vector<scenario::Scenario>& cases, const HuntOptions& options,
                        const std::function<void(const char* what, std::size_t done, std::size_t all)>& progress);

// The reason for which no test can tell the mutant from the SDK; empty when there is none.
[[nodiscard]] std::string why_equivalent(const std::string& id);

[[nodiscard]] nlohmann::json to_json(const Hunt& hunt);
// `all`: a line for each mutant, not only for those alive.
void print_hunt(std::ostream& out, const Hunt& hunt, bool all);

}  // namespace chatproof::mutants
