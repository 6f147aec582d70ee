// How much of the SDK's contract a run has seen: methods by the state of the SDK, callbacks, error codes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/check/result.hpp"
#include "conformance/report/causes.hpp"
#include "conformance/report/requirements.hpp"

namespace chatproof::report {

// Where an SDK object stands, as far as its calls, their results and its callbacks tell.
enum class SdkState : std::uint8_t {
  before_init,
  initialised,  // and never logged in since
  logging_in,
  logged_in,
  after_logout,
  after_kick,
  after_expiry,
  after_un_init,
};
inline constexpr std::size_t sdk_states = 8;
[[nodiscard]] std::string_view to_string(SdkState state);  // "beforeInit", "initialised", "loggingIn", ...

// What there is to be seen. Lists may be empty: then only what was seen is reported.
struct Vocabulary {
  struct Code {
    int code = 0;
    std::string name;
  };
  std::vector<std::string> methods;  // lower camel case, with the prefix that scenarios use
  std::vector<std::string> callbacks;
  std::vector<Code> codes;
  std::vector<std::string> faults;  // as fault_of names them
};

struct MethodCoverage {
  std::array<std::size_t, sdk_states> calls{};                  // by the state in which the call was made
  std::array<std::map<int, std::size_t>, sdk_states> outcomes;  // code (0: success) -> how often
  [[nodiscard]] std::size_t total() const;
};

struct CodeCoverage {
  std::string name;  // empty when the vocabulary does not know it
  std::size_t times = 0;
  std::set<std::string> from;  // methods that ended with it, callbacks that brought it
};

struct Coverage {
  // Of each table of the vocabulary all that it lists and nothing else; without that table, what was seen.
  std::map<std::string, MethodCoverage> methods;
  std::map<std::string, std::size_t> callbacks;  // how often each was seen
  std::map<int, CodeCoverage> codes;
  std::map<std::string, std::array<std::size_t, origins>> causes;             // callback -> where it began -> how often
  std::array<std::array<std::size_t, sdk_states>, sdk_states> transitions{};  // from, to; what stays is none
  std::map<std::string, std::array<std::size_t, sdk_states>>
      faults;  // kind -> state of an SDK that it met -> how often
  // What was seen and is in no table.
  std::set<std::string> unknown;  // methods, callbacks and faults
  std::map<int, CodeCoverage> unknown_codes;

  [[nodiscard]] std::size_t methods_called() const;
  [[nodiscard]] std::size_t callbacks_seen() const;
  [[nodiscard]] std::size_t codes_seen() const;
};

// Follows the state of one actor's SDK through a history. A login that fails leads back to where it began.
class StateTracker {
 public:
  [[nodiscard]] SdkState state() const { return state_; }
  void on(const check::Event& event);

 private:
  void on_result(const check::Event& event);
  SdkState state_ = SdkState::before_init;
  SdkState before_login_ = SdkState::initialised;
};

// What can be: the rest of each map is not to be had, or would be a defect.
[[nodiscard]] bool can_begin(std::string_view callback, Origin origin);
[[nodiscard]] bool can_follow(SdkState from, SdkState to);
[[nodiscard]] bool can_meet(std::string_view fault, SdkState state);

// One way to look at coverage: of so many things, so many were seen.
struct Dimension {
  std::string name;  // "methods", "callbacks", "callbackCauses", "codes", "transitions", "faults", "requirements"
  std::size_t seen = 0;
  std::size_t all = 0;
  [[nodiscard]] double percent() const;  // 100 when there is nothing to see
};
// Things that can be and were seen; requirements that a case judged, of those that can be tested.
[[nodiscard]] std::vector<Dimension> dimensions_of(const Coverage& coverage, const RequirementReport& requirements);
// All dimensions together.
[[nodiscard]] Dimension total_of(const std::vector<Dimension>& dimensions);

[[nodiscard]] Coverage coverage_of(const check::RunResult& run, const Vocabulary& vocabulary);

}  // namespace chatproof::report
